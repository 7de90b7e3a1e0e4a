"""Compares the targets of the policies with what customers expect.

For each policy and survey, it estimates the share of customers for whom a reply exactly at the
target comes soon enough. The estimate has a lower and an upper bound. It uses the surveys closest
to the policy's channels and intents. Example: 30 % expect a reply within 30 min, and 53 % within 2
h. Then a target of 2 h is soon enough for 47 to 70 %, because the other 30 to 53 % expect a reply
sooner.
"""

from collections.abc import Collection, Iterable, Iterator

from shared.domain.durations import format_duration, format_exact
from shared.domain.expectations import Curve, Knot, curve_for, satisfied
from shared.domain.policies import Policy

_DAY_S = 86_400
_PUBLIC_CHANNELS = {"facebook", "threads"}
_PRIVATE_CHANNELS = {"messenger", "whatsapp"}


def lint(policies: Iterable[Policy], channels: Collection[str] | None = None) -> Iterator[str]:
    """One line for each policy and survey, and one more after each target that is too long.

    A target is too long if it exceeds the shortest time that its survey asked about. That line
    comes once for each survey. `channels` are those of the brand's accounts, because no policy
    applies on others. None: all channels.
    """
    shown: set[str] = set()
    for policy in policies:
        target_s = policy.first_response_s
        if target_s is None:
            yield f"{policy.name}: opens no wait"
            continue
        for curve in _curves(policy, channels):
            lines = [line for line in _lines(policy, curve, target_s) if line not in shown]
            yield from lines
            shown.update(lines)


def _curves(policy: Policy, channels: Collection[str] | None) -> list[Curve]:
    """The surveys for the policy's channels, each once."""
    found: dict[str, Curve] = {}
    for channel in policy.channels or ("any",):
        if channels is not None and channel not in (*channels, "any"):
            continue
        curve = curve_for(channel, _surface(policy, channel), policy.intents)
        if curve:
            found.setdefault(curve.id, curve)
    return list(found.values())


def _surface(policy: Policy, channel: str) -> str:
    if channel in _PUBLIC_CHANNELS or not policy.surfaces:
        return "private" if channel in _PRIVATE_CHANNELS else "public"
    return policy.surfaces[0]


def _lines(policy: Policy, curve: Curve, target_s: int) -> Iterator[str]:
    low, high = satisfied(curve, target_s, _DAY_S)
    is_business = policy.clock == "business"
    clock = " of business hours (longer on the customer's clock)" if is_business else ""
    yield (
        f"{policy.name}: first response within {format_exact(target_s)}{clock} is soon enough "
        f"for an estimated {_percent(low)}–{_percent(high)} % of {curve.population}"
    )
    first = min(curve.knots, key=_within_s)
    if target_s > _within_s(first):
        yield (
            f"  {_percent(first.share)} % of {curve.population} expect a reply within "
            f"{format_duration(_within_s(first))} ({first.source})"
        )


def _within_s(knot: Knot) -> int:
    """The knot's time in seconds. If it is the end of the customer's day, a whole day."""
    return _DAY_S if knot.within_s is None else knot.within_s


def _percent(share: float) -> str:
    return f"{share * 100:.0f}"

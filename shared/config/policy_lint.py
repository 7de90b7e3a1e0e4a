"""What a target promises, measured by what customers expect: the lint of the policies.

A wait answered exactly at its target satisfies so many customers, as bounds, by the survey closest
to the policy's channel and intent.
"""

from collections.abc import Iterator

from shared.config.configuration import Configuration
from shared.domain.expectations import Curve, curve_for, satisfied
from shared.domain.policies import Policy

_DAY_S = 86_400
_PUBLIC_BY_NATURE = {"facebook", "threads"}


def lint(configuration: Configuration) -> Iterator[str]:
    """A line a policy and channel, and a warning where a target is looser than the first share of
    customers it crosses."""
    for policy in configuration.policy_set.policies:
        target_s = policy.first_response_s
        if target_s is None:
            yield f"{policy.name}: opens no wait"
            continue
        seen: set[str] = set()
        for channel in policy.channels or ("any",):
            curve = curve_for(channel, _surface(policy, channel), policy.intents)
            if curve is None or curve.id in seen:
                continue
            seen.add(curve.id)
            yield from _lines(policy, curve, target_s)


def _surface(policy: Policy, channel: str) -> str:
    if channel in _PUBLIC_BY_NATURE or not policy.surfaces:
        return "private" if channel in {"messenger", "whatsapp"} else "public"
    return policy.surfaces[0]


def _lines(policy: Policy, curve: Curve, target_s: int) -> Iterator[str]:
    low, high = satisfied(curve, target_s, _DAY_S)
    clock = ", counted in office hours: for customers, longer" if policy.clock == "business" else ""
    yield (
        f"{policy.name}: first response within {_span(target_s)}{clock} satisfies "
        f"{_percent(low)} to {_percent(high)} of {curve.population}"
    )
    first = min(curve.knots, key=lambda k: _DAY_S if k.within_s is None else k.within_s)
    first_s = _DAY_S if first.within_s is None else first.within_s
    if target_s > first_s:
        yield (
            f"  warning: {_percent(first.share)} of {curve.population} expect a reply within "
            f"{_span(first_s)} ({first.source})"
        )


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"


def _span(seconds: int) -> str:
    for unit_s, name in ((86_400, "d"), (3600, "h"), (60, "min")):
        if seconds % unit_s == 0 and seconds >= unit_s:
            return f"{seconds // unit_s} {name}"
    return f"{seconds} s"

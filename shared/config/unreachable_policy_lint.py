"""Finds policies that never apply: no message can match them, or those above match all of theirs.

It asks for every kind of message which policy applies first. The kinds are all combinations of the
values that the conditions of the file name, and one further value where others exist. So policies
that cover another one only together are found, too.
"""

from collections.abc import Iterator, Sequence
from itertools import product

from shared.config.configuration import Configuration
from shared.config.file_to_configuration import Tried
from shared.config.file_values import X_LANGUAGES
from shared.domain.intents import classifier
from shared.domain.policies import INTENTS_BY_URGENCY, Policy, Traits, match

MAX_KINDS = 200_000
"""Above this number of combinations nothing is examined: some seconds."""

_SURFACES = {
    "facebook": ("public",),
    "messenger": ("private",),
    "whatsapp": ("private",),
    "threads": ("public",),
}
"""The surfaces of a channel. The others have both."""
_LANGUAGES = (None, *classifier.LANGUAGES)


def never_applied(tried: Tried, own: int) -> Iterator[tuple[int, str]]:
    """The first `own` policies of the file that never apply, by their index, and why. Of a shadow
    policy: that would never apply if all shadow policies took effect."""
    shadows = {policy.name for policy in tried.shadows}
    never = dict(_never_first(tried.configuration))
    would_never = dict(_never_first(tried.with_shadows)) if shadows else {}
    for index, policy in enumerate(tried.with_shadows.policy_set.policies[:own]):
        reason = (would_never if policy.name in shadows else never).get(policy.name)
        if reason:
            yield index, reason


def _never_first(configuration: Configuration) -> Iterator[tuple[str, str]]:
    """The policies that never apply, by name, and why."""
    policies = configuration.policy_set.policies
    kinds = list(_kinds(configuration, policies))
    if len(kinds) > MAX_KINDS:
        return
    firsts = [match(policies, kind) for kind in kinds]
    applied = {policy.name for policy in firsts if policy}
    for policy in policies:
        if policy.name in applied:
            continue
        above = dict.fromkeys(
            first.name
            for kind, first in zip(kinds, firsts, strict=True)
            if first and match([policy], kind)
        )
        yield policy.name, _reason(list(above))


def _reason(above: Sequence[str]) -> str:
    if not above:
        return "never applies: no message can have all of its conditions"
    names = ", ".join(map(repr, above))
    return f"never applies: {names} above it matches first; expected a place further up"


def _kinds(configuration: Configuration, policies: Sequence[Policy]) -> Iterator[Traits]:
    accounts = dict.fromkeys((a.channel, a.id) for a in configuration.accounts)
    reaches = sorted({0} | {p.reach_at_least for p in policies if p.reach_at_least})
    intents = [frozenset[str](), *(frozenset({intent}) for intent in INTENTS_BY_URGENCY)]
    from_x = sorted(X_LANGUAGES & {code for p in policies for code in p.languages})
    for channel, account in accounts:
        surfaces = _SURFACES.get(channel, ("public", "private"))
        languages = (*_LANGUAGES, *from_x) if channel == "x" else _LANGUAGES
        for each in product(surfaces, intents, languages, reaches):
            surface, has, language, followers = each
            yield Traits(channel, surface, account, has, language, followers)

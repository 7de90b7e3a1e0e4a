"""Finds policies that never apply: no message can match them, or earlier ones match all of theirs.

For every kind of message (`message_kinds`), it checks which policy applies first. So it also
notices if several policies together cover another one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from shared.config import message_kinds
from shared.config.configuration import Configuration
from shared.config.file_to_configuration import Tried
from shared.domain.policies import Policy, Traits, match

_CONDITIONS = ("channels", "surfaces", "accounts", "intents", "languages")


def never_applied(tried: Tried) -> Iterator[tuple[int, str]]:
    """The policies that never apply, by their index among all policies, shadow policies included,
    and why. The default policies come last. A shadow policy is listed if it would not apply even if
    all shadow policies took effect."""
    shadows = {policy.name for policy in tried.shadows}
    never = dict(_never_first(tried.configuration))
    would_never = dict(_never_first(tried.with_shadows)) if shadows else {}
    for index, policy in enumerate(tried.with_shadows.policy_set.policies):
        reason = (would_never if policy.name in shadows else never).get(policy.name)
        if reason:
            yield index, reason


def _never_first(configuration: Configuration) -> Iterator[tuple[str, str]]:
    """The policies that never apply, by name, and why."""
    policies = configuration.policy_set.policies
    accounts = {message_kinds.alike(a, policies): a for a in configuration.accounts}.values()
    if message_kinds.count(accounts, policies) > message_kinds.MAX_KINDS:
        return
    kinds = [kind for account in accounts for kind in message_kinds.kinds(account, policies)]
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
        yield policy.name, _reason(list(above)) if above else _impossible(policy, kinds)


def _impossible(policy: Policy, kinds: Sequence[Traits]) -> str:
    """Why no message can match: the condition that alone prevents it, if there is one."""
    without: dict[str, Any] = dict.fromkeys(_CONDITIONS, ()) | {"reach_at_least": None}
    wrong = [
        name
        for name, nothing in without.items()
        if getattr(policy, name)
        and any(match([replace(policy, **{name: nothing})], kind) for kind in kinds)
    ]
    expected = f"; expected another value of {' or '.join(wrong)}, or none" if wrong else ""
    return f"never applies: no message can have all of its conditions{expected}"


def _reason(above: Sequence[str]) -> str:
    names = ", ".join(map(repr, above))
    return f"never applies: {names} above it matches first; expected a place further up"

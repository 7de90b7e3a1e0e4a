"""Finds policies that never apply: no message can match them, or earlier ones match all of theirs.

For every kind of message (`message_kinds`), it checks which policy applies first. So it also
notices if several policies together cover another one.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from shared.config import message_kinds
from shared.config.configuration import Configuration
from shared.config.file_to_configuration import Tried
from shared.config.message_kinds import First, Kind
from shared.domain.policies import Policy, Traits, failed_condition

_CONDITIONS = ("channels", "surfaces", "accounts", "intents", "languages")
_MAX_LISTED = 3

type _Firsts = dict[tuple[First, ...], None]
type _Pool = Mapping[Traits, _Firsts]
"""Kinds of messages, with the policies that are first for them in one account or another."""


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
    accounts = message_kinds.one_of_each(configuration.accounts, policies)
    if message_kinds.count(accounts, policies) > message_kinds.MAX_KINDS:
        return
    kinds = list(message_kinds.kinds(accounts, policies))
    applied = {first.policy for kind in kinds for first in kind.firsts}
    if never := [policy for policy in policies if policy.name not in applied]:
        pools = _pools(kinds)
        for policy in never:
            above = list(islice(_above(policy, pools), _MAX_LISTED + 1))
            yield policy.name, _reason(above) if above else _impossible(policy, pools)


def _pools(kinds: Iterable[Kind]) -> Mapping[str, _Pool]:
    """The kinds of each account by its id, and those of all accounts together under the empty
    id."""
    pools: dict[str, dict[Traits, _Firsts]] = {"": {}}
    for traits, firsts in kinds:
        of_account = pools.setdefault(traits.account, {})
        of_account.setdefault(traits, {})[firsts] = None
        pools[""].setdefault(traits._replace(account=""), {})[firsts] = None
    return pools


def _matched(policy: Policy, pools: Mapping[str, _Pool]) -> Iterator[_Firsts]:
    """The kinds that the policy's conditions match, whatever is above it."""
    for account_id in policy.accounts or ("",):
        for traits, firsts in pools.get(account_id, {}).items():
            if failed_condition(policy, traits) is None:
                yield firsts


def _above(policy: Policy, pools: Mapping[str, _Pool]) -> Iterator[str]:
    """The earlier policies that match this policy's messages before it can, each once."""
    followers = policy.reach_at_least or 0
    seen: set[str] = set()
    for each in _matched(policy, pools):
        for firsts in each:
            for first in reversed(firsts):
                if first.policy not in seen and (first.below is None or first.below > followers):
                    seen.add(first.policy)
                    yield first.policy


def _impossible(policy: Policy, pools: Mapping[str, _Pool]) -> str:
    """Why no message can match: the condition that alone prevents it, if there is one."""
    without: dict[str, Any] = dict.fromkeys(_CONDITIONS, ()) | {"reach_at_least": None}
    wrong = [
        name
        for name, nothing in without.items()
        if getattr(policy, name) and any(_matched(replace(policy, **{name: nothing}), pools))
    ]
    expected = f"; expected another value of {' or '.join(wrong)}, or none" if wrong else ""
    return f"never applies: no message can have all of its conditions{expected}"


def _reason(above: list[str]) -> str:
    """The reason, given some of the policies above. If there are too many, not all are listed."""
    listed = ", ".join(map(repr, above[:_MAX_LISTED]))
    which = (
        f"{listed} and others above it match"
        if len(above) > _MAX_LISTED
        else (f"{listed} above it matches")
    )
    return f"never applies: {which} first; expected a place further up"

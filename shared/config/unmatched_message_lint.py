"""Finds messages that no policy matches. They open no wait, so nobody is ever notified of them.

For every kind of message that an account can get, it checks whether a policy matches. Example: if
the only policy has `languages = ["en"]`, messages in all other languages are unmatched.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from shared.config import message_kinds
from shared.config.configuration import Configuration
from shared.config.message_kinds import Kind, Values
from shared.config.mistakes import Mistake

_MAX_LISTED = 3
_ALL = "messages"

type _Kind = tuple[str | int | None, ...]
type _Box = tuple[tuple[str | int | None, ...], ...]
"""A set of kinds: those that have one of the listed values for each field of `Values`, and whose
authors have fewer followers than the last value."""


def lint(configuration: Configuration, *, has_defaults: bool) -> Iterator[Mistake]:
    """One warning for each account with messages that no policy matches."""
    instead = "" if has_defaults else ", or default_policies = true"
    expected = f"expected a last policy without conditions{instead}"
    found = _unmatched(configuration)
    named = message_kinds.named_accounts(configuration.policy_set.policies)
    for index, account in enumerate(configuration.accounts):
        left = found[message_kinds.alike(account, named)]
        if left:
            which, kinds = ("the", "") if left == [_ALL] else ("some", _listed(left))
            reason = f"no policy matches {which} messages of {account.channel} account {account.id}"
            yield Mistake(("accounts", index), f"{reason}, so they open no wait{kinds}; {expected}")


def _unmatched(configuration: Configuration) -> Mapping[tuple[str, str | None], list[str]]:
    """The messages that no policy matches, in words, for all accounts that policies distinguish."""
    policies = configuration.policy_set.policies
    accounts = message_kinds.one_of_each(configuration.accounts, policies)
    named = message_kinds.named_accounts(policies)
    can_be = {a.channel: message_kinds.values(a.channel, policies) for a in accounts}
    kinds = message_kinds.kinds(accounts, policies)
    by_account = groupby(kinds, key=lambda kind: (kind.traits.channel, kind.traits.account))
    return {
        message_kinds.alike(account, named): [
            _in_words(box, can_be[account.channel]) for box in _boxes(_left(of_account))
        ]
        for account, (_, of_account) in zip(accounts, by_account, strict=True)
    }


def _left(kinds: Iterable[Kind]) -> Iterator[_Kind]:
    for kind in kinds:
        traits, below = kind.traits, kind.unmatched_below
        if below != 0:
            yield traits.surface, traits.language, next(iter(traits.intents), None), below


def _listed(kinds: Sequence[str]) -> str:
    more = len(kinds) - _MAX_LISTED
    return f": {'; '.join(kinds[:_MAX_LISTED])}" + (f"; and {more} more kinds" if more > 0 else "")


def _boxes(kinds: Iterable[_Kind]) -> list[_Box]:
    """The kinds, combined if they differ in only one value.

    Example: (a, 1), (a, 2), (b, 1), (b, 2), (c, 1) are ((a, b), (1, 2)) and ((c,), (1,)).
    """
    rests: dict[tuple[_Box, ...], list[str | int | None]] = {}
    for first, group in groupby(kinds, key=lambda kind: kind[0]):
        rest = [kind[1:] for kind in group]
        rests.setdefault(tuple(_boxes(rest)) if rest[0] else ((),), []).append(first)
    return [(tuple(firsts), *box) for rest, firsts in rests.items() for box in rest]


def _in_words(box: _Box, can_be: Values) -> str:
    surfaces, languages, intents, followers = box
    surface = f"{surfaces[0]} " if len(surfaces) < len(can_be.surfaces) else ""
    parts = [f"{surface}{_ALL}"]
    if len(languages) < len(can_be.languages):
        parts.append(_language(languages, can_be.languages))
    if len(intents) < len(can_be.intents):
        parts.append(_intent(intents))
    if followers[0] is not None:
        parts.append(f"from authors with fewer than {followers[0]} followers")
    return " ".join(parts)


def _language(some: Sequence[object], every: Sequence[str | None]) -> str:
    if None not in some:
        return f"in {_either(some)}"
    others = _either([code for code in every if code not in some])
    return f"in any language but {others}, or in none that is recognised"


def _intent(some: Sequence[object]) -> str:
    named = [intent for intent in some if intent]
    if not named:
        return "without an intent"
    return f"with the intent {_either(named)}" + (" or none" if None in some else "")


def _either(names: Sequence[object]) -> str:
    *first, last = map(str, names)
    return f"{', '.join(first)} or {last}" if first else last

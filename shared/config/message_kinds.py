"""The kinds of messages that an account can get, as far as policies tell them apart.

A kind is a combination of the values that the policies' conditions name, plus one value for "any
other" if there are others. So either all messages of a kind match a policy, or none do.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from math import prod
from typing import NamedTuple

from shared.config.configuration import Account
from shared.config.file_values import X_LANGUAGES
from shared.domain.events import CHANNELS
from shared.domain.intents import classifier
from shared.domain.policies import INTENTS_BY_URGENCY, Policy, Traits

MAX_KINDS = 200_000
"""With more kinds, nothing is examined. This number takes some seconds."""

_SURFACES = {
    "facebook": ("public",),
    "messenger": ("private",),
    "whatsapp": ("private",),
    "threads": ("public",),
}
"""The surfaces of a channel. The others have both."""


class Values(NamedTuple):
    """The values in which the messages of an account can differ, as far as these policies are
    concerned."""

    surfaces: tuple[str, ...]
    languages: tuple[str | None, ...]
    """The languages that policies name. None: any other language, or none that is recognised."""
    intents: tuple[str | None, ...]
    followers: tuple[int, ...]
    """The author's followers: 0, and each number from which a policy applies."""


def surfaces(channel: str) -> tuple[str, ...]:
    """Where messages of a channel are written: `public`, `private` or both."""
    return _SURFACES.get(channel, ("public", "private"))


def values(channel: str, policies: Sequence[Policy]) -> Values:
    """The values in which the messages of an account on this channel can differ."""
    named = {code for policy in policies for code in policy.languages}
    return Values(
        surfaces(channel),
        (*sorted(named & _languages(channel)), None),
        (*INTENTS_BY_URGENCY, None),
        _followers(channel, policies),
    )


def count(accounts: Iterable[Account], policies: Sequence[Policy]) -> int:
    """How many kinds of messages the accounts can get."""
    return sum(prod(map(len, values(account.channel, policies))) for account in accounts)


def kinds(account: Account, policies: Sequence[Policy]) -> Iterator[Traits]:
    """Every kind of message that the account can get."""
    for each in product(*values(account.channel, policies)):
        surface, language, intent, followers = each
        intents = frozenset((intent,)) if intent else frozenset[str]()
        yield Traits(account.channel, surface, account.id, intents, language, followers)


def alike(account: Account, policies: Iterable[Policy]) -> tuple[str, str | None]:
    """A value that is equal for accounts which no policy distinguishes."""
    is_named = any(account.id in policy.accounts for policy in policies)
    return account.channel, account.id if is_named else None


def _languages(channel: str) -> set[str]:
    """The codes that messages can have: those that the classifier finds, and the channel's own."""
    return {*classifier.LANGUAGES, *(X_LANGUAGES if _says_more(channel) else ())}


def _followers(channel: str, policies: Iterable[Policy]) -> tuple[int, ...]:
    if not _says_more(channel):
        return (0,)
    return tuple(sorted({0} | {p.reach_at_least for p in policies if p.reach_at_least}))


def _says_more(channel: str) -> bool:
    """Whether the channel can report a message's language, and how many followers its author has. X
    does, adapters can, and Meta does not."""
    return channel == "x" or channel not in CHANNELS

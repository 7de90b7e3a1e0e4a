"""The kinds of messages that accounts can get, as far as policies tell them apart.

A kind is a combination of the values that the policies' conditions name, plus one value for "any
other" if there are others. The author's followers are no part of it: from a number of followers on,
another policy applies first. The cost grows with the kinds, and not with kinds times policies.
"""

import heapq
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import product
from math import prod
from typing import NamedTuple

from shared.config.configuration import Account
from shared.config.file_values import X_LANGUAGES
from shared.domain.events import CHANNELS
from shared.domain.intents import classifier
from shared.domain.policies import INTENTS_BY_URGENCY, Policy, Traits, failed_condition

MAX_KINDS = 200_000
"""With more kinds, nothing is examined. This number takes some seconds."""

_MOST_FOLLOWERS = 10**12
"""The most that a condition can ask for."""

_SURFACES = {
    "facebook": ("public",),
    "messenger": ("private",),
    "whatsapp": ("private",),
    "threads": ("public",),
}
"""The surfaces of a channel. The others have both."""


class First(NamedTuple):
    """A policy that is the first to match some messages of a kind."""

    followers: int
    """How many followers an author has at least."""
    below: int | None
    """The author has fewer followers than this: from this number on, another policy matches first.
    None: no other policy does, however many followers the author has."""
    policy: str


class Kind(NamedTuple):
    """A kind of message, and the policies that match it first."""

    traits: Traits
    firsts: tuple[First, ...]
    """By falling numbers of followers."""

    @property
    def unmatched_below(self) -> int | None:
        """No policy matches messages of authors with fewer followers. None: of any author."""
        return self.firsts[-1].followers if self.firsts else None


class Values(NamedTuple):
    """The values in which the messages of an account can differ, as far as these policies are
    concerned."""

    surfaces: tuple[str, ...]
    languages: tuple[str | None, ...]
    """The languages that policies name. None: any other language, or none that is recognised."""
    intents: tuple[str | None, ...]


def surfaces(channel: str) -> tuple[str, ...]:
    """Where messages of a channel are written: `public`, `private` or both."""
    return _SURFACES.get(channel, ("public", "private"))


def values(channel: str, policies: Iterable[Policy]) -> Values:
    """The values in which the messages of an account on this channel can differ."""
    named = {code for policy in policies for code in policy.languages}
    return Values(
        surfaces(channel), (*sorted(named & _languages(channel)), None), (*INTENTS_BY_URGENCY, None)
    )


def count(accounts: Iterable[Account], policies: Sequence[Policy]) -> int:
    """How many kinds of messages the accounts can get."""
    channels = [account.channel for account in accounts]
    each = {c: prod(map(len, values(c, policies))) for c in set(channels)}
    return sum(each[channel] for channel in channels)


def kinds(accounts: Collection[Account], policies: Sequence[Policy]) -> Iterator[Kind]:
    """Every kind of message that the accounts can get, account by account."""
    general = [(n, policy) for n, policy in enumerate(policies) if not policy.accounts]
    of_account: dict[str, list[tuple[int, Policy]]] = {}
    for number, policy in enumerate(policies):
        for account_id in dict.fromkeys(policy.accounts):
            of_account.setdefault(account_id, []).append((number, policy))
    of_channel = {
        channel: [(traits, _matching(general, traits)) for traits in _of_channel(channel, policies)]
        for channel in {account.channel for account in accounts}
    }
    for account in accounts:
        named = of_account.get(account.id, [])
        for of_any, matching in of_channel[account.channel]:
            traits = of_any._replace(account=account.id)
            both = heapq.merge(matching, _matching(named, traits), key=lambda pair: pair[0])
            yield Kind(traits, tuple(_firsts(policy for _, policy in both)))


def one_of_each(accounts: Iterable[Account], policies: Iterable[Policy]) -> list[Account]:
    """One of all accounts that no policy distinguishes, and each of the others."""
    named = named_accounts(policies)
    return list({alike(account, named): account for account in accounts}.values())


def named_accounts(policies: Iterable[Policy]) -> set[str]:
    """The ids of the accounts that policies name."""
    return {account_id for policy in policies for account_id in policy.accounts}


def alike(account: Account, named: Collection[str]) -> tuple[str, str | None]:
    """A value that is equal for accounts which no policy distinguishes, given those that policies
    name."""
    return account.channel, account.id if account.id in named else None


def _of_channel(channel: str, policies: Iterable[Policy]) -> Iterator[Traits]:
    """The kinds of the messages of any account on the channel."""
    followers = _MOST_FOLLOWERS if _says_more(channel) else 0
    for surface, language, intent in product(*values(channel, policies)):
        intents = frozenset((intent,)) if intent else frozenset[str]()
        yield Traits(channel, surface, "", intents, language, followers)


def _matching(policies: Iterable[tuple[int, Policy]], traits: Traits) -> list[tuple[int, Policy]]:
    return [pair for pair in policies if failed_condition(pair[1], traits) is None]


def _firsts(matching: Iterable[Policy]) -> Iterator[First]:
    """Those of the matching policies that are the first for some number of followers."""
    below: int | None = None
    for policy in matching:
        followers = policy.reach_at_least or 0
        if below is None or followers < below:
            yield First(followers, below, policy.name)
            below = followers
            if not below:
                return


def _languages(channel: str) -> set[str]:
    """The codes that messages can have: those that the classifier finds, and the channel's own."""
    return {*classifier.LANGUAGES, *(X_LANGUAGES if _says_more(channel) else ())}


def _says_more(channel: str) -> bool:
    """Whether the channel can report a message's language, and how many followers its author has. X
    does, adapters can, and Meta does not."""
    return channel == "x" or channel not in CHANNELS

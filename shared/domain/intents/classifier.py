"""Reads the intents of a customer's message, and recognises courtesies and deflections.

It uses word lists only and calls no service. The same text always gives the same result. Each
result names the phrases of the lists that decided, never the customer's words, so it can be logged.
docs/intents.md says how good it is.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Protocol

from shared.domain.intents import intent_rules, word_lists
from shared.domain.intents.asking_rules import asks_something
from shared.domain.intents.courtesy_rules import find_courtesy
from shared.domain.intents.deflection_rules import only_invites
from shared.domain.intents.holding_rules import only_promises
from shared.domain.intents.intent_rules import Intent, find_intents
from shared.domain.intents.phrase_search import find_languages
from shared.domain.intents.text import Text, read_text, with_is
from shared.domain.intents.word_lists import lists_of_phrases

INTENTS: Final = intent_rules.INTENTS
LANGUAGES: Final = word_lists.LANGUAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a message says."""

    intents: frozenset[Intent] = frozenset()
    """None, one or several. A courtesy has none, or `praise`."""
    courtesy: bool = False
    """True: the message needs no answer, such as "thanks", "ok", "bye" or an emoji, and no more."""
    affirms: bool = False
    """True: a courtesy that can be the answer to a question: "ok", "great, thanks", 👍, also "no
    thanks"."""
    language: str | None = None
    """One of `LANGUAGES`. None: unknown."""
    reasons: tuple[str, ...] = ()
    """The rules that decided, such as `complaint: 'still waiting'`."""


class Classifier(Protocol):
    """Reads messages. This module is a classifier, and another one can replace it."""

    def read(self, text: str | None, *, lang: str | None = None) -> Reading:
        """Reads one message. It raises for no text. `lang` is the platform's guess."""


def read(text: str | None, *, lang: str | None = None) -> Reading:
    """Reads a customer's message. Without text the reading is empty and not a courtesy."""
    lists = lists_of_phrases()
    content = read_text(text or "")
    language, active = find_languages(content.tokens, lang, lists)
    if not content.tokens:
        return _without_words(content, language)
    found = find_intents(content, active, lists)
    intents = frozenset(intent for intent, _ in found)
    thanks = find_courtesy(content, lists) if intents <= {"praise"} else None
    if thanks is None:
        return Reading(intents=intents, language=language, reasons=tuple(w for _, w in found))
    kept = [w for w in found if w[1] in lists.strong]  # In "great, thanks" nothing is praised.
    return Reading(
        intents=frozenset(intent for intent, _ in kept),
        courtesy=True,
        affirms=thanks.affirms,
        language=language,
        reasons=(thanks.reason, *(w for _, w in kept)),
    )


def deflects(text: str | None, languages: Collection[str] = LANGUAGES) -> bool:
    """Whether a brand's reply only asks the customer to write elsewhere ("please DM us").

    All of these must be true:

    - It invites to another place: "send us" and "dm" in one sentence, or "contact us".
    - The invitation is not an extra: "or DM us", "any other questions? DM us".
    - It has no answer: "we have refunded".
    - Besides politeness and what the customer should send, it has at most
      `deflection_rules.MAX_OTHER_WORDS` words.
    - Its language is one of `languages`.
    """
    lists = lists_of_phrases()
    tokens = read_text(text or "").tokens
    allowed = sum(1 << LANGUAGES.index(code) for code in set(languages) if code in LANGUAGES)
    _, active = find_languages(tokens, None, lists)
    active &= allowed
    return bool(active) and only_invites(tokens, active, lists)


def asks(text: str | None) -> bool:
    """Whether a brand's reply asks the customer something: then "ok" is an answer.

    "Shall we cancel it?" and "Please confirm." ask, and "Is there anything else?" only offers more
    help.
    """
    return asks_something(read_text(text or "").tokens)


def is_holding(text: str | None) -> bool:
    """Whether a brand's reply only promises an answer ("we are looking into it")."""
    lists = lists_of_phrases()
    tokens = read_text(with_is(text or "")).tokens
    _, active = find_languages(tokens, None, lists)
    return only_promises(tokens, active, lists) and not only_invites(tokens, active, lists)


def _without_words(content: Text, language: str | None) -> Reading:
    if content.links or content.mentions:
        reason = "sharing: a link" if content.links else "sharing: only names"
        return Reading(intents=frozenset({"sharing"}), language=language, reasons=(reason,))
    return Reading(language=language)

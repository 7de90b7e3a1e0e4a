"""The lists of words as trees of phrases, built on first use.

A set of languages is an integer with one bit for each of `LANGUAGES`.
"""

import re
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Final
from unicodedata import normalize

from shared.domain.intents import (
    answer_words,
    aside_words,
    complaint_words,
    courtesy_words,
    holding_words,
    name_words,
    objection_words,
    passing_words,
    thanked_words,
    time_words,
)
from shared.domain.intents import lexicon as data
from shared.domain.intents.acting_words import ACTS
from shared.domain.intents.contact_words import COLLEAGUES, OF_OTHERS, VISITORS, of_contact
from shared.domain.intents.hearing_words import HEARS
from shared.domain.intents.inquiry_words import INQUIRES
from shared.domain.intents.phrase_tree import (
    Node,
    add_pair,
    add_phrases,
    split_phrases,
    split_words,
    words_of_each,
)
from shared.domain.intents.telling_words import TELLS
from shared.domain.intents.text import INVISIBLE, IS, with_is
from shared.domain.intents.waiting_words import HINTS, WAITS

LANGUAGES: Final = tuple(data.LANGUAGES)


@dataclass(slots=True, kw_only=True)
class Lists:
    """The lexicon, arranged for the search."""

    weights: dict[str, int] = field(default_factory=dict)
    """How strongly a word points to each language: 16 bits for each language."""
    customer: dict[str, Node] = field(default_factory=dict)
    """The phrases of customers that have an intent."""
    courtesy: dict[str, dict[str, Node]]
    """The phrases of courtesies, by list: those of `courtesy_words.Courtesies`,
    `thanked_words.Reasons` and `_add_thanks`."""
    brand: dict[str, Node] = field(default_factory=dict)
    """The phrases of deflecting replies."""
    promises: dict[str, Node] = field(default_factory=dict)
    """The phrases of holding replies, and those of answers."""
    matters: dict[str, int] = field(default_factory=dict)
    """The languages in which the word is for what a customer asks or reports."""
    inside: dict[str, int] = field(default_factory=dict)
    """The languages in which the word is for somebody of the brand."""
    visitors: dict[str, int] = field(default_factory=dict)
    """The languages in which the word is for somebody who comes to the customer."""
    courtesies: dict[str, int] = field(default_factory=dict)
    """The languages in which the word thanks or apologises."""
    silent: dict[str, int] = field(default_factory=dict)
    """The languages in which the word says nothing in a holding reply."""
    adverbs: dict[str, int] = field(default_factory=dict)
    """The languages in which the word can stand within a promise: "just"."""
    first_person: dict[str, int] = field(default_factory=dict)
    """The languages in which the word is for the brand itself: "we"."""
    questions: dict[str, int] = field(default_factory=dict)
    """The languages in which a clause that begins with the word is a question: "where"."""
    sources: dict[str, int] = field(default_factory=dict)
    """The languages in which the word is for somebody whom the brand asks."""
    numbers: dict[str, int] = field(default_factory=dict)
    """The languages in which the word is a number."""
    references: dict[str, int] = field(default_factory=dict)
    """The languages in which a number after the word is that of a case: "ticket"."""
    limits: dict[str, int] = field(default_factory=dict)
    """The languages in which a time after the word is that of a promise: "within"."""
    units: dict[str, int] = field(default_factory=dict)
    """The languages in which the word is a unit of time."""
    goods: dict[str, int] = field(default_factory=dict)
    """The languages in which the word is for what is shipped or paid."""
    troubles: dict[str, int] = field(default_factory=dict)
    """The languages in which the word says that an order does not come."""
    days: dict[str, int] = field(default_factory=dict)
    """The languages in which the word is a day of the week."""
    articles: dict[str, int] = field(default_factory=dict)
    """The languages in which the word begins a clause whose subject is a noun."""
    being: dict[str, int] = field(default_factory=dict)
    """The languages in which the word is a form of "to be"."""
    conditions: dict[str, int] = field(default_factory=dict)
    """The languages in which the word says when or for whom: "only", "every"."""
    negators: dict[str, int] = field(default_factory=dict)
    """The languages in which the word reverses a promise: "not"."""
    joining: dict[str, int] = field(default_factory=dict)
    """The languages in which the word joins two clauses: "and"."""
    of_others: frozenset[str]
    """Words of phrases in which it can be somebody outside the brand who gets in touch."""
    verdicts: frozenset[str]
    """Yes and no."""
    courteous: set[str] = field(default_factory=set)
    """The words that a courtesy can contain."""
    openers: dict[str, int] = field(default_factory=dict)
    """The languages in which the word can come before a question."""
    padding: dict[str, int] = field(default_factory=dict)
    """The languages in which the word says nothing in a reply."""
    negative: frozenset[str]
    """Emoji that complain."""
    asking: frozenset[str]
    """Emoji that ask."""
    courteous_emoji: frozenset[str]
    not_alone: frozenset[str]
    """Emoji that are courteous beside words only."""
    titles: frozenset[str]
    names: frozenset[str]
    """First names."""
    surnames: frozenset[str]
    particles: frozenset[str]
    """What can stand between a title and a surname."""
    strong: frozenset[str]
    """The reasons that are praise even in a courtesy."""


_CUSTOMER = (
    *("ask", "gripe", "fault", "help", "praise", "sharing", "neutral"),
    *("bad", "good", "negators"),
)
_COURTESY = (
    *(part.name for part in fields(courtesy_words.Courtesies)),
    *(part.name for part in fields(thanked_words.Reasons)),
    *("thanks", "fine", "declines", "denies"),
)
_GRATITUDE = re.compile(
    "|".join(f"{w}.*" if len(w) > 3 else f"{w}$" for w in courtesy_words.GRATITUDE.split(" | "))
)
_DENIALS = frozenset(courtesy_words.DENIALS.split(" | "))
_BRAND = ("move", "option", "more", "answers", "send", "channels")
EVERY_LANGUAGE = (1 << len(LANGUAGES)) - 1


@cache
def lists_of_phrases() -> Lists:
    """The lists of all languages. Built on first use, which takes 0.1 to 0.2 s."""
    lists = Lists(
        courtesy={name: {} for name in _COURTESY},
        of_others=frozenset(split_words(OF_OTHERS)),
        verdicts=frozenset(split_words(answer_words.VERDICTS)),
        negative=frozenset(_emoji(data.NEGATIVE_EMOJI)),
        asking=frozenset(_emoji(data.ASKING_EMOJI)),
        courteous_emoji=frozenset(_emoji(courtesy_words.COURTEOUS_EMOJI)),
        not_alone=frozenset(_emoji(courtesy_words.NOT_ALONE)),
        titles=frozenset(data.TITLES.split()),
        names=frozenset(data.NAMES.split()),
        surnames=frozenset(split_words(name_words.SURNAMES)),
        particles=frozenset(name_words.PARTICLES.split()),
        strong=frozenset(
            f"praise: '{phrase}'"
            for words in data.LANGUAGES.values()
            for phrase in split_phrases(words.praise)
        ),
    )
    for number, code in enumerate(LANGUAGES):
        _add_complaints(lists, complaint_words.BY_LANGUAGE[code], 1 << number)
        add_phrases(lists.customer, "but", 1 << number, objection_words.BY_LANGUAGE[code].anywhere)
        add_phrases(lists.customer, "turn", 1 << number, objection_words.BY_LANGUAGE[code].at_start)
        _add_holding(lists, code, 1 << number)
    spoken: dict[str, int] = {}
    for number, words in enumerate(data.LANGUAGES.values()):
        _add_language(lists, words, 1 << number, spoken)
        _add_thanks(lists, words.thanks, 1 << number)
    lists.padding[IS] = spoken[IS] = 1 << LANGUAGES.index("it") | 1 << LANGUAGES.index("pt")
    for number, code in enumerate(LANGUAGES):
        _add_courtesies_of(lists, courtesy_words.BY_LANGUAGE[code], 1 << number, spoken)
        _add_courtesies_of(lists, thanked_words.BY_LANGUAGE[code], 1 << number, spoken)
    _add_thanks(lists, data.ANY_THANKS, EVERY_LANGUAGE)
    _add_courtesies(lists, "addressees", courtesy_words.ANY_ADDRESSEES, EVERY_LANGUAGE)
    named = {*lists.names, *lists.titles}
    lists.courteous.update(named, lists.surnames, lists.particles)
    for word in (*split_words(data.ANY_FILLERS), *named):
        for allowed in (lists.openers, lists.padding):
            allowed[word] = EVERY_LANGUAGE
    for known in (lists.padding, lists.matters, lists.inside):
        for word, bits in known.items():
            lists.silent[word] = lists.silent.get(word, 0) | bits
    lists.weights = {word: _weight(bits) for word, bits in spoken.items()}
    return lists


def _add_language(lists: Lists, words: data.Words, bit: int, spoken: dict[str, int]) -> None:
    trees = ((lists.customer, _CUSTOMER), (lists.brand, _BRAND))
    for tree, names in trees:
        for name in names:
            phrases: str = getattr(words, name)
            add_phrases(tree, name, bit, phrases)
            _allow(spoken, phrases, bit)
    _allow(spoken, words.common, bit)
    _allow(lists.openers, words.openers, bit)
    _allow(lists.padding, f"{words.common} | {words.padding} | {words.openers}", bit)


def _add_holding(lists: Lists, code: str, bit: int) -> None:
    for name, phrases in (
        ("sign", holding_words.SIGNS[code]),
        ("tells", holding_words.TELLING[code]),
        ("passed on", passing_words.PASSED_ON[code]),
        ("solved", answer_words.SOLVED[code]),
        ("aside", aside_words.PHRASES[code]),
    ):
        add_phrases(lists.promises, name, bit, with_is(phrases))
    for name, pairs in (
        ("sign", INQUIRES),
        ("sign", WAITS),
        ("sign", ACTS),
        ("tells", TELLS),
        ("tells", HEARS),
        ("hint", HINTS),
        ("handled", passing_words.HANDLES),
    ):
        for heads, tails in pairs[code]:
            add_pair(lists.promises, name, bit, (with_is(heads), with_is(tails)))
    for name, people in (("call", COLLEAGUES), ("visit", VISITORS)):
        add_pair(lists.promises, name, bit, of_contact(people[code], code))
    for allowed, words in (
        (lists.visitors, VISITORS),
        (lists.courtesies, aside_words.COURTESIES),
        (lists.silent, aside_words.ASIDES),
        (lists.silent, time_words.UNITS),
        (lists.silent, time_words.REFERENCES),
        (lists.adverbs, aside_words.ADVERBS),
        (lists.matters, passing_words.MATTERS),
        (lists.inside, passing_words.INSIDE),
        (lists.goods, passing_words.GOODS),
        (lists.days, time_words.DAYS),
        (lists.numbers, time_words.NUMBERS),
        (lists.limits, time_words.LIMITS),
        (lists.units, time_words.UNITS),
        (lists.references, time_words.REFERENCES),
        (lists.first_person, answer_words.FIRST_PERSON),
        (lists.questions, answer_words.QUESTIONS),
        (lists.sources, answer_words.SOURCES),
        (lists.articles, answer_words.ARTICLES),
        (lists.being, answer_words.BEING),
        (lists.conditions, answer_words.CONDITIONS),
        (lists.troubles, answer_words.TROUBLES),
        (lists.silent, answer_words.TROUBLES),
        (lists.negators, answer_words.NEGATORS),
    ):
        _allow(allowed, with_is(words[code]), bit)
    _allow(lists.joining, courtesy_words.BY_LANGUAGE[code].joins, bit)


def _add_complaints(lists: Lists, parts: complaint_words.Complaints, bit: int) -> None:
    add_phrases(lists.customer, "neutral", bit, parts.calm)
    add_phrases(lists.customer, "bad", bit, parts.verdict)
    for phrases in parts.gripes():
        add_phrases(lists.customer, "gripe", bit, phrases)


def _add_courtesies_of(
    lists: Lists,
    words: courtesy_words.Courtesies | thanked_words.Reasons,
    bit: int,
    spoken: dict[str, int],
) -> None:
    for part in fields(words):
        phrases: str = getattr(words, part.name)
        _add_courtesies(lists, part.name, phrases, bit)
        _allow(spoken, phrases, bit)


def _add_thanks(lists: Lists, phrases: str, bits: int) -> None:
    """Sorts courtesies by whether they thank ("thank you"), decline ("no thanks"), deny ("no
    problem") or none of it ("ok")."""
    kinds: dict[str, list[str]] = {}
    for phrase, words in zip(split_phrases(phrases), words_of_each(phrases), strict=True):
        is_thanks = any(map(_GRATITUDE.match, words))
        if _DENIALS.isdisjoint(words):
            name = "thanks" if is_thanks else "fine"
        else:
            name = "declines" if is_thanks else "denies"
        kinds.setdefault(name, []).append(phrase)
    for name, found in kinds.items():
        _add_courtesies(lists, name, " | ".join(found), bits)


def _add_courtesies(lists: Lists, name: str, phrases: str, bits: int) -> None:
    add_phrases(lists.courtesy[name], name, bits, phrases)
    lists.courteous.update(split_words(phrases))
    if "'" in phrases:
        lists.courteous.update(split_words(phrases.replace("'", "")))


def _allow(languages: dict[str, int], phrases: str, bits: int) -> None:
    for word in split_words(phrases):
        languages[word] = languages.get(word, 0) | bits
    if "'" in phrases:
        _allow(languages, phrases.replace("'", ""), bits)


@cache
def _weight(languages: int) -> int:
    """6 for a word of one language, less for a word of several: 3 for two, at least 1."""
    worth = max(6 // languages.bit_count(), 1)
    return sum(worth << 16 * n for n in range(len(LANGUAGES)) if languages >> n & 1)


def _emoji(drawn: str) -> str:
    return INVISIBLE.sub("", normalize("NFKD", drawn))

"""What a customer's message wants, told from lists of words; and whether a reply only deflects.

Pure: no service is called, and the same text always reads the same. Every decision names the words
that made it, as they stand in `lexicon`, never as the customer wrote them, so that
`why` can be logged. How good it is: docs/intents.md.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Literal, Protocol
from unicodedata import category, normalize

from shared.domain.intents import lexicon as data

Intent = Literal["help", "complaint", "praise", "share"]
INTENTS: Final[tuple[Intent, ...]] = ("help", "complaint", "praise", "share")
ALL: Final = tuple(data.LANGUAGES)

READS: Final = 8_000
"""Characters read, the first ones; no message on these networks is longer but X's private ones."""
LONGEST_COURTESY: Final = 40
"""Words, emoji and marks. Who writes more than this says something."""
NEGATION_REACHES: Final = 4
GAP: Final = 3
HINT: Final = 8
"""What a platform's own guess of the language is worth; a word of only one language is worth 6."""
UNSAID: Final = 5
"""Words outside the lists that a deflecting reply may hold: names, a signature, the matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was understood of one message."""

    intents: frozenset[Intent] = frozenset()
    """Any number of them. Those of a courtesy are none, or `praise`."""
    courtesy: bool = False
    """Needs no answer: thanks, an "ok", a farewell, emoji; and not one word beyond that."""
    language: str | None = None
    """One of `ALL`; None where the text does not tell."""
    why: tuple[str, ...] = ()
    """The rules that decided, as `complaint: 'still waiting'`."""


class Classifier(Protocol):
    """Reads messages. This module is one; so is anything else with such a `read`."""

    def read(self, text: str | None, *, lang: str | None = None) -> Reading:
        """Never raises for what a customer wrote. `lang` is the platform's own guess."""


def read(text: str | None, *, lang: str | None = None) -> Reading:
    """Read a customer's message. No text at all is an empty reading, and no courtesy."""
    lists = _lists()
    said = _said(text or "")
    language, active = _languages(said.tokens, lang, lists)
    if not said.tokens:
        return _without_words(said, language)
    why = _intents(said, active, lists)
    intents = frozenset(intent for intent, _ in why)
    thanks = _courtesy(said, lists) if intents <= {"praise"} else None
    if thanks is None:
        return Reading(intents=intents, language=language, why=tuple(w for _, w in why))
    kept = [w for w in why if w[1] in lists.strong]  # "great, thanks" praises nothing
    return Reading(
        intents=frozenset(intent for intent, _ in kept),
        courtesy=True,
        language=language,
        why=(thanks, *(w for _, w in kept)),
    )


def deflects(text: str | None, languages: Collection[str] = ALL) -> bool:
    """Whether a brand's reply only sends the customer elsewhere ("please DM us").

    It does if it invites to another place ("send us" and "dm" in one sentence, or "contact us"),
    and not as an extra ("or DM us", "any other questions? DM us"), and says nothing that answers
    ("we have refunded"), and, politeness and what is to be sent along taken off, holds no more than
    `UNSAID` words. So a reply that answers and invites besides is not a deflection, and neither is
    one in a language that is not among `languages`.
    """
    lists = _lists()
    tokens = _said(text or "").tokens
    allowed = sum(1 << ALL.index(code) for code in set(languages) if code in ALL)
    _, active = _languages(tokens, None, lists)
    active &= allowed
    return bool(active) and _only_invites(tokens, active, lists)


# Words


_LINK = re.compile(
    r"https?://\S+|www\.\S+|(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/\S*", re.IGNORECASE
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_MENTION = re.compile(r"@[\w.]+")
_SMILE = re.compile(r"[:;=]['-]?[)D*pP3]+|<3+|\^\^|\bxd\b", re.IGNORECASE)
_FROWN = re.compile(r"[:;=]['-]?[(/|\[]+")
_LONG = re.compile(r"([^\W\d_])\1\1+")
_INVISIBLE = re.compile(
    r"[\u0300-\u036f\u200b-\u200f\u2060\u20e3\ufe0e\ufe0f\ufeff\U0001f3fb-\U0001f3ff]+"
)
_TOKEN = re.compile(r"[^\W_]+|[?!.]+|[^\s\w]")
_BREAKS = frozenset("?!.,;:\n…¿¡()")
_SENTENCE_ENDS = frozenset("?!.;\n…")
_QUIET = frozenset(".,!;:()\n¡*")
"""Marks that change nothing about a thanks. Not `?`, nor `…` and quotes: they may be irony."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    tokens: list[str]
    links: int
    mentions: int


def _said(text: str) -> _Said:
    """The words and marks of a text, folded; what is no word (links, @names) only counted."""
    text = text[:READS]
    links = mentions = 0
    if "@" in text:
        text = _EMAIL.sub(" ", text)
        text, mentions = _MENTION.subn(" ", text)
    if "/" in text or "www." in text:
        text, links = _LINK.subn(" ", text)
    if ":" in text or ";" in text or "=" in text or "<3" in text or "^^" in text:
        text = _FROWN.sub(" 🙁 ", _SMILE.sub(" 🙂 ", text))
    tokens = [
        word if len(word) < 2 or word[0] not in "?!." else _mark(word)
        for word in _TOKEN.findall(_folded(text).replace("\n", " ; "))
    ]
    return _Said(tokens=tokens, links=links, mentions=mentions)


def _folded(text: str) -> str:
    """Small letters without accents; "soooo" is "so"; apostrophes and hyphens part words."""
    text = text.casefold()
    if not text.isascii():
        text = _INVISIBLE.sub("", normalize("NFKD", text)[:READS]).casefold()
        text = text.replace("ł", "l").replace("œ", "oe").replace("ø", "o").replace("؟", "?")
        text = text.replace("’", " ").replace("‘", " ").replace("´", " ")
    text = text.replace("'", " ").replace("-", " ").replace("`", " ")
    return _LONG.sub(r"\1", text)


def _mark(run: str) -> str:
    if "?" in run:
        return "?"
    return "…" if ".." in run else run[0]


# Lists, as they are looked up

_Mark = tuple[str, int, str]
"""The field that a phrase stands in, the languages that have it (bits), and the phrase."""


@dataclass(slots=True)
class _Node:
    """A place in a tree of phrases: by the next word, and by a word that may come after a gap."""

    next: "dict[str, _Node]" = field(default_factory=dict)
    marks: list[_Mark] = field(default_factory=list)
    tails: dict[str, list[_Mark]] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class _Lists:
    weights: dict[str, int]
    """What a word says about the language: 16 bits for each."""
    customer: dict[str, _Node]
    courtesy: dict[str, _Node]
    brand: dict[str, _Node]
    polite: dict[str, int]
    """Languages in which a word can stand in a courtesy at all."""
    openers: dict[str, int]
    padding: dict[str, int]
    negative: frozenset[str]
    asking: frozenset[str]
    opening: frozenset[str]
    titles: frozenset[str]
    names: frozenset[str]
    """Titles included."""
    dangling: frozenset[str]
    wishes: frozenset[str]
    strong: frozenset[str]


_CUSTOMER = ("ask", "gripe", "fault", "help", "praise", "share", "plain", "bad", "good", "negators")
_COURTESY = ("thanks", "fillers")
_BRAND = ("move", "option", "answers", "send", "channels")
_EVERYWHERE = (1 << len(ALL)) - 1


@cache
def _lists() -> _Lists:
    """Built on first use."""
    lists = _Lists(
        weights={},
        customer={},
        courtesy={},
        brand={},
        polite={},
        openers={},
        padding={},
        negative=frozenset(_emoji(data.NEGATIVE_EMOJI)),
        asking=frozenset(_emoji(data.ASKING_EMOJI)),
        opening=frozenset(_emoji(data.OPENING_EMOJI)),
        titles=frozenset(data.TITLES.split()),
        names=frozenset(f"{data.NAMES} {data.TITLES}".split()),
        dangling=frozenset(_words(data.DANGLING)),
        wishes=frozenset(_words(data.WISHES)),
        strong=frozenset(
            f"praise: '{phrase}'"
            for words in data.LANGUAGES.values()
            for phrase in _phrases(words.praise)
        ),
    )
    spoken: dict[str, int] = {}
    for number, words in enumerate(data.LANGUAGES.values()):
        _add_language(lists, words, 1 << number, spoken)
    for name, phrases in (("thanks", data.ANY_THANKS), ("fillers", data.ANY_FILLERS)):
        _plant(lists.courtesy, name, _EVERYWHERE, phrases)
        _allow(lists.polite, phrases, _EVERYWHERE)
    for word in (*_words(data.ANY_FILLERS), *lists.names):
        for allowed in (lists.polite, lists.openers, lists.padding):
            allowed[word] = _EVERYWHERE
    lists.weights = {word: _weight(bits) for word, bits in spoken.items()}
    return lists


def _add_language(lists: _Lists, words: data.Words, bit: int, spoken: dict[str, int]) -> None:
    trees = ((lists.customer, _CUSTOMER), (lists.courtesy, _COURTESY), (lists.brand, _BRAND))
    for tree, names in trees:
        for name in names:
            phrases: str = getattr(words, name)
            _plant(tree, name, bit, phrases)
            _allow(spoken, phrases, bit)
    _allow(spoken, words.common, bit)
    _allow(lists.polite, f"{words.thanks} | {words.fillers}", bit)
    _allow(lists.openers, words.openers, bit)
    _allow(lists.padding, f"{words.common} | {words.padding} | {words.openers}", bit)


def _phrases(phrases: str) -> list[str]:
    return [" ".join(phrase.split()) for phrase in phrases.split("|")]


def _words(phrases: str) -> list[str]:
    return _folded(phrases.replace("|", " ").replace("~", " ")).split()


def _allow(languages: dict[str, int], phrases: str, bits: int) -> None:
    for word in _words(f"{phrases} {phrases.replace("'", '')}"):
        languages[word] = languages.get(word, 0) | bits


def _plant(tree: dict[str, _Node], name: str, bits: int, phrases: str) -> None:
    """A phrase with apostrophes also grows without them: "don't", "dont"."""
    for phrase, folded in zip(_phrases(phrases), _folded(phrases).split("|"), strict=True):
        mark = (name, bits, phrase)
        _grow(tree, folded, mark)
        if "'" in phrase:
            _grow(tree, _folded(phrase.replace("'", "")), mark)


def _grow(tree: dict[str, _Node], folded: str, mark: _Mark) -> None:
    head, _, tail = folded.partition("~")
    first, *rest = head.split()
    node = tree.get(first) or tree.setdefault(first, _Node())
    for word in rest:
        node = node.next.get(word) or node.next.setdefault(word, _Node())
    (node.tails.setdefault(tail.strip(), []) if tail else node.marks).append(mark)


def _weight(languages: int) -> int:
    worth = max(6 // languages.bit_count(), 1)
    return sum(worth << 16 * n for n in range(len(ALL)) if languages >> n & 1)


def _emoji(drawn: str) -> str:
    return _INVISIBLE.sub("", normalize("NFKD", drawn))


def _languages(tokens: list[str], lang: str | None, lists: _Lists) -> tuple[str | None, int]:
    """The language, if one stands out, and all those (bits) that come near it."""
    weights = lists.weights
    total = sum([weights[token] for token in tokens if token in weights])
    scores = [total >> 16 * n & 0xFFFF for n in range(len(ALL))]
    hint = (lang or "").casefold().replace("_", "-").partition("-")[0]
    if hint in ALL:
        scores[ALL.index(hint)] += HINT
    best = max(scores)
    if not best:
        return None, _EVERYWHERE
    active = sum(1 << n for n, score in enumerate(scores) if 2 * score > best)
    clear = best >= 6 and scores.count(best) == 1
    return (ALL[scores.index(best)] if clear else None), active


_Hit = tuple[str, int, str]
"""A field, where its phrase ends, and the phrase."""


def _hit(
    tree: dict[str, _Node], tokens: list[str], at: int, active: int, *, but: str = ""
) -> _Hit | None:
    """The longest phrase of an active language that begins here; never one of the field `but`."""
    node = tree.get(tokens[at])
    found: _Hit | None = None
    end = at + 1
    while node is not None:
        for name, bits, phrase in node.marks:
            if bits & active and name != but:
                found = name, end, phrase
                break
        if node.tails:
            found = _hit_after_gap(node, tokens, end, active) or found
        if end == len(tokens):
            break
        node = node.next.get(tokens[end])
        end += 1
    return found


def _hit_after_gap(node: _Node, tokens: list[str], end: int, active: int) -> _Hit | None:
    for at in range(end, min(end + GAP + 1, len(tokens))):
        if tokens[at] in _BREAKS:
            return None
        for name, bits, phrase in node.tails.get(tokens[at], ()):
            if bits & active:
                return name, at + 1, phrase
    return None


# Intents

_MEANS: Final[dict[str, tuple[Intent, ...]]] = {
    "ask": ("help",),
    "help": ("help",),
    "fault": ("help", "complaint"),
    "gripe": ("complaint",),
    "praise": ("praise",),
    "share": ("share",),
}

_Why = tuple[Intent, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Good:
    """A word that is praise unless something around it says otherwise."""

    phrase: str
    end: int
    clause: int


@dataclass(slots=True, kw_only=True)
class _Heard:
    """What has been found so far, from the first word on."""

    why: dict[_Why, None] = field(default_factory=dict)
    goods: list[_Good] = field(default_factory=list)
    clauses: list[int] = field(default_factory=lambda: [0])
    """Where each begins."""
    asked: set[int] = field(default_factory=set)
    """Clauses that ask."""
    bad_at: set[int] = field(default_factory=set)
    opening: bool = True
    """Nothing but openers in this clause yet."""
    negator: str = ""
    negated_to: int = 0

    def say(self, intent: Intent, words: str) -> None:
        self.why[intent, f"{intent}: {words}"] = None

    def mark(self, word: str, after: int) -> None:
        if word == "?":
            self.say("help", "'?'")
            self.asked.add(len(self.clauses) - 1)
        self.clauses.append(after)
        self.opening, self.negated_to = True, 0

    def phrase(self, name: str, phrase: str, at: int, end: int) -> None:
        negated = at < self.negated_to
        for intent in _MEANS.get(name, ()):
            self.say(intent, f"'{phrase}'")
        if name in {"ask", "help"}:
            self.asked.add(len(self.clauses) - 1)
        elif name == "negators":
            self.negator, self.negated_to = phrase, end + NEGATION_REACHES
        elif name in {"bad", "gripe", "fault"}:
            self.bad_at.add(at)
            if name == "bad" and not negated:
                self.say("complaint", f"'{phrase}'")
        elif name == "good" and negated:
            self.say("complaint", f"'{self.negator}' before '{phrase}'")
        elif name == "good":
            self.goods.append(_Good(phrase=phrase, end=end, clause=len(self.clauses) - 1))

    def has(self, intent: Intent) -> bool:
        return any(found == intent for found, _ in self.why)

    def judge_goods(self, words: list[str], lists: _Lists) -> None:
        """None asked ("is it good?"), none before bad ("super slow"), none in passing ("Great,
        still waiting"), and none if a face is pulled at it or it trails off ("helpful...")."""
        if not lists.negative.isdisjoint(words):
            return
        ends = [*self.clauses[1:], len(words) + 1]
        wants = self.has("complaint") or self.has("help")
        for good in self.goods:
            end = ends[good.clause]
            passing = wants and end - self.clauses[good.clause] <= 3
            trails = words[end - 1 : end] == ["…"]
            if not (good.clause in self.asked or good.end in self.bad_at or passing or trails):
                self.say("praise", f"'{good.phrase}'")


def _intents(said: _Said, active: int, lists: _Lists) -> list[_Why]:
    """Each intent with its reason, without repetition."""
    words = said.tokens
    heard = _Heard()
    at = 0
    while at < len(words):
        word = words[at]
        hit = _hit(lists.customer, words, at, active, but="" if heard.opening else "ask")
        end = at + 1
        if hit is not None:
            name, end, phrase = hit
            heard.phrase(name, phrase, at, end)
        elif word in _BREAKS:
            heard.mark(word, end)
        elif word in lists.negative:
            heard.say("complaint", word)
        elif word in lists.asking:
            heard.say("help", word)
        if heard.opening:
            heard.opening = _opens(words[at:end], active, lists)
        at = end
    heard.judge_goods(words, lists)
    if said.links and not (heard.has("help") or heard.has("complaint")):
        heard.say("share", "a link")
    return list(heard.why)


def _opens(words: list[str], active: int, lists: _Lists) -> bool:
    """Whether a question may still begin after these; emoji and marks do not count."""
    return all(lists.openers.get(word, 0) & active or not word.isalnum() for word in words)


def _without_words(said: _Said, language: str | None) -> Reading:
    if said.links or said.mentions:
        reason = "share: a link" if said.links else "share: only names"
        return Reading(intents=frozenset({"share"}), language=language, why=(reason,))
    return Reading(language=language)


# Courtesy


def _courtesy(said: _Said, lists: _Lists) -> str | None:
    """Why the message is a courtesy, or None.

    All of it must be courtesies and fillers of one language (or of all), names, emoji and quiet
    marks. In each clause, fillers other than openers and names come after the courtesy: "thanks for
    the quick reply" is one, "quick reply, thanks" asks for it. It must not break off: "ok, and".
    """
    tokens = said.tokens
    if said.links or len(tokens) > LONGEST_COURTESY:
        return None
    words: list[str] = []
    languages = _EVERYWHERE
    for token in tokens:
        if token.isalnum():
            languages &= _EVERYWHERE if _titled(words, lists) else lists.polite.get(token, 0)
            words.append(token)
        elif token in _QUIET or category(token) == "So":
            words.append(token)
        else:
            return None
        if not languages:
            return None
    if not any(word.isalnum() for word in words):
        return _only_emoji(words, lists)
    if [word for word in words if word.isalnum()][-1] in lists.dangling:
        return None
    for number in range(len(ALL)):
        if languages >> number & 1 and (core := _thanked(words, 1 << number, lists)):
            return f"courtesy: only '{core}' and fillers"
    return None


def _titled(words: list[str], lists: _Lists) -> bool:
    return bool(words) and words[-1] in lists.titles


def _only_emoji(words: list[str], lists: _Lists) -> str | None:
    emoji = {word for word in words if word not in _QUIET}
    if not emoji or emoji & (lists.negative | lists.asking | lists.opening):
        return None
    return "courtesy: only emoji"


def _thanked(words: list[str], bit: int, lists: _Lists) -> str | None:
    """The first courtesy in it, if every word has its place."""
    first: str | None = None
    thanked = False  # in this clause
    at = 0
    while at < len(words):
        word = words[at]
        if not word.isalnum():
            thanked = thanked and word not in _BREAKS
            at += 1
            continue
        hit = _hit(lists.courtesy, words, at, bit)
        if hit is not None and hit[0] == "thanks":
            first, thanked = first or hit[2], True
            if words[hit[1] : hit[1] + 1] and words[hit[1]] in lists.wishes:
                return None
        elif not thanked and not lists.openers.get(word, 0) & bit:
            return None
        elif hit is None and not (word in lists.names or _titled(words[:at], lists)):
            return None  # a word of a phrase, without the phrase
        at = hit[1] if hit is not None else at + 1
    return first


# Deflection


def _only_invites(tokens: list[str], active: int, lists: _Lists) -> bool:
    invited = False
    unsaid = 0
    send = channel = extra = answered = False  # in this sentence
    at = 0
    while at < len(tokens):
        token = tokens[at]
        hit = _hit(lists.brand, tokens, at, active)
        if hit is None:
            if token in _SENTENCE_ENDS:
                send = channel = extra = False
            elif token.isalpha() and not lists.padding.get(token, 0) & active:
                unsaid += 1
            at += 1
            continue
        name, at, _ = hit
        if name == "option":
            extra = extra or not (send or channel)
        elif name == "answers":
            after = _hit(lists.brand, tokens, at, active) if at < len(tokens) else None
            answered = answered or after is None or after[0] not in {"move", "send"}
        else:
            send = send or name in {"move", "send"}
            channel = channel or name in {"move", "channels"}
            invited = invited or (send and channel and not extra)
    return invited and not answered and unsaid <= UNSAID

"""Finds the intents of a message: what the customer wants."""

from dataclasses import dataclass, field
from typing import Final, Literal

from shared.domain.intents.phrase_search import longest_phrase
from shared.domain.intents.text import CLAUSE_ENDS, Text
from shared.domain.intents.word_lists import Lists

Intent = Literal["help", "complaint", "praise", "sharing"]
INTENTS: Final[tuple[Intent, ...]] = ("help", "complaint", "praise", "sharing")
NEGATED_WORDS: Final = 4
"""A negation applies to this many words after it."""

MIN_OBJECTION_WORDS: Final = 2
"""How many words and marks an objection has at least: not "great, but thanks"."""

_INTENTS_OF_LIST: Final[dict[str, tuple[Intent, ...]]] = {
    "ask": ("help",),
    "help": ("help",),
    "fault": ("help", "complaint"),
    "gripe": ("complaint",),
    "praise": ("praise",),
    "sharing": ("sharing",),
}

Reason = tuple[Intent, str]
"""An intent and the rule that found it: `("help", "help: 'how do i'")`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _GoodWord:
    """A word that is praise, unless another part of the message contradicts it."""

    phrase: str
    end: int
    clause: int


@dataclass(slots=True, kw_only=True)
class _Findings:
    """What the words read so far say."""

    reasons: dict[Reason, None] = field(default_factory=dict)
    goods: list[_GoodWord] = field(default_factory=list)
    clauses: list[int] = field(default_factory=lambda: [0])
    """The index of the first token of each clause."""
    asked: set[int] = field(default_factory=set)
    """The numbers of the clauses with a question."""
    bad_at: set[int] = field(default_factory=set)
    opening: bool = True
    """True: this clause has only openers up to now, so a question can still start."""
    negator: str = ""
    negated_to: int = 0
    praised: bool = False
    """Whether the words up to now have praise, even if a later rule finds that it is not meant as
    praise."""
    objection_at: int | None = None
    """Where the words after praise and "but" start. None: no "but" follows the last praise."""

    def add(self, intent: Intent, words: str) -> None:
        self.reasons[intent, f"{intent}: {words}"] = None

    def add_mark(self, word: str, after: int) -> None:
        if word == "?":
            self.add("help", "'?'")
            self.asked.add(len(self.clauses) - 1)
        self.clauses.append(after)
        self.opening, self.negated_to = True, 0

    def add_phrase(self, name: str, phrase: str, at: int, end: int) -> None:
        negated = at < self.negated_to
        for intent in _INTENTS_OF_LIST.get(name, ()):
            self.add(intent, f"'{phrase}'")
        if name in {"ask", "help"}:
            self.asked.add(len(self.clauses) - 1)
        elif name == "negators":
            self.negator, self.negated_to = phrase, end + NEGATED_WORDS
        elif name in {"bad", "gripe", "fault"}:
            self.bad_at.add(at)
            if name == "bad" and not negated:
                self.add("complaint", f"'{phrase}'")
        elif self.praised and (name == "but" or (name == "turn" and at == self.clauses[-1])):
            self.objection_at = end
        elif name == "good" and negated:
            self.add("complaint", f"'{self.negator}' before '{phrase}'")
        elif name in {"good", "praise"}:
            self.praised, self.objection_at = True, None
        if name == "good" and not negated:
            self.goods.append(_GoodWord(phrase=phrase, end=end, clause=len(self.clauses) - 1))

    def add_objection(self, length: int) -> None:
        """Adds a complaint for what follows praise and "but", unless it asks: "nice, but sour"."""
        if self.objection_at is None or self.has("help"):
            return
        if length - self.objection_at >= MIN_OBJECTION_WORDS:
            self.add("complaint", "'but' after praise")

    def has(self, intent: Intent) -> bool:
        return any(found == intent for found, _ in self.reasons)

    def add_praise(self, words: list[str], lists: Lists) -> None:
        """Adds praise for the good words that nothing contradicts. These are not praise:

        - a question: "is it good?"
        - before a bad word: "super slow"
        - a clause of at most two words beside a problem: "Great, still waiting"
        - with a negative emoji, or at the end of an unfinished clause: "helpful..."
        """
        if not lists.negative.isdisjoint(words):
            return
        ends = [*self.clauses[1:], len(words) + 1]
        wants = self.has("complaint") or self.has("help")
        for good in self.goods:
            end = ends[good.clause]
            is_aside = wants and end - self.clauses[good.clause] <= 3
            is_unfinished = words[end - 1 : end] == ["…"]
            if not (
                good.clause in self.asked or good.end in self.bad_at or is_aside or is_unfinished
            ):
                self.add("praise", f"'{good.phrase}'")


def find_intents(text: Text, active: int, lists: Lists) -> list[Reason]:
    """The intents and their reasons, each once.

    `active` are the languages (bits) whose phrases count.
    """
    words = text.tokens
    findings = _Findings()
    at = 0
    while at < len(words):
        word = words[at]
        match = longest_phrase(
            lists.customer, words, at, active, but="" if findings.opening else "ask"
        )
        end = at + 1
        if match is not None:
            name, end, phrase = match
            findings.add_phrase(name, phrase, at, end)
        elif word in CLAUSE_ENDS:
            findings.add_mark(word, end)
        elif word in lists.negative:
            findings.add("complaint", word)
        elif word in lists.asking:
            findings.add("help", word)
        if findings.opening:
            findings.opening = _can_open_question(words[at:end], active, lists)
        at = end
    findings.add_praise(words, lists)
    findings.add_objection(len(words))
    if text.links and not (findings.has("help") or findings.has("complaint")):
        findings.add("sharing", "a link")
    return list(findings.reasons)


def _can_open_question(words: list[str], active: int, lists: Lists) -> bool:
    """Whether a question can start after these words. Emoji and marks do not matter."""
    return all(lists.openers.get(word, 0) & active or not word.isalnum() for word in words)

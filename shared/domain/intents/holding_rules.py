"""Recognises a holding reply: one that promises an answer and gives none."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Final

from shared.domain.intents.phrase_search import Lists, Match, longest_phrase
from shared.domain.intents.text import SENTENCE_ENDS

MAX_OTHER_WORDS: Final = 10
"""How many words outside the lists a holding reply can have: names, a signature, the subject."""

MAX_WORDS_BESIDE: Final = 2
"""How many of them a clause can have that promises nothing. More say something: "we're working on
it, the new part arrives tomorrow"."""

MAX_BRIEF_WORDS: Final = 2
"""How many a reply can have that only asks for a moment, or says that somebody looks."""


ANSWERS: Final = {"solved", "visit"}
"""The lists of phrases that answer."""

CONTACTS: Final = {"call", "visit"}
"""The lists of phrases of somebody who gets in touch (`contact_words`)."""

_SENTENCE_MARKS: Final = SENTENCE_ENDS | {":"}
_CLAUSE_MARKS: Final = _SENTENCE_MARKS | {",", "-"}


@dataclass(slots=True)
class _Part:
    """What a sentence or a clause says."""

    kinds: set[str] = field(default_factory=set)
    """The lists of its phrases."""
    others: int = 0
    """Words outside the lists."""
    is_verdict: bool = False
    """Whether it begins with yes or no."""
    has_number: bool = False
    has_day: bool = False
    is_after_colon: bool = False

    @property
    def promises(self) -> bool:
        return bool(self.kinds)


def only_promises(tokens: list[str], active: int, lists: Lists) -> bool:
    """Whether a reply promises an answer and says nothing else.

    `active` are the languages (bits) whose phrases count. Example: "Hi Sam, we're looking into it"
    only promises. "We looked into it: your refund was paid today" answers, and "we'll check, could
    you send us the number?" asks. "Your request has been passed to a colleague" promises, and "Your
    parcel has been passed to the courier" answers. "One moment" promises only where no more is
    said.
    """
    if "?" in tokens:
        return False
    said = [_read(part, active, lists) for part in _split(tokens, _SENTENCE_MARKS)]
    kinds = {kind for sentence in said for kind in sentence.kinds}
    if not kinds or kinds & ANSWERS:
        return False
    others = sum(sentence.others for sentence in said)
    beside = [sentence for sentence in said if not sentence.promises]
    if any(sentence.is_verdict and sentence.others for sentence in beside):
        return False
    if kinds == {"brief"}:
        is_more = any(s.others > 1 or (s.others and s.is_after_colon) for s in beside)
        has_number = any(sentence.has_number for sentence in said)
        return others <= MAX_BRIEF_WORDS and not is_more and not has_number
    return others <= MAX_OTHER_WORDS and not _says_more(tokens, active, lists)


def _says_more(tokens: list[str], active: int, lists: Lists) -> bool:
    """Whether a clause that promises nothing has many words or says when: "it leaves on Friday"."""
    ends = _CLAUSE_MARKS | {word for word, codes in lists.joining.items() if codes & active}
    clauses = [_read(part, active, lists) for part in _split(tokens, ends)]
    beside = [clause for clause in clauses if not clause.promises]
    return any(c.others > (1 if c.has_day or c.has_number else MAX_WORDS_BESIDE) for c in beside)


def _split(tokens: list[str], ends: Collection[str]) -> Iterator[list[str]]:
    """The parts that these marks and words end; what follows a colon begins with it."""
    part: list[str] = []
    for word in tokens:
        if word in ends:
            yield part
            part = [word] if word == ":" else []
        else:
            part.append(word)
    yield part


def _read(part: list[str], active: int, lists: Lists) -> _Part:
    words = [token for token in part if token.isalnum()]
    found = _Part(
        is_verdict=bool(words) and words[0] in lists.verdicts,
        has_number=any(word[0].isdigit() for word in words),
        has_day=any(lists.days.get(word, 0) & active for word in words),
        is_after_colon=part[:1] == [":"],
    )
    at = 0
    while at < len(part):
        word = part[at]
        match = longest_phrase(lists.promises, part, at, active)
        if match is None or _is_of_two_clauses(match, part[at : match[1]], active, lists):
            known = lists.padding.get(word, 0) | lists.matters.get(word, 0)
            known |= lists.inside.get(word, 0)
            found.others += word.isalnum() and not known & active
            at += 1
            continue
        name, end, _ = match
        if name != "passed on" or _is_about_the_matter(words, active, lists):
            found.kinds.add(name)
        else:
            found.others += end - at
        at = end
    return found


def _is_of_two_clauses(match: Match, words: list[str], active: int, lists: Lists) -> bool:
    """Whether these words of a contact phrase are of two clauses: "ask the driver and call you"."""
    return match[0] in CONTACTS and any(lists.joining.get(word, 0) & active for word in words)


def _is_about_the_matter(words: list[str], active: int, lists: Lists) -> bool:
    """Whether what is passed on is what the customer asked, or who has it is one of the brand."""

    def has(kind: dict[str, int]) -> bool:
        return any(kind.get(word, 0) & active for word in words)

    return has(lists.matters) or (has(lists.inside) and not has(lists.goods))

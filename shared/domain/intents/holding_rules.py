"""Recognises a holding reply: one that promises an answer and gives none."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from shared.domain.intents.phrase_search import Lists, longest_phrase
from shared.domain.intents.text import SENTENCE_ENDS

MAX_OTHER_WORDS: Final = 10
"""How many words outside the lists a holding reply can have: names, a signature, the subject."""

MAX_WORDS_BESIDE: Final = 4
"""How many of them a sentence can have that promises nothing. More say something."""

MAX_BRIEF_WORDS: Final = 2
"""How many a reply can have that only asks for a moment, or says that somebody looks."""


@dataclass(slots=True)
class _Sentence:
    """What a sentence says."""

    kinds: set[str] = field(default_factory=set)
    """The lists of its phrases."""
    others: int = 0
    """Words outside the lists."""
    is_verdict: bool = False
    """Whether it begins with yes or no."""
    has_number: bool = False
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
    said = [_read(sentence, active, lists) for sentence in _sentences(tokens)]
    kinds = {kind for sentence in said for kind in sentence.kinds}
    if not kinds or "solved" in kinds:
        return False
    others = sum(sentence.others for sentence in said)
    beside = [sentence for sentence in said if not sentence.promises]
    if any(sentence.is_verdict and sentence.others for sentence in beside):
        return False
    if kinds == {"brief"}:
        is_more = any(s.others > 1 or (s.others and s.is_after_colon) for s in beside)
        has_number = any(sentence.has_number for sentence in said)
        return others <= MAX_BRIEF_WORDS and not is_more and not has_number
    return others <= MAX_OTHER_WORDS and all(s.others <= MAX_WORDS_BESIDE for s in beside)


def _sentences(tokens: list[str]) -> Iterator[list[str]]:
    """The sentences; what follows a colon is one of its own, which begins with the colon."""
    sentence: list[str] = []
    for word in tokens:
        if word in SENTENCE_ENDS or word == ":":
            yield sentence
            sentence = [word] if word == ":" else []
        else:
            sentence.append(word)
    yield sentence


def _read(sentence: list[str], active: int, lists: Lists) -> _Sentence:
    words = [token for token in sentence if token.isalnum()]
    found = _Sentence(
        is_verdict=bool(words) and words[0] in lists.verdicts,
        has_number=any(word[0].isdigit() for word in words),
        is_after_colon=sentence[:1] == [":"],
    )
    at = 0
    while at < len(sentence):
        word = sentence[at]
        match = longest_phrase(lists.promises, sentence, at, active)
        if match is None:
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


def _is_about_the_matter(words: list[str], active: int, lists: Lists) -> bool:
    """Whether what is passed on is what the customer asked, or who has it is one of the brand."""

    def has(kind: dict[str, int]) -> bool:
        return any(kind.get(word, 0) & active for word in words)

    return has(lists.matters) or (has(lists.inside) and not has(lists.goods))

"""Recognises a brand's question, after which "ok" is an answer and not a courtesy."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from shared.domain.intents.asking_words import MAX_GAP_WORDS, OFFERS, OPENERS, OR, REQUESTS
from shared.domain.intents.text import SENTENCE_ENDS, normalised

MIN_PART_WORDS: Final = 2
"""How many words a part of a question needs to ask something beside an offer: not "or concerns"."""

type Phrase = tuple[frozenset[str], ...]
"""The words that can stand at each place; an empty set stands for a gap."""
type Phrases = Mapping[str, Collection[tuple[str, Phrase]]]
"""By their first word, each with its language."""

_PAUSES: Final = frozenset(",:-")


def asks_something(tokens: list[str]) -> bool:
    """Whether a reply has a question that is not only an offer of more help.

    "Shall we cancel it?", "Please confirm the new date." and "Anything else, or shall we cancel
    it?" ask. "Let us know if you need anything else" offers.
    """
    return any(_asks(words, is_question=end == "?") for words, end in _sentences(tokens))


def _sentences(tokens: list[str]) -> Iterator[tuple[list[str], str]]:
    """Each sentence, and the mark that ends it; the last one may have none."""
    sentence: list[str] = []
    for token in tokens:
        if token in SENTENCE_ENDS:
            yield sentence, token
            sentence = []
        else:
            sentence.append(token)
    yield sentence, ""


def _asks(sentence: list[str], *, is_question: bool) -> bool:
    languages = {code for code, _ in _found(_offers(), sentence)}
    if not languages:
        return bool(sentence) and (is_question or _demands_something(sentence))
    parts = [part for code in languages for part in _split(sentence, _or_words(code))]
    others = [part for part in parts if _is_no_offer(part)]
    if is_question and any(map(_can_ask, others)):
        return True
    clauses = [part for part in _split(sentence, _PAUSES) if _is_no_offer(part)]
    return any(map(_demands_something, (*others, *clauses)))


def _demands_something(tokens: list[str]) -> bool:
    return any(_found(_demands(), tokens))


def _is_no_offer(tokens: list[str]) -> bool:
    return not any(_found(_offers(), tokens))


def _can_ask(part: list[str]) -> bool:
    """Whether a part of a question, beside an offer, can ask something and is not just another
    thing on offer. In some languages, a verb alone is a sentence ("o procediamo?")."""
    words = _only_words(part)
    return len(words) >= MIN_PART_WORDS or any(word.endswith(("mo", "mos")) for word in words)


def _split(tokens: list[str], at: Collection[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token in at:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _only_words(tokens: Iterable[str]) -> list[str]:
    return [token for token in tokens if token.isalnum()]


def _found(phrases: Phrases, tokens: list[str]) -> Iterator[tuple[str, Phrase]]:
    """The phrases in these tokens, each with its language."""
    words = ["^", *_only_words(tokens)]
    for at, word in enumerate(words):
        for code, phrase in phrases.get(word, ()):
            if _fits(phrase, words, at):
                yield code, phrase


def _fits(phrase: Phrase, words: list[str], at: int, place: int = 0) -> bool:
    """Whether the words from here on match the phrase, from this position in the phrase on."""
    for number in range(place, len(phrase)):
        allowed = phrase[number]
        if not allowed:
            last = min(at + MAX_GAP_WORDS, len(words))
            return any(_fits(phrase, words, after, number + 1) for after in range(at, last + 1))
        if at >= len(words) or words[at] not in allowed:
            return False
        at += 1
    return True


@cache
def _offers() -> Phrases:
    return _by_first_word(OFFERS)


@cache
def _demands() -> Phrases:
    return _by_first_word(REQUESTS, OPENERS)


def _by_first_word(*lists: Mapping[str, str]) -> Phrases:
    found: dict[str, list[tuple[str, Phrase]]] = {}
    for code, phrases in (one for by_language in lists for one in by_language.items()):
        for written in normalised(phrases).split("|"):
            words = " ".join(written.split()).replace("/ ", "/").split()
            phrase = tuple(frozenset(() if word == "~" else word.split("/")) for word in words)
            for first in phrase[0]:
                found.setdefault(first, []).append((code, phrase))
    return found


@cache
def _or_words(code: str) -> frozenset[str]:
    return frozenset(normalised(OR[code]).replace("|", " ").split())

"""Searches for phrases of the lists in a message, and finds its language."""

from collections.abc import Iterator, Mapping
from typing import Final

from shared.domain.intents.phrase_tree import Mark, Node
from shared.domain.intents.text import CLAUSE_ENDS
from shared.domain.intents.word_lists import EVERY_LANGUAGE, LANGUAGES, Lists

MAX_GAP_WORDS: Final = 3
"""How many words `~` in a phrase can stand for."""
MAX_ADVERBS: Final = 2
PLATFORM_LANGUAGE_WEIGHT: Final = 8
"""The weight of the platform's guess of the language. A word of one language only weighs 6."""

_NO_WORDS: Mapping[str, int] = {}


def find_languages(tokens: list[str], lang: str | None, lists: Lists) -> tuple[str | None, int]:
    """The language of the tokens, and all languages (bits) with more than half of its score.

    The language is None where none is clear. `lang` is the platform's guess.
    """
    weights = lists.weights
    total = sum([weights[token] for token in tokens if token in weights])
    scores = [total >> 16 * n & 0xFFFF for n in range(len(LANGUAGES))]
    hint = (lang or "").casefold().replace("_", "-").partition("-")[0]
    if hint in LANGUAGES:
        scores[LANGUAGES.index(hint)] += PLATFORM_LANGUAGE_WEIGHT
    best = max(scores)
    if not best:
        return None, EVERY_LANGUAGE
    active = sum(1 << n for n, score in enumerate(scores) if 2 * score > best)
    clear = best >= 6 and scores.count(best) == 1
    return (LANGUAGES[scores.index(best)] if clear else None), active


Match = tuple[str, int, str]
"""The field of the phrase, the index after its last token, and the phrase."""


def longest_phrase(
    tree: dict[str, Node],
    tokens: list[str],
    at: int,
    active: int,
    *,
    but: str = "",
    adverbs: Mapping[str, int] = _NO_WORDS,
) -> Match | None:
    """The longest phrase of an active language that starts at this token.

    Phrases of the field `but` do not count. Up to MAX_ADVERBS of the words `adverbs` can stand
    between two words of a phrase: "I'll just quickly ask".
    """
    node = tree.get(tokens[at])
    return None if node is None else _longest_from(node, tokens, at + 1, active, but, adverbs)


def _longest_from(
    node: Node, tokens: list[str], end: int, active: int, but: str, adverbs: Mapping[str, int]
) -> Match | None:
    """The longest phrase whose words before `end` led to this node."""
    found: Match | None = None
    while True:
        if node.marks:
            for name, bits, phrase in node.marks:
                if bits & active and name != but:
                    if found is None or end >= found[1]:
                        found = name, end, phrase
                    break
        if node.tails:
            found = _longer(found, _phrase_after_gap(node.tails, tokens, end, active))
        if node.pairs:
            for head, after in node.pairs:
                match = _longest_from(after, tokens, end, active, but, adverbs)
                if match is not None:
                    found = _longer(found, (match[0], match[1], f"{head} {match[2]}"))
        if not node.next or end == len(tokens):
            return found
        following = node.next.get(tokens[end])
        if following is None and adverbs:
            end, following = _after_adverbs(node.next, tokens, end, active, adverbs)
        if following is None:
            return found
        node = following
        end += 1


def _after_adverbs(
    following: dict[str, Node],
    tokens: list[str],
    end: int,
    active: int,
    adverbs: Mapping[str, int],
) -> tuple[int, Node | None]:
    """The index of the first word after some adverbs, and the node that it leads to."""
    for at in range(end, min(end + MAX_ADVERBS, len(tokens) - 1)):
        if not adverbs.get(tokens[at], 0) & active:
            break
        node = following.get(tokens[at + 1])
        if node is not None:
            return at + 1, node
    return end, None


def _longer(one: Match | None, other: Match | None) -> Match | None:
    """The one that ends later; the other, if both end there."""
    if one is None or other is None:
        return one or other
    return other if other[1] >= one[1] else one


def all_phrases(
    tree: dict[str, Node], tokens: list[str], at: int, active: int
) -> Iterator[tuple[int, str]]:
    """All phrases of an active language that start at this token: the index after each phrase's
    last token, and the phrase. A phrase with a gap does not count."""
    node = tree.get(tokens[at])
    while node is not None:
        at += 1
        for _, bits, phrase in node.marks or ():
            if bits & active:
                yield at, phrase
                break
        node = node.next.get(tokens[at]) if node.next and at < len(tokens) else None


def _phrase_after_gap(
    tails: dict[str, list[Mark]], tokens: list[str], end: int, active: int
) -> Match | None:
    for at in range(end, min(end + MAX_GAP_WORDS + 1, len(tokens))):
        if tokens[at] in CLAUSE_ENDS:
            return None
        for name, bits, phrase in tails.get(tokens[at], ()):
            if bits & active:
                return name, at + 1, phrase
    return None

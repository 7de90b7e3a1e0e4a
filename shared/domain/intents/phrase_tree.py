"""Trees of phrases, in which `phrase_search.py` searches.

The rules for a phrase are those of `lexicon.py`.
"""

from dataclasses import dataclass
from functools import cache

from shared.domain.intents.sign_words import Pair
from shared.domain.intents.text import normalised_phrases

Mark = tuple[str, int, str]
"""The field of `lexicon.Words` with the phrase, its languages (bits), and the phrase."""


@dataclass(slots=True)
class Node:
    """A node in a tree of phrases, reached by the words so far. None stands for nothing.

    Example: "get in touch" and "get ~ refund" share the node of "get". It has `next["in"]`, and
    `tails["refund"]` for the word that can come after a gap.
    """

    next: "dict[str, Node] | None" = None
    marks: list[Mark] | None = None
    tails: dict[str, list[Mark]] | None = None
    pairs: "list[tuple[str, Node]] | None" = None
    """The heads of pairs that end here, each with the node from which all of its tails go on."""


def add_phrases(tree: dict[str, Node], name: str, bits: int, phrases: str) -> None:
    """Adds phrases to a tree."""
    for phrase, words in _with_normalised(phrases):
        _add_phrase(tree, words, (name, bits, phrase))


def add_pair(tree: dict[str, Node], name: str, bits: int, pair: Pair) -> None:
    """Adds every head with every tail. The tails are stored once, and all heads lead to them."""
    heads, tails = map(_with_normalised, pair)
    after = Node()
    for tail, rest in tails:
        _add_mark(after, rest, (name, bits, tail))
    for head, words in heads:
        first, *others = words.split()
        node = _node_after(tree.get(first) or tree.setdefault(first, Node()), others)
        if node.pairs is None:
            node.pairs = []
        node.pairs.append((head, after))


def _with_normalised(phrases: str) -> list[tuple[str, str]]:
    """Each phrase as it is written, and normalised. "don't" is there twice, also as "dont"."""
    written = split_phrases(phrases)
    pairs = list(zip(written, _normalised(phrases).split("|"), strict=True))
    if "'" not in phrases:
        return pairs
    joined = _normalised(phrases.replace("'", "")).split("|")
    return pairs + [(one, words) for one, words in zip(written, joined, strict=True) if "'" in one]


@cache
def _normalised(phrases: str) -> str:
    """The normalised phrases; several lists are read more than once."""
    return normalised_phrases(phrases)


def _add_phrase(tree: dict[str, Node], words: str, mark: Mark) -> None:
    first, _, rest = words.strip().partition(" ")
    node = tree.get(first)
    if node is None:
        node = tree[first] = Node()
    _add_mark(node, rest, mark)


def _add_mark(node: Node, words: str, mark: Mark) -> None:
    """Adds the phrase that goes on from this node with these words."""
    tail = ""
    if words:
        head, _, tail = words.partition("~")
        node = _node_after(node, head.split())
    if tail:
        if node.tails is None:
            node.tails = {}
        node.tails.setdefault(tail.strip(), []).append(mark)
    elif node.marks is None:
        node.marks = [mark]
    else:
        node.marks.append(mark)


def _node_after(node: Node, words: list[str]) -> Node:
    for word in words:
        following = node.next
        if following is None:
            following = node.next = {}
        found = following.get(word)
        if found is None:
            found = following[word] = Node()
        node = found
    return node


def split_phrases(phrases: str) -> list[str]:
    """Each phrase as it is written."""
    return [phrase.strip() for phrase in " ".join(phrases.split()).split("|")]


def split_words(phrases: str) -> list[str]:
    """All normalised words of the phrases."""
    return _normalised(phrases).replace("|", " ").replace("~", " ").split()


def words_of_each(phrases: str) -> list[list[str]]:
    """The normalised words of each phrase."""
    return [phrase.split() for phrase in _normalised(phrases).split("|")]

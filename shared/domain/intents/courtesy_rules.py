"""Recognises a courtesy: a message that needs no answer."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from shared.domain.intents.courtesy_words import NO, THAT
from shared.domain.intents.name_words import MIN_BEFORE_ENDING, SURNAME_ENDINGS
from shared.domain.intents.phrase_search import all_phrases
from shared.domain.intents.text import Text
from shared.domain.intents.word_lists import LANGUAGES, Lists

MAX_COURTESY_TOKENS: Final = 40
"""The longest courtesy, in words, emoji and marks. A longer message says something else as well."""

QUIET_MARKS: Final = frozenset(".,!\n¡-")
"""Marks that a courtesy can contain. `?`, `…`, quotes and brackets are not among them: they may ask
or be irony, or a part of a cross face such as `-_-`."""
_PAUSES: Final = frozenset(".,-")

_AGAIN: Final = {"thanks": "thanked", "fine": "fine"}
_ANY: Final = _AGAIN | {"declines": "fine", "denies": "fine"}
_AFTER: Final = {"addressees": "", "names": "", "wishes": "wished", "joins": "joined"} | _AGAIN
_NEXT: Final[dict[str, dict[str, str]]] = {
    "start": {"greetings": "start", "names": "start", "before": "before", "exclaims": "before"}
    | {"wishes": "wished", "joins": "joined"}
    | _ANY
    | {"cries": "fine"},
    "before": _ANY,
    "joined": _ANY,
    "fine": _AFTER | _ANY,
    "wished": _AFTER,
    "thanked": _AFTER | {"emphasis": "", "links": "link"},
    "link": {"adjectives": "link", "objects": "object"},
    "object": _AFTER | {"adjectives": "", "emphasis": ""},
}
"""The grammar of a clause: the lists that can follow in each state, and the next state ("": the
same). Example: "ok" makes `fine`, and a "reply" cannot follow; "thanks" makes `thanked`, "for the"
`link`, and then it can."""
_FIRST: Final = frozenset({"greetings"})
_NOT_FIRST: Final = frozenset({"wishes", "joins"})
"""The lists that can only stand before the message's first courtesy, and only after it."""
_COMPLETE: Final = frozenset({"start", "fine", "wished", "thanked", "object"})
"""The states in which a clause can end."""


class Courtesy(NamedTuple):
    """A recognised courtesy."""

    reason: str
    affirms: bool
    """Whether it says more than thanks: "ok", 👍 or "no thanks" can be the answer to a question."""


class _Found(NamedTuple):
    """The result of one way of reading the words up to now."""

    core: str = ""
    thanks: bool = False
    affirms: bool = False
    exclaims: bool = False


def find_courtesy(text: Text, lists: Lists) -> Courtesy | None:
    """The courtesy, or None if the message is not one.

    Every clause must follow the grammar `_NEXT` in one language, to its last word: "thanks for the
    quick reply" is a courtesy, "quick reply, thanks", "ok and the reply" and "ok, and" are not.
    """
    tokens = _without_inner_commas(text.tokens)
    if text.links or not 0 < len(tokens) <= MAX_COURTESY_TOKENS or _has_odd_marks(tokens, lists):
        return None
    words = [token for token in tokens if token.isalnum()]
    if not words:
        emoji = {token for token in tokens if token not in QUIET_MARKS}
        is_clear = emoji and emoji.isdisjoint(lists.not_alone)
        return Courtesy("courtesy: only emoji", affirms=True) if is_clear else None
    if not all(word in lists.courteous or _is_surname(word, lists) for word in words):
        return None
    for number in range(len(LANGUAGES)):
        found = _read_clauses(tokens, 1 << number, lists)
        if found is not None:
            return Courtesy(f"courtesy: only '{found.core}' and fillers", affirms=found.affirms)
    return None


def _without_inner_commas(tokens: list[str]) -> list[str]:
    """The tokens without the comma of "no, thanks", and that of "danke, dass ihr geholfen habt"."""

    def is_inner(at: int) -> bool:
        return (at == 1 and tokens[0] in NO) or tokens[at + 1] in THAT

    last = len(tokens) - 1
    return [
        word
        for at, word in enumerate(tokens)
        if word != "," or not 0 < at < last or not is_inner(at)
    ]


def _has_odd_marks(tokens: list[str], lists: Lists) -> bool:
    """Whether a mark or emoji cannot be in a courtesy, or is in a place where it may mean
    something.

    Two pauses in a row are like "…", a dash must be between words, and a comma cannot end a
    message.
    """
    before = ""
    for token in tokens:
        if token.isalnum():
            before = ""
            continue
        if token not in QUIET_MARKS and token not in lists.courteous_emoji:
            return True
        if token in _PAUSES and before in _PAUSES:
            return True
        before = token
    return tokens[0] in _PAUSES or tokens[-1] in {",", "-"}


def _read_clauses(tokens: list[str], bit: int, lists: Lists) -> _Found | None:
    """The courtesy that the message is in this language. None if it does not follow the grammar."""
    ways: list[dict[str, _Found]] = [{} for _ in range(len(tokens) + 1)]
    ways[0]["start"] = _Found()
    for at, word in enumerate(tokens):
        for state, found in ways[at].items():
            if not word.isalnum():
                if state in _COMPLETE:
                    after = "start" if word in QUIET_MARKS else state
                    ways[at + 1].setdefault(after, found)
                continue
            for name, to in _NEXT[state].items():
                if name in (_FIRST if found.core else _NOT_FIRST):
                    continue
                for end, phrase in _matches(name, tokens, at, bit, lists):
                    ways[end].setdefault(to or state, _with(found, name, phrase))
    for state, found in ways[-1].items():
        if state in _COMPLETE and found.core and (found.thanks or not found.exclaims):
            return found
    return None


def _with(found: _Found, name: str, phrase: str) -> _Found:
    if name == "thanks":
        return found._replace(core=found.core or phrase, thanks=True)
    if name == "declines":
        return found._replace(core=found.core or phrase, thanks=True, affirms=True)
    if name in {"fine", "denies"}:
        return found._replace(core=found.core or phrase, affirms=True)
    return found._replace(exclaims=True) if name in {"exclaims", "cries"} else found


def _matches(
    name: str, tokens: list[str], at: int, bit: int, lists: Lists
) -> Iterator[tuple[int, str]]:
    """The phrases of this list that start here: the index after the last word, and the phrase."""
    if name == "names":
        end = _after_name(tokens, at, lists)
        return iter([(end, "")] if end else [])
    return all_phrases(lists.courtesy[name], tokens, at, bit)


def _after_name(tokens: list[str], at: int, lists: Lists) -> int:
    """The index after a name: a first name, or titles and a name. 0: there is none.

    A title is followed by a name only if it is one: "Frau Kellermann", "mevrouw de Vries", not
    "Frau antworten".
    """
    start = at
    while at < len(tokens) and (tokens[at] in lists.titles or (at > start and tokens[at] == ".")):
        at += 1
    particles = at
    while start < at < len(tokens) and tokens[at] in lists.particles:
        at += 1
    if at == len(tokens):
        return 0
    if at > particles:
        return at + 1 if _is_surname(tokens[at], lists) else 0
    is_name = tokens[at] in lists.names or (at > start and _is_surname(tokens[at], lists))
    return at + 1 if is_name else 0


def _is_surname(word: str, lists: Lists) -> bool:
    return word in lists.surnames or any(
        word.endswith(ending) and len(word) >= len(ending) + MIN_BEFORE_ENDING
        for ending in SURNAME_ENDINGS
    )

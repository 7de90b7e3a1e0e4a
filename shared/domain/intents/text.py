"""Splits a message into normalised words and marks."""

import re
from dataclasses import dataclass
from typing import Final
from unicodedata import combining, normalize

MAX_CHARACTERS: Final = 8_000
"""The classifier reads this many characters from the start. Only private messages on X
can be longer."""

MAX_MARK_RUN: Final = 8
"""Combining marks on one letter; no language writes more than four."""

_LINK = re.compile(
    r"https?://\S+|www\.\S+|(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/\S*", re.IGNORECASE
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_MENTION = re.compile(r"@[\w.]+")
_SMILE = re.compile(r"(?<!\S)[:;=]['-]?[)D*]+(?!\S)|(?<=\w)[:=]-?[)]+(?!\S)|<3+|\^[_-]?\^")
_FROWN = re.compile(r"[:;=]['-]?[(/|\[\\@]+|(?<![\w.])[)\]/]+['-]?[:;=]|(?<!\w)D[:=](?!\w)")
_FACES = frozenset(":;=<^")
_INNER = re.compile(r"['`-](?<=\w.)(?=\w)")
"""An apostrophe or a hyphen in a word. Elsewhere it is a mark: "'thanks'" is irony. The mark is
sought first, which is faster."""
_IS = re.compile(r"(?<!\w)(?:[èé]|e[\u0300\u0301'’])(?=\s|$)", re.IGNORECASE)
IS: Final = "ə"
"""The word by which `with_is` replaces the Italian "è" and the Portuguese "é"."""
_REPEATED_LETTER = re.compile(r"([^\W\d_])\1\1+")
INVISIBLE = re.compile(  # accents, joiners, variation selectors, skin tones; no strike-through
    r"[\u0300-\u0333\u0339-\u036f\u200b-\u200f\u2060\u20e3\ufe0e\ufe0f\ufeff\U0001f3fb-\U0001f3ff]+"
)
_TOKEN = re.compile(r"[^\W_]+|[?!.]+|[^\s\w]|_|\n")
CLAUSE_ENDS = frozenset("?!.,;:\n…¿¡()")
SENTENCE_ENDS = frozenset("?!.;\n…")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A message as the classifier sees it."""

    tokens: list[str]
    """Normalised words, single marks, emoji and ends of lines."""
    links: int
    mentions: int


def read_text(text: str) -> Text:
    """Splits a text into normalised words and marks. Links and @names are removed and counted."""
    text = text[:MAX_CHARACTERS]
    links = mentions = 0
    if "@" in text:
        text = _EMAIL.sub(" ", text)
        text, mentions = _MENTION.subn(" ", text)
    if "/" in text or "www." in text:
        text, links = _LINK.subn(" ", text)
    if not _FACES.isdisjoint(text):
        text = _FROWN.sub(" 🙁 ", _SMILE.sub(" 😊 ", text))
    tokens = [
        word if len(word) < 2 or word[0] not in "?!." else _mark(word)
        for word in _TOKEN.findall(normalised(text))
    ]
    return Text(tokens=tokens, links=links, mentions=mentions)


def normalised(text: str) -> str:
    """The text in small letters, without accents and repeated letters.

    Apostrophes and hyphens become spaces. Example: "Soooo heiß, c'était"
    becomes "so heiss, c etait".
    """
    return _REPEATED_LETTER.sub(r"\1", normalised_phrases(text))


def normalised_phrases(text: str) -> str:
    """The same for phrases of our lists, which repeat no letter more than once: twice as fast."""
    text = text.casefold()
    if not text.isascii():
        text = normalize("NFKD", _without_long_mark_runs(text))
        text = INVISIBLE.sub("", text[:MAX_CHARACTERS]).casefold()
        text = text.replace("ł", "l").replace("œ", "oe").replace("ø", "o").replace("؟", "?")
        text = text.replace("’", "'").replace("‘", "'").replace("´", "'")
        text = text.replace("–", "-").replace("—", "-").replace("‑", "-")
    return _INNER.sub(" ", text)


def with_is(text: str) -> str:
    """The text with another word for the Italian and Portuguese "is".

    Without its accent, it would be their word for "and", at which clauses end: "La valvola è
    rotta".
    """
    return _IS.sub(IS, text)


def _without_long_mark_runs(text: str) -> str:
    """The text with at most MAX_MARK_RUN combining marks in a row: to bring a run into its normal
    order takes a time that grows with the square of its length."""
    if not any(map(combining, text)):  # nearly every text, and ten times as fast
        return text
    kept: list[str] = []
    run = 0
    for character in text:
        run = run + 1 if combining(character) else 0
        if run <= MAX_MARK_RUN:
            kept.append(character)
    return "".join(kept)


def _mark(run: str) -> str:
    """One mark for a run of them: "?!?" is "?", "..." is "…", "!!" is "!"."""
    if "?" in run:
        return "?"
    return "…" if ".." in run else run[0]

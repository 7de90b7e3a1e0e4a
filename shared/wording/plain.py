"""Makes texts from strangers harmless, so that they can stand in a line of ours."""

import unicodedata

MAX_EXCERPT_CHARACTERS = 280

_BIDI = dict.fromkeys(
    map(ord, "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
"""Characters that change the direction of what follows them, outside of the text too."""


_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols that look like a space: Hangul fillers and an empty Braille cell."""

_FLAG_LETTERS = "".join(map(chr, range(0x1F1E6, 0x1F200)))
"""A flag is a pair of them."""

_JOINER = "\u200d"
"""It makes one emoji of several."""

_MAX_CLUSTER = 16
"""How many characters one visible character has at most: a family of four has 11 with skin
tones."""


def one_line(text: str, limit: int = MAX_EXCERPT_CHARACTERS) -> str:
    """The text on one line, without control characters and direction marks, cut to this length.

    Empty if nothing of it is visible. Some people choose such a name.
    """
    known = "".join(
        " " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c
        for c in text.translate(_BIDI)
        if unicodedata.category(c) not in {"Cs", "Co", "Cn"}
    )
    line = " ".join(known.split())
    if not any(map(_is_visible, line)):
        return ""
    return line if len(line) <= limit else _beginning(line, limit - 1).rstrip() + "…"


def _is_visible(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNPS" and character not in _BLANK


def _beginning(line: str, length: int) -> str:
    """The line up to this length, without a part of an emoji or of a letter at its end."""
    for end in range(length, max(length - _MAX_CLUSTER, 0), -1):
        if not _is_inside(line, end):
            return line[:end]
    return line[:length]


def _is_inside(line: str, place: int) -> bool:
    """Whether the characters on both sides of this place are shown as one."""
    before, after = line[place - 1], line[place]
    if before in _FLAG_LETTERS and after in _FLAG_LETTERS:
        others = line[:place].rstrip(_FLAG_LETTERS)
        return (place - len(others)) % 2 == 1
    return _JOINER in (before, after) or _extends(after)


def _extends(character: str) -> bool:
    """Whether it changes the character before it, like an accent, a skin tone, or the letters that
    make a black flag the flag of Wales."""
    is_tag = "\U000e0020" <= character <= "\U000e007f"
    is_skin = "\U0001f3fb" <= character <= "\U0001f3ff"
    return is_tag or is_skin or unicodedata.category(character)[0] == "M"

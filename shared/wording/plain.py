"""Makes texts from strangers harmless, so that they can stand in a line of ours."""

import re
import unicodedata

MAX_EXCERPT_CHARACTERS = 280

_BIDI = dict.fromkeys(
    map(ord, "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
"""Characters that change the direction of what follows them, outside of the text too."""

_MARK, _ISOLATE, _END = "\u200e", "\u2068", "\u2069"
"""A left-to-right mark; the beginning and the end of an isolate. What is between those two has its
own direction."""

_STRAY_MARK = re.compile(f"{_MARK}(?!{_ISOLATE})")

_ISOLATED = re.compile(f"{_ISOLATE}[^{_END}]*{_END}")

_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
"""The bidirectional classes of Hebrew and Arabic letters, and of Arabic digits."""

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
    line = _line(text.translate(_BIDI))
    return _cut(line, limit) if any(map(_is_visible, line)) else ""


def own_line(text: str, limit: int) -> str:
    """A text of ours on one line, like `one_line`. Its isolates stay, and a cut closes the last."""
    kept = _MARK + _ISOLATE + _END
    line = _line(
        _STRAY_MARK.sub("", text.translate({c: None for c in _BIDI if chr(c) not in kept}))
    )
    cut = _cut(line, limit)
    if not _is_left_open(cut):
        return cut
    shorter = _cut(line, limit - len(_END))
    return shorter + _END if _is_left_open(shorter) else shorter


def isolated(text: str) -> str:
    """A name or a quote for a line of ours. If it has right-to-left letters, it is in an isolate.

    Without one, it would move what stands beside it: `דנה: 12 posts` would be shown with the number
    before the name. The mark makes a line that begins with it left-to-right, because browsers look
    into isolates. Other texts get neither, because some programs show them as boxes.
    """
    beside = _ISOLATED.sub("", text)
    is_mixed = any(unicodedata.bidirectional(c) in _RIGHT_TO_LEFT for c in beside)
    return f"{_MARK}{_ISOLATE}{text}{_END}" if is_mixed else text


def _is_left_open(text: str) -> bool:
    return text.count(_ISOLATE) > text.count(_END)


def _line(text: str) -> str:
    known = "".join(
        " " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c
        for c in text
        if unicodedata.category(c) not in {"Cs", "Co", "Cn"}
    )
    return " ".join(known.split())


def _cut(line: str, limit: int) -> str:
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

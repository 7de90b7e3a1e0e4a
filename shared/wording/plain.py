"""Makes texts from strangers harmless, so that they can stand in a line of ours."""

import unicodedata

MAX_EXCERPT_CHARACTERS = 280

_BIDI = dict.fromkeys(
    map(ord, "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
"""Characters that change the direction of what follows them, outside of the text too."""


def one_line(text: str, limit: int = MAX_EXCERPT_CHARACTERS) -> str:
    """The text on one line, without control characters and direction marks, cut to this length."""
    visible = "".join(
        " " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c
        for c in text.translate(_BIDI)
        if unicodedata.category(c) not in {"Cs", "Co", "Cn"}
    )
    line = " ".join(visible.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"

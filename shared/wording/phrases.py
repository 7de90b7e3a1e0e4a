"""Reads the words of each language, from one TOML file each. English stands in for a missing
phrase.

Some languages write a space before a colon or a percent sign. A line never breaks there: the files
have ordinary spaces, the phrases no-break spaces.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from shared.wording.plain import isolated

FOLDER = Path(__file__).parent / "languages"
DEFAULT = "en"

_BEFORE_A_SIGN = re.compile(r" (?=[:;?!]|%(?!\w))")


@cache
def languages() -> tuple[str, ...]:
    """The codes of all languages."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def own_phrases(language: str) -> Mapping[str, str]:
    """The phrases in this language's own file, by `section.name`."""
    table = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return {
        f"{section}.{name}": _BEFORE_A_SIGN.sub("\u00a0", text)
        for section, of in table.items()
        for name, text in of.items()
    }


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """All phrases of this language. English if there is no such language."""
    return {**own_phrases(DEFAULT), **(own_phrases(language) if language in languages() else {})}


def phrase(language: str, phrase_name: str, **values: object) -> str:
    """The phrase with this name, with its values filled in. Raises KeyError.

    A value in right-to-left letters, such as a name, is isolated: all languages here are written
    from left to right.
    """
    shown = {name: isolated(v) if isinstance(v, str) else v for name, v in values.items()}
    return catalogue(language)[phrase_name].format_map(shown)

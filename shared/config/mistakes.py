"""Mistakes in the configuration file, and the report that names file, line, key and reason."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from shared.config.toml_lines import KeyPath, line_of, lines_of


class Mistake(NamedTuple):
    """One mistake or warning: which key is wrong or doubtful, and why."""

    key: KeyPath
    reason: str
    other: KeyPath | None = None
    """The key that contradicts this one. The report adds its line."""


def report(file_name: str, text: str, mistakes: Iterable[Mistake]) -> list[str]:
    """One line for each mistake, in the order of the file's lines, without repetition.

    Example: `replywatch.toml:12: policies[0].name: is missing`
    """
    lines = lines_of(text)
    found = {(line_of(lines, m.key), _dotted(m.key), _reason(m, lines)) for m in mistakes}
    return [f"{file_name}:{n}: {key}: {reason}" for n, key, reason in sorted(found)]


def _reason(mistake: Mistake, lines: Mapping[KeyPath, int]) -> str:
    if mistake.other is None:
        return mistake.reason
    return f"{mistake.reason}; the first is in line {line_of(lines, mistake.other)}"


def _dotted(path: KeyPath) -> str:
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text or "the file"

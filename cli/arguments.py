"""Types of the commands' options. An invalid value is a usage error of one line."""

import argparse
import math
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

MAX_PORT = 65_535
MAX_ID_CHARACTERS = 1_000


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """The type of an option that is a whole number from `least` to `most`."""

    def parse(text: str) -> int:
        # More digits than these can only be too many, and int() refuses thousands of them.
        if text.isdecimal() and len(text) <= len(str(most)) and least <= int(text) <= most:
            return int(text)
        raise argparse.ArgumentTypeError(
            f"expected a whole number from {least:,} to {most:,}, got {text!r}"
        )

    return parse


def number(least: float, most: float = math.inf) -> Callable[[str], float]:
    """The type of an option that is a number from `least` to `most`."""
    expected = f"from {least:,} to {most:,}" if math.isfinite(most) else f"of at least {least:,}"

    def parse(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if math.isfinite(value) and least <= value <= most:
            return value
        raise argparse.ArgumentTypeError(f"expected a number {expected}, got {text!r}")

    return parse


def web_address(text: str) -> str:
    """The type of an option that is the address of an API."""
    try:
        parts = urlsplit(text)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address:
        raise argparse.ArgumentTypeError(
            f"expected an address such as http://127.0.0.1:4566, got {text!r}"
        )
    return text


def conversation_id(text: str) -> str:
    """The type of an option that is a public or internal id of a conversation."""
    if not text.strip() or len(text) > MAX_ID_CHARACTERS:
        raise argparse.ArgumentTypeError(
            f"expected an id of 1 to {MAX_ID_CHARACTERS:,} characters, got {len(text):,}"
        )
    return text


def content_of(file: Path | None) -> bytes:
    """The content of the file; without one, or for `-`, of standard input. Raises OSError."""
    if file is not None and str(file) != "-":
        return file.read_bytes()
    say_that_input_is_awaited()
    return sys.stdin.buffer.read()


def say_that_input_is_awaited() -> None:
    """On a terminal, says that the command waits for input. Otherwise it would seem to hang."""
    if sys.stdin.isatty():
        sys.stderr.write("Reading standard input; Ctrl-D ends it.\n")

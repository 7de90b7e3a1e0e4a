"""Codes that prove that a responder reads messages to an address."""

import hmac
from collections.abc import Sequence

from shared.runtime.links import mac

DIGITS = 6


def code(name: str, to: str, keys: Sequence[str]) -> str:
    """The six digits that prove that a responder reads messages to `to`. They belong to the message
    with this random name."""
    number = int.from_bytes(mac(b"code", f"{name}\n{to}".encode(), keys[0]))
    return f"{number % 10**DIGITS:0{DIGITS}}"


def is_code(given: str, name: str, to: str, keys: Sequence[str]) -> bool:
    """Whether these digits are that code. Every key is accepted."""
    return any(
        hmac.compare_digest(given.encode(), code(name, to, [key]).encode()) for key in keys if key
    )

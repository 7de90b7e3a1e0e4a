"""What a platform's API refused, as a sentence with what to do."""

import re
from collections.abc import Iterator

from cli.findings import Finding
from cli.local.http_client import NoResponseError

_TOKEN = re.compile(r"(?=[\w|~-]*\d)[\w|~-]{25,}")
"""A long word with a digit. Permissions are long, too, but have no digits."""

MAX_MESSAGE_CHARACTERS = 300


class PlatformError(Exception):
    """A platform refused a call. Show `text`, and `advice` below it; other calls may succeed.

    `code` is the platform's, and `message` its words as they came: never show these, they may
    repeat a token.
    """

    def __init__(self, text: str, advice: str, *, code: str = "", message: str = "") -> None:
        super().__init__(text)
        self.text, self.advice, self.code, self.message = text, advice, code, message


def cleaned(message: object) -> str:
    """A platform's message without what may be a token: platforms repeat a token they refuse."""
    return _TOKEN.sub("…", str(message))[:MAX_MESSAGE_CHARACTERS]


def reported(check: str, steps: Iterator[Finding]) -> Iterator[Finding]:
    """The findings of some steps. A refused call ends them, with a finding of its own."""
    try:
        yield from steps
    except PlatformError as error:
        yield Finding(check, "failed", error.text, error.advice)
    except NoResponseError as error:
        yield Finding(check, "failed", str(error), "Check the network, and run it again.")

"""Why a crowd has expedited a wait, as it is stored and as programs read it.

People read it in their language: `shared/wording` makes the words of the numbers.

    3 customers within 10 min in one thread
"""

import re
from typing import NamedTuple

_WRITTEN = re.compile(r"([0-9]+) customers within ([0-9]+) min in one thread")


class Crowd(NamedTuple):
    """So many customers within so many minutes."""

    customers: int
    minutes: int

    def __str__(self) -> str:
        return f"{self.customers} customers within {self.minutes} min in one thread"


def parse(reason: str) -> Crowd | None:
    """The numbers of a stored reason; None for any other text."""
    found = _WRITTEN.fullmatch(reason)
    return Crowd(int(found[1]), int(found[2])) if found else None

"""A gathering crowd: why a wait's steps are due before their moments."""

from typing import NamedTuple


class Crowd(NamedTuple):
    """So many customers wrote within so many seconds in one thread."""

    customers: int
    within_s: int

    def __str__(self) -> str:
        """`3 customers within 10 min in one thread`: for programs. People read it in their
        language (`shared/wording`)."""
        return f"{self.customers} customers within {self.within_s // 60} min in one thread"

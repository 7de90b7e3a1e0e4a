"""Phrases of heads and tails: "we're | i'm" and "asking | chasing" are four phrases.

The lists with such pairs are `inquiry_words.py`, `telling_words.py` and `waiting_words.py`. The
rules for a phrase are those of `lexicon.py`; a tail that starts with `~` leaves a gap.
"""

from collections.abc import Iterator

type Pair = tuple[str, str]
"""Heads and tails."""


def combined(pairs: tuple[Pair, ...]) -> Iterator[str]:
    """Every head with every tail of its pair: a list of phrases for each head."""
    for heads, tails in pairs:
        for head in heads.split("|"):
            yield " | ".join(f"{head.strip()} {tail.strip()}" for tail in tails.split("|"))

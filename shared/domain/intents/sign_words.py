"""Phrases of heads and tails: "we're | i'm" and "asking | chasing" are four phrases.

The lists with such pairs are `inquiry_words.py`, `telling_words.py`, `hearing_words.py`,
`waiting_words.py`, `passing_words.py` and `contact_words.py`. The rules for a phrase are those of
`lexicon.py`; a tail that starts with `~` leaves a gap.
"""

type Pair = tuple[str, str]
"""Heads and tails."""

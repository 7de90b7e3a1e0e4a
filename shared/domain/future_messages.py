"""Messages from the future: a platform's clock may be ahead of ours.

Such a message counts from its arrival. Example: it says 10:05 and arrives at 10:00, so the customer
waits since 10:00.
"""

from datetime import datetime, timedelta

TOLERANCE = timedelta(seconds=2)
"""How far ahead a time may be without counting as in the future: platforms stamp whole seconds, and
streams round their times."""


def is_from_future(at: datetime, arrived_at: datetime) -> bool:
    """Whether a message that says `at` cannot have been written when it arrived."""
    return at - arrived_at > TOLERANCE

"""Until when a platform lets the brand answer freely: a second deadline, beyond the promise.

Messenger and Instagram: 24 hours after the customer's last message, up to 7 days by a human agent
with the tag for it (https://developers.facebook.com/docs/messenger-platform/policy/policy-overview).
WhatsApp: 24 hours, then templates only
(https://developers.facebook.com/docs/whatsapp/conversation-types).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

FREE = timedelta(hours=24)
BY_A_HUMAN = timedelta(days=7)

_WINDOWS: Mapping[tuple[str, str], tuple[timedelta, timedelta]] = {
    ("messenger", "private"): (FREE, BY_A_HUMAN),
    ("instagram", "private"): (FREE, BY_A_HUMAN),
    ("whatsapp", "private"): (FREE, FREE),
}


def answerable_until(channel: str, surface: str, last_at: datetime) -> datetime | None:
    """The end of the window after the customer's last message; None where there is none."""
    window = _WINDOWS.get((channel, surface))
    return last_at + window[0] if window else None


def human_agent_until(channel: str, surface: str, last_at: datetime) -> datetime | None:
    """The end of the longer window that a human agent's tag opens."""
    window = _WINDOWS.get((channel, surface))
    return last_at + window[1] if window else None

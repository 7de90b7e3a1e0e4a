"""The reply window: until when a platform lets the brand reply to a customer.

It is a second deadline, apart from the policy's. It starts with the customer's last message.

- Messenger and Instagram: 24 hours. With the tag for human agents, 7 days
  (https://developers.facebook.com/docs/messenger-platform/policy/policy-overview).
- WhatsApp: 24 hours, then message templates only
  (https://developers.facebook.com/docs/whatsapp/conversation-types).
- Everywhere else there is no window.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

STANDARD_WINDOW = timedelta(hours=24)
HUMAN_AGENT_WINDOW = timedelta(days=7)


class _Window(NamedTuple):
    standard: timedelta
    human_agent: timedelta


_WINDOWS: Mapping[tuple[str, str], _Window] = {
    ("messenger", "private"): _Window(STANDARD_WINDOW, HUMAN_AGENT_WINDOW),
    ("instagram", "private"): _Window(STANDARD_WINDOW, HUMAN_AGENT_WINDOW),
    ("whatsapp", "private"): _Window(STANDARD_WINDOW, STANDARD_WINDOW),
}


def has_window(channel: str, surface: str) -> bool:
    """Whether the platform limits the time in which the brand may reply there."""
    return (channel, surface) in _WINDOWS


def answerable_until(channel: str, surface: str, last_at: datetime) -> datetime | None:
    """When the standard window closes after a customer's last message. None: there is no window."""
    window = _WINDOWS.get((channel, surface))
    return last_at + window.standard if window else None


def human_agent_until(channel: str, surface: str, last_at: datetime) -> datetime | None:
    """When the longer window of the tag for human agents closes. None: there is no window."""
    window = _WINDOWS.get((channel, surface))
    return last_at + window.human_agent if window else None

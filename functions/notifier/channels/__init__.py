"""The notification channels. No other module names one of them."""

from functions.notifier.channels.channel import Channel
from functions.notifier.channels.email import Email
from functions.notifier.channels.pagerduty import PagerDuty
from functions.notifier.channels.slack import Slack
from functions.notifier.channels.sms import Sms
from functions.notifier.channels.webhook import Webhook
from shared.config.configuration import Responder
from shared.domain.alerts import FOR_INFORMATION, Kind

CHANNELS: tuple[Channel, ...] = (Email(), Sms(), Slack(), PagerDuty(), Webhook())
"""The channels, in the order of fallback. A responder can have another order."""


OF_REPLIES: Channel = Sms()
"""The channels on which responders can reply."""


def named(name: str) -> Channel:
    """The channel with this name. Raises KeyError."""
    by_name: dict[str, Channel] = {channel.name: channel for channel in CHANNELS}
    return by_name[name]


def used_by(responder: Responder, kind: Kind = "step") -> list[Channel]:
    """The channels on which the responder gets an alert of this kind, in the responder's order.

    These are the channels with an address. For an alert that only informs, only those that carry
    updates. Channels that the responder's order leaves out come last.
    """
    used = [channel for channel in CHANNELS if channel.address(responder)]
    used.sort(key=lambda channel: responder.place(channel.name))
    return [c for c in used if c.carries_updates or kind not in FOR_INFORMATION]

"""Reads the entries of the channels' secret: the addresses and keys of Slack, PagerDuty and
webhooks.

If a responder has `slack = "support"`, the entry is named `slack.support`. An entry is a list of
texts: an address, keys, or both.

    {"slack.support": ["https://hooks.slack.com/services/…"],
     "pagerduty.support": ["<integration key>"],
     "webhook.crm": ["https://crm.example.com/replywatch", "whsec_<new>", "whsec_<old>"]}
"""

from typing import NamedTuple

from botocore.exceptions import BotoCoreError, ClientError

from functions.notifier.channels.channel import NotSentError, ProviderBlockedError
from shared.domain.policies import Medium
from shared.runtime import secrets
from shared.runtime.aws import SettingError
from shared.runtime.secrets import SecretError


class Entry(NamedTuple):
    """The address and the keys of an entry."""

    address: str
    keys: tuple[str, ...]


def entry(channel: Medium, name: str, *, address: str = "", needs_key: bool = True) -> Entry:
    """The channel's entry with this name. `address` is used if the entry has none.

    Raises ProviderBlockedError if there is no such entry or it lacks something, and NotSentError if
    the secret cannot be read now.
    """
    try:
        values = [v.strip() for v in secrets.channel_entries().get(f"{channel}.{name}", ())]
    except (SecretError, SettingError) as error:
        raise ProviderBlockedError(str(error)) from error
    except (ClientError, BotoCoreError) as error:
        raise NotSentError(type(error).__name__) from error
    if not all(value.isprintable() for value in values):
        raise ProviderBlockedError(f"the entry {channel}.{name} has control characters")
    addresses = [v for v in values if "://" in v]
    found = Entry(next(iter(addresses), address), tuple(v for v in values if "://" not in v))
    if not found.address or (needs_key and not found.keys):
        raise ProviderBlockedError(f"the secret has no complete entry {channel}.{name}")
    return found

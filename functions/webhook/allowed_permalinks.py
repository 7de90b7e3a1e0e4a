"""Which links of a payload may be stored. An alert shows the link, so it must lead to the platform.

Example: `https://www.threads.net/@ada/post/P1` is stored. `javascript:alert(1)`, `http://…`,
`https://www.threads.net@evil.example/` and links to other sites are dropped.
"""

import re
from collections.abc import Mapping

from functions.webhook.bodies import Json
from shared.domain.events import Channel

ALLOWED_HOSTS: Mapping[Channel, frozenset[str]] = {
    "facebook": frozenset({"facebook.com", "www.facebook.com", "m.facebook.com"}),
    "threads": frozenset({"threads.net", "www.threads.net", "threads.com", "www.threads.com"}),
}
"""The hosts by channel. The other channels' payloads hold no link that is stored."""

_HTTPS_URL = re.compile(r"https://([a-z0-9.-]+)(?:[/?#][A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*)?")
"""No userinfo, no port, and after the host only characters that RFC 3986 allows in a URL."""


def is_https(value: str) -> bool:
    """Whether the link is a plain `https` address, of any site: for channels of `[channels]`."""
    return _HTTPS_URL.fullmatch(value) is not None


def allowed_permalink(value: Json, channel: Channel) -> str | None:
    """The link if it is an `https` address of the channel's own site, otherwise None."""
    match = _HTTPS_URL.fullmatch(value) if isinstance(value, str) else None
    if match is None or match[1] not in ALLOWED_HOSTS.get(channel, frozenset()):
        return None
    return match[0]

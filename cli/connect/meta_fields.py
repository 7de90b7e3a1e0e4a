"""Which fields and permissions each channel needs at Meta."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fields:
    """Webhook fields. Without a required one, waits are missed or never end. Meta may refuse the
    others: some depend on the app's products."""

    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()

    @property
    def all(self) -> frozenset[str]:
        return self.required | self.optional

    def __or__(self, other: "Fields") -> "Fields":
        return Fields(self.required | other.required, self.optional | other.optional)


def _fields(required: str, optional: str = "") -> Fields:
    return Fields(frozenset(required.split()), frozenset(optional.split()))


FIELDS = {
    "facebook": _fields("feed", "mention ratings group_feed"),
    "messenger": _fields(
        "messages messaging_postbacks message_echoes", "message_edits standby send_cart"
    ),
    "instagram": _fields(
        "comments messages messaging_postbacks", "mentions live_comments message_edit standby"
    ),
    "whatsapp": _fields("messages", "smb_message_echoes standby"),
}
"""By channel. docs/connect-meta.md says what is missed without each."""

LINKED_PAGE = _fields("feed")
"""For a Page that only carries an Instagram account: it must have some subscription.
https://developers.facebook.com/docs/instagram-platform/webhooks"""

OBJECTS = {
    "facebook": "page",
    "messenger": "page",
    "instagram": "instagram",
    "whatsapp": "whatsapp_business_account",
}
"""The webhook object of a channel. Threads has none: its webhooks are set up in the app dashboard,
https://developers.facebook.com/documentation/threads/webhooks"""

THREADS_FIELDS = ("replies", "mentions", "publish", "delete")

_PAGE = ("pages_show_list", "pages_manage_metadata")

PERMISSIONS = {
    # https://developers.facebook.com/docs/graph-api/webhooks/getting-started/webhooks-for-pages
    "facebook": (*_PAGE, "pages_read_engagement", "pages_read_user_content"),
    # https://developers.facebook.com/docs/messenger-platform/webhooks
    "messenger": (*_PAGE, "pages_messaging"),
    # https://developers.facebook.com/documentation/instagram-platform/webhooks/fields
    "instagram": (
        *_PAGE,
        "pages_read_engagement",
        "instagram_basic",
        "instagram_manage_comments",
        "instagram_manage_messages",
    ),
    # https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview
    "whatsapp": ("whatsapp_business_management", "whatsapp_business_messaging"),
}
"""What the token needs for a channel, with Facebook Login."""


def fields_of(channels: Iterable[str]) -> Fields:
    """The fields of these channels together."""
    found = Fields()
    for channel in channels:
        found |= FIELDS.get(channel, Fields())
    return found


def objects_of(channels: Iterable[str]) -> dict[str, Fields]:
    """The app's webhook objects that these channels need, with their fields."""
    found: dict[str, Fields] = {}
    for channel in channels:
        if name := OBJECTS.get(channel):
            found[name] = found.get(name, Fields()) | FIELDS[channel]
    return found


def permissions_of(channels: Iterable[str]) -> list[str]:
    """The permissions that these channels need."""
    return sorted({name for channel in channels for name in PERMISSIONS.get(channel, ())})

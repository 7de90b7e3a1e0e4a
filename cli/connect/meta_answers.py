"""What Meta's answers mean for the steps of `replywatch connect meta`."""

import re
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from cli.connect.graph import INVALID_PARAMETER
from cli.connect.meta_fields import Fields
from cli.connect.platform_error import PlatformError
from cli.findings import Finding


def subscribe_as_far_as_possible(
    wanted: Fields, subscribe: Callable[[Collection[str]], None]
) -> frozenset[str]:
    """Subscribes. If Meta does not know some optional fields, subscribes again without them, and
    returns them."""
    try:
        subscribe(wanted.all)
    except PlatformError as error:
        if error.code != INVALID_PARAMETER or not wanted.optional:
            raise
        refused = wanted.optional - _allowed(error.message)
        subscribe(wanted.all - refused)
        return refused
    return frozenset()


def _allowed(message: str) -> frozenset[str]:
    """The fields in `Param fields[2] must be one of {FEED, MESSAGES}`; none in another message."""
    found = re.search(r"must be one of \{([^}]*)\}", message)
    return frozenset(re.findall(r"[a-z_]+", found[1].lower())) if found else frozenset()


def leads_elsewhere(check: str, address: str) -> Finding:
    text = f"leads to another address, on {urlsplit(address).hostname}"
    advice = (
        "An app has one address for each kind of account. Make a separate app for ReplyWatch, "
        "or add --take-over: the program at the other address then receives nothing."
    )
    return Finding(check, "failed", text, advice)


def overridden(check: str, address: str) -> Finding:
    text = f"its own address overrides the app's: {urlsplit(address).hostname}"
    advice = "Remove the override (`override_callback_uri`) in the program that has set it."
    return Finding(check, "failed", text, advice)


def listed_fields(fields: Collection[str]) -> str:
    return ", ".join(sorted(fields))


def app_id(app: dict[str, Any]) -> str | None:
    """The app in an account's list; WhatsApp wraps it. None: Instagram names only fields."""
    found = app.get("whatsapp_business_api_data", app).get("id")
    return None if found is None else str(found)


def instagram_of(page: dict[str, Any]) -> str | None:
    found = page.get("instagram_business_account")
    return str(found["id"]) if found else None


def expiry_text(at_s: int) -> str:
    if not at_s:
        return "does not expire"
    return f"until {datetime.fromtimestamp(at_s, UTC):%Y-%m-%d %H:%M} UTC; subscriptions stay"

"""Meta's data deletion callback: stores the request and answers with a code and a status page.

The id in the request is app-scoped, so it may match no stored customer. `replywatch forget` deletes
what the id finds. The request stays on record either way.
https://developers.facebook.com/docs/development/create-an-app/app-dashboard/data-deletion-callback
"""

import html
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.storage.attributes import stamp
from shared.storage.fingerprints import fingerprint
from shared.storage.schema import DELETION_REQUESTS, Key
from shared.storage.store import Store

CODE_CHARACTERS = 20
"""The length of a confirmation code: a fingerprint in hexadecimal."""


def deletion_request(
    store: Store, signed: Mapping[str, Any] | None, base_url: str, now: datetime
) -> dict[str, str] | None:
    """The answer that Meta expects, or None if Meta did not sign the request or it has no valid id.

    The same request always gets the same code.
    """
    user = str(signed.get("user_id", "")) if signed else ""
    if not (signed and user.isascii() and user.isprintable() and user):
        return None
    code = fingerprint(f"deletion {user} {signed.get('issued_at')!a}")
    key = _key(code)
    store.put_first({**key.attributes, "user": user, "asked_at": stamp(now), "state": "received"})
    return {"url": f"{base_url}/webhooks/meta/deletion/{code}", "confirmation_code": code}


def status_page(store: Store, code: str) -> dict[str, Any]:
    """The page that shows the person the state of their request."""
    is_code = code.isalnum() and len(code) == CODE_CHARACTERS
    item = store.get(_key(code)) if is_code else None
    if item is None:
        return _page(404, "No request has this code.")
    if item["state"] == "done":
        return _page(200, f"Your data was deleted on {html.escape(item['done_at'][:10])}.")
    return _page(200, f"Your request of {html.escape(item['asked_at'][:10])} was received.")


def _key(code: str) -> Key:
    return Key(DELETION_REQUESTS, code)


def _page(status: int, words: str) -> dict[str, Any]:
    body = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Data deletion</title>'
        f'<body style="font:16px/1.5 system-ui;margin:4em auto;max-width:30em"><p>{words}</p>'
    )
    return {"statusCode": status, "headers": {"content-type": "text/html"}, "body": body}

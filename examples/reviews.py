"""An adapter: sends the reviews of a shop to ReplyWatch. Needs Python only.

`python3 examples/reviews.py reviews.json` sends the reviews of a file. In practice the reviews come
from the shop's API; everything else stays as it is. docs/tutorials/add-a-channel.md explains it.
"""

import base64
import hashlib
import hmac
import json
import os
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MAX_MESSAGES = 100
"""ReplyWatch takes so many messages at once."""


def messages(review: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The review and the shop's reply to it, as ReplyWatch expects them."""
    place = {
        "channel": "reviews",
        "account": "shop",
        "surface": "public",
        "customer": review["author_id"],
        "thread": review["product_id"],
    }
    yield place | {
        "id": review["id"],
        "direction": "customer",
        "customer_name": review["author_name"],
        "sent_at": review["created_at"],
        "text": review["text"],
        "permalink": review["url"],
    }
    if reply := review.get("reply"):
        yield place | {
            "id": f"{review['id']}-reply",
            "direction": "brand",
            "answers": review["id"],
            "sent_at": reply["created_at"],
            "text": reply["text"],
        }


def send(batch: list[dict[str, Any]], *, url: str, secret: str) -> dict[str, Any]:
    """Posts up to 100 messages. Raises HTTPError if they are refused: send them again later."""
    raw = json.dumps({"messages": batch}).encode()
    request = urllib.request.Request(url, raw, signed(raw, secret, int(time.time())))
    with urllib.request.urlopen(request, timeout=10) as answer:
        found: dict[str, Any] = json.load(answer)
        return found


def signed(raw: bytes, secret: str, now: int) -> dict[str, str]:
    """The headers of Standard Webhooks. The id names the body, so a repetition has the same one."""
    message_id = f"msg_{hashlib.sha256(raw).hexdigest()[:24]}"
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mac = hmac.new(key, f"{message_id}.{now}.".encode() + raw, hashlib.sha256).digest()
    return {
        "content-type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(now),
        "webhook-signature": f"v1,{base64.b64encode(mac).decode()}",
    }


def main() -> None:
    """Sends the reviews of a file and prints the answers."""
    reviews = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    found = [message for review in reviews for message in messages(review)]
    for start in range(0, len(found), MAX_MESSAGES):
        batch = found[start : start + MAX_MESSAGES]
        print(send(batch, url=os.environ["MESSAGES_URL"], secret=os.environ["MESSAGES_SECRET"]))


if __name__ == "__main__":
    main()

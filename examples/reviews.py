"""An adapter: sends the reviews of a shop to ReplyWatch. Needs Python only.

`python3 examples/reviews.py` sends two reviews of this minute, `python3 examples/reviews.py FILE`
those of a JSON file in the form of `example`. In practice the reviews come from the shop's API;
everything else stays as it is. docs/tutorials/add-a-channel.md explains it.
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
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError

MAX_MESSAGES = 100
"""ReplyWatch accepts at most this many messages in one request."""


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
    """Posts up to 100 messages, and returns ReplyWatch's answer. Raises HTTPError if they are
    refused, and URLError if no answer comes."""
    raw = json.dumps({"messages": batch}).encode()
    request = urllib.request.Request(url, raw, signed(raw, secret, int(time.time())))
    with urllib.request.urlopen(request, timeout=10) as answer:
        counts: dict[str, Any] = json.load(answer)
        return counts


def signed(raw: bytes, secret: str, now: int) -> dict[str, str]:
    """The headers of Standard Webhooks. The same body always gets the same id."""
    message_id = f"msg_{hashlib.sha256(raw).hexdigest()[:24]}"
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mac = hmac.new(key, f"{message_id}.{now}.".encode() + raw, hashlib.sha256).digest()
    return {
        "content-type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(now),
        "webhook-signature": f"v1,{base64.b64encode(mac).decode()}",
    }


def refusal(error: HTTPError) -> str:
    """What was wrong, and whether to send the same again."""
    if error.code == 429 or error.code >= 500:
        return f"answered {error.code}: send the same again later"
    try:
        problem = json.load(error)
    except ValueError:
        problem = {}
    return f"answered {error.code}: {problem.get('detail', error.reason)}. Correct the adapter."


def example(now: datetime) -> list[dict[str, Any]]:
    """Two reviews written this minute. In the next minute, they have other ids."""
    at = f"{now:%Y-%m-%dT%H:%M}"
    return [
        {
            "id": f"r{now:%Y%m%d%H%M}-1",
            "product_id": "kettle",
            "author_id": "a17",
            "author_name": "Lena F.",
            "created_at": f"{at}:00Z",
            "text": "Leaks after two weeks. Nobody answers my emails!",
            "url": "https://shop.example/kettle/reviews/1",
        },
        {
            "id": f"r{now:%Y%m%d%H%M}-2",
            "product_id": "kettle",
            "author_id": "a18",
            "author_name": "Tom",
            "created_at": f"{at}:00Z",
            "text": "Does it come in red?",
            "url": "https://shop.example/kettle/reviews/2",
            "reply": {"created_at": f"{at}:01Z", "text": "Yes, from January."},
        },
    ]


def main(arguments: list[str]) -> int:
    """Sends the reviews and prints the answers. Returns 1 if something was not accepted."""
    try:
        url, secret = os.environ["MESSAGES_URL"], os.environ["MESSAGES_SECRET"]
    except KeyError as error:
        sys.exit(f"{error.args[0]} is not set: docs/tutorials/add-a-channel.md says where it is.")
    file = Path(arguments[0]) if arguments else None
    reviews = json.loads(file.read_text("utf-8")) if file else example(datetime.now(UTC))
    found = [message for review in reviews for message in messages(review)]
    for start in range(0, len(found), MAX_MESSAGES):
        try:
            print(send(found[start : start + MAX_MESSAGES], url=url, secret=secret))
        except HTTPError as error:
            with error:
                print(refusal(error), file=sys.stderr)
            return 1
        except URLError as error:
            print(f"no answer ({error.reason}): send the same again later", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

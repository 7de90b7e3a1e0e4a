"""Builds what a test of several conversations does not mention: events, by channel and minute."""

from itertools import permutations
from typing import Any

import pytest

from shared.domain.events import Event
from shared.domain.policies import Policy, Step
from shared.domain.policy_set import PolicySet
from tests.builders import at

BRAND = "1500000000000000001"
NUMBER = "106000000000001"
PUBLIC, PRIVATE = f"x:{BRAND}:900:42", f"x:{BRAND}:42"
"""The conversations of customer 42 on X: in thread 900, and in private."""

PLEASE_DM = "Please send us a DM so we can look into it."


def half_an_hour(**more: Any) -> PolicySet:
    """One policy: 30 minutes, and Ada is notified at the deadline."""
    steps = (Step(at="due", notify=("ada",)),)
    values = {"name": "p", "first_response_s": 1800, "next_response_s": 1800, "steps": steps}
    return PolicySet.of([Policy(**values | more)], {})


def any_order(events: int) -> Any:
    """Runs the test once for each order of that many events. The test takes an `order` of their
    indices."""
    return pytest.mark.parametrize("order", list(permutations(range(events))))


# --- X --------------------------------------------------------------------------------------------


def post(message_id: str, minutes: float, *, customer: str = "42", **more: Any) -> Event:
    """A customer writes in thread 900, in public."""
    values = {
        "kind": "message",
        "event_name": "post.mention.create",
        "channel": "x",
        "surface": "public",
        "account": BRAND,
        "thread": "900",
        "text": "Why?",
        "direction": "in",
        "customer": customer,
        "message_id": message_id,
        "at": at(minutes),
    }
    return Event(**values | more)


def answer(message_id: str, minutes: float, answers: str, **more: Any) -> Event:
    """The brand answers a post. The event names only that post."""
    values = {
        "kind": "reply",
        "event_name": "tweet_create_events",
        "thread": None,
        "customer": None,
        "direction": "out",
        "answers": answers,
        "needs_parent": True,
        "text": "It ships today.",
    }
    return post(message_id, minutes)._replace(**values | more)


def please_dm(message_id: str, minutes: float, answers: str) -> Event:
    """The brand asks the customer for a private message."""
    return answer(message_id, minutes, answers, text=PLEASE_DM)


def under(message_id: str, minutes: float, answers: str, **more: Any) -> Event:
    """A customer's reply in X's v1.1 format, which names the post that it answers and no thread."""
    return post(message_id, minutes, thread=answers, answers=answers, **more)


def edited(original: str, version: str, minutes: float, **more: Any) -> Event:
    """A customer edits a post that begins a thread. The edit has its own id."""
    values = {"thread": original, "text": "Why, @brand?", "kind": "edit", "needs_parent": True}
    link = f"https://x.com/i/status/{version}"
    return post(original, minutes, **values | {"permalink": link} | more)


def post_deleted(message_id: str, minutes: float) -> Event:
    """A customer deletes a post. The event names only that post."""
    return post(message_id, minutes, kind="delete", needs_parent=True, thread=None, text=None)


def dm(message_id: str, minutes: float, **more: Any) -> Event:
    """Customer 42 writes in private."""
    values = {"surface": "private", "thread": None, "event_name": "dm", "text": "Your number?"}
    return post(message_id, minutes)._replace(**values | more)


def dm_reply(message_id: str, minutes: float, **more: Any) -> Event:
    """The brand writes to customer 42 in private."""
    return dm(message_id, minutes, **{"kind": "reply", "direction": "out"} | more)


def deleted(event: Event, minutes: float) -> Event:
    """The deletion of the message in this event."""
    return event._replace(kind="delete", at=at(minutes), text=None)


# --- WhatsApp -------------------------------------------------------------------------------------


def whatsapp(
    message_id: str, minutes: float, customer: str = "4901", alias: str | None = None, **more: Any
) -> Event:
    """A customer writes; `alias` is the customer's scoped id."""
    values: dict[str, Any] = {
        "kind": "message",
        "event_name": "messages.text",
        "channel": "whatsapp",
        "surface": "private",
        "account": NUMBER,
        "customer": customer,
        "message_id": message_id,
        "at": at(minutes),
        "text": "Where is it?",
        "direction": "in",
        "alias": alias,
    }
    return Event(**values | more)


def whatsapp_reply(
    message_id: str, minutes: float, customer: str = "4901", event_name: str = "statuses.sent"
) -> Event:
    """The brand writes to the customer."""
    return whatsapp(
        message_id, minutes, customer, kind="reply", event_name=event_name, direction="out",
        text=None,
    )  # fmt: skip


def changed_number(minutes: float, new: str, old: str) -> Event:
    """From then on, the customer has another number or another scoped id."""
    return whatsapp(
        f"change-{minutes}", minutes, new, old, kind="not_a_message", event_name="messages.system",
        text=None,
    )  # fmt: skip


def on_whatsapp(customer: str) -> str:
    """The conversation of this number."""
    return f"whatsapp:{NUMBER}:{customer}"

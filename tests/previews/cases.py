"""The conversations of the previews: an ordinary one, and some that are difficult to show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.domain.fold import Message
from tests.builders import HOUR, holding, message

COMPLAINT: dict[str, Any] = {"intents": ["complaint", "help"]}
LINK = "https://www.facebook.com/100200300400500/posts/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a customer wrote, and the time at which the alert or page is rendered."""

    text: str | None = "Where is my parcel? It should have been here on Monday."
    name: str | None = "Lena Falk"
    minute: int = 25
    """A reply is due at minute 30, or half an hour after a holding reply."""
    messages: tuple[Message, ...] = (message(0),)
    stored: Mapping[str, Any] = field(default_factory=lambda: {"permalink": LINK})
    account: str = "Example on Messenger"
    inbox: str | None = None
    excerpt: bool = True
    is_picture: bool = False
    """Whether the last of the customer's messages has no text."""


CASES = {
    "plain": Case(stored={"permalink": LINK, "marks": COMPLAINT}),
    "overdue": Case(minute=149, messages=(message(0), message(5), message(9))),
    "follow-up": Case(minute=25, messages=(message(0), holding(10))),
    "right-to-left": Case(
        name="\u05d9\u05e2\u05dc \u05db\u05d4\u05df",
        text="\u05d0\u05d9\u05e4\u05d4 \u05d4\u05d7\u05d1\u05d9\u05dc\u05d4 \u05e9\u05dc\u05d9? "
        "Order #4711, \u05d4\u05d6\u05de\u05e0\u05ea\u05d9 \u05d1\u05d9\u05d5\u05dd \u05e8\u05d0"
        "\u05e9\u05d5\u05df!",
        account="\u05d4\u05d7\u05e0\u05d5\u05ea 24",
    ),
    "emoji": Case(name="Zo\u00eb \U0001f98a", text="\U0001f621\U0001f4e6\u2753\ufe0f \U0001f926"),
    "long": Case(
        name="Maximiliane Freifrau von und zu Hohenlohe-Schillingsf\u00fcrst-Waldenburg",
        text="https://shop.example.com/orders/" + "9f8e7d6c5b4a" * 20 + " never arrived, and "
        "nobody tells me why. " * 9,
        account="Example Brand's Official Support Account for Germany, Austria and Switzerland",
    ),
    "html": Case(name="<b>Bobby</b> & co", text="<script>alert(1)</script> <b>5 > 3</b> & <!here>"),
    "without-a-link": Case(stored={"marks": COMPLAINT}),
    "inbox": Case(stored={"marks": COMPLAINT}, inbox="https://desk.example.com/inbox"),
    "texts-hidden": Case(excerpt=False),
    "picture": Case(messages=(message(0), message(5)), is_picture=True),
    "window-closed": Case(minute=25 * HOUR, stored={"marks": COMPLAINT}),
    "no-text": Case(text=None, name=None, stored={}),
}

"""The demo's script: which customers write, when, and when the brand replies."""

from typing import NamedTuple

from cli.local.webhook_bodies import Person


class Customer(NamedTuple):
    """An invented customer."""

    channel: str
    """As in `webhook_bodies`: X's direct messages are `x_dm`."""
    place: str
    """The name that the terminal shows for the channel."""
    person: Person


class Line(NamedTuple):
    """One message of the script."""

    at_s: float
    """Seconds since the start of the demo."""
    customer: str
    """The name of the customer: a key of CUSTOMERS."""
    text: str
    is_reply: bool = False
    """The brand replies to this customer; otherwise the customer writes."""
    deliveries: int = 1
    """How often the platform delivers the webhook."""


CUSTOMERS = {
    "Maya": Customer("messenger", "Messenger", Person(id="24601557730011", name="Maya Lind")),
    "Jonas": Customer("instagram", "Instagram DM", Person(id="1784140551", name="Jonas Obi")),
    "Priya": Customer("whatsapp", "WhatsApp", Person(id="15550100123", name="Priya Rao")),
    "Tomás": Customer("facebook", "Facebook comment", Person(id="10158811", name="Tomás Vidal")),
    "Lena": Customer("x", "X mention", Person(id="1605551234567", name="Lena Falk")),
    "Sam": Customer("x_dm", "X direct message", Person(id="1605557654321", name="Sam Ito")),
}

UNANSWERED, LATE = "Tomás", "Lena"
"""Tomás gets no reply. Lena gets LATE_REPLY after her deadline."""

SCRIPT = (
    Line(0.0, "Maya", "Where is my parcel? It should have been here on Monday."),
    Line(0.4, "Jonas", "Do you ship to Norway, and what does it cost?"),
    Line(0.8, "Priya", "Can I still change the size of my order?"),
    Line(1.2, "Tomás", "The lamp arrived broken. Who can I talk to?", deliveries=3),
    Line(1.6, "Lena", "@brand my account is locked and nobody tells me why"),
    Line(2.0, "Sam", "I was charged twice for one order."),
    Line(5.0, "Maya", "Sorry for the wait! It is with the carrier, here on Friday.", is_reply=True),
    Line(5.5, "Jonas", "We do: 9 euros, three to five days.", is_reply=True),
    Line(6.0, "Priya", "Of course, tell me which size you need.", is_reply=True),
    Line(6.5, "Sam", "You are right, the second charge is on its way back.", is_reply=True),
)

LATE_REPLY = "@lenafalk sorry that this took so long: it is unlocked again."
LATE_BY_S = 3.0
"""Seconds after Lena's deadline at which the brand replies; later, if no alert was sent yet."""

UNKNOWN_UPDATE = {
    "object": "page",
    "entry": [{"id": "0", "time": 0, "changes": [{"field": "something_new", "value": {"a": 1}}]}],
}
"""An update of a kind that ReplyWatch does not know."""

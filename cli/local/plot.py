"""What happens in the story: who writes where, when, and whether they are answered."""

from typing import NamedTuple

from cli.local.senders import Person


class Customer(NamedTuple):
    """Somebody invented."""

    channel: str
    """As the senders know it: X's direct messages are `x_dm`."""
    place: str
    """How the terminal names the channel."""
    alerts_say: str
    """How an alert names it."""
    person: Person


class Scene(NamedTuple):
    """One thing that happens, some seconds into the story."""

    after_s: float
    who: str
    text: str
    answer: bool = False
    """The brand answers this customer; else the customer writes."""
    times: int = 1
    """How often the platform delivers the webhook."""


def _customer(channel: str, place: str, person_id: str, name: str, alerts_say: str) -> Customer:
    return Customer(channel, place, alerts_say, Person(id=person_id, name=name))


CUSTOMERS = {
    "Maya": _customer("messenger", "Messenger", "24601557730011", "Maya Lind", "Messenger"),
    "Jonas": _customer("instagram", "Instagram DM", "1784140551", "Jonas Obi", "Instagram DM"),
    "Priya": _customer("whatsapp", "WhatsApp", "15550100123", "Priya Rao", "WhatsApp"),
    "Tomás": _customer("facebook", "Facebook comment", "10158811", "Tomás Vidal", "Facebook"),
    "Lena": _customer("x", "X mention", "1605551234567", "Lena Falk", "X"),
    "Sam": _customer("x_dm", "X direct message", "1605557654321", "Sam Ito", "X DM"),
}

UNANSWERED, LATE = "Tomás", "Lena"

PLOT = (
    Scene(0.0, "Maya", "Where is my parcel? It should have been here on Monday."),
    Scene(0.4, "Jonas", "Do you ship to Norway, and what does it cost?"),
    Scene(0.8, "Priya", "Can I still change the size of my order?"),
    Scene(1.2, "Tomás", "The lamp arrived broken. Who can I talk to?", times=3),
    Scene(1.6, "Lena", "@brand my account is locked and nobody tells me why"),
    Scene(2.0, "Sam", "I was charged twice for one order."),
    Scene(5.0, "Maya", "Sorry for the wait! It is with the carrier, here on Friday.", answer=True),
    Scene(5.5, "Jonas", "We do: 9 euros, three to five days.", answer=True),
    Scene(6.0, "Priya", "Of course, tell me which size you need.", answer=True),
    Scene(6.5, "Sam", "You are right, the second charge is on its way back.", answer=True),
)
"""Tomás is never answered; Lena is, by `LATE_ANSWER`, once her deadline has passed."""

LATE_ANSWER = "@lena sorry that this took so long: it is unlocked again."
LATE_BY_S = 3.0

NOT_UNDERSTOOD = {
    "object": "page",
    "entry": [{"id": "0", "time": 0, "changes": [{"field": "something_new", "value": {"a": 1}}]}],
}

"""An invented brand with two months of invented customers, for the pictures and the browser
tests."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from shared.config import configuration_file
from shared.config.configuration import Configuration
from shared.domain.escalation import Crowd
from shared.domain.events import Event
from tests.builders import EXAMPLE
from tests.fakes.backend import Backend

NOW = datetime(2026, 11, 26, 13, 40, tzinfo=UTC)
"""A Thursday."""

NAMES = (
    "Maya Lind", "Jonas Obi", "Priya Rao", "Tomás Vidal", "Lena Falk", "Sam Ito", "Ines Duarte",
    "Noor Haddad", "Piotr Zając", "Ana Kovač", "Li Wen", "Ada Osei",
)  # fmt: skip
PLACES = (
    ("messenger", "private"), ("instagram", "private"), ("whatsapp", "private"), ("x", "public"),
    ("x", "private"), ("facebook", "public"),
)  # fmt: skip


class Open(NamedTuple):
    """A customer who is waiting at NOW."""

    minutes_ago: int
    name: str
    place: tuple[str, str]
    text: str
    owner: str | None = None
    early: Crowd | None = None


OPEN = (
    Open(151, "Tomás Vidal", PLACES[5], "The lamp arrived broken. Who can I talk to?", "lin"),
    Open(19, "Lena Falk", PLACES[3], "@brand my account is locked, this is ridiculous"),
    Open(100, "Ines Duarte", PLACES[5], "Two weeks and still no refund. Worst service ever.",
         early=Crowd(6, 600)),
    Open(12, "Sam Ito", PLACES[3], "@brand why was I charged twice?", "ada"),
    Open(300, "Maya Lind", PLACES[0], "Where is my parcel? It should have been here on Monday."),
    Open(45, "Jonas Obi", PLACES[1], "Do you ship to Norway, and what does it cost?"),
    Open(8, "Priya Rao", PLACES[2], "Can I still change the size of my order?"),
)  # fmt: skip


def configuration(**more: Any) -> Configuration:
    """The repository's example file."""
    known = configuration_file.read(EXAMPLE)
    return Configuration(**{n: getattr(known, n) for n in known.__slots__} | more)


def backend(
    days: int = 0, *, is_open: bool = True, is_answered: bool = False, **more: Any
) -> Backend:
    """The brand's table at NOW, after that many days of traffic. Some customers of these days
    were never answered, unless `is_answered` is set. With `is_open`, the customers of OPEN are
    waiting."""
    made = Backend(configuration(**more))
    chance = random.Random(7)
    events: list[Event] = []
    for day in range(days, 0, -1):
        events += _day(made.configuration, NOW - timedelta(days=day), chance, is_answered)
    if is_open:
        events += [waiting_event(made.configuration, one) for one in OPEN]
    for event in sorted(events, key=lambda e: e.at or NOW):
        made.receive(event)
    made.now = NOW
    for one in OPEN if is_open else ():
        event = waiting_event(made.configuration, one)
        changes: dict[str, Any] = {"expedited_by": one.early} if one.early else {}
        if one.owner:
            until = NOW + timedelta(minutes=35)
            changes |= {
                "acknowledged_by": one.owner,
                "acknowledged_at": NOW,
                "snoozed_until": until,
            }
        if changes:
            made.change_record(str(event.conversation), **changes)
    return made


def _day(
    known: Configuration, day: datetime, chance: random.Random, is_answered: bool
) -> list[Event]:
    weekday = day.isoweekday()
    found: list[Event] = []
    for n in range(chance.randint(4, 9) if weekday < 6 else chance.randint(1, 3)):
        minute = int(chance.triangular(7 * 60, 21 * 60, 11 * 60))
        at = day.replace(hour=0, minute=0) + timedelta(minutes=minute)
        place, name = chance.choice(PLACES), chance.choice(NAMES)
        key = f"{day:%j}-{n}"
        text = chance.choice(
            ("Where is my order?", "This is ridiculous, still broken!", "Thanks, how?")
        )
        asked = event(known, key, at, place, name, text=text)
        found.append(asked)
        if chance.random() < 0.985 or is_answered:
            wait = timedelta(seconds=chance.lognormvariate(7.6 if weekday < 6 else 8.6, 1.2))
            found.append(reply_to(asked, min(at + wait, NOW - timedelta(hours=1))))
    return found


def waiting_event(known: Configuration, one: Open) -> Event:
    """The message of one of the customers in OPEN."""
    at = NOW - timedelta(minutes=one.minutes_ago)
    return event(known, f"open-{OPEN.index(one)}", at, one.place, one.name, text=one.text)


def event(
    known: Configuration, key: str, at: datetime, place: tuple[str, str], name: str, **more: Any
) -> Event:
    """A customer writes."""
    channel, surface = place
    account = next(a.id for a in known.accounts if a.channel == channel)
    values: dict[str, Any] = {
        "kind": "message", "event_name": "message", "channel": channel, "surface": surface,
        "account": account, "customer": f"c-{key}", "customer_name": name, "message_id": f"m-{key}",
        "at": at, "direction": "in", "permalink": f"https://example.com/{channel}/m-{key}",
    }  # fmt: skip
    if surface == "public":
        values["thread"] = f"t-{key}"
    return Event(**values | more)


def reply_to(asked: Event, at: datetime) -> Event:
    """The brand answers this message."""
    return asked._replace(
        kind="reply", direction="out", at=at, text="It ships today.", customer_name=None,
        message_id=f"r-{asked.message_id}",
    )  # fmt: skip

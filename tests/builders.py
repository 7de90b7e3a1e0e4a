"""Builds what a test does not mention: messages by their minute, policies by their target.

Minutes count from `SUNDAY`, 10:00 UTC. `"29:59"` gives minutes and seconds.
"""

import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from shared.config.configuration import Account, Configuration, Responder
from shared.domain.calendars import Calendar, check
from shared.domain.fold import SILENCE_S, Message, TermsOf, Wait, fold, whole
from shared.domain.opening_hours import parse_hours
from shared.domain.policies import Policy, Terms, Traits, WaitKind
from shared.domain.policy_set import PolicySet
from shared.storage.attributes import stamp

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "tests" / "replywatch.toml"
"""The example as it is shipped. `replywatch.toml` itself is the operator's."""

SUNDAY = datetime(2026, 11, 22, 10, tzinfo=UTC)
MONDAY = SUNDAY + timedelta(days=1)
HOUR, DAY = 60, 24 * 60
"""In minutes."""

ACCOUNT, CUSTOMER = "100200300400500", "7001"
CONVERSATION = f"messenger:{ACCOUNT}:{CUSTOMER}"

type Minute = float | str


def at(minute: Minute = 0) -> datetime:
    """The time this many minutes after `SUNDAY`. `"29:59"` is one second before minute 30."""
    if isinstance(minute, str):
        minutes, _, seconds = minute.partition(":")
        return SUNDAY + timedelta(minutes=int(minutes), seconds=float(seconds))
    return SUNDAY + timedelta(minutes=minute)


# --- Messages, named by who wrote them and when -------------------------------------------------


def message(minute: Minute = 0, **said: Any) -> Message:
    """A customer writes."""
    return Message(**{"id": f"customer@{minute}", "at": at(minute), "inbound": True} | said)


def reply(minute: Minute = 0, **said: Any) -> Message:
    """A person at the brand replies."""
    return Message(**{"id": f"brand@{minute}", "at": at(minute), "inbound": False} | said)


def bot(minute: Minute = 0, **said: Any) -> Message:
    """The brand's bot replies."""
    return reply(minute, **{"id": f"bot@{minute}", "automated": True} | said)


def deflection(minute: Minute = 0, **said: Any) -> Message:
    """The brand asks the customer, in public, to write in private."""
    return reply(minute, **{"id": f"deflection@{minute}", "deflects": True} | said)


def elsewhere(minute: Minute = 0, **said: Any) -> Message:
    """A person at the brand answers, in private, a question that was asked in public."""
    return reply(minute, **{"id": f"elsewhere@{minute}", "elsewhere": True} | said)


def holding(minute: Minute = 0, **said: Any) -> Message:
    """A person at the brand promises an answer."""
    return reply(minute, **{"id": f"holding@{minute}", "holding": True} | said)


def dismissal(minute: Minute = 0, **said: Any) -> Message:
    """A person at the brand closes the open wait without a reply."""
    return reply(minute, **{"id": f"dismissal@{minute}", "dismissed_by": "ada"} | said)


def courtesy(minute: Minute = 0, **said: Any) -> Message:
    """The customer thanks the brand."""
    return message(minute, **{"id": f"thanks@{minute}", "courtesy": True} | said)


# --- Policies -----------------------------------------------------------------------------------


def policy(target_s: int | None = 1800, **more: Any) -> Policy:
    """A target of half an hour for every message."""
    values = {"name": "p", "first_response_s": target_s, "next_response_s": target_s}
    return Policy(**values | more)


def calendar(**hours: str) -> Calendar:
    """A calendar with hours such as `monday="09:00-17:00"` and dates such as
    `on_2026_12_24="closed"`. The default `zone` is UTC."""
    zone = hours.pop("zone", "UTC")
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    dates = {
        datetime.strptime(key, "on_%Y_%m_%d").replace(tzinfo=UTC).date(): parse_hours(value)
        for key, value in hours.items()
        if key.startswith("on_")
    }
    week = tuple(parse_hours(hours.get(day, "closed")) for day in days)
    return check(Calendar(name="office", zone=zone, week=week, exceptions=dates))


def policy_set(*policies: Policy, hours: Calendar | None = None, **more: Any) -> PolicySet:
    """These policies, or the one that `more` describes. `hours` gives it a business calendar."""
    if hours is None:
        return PolicySet.of(policies or [policy(**more)], {})
    business = policy(**more | {"clock": "business", "calendar": hours.name})
    return PolicySet.of(policies or [business], {hours.name: hours})


def traits(**more: Any) -> Traits:
    """A private message on Messenger."""
    return Traits(**{"channel": "messenger", "surface": "private", "account": ACCOUNT} | more)


def waits(
    *messages: Message, promised: PolicySet | None = None, silence_s: int = SILENCE_S, **more: Any
) -> list[Wait]:
    """The waits that the fold finds in these messages. `more` describes the only policy."""
    held = promised or policy_set(**more)
    return fold(
        messages, terms_of(held), business_seconds=held.business_seconds, silence_s=silence_s
    )


def terms_of(held: PolicySet) -> TermsOf:
    """The terms that these policies give, on any channel and surface."""
    place = traits()

    def found(message: Message, kind: WaitKind) -> Terms | None:
        if not message.inbound:
            return None
        about = place._replace(
            intents=message.intents, language=message.language, followers=message.followers
        )
        return held.terms(about, kind, whole(message.at), courtesy=message.courtesy)

    return found


def wait(*messages: Message, **more: Any) -> Wait:
    """The only wait."""
    (only,) = waits(*messages, **more)
    return only


def configuration(promised: PolicySet | None = None, **more: Any) -> Configuration:
    """One account and one responder, Ada."""
    values = {
        "brand": "Example Brand",
        "mail_from": "replywatch@example.com",
        "accounts": (Account(channel="messenger", id=ACCOUNT, name="Example"),),
        "responders": {"ada": Responder(name="ada", email="ada@example.com")},
        "policy_set": promised or policy_set(),
        "bots": frozenset({"our-bot"}),
    }
    return Configuration(**values | more)


# --- Stored items -------------------------------------------------------------------------------


def item(message: Message, *, conversation: str = CONVERSATION, **more: Any) -> dict[str, Any]:
    """The stored item of a message."""
    rank = 0 if message.inbound else 1
    stored = {
        "pk": f"C#{conversation}",
        "sk": f"M#{stamp(message.at)}#{rank}#{message.id}",
        "kind": "message" if message.inbound else "reply",
        "direction": "in" if message.inbound else "out",
        "channel": "messenger",
        "surface": "private",
        "account": ACCOUNT,
        "customer": CUSTOMER,
        "message_id": message.id,
        "at": stamp(message.at),
        "app": "our-bot" if message.automated else None,
        "dismissed_by": message.dismissed_by,
        "event_name": "statuses.sent.marketing" if message.elsewhere else "message",
        "marks": {
            "asks": message.asks,
            "courtesy": message.courtesy,
            "affirms": message.affirms,
            "deflects": message.deflects,
            "holding": message.holding,
        },
    }
    return {name: value for name, value in (stored | more).items() if value is not None}


def deletion(message: Message) -> dict[str, Any]:
    """The stored item of the message's deletion."""
    gone = {
        "pk": f"C#{CONVERSATION}",
        "sk": f"X#{'D' if message.inbound else 'O'}#{message.id}",
        "message_id": message.id,
        "direction": "in" if message.inbound else "out",
    }
    return gone | ({"at": stamp(message.deleted_at)} if message.deleted_at else {})


def items(*messages: Message, **more: Any) -> list[dict[str, Any]]:
    """All stored items of these messages, with their deletions."""
    return [item(m, **more) for m in messages] + [deletion(m) for m in messages if m.deleted]


def payload(name: str) -> Path:
    """The file of a webhook body, such as `meta/messenger_text`."""
    platform, _, stem = name.partition("/")
    return ROOT / "tests" / "webhook" / platform / "payloads" / f"{stem}.json"


def payloads() -> list[Path]:
    """Every webhook body: Meta's, then X's."""
    return sorted((ROOT / "tests" / "webhook").glob("*/payloads/*.json"))


# --- Files --------------------------------------------------------------------------------------

BRAND = """
[brand]
name = "Example Brand"
mail_from = "replywatch@example.com"
"""
ACCOUNTS = f"""
[[accounts]]
channel = "messenger"
id = "{ACCOUNT}"
"""
ADA = """
[[responders]]
name = "ada"
email = "ada@example.com"
"""


def toml(*tables: str, brand: str = BRAND, accounts: str = ACCOUNTS, responders: str = ADA) -> str:
    """A replywatch.toml with these tables."""
    return brand + accounts + responders + "\n".join(tables)


def typed(text: str | bytes) -> io.TextIOWrapper:
    """Standard input that is not a terminal, in a locale other than UTF-8."""
    raw = text.encode() if isinstance(text, str) else text
    return io.TextIOWrapper(io.BytesIO(raw), encoding="latin-1")


def jsonl(*lines: dict[str, Any]) -> str:
    """JSON lines."""
    return "".join(json.dumps(line) + "\n" for line in lines)


def line(kind: str, message_id: str, minute: Minute | None = 0, **more: Any) -> dict[str, Any]:
    """A line in the format of `replywatch inspect`."""
    values: dict[str, Any] = {
        "kind": kind,
        "channel": "messenger",
        "surface": "private",
        "account": ACCOUNT,
        "customer": CUSTOMER,
        "message_id": message_id,
        "at": None if minute is None else stamp(at(minute)),
    }
    return values | more

"""The words that all notification channels use to describe a wait."""

from datetime import datetime

from shared.domain.durations import format_duration
from shared.domain.waits import Wait
from shared.storage.records import ConversationRecord, reply_window

MAX_EXCERPT_CHARACTERS = 280

CHANNEL_NAMES = {
    ("facebook", "public"): "Facebook",
    ("messenger", "private"): "Messenger",
    ("instagram", "public"): "Instagram",
    ("instagram", "private"): "Instagram DM",
    ("whatsapp", "private"): "WhatsApp",
    ("threads", "public"): "Threads",
    ("x", "public"): "X",
    ("x", "private"): "X DM",
}


def channel_name(record: ConversationRecord) -> str:
    """The platform's name, as people know it: `Instagram DM`."""
    return CHANNEL_NAMES.get((record.channel, record.surface), record.channel)


def summary(record: ConversationRecord, now: datetime) -> str:
    """The alert in one clause: `customer waiting 1 h 59 min, overdue by 1 h 29 min`."""
    return f"customer waiting {waiting_time(record, now)}, {standing(record, now)}"


def waiting_time(record: ConversationRecord, now: datetime) -> str:
    """For how long the customer has been waiting: `1 h 59 min`."""
    return format_duration((now - open_wait(record).opened_at).total_seconds())


def standing(record: ConversationRecord, now: datetime) -> str:
    """How the wait stands against its deadline: `due in 15 min`, `overdue by 2 h`."""
    left_s = (open_wait(record).due_at - now).total_seconds()
    if abs(left_s) < 1:
        return "due now"
    left = format_duration(left_s)
    return f"due in {left}" if left_s > 0 else f"overdue by {left}"


def facts(record: ConversationRecord, now: datetime) -> list[tuple[str, str]]:
    """The wait's facts with their labels, as a channel with space for them lists them."""
    wait, until = open_wait(record), reply_window(record)
    since, due = f"{wait.opened_at:%Y-%m-%d %H:%M:%S} UTC", f"{wait.due_at:%Y-%m-%d %H:%M:%S} UTC"
    found = [
        ("Channel", channel_name(record)),
        ("Waiting since", f"{since} ({waiting_time(record, now)})"),
        ("Due", f"{due} ({standing(record, now)})"),
        ("Target", "First reply" if wait.kind == "first" else "Next reply"),
        ("Policy", wait.terms.policy),
    ]
    if wait.intents:
        found.append(("Intent", ", ".join(wait.intents)))
    if until is not None:
        found.append(("Reply window", f"closes {until:%Y-%m-%d %H:%M} UTC"))
    if record.escalation and record.escalation.expedited_reason:
        found.append(("Escalated early", record.escalation.expedited_reason))
    return found


def excerpt(text: str | None) -> str | None:
    """The beginning of a text on one line; None if there is none."""
    if not text:
        return None
    line = " ".join(text.split())
    if len(line) <= MAX_EXCERPT_CHARACTERS:
        return line
    return line[: MAX_EXCERPT_CHARACTERS - 1].rstrip() + "…"


def open_wait(record: ConversationRecord) -> Wait:
    """The wait that the alert is about. Raises ValueError if none is open: the caller checks."""
    if record.open_wait is None:
        raise ValueError("no wait is open")
    return record.open_wait

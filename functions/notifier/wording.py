"""What a responder reads: an email with an excerpt, an SMS of one segment without."""

import html
from datetime import datetime
from typing import NamedTuple

from shared.domain.durations import format_duration
from shared.domain.waits import Wait
from shared.storage.records import ConversationRecord, reply_window

EXCERPT = 280
GSM_SEGMENT = 160

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


class Mail(NamedTuple):
    """An email's three parts."""

    subject: str
    text: str
    html: str


def standing(record: ConversationRecord, now: datetime) -> str:
    """How the wait stands against its deadline: `due in 15 min`, `overdue by 2 h`."""
    left_s = (_wait(record).due_at - now).total_seconds()
    if abs(left_s) < 1:
        return "due now"
    left = format_duration(left_s)
    return f"due in {left}" if left_s > 0 else f"overdue by {left}"


def _wait(record: ConversationRecord) -> Wait:
    """The wait that the alert is about: it is open, or no alert is sent."""
    if record.open_wait is None:
        raise ValueError("no wait is open")
    return record.open_wait


def place(record: ConversationRecord) -> str:
    """The channel as people call it."""
    return CHANNEL_NAMES.get((record.channel, record.surface), record.channel)


def mail(
    record: ConversationRecord,
    brand: str,
    *,
    excerpt: str | None,
    link: str | None,
    acknowledge: str | None,
    now: datetime,
) -> Mail:
    """The email for one wait; `excerpt` is the customer's message, already cut, or None."""
    waited = format_duration((now - _wait(record).opened_at).total_seconds())
    subject = f"{place(record)}: a customer has waited {waited}, {standing(record, now)}"
    facts = [
        ("Channel", place(record)),
        ("Waiting since", f"{_wait(record).opened_at:%Y-%m-%d %H:%M:%S} UTC ({waited})"),
        ("Due", f"{_wait(record).due_at:%Y-%m-%d %H:%M:%S} UTC ({standing(record, now)})"),
        ("Response", "the first" if _wait(record).kind == "first" else "a further one"),
        ("Policy", _wait(record).terms.policy),
    ]
    if _wait(record).intents:
        facts.append(("Reads as", ", ".join(_wait(record).intents)))
    until = reply_window(record)
    if until is not None:
        facts.append(("Answerable", f"until {until:%Y-%m-%d %H:%M} UTC, by the platform's rules"))
    if record.escalation and record.escalation.expedited_reason:
        facts.append(("Escalated early", record.escalation.expedited_reason))
    lines = [f"A customer of {brand} is waiting for an answer.", ""]
    lines += [f"{name + ':':<15}{value}" for name, value in facts]
    if excerpt:
        lines += ["", f"    {excerpt}"]
    if link:
        lines += ["", f"Answer: {link}"]
    if acknowledge:
        lines += ["", f"Silence this alert for an hour: {acknowledge}"]
    lines += ["", "Reply on the platform; this alert ends by itself once you have."]
    page = _html(brand, facts, excerpt, link, acknowledge)
    return Mail(subject, "\n".join(lines) + "\n", page)


def _html(
    brand: str,
    facts: list[tuple[str, str]],
    excerpt: str | None,
    link: str | None,
    acknowledge: str | None,
) -> str:
    rows = "".join(
        f'<tr><td style="padding:2px 16px 2px 0;color:#57606a">{html.escape(name)}</td>'
        f'<td style="padding:2px 0">{html.escape(value)}</td></tr>'
        for name, value in facts
    )
    quote = (
        '<blockquote style="margin:16px 0;padding:8px 16px;border-left:4px solid #d0d7de">'
        f"{html.escape(excerpt)}</blockquote>"
        if excerpt
        else ""
    )
    button = (
        f'<p><a href="{html.escape(link, quote=True)}" style="display:inline-block;'
        "padding:10px 18px;background:#0969da;color:#fff;text-decoration:none;"
        'border-radius:6px">Open and answer</a></p>'
        if link
        else ""
    )
    silence = (
        f'<p><a href="{html.escape(acknowledge, quote=True)}" style="color:#57606a">'
        "Silence this alert for an hour</a></p>"
        if acknowledge
        else ""
    )
    return (
        '<!doctype html><html lang="en"><body style="font:16px/1.5 system-ui,sans-serif;'
        'color:#1f2328;max-width:36em">'
        f"<p>A customer of {html.escape(brand)} is waiting for an answer.</p>"
        f'<table style="border-collapse:collapse">{rows}</table>{quote}{button}{silence}'
        '<p style="color:#57606a">Reply on the platform; this alert ends by itself once you '
        "have.</p></body></html>"
    )


def cut(text: str | None) -> str | None:
    """An excerpt on one line, at most 280 characters."""
    if not text:
        return None
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else line[: EXCERPT - 1].rstrip() + "…"


def sms(record: ConversationRecord, brand: str, link: str | None, now: datetime) -> str:
    """One GSM-7 segment where it can be; never the customer's words."""
    waited = format_duration((now - _wait(record).opened_at).total_seconds())
    words = f"{_plain(brand)}: {place(record)} customer waiting {waited}, {standing(record, now)}."
    linked = f"{words} {link}" if link else words
    return linked if len(linked) <= GSM_SEGMENT else words[:GSM_SEGMENT]


def _plain(text: str) -> str:
    """In the part of GSM-7 that is ASCII: one other character would halve the segment."""
    return text.encode("ascii", "ignore").decode().strip() or "ReplyWatch"

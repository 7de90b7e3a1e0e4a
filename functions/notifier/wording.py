"""What a responder reads: an email with an excerpt, an SMS of one segment without."""

import html
from datetime import datetime
from typing import NamedTuple

from shared.domain.durations import format_duration
from shared.domain.reply_window import answerable_until
from shared.storage.rows import Row

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


def standing(row: Row, now: datetime) -> str:
    """How the wait stands against its deadline: `due in 15 min`, `overdue by 2 h`."""
    left_s = (row.wait.due_at - now).total_seconds()
    if abs(left_s) < 1:
        return "due now"
    left = format_duration(left_s)
    return f"due in {left}" if left_s > 0 else f"overdue by {left}"


def place(row: Row) -> str:
    """The channel as people call it."""
    return CHANNEL_NAMES.get((row.channel, row.surface), row.channel)


def mail(
    row: Row,
    brand: str,
    *,
    excerpt: str | None,
    link: str | None,
    acknowledge: str | None,
    now: datetime,
) -> Mail:
    """The email for one wait; `excerpt` is the customer's message, already cut, or None."""
    waited = format_duration((now - row.wait.opened_at).total_seconds())
    subject = f"{place(row)}: a customer has waited {waited}, {standing(row, now)}"
    facts = [
        ("Channel", place(row)),
        ("Waiting since", f"{row.wait.opened_at:%Y-%m-%d %H:%M:%S} UTC ({waited})"),
        ("Due", f"{row.wait.due_at:%Y-%m-%d %H:%M:%S} UTC ({standing(row, now)})"),
        ("Response", "the first" if row.wait.kind == "first" else "a further one"),
        ("Policy", row.wait.terms.policy),
    ]
    if row.wait.intents:
        facts.append(("Reads as", ", ".join(row.wait.intents)))
    until = answerable_until(row.channel, row.surface, row.wait.last_at)
    if until is not None:
        facts.append(("Answerable", f"until {until:%Y-%m-%d %H:%M} UTC, by the platform's rules"))
    if row.pulled:
        facts.append(("Told early", row.pulled))
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


def sms(row: Row, brand: str, link: str | None, now: datetime) -> str:
    """One GSM-7 segment where it can be; never the customer's words."""
    waited = format_duration((now - row.wait.opened_at).total_seconds())
    words = f"{_plain(brand)}: {place(row)} customer waiting {waited}, {standing(row, now)}."
    linked = f"{words} {link}" if link else words
    return linked if len(linked) <= GSM_SEGMENT else words[:GSM_SEGMENT]


def _plain(text: str) -> str:
    """In the part of GSM-7 that is ASCII: one other character would halve the segment."""
    return text.encode("ascii", "ignore").decode().strip() or "ReplyWatch"

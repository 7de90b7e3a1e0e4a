"""Alerts by email, through SES. An email quotes the beginning of the customer's message."""

import html
from datetime import timedelta
from typing import Any, NamedTuple

from functions.notifier import wording
from functions.notifier.channels.provider import call_provider
from functions.notifier.notice import Notice
from shared.config.configuration import Configuration, Responder
from shared.domain.policies import Medium
from shared.runtime import aws

LABEL_WIDTH = 17
"""In characters, of the plain text's first column: `Escalated early: `."""

CLOSING = "Reply on the platform. Alerts stop automatically once you reply."


class Email:
    """See `Channel`."""

    name: Medium = "email"
    has_receipts = True
    """SES's events carry the alert's id, as a tag."""
    doubt_wait = timedelta(minutes=10)

    def address(self, responder: Responder) -> str | None:
        """The responder's email address."""
        return responder.email

    def max_per_hour(self, configuration: Configuration) -> int | None:  # noqa: ARG002
        """No limit."""
        return None

    def send(self, notice: Notice, to: str) -> str:
        """Sends by SES; its message id. Raises as `Channel` says."""
        request = _request(mail(notice), to, notice.alert.id)
        return call_provider(lambda: aws.client("sesv2", once=True).send_email(**request))


class Mail(NamedTuple):
    """The parts of an email."""

    subject: str
    text: str
    html: str


def _request(mail: Mail, to: str, alert_id: str) -> dict[str, Any]:
    return {
        "FromEmailAddress": aws.setting("MAIL_FROM"),
        "Destination": {"ToAddresses": [to]},
        "Content": {
            "Simple": {
                "Subject": {"Data": mail.subject, "Charset": "UTF-8"},
                "Body": {
                    "Text": {"Data": mail.text, "Charset": "UTF-8"},
                    "Html": {"Data": mail.html, "Charset": "UTF-8"},
                },
            }
        },
        "EmailTags": [{"Name": "alert", "Value": alert_id}],
        "ConfigurationSetName": aws.setting("MAIL_CONFIGURATION_SET"),
    }


def mail(notice: Notice) -> Mail:
    """The email about one wait."""
    record = notice.record
    facts = wording.facts(record, notice.now)
    excerpt, acknowledge = notice.excerpt(), notice.acknowledge_link()
    opening = f"A customer of {notice.brand} is waiting for a reply."
    return Mail(
        subject=f"{wording.channel_name(record)}: {wording.summary(record, notice.now)}",
        text=_text(opening, facts, excerpt, notice.link, acknowledge),
        html=_html(opening, facts, excerpt, notice.link, acknowledge),
    )


def _text(
    opening: str,
    facts: list[tuple[str, str]],
    excerpt: str | None,
    link: str,
    acknowledge: str | None,
) -> str:
    lines = [opening, "", *(f"{label + ':':<{LABEL_WIDTH}}{value}" for label, value in facts)]
    if excerpt:
        lines += ["", f"    {excerpt}"]
    lines += ["", f"Reply: {link}"]
    if acknowledge:
        lines += ["", f"Acknowledge: {acknowledge}"]
    return "\n".join([*lines, "", CLOSING]) + "\n"


def _html(
    opening: str,
    facts: list[tuple[str, str]],
    excerpt: str | None,
    link: str,
    acknowledge: str | None,
) -> str:
    rows = "".join(
        f'<tr><td style="padding:2px 16px 2px 0;color:#57606a">{html.escape(label)}</td>'
        f'<td style="padding:2px 0">{html.escape(value)}</td></tr>'
        for label, value in facts
    )
    quote = (
        '<blockquote style="margin:16px 0;padding:8px 16px;border-left:4px solid #d0d7de">'
        f"{html.escape(excerpt)}</blockquote>"
        if excerpt
        else ""
    )
    reply_button = _link(
        link,
        "Open and reply",
        "display:inline-block;padding:10px 18px;background:#0969da;color:#fff;"
        "text-decoration:none;border-radius:6px",
    )
    acknowledge_link = _link(acknowledge, "Acknowledge", "color:#57606a") if acknowledge else ""
    return (
        '<!doctype html><html lang="en"><body style="font:16px/1.5 system-ui,sans-serif;'
        'color:#1f2328;max-width:36em">'
        f"<p>{html.escape(opening)}</p>"
        f'<table style="border-collapse:collapse">{rows}</table>{quote}'
        f"{reply_button}{acknowledge_link}"
        f'<p style="color:#57606a">{CLOSING}</p></body></html>'
    )


def _link(address: str, label: str, style: str) -> str:
    return f'<p><a href="{html.escape(address, quote=True)}" style="{style}">{label}</a></p>'

"""Renders an alert of each kind as each channel would send it."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from typing import Any, NamedTuple

from functions.notifier.channels import email, pagerduty, slack, sms, webhook
from functions.notifier.notice import Notice
from shared.config.configuration import Account, Responder
from shared.domain.alerts import FOR_INFORMATION, Alert, Kind
from shared.domain.policies import Step
from tests import builders
from tests.alerting.desk import ADA, BOB, Desk
from tests.builders import ACCOUNT, CONVERSATION, at
from tests.previews.cases import Case

ROUTING_KEY = "0" * 32
LINK = re.compile(r"<(http[^|>]+)\|([^>]*)>")
"""In Slack's `mrkdwn`."""


class File(NamedTuple):
    """A preview: its channel, the suffix of its name, and its content."""

    channel: str
    ending: str
    content: str


def responder(language: str) -> Responder:
    """Ada, who reads this language."""
    return replace(ADA, language=language)


def notice(desk: Desk, case: Case, kind: Kind, language: str = "en") -> Notice:
    """The alert to Ada about the case's wait. For an all clear, the customer has a reply."""
    people = {"ada": responder(language), "bob": BOB}
    configure(
        desk, case, Step(at="15m before", offset_s=-900, notify=("ada", "bob")), people=people
    )
    store(desk, case)
    now = at(case.minute)
    record = desk.record()
    wait, known = record.open_wait, record.escalation
    assert wait
    assert known
    owner = {"taken": "bob", "reminder": "ada", "handed_over": "ada"}.get(kind)
    known = replace(
        known,
        notified=("ada", "bob"),
        acknowledged_by=owner,
        acknowledged_at=now if owner else None,
        handed_over_by="bob" if kind == "handed_over" else None,
    )
    closed = replace(wait, outcome="late" if now > wait.due_at else "met", closed_at=now)
    return Notice(
        store=desk.store,
        configuration=desk.configuration,
        alert=Alert(
            conversation=CONVERSATION, opened_by=wait.opened_by, policy=wait.terms.policy, step=0,
            at="15m before", responder=ADA.name, by="email", kind=kind,
        ),
        record=replace(record, escalation=known),
        wait=closed if kind == "all_clear" else wait,
        now=now,
    )  # fmt: skip


def configure(desk: Desk, case: Case, *steps: Step, people: Any = None) -> None:
    """A target of half an hour for a reply, and for what a holding reply promises."""
    account = Account(channel="messenger", id=ACCOUNT, name=case.account, inbox=case.inbox)
    desk.configure(
        policy_set=builders.policy_set(builders.policy(steps=steps, follow_up_s=1800)),
        accounts=(account,),
        excerpt=case.excerpt,
        **({"responders": people} if people else {}),
    )


def store(desk: Desk, case: Case) -> None:
    """Stores the case's messages. The brand's messages have neither the customer's name nor this
    text."""
    last = max(case.messages, key=lambda one: (one.inbound, one.at))
    for one in case.messages:
        text = None if case.is_picture and one is last else case.text
        said = {"text": text, "customer_name": case.name} | case.stored if one.inbound else {}
        desk.arrive(one, **said)


def files(alert: Notice) -> Iterator[File]:
    """The alert on every channel that carries it."""
    mail = email.mail(alert)
    yield File("email", "html", mail.html)
    yield File("email", "txt", f"Subject: {mail.subject}\n\n{mail.text}")
    if alert.alert.kind not in FOR_INFORMATION:
        yield File("sms", "txt", sms.text(alert))
    message = slack.message(alert)
    yield File("slack", "html", slack_page(message))
    yield File("slack", "json", pretty(message))
    yield File("pagerduty", "json", pretty(pagerduty.event(alert, ROUTING_KEY)))
    yield File("webhook", "json", pretty(webhook.event(alert)))


def pretty(content: Any) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def slack_page(message: dict[str, Any]) -> str:
    """An HTML page that shows the blocks approximately as Slack does."""
    parts = []
    for block in message["blocks"]:
        texts = block.get("elements", [block.get("text")])
        tag = {"header": "h3", "context": "small"}.get(block["type"], "p")
        shown = [t["text"] if t["type"] == "mrkdwn" else escape(t["text"]) for t in texts]
        links = [LINK.sub(r'<a href="\1">\2</a>', text) for text in shown]
        parts += [f'<{tag} dir="auto">{text}</{tag}>' for text in links]
    style = "body{font:15px/1.45 system-ui;max-width:600px;margin:16px;overflow-wrap:anywhere}"
    style += "h3,p,small{white-space:pre-line}"
    head = f'<!doctype html><meta charset="utf-8"><title>Slack</title><style>{style}</style>'
    return head + "\n".join(parts)

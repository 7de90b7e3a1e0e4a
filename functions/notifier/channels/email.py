"""Alerts by email, through SES. An email quotes the customer's newest message."""

from datetime import timedelta
from email.utils import formataddr
from typing import Any, NamedTuple

from functions.notifier.channels.provider import call_provider
from functions.notifier.notice import Bundle, Entry, Notice, Plain
from shared.config.configuration import Configuration, Responder
from shared.domain.alerts import Kind
from shared.domain.policies import Medium
from shared.runtime import aws
from shared.wording import headlines
from shared.wording.facts import Facts
from shared.wording.plain import one_line
from shared.wording.rendering import render

MAX_SUBJECT_CHARACTERS = 120


class Email:
    """See `Channel`."""

    name: Medium = "email"
    can_repeat = True
    """SES's events carry the alert's id, as a tag."""
    carries_updates = True
    mirrors_waits = False
    keeps_quiet_hours = True
    doubt_wait = timedelta(minutes=10)

    def address(self, responder: Responder) -> str | None:
        """The responder's email address."""
        return responder.email

    def max_per_hour(self, configuration: Configuration) -> int | None:  # noqa: ARG002
        """No limit."""
        return None

    def send(self, notice: Notice, to: str) -> str:
        """Sends by SES; its message id. Raises as `Channel` says."""
        domain = aws.setting("MAIL_FROM").rpartition("@")[2]
        request = _request(
            mail(notice),
            to,
            brand=notice.brand,
            tag=notice.alert.id,
            references=thread_id(notice, domain),
        )
        return _send(request)

    def send_bundle(self, bundle: Bundle, to: str) -> str:
        """Sends one email with several alerts; its message id. Raises as `Channel` says."""
        brand = bundle.first.notice.brand
        request = _request(bundle_mail(bundle), to, brand=brand, tag=bundle.lead.id)
        return call_provider(lambda: aws.client("sesv2", once=True).send_email(**request))

    def send_plain(self, plain: Plain, to: str) -> str:
        """Sends one email about no wait; its message id. Raises as `Channel` says."""
        return _send(_request(plain_mail(plain), to, brand=plain.brand, tag=plain.id))


def _send(request: dict[str, Any]) -> str:
    return call_provider(lambda: aws.client("sesv2", once=True).send_email(**request))


class Mail(NamedTuple):
    """The parts of an email."""

    subject: str
    text: str
    html: str


def _request(
    mail: Mail, to: str, *, brand: str, tag: str, references: str | None = None
) -> dict[str, Any]:
    """`tag`: the alert that receipts name."""
    sender = aws.setting("MAIL_FROM")
    headers = {"Auto-Submitted": "auto-generated"}  # RFC 3834: no machine answers it
    headers |= {"References": references} if references else {}
    return {
        "FromEmailAddress": formataddr((one_line(brand), sender)),
        "Destination": {"ToAddresses": [to]},
        "Content": {
            "Simple": {
                "Subject": {"Data": mail.subject, "Charset": "UTF-8"},
                "Body": {
                    "Text": {"Data": mail.text, "Charset": "UTF-8"},
                    "Html": {"Data": mail.html, "Charset": "UTF-8"},
                },
                "Headers": [{"Name": name, "Value": value} for name, value in headers.items()],
            }
        },
        "EmailTags": [{"Name": "alert", "Value": tag}],
        "ConfigurationSetName": aws.setting("MAIL_CONFIGURATION_SET"),
    }


def thread_id(notice: Notice, domain: str) -> str:
    """What all emails about one wait refer to, so that mail programs show them as one thread."""
    return f"<wait.{notice.alert.wait_id}@{domain}>"


def mail(notice: Notice) -> Mail:
    """The email about one wait."""
    facts = notice.facts()
    kind = notice.alert.kind
    is_open = facts.wait.outcome == "open"
    values = {
        "f": facts,
        "subject": one_line(headlines.subject(facts, kind), MAX_SUBJECT_CHARACTERS),
        "headline": headlines.headline(facts, kind),
        "status": headlines.status(facts),
        "progress": headlines.progress(facts),
        "is_open": is_open,
        "has_headline": headlines.is_special(facts, kind),
        "asks": notice.asks,
        "preheader": _preheader(facts, kind),
        "links": notice.links(facts),
        "rows": rows(facts),
        "why": why(facts, notice),
    }
    return Mail(
        subject=str(values["subject"]),
        text=render("email.txt", **values),
        html=render("email.html", **values),
    )


def bundle_mail(bundle: Bundle) -> Mail:
    """The email that carries several alerts: a line for each customer, the most urgent first."""
    facts = bundle.first.notice.facts()
    title = bundle.title(facts)
    entries = [_entry(entry) for entry in bundle.entries]
    subject = title if bundle.is_flood else f"{title} · {entries[0]['line']}"
    values = {
        "language": facts.language,
        "subject": one_line(subject, MAX_SUBJECT_CHARACTERS),
        "preheader": entries[0]["words"] or entries[0]["line"],
        "title": title,
        "entries": entries,
        "more": facts.say("bundle.more", count=facts.number(bundle.more)) if bundle.more else None,
        "why": facts.say("bundle.why"),
        "times": facts.say("alert.times", zone=facts.zone),
        "closing": facts.say("alert.closing") if any(e.notice.asks for e in bundle.entries) else "",
    }
    return Mail(
        subject=str(values["subject"]),
        text=render("bundle.txt", **values),
        html=render("bundle.html", **values),
    )


def plain_mail(plain: Plain) -> Mail:
    """The email about no wait."""
    subject = one_line(f"{plain.title} · {plain.brand}", MAX_SUBJECT_CHARACTERS)
    text, html = (render(f"plain.{kind}", subject=subject, p=plain) for kind in ("txt", "html"))
    return Mail(subject, text, html)


def _entry(entry: Entry) -> dict[str, Any]:
    facts = entry.notice.facts()
    wait = facts.wait
    return {
        "line": entry.line(facts),
        "late": facts.due if wait.overdue(facts.now) else None,
        "words": facts.said.newest,
        "links": entry.notice.links(facts),
    }


def _preheader(facts: Facts, kind: Kind) -> str:
    """What a list of emails shows after the subject."""
    if kind != "step":
        return headlines.headline(facts, kind)
    return facts.said.newest or headlines.status(facts)


def why(facts: Facts, notice: Notice) -> str:
    """Why this responder is notified."""
    alert = notice.alert
    policy = facts.wait.terms.policy
    if alert.kind == "window_closing":
        return facts.say("alert.why_window", policy=policy, at=alert.at)
    if alert.kind != "step":
        return facts.say("alert.why_update")
    return facts.say(
        "alert.why",
        policy=policy,
        step=alert.step + 1,
        steps=notice.steps,
        at=alert.at,
    )


def rows(facts: Facts) -> list[tuple[str, str]]:
    """The wait's facts with their labels."""
    surface = facts.say(f"value.{facts.record.surface or 'private'}")
    found: list[tuple[str, str | None]] = [
        ("account", facts.account.name),
        ("channel", f"{facts.channel} ({surface})"),
        ("messages", facts.count),
        ("since", facts.at(facts.wait.opened_at)),
        ("target", facts.say(f"value.{facts.wait.kind}")),
        ("intent", facts.intents),
    ]
    if facts.wait.outcome == "open":
        found += [
            ("window", facts.window),
            ("owner", facts.owner or facts.say("value.nobody")),
            ("notified", ", ".join(facts.others)),
        ]
    listed = [(facts.say(f"label.{name}"), value) for name, value in found if value]
    known = facts.escalation
    if known and known.expedited_reason:
        label, _, reason = facts.say("alert.early", reason=known.expedited_reason).partition(": ")
        listed.append((label.strip(), reason))
    return listed

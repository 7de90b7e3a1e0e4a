"""Alerts by email, through SES. An email quotes the customer's newest message."""

from datetime import timedelta
from email.header import Header
from email.utils import formataddr
from typing import Any, NamedTuple

from functions.notifier import why
from functions.notifier.bundle_entries import Bundle, Entry
from functions.notifier.channels.provider import call_provider
from functions.notifier.notice import Notice, Plain
from shared.config.configuration import Configuration, Responder
from shared.domain.alerts import Kind
from shared.domain.policies import Medium
from shared.runtime import aws
from shared.wording import headlines
from shared.wording.plain import isolated, one_line, own_line
from shared.wording.rendering import render
from shared.wording.wait_view import WaitView

MAX_SUBJECT_CHARACTERS = 120

MAX_WORD_CHARACTERS = 75
"""Of an encoded word in a header (RFC 2047, section 2)."""

MAX_SENDER_BYTES = 320
"""Of an address with its name, as it is sent. Above that, SES answers `Address length is more than
320 bytes long`."""


class Email:
    """The email channel."""

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
        """Sends an email through SES. Returns its message id. Raises the errors of
        `Channel.send`."""
        domain = aws.setting("MAIL_FROM").rpartition("@")[2]
        request = _request(
            mail(notice),
            to,
            about=notice,
            tag=notice.alert.id,
            references=thread_id(notice, domain),
        )
        return _send(request)

    def send_bundle(self, bundle: Bundle, to: str) -> str:
        """Sends one email with several alerts. Returns its message id. Raises the errors of
        `Channel.send`."""
        about = bundle.first.notice
        return _send(_request(bundle_mail(bundle), to, about=about, tag=bundle.lead.id))

    def send_plain(self, plain: Plain, to: str) -> str:
        """Sends one plain message by email. Returns its message id. Raises the errors of
        `Channel.send`."""
        return _send(_request(plain_mail(plain), to, about=plain, tag=plain.id))


def _send(request: dict[str, Any]) -> str:
    return call_provider(lambda: aws.client("sesv2", once=True).send_email(**request))


class Mail(NamedTuple):
    """The parts of an email."""

    subject: str
    text: str
    html: str


def _request(
    mail: Mail, to: str, *, about: Notice | Plain, tag: str, references: str | None = None
) -> dict[str, Any]:
    """The request to SES. `tag` is the id of the alert that receipts name."""
    sender = aws.setting("MAIL_FROM")
    headers = {"Auto-Submitted": "auto-generated"}  # RFC 3834: no machine answers it
    headers |= {"References": references} if references else {}
    answers = {"ReplyToAddresses": [about.reply_to]} if about.reply_to else {}
    return answers | {
        "FromEmailAddress": _sender(about.brand, sender),
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


def _sender(brand: str, address: str) -> str:
    """The address with the brand's name, which is cut if SES would refuse it."""
    name = one_line(brand)
    forms = (_with_name(one_line(name, length), address) for length in range(len(name), 0, -1))
    return next((form for form in forms if len(form) <= MAX_SENDER_BYTES), address)


def _with_name(name: str, address: str) -> str:
    """The address with a name. What is not ASCII is encoded, in words that mail programs decode."""
    if name.isascii():
        return formataddr((name, address))
    words = Header(name, "utf-8", maxlinelen=MAX_WORD_CHARACTERS)
    return f"{words.encode(linesep='')} <{address}>"


def thread_id(notice: Notice, domain: str) -> str:
    """The message id to which all emails about one wait refer, so that mail programs show them as
    one thread."""
    return f"<wait.{notice.alert.wait_id}@{domain}>"


def mail(notice: Notice) -> Mail:
    """The email about one wait."""
    view = notice.view()
    kind = notice.alert.kind
    is_open = view.wait.outcome == "open"
    values = {
        "f": view,
        "subject": own_line(headlines.subject(view, kind), MAX_SUBJECT_CHARACTERS),
        "headline": headlines.headline(view, kind),
        "status": headlines.status(view),
        "progress": headlines.progress(view),
        "is_open": is_open,
        "has_headline": headlines.is_special(view, kind),
        "asks": notice.asks,
        "preheader": _preheader(view, kind),
        "links": notice.links(view),
        "facts": facts(view),
        "why": why.sentence(view, notice),
    }
    return Mail(
        subject=str(values["subject"]),
        text=render("email.txt", **values),
        html=render("email.html", **values),
    )


def bundle_mail(bundle: Bundle) -> Mail:
    """The email that carries several alerts: a line for each customer, the most urgent first."""
    view = bundle.first.notice.view()
    title = bundle.title(view)
    entries = [_entry(entry) for entry in bundle.entries]
    subject = title if bundle.is_flood else f"{title} · {entries[0]['line']}"
    values = {
        "language": view.language,
        "colon": view.say("format.colon"),
        "subject": own_line(subject, MAX_SUBJECT_CHARACTERS),
        "preheader": isolated(entries[0]["words"] or "") or entries[0]["line"],
        "title": title,
        "entries": entries,
        "more": view.say("bundle.more", count=view.number(bundle.more)) if bundle.more else None,
        "why": view.say("bundle.why"),
        "hidden": view.text_note if view.said.is_hidden else None,
        "times": view.say("alert.times", zone=view.zone),
        "closing": view.say("alert.closing") if any(e.notice.asks for e in bundle.entries) else "",
    }
    return Mail(
        subject=str(values["subject"]),
        text=render("bundle.txt", **values),
        html=render("bundle.html", **values),
    )


def plain_mail(plain: Plain) -> Mail:
    """The email for a plain message."""
    subject = own_line(f"{plain.title} · {isolated(plain.brand)}", MAX_SUBJECT_CHARACTERS)
    text, html = (render(f"plain.{kind}", subject=subject, p=plain) for kind in ("txt", "html"))
    return Mail(subject, text, html)


def _entry(entry: Entry) -> dict[str, Any]:
    view = entry.notice.view()
    wait = view.wait
    return {
        "line": entry.line(view),
        "urgency": view.urgency if wait.outcome == "open" and view.urgency != "muted" else None,
        "details": entry.second_line(view),
        "note": view.text_note if view.said.is_older and entry.notice.asks else None,
        "words": view.said.newest,
        "links": entry.notice.links(view),
    }


def _preheader(view: WaitView, kind: Kind) -> str:
    """The text that a list of emails shows after the subject."""
    if kind != "step":
        return headlines.headline(view, kind)
    return isolated(view.said.newest or "") or headlines.status(view)


def facts(view: WaitView) -> list[tuple[str, str]]:
    """The facts of the wait, with labels."""
    found: list[tuple[str, str | None]] = [
        ("account", isolated(view.account.name)),
        ("channel", view.place),
        ("messages", view.count),
        ("since", view.at(view.wait.opened_at)),
        ("target", view.say(f"value.{view.wait.kind}")),
        ("intent", view.intents),
    ]
    if view.wait.outcome == "open":
        found += [
            ("window", view.window),
            ("owner", view.owner or view.say("value.nobody")),
            ("notified", view.other_names),
        ]
    found.append(("early", view.early_reason))
    return [(view.say(f"label.{name}"), value) for name, value in found if value]

"""Alerts in Slack, through an incoming webhook.

https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks has its answers: 400 for a
message that it does not understand, 403, 404 and 410 for a webhook that no longer works.
"""

from datetime import timedelta
from typing import Any

from functions.notifier import why
from functions.notifier.bundle_entries import Bundle, Entry
from functions.notifier.channels import https
from functions.notifier.channels.secret_entries import entry
from functions.notifier.notice import Notice, Plain
from shared.config.configuration import Configuration, Responder
from shared.domain.alerts import FOR_INFORMATION
from shared.domain.policies import Medium
from shared.wording import headlines
from shared.wording.plain import MAX_EXCERPT_CHARACTERS, isolated, own_line
from shared.wording.wait_view import WaitView

MAX_HEADER_CHARACTERS = 150
"""Of a header block: https://docs.slack.dev/reference/block-kit/blocks/header-block"""

MAX_TEXT_CHARACTERS = 3_000
"""Of any other text: https://docs.slack.dev/reference/block-kit/composition-objects/text-object.
Slack refuses a message with a longer one."""


class Slack:
    """The Slack channel."""

    name: Medium = "slack"
    can_repeat = False
    """False: Slack shows a repeated message again, and has no receipts."""
    carries_updates = True
    mirrors_waits = False
    keeps_quiet_hours = True
    doubt_wait = timedelta(minutes=2)
    """Long enough for a late write of the function that sent the message."""

    def address(self, responder: Responder) -> str | None:
        """The name of the entry in the secret."""
        return responder.slack

    def max_per_hour(self, configuration: Configuration) -> int | None:  # noqa: ARG002
        """No limit."""
        return None

    def send(self, notice: Notice, to: str) -> str:
        """Posts to the incoming webhook. Slack returns no id. Raises the errors of
        `Channel.send`."""
        address = entry(self.name, to, needs_key=False).address
        https.post(notice, address, message(notice), can_repeat=self.can_repeat)
        return notice.alert.id

    def send_bundle(self, bundle: Bundle, to: str) -> str:
        """Posts one message for several alerts, like `send` for one."""
        address = entry(self.name, to, needs_key=False).address
        content = bundle_message(bundle)
        https.post(bundle.first.notice, address, content, can_repeat=self.can_repeat)
        return bundle.lead.id

    def send_plain(self, plain: Plain, to: str) -> str:
        """Posts one plain message, like `send` for an alert."""
        address = entry(self.name, to, needs_key=False).address
        https.post(plain, address, plain_message(plain), can_repeat=self.can_repeat)
        return plain.id


def plain_message(plain: Plain) -> dict[str, Any]:
    """The plain message: a headline and a text."""
    blocks = [
        {"type": "header", "text": _plain(own_line(plain.title, MAX_HEADER_CHARACTERS))},
        {"type": "section", "text": _plain(plain.text)},
    ]
    return {"text": escape(plain.title), "blocks": blocks}


def bundle_message(bundle: Bundle) -> dict[str, Any]:
    """The message for several alerts: a line for each customer with its links, the most urgent
    first."""
    first = bundle.first.notice.view()
    title = bundle.title(first)
    header = _plain(own_line(title, MAX_HEADER_CHARACTERS))
    blocks: list[dict[str, Any]] = [{"type": "header", "text": header}]
    for entry_ in bundle.entries:
        view = entry_.notice.view()
        blocks.append({"type": "section", "text": _plain(_entry(entry_, view))})
        blocks += _links(entry_.notice, view)
    notes = [str(first.text_note)] if first.said.is_hidden else []
    if bundle.more:
        notes.append(first.say("bundle.more", count=first.number(bundle.more)))
    notes.append(first.say("alert.times", zone=first.zone))
    blocks.append({"type": "context", "elements": [_plain(note) for note in notes]})
    return {"text": escape(title), "blocks": blocks, "unfurl_links": False, "unfurl_media": False}


def message(notice: Notice) -> dict[str, Any]:
    """The message: a headline, the customer's newest words, the facts that matter, and links.

    Texts from strangers are plain text, in which Slack looks for neither links nor mentions such as
    `<!channel>`.
    """
    view = notice.view()
    kind = notice.alert.kind
    subject = headlines.subject(view, kind)
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": _plain(own_line(subject, MAX_HEADER_CHARACTERS))}
    ]
    if headlines.is_special(view, kind):
        blocks.append({"type": "section", "text": _plain(headlines.headline(view, kind))})
    if said := _said(notice, view):
        blocks.append({"type": "section", "text": _plain(said)})
    reason = f"{why.sentence(view, notice)} {view.say('alert.times', zone=view.zone)}"
    blocks.append({"type": "context", "elements": [_plain(_details(view)), _plain(reason)]})
    blocks += _links(notice, view)
    return {
        "text": escape(subject),
        "blocks": blocks,
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _plain(text: str) -> dict[str, Any]:
    if len(text) > MAX_TEXT_CHARACTERS:
        text = text[: MAX_TEXT_CHARACTERS - 1] + "…"
    return {"type": "plain_text", "text": text, "emoji": False}


def _entry(entry_: Entry, view: WaitView) -> str:
    """An entry of a bundle: its headline, what else matters, the customer's newest words."""
    said = _said(entry_.notice, view) if view.said.newest else None
    lines = own_line(entry_.line(view), MAX_EXCERPT_CHARACTERS), entry_.second_line(view), said
    return "\n".join(filter(None, lines))


def _said(notice: Notice, view: WaitView) -> str:
    """The customer's newest words, with a note on them. Nothing if the alert only informs."""
    if notice.alert.kind in FOR_INFORMATION:
        return ""
    words = view.say("format.quote", text=view.said.newest) if view.said.newest else None
    return "\n".join(filter(None, (view.text_note, words)))


def _details(view: WaitView) -> str:
    parts = [isolated(view.account.name), headlines.status(view)]
    parts += [view.say("slack.messages", count=view.count)] if view.count else []
    if view.wait.outcome == "open":
        parts += [view.labelled("window", view.window)] if view.window else []
        parts += [view.early] if view.early else []
        parts += [view.owner] if view.owner else []
        parts += [view.labelled("notified", view.other_names)] if view.others else []
    return " · ".join(part.rstrip(".") for part in parts)


def _links(notice: Notice, view: WaitView) -> list[dict[str, Any]]:
    """The block with the links. An address that is too long is left out: the conversation page has
    it too."""
    text = ""
    for one in notice.links(view):
        longer = "   ".join(filter(None, (text, _link(one.address, one.label))))
        text = longer if len(longer) <= MAX_TEXT_CHARACTERS else text
    return [{"type": "section", "text": {"type": "mrkdwn", "text": text}}] if text else []


def _link(address: str, label: str) -> str:
    return f"<{escape(address).replace('|', '%7C')}|{escape(label)}>"


def escape(text: str) -> str:
    """The text for `mrkdwn`, in which three characters are special:
    https://docs.slack.dev/messaging/formatting-message-text#escaping"""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

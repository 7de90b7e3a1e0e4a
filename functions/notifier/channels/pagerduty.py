"""Alerts as incidents of PagerDuty: Events API v2.

https://developer.pagerduty.com/docs/events-api-v2-overview: all events with one `dedup_key` belong
to one incident, so a repeated event changes nothing. It answers 202; 400 for an event that is not
valid; 429 and 5xx for "try again later".
"""

from datetime import timedelta
from typing import Any, Literal

from functions.notifier.channels import https
from functions.notifier.channels.details import details
from functions.notifier.channels.secret_entries import entry
from functions.notifier.notice import Notice, Plain
from shared.config.configuration import Configuration, Responder
from shared.domain.policies import Medium
from shared.storage.attributes import stamp
from shared.wording import headlines
from shared.wording.plain import own_line

ADDRESS = "https://events.pagerduty.com/v2/enqueue"
"""The address for accounts in the United States. An entry of the secret may have another one:
https://support.pagerduty.com/main/docs/service-regions"""

MAX_SUMMARY_CHARACTERS = 1024


class PagerDuty:
    """The PagerDuty channel."""

    name: Medium = "pagerduty"
    can_repeat = True
    """True, because of the deduplication key."""
    carries_updates = True
    mirrors_waits = True
    keeps_quiet_hours = False
    doubt_wait = timedelta(minutes=2)
    """Long enough for a late write of the function that sent the message."""

    def address(self, responder: Responder) -> str | None:
        """The name of the entry in the secret."""
        return responder.pagerduty

    def max_per_hour(self, configuration: Configuration) -> int | None:  # noqa: ARG002
        """No limit."""
        return None

    def send(self, notice: Notice, to: str) -> str:
        """Sends the event. Returns the incident's deduplication key. Raises the errors of
        `Channel.send`."""
        found = entry(self.name, to, address=ADDRESS)
        content = event(notice, found.keys[0])
        https.post(notice, found.address, content, can_repeat=self.can_repeat)
        return notice.alert.wait_id

    def send_plain(self, plain: Plain, to: str) -> str:
        """Opens an incident of the lowest severity for a plain message, like `send` for an
        alert."""
        found = entry(self.name, to, address=ADDRESS)
        content = plain_event(plain, found.keys[0])
        https.post(plain, found.address, content, can_repeat=self.can_repeat)
        return plain.id


def plain_event(plain: Plain, routing_key: str) -> dict[str, Any]:
    """The event for a plain message."""
    return {
        "routing_key": routing_key,
        "event_action": "trigger",
        "dedup_key": plain.id,
        "client": "ReplyWatch",
        "payload": {
            "summary": own_line(f"{plain.title}: {plain.text}", MAX_SUMMARY_CHARACTERS),
            "source": plain.brand,
            "severity": "info",
            "timestamp": stamp(plain.now),
        },
    }


def action(notice: Notice) -> Literal["trigger", "acknowledge", "resolve"]:
    """What the alert does to the incident of its wait."""
    if notice.alert.kind == "all_clear":
        return "resolve"
    return "acknowledge" if notice.alert.kind == "taken" else "trigger"


def event(notice: Notice, routing_key: str) -> dict[str, Any]:
    """The event for an alert. Only an event that triggers an incident has facts about the
    customer."""
    kind = action(notice)
    content: dict[str, Any] = {
        "routing_key": routing_key,
        "event_action": kind,
        "dedup_key": notice.alert.wait_id,
    }
    if kind != "trigger":
        return content
    view = notice.view()
    return content | {
        "client": "ReplyWatch",
        "client_url": notice.link(view),
        "links": [{"href": one.address, "text": one.label} for one in notice.links(view)],
        "payload": {
            "summary": own_line(headlines.subject(view, notice.alert.kind), MAX_SUMMARY_CHARACTERS),
            "source": view.account.name,
            "severity": "critical" if view.now >= view.wait.due_at else "warning",
            "timestamp": stamp(notice.now),
            "component": view.channel,
            "group": notice.brand,
            "class": view.wait.terms.policy,
            "custom_details": details(notice, view),
        },
    }

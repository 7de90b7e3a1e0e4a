"""Reads the reports of SES and AWS End User Messaging.

- SES: https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html. A
  tag of the email names the alert.
- End User Messaging:
  https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-format.html and
  its list of event types. The context of the message names the alert.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from functions.notifier.channels.email import Email
from functions.notifier.channels.sms import Sms
from shared.domain.alerts import Event
from shared.storage.attributes import moment
from shared.storage.suppressions import Address, Reason

MAIL_EVENTS: Mapping[str, Event] = {
    "Send": "accepted",
    "Delivery": "delivered",
    "Bounce": "bounced",
    "SoftBounce": "soft_bounced",
    "Reject": "bounced",
}
"""SES's names, and `SoftBounce`, which is ours. It also reports complaints and delays, which change
no alert."""

TEXT_EVENTS: Mapping[str, Event] = {
    # End User Messaging has it, or a carrier has. In some countries that is the last report.
    "TEXT_SENT": "accepted",
    "TEXT_QUEUED": "accepted",
    "TEXT_PENDING": "accepted",
    "TEXT_SUCCESSFUL": "accepted",
    "TEXT_DELIVERED": "delivered",
    # The number, the words or the sender: the same message would fail again.
    "TEXT_INVALID": "bounced",
    "TEXT_INVALID_MESSAGE": "bounced",
    "TEXT_BLOCKED": "bounced",
    "TEXT_CARRIER_BLOCKED": "bounced",
    "TEXT_PROTECT_BLOCKED": "bounced",
    "TEXT_SPAM": "bounced",
    # The phone is off, or the carrier has a disturbance.
    "TEXT_UNREACHABLE": "soft_bounced",
    "TEXT_CARRIER_UNREACHABLE": "soft_bounced",
    "TEXT_TTL_EXPIRED": "soft_bounced",
}
"""End User Messaging's names. `TEXT_UNKNOWN` is not among them: after 72 hours without a receipt it
says that nothing is known."""

SUPPRESSING: Mapping[str, Reason] = {
    "Bounce": "bounced",
    "Complaint": "complained",
    "TEXT_INVALID": "bounced",
    "TEXT_BLOCKED": "blocked",
}
"""Events that suppress the address: it does not exist, or its owner does not want messages. The
others concern the message, the sender or the moment."""

TEXT = "TEXT_"
_NAME = re.compile(r"[A-Za-z_]{1,40}")


class Report(NamedTuple):
    """One report, in the product's terms."""

    kind: str
    """The provider's name of the event, or `SoftBounce`, for logs."""
    alerts: tuple[str, ...] = ()
    """The ids of the alerts that it names."""
    event: Event | None = None
    """The event that it means for them, or None if it changes nothing."""
    address: Address | None = None
    """The address that it is about."""
    suppresses: Reason | None = None
    """Why the address is suppressed, or None if it is not."""
    sent_at: datetime | None = None
    """When the message was sent."""


def read(text: str) -> Report | None:
    """The report in this text, or None. When the topic is connected, SES sends one sentence instead
    of a report."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    if not isinstance(found, dict):
        return None
    kind = found.get("eventType") or found.get("notificationType")
    if not isinstance(kind, str) or not _NAME.fullmatch(kind):
        return None
    return _of_text(kind, found) if kind.startswith(TEXT) else _of_mail(kind, found)


def _of_mail(kind: str, found: Mapping[str, Any]) -> Report:
    if kind == "Bounce" and _part(found, "bounce").get("bounceType") != "Permanent":
        kind = "SoftBounce"  # SES reports it once it has given up
    mail = _part(found, "mail")
    to = _texts(mail.get("destination"))
    return Report(
        kind=kind,
        alerts=_texts(_part(mail, "tags").get("alert")),
        event=MAIL_EVENTS.get(kind),
        address=Address(Email.name, to[0]) if to else None,
        suppresses=SUPPRESSING.get(kind),
        sent_at=_time(mail.get("timestamp")),
    )


def _of_text(kind: str, found: Mapping[str, Any]) -> Report:
    to, sent = found.get("destinationPhoneNumber"), found.get("messageRequestTimestamp")
    return Report(
        kind=kind,
        alerts=_texts([_part(found, "context").get("alert")]),
        event=TEXT_EVENTS.get(kind),
        address=Address(Sms.name, to) if isinstance(to, str) else None,
        suppresses=SUPPRESSING.get(kind),
        sent_at=_time(sent / 1000 if isinstance(sent, int) else None),
    )


def _texts(found: Any) -> tuple[str, ...]:
    return tuple(t for t in found if isinstance(t, str)) if isinstance(found, list) else ()


def _time(given: Any) -> datetime | None:
    """The moment. SES writes ISO 8601, End User Messaging seconds since 1970."""
    try:
        if isinstance(given, str):
            return moment(given)
        return None if given is None else datetime.fromtimestamp(given, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _part(found: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = found.get(name)
    return part if isinstance(part, dict) else {}

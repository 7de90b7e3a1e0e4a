"""What the reports of SES and of AWS End User Messaging say, in our words.

- SES: https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html. A
  tag of the email names the alert.
- End User Messaging: https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-format.html
  and its list of event types. The context of the message names the alert.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from shared.domain.alerts import Event

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

TEXT = "TEXT_"
_NAME = re.compile(r"[A-Za-z_]{1,40}")


class Report(NamedTuple):
    """One report."""

    kind: str
    """The provider's name of the event, and `SoftBounce`; for logs."""
    alerts: tuple[str, ...] = ()
    """The ids of the alerts that it names."""
    event: Event | None = None
    """What it makes of them; None: nothing."""


def read(text: str) -> Report | None:
    """The report; None if the text is none: when the topic is connected, SES sends one sentence."""
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
    named = _part(_part(found, "mail"), "tags").get("alert")
    alerts = named if isinstance(named, list) else []
    return Report(kind, tuple(a for a in alerts if isinstance(a, str)), MAIL_EVENTS.get(kind))


def _of_text(kind: str, found: Mapping[str, Any]) -> Report:
    alert = _part(found, "context").get("alert")
    return Report(kind, (alert,) if isinstance(alert, str) else (), TEXT_EVENTS.get(kind))


def _part(found: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = found.get(name)
    return part if isinstance(part, dict) else {}

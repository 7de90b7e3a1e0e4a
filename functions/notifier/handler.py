"""The alerts queue → people; and the mail provider's own events → the alerts they concern."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from math import inf
from typing import Any

from functions.notifier import escalation
from shared.config import configuration
from shared.runtime import log
from shared.storage.store import shared_store


def now() -> datetime:
    """The only clock here."""
    return datetime.now(UTC)


ENOUGH_MS = 9_000
"""What one send may take that hangs until the provider is given up on."""


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """A batch of queue messages in, the ids of those to deliver again out; or a batch of the mail
    provider's events, of which none is lost: an error has the whole batch delivered again.

    What there is no time left for is not begun: a send that is cut off in the middle is in doubt.
    """

    def in_time() -> bool:
        return _left_ms(context) >= ENOUGH_MS

    failed: list[str] = []
    for record in event["Records"]:
        if record.get("EventSource") == "aws:sns":
            _provider_event(record["Sns"]["Message"])
            continue
        if not in_time():
            failed.append(record["messageId"])
            continue
        try:
            escalation.act(
                shared_store(),
                configuration.deployed_configuration(),
                json.loads(record["body"]),
                now(),
                in_time,
            )
        except Exception as error:  # noqa: BLE001 one message's failure is not its neighbour's
            log.event("alert.retry", error=type(error).__name__)
            failed.append(record["messageId"])
    return {"batchItemFailures": [{"itemIdentifier": i} for i in failed]}


def _left_ms(context: Any) -> float:
    """Until Lambda ends this invocation."""
    return float(context.get_remaining_time_in_millis()) if context else inf


def _provider_event(text: str) -> None:
    """SES's event as JSON. When a topic is connected SES sends it a sentence, too."""
    try:
        event = json.loads(text)
    except ValueError:
        log.event("alert.provider_text")
        return
    tags = event.get("mail", {}).get("tags", {})
    kind = str(event.get("eventType") or event.get("notificationType"))
    if kind == "Bounce" and event.get("bounce", {}).get("bounceType") != "Permanent":
        kind = "SoftBounce"  # SES tells of it once it has given up
    for alert in tags.get("alert", []):
        escalation.told_by_provider(
            shared_store(), configuration.deployed_configuration(), alert, kind, now()
        )
        log.event("alert.provider", alert=alert, told=kind)

"""What the buttons of the conversation page do. Each decision is one write of the record, on the
condition that nobody has written it in between."""

from collections.abc import Container, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from functions.api import dismissal
from functions.api.dismissal import NothingOpenError
from shared.config.configuration import Configuration
from shared.domain import ownership
from shared.domain.alerts import Alert
from shared.domain.escalation import Escalation
from shared.runtime import links
from shared.storage import records
from shared.storage.records import ConversationRecord
from shared.storage.store import Put, Store

MAX_REASON_CHARACTERS = 200
SNOOZES_MIN = {"snooze-15": 15, "snooze-60": 60}


class InvalidFormError(ValueError):
    """A field is missing or wrong; `str()` is the name of its label on the page."""


def perform(
    store: Store,
    configuration: Configuration,
    record: ConversationRecord,
    alert: Alert,
    form: Mapping[str, str],
    zone: str,
    now: datetime,
) -> None:
    """Does what the form says, for the alert's responder.

    Raises ConflictError, InvalidFormError, and NothingOpenError where the wait has closed.
    """
    if record.open_wait is None or record.escalation is None:
        raise NothingOpenError
    if form.get("action") == "dismiss":
        _dismiss(store, configuration, record, alert, form.get("reason", ""), now)
        return
    people = configuration.responders
    after = _decided(record.escalation, alert.responder, form, zone, people, now)
    advanced = replace(record, escalation=after, version=record.version + 1)
    store.write([Put(records.to_item(advanced), expects=record.version)])


def _decided(
    known: Escalation,
    by: str,
    form: Mapping[str, str],
    zone: str,
    people: Container[str],
    now: datetime,
) -> Escalation:
    action = form.get("action", "")
    if action == "acknowledge":
        return ownership.taken(known, by, now + links.SILENT, now)
    if action in SNOOZES_MIN:
        return ownership.taken(known, by, now + timedelta(minutes=SNOOZES_MIN[action]), now)
    if action == "snooze-until":
        return ownership.taken(known, by, until(form.get("until", ""), zone, now), now)
    if action == "hand-over":
        if form.get("to") not in people:
            raise InvalidFormError("page.hand_over_to")
        return ownership.handed_over(known, form["to"], by, now + links.SILENT, now)
    if action == "undo" and known.acknowledged_by == by:
        return ownership.given_back(known, now)
    raise InvalidFormError("page.snooze")


def until(given: str, zone: str, now: datetime) -> datetime:
    """The next moment at which clocks in the zone show this time (`23:40`). Raises
    InvalidFormError."""
    try:
        hour_minute = time.fromisoformat(given)
    except ValueError:
        raise InvalidFormError("page.until") from None
    local = now.astimezone(ZoneInfo(zone))
    wanted = local.replace(hour=hour_minute.hour, minute=hour_minute.minute, second=0)
    if wanted <= local:
        wanted += timedelta(days=1)
    return wanted.astimezone(now.tzinfo)


def _dismiss(
    store: Store,
    configuration: Configuration,
    record: ConversationRecord,
    alert: Alert,
    reason: str,
    now: datetime,
) -> None:
    reason = reason.strip()
    if not 0 < len(reason) <= MAX_REASON_CHARACTERS:
        raise InvalidFormError("page.reason")
    reason = reason.encode(errors="replace").decode()
    days = configuration.text_days
    dismissal.dismiss(store, record, by=alert.responder, reason=reason, now=now, kept_days=days)

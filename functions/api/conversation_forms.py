"""Performs what the forms of the conversation page ask for, in the name of the alert's
responder."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from functions.api import dismissal
from functions.api.dismissal import MAX_REASON_CHARACTERS
from shared.config.configuration import Configuration, Responder
from shared.conversation import actions
from shared.conversation.actions import NothingOpenError
from shared.domain.alerts import Alert
from shared.storage.records import ConversationRecord
from shared.storage.store import Store
from shared.wording.plain import one_line

SETTINGS = "settings"
"""The action of the button that requests the link to one's own settings."""

DISMISS = "dismiss"
"""The action of the form that closes the wait."""

SNOOZES_MIN = {"snooze-15": 15, "snooze-60": 60, "snooze-240": 240}
"""For how many minutes a button pauses alerts, by the button's action. The dashboard offers the
same."""

MAX_AHEAD = timedelta(hours=12)
"""How far ahead a time of day may be. One that has just passed is a mistake, and would silence the
wait for a day."""


class InvalidFormError(ValueError):
    """A field is missing or wrong. `str()` is the name of its label on the page."""


class RefusedFormError(ValueError):
    """The form cannot be carried out. `name` is the name of the phrase that says why, with its
    values."""

    def __init__(self, name: str, /, **values: str) -> None:
        super().__init__(name)
        self.name, self.values = name, values


def perform(
    store: Store,
    configuration: Configuration,
    record: ConversationRecord,
    alert: Alert,
    form: Mapping[str, str],
    zone: str,
    now: datetime,
) -> str | None:
    """Does what the form asks for. Returns the id of the dismissal, if it was one.

    Raises ConflictError, InvalidFormError, RefusedFormError, and NothingOpenError if the wait has
    closed.
    """
    if record.open_wait is None or record.escalation is None:
        raise NothingOpenError
    if form.get("action") == DISMISS:
        reason, days = _reason(form.get("reason", "")), configuration.text_days
        item = dismissal.dismiss(
            store, record, by=alert.responder, reason=reason, now=now, kept_days=days
        )
        return str(item["message_id"])
    people = configuration.responders
    actions.write(store, _decided(record, alert.responder, form, zone, people, now))
    return None


def _decided(
    record: ConversationRecord,
    by: str,
    form: Mapping[str, str],
    zone: str,
    people: Mapping[str, Responder],
    now: datetime,
) -> ConversationRecord:
    action = form.get("action", "")
    if action == "acknowledge":
        return actions.acknowledge(record, by, now)
    if action in SNOOZES_MIN:
        return actions.snooze(record, by, now + timedelta(minutes=SNOOZES_MIN[action]), now)
    if action == "snooze-until":
        return actions.snooze(record, by, until(form.get("until", ""), zone, now), now)
    if action == "hand-over":
        return actions.hand_over(record, _present(form.get("to", ""), people, now), by, now)
    if action == "undo" and record.escalation and record.escalation.acknowledged_by == by:
        return actions.release(record, now)
    raise InvalidFormError("page.snooze")


def _present(name: str, people: Mapping[str, Responder], now: datetime) -> str:
    """The name of a responder who is not absent. Raises InvalidFormError or RefusedFormError."""
    if name not in people:
        raise InvalidFormError("page.hand_over_to")
    if people[name].is_absent(now):
        raise RefusedFormError("page.is_away", name=name)
    return name


def until(given: str, zone: str, now: datetime) -> datetime:
    """The next moment at which clocks in this zone show this time (`23:40`).

    Raises InvalidFormError, or RefusedFormError if it is more than MAX_AHEAD away.
    """
    try:
        hour_minute = time.fromisoformat(given)
    except ValueError:
        raise InvalidFormError("page.until") from None
    local = now.astimezone(ZoneInfo(zone))
    wanted = local.replace(hour=hour_minute.hour, minute=hour_minute.minute, second=0)
    if wanted <= local:
        wanted += timedelta(days=1)
    found = wanted.astimezone(now.tzinfo)
    if found - now > MAX_AHEAD:
        hours = MAX_AHEAD // timedelta(hours=1)
        raise RefusedFormError("page.until_far", at=f"{wanted:%H:%M}", hours=str(hours))
    return found


def _reason(given: str) -> str:
    reason = one_line(given, MAX_REASON_CHARACTERS + 1)
    if not 0 < len(reason) <= MAX_REASON_CHARACTERS:
        raise InvalidFormError("page.reason")
    return reason

"""The events that ReplyWatch publishes, as types. `event_schema` makes the JSON Schema of them;
nothing imports them at run time. The tests check every event against it.

Times are ISO 8601 in UTC, durations whole seconds. Fields may be added."""

from typing import TypedDict

from functions.api.models import AlertKind, AlertState, NotificationChannel, PlacedWait, Time
from shared.domain import event_names


class WaitEvent(TypedDict):
    """The new state of a wait. Of two events of one wait, the one with the larger `version` is
    newer. An event that comes again has the same `id`. Fields that only the conversation has are
    null."""

    id: str
    type: event_names.WaitEvent
    time: Time
    version: int
    wait: PlacedWait


class PublishedAlert(TypedDict):
    """An alert, with the public id of its conversation, if that is still kept."""

    id: str
    conversation: str | None
    channel: str
    account: str
    wait: str | None
    kind: AlertKind
    policy: str | None
    step: int | None
    step_at: str | None
    responder: str
    by: NotificationChannel
    state: AlertState
    attempts: int
    claimed_at: Time | None


class AlertEvent(TypedDict):
    """The new state of an alert. `id` and `version` mean the same as in a wait's event."""

    id: str
    type: event_names.AlertEvent
    time: Time
    version: int
    alert: PublishedAlert

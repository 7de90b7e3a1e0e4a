"""Called by the table's stream: folds new messages into the records of their conversations."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from functions.tracker import crowds, last_messages
from shared.config import configuration
from shared.conversation import pending_events, private_answers, tracking
from shared.runtime import log, stream
from shared.runtime.stream import StreamRecord
from shared.storage import schema
from shared.storage.attributes import Item, moment
from shared.storage.store import shared_store


def now() -> datetime:
    """The only clock here."""
    return datetime.now(UTC)


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Handles a batch of stream records. Returns those that must be delivered again."""
    if configuration.deployed_configuration().opinion_model:
        _ask_for_opinions(event)
    return stream.grouped(
        event,
        lambda record: record.key.pk,
        _handle,
        remaining_s=stream.seconds_left(context),
    )


def _ask_for_opinions(event: Mapping[str, Any]) -> None:
    from functions.tracker import second_opinion  # most deployments have none

    deployed = configuration.deployed_configuration()
    second_opinion.note(shared_store(), deployed, stream.created(event))


def _handle(pk: str, records: list[StreamRecord]) -> None:
    if pk.startswith(schema.POINTERS):
        pending_events.place_pending(shared_store(), pk)
    elif pk.startswith(schema.CONVERSATIONS):
        _handle_items(schema.conversation_of(pk), [r for r in records if r.item])


def _handle_items(conversation: str, records: list[StreamRecord]) -> None:
    """Tracks the conversation of these items, and the public conversations that they answer in
    private."""
    items = [record.item for record in records]
    _track(conversation, _first_arrivals(records), items)
    answers_by_public = private_answers.by_public_conversation(
        shared_store(), configuration.deployed_configuration(), items
    )
    for public, answers in answers_by_public.items():
        _track(public, {}, answers)
    _measure_lag(records)
    last_messages.note_all(shared_store(), records)


def _track(conversation: str, arrived: Mapping[str, datetime], items: list[Item]) -> None:
    """Tracks the conversation, and looks for a crowd in its thread."""
    store, deployed = shared_store(), configuration.deployed_configuration()
    for record in tracking.track(store, deployed, conversation, arrived, items, now):
        if record.wait is not None:
            log.event("wait.tracked", outcome=record.wait.outcome, channel=record.channel)
        crowds.record_wait(store, deployed, record, items)


def _first_arrivals(records: list[StreamRecord]) -> dict[str, datetime]:
    """When each item first arrived, by sort key. A later change of its text does not count."""
    found: dict[str, datetime] = {}
    for record in records:
        found.setdefault(record.key.sk, record.at)
    return found


def _measure_lag(records: list[StreamRecord]) -> None:
    """Measures the platform's lag, by channel: how long after its own time each message arrived."""
    for record in records:
        if record.first and record.key.sk.startswith(schema.MESSAGE):
            lag_s = (record.at - moment(record.item["at"])).total_seconds()
            log.seconds("PlatformLag", max(lag_s, 0.0), channel=str(record.item["channel"]))

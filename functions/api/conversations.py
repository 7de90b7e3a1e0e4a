"""Conversations that wait, one conversation in full, and why its waits are due when they are."""

import base64
import binascii
import json
from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from aws_lambda_powertools.event_handler.exceptions import BadRequestError

from shared.config.configuration import Configuration
from shared.conversation import description, lookup
from shared.conversation.description import time_to_json, wait_to_json
from shared.domain.reply_window import answerable_until, human_agent_until
from shared.domain.waits import Wait
from shared.storage import records, schema
from shared.storage.records import ConversationRecord
from shared.storage.schema import PK, SHARDS, SK, Key
from shared.storage.store import Store

MAX_OPEN = 5_000
"""Open waits of a shard that are put in order of urgency: those with the next moment first, and of
those without a further step the latest. What has waited for months does not hide today's."""


def waiting(
    store: Store, now: datetime, *, limit: int, cursor: str | None, only: Mapping[str, str]
) -> dict[str, Any]:
    """A page of the open waits, the most urgent (earliest deadline) first."""
    entries = sorted(
        (str(item["due_at"]), str(item[PK]), str(item["public_id"]))
        for n in range(SHARDS)
        for name, is_over in ((schema.waiting(n), True), (schema.due(n), False))
        for item in islice(store.due(name, newest_first=is_over), MAX_OPEN)
        if item[SK] == schema.STATE and all(item.get(k) == v for k, v in only.items())
    )
    after = _decoded(cursor) if cursor else ("", "")
    entries = [entry for entry in entries if (entry[0], entry[2]) > after]
    page: list[dict[str, Any]] = []
    last = after
    for start in range(0, len(entries), limit):
        part = entries[start : start + limit]
        found = store.get_all(Key(pk, schema.STATE) for _, pk, _ in part)
        for due, pk, public_id in part:
            if len(page) == limit:
                return {"conversations": page, "next": _encoded(last)}
            item = found.get(Key(pk, schema.STATE))
            last = (due, public_id)
            record = records.from_item(item) if item else None
            if record is not None and record.open_wait is not None:
                page.append(shown(record, record.open_wait, now))
    return {"conversations": page, "next": None}


def shown(record: ConversationRecord, wait: Wait, now: datetime) -> dict[str, Any]:
    """An open wait. Times are ISO 8601 in UTC, durations in seconds."""
    place = (record.channel, record.surface, wait.last_at)
    escalation = record.escalation
    return {
        "conversation": record.public_id,
        "channel": record.channel,
        "surface": record.surface,
        "account": record.account,
        "customer": record.customer,
        "permalink": record.permalink,
        **wait_to_json(wait, now),
        "answerable_until": time_to_json(answerable_until(*place)),
        "human_agent_until": time_to_json(human_agent_until(*place)),
        "acknowledged_by": escalation.acknowledged_by if escalation else None,
        "snoozed_until": time_to_json(escalation.snoozed_until) if escalation else None,
        "escalated_early_reason": escalation.expedited_reason if escalation else None,
        "escalation_steps_sent": record.step,
        "next_notification_at": time_to_json(record.next_moment),
    }


def one(
    store: Store, configuration: Configuration, public_id: str, now: datetime
) -> dict[str, Any] | None:
    """All waits and messages of a conversation that are kept; None where there is none."""
    record = lookup.by_public_id(store, public_id, now)
    return description.one(store, configuration, record, now) if record else None


def explain(
    store: Store, configuration: Configuration, public_id: str, now: datetime
) -> dict[str, Any] | None:
    """Why the waits of a conversation are due when they are; None where there is none."""
    record = lookup.by_public_id(store, public_id, now)
    return description.explain(store, configuration, record, now) if record else None


def _encoded(entry: tuple[str, str]) -> str:
    return base64.urlsafe_b64encode(json.dumps(entry).encode()).decode()


def _decoded(cursor: str) -> tuple[str, str]:
    try:
        due, public_id = json.loads(base64.urlsafe_b64decode(cursor))
        return (str(due), str(public_id))
    except (ValueError, TypeError, binascii.Error):
        raise BadRequestError("cursor: expected the `next` of an earlier answer") from None

"""Conversations that wait, one conversation whole, and why its waits are due when they are."""

import base64
import binascii
import json
from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from aws_lambda_powertools.event_handler.exceptions import BadRequestError

from shared.config.configuration import Configuration
from shared.conversation import members
from shared.conversation.planning import Planner
from shared.conversation.reading import Changes, ConversationSlice, Reader
from shared.domain import policies
from shared.domain.reply_window import answerable_until, human_agent_until
from shared.domain.waits import Wait
from shared.storage import facts, messages, records, schema
from shared.storage.attributes import stamp
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
        "answerable_until": _time(answerable_until(*place)),
        "human_agent_until": _time(human_agent_until(*place)),
        "acknowledged_by": escalation.acknowledged_by if escalation else None,
        "snoozed_until": _time(escalation.snoozed_until) if escalation else None,
        "escalated_early_reason": escalation.expedited_reason if escalation else None,
        "escalation_steps_sent": record.step,
        "next_notification_at": _time(record.next_moment),
    }


def wait_to_json(wait: Wait, now: datetime) -> dict[str, Any]:
    """A wait's own facts."""
    left_s = int((wait.due_at - now).total_seconds()) if wait.outcome == "open" else None
    return {
        "kind": wait.kind,
        "outcome": wait.outcome,
        "opened_by": wait.opened_by,
        "opened_at": _time(wait.opened_at),
        "due_at": _time(wait.due_at),
        "overdue": wait.overdue(now),
        "seconds_to_due": left_s,
        "policy": wait.terms.policy,
        "closed_by": wait.closed_by,
        "closed_at": _time(wait.closed_at),
        "response_s": wait.response_s,
        "business_response_s": wait.business_s,
        "seconds_before_due": wait.margin_s,
        "first_reply_including_bots_s": wait.any_response_s,
        "moved_to_private_at": _time(wait.deflected_at),
        "intents": list(wait.intents),
        "language": wait.language,
        "dismissed_by": wait.dismissed_by,
        "reason": wait.reason,
    }


def one(
    store: Store, configuration: Configuration, public_id: str, now: datetime
) -> dict[str, Any] | None:
    """All waits and messages of a conversation that are kept, oldest first; no text."""
    whole = _whole(store, configuration, public_id, now)
    if whole is None:
        return None
    record, part, waits = whole
    return {
        "conversation": record.public_id,
        "waits": [wait_to_json(wait, now) for wait in waits],
        "messages": [
            {"id": m.id, "at": stamp(m.at), "direction": "in" if m.inbound else "out",
             "automated": m.automated, "courtesy": m.courtesy, "deflection": m.deflects,
             "dismissal": m.dismissed_by is not None, "deleted": m.deleted,
             "intents": sorted(m.intents), "language": m.language}
            for m in part.messages
        ],
    }  # fmt: skip


def explain(
    store: Store, configuration: Configuration, public_id: str, now: datetime
) -> dict[str, Any] | None:
    """For each wait: the policy it was opened with, and why those before it did not match."""
    whole = _whole(store, configuration, public_id, now)
    if whole is None:
        return None
    record, part, waits = whole
    by_id = {m.id: m for m in part.messages}
    explained = []
    for wait in waits:
        opening = by_id[wait.opened_by]
        traits = messages.traits(
            opening, channel=record.channel, surface=record.surface, account=record.account
        )
        found = policies.findings(configuration.policy_set.policies, traits)
        terms = wait.terms
        explained.append(
            {
                "opened_by": wait.opened_by,
                "opened_at": _time(wait.opened_at),
                "kind": wait.kind,
                "policy": terms.policy,
                "policy_changed_since": configuration.policy_set.versions.get(terms.policy)
                != terms.version,
                "clock": terms.clock,
                "calendar": terms.calendar,
                "target_s": terms.target_s,
                "due_at": _time(terms.due_at),
                "steps": [_time(m) for m in terms.moments],
                "rules": [
                    {"policy": f.policy, "matches": f.failed is None, "because": f.failed}
                    for f in found
                ],
                "intents": list(wait.intents),
                "language": wait.language,
            }
        )
    return {"conversation": record.public_id, "waits": explained}


def _whole(
    store: Store, configuration: Configuration, public_id: str, now: datetime
) -> tuple[ConversationRecord, ConversationSlice, list[Wait]] | None:
    """The conversation from its first message that is kept, and its waits by the terms that they
    were opened with."""
    record = members.by_public_id(store, public_id, now)
    if record is None:
        return None
    known = members.read(store, record.conversation, now)
    changes = Changes(store, map(schema.conversation_pk, known.records))
    part = Reader(store, configuration, known, record, lambda: now, changes).whole()
    planner = Planner(configuration, known, record, part, {}, now)
    folded = planner.fold(facts.read(store, planner.possible_facts()))
    return record, part, folded.waits


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _encoded(entry: tuple[str, str]) -> str:
    return base64.urlsafe_b64encode(json.dumps(entry).encode()).decode()


def _decoded(cursor: str) -> tuple[str, str]:
    try:
        due, public_id = json.loads(base64.urlsafe_b64decode(cursor))
        return (str(due), str(public_id))
    except (ValueError, TypeError, binascii.Error):
        raise BadRequestError("cursor: expected the `next` of an earlier answer") from None

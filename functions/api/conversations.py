"""Conversations that wait, one conversation whole, and why its waits are due when they are."""

import base64
import binascii
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any

from aws_lambda_powertools.event_handler.exceptions import BadRequestError

from shared.config.configuration import Configuration
from shared.conversation import history
from shared.domain import policies
from shared.domain.reply_window import answerable_until, human_agent_until
from shared.domain.waits import Wait
from shared.storage import messages, rows
from shared.storage.attributes import Item, stamp
from shared.storage.messages import conversation_key, expiring, fingerprint, is_message
from shared.storage.rows import Key, Row
from shared.storage.schema import PK, SHARDS, SK
from shared.storage.store import Put, Store

MOST = 5_000
"""Open waits of a shard that are put in order of urgency: those with the next moment first, and of
those of which all is told, the latest. What has waited for months is not in the way of today's."""


def waiting(
    store: Store, now: datetime, *, limit: int, cursor: str | None, only: Mapping[str, str]
) -> dict[str, Any]:
    """A page of the open waits, the most urgent (earliest deadline) first."""
    entries = sorted(
        (str(item["due_at"]), str(item[PK]), str(item[SK]))
        for shard in range(SHARDS)
        for state in ("TOLD", "DUE")
        for item in islice(store.due(f"{state}#{shard}", newest_first=state == "TOLD"), MOST)
        if str(item[PK]).startswith("W#")
    )
    after = _decoded(cursor) if cursor else ("", "", "")
    entries = [entry for entry in entries if entry > after]
    page: list[dict[str, Any]] = []
    last = after
    for start in range(0, len(entries), limit):
        part = entries[start : start + limit]
        found = store.get_all(Key(pk, sk) for _, pk, sk in part)
        for entry in part:
            if len(page) == limit:
                return {"conversations": page, "next": _encoded(last)}
            item = found.get(Key(entry[1], entry[2]))
            last = entry
            if item and item["outcome"] == "open" and _wanted(item, only):
                page.append(shown(rows.from_item(item), now))
    return {"conversations": page, "next": None}


def _wanted(item: Item, only: Mapping[str, str]) -> bool:
    return all(item.get(name) == value for name, value in only.items())


def shown(row: Row, now: datetime) -> dict[str, Any]:
    """A wait as the API tells it. Times ISO 8601 in UTC, durations in seconds."""
    return {
        "conversation": row.conversation,
        "channel": row.channel,
        "surface": row.surface,
        "account": row.account,
        "customer": row.customer,
        "permalink": row.permalink,
        **told(row.wait, now),
        "answerable_until": _time(answerable_until(row.channel, row.surface, row.wait.last_at)),
        "human_agent_until": _time(human_agent_until(row.channel, row.surface, row.wait.last_at)),
        "acknowledged_by": row.acknowledged_by,
        "snoozed_until": _time(row.snoozed_until),
        "pulled_forward": row.pulled,
        "steps_told": row.step,
        "next_step_at": _time(row.next_moment),
    }


def told(wait: Wait, now: datetime) -> dict[str, Any]:
    """A wait's own facts."""
    return {
        "kind": wait.kind,
        "outcome": wait.outcome,
        "opened_by": wait.opened_by,
        "opened_at": _time(wait.opened_at),
        "due_at": _time(wait.due_at),
        "overdue": wait.overdue(now),
        "left_s": int((wait.due_at - now).total_seconds()) if wait.outcome == "open" else None,
        "policy": wait.terms.policy,
        "closed_by": wait.closed_by,
        "closed_at": _time(wait.closed_at),
        "response_s": wait.response_s,
        "business_s": wait.business_s,
        "margin_s": wait.margin_s,
        "any_response_s": wait.any_response_s,
        "deflected_at": _time(wait.deflected_at),
        "intents": list(wait.intents),
        "language": wait.language,
        "dismissed_by": wait.dismissed_by,
        "reason": wait.reason,
    }


def one(
    store: Store, configuration: Configuration, conversation: str, now: datetime
) -> dict[str, Any] | None:
    """All waits and messages of a conversation, oldest first; no text."""
    stretch, stored = _whole(store, configuration, conversation)
    if not stretch.messages:
        return None
    waits = history.waits_of(stretch, configuration, stored.values())
    return {
        "conversation": conversation,
        "waits": [told(wait, now) for wait in waits],
        "messages": [
            {"id": m.id, "at": stamp(m.at), "direction": "in" if m.inbound else "out",
             "automated": m.automated, "courtesy": m.courtesy, "deflection": m.deflects,
             "deleted": m.deleted, "intents": sorted(m.intents), "language": m.language}
            for m in stretch.messages
        ],
    }  # fmt: skip


def explain(store: Store, configuration: Configuration, conversation: str) -> dict[str, Any] | None:
    """For each wait: the policy it was opened with, and why those before it did not match."""
    stretch, stored = _whole(store, configuration, conversation)
    if not stretch.messages:
        return None
    by_id = {m.id: m for m in stretch.messages}
    items = stretch.by_id()
    told_waits = []
    for wait in history.waits_of(stretch, configuration, stored.values()):
        opening, item = by_id[wait.opened_by], items[wait.opened_by]
        traits = messages.traits(
            opening, channel=item["channel"], surface=item["surface"], account=item["account"]
        )
        found = policies.findings(configuration.policy_set.policies, traits)
        terms = wait.terms
        told_waits.append(
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
    return {"conversation": conversation, "waits": told_waits}


def dismiss(
    store: Store, conversation: str, *, by: str, reason: str, now: datetime, message_days: int
) -> dict[str, Any] | None:
    """Closes what is open without a reply: lands a dismissal among the conversation's messages,
    which the tracker folds like everything else. A wait whose first message is not kept any more is
    closed itself. None: there is nothing of the conversation. Raises ConflictError where somebody
    else wrote such a wait in between."""
    said = [i for i in store.partition(conversation_key(conversation)) if is_message(i)]
    closed = _close_forgotten(store, conversation, said, by=by, reason=reason, now=now)
    if not said and not closed:
        return None
    at = stamp(now)
    if said:
        identity = f"dismissal-{fingerprint(f'{conversation} {at}')}"
        copied: Item = {
            n: said[-1][n] for n in ("channel", "surface", "account", "customer") if n in said[-1]
        }
        item: Item = {PK: conversation_key(conversation), SK: f"M#{at}#1#{identity}", **copied}
        item |= {"kind": "reply", "what": "dismissal", "direction": "out", "message_id": identity}
        item |= {"at": at, "dismissed_by": by, "reason": reason}
        store.land(expiring([item], message_days))
    return {"conversation": conversation, "dismissed_at": at}


def _close_forgotten(
    store: Store, conversation: str, said: Iterable[Item], *, by: str, reason: str, now: datetime
) -> int:
    """Closes the open waits whose first message has expired; how many."""
    kept = {item["message_id"] for item in said}
    entries = (
        Key(item[PK], item[SK])
        for state in ("TOLD", "DUE")
        for item in store.due(f"{state}#{rows.shard(conversation)}")
    )
    mine = [key for key in entries if key.sk.rpartition("#")[0] == conversation]
    found = [rows.from_item(item) for item in store.get_all(mine).values()]
    forgotten = [r for r in found if r.wait.outcome == "open" and r.wait.opened_by not in kept]
    for row in forgotten:
        ended = replace(row.wait, outcome="dismissed", closed_at=now.replace(microsecond=0))
        wait = replace(ended, dismissed_by=by, reason=reason)
        after = replace(row, wait=wait, version=row.version + 1)
        store.write([Put(rows.to_item(after), expects=row.version)])
    return len(forgotten)


def _whole(
    store: Store, configuration: Configuration, conversation: str
) -> tuple[history.History, dict[Key, Row]]:
    stretch = history.read_whole(store, conversation, configuration)
    hours = [rows.key_of(conversation, "", m.at).pk for m in stretch.messages if m.inbound]
    return stretch, dict(history.rows_in(store, conversation, hours))


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _encoded(entry: tuple[str, str, str]) -> str:
    return base64.urlsafe_b64encode(json.dumps(entry).encode()).decode()


def _decoded(cursor: str) -> tuple[str, str, str]:
    try:
        due, pk, sk = json.loads(base64.urlsafe_b64decode(cursor))
        return (str(due), str(pk), str(sk))
    except (ValueError, TypeError, binascii.Error):
        raise BadRequestError("cursor: expected the `next` of an earlier answer") from None

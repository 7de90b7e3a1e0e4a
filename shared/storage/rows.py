"""A wait as a row of the table, with what has been told of it.

The row's partition is the hour in which the wait opened, so that an hour's waits are one query. Its
sort key is the conversation and the wait's boundary, which do not change when an older message
arrives late. Every writer names the version it read: one optimistic lock, no lost update.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from shared.domain.events import utc
from shared.domain.policies import Terms
from shared.domain.reply_window import answerable_until
from shared.domain.waits import Wait
from shared.storage.attributes import Item, moment, stamp
from shared.storage.schema import DUE_NEXT, DUE_SHARD, PK, SHARDS, SK


class Key(NamedTuple):
    """An item's place."""

    pk: str
    sk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A wait where it lies, and how far its escalation has come."""

    conversation: str
    channel: str
    surface: str
    account: str
    customer: str | None
    wait: Wait
    step: int = 0
    """How many steps have been claimed; the next to fire has this number."""
    round: int = 0
    """How often the customer took all back and wrote anew: each such wait is told of afresh."""
    permalink: str | None = None
    received_at: datetime | None = None
    """When the message that opened the wait first landed, where the tracker saw it land."""
    snoozed_until: datetime | None = None
    acknowledged_by: str | None = None
    pulled: str | None = None
    """Why its steps were pulled forward (a gathering crowd)."""
    pulled_at: datetime | None = None
    """The moment from which every step left is due."""
    version: int = 0

    @property
    def key(self) -> Key:
        """Where the row lies; it follows from the wait."""
        return key_of(self.conversation, self.wait.boundary, self.wait.opened_at)

    @property
    def next_moment(self) -> datetime | None:
        """When somebody must act next; None: nothing is left to tell."""
        if self.wait.outcome != "open" or self.step >= len(self.wait.terms.moments):
            return None
        fires = self.wait.terms.moments[self.step]
        if self.pulled_at is not None:
            fires = min(fires, self.pulled_at)
        return max(fires, self.snoozed_until) if self.snoozed_until else fires


def hour(at: datetime) -> str:
    """`2026-11-22T10`, UTC."""
    return stamp(at)[:13]


def shard(text: str) -> int:
    """Which of a partition's shards; stable across processes."""
    return zlib.crc32(text.encode()) % SHARDS


def key_of(conversation: str, boundary: str, opened_at: datetime) -> Key:
    """The key of the wait of this conversation that follows `boundary`, if it opened then."""
    return Key(f"W#{hour(opened_at)}#{shard(conversation)}", f"{conversation}#{boundary}")


def to_item(row: Row) -> Item:
    """The row as it is stored; in the due index exactly while its wait is open."""
    wait, terms = row.wait, row.wait.terms
    pk, sk = row.key
    item: Item = {
        PK: pk,
        SK: sk,
        "conversation": row.conversation,
        "channel": row.channel,
        "surface": row.surface,
        "account": row.account,
        "customer": row.customer,
        "permalink": row.permalink,
        "received_at": row.received_at,
        "snoozed_until": row.snoozed_until,
        "acknowledged_by": row.acknowledged_by,
        "pulled": row.pulled,
        "pulled_at": row.pulled_at,
        "step": row.step,
        "round": row.round or None,
        "version": row.version,
        "boundary": wait.boundary,
        "wait_kind": wait.kind,
        "opened_by": wait.opened_by,
        "opened_at": wait.opened_at,
        "due_at": wait.due_at,
        "last_at": wait.last_at,
        "answerable_until": answerable_until(row.channel, row.surface, wait.last_at),
        "outcome": wait.outcome,
        "policy": terms.policy,
        "policy_version": terms.version,
        "target_s": terms.target_s,
        "clock": terms.clock,
        "calendar": terms.calendar,
        "calendar_version": terms.calendar_version,
        "bot_closes": terms.bot_closes or None,
        "moments": [int(m.timestamp()) for m in terms.moments],
        "closed_by": wait.closed_by,
        "closed_at": wait.closed_at,
        "response_s": wait.response_s,
        "business_s": wait.business_s,
        "margin_s": wait.margin_s,
        "any_response_s": wait.any_response_s,
        "deflected_at": wait.deflected_at,
        "intents": list(wait.intents) or None,
        "language": wait.language,
        "responder": wait.responder,
        "dismissed_by": wait.dismissed_by,
        "reason": wait.reason,
        "skewed": wait.skewed or None,
    }
    if wait.outcome == "open":
        item[DUE_SHARD], item[DUE_NEXT] = due_entry(row)
    return item


def due_entry(row: Row) -> tuple[str, str]:
    """Shard and moment in the due index. The row's own key ends the moment, so that two entries
    never share one."""
    n = shard(row.conversation)
    upcoming = row.next_moment
    if upcoming is None:
        return f"TOLD#{n}", stamp(row.wait.due_at)
    return f"DUE#{n}", stamp(upcoming)


def from_item(item: Mapping[str, Any]) -> Row:
    """The inverse of `to_item`."""

    def at(name: str) -> datetime | None:
        return moment(item[name]) if item.get(name) else None

    terms = Terms(
        policy=item["policy"],
        version=item["policy_version"],
        target_s=item["target_s"],
        clock=item["clock"],
        due_at=moment(item["due_at"]),
        moments=tuple(utc(m) for m in item["moments"]),
        calendar=item.get("calendar"),
        calendar_version=item.get("calendar_version"),
        bot_closes=bool(item.get("bot_closes")),
    )
    wait = Wait(
        boundary=item["boundary"],
        kind=item["wait_kind"],
        opened_by=item["opened_by"],
        opened_at=moment(item["opened_at"]),
        terms=terms,
        outcome=item["outcome"],
        closed_by=item.get("closed_by"),
        closed_at=at("closed_at"),
        response_s=item.get("response_s"),
        business_s=item.get("business_s"),
        margin_s=item.get("margin_s"),
        any_response_s=item.get("any_response_s"),
        deflected_at=at("deflected_at"),
        last_at=moment(item["last_at"]),
        intents=tuple(item.get("intents", ())),
        language=item.get("language"),
        responder=item.get("responder"),
        dismissed_by=item.get("dismissed_by"),
        reason=item.get("reason"),
        skewed=bool(item.get("skewed")),
    )
    return Row(
        conversation=item["conversation"],
        channel=item["channel"],
        surface=item["surface"],
        account=item["account"],
        customer=item.get("customer"),
        wait=wait,
        step=item["step"],
        round=item.get("round", 0),
        permalink=item.get("permalink"),
        received_at=at("received_at"),
        snoozed_until=at("snoozed_until"),
        acknowledged_by=item.get("acknowledged_by"),
        pulled=item.get("pulled"),
        pulled_at=at("pulled_at"),
        version=item["version"],
    )

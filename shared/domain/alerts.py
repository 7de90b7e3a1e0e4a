"""An alert: one step of one wait, told to one responder by one medium. Told once.

    claimed ──▶ sending ──▶ sent ──▶ delivered
       ▲           │  │
       └─ not sent ┘  └─ in doubt: the provider's own event settles it, or its absence
    claimed | sending ──▶ dropped (answered meanwhile) | failed (refused) | gave_way (to the other
    medium: too many text messages, or a provider that the operator must mend)

An alert that is not settled stands in the due index with its own moment, so whatever dies in
between is found again by the same index as everything else.

It goes with its wait's first message: when all that was said has expired, the customer's next wait
is the first of the conversation again, and has the same name.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from shared.domain.events import utc
from shared.domain.policies import Medium
from shared.storage.attributes import Item, moment, stamp
from shared.storage.rows import Key, shard
from shared.storage.schema import DUE_NEXT, DUE_SHARD, PK, SK, TTL

State = Literal[
    "claimed", "sending", "sent", "delivered", "dropped", "failed", "in_doubt", "gave_way"
]

LEASE = timedelta(seconds=60)
"""A claimed alert that nobody sends is found again after this."""

DOUBT: Mapping[Medium, timedelta] = {"email": timedelta(minutes=10), "sms": timedelta(minutes=2)}
"""How long a send whose outcome is unknown waits for the provider's own event. SMS by SNS has
none that names the alert, so there is nothing to wait for but our own late record."""

BACKOFF_S = (5, 15, 60, 300)
"""Between attempts that certainly sent nothing; the last repeats until the wait closes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """See the module. Its id follows from wait, step, responder and medium, so that the same alert
    cannot be made twice."""

    conversation: str
    boundary: str
    wait_key: Key
    step: int
    round: int = 0
    at: str
    """The step's moment in the policy's words: `15m before`."""
    responder: str
    by: Medium
    state: State = "claimed"
    attempts: int = 0
    due: datetime | None = None
    provider_id: str | None = None
    expires_at: datetime | None = None
    version: int = 0

    @property
    def id(self) -> str:
        """A name for tags, logs and keys; tells nothing of whom it concerns."""
        named = (self.conversation, self.boundary, self.step, self.responder, self.by)
        return alert_id(*named, told_anew=self.round)

    @property
    def key(self) -> Key:
        """Where it lies."""
        return key_of(self.id)

    @property
    def settled(self) -> bool:
        """Nothing more is to be done for it."""
        return self.state not in {"claimed", "sending"}

    def expired(self, now: datetime) -> bool:
        """Counts as gone, though DynamoDB takes it away only hours or days later."""
        return self.expires_at is not None and self.expires_at <= now


def alert_id(
    conversation: str, boundary: str, step: int, responder: str, by: Medium, *, told_anew: int = 0
) -> str:
    """26 characters that name this alert and no other."""
    number = f"{step}.{told_anew}" if told_anew else str(step)
    named = "\n".join((conversation, boundary, number, responder, by))
    return hashlib.blake2b(named.encode(), digest_size=13).hexdigest()


def key_of(alert: str) -> Key:
    """The key of the alert with that id."""
    return Key(f"A#{alert}", "ALERT")


def backoff(attempts: int) -> timedelta:
    """How long until the next attempt, after so many that sent nothing."""
    return timedelta(seconds=BACKOFF_S[min(max(attempts, 1), len(BACKOFF_S)) - 1])


def changed(
    alert: Alert,
    state: State,
    *,
    due: datetime | None = None,
    attempts: int | None = None,
    provider_id: str | None = None,
) -> Alert:
    """The alert in its next state; `due` is None for a settled one."""
    return replace(
        alert,
        state=state,
        due=due,
        attempts=alert.attempts if attempts is None else attempts,
        provider_id=provider_id or alert.provider_id,
        version=alert.version + 1,
    )


def to_item(alert: Alert) -> Item:
    """As it is stored; in the due index until it is settled."""
    item: Item = {
        PK: alert.key.pk,
        SK: alert.key.sk,
        "conversation": alert.conversation,
        "boundary": alert.boundary,
        "wait_pk": alert.wait_key.pk,
        "wait_sk": alert.wait_key.sk,
        "step": alert.step,
        "round": alert.round or None,
        "step_at": alert.at,
        "responder": alert.responder,
        "by": alert.by,
        "state": alert.state,
        "attempts": alert.attempts,
        "provider_id": alert.provider_id,
        "version": alert.version,
    }
    if alert.due is not None and not alert.settled:
        item[DUE_SHARD] = f"DUE#{shard(alert.id)}"
        item[DUE_NEXT] = stamp(alert.due)
    if alert.expires_at is not None:
        item[TTL] = int(alert.expires_at.timestamp())
    return item


def from_item(item: Mapping[str, Any]) -> Alert:
    """The inverse of `to_item`."""
    return Alert(
        conversation=item["conversation"],
        boundary=item["boundary"],
        wait_key=Key(item["wait_pk"], item["wait_sk"]),
        step=item["step"],
        round=item.get("round", 0),
        at=item["step_at"],
        responder=item["responder"],
        by=item["by"],
        state=item["state"],
        attempts=item["attempts"],
        due=moment(item[DUE_NEXT]) if item.get(DUE_NEXT) else None,
        provider_id=item.get("provider_id"),
        expires_at=utc(item[TTL]) if TTL in item else None,
        version=item["version"],
    )

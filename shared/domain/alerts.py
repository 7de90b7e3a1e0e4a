"""An alert: one step of one wait, for one responder, by one notification channel. Sent once.

    claimed ──▶ sending ──▶ sent ──▶ delivered
       ▲           │  │
       └─ not sent ┘  └─ in doubt: the provider's own event settles it, or its absence
    claimed | sending ──▶ dropped (answered meanwhile) | failed (refused) | superseded (by another
    channel: too many text messages, or a provider that the operator must fix)

An alert is named after the message that opened its wait when the escalation began, the policy, the
step, the responder and the channel. So the same alert cannot be made twice, whatever late and
deleted messages make of the wait.

An alert that is not settled stands in the due index with its own moment, so what a function leaves
half done is found again by the same index as everything else.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from shared.domain.policies import Medium

State = Literal[
    "claimed", "sending", "sent", "delivered", "dropped", "failed", "in_doubt", "superseded"
]

LEASE = timedelta(seconds=60)
"""A claimed alert that nobody sends is found again after this."""

DOUBT: Mapping[Medium, timedelta] = {"email": timedelta(minutes=10), "sms": timedelta(minutes=2)}
"""How long a send whose outcome is unknown waits for the provider's own event. SNS has none that
names the alert, so there is nothing to wait for but our own late write."""

BACKOFF_S = (5, 15, 60, 300)
"""Between attempts that certainly sent nothing; the last repeats until the wait closes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """See the module."""

    conversation: str
    opened_by: str
    """The message that it is named after."""
    policy: str
    step: int
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
        """A name for tags, logs and keys: 26 characters that tell nothing of whom it concerns."""
        channel, account, _ = self.conversation.split(":", 2)
        named = (
            channel, account, self.opened_by, self.policy, str(self.step), self.responder, self.by,
        )  # fmt: skip
        return hashlib.blake2b("\n".join(named).encode(), digest_size=13).hexdigest()

    @property
    def is_settled(self) -> bool:
        """Whether nothing more is to be done for it."""
        return self.state not in {"claimed", "sending"}

    def is_expired(self, now: datetime) -> bool:
        """Counts as gone, though DynamoDB deletes it hours or days later."""
        return self.expires_at is not None and self.expires_at <= now


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

"""An alert: one notification of one responder about one wait on one notification channel. It is
sent once.

    claimed ──▶ sending ──▶ sent ──▶ delivered
       ▲           │
       └─ not sent ┘  in doubt: without an answer, it stays in `sending` until a receipt comes,
                      another channel carries it, or it is sent again
    claimed | sending ──▶ dropped (what it says is no longer true) | failed (refused) |
    superseded (another channel carries it: too many alerts in an hour, or a blocked channel)

`TRANSITIONS` has every transition. Example: an email is refused, and an SMS takes its place.

    email  claimed ─announced▶ sending ─refused▶ failed
    SMS                                          claimed ─announced▶ sending ─accepted▶ sent

An alert is named after the message that opened its wait when the escalation began, the policy, the
step, the responder and the channel. So the same alert cannot be made twice, even if late or deleted
messages change the wait.

An alert that is not settled is in the due index. If a function stops halfway, the index lists the
alert again.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Literal, NamedTuple

from shared.domain.policies import Medium

State = Literal[
    "claimed", "sending", "sent", "delivered", "dropped", "failed", "in_doubt", "superseded"
]

Kind = Literal[
    "step", "window_closing", "reminder", "handed_over", "taken", "all_clear", "waiting_again"
]
"""What an alert says: that a step of the escalation is due, that the platform's reply window is
about to close, that the owner's snooze has ended or the deadline has passed (reminder). The others
are updates."""

FOR_INFORMATION: frozenset[Kind] = frozenset({"taken", "all_clear"})
"""Alerts that ask for nothing and only inform. They are not sent by SMS."""

TO_THE_OWNER: frozenset[Kind] = frozenset({"reminder", "handed_over"})
"""Alerts to the owner of a wait. Quiet hours do not hold them, since nobody else is notified."""

Event = Literal[
    # What the notifier decides:
    "claimed_again",  # its step is claimed again, since its wait has changed or opened again
    "announced",  # the next call to the provider may send it
    "postponed",  # its responder has quiet hours, or has had enough alerts on this channel
    "superseded",  # another channel carries it instead
    "resumed",  # the channel that carried it instead has failed, too
    "wait_closed",  # what it says is no longer true
    "doubt_ended",  # it is not sent again, so its outcome stays unknown unless a receipt comes
    # What the provider answers, or reports later:
    "accepted",
    "not_accepted",  # nothing was sent; a later attempt may succeed
    "refused",  # this message is never sent
    "delivered",
    "bounced",
    "soft_bounced",  # the recipient's server did not take it for now
]

TRANSITIONS: Mapping[State, Mapping[Event, State]] = {
    "claimed": {
        # Its wait has changed before it was sent, so its step is claimed for the changed wait.
        "claimed_again": "claimed",
        "announced": "sending",
        "postponed": "claimed",
        "superseded": "superseded",
        "wait_closed": "dropped",
        # The responder, or the responder's address, is no longer configured.
        "refused": "failed",
        # A receipt can arrive for an alert that is claimed: a timeout hid the answer of an earlier
        # attempt, or the answer was an error although the provider had accepted the message.
        "accepted": "sent",
        "delivered": "delivered",
        "bounced": "failed",
        "soft_bounced": "failed",
    },
    "sending": {
        # As above. Only the version changes, so that nobody who has read the wait as it was before
        # can drop the alert.
        "claimed_again": "sending",
        # A send in doubt for which no receipt came in time is repeated.
        "announced": "sending",
        "postponed": "sending",
        "accepted": "sent",
        "not_accepted": "claimed",
        "refused": "failed",
        "superseded": "superseded",
        "wait_closed": "dropped",
        "doubt_ended": "in_doubt",
        "delivered": "delivered",
        "bounced": "failed",
        "soft_bounced": "failed",
    },
    "sent": {"delivered": "delivered", "bounced": "failed", "soft_bounced": "failed"},
    # Some mail servers accept a message and return it later. A soft bounce after a delivery is an
    # automatic reply of a person who is away, so it is not in this row.
    "delivered": {"bounced": "failed"},
    # A reply that is deleted opens its wait again: the alert is then sent after all. A delivery
    # concerns an attempt that was in doubt when the wait closed.
    "dropped": {"claimed_again": "claimed", "delivered": "delivered"},
    # A provider may report a delivery after a soft bounce: it had tried again.
    "failed": {"delivered": "delivered"},
    "in_doubt": {"delivered": "delivered", "bounced": "failed", "soft_bounced": "failed"},
    # A receipt concerns an attempt that was in doubt before another channel took the alert over.
    "superseded": {
        "resumed": "claimed",
        "delivered": "delivered",
        "bounced": "failed",
        "soft_bounced": "failed",
    },
}
"""The next state, by state and event. Any other event is impossible: the notifier ignores a report
of it, and `changed` raises TransitionError."""

HOLDING: frozenset[Event] = frozenset({"postponed", "not_accepted"})
"""The events after which an alert is held, to be sent together with others."""

BETWEEN_ATTEMPTS: frozenset[Event] = frozenset({"claimed_again", "postponed"})
"""The events that are not the outcome of an attempt."""

UNSETTLED: frozenset[State] = frozenset({"claimed", "sending"})

KEPT_AFTER_DUE = timedelta(days=2)
"""How long an alert is kept, at least, after the moment to which it was postponed."""

LEASE = timedelta(seconds=60)
"""How long a claimed alert is left to the function that claimed it."""

BACKOFF_S = (5, 15, 60, 300)
"""The waits between attempts that sent nothing. The last one repeats."""

MAX_UNSENT = 4
"""After this many attempts that sent nothing (a minute and a half), another channel carries the
alert. SES takes nothing for up to a day once its daily quota is used up."""


class TransitionError(ValueError):
    """This event cannot change an alert in this state. Callers check with `can_change` first."""


MAX_HISTORY = 20
"""Changes of an alert that are kept, the newest."""


class HistoryEntry(NamedTuple):
    """What happened to an alert, and when."""

    event: Event
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One alert."""

    conversation: str
    opened_by: str
    """The message that it is named after (`Escalation.named_after`)."""
    policy: str
    step: int
    """The number of the step in the policy, see `Terms.step_number`."""
    at: str
    """The step's moment in the policy's words: `15m before`."""
    responder: str
    by: Medium
    kind: Kind = "step"
    urgent: bool = False
    """Whether it is also sent in the responder's quiet hours."""
    since: datetime | None = None
    """None for a step. For `window_closing`: when the reply window closes. For others: since when
    the reminder or the update was due."""
    state: State = "claimed"
    attempts: int = 0
    due: datetime | None = None
    """When the notifier looks at it next, or None if it is settled."""
    held: bool = False
    """Whether it waits to be sent, alone or together with others of its responder and channel."""
    bundle: str | None = None
    """The name of the message that carried it together with others, or None: the id of its lead,
    `#`, and the number of the lead's attempt."""
    carries: tuple[str, ...] = ()
    """For a lead: the ids of the alerts that its last message was to carry beside it. Those that
    have the same `bundle` were carried."""
    provider_id: str | None = None
    expires_at: datetime | None = None
    claimed_at: datetime | None = None
    """When it was first claimed. Without it, the alert is not in the alerts index."""
    history: tuple[HistoryEntry, ...] = ()
    """What has happened to it, oldest first."""
    version: int = 0

    @property
    def lead(self) -> str | None:
        """The id of its bundle's lead, which receipts name, or None without a bundle."""
        return self.bundle.partition("#")[0] if self.bundle is not None else None

    @property
    def id(self) -> str:
        """Its name in tags, logs and keys: 26 characters that do not identify the customer."""
        channel, account, _ = self.conversation.split(":", 2)
        named = [
            channel, account, self.opened_by, self.policy, str(self.step), self.responder, self.by,
        ]  # fmt: skip
        if self.since is not None:
            named += [self.kind, str(int(self.since.timestamp()))]
        return hashlib.blake2b("\n".join(named).encode(), digest_size=13).hexdigest()

    @property
    def wait_id(self) -> str:
        """A name for the alert's wait that does not identify the customer."""
        channel, account, _ = self.conversation.split(":", 2)  # the customer's id may change
        named = f"{channel}\n{account}\n{self.opened_by}".encode()
        return hashlib.blake2b(named, digest_size=13).hexdigest()

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do for it."""
        return self.state not in UNSETTLED

    @property
    def has_unanswered_attempt(self) -> bool:
        """Whether any attempt has had no answer, so that the provider may have sent it.

        Example: an SMS is announced at 11:05, and the call times out. It is announced again at
        11:07, and certainly not accepted then. The first attempt may still have arrived.
        """
        attempts = [e.event for e in self.history if e.event not in BETWEEN_ATTEMPTS]
        return any(
            event == "announced" and following in {"announced", "wait_closed"}
            for event, following in pairwise(attempts)
        )

    def is_expired(self, now: datetime) -> bool:
        """Whether the alert has expired. DynamoDB deletes it only hours or days later."""
        return self.expires_at is not None and self.expires_at <= now


def backoff(attempts: int) -> timedelta:
    """How long to wait for the next attempt, after this many attempts that sent nothing."""
    return timedelta(seconds=BACKOFF_S[min(max(attempts, 1), len(BACKOFF_S)) - 1])


def can_change(alert: Alert, event: Event) -> bool:
    """Whether this event can change an alert in this state."""
    return event in TRANSITIONS[alert.state]


def changed(
    alert: Alert,
    event: Event,
    *,
    due: datetime | None = None,
    attempts: int | None = None,
    provider_id: str | None = None,
    bundle: str | None = None,
    at: datetime | None = None,
) -> Alert:
    """The alert after an event. Raises TransitionError.

    `at` is when it happened, for the history. `due` is None if the alert is settled then. `bundle`
    counts only for the event `announced`. A postponed alert does not expire before it is due.
    """
    if not can_change(alert, event):
        raise TransitionError(f"{event} does not change an alert that is {alert.state}")
    return replace(
        alert,
        state=TRANSITIONS[alert.state][event],
        due=due,
        held=event in HOLDING,
        bundle=bundle if event == "announced" else alert.bundle,
        expires_at=_kept_until(alert.expires_at, due) if event == "postponed" else alert.expires_at,
        attempts=alert.attempts if attempts is None else attempts,
        provider_id=provider_id or alert.provider_id,
        history=(*alert.history, HistoryEntry(event, at))[-MAX_HISTORY:] if at else alert.history,
        version=alert.version + 1,
    )


def _kept_until(expires_at: datetime | None, due: datetime | None) -> datetime | None:
    """When a postponed alert expires."""
    if expires_at is None or due is None:
        return expires_at
    return max(expires_at, due + KEPT_AFTER_DUE)

"""Performs the actions of `POST /v1/conversations/{conversation}/…`, in the name of a token.

Each action reads its body first. It then acts on the record, unless the same request has been
answered before. If another function writes the record in between, the action starts again with the
new record.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from functions.api import dismissal, idempotency, request_bodies
from functions.api.dismissal import NotDismissedError, NothingSeenError
from functions.api.problems import ProblemError, body, meant
from functions.api.request_bodies import MAX_SNOOZE, NO_RESPONDER
from functions.api.waits import shown
from shared.config.configuration import Configuration, Responder
from shared.conversation import actions
from shared.conversation.actions import NothingOpenError
from shared.domain.fold import Wait
from shared.storage.attributes import stamp
from shared.storage.changes import Change
from shared.storage.records import ConversationRecord
from shared.storage.store import Store

MAX_ATTEMPTS = 5


class Request(NamedTuple):
    """A request for an action."""

    event: Mapping[str, Any]
    by: str
    """The token's name."""
    configuration: Configuration
    now: datetime


class Action(NamedTuple):
    """A function that returns the answer of an action on the record, and what to write."""

    answer: Callable[[ConversationRecord], dict[str, Any]]
    """Raises ProblemError, NothingOpenError and NotDismissedError."""
    write: Callable[[Store, ConversationRecord, Sequence[Change]], object]
    check: Callable[[], None] = lambda: None
    """Raises ProblemError for what cannot be done now. It does not run for a repeated request,
    which has had its answer."""


def perform(
    store: Store, find: Callable[[], ConversationRecord], name: str, request: Request
) -> dict[str, Any]:
    """Performs the action on this conversation. Returns the answer.

    Raises ProblemError, and ConflictError if other functions keep writing.
    """
    action = ACTIONS[name](request)
    key = idempotency.key_of(request.event)
    asked = idempotency.Request(key, request.by, f"{name} {request_bodies.text(request.event)}")

    def attempt() -> dict[str, Any]:
        record = find()
        place = idempotency.find(store, record, asked, request.now)
        if place.answer is not None:
            return place.answer
        action.check()
        answer = action.answer(record)
        kept = idempotency.answered(record, asked, place, answer, request.now)
        action.write(store, record, kept)
        return answer

    try:
        return store.retry(attempt, attempts=MAX_ATTEMPTS)
    except NothingSeenError:
        detail = "seen_until: the open wait began after this time"
        raise ProblemError("conflict", detail, field="seen_until") from None
    except NothingOpenError:
        raise ProblemError("conflict", "no wait is open in this conversation") from None
    except NotDismissedError:
        detail = "the last wait of this conversation was not dismissed, or another one is open"
        raise ProblemError("conflict", detail) from None


# --- Ownership ------------------------------------------------------------------------------------

type Decide = Callable[[ConversationRecord], ConversationRecord]


def _acknowledge(request: Request) -> Action:
    opened_by = request_bodies.acknowledgement(request.event)
    return _ownership(request, opened_by, lambda r: actions.acknowledge(r, request.by, request.now))


def _snooze(request: Request) -> Action:
    opened_by, until = request_bodies.snooze(request.event, request.now)
    action = _ownership(
        request, opened_by, lambda r: actions.snooze(r, request.by, until, request.now)
    )
    return action._replace(check=lambda: _check_snooze(until, request.now))


def _release(request: Request) -> Action:
    opened_by = request_bodies.acknowledgement(request.event)
    return _ownership(request, opened_by, lambda r: actions.release(r, request.now))


def _hand_over(request: Request) -> Action:
    people = request.configuration.responders
    opened_by, to = request_bodies.hand_over(request.event)
    action = _ownership(
        request, opened_by, lambda r: actions.hand_over(r, to, request.by, request.now)
    )
    return action._replace(check=lambda: _check_hand_over(to, people, request.now))


def _check_snooze(until: datetime, now: datetime) -> None:
    """Raises ProblemError if the time has passed, or is too far away."""
    if not now < until <= now + MAX_SNOOZE:
        raise body(f"expected a time within {MAX_SNOOZE.days} days from now", "until")


def _check_hand_over(to: str, responders: Mapping[str, Responder], now: datetime) -> None:
    """Raises ProblemError if the name is that of no responder, or of one who is absent."""
    if to not in responders:
        raise body(f"{NO_RESPONDER}{meant(to, responders)}", "to")
    if responders[to].is_absent(now):
        raise body(f"{to} is away: expected a responder who is not absent", "to")


def _ownership(request: Request, opened_by: str | None, decide: Decide) -> Action:
    """An action on ownership. `decide` returns the record after the decision."""

    def answer(record: ConversationRecord) -> dict[str, Any]:
        wait = _open(record, opened_by)
        after = decide(record)
        return {"conversation": record.public_id, "open_wait": shown(after, wait, request.now)}

    def write(store: Store, record: ConversationRecord, also: Sequence[Change]) -> None:
        actions.write(store, decide(record), also)

    return Action(answer, write)


def _open(record: ConversationRecord, opened_by: str | None) -> Wait:
    """The open wait. Raises NothingOpenError if there is none, and ProblemError if another message
    opened it."""
    wait = record.open_wait
    if wait is None:
        raise NothingOpenError
    if opened_by not in {None, wait.opened_by}:
        detail = "opened_by: this wait is not open; another one is"
        raise ProblemError("conflict", detail, field="opened_by")
    return wait


# --- Dismissals -----------------------------------------------------------------------------------


def _dismiss(request: Request) -> Action:
    asked = request_bodies.dismissal(request.event)

    def answer(record: ConversationRecord) -> dict[str, Any]:
        return {
            "conversation": record.public_id,
            "opened_by": _open(record, asked.opened_by).opened_by,
            "dismissed_at": stamp(request.now),
        }

    def write(store: Store, record: ConversationRecord, also: Sequence[Change]) -> None:
        dismissal.dismiss(store, record, **asked._asdict(), **_author(request), also=also)

    return Action(answer, write)


def _reopen(request: Request) -> Action:
    request_bodies.nothing(request.event)

    def answer(record: ConversationRecord) -> dict[str, Any]:
        return {"conversation": record.public_id, "reopened_at": stamp(request.now)}

    def write(store: Store, record: ConversationRecord, also: Sequence[Change]) -> None:
        dismissal.reopen(store, record, **_author(request), also=also)

    return Action(answer, write)


def _author(request: Request) -> dict[str, Any]:
    kept_days = request.configuration.text_days
    return {"by": request.by, "now": request.now, "kept_days": kept_days}


ACTIONS: Mapping[str, Callable[[Request], Action]] = {
    "acknowledge": _acknowledge,
    "snooze": _snooze,
    "hand-over": _hand_over,
    "release": _release,
    "dismiss": _dismiss,
    "reopen": _reopen,
}
"""By the last part of the path."""

"""The alerts of a conversation's steps, and the warnings of its open reply window. The record says
which there may be: their names follow from the steps that were claimed and from whom those
notify."""

from collections.abc import Iterable, Iterator
from itertools import islice, product
from typing import get_args

from shared.domain import window_steps
from shared.domain.alerts import Alert
from shared.domain.escalation import Escalation
from shared.domain.policies import Medium
from shared.domain.waits import Wait
from shared.storage import alerts
from shared.storage.records import ConversationRecord
from shared.storage.store import Store

MAX_ALERTS = 200
"""Names that are looked up."""


def read(store: Store, record: ConversationRecord, *, of: str | None = None) -> list[Alert]:
    """The alerts of the open wait, and of the escalations before it that the record keeps, by
    step. `of`: of the escalation of this name only."""
    known = [e for e in record.escalations if of in {None, e.name}]
    possible = islice((a for e in known for a in _possible(record, e)), MAX_ALERTS)
    keys = [alerts.key_of(alert) for alert in possible]
    found = store.get_all(keys) if keys else {}
    return [alerts.from_item(found[key]) for key in keys if key in found]


def _possible(record: ConversationRecord, known: Escalation) -> Iterator[Alert]:
    """The alerts as they may have been made: enough of each for its id."""
    for policy, steps in known.furthest.items():
        for number in _numbers(record, known, policy, steps):
            for name in known.notified:
                for by in get_args(Medium):
                    yield Alert(
                        conversation=record.conversation, opened_by=known.name, policy=policy,
                        step=number, at="", responder=name, by=by,
                    )  # fmt: skip
    if known is record.escalation and record.open_wait:
        yield from possible_warnings(record, known, record.open_wait, known.notified)


def possible_warnings(
    record: ConversationRecord, known: Escalation, wait: Wait, people: Iterable[str]
) -> Iterator[Alert]:
    """The alerts that these people may have had of the last window step that was claimed for the
    escalation's wait, and of the others before the same end of the window."""
    ends = window_steps.warned_ends(known, wait)
    numbers = range(len(wait.terms.window_offsets_s))
    for name, number, end, by in product(people, numbers, ends, get_args(Medium)):
        yield Alert(
            conversation=record.conversation, opened_by=known.name, policy=wait.terms.policy,
            step=number, at="", kind="window_closing", since=end, responder=name, by=by,
        )  # fmt: skip


def _numbers(
    record: ConversationRecord, known: Escalation, policy: str, steps: int
) -> tuple[int, ...]:
    """The numbers of the first so many steps."""
    wait = record.open_wait
    if wait is not None and known is record.escalation and wait.terms.policy == policy:
        return wait.terms.step_numbers()[:steps]
    return tuple(range(steps))

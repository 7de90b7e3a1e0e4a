"""Finds the alerts of a conversation's steps and window steps.

The ids of alerts follow from the record: from the steps that were claimed, and from whom they
notify.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, islice, product
from typing import get_args

from shared.domain.alerts import Alert
from shared.domain.escalation import Escalation
from shared.domain.policies import Medium
from shared.storage import alerts
from shared.storage.records import ConversationRecord
from shared.storage.store import Store

MAX_ALERTS = 200
"""How many possible alerts are looked up."""


def read(store: Store, record: ConversationRecord, *, of: str | None = None) -> list[Alert]:
    """The alerts of the open wait, and of the earlier escalations that the record keeps.

    They are sorted by step. Alerts of window steps come last. `of`: only those of the escalation
    with this name.
    """
    escalations = [e for e in record.escalations if of in {None, e.name}]
    steps = (alert for e in escalations for alert in _possible_steps(record, e))
    warnings = (alert for e in escalations for alert in possible_warnings(record, e, e.notified))
    possible = islice(chain(steps, warnings), MAX_ALERTS)
    keys = [alerts.key_of(alert) for alert in possible]
    found = store.get_all(keys) if keys else {}
    return [alerts.from_item(found[key]) for key in keys if key in found]


def _possible_steps(record: ConversationRecord, escalation: Escalation) -> Iterator[Alert]:
    """The alerts that claimed steps may have. Only the fields that make the id are set."""
    for policy, steps in escalation.furthest.items():
        for number in _numbers(record, escalation, policy, steps):
            for name in escalation.notified:
                for by in get_args(Medium):
                    yield Alert(
                        conversation=record.conversation, opened_by=escalation.name, policy=policy,
                        step=number, at="", responder=name, by=by,
                    )  # fmt: skip


def possible_warnings(
    record: ConversationRecord, escalation: Escalation, people: Iterable[str]
) -> Iterator[Alert]:
    """The alerts that the escalation's window steps may have, for these people. Only the fields
    that make the id are set."""
    for name, warning, by in product(people, escalation.warnings, get_args(Medium)):
        yield Alert(
            conversation=record.conversation, opened_by=escalation.name, policy=warning.policy,
            step=warning.step, at="", kind="window_closing", since=warning.closes_at,
            responder=name, by=by,
        )  # fmt: skip


def _numbers(
    record: ConversationRecord, escalation: Escalation, policy: str, steps: int
) -> tuple[int, ...]:
    """The numbers of the first `steps` steps."""
    wait = record.open_wait
    if wait is not None and escalation is record.escalation and wait.terms.policy == policy:
        return wait.terms.step_numbers()[:steps]
    return tuple(range(steps))

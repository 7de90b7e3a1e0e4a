"""How many read requests an operator's action makes in a short and in a long conversation.

A customer writes to a brand on WhatsApp: two or three messages, then a reply, again and again. At
the end a wait is open, and its first step has been claimed. The figure is for a conversation of
2,000 messages. A bounded action makes as many requests for a conversation of 10.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from bench.results import Result
from bench.simulated_stack import SimulatedStack, simulated_stack
from bench.stack import CONFIGURATION
from cli.local.webhook_bodies import Message, Person, new_id
from shared.config.configuration import deployed_configuration
from shared.conversation import find_by_public_id
from shared.domain.alerts import Alert
from shared.domain.events import utc
from shared.storage import records, schema
from shared.storage.attributes import stamp
from shared.storage.records import ConversationRecord
from shared.storage.store import Store, shared_store

SHORT, LONG = 10, 2_000
READS = ("get_item", "batch_get_item", "query")
BEGIN = datetime(2026, 11, 23, 9, tzinfo=UTC)
ACCOUNT, CUSTOMER = "106000000000001", "491700000000"
BETWEEN = timedelta(seconds=20)


class Reads(NamedTuple):
    """The read requests that one action made, and the read units that they used."""

    requests: int
    units: float


type Action = Callable[[Store, ConversationRecord, Alert, datetime], object]


def measure() -> list[Result]:
    """Runs each action on a new conversation of each length."""
    return [
        _result("dismiss_read_requests", _dismiss, is_bounded=True),
        _result("acknowledge_read_requests", _acknowledge, is_bounded=True),
        _result("explain_read_requests", _explain, is_bounded=True),
    ]


def _result(name: str, action: Action, *, is_bounded: bool) -> Result:
    short, long = _reads(action, SHORT), _reads(action, LONG)
    return Result(
        name,
        long.requests,
        "requests",
        at_most=short.requests if is_bounded else None,
        note=f"{SHORT} messages: {short.requests} requests and {short.units:g} read units; "
        f"{LONG:,}: {long.requests} and {long.units:g}",
    )


def _dismiss(store: Store, record: ConversationRecord, _alert: Alert, now: datetime) -> object:
    from functions.api import dismissal

    found = find_by_public_id.by_public_id(store, record.public_id, now)
    assert found is not None
    return dismissal.dismiss(store, found, by="ada", reason="spam", now=now, kept_days=400)


def _acknowledge(store: Store, _record: ConversationRecord, alert: Alert, now: datetime) -> object:
    from functions.api import conversation_forms
    from shared.conversation import alert_validity

    found, form = alert_validity.open_record(store, alert, now), {"action": "acknowledge"}
    assert found is not None
    conversation_forms.perform(store, deployed_configuration(), found, alert, form, "UTC", now)
    return alert.id


def _explain(store: Store, record: ConversationRecord, _alert: Alert, now: datetime) -> object:
    from functions.api import conversations

    asked = conversations.Asked(record, 50)
    return conversations.explain(store, deployed_configuration(), asked, now)


def _reads(action: Action, messages: int) -> Reads:
    with simulated_stack(CONFIGURATION) as stack:
        _converse(stack, messages)
        record, alert = _claim(stack)
        before = stack.meter.rcu
        with _counted(stack) as requests:
            action(shared_store(), record, alert, utc(stack.now))
        return Reads(len(requests), stack.meter.rcu - before)


def _converse(stack: SimulatedStack, messages: int) -> None:
    last: Message | None = None
    for number in range(messages):
        at = BEGIN + number * BETWEEN
        stack.now = at.timestamp()
        is_reply = number % 4 == 2
        message = Message(
            channel="whatsapp",
            account=ACCOUNT,
            customer=Person(id=CUSTOMER, name="Ada"),
            text=f"Where is parcel {number}?",
            at=at,
            id=new_id("whatsapp", account=ACCOUNT, at=at),
            answers=last if is_reply else None,
        )
        stack.deliver(message)
        stack.track()
        last = message


def _claim(stack: SimulatedStack) -> tuple[ConversationRecord, Alert]:
    """Claims the first step. Returns the record and the alert."""
    from functions.notifier import claiming

    store = shared_store()
    key = schema.record_key(f"whatsapp:{ACCOUNT}:{CUSTOMER}")
    item = store.get(key)
    assert item is not None
    record = records.from_item(item)
    assert record.next_moment is not None
    stack.now = record.next_moment.timestamp()
    due = stamp(record.next_moment)
    (alert,) = claiming.claim(store, deployed_configuration(), key, due, utc(stack.now))
    return record, alert


@contextmanager
def _counted(stack: SimulatedStack) -> Iterator[list[str]]:
    """Yields the names of the read requests made while the block runs."""
    requests: list[str] = []
    originals = {name: getattr(stack.table, name) for name in READS}

    def counting(name: str) -> Callable[..., object]:
        def call(**request: object) -> object:
            requests.append(name)
            return originals[name](**request)

        return call

    for name in READS:
        setattr(stack.table, name, counting(name))
    try:
        yield requests
    finally:
        for name in READS:
            delattr(stack.table, name)

"""Finds a crowd: many customers who wait in one public thread at the same time.

If a policy has a crowd rule, each of its open waits leaves an entry under the wait's thread. Once
there are enough customers within the rule's time, their open waits are expedited: all further steps
are due now, and the alerts say why.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

from shared.config.configuration import Configuration
from shared.domain.escalation import Crowd
from shared.domain.policies import Policy
from shared.runtime import log
from shared.storage import records, schema
from shared.storage.attributes import Item, moment, stamp
from shared.storage.changes import Put
from shared.storage.records import ConversationRecord
from shared.storage.schema import PK, SK, TTL
from shared.storage.store import Store

ENTRY_LASTS = timedelta(days=7)
MAX_ENTRIES = 200
"""How many of a thread's newest entries are read. So a thread with ten thousand entries costs no
more."""

MAX_ATTEMPTS = 5
UNKNOWN = "unknown"
"""Customers whose id the platform withholds count as one."""


def record_wait(
    store: Store,
    configuration: Configuration,
    record: ConversationRecord,
    new_items: Sequence[Item],
) -> None:
    """Stores an entry for the open wait if one of the new items opened or decided it. Expedites the
    waits of its thread if there is a crowd.

    Raises ConflictError if other functions keep writing one of them.
    """
    wait = record.open_wait
    policy = configuration.policy_set.policy(wait.terms.policy) if wait else None
    if wait is None or policy is None or not policy.crowd_customers:
        return
    ids = {wait.opened_by, wait.decided_by}
    message = next((i for i in new_items if i.get("message_id") in ids), {})
    thread = message.get("thread")
    if not thread:
        return
    pk = schema.thread_pk(record.channel, record.account, thread)
    store.put_all([_entry(pk, record, wait.opened_at)])
    _expedite_crowd(store, policy, pk, wait.opened_at)


def _entry(pk: str, record: ConversationRecord, opened_at: datetime) -> Item:
    return {
        PK: pk,
        SK: f"{stamp(opened_at)}#{record.conversation}",
        "customer": record.customer or UNKNOWN,
        "conversation": record.conversation,
        TTL: int((opened_at + ENTRY_LASTS).timestamp()),
    }


def _expedite_crowd(store: Store, policy: Policy, pk: str, at: datetime) -> None:
    """Expedites the thread's newest crowd, if there is one since the rule's time before `at`."""
    within = timedelta(seconds=policy.crowd_within_s)
    newest = store.partition(pk, newest_first=True, page=MAX_ENTRIES, after=stamp(at - within))
    entries = [(_time(e), e) for e in islice(newest, MAX_ENTRIES)]
    for end, _ in entries:
        crowd = [entry for time, entry in entries if end - within <= time <= end]
        customers = {entry["customer"] for entry in crowd}
        if policy.crowd_customers and len(customers) >= policy.crowd_customers:
            reason = Crowd(policy.crowd_customers, policy.crowd_within_s)
            _expedite_all(store, crowd, reason, end)
            return


def _time(entry: Item) -> datetime:
    return moment(str(entry[SK]).split("#")[0])


def _expedite_all(store: Store, crowd: Iterable[Item], reason: Crowd, at: datetime) -> None:
    for conversation in dict.fromkeys(entry["conversation"] for entry in crowd):
        store.retry(partial(_expedite, store, conversation, reason, at), attempts=MAX_ATTEMPTS)


def _expedite(store: Store, conversation: str, reason: Crowd, at: datetime) -> None:
    item = store.get(schema.record_key(conversation))
    record = records.from_item(item) if item else None
    if record is None or record.open_wait is None or record.escalation is None:
        return
    if record.escalation.expedited_at is not None:
        return
    sooner = replace(record.escalation, expedited_by=reason, expedited_at=at)
    after = replace(record, escalation=sooner, version=record.version + 1)
    store.write([Put(records.to_item(after), expects=record.version)])
    log.event("wait.expedited", channel=record.channel)

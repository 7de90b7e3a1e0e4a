"""A gathering crowd: many customers, unanswered, in one public thread within a short time.

Each wait of a policy with a crowd rule leaves an entry under its thread. When enough customers have
entered within the rule's time, the open ones of them are pulled forward: what would be told at the
deadline is told now, and says why.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from shared.config.configuration import Configuration
from shared.conversation.history import History
from shared.domain.policies import Policy
from shared.domain.waits import Wait
from shared.runtime import log
from shared.storage import rows
from shared.storage.attributes import Item, moment, stamp
from shared.storage.rows import Key
from shared.storage.schema import PK, SK, TTL
from shared.storage.store import Put, Store

KEPT = timedelta(days=7)

MOST = 200
"""Entries of a thread that are looked at."""


def gather(
    store: Store, configuration: Configuration, stretch: History, waits: Iterable[Wait]
) -> None:
    """Enters the open waits, and pulls their threads' waits forward where a crowd has gathered.
    Raises ConflictError where somebody else wrote a wait in between."""
    items = stretch.by_id()
    for wait in waits:
        policy = configuration.policy_set.policy(wait.terms.policy)
        opening = items[wait.opened_by]
        thread = opening.get("thread")
        if wait.outcome != "open" or not policy or not policy.crowd_customers or not thread:
            continue
        partition = f"T#{opening['channel']}#{opening['account']}#{thread}"
        store.land([_entry(partition, stretch.conversation, wait, opening.get("customer"))])
        _pull(store, policy, partition, wait.opened_at)


def _entry(partition: str, conversation: str, wait: Wait, customer: str | None) -> Item:
    key = rows.key_of(conversation, wait.boundary, wait.opened_at)
    return {
        PK: partition,
        SK: f"{stamp(wait.opened_at)}#{key.sk}",
        "customer": customer or conversation,
        "wait_pk": key.pk,
        "wait_sk": key.sk,
        TTL: int((wait.opened_at + KEPT).timestamp()),
    }


def _pull(store: Store, policy: Policy, partition: str, at: datetime) -> None:
    """Looks at the newest entries only: a thread of ten thousand costs no more than one of MOST."""
    within = timedelta(seconds=policy.crowd_within_s)
    newest = store.partition(partition, newest_first=True, page=MOST, after=stamp(at - within))
    entries = [(_time(e), e) for e in islice(newest, MOST)]
    for end, _ in entries:
        crowd = [entry for time, entry in entries if end - within <= time <= end]
        customers = {entry["customer"] for entry in crowd}
        if policy.crowd_customers and len(customers) >= policy.crowd_customers:
            minutes = policy.crowd_within_s // 60
            reason = f"{policy.crowd_customers} customers within {minutes} min in one thread"
            _pull_all(store, crowd, reason, end)
            return


def _time(entry: Item) -> datetime:
    return moment(str(entry[SK]).split("#")[0])


def _pull_all(store: Store, crowd: Iterable[Item], reason: str, at: datetime) -> None:
    for item in store.get_all(Key(e["wait_pk"], e["wait_sk"]) for e in crowd).values():
        if item["outcome"] != "open" or item.get("pulled"):
            continue
        row = rows.from_item(item)
        pulled = replace(row, pulled=reason, pulled_at=at, version=row.version + 1)
        store.write([Put(rows.to_item(pulled), expects=row.version)])
        log.event("wait.pulled_forward", channel=row.channel)

"""Lists of waits. A page has a bounded cost, whatever the number of waits and the filters.

Open waits are read from the index of waiting records: by account, the earliest deadline first. All
others are wait facts: by the time of opening, the newest first. A page ends when it is full, or
after MAX_EXAMINED entries. In the second case it may be short, or empty, and still have a next
page.
"""

import heapq
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import batched, islice
from typing import Any

from functions.api import message_texts
from shared.config.configuration import Configuration
from shared.conversation.wait_json import fact_to_json, time_to_json, wait_to_json
from shared.domain.escalation import Escalation
from shared.domain.fold import Wait
from shared.domain.policies import meant_language
from shared.domain.reply_window import answerable_until, human_agent_until
from shared.storage import daily_figures, records, schema, wait_facts
from shared.storage.attributes import Item, stamp
from shared.storage.records import ConversationRecord
from shared.storage.schema import LISTED, PK, SHARDS, SK, Key
from shared.storage.store import Store

MAX_EXAMINED = 400
"""How many entries are read for a page."""

MAX_DAYS_EXAMINED = 25
"""For how many days with traffic facts are read for a page."""

type Page = tuple[list[dict[str, Any]], str | None]
"""The waits, and the position at which the next page begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitQuery:
    """What a request asks for. An empty filter matches everything."""

    limit: int
    only: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By channel, account, surface, kind, policy, intent, language, agent."""
    outcomes: Collection[str] = ("open",)
    is_overdue: bool | None = None
    is_unacknowledged: bool | None = None
    due_before: datetime | None = None
    opened_from: datetime | None = None
    opened_to: datetime | None = None
    has_excerpt: bool = False
    """Whether open waits also have the customer's name and newest words."""

    @property
    def is_of_open_waits(self) -> bool:
        """Whether only open waits are asked for."""
        return self.outcomes == ("open",)


# --- Open waits -----------------------------------------------------------------------------------


def open_waits(
    store: Store, configuration: Configuration, query: WaitQuery, now: datetime, position: str
) -> Page:
    """A page of the open waits, the earliest deadline first."""
    found, end = _open_records(store, configuration, query, now, position)
    page = [shown(record, record.open_wait, now) for record in found if record.open_wait]
    if query.has_excerpt:
        more = message_texts.excerpts(store, configuration, found)
        page = [wait | excerpt for wait, excerpt in zip(page, more, strict=True)]
    return page, end


def _open_records(
    store: Store, configuration: Configuration, query: WaitQuery, now: datetime, position: str
) -> tuple[list[ConversationRecord], str | None]:
    entries = _entries(store, configuration, query, now, position)
    page: list[ConversationRecord] = []
    for part in batched(islice(entries, MAX_EXAMINED), query.limit + 1, strict=False):
        keys = [Key.of(item) for item in part if _is_placed(item, query.only)]
        found = store.get_all(keys, consistent=False) if keys else {}
        for item in part:
            if len(page) == query.limit:
                return page, position
            position = item[LISTED]
            stored = found.get(Key.of(item))
            record = records.from_item(stored) if stored else None
            if record and record.open_wait and _is_wanted_record(record, query, now):
                page.append(record)
    return page, position if next(entries, None) else None


def _entries(
    store: Store, configuration: Configuration, query: WaitQuery, now: datetime, position: str
) -> Iterator[Item]:
    """The index's entries after the position, merged from the accounts."""
    channels, wanted = query.only.get("channel"), query.only.get("account")
    accounts = {
        account.id
        for account in configuration.accounts
        if (not channels or account.channel in channels) and (not wanted or account.id in wanted)
    }
    first, last = position, "~"
    if query.is_overdue is True:
        last = stamp(now)
    if query.is_overdue is False:
        first = max(first, stamp(now))
    if query.due_before is not None:
        last = min(last, stamp(query.due_before))
    if first >= last:
        return iter(())
    size = min(query.limit + 1, MAX_EXAMINED)
    found = (store.waiting(account, first, last, page=size) for account in sorted(accounts))
    return heapq.merge(*found, key=lambda item: str(item[LISTED]))


def _is_placed(item: Item, only: Mapping[str, Collection[str]]) -> bool:
    return all(item.get(n) in only[n] for n in ("channel", "surface") if n in only)


def _is_wanted_record(record: ConversationRecord, query: WaitQuery, now: datetime) -> bool:
    wait = record.open_wait
    assert wait is not None
    place = (record.channel, record.account, record.surface)
    if not _is_wanted(wait, place, query, now):
        return False
    if query.is_unacknowledged is None:
        return True
    owner = record.escalation.acknowledged_by if record.escalation else None
    return (owner is None) == query.is_unacknowledged


# --- All waits ------------------------------------------------------------------------------------


def all_waits(
    store: Store, query: WaitQuery, start: datetime, end: datetime, now: datetime, position: str
) -> Page:
    """A page of the waits that opened from `start` to `end`, the newest first. They name neither
    the customer nor messages: those are in the conversation."""
    page: list[dict[str, Any]] = []
    # Keys have whole seconds: of 10:00:00.5, the waits of 10:00:00 are still before the end.
    before = stamp(end + timedelta(microseconds=999_999))[:19]
    entries = _facts(store, start, min(before, position or "~"), now)
    last = position
    for count, item in enumerate(entries):
        if PK not in item:
            return page, str(item[SK])
        if count >= MAX_EXAMINED or len(page) == query.limit:
            return page, last
        last = item[SK]
        fact = wait_facts.from_item(item)
        place = (fact.channel, fact.account, fact.surface)
        if _is_wanted(fact.wait, place, query, now):
            page.append(fact_to_json(fact, now))
    return page, None


def _facts(store: Store, start: datetime, before: str, now: datetime) -> Iterator[Item]:
    """The facts from `start` to before this sort key, newest first. After MAX_DAYS_EXAMINED days,
    the last item has only the sort key at which the next page begins."""
    end = before if before != "~" else stamp(now + timedelta(days=1))[:19]
    for count, day in enumerate(_days(store, stamp(start)[:10], end[:10], now)):
        if count == MAX_DAYS_EXAMINED:
            yield {SK: f"{day}T24"}
            return
        first = stamp(start)[:19]
        yield from heapq.merge(
            *(
                _before(
                    store.partition(
                        schema.fact_partition(day, n),
                        between=(first, before),
                        newest_first=True,
                        page=64,
                        consistent=False,
                    ),
                    before,
                )
                for n in range(SHARDS)
            ),
            key=lambda item: str(item[SK]),
            reverse=True,
        )


def _before(items: Iterator[Item], before: str) -> Iterator[Item]:
    return (item for item in items if item[SK] < before)


def _days(store: Store, first: str, last: str, now: datetime) -> Iterator[str]:
    """The days with waits, from the last to the first, and today, which may have no row yet."""
    today = stamp(now)[:10]
    month = last[:7]
    if first <= today <= last:
        yield today
    while month >= first[:7]:
        within = max(first, f"{month}-01"), min(last, f"{month}-31")
        rows = {row.day for row in daily_figures.some_days(store, *within)} - {today}
        yield from sorted(rows, reverse=True)
        month = stamp(daily_figures.day_begin(month) - timedelta(days=1))[:7]


def _is_wanted(wait: Wait, place: tuple[str, str, str], query: WaitQuery, now: datetime) -> bool:
    values: dict[str, Sequence[str | None]] = {
        "channel": place[:1],
        "account": place[1:2],
        "surface": place[2:],
        "kind": [wait.kind],
        "policy": [wait.terms.policy],
        "intent": wait.intents,
        "language": [meant_language(wait.language, query.only.get("language", ()))],
        # An unescaped `+` in a URL is a space here.
        "agent": [wait.agent, (wait.agent or "").replace("+", " ")],
    }
    is_overdue = wait.outcome == "open" and wait.due_at < now
    return (
        wait.outcome in query.outcomes
        and all(not set(wanted).isdisjoint(values[n]) for n, wanted in query.only.items())
        and query.is_overdue in {None, is_overdue}
        and (query.due_before is None or wait.due_at < query.due_before)
        and (query.opened_from is None or wait.opened_at >= query.opened_from)
        and (query.opened_to is None or wait.opened_at < query.opened_to)
    )


# --- As they are shown ----------------------------------------------------------------------------


def shown(record: ConversationRecord, wait: Wait, now: datetime) -> dict[str, Any]:
    """An open wait. Times are ISO 8601 in UTC, durations in seconds."""
    place = (record.channel, record.surface, wait.last_at)
    escalation = record.escalation
    return {
        "id": wait_facts.name_of(wait.opened_by, record.naming.salt),
        "conversation": record.public_id,
        "channel": record.channel,
        "surface": record.surface,
        "account": record.account,
        "customer": record.customer,
        "permalink": record.permalink,
        **wait_to_json(wait, now),
        "last_message_at": time_to_json(wait.last_at),
        "answerable_until": time_to_json(answerable_until(*place)),
        "human_agent_until": time_to_json(human_agent_until(*place)),
        "acknowledged_by": escalation.acknowledged_by if escalation else None,
        "snoozed_until": time_to_json(escalation.snoozed_until) if escalation else None,
        "escalated_early_reason": _early_reason(escalation),
        "escalation_steps_sent": record.steps_claimed,
        "next_notification_at": time_to_json(record.next_notification_at),
    }


def _early_reason(escalation: Escalation | None) -> str | None:
    crowd = escalation.expedited_by if escalation else None
    return str(crowd) if crowd else None

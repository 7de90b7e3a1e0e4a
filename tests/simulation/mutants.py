"""Mistakes that other systems made, put into the product one at a time. The simulation must notice
each."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch
from weakref import WeakKeyDictionary

from functions.notifier import claiming, delivery, next_channel
from functions.notifier import handler as notifier
from functions.notifier.channels.channel import InDoubtError
from functions.notifier.channels.email import Email
from functions.notifier.channels.pagerduty import PagerDuty
from functions.notifier.channels.slack import Slack
from functions.notifier.channels.webhook import Webhook
from functions.sla_checker import handler as checker
from functions.webhook import storing
from shared.conversation import alert_validity, customer_conversations, tracking, unaffected
from shared.conversation.customer_conversations import CustomerConversations
from shared.conversation.next_record import Plan, Planner
from shared.conversation.slice_reading import Reader
from shared.domain import escalation, fold, ownership, updates
from shared.domain.alerts import Alert
from shared.domain.escalation import Escalation, claimed
from shared.domain.events import Event
from shared.domain.fold import Checkpoint
from shared.storage import alerts, records, schema
from shared.storage.attributes import Item, encode, stamp
from shared.storage.changes import Put
from shared.storage.errors import ConflictError
from shared.storage.records import ConversationRecord
from shared.storage.schema import DUE_NEXT, PK, SHARDS, SK, Key
from shared.storage.store import Store
from tests.simulation import id_changes, scenarios
from tests.simulation.faults import CALM, CRUSH
from tests.simulation.runs import Install, play
from tests.simulation.scenarios import Scenario
from tests.simulation.wiring import world

Patches = list[Any]
MUTANTS: dict[str, Callable[[], Patches]] = {}
STORIES: dict[str, tuple[Callable[[int], Scenario], ...]] = {
    "messages are read before the record": (scenarios.backlog,),
    "an unchanged record is not written": (scenarios.retracted_replies,),
    "only strictly older messages count as late": (scenarios.same_moments,),
    "a fact is written apart from its record": (scenarios.backlog, scenarios.scenario),
    "quiet hours have no effect": (scenarios.quiet_hours,),
    "quiet hours hold urgent steps too": (scenarios.quiet_hours,),
    "held alerts are lost": (scenarios.quiet_hours,),
    "a new owner is not notified": (scenarios.hand_overs,),
    "a repeat has another id": (scenarios.every_channel,),
    "an undo leaves alerts paused": (scenarios.hand_overs,),
    "an undo sends no update": (scenarios.hand_overs,),
    "no reminders": (scenarios.hand_overs,),
    "steps are not repeated": (scenarios.every_channel,),
    "an incident stays open": (scenarios.every_channel,),
    "a slack message in doubt is repeated": (scenarios.every_channel,),
    "updates ignore quiet hours": (scenarios.quiet_hours,),
    "updates are sent without a check": (scenarios.hand_overs,),
    "an all clear is never taken back": (scenarios.scenario,),
    "an alias drops the other escalation": (id_changes.notified_elsewhere,),
    "with an alias only one record is written": (id_changes.scenario,),
    "alert names omit the opening message": (scenarios.backlog, scenarios.scenario),
}
"""The scenarios that show a mistake which ordinary ones hardly ever show. They run under their own
profile and under CRUSH."""
IN_CALM = frozenset({"an undo leaves alerts paused"})
"""Mistakes that delay alerts by no more than faults do. Their scenarios run without faults."""


def mutant(made: Callable[[], Patches]) -> Callable[[], Patches]:
    """Registers a mutant under a name that describes it."""
    MUTANTS[made.__name__.replace("_", " ")] = made
    return made


@contextmanager
def mistaken(name: str) -> Iterator[None]:
    """While the block runs, the product makes this mistake."""
    with ExitStack() as stack:
        for change in MUTANTS[name]():
            stack.enter_context(change)
        yield


def first_caught(name: str, install: Install, within: int) -> int | None:
    """The first seed that goes wrong with this mistake."""
    with mistaken(name):
        return next((s for s in range(within) if _noticed(name, s, install)), None)


def _noticed(name: str, seed: int, install: Install) -> bool:
    if name not in STORIES:
        return bool(play(seed, install).wrong)
    weathers = (CALM,) if name in IN_CALM else (CRUSH, None)
    return any(
        play(seed, install, under=profile, scenario=scenario(seed)).wrong
        for scenario in STORIES[name]
        for profile in weathers
    )


@mutant
def only_the_opening_message_sets_the_deadline() -> Patches:
    """A complaint that follows a greeting has the deadline of the greeting."""
    return [patch.object(fold._Gap, "decider", lambda _gap, among: among[0])]


@mutant
def a_further_message_never_makes_the_deadline_earlier() -> Patches:
    """While a wait is open, further messages are not folded."""
    return [patch.object(unaffected, "_may_tighten", lambda *_given: False)]


@mutant
def a_fold_resumes_after_a_holding_reply() -> Patches:
    """A holding reply is a checkpoint like any reply, so its promise is forgotten."""
    real = fold._Gap.promise

    def promise(gap: Any, *given: Any) -> bool:
        real(gap, *given)
        return False

    return [patch.object(fold._Gap, "promise", promise)]


@mutant
def steps_begin_again_under_a_new_name() -> Patches:
    """Alerts are named after the message that opens the wait at present."""
    real = escalation.of_wait

    def of_wait(wait: Any, *given: Any, **more: Any) -> Any:
        found = real(wait, *given, **more)
        return replace(found, named_after=wait.opened_by if found.named_after else None)

    return [patch.object(escalation, "of_wait", of_wait)]


@mutant
def the_checker_remembers_how_far_it_has_read() -> Patches:
    """It looks only at what became due since its last run."""
    seen: dict[int, str] = {}

    def check(store: Store, sqs: Any, queue_url: str, at: datetime) -> dict[str, int]:
        until = stamp(at + checker.AHEAD)
        since = seen.get(id(store), "")
        due = [i for n in range(SHARDS) for i in store.due(schema.due(n), until)]
        fresh = [item for item in due if item[DUE_NEXT] > since]
        for start in range(0, len(fresh), 10):
            checker._send(sqs, queue_url, fresh[start : start + 10], at)
        seen[id(store)] = until
        return {"queued": len(fresh)}

    return [patch.object(checker, "check", check)]


@mutant
def a_late_reply_erases_the_breach() -> Patches:
    """A wait that no check has found overdue counts as answered in time."""
    real = fold._ending

    def ending(*given: Any) -> dict[str, Any]:
        figures = real(*given)
        return figures | ({"outcome": "met"} if figures["outcome"] == "late" else {})

    return [patch.object(fold, "_ending", ending)]


@mutant
def no_claim_before_sending() -> Patches:
    """The notifier sends first, and records the send afterwards."""
    real = notifier.claim

    def claim(store: Store, configuration: Any, key: Key, due: str, now: datetime) -> list[Alert]:
        record = _due_record(store, key, due)
        if record is None:
            return real(store, configuration, key, due, now)
        made = _alerts(store, configuration, record, now)
        store.put_all([_advanced(record), *(alerts.to_item(a) for a in made)])
        return made

    def update(store: Store, alert: Alert) -> bool:
        store.put_all([alerts.to_item(alert)])
        return True

    return [
        patch.object(notifier, "claim", claim),
        patch.object(alerts, "update", update),
    ]


def _due_record(store: Store, key: Key, due: str) -> ConversationRecord | None:
    """The record whose step is due."""
    item = store.get(key)
    record = records.from_item(item) if item is not None and item.get(DUE_NEXT) == due else None
    is_step = record and record.next_step_at and stamp(record.next_step_at) <= due
    return record if is_step else None


def _alerts(
    store: Store, configuration: Any, record: ConversationRecord, now: datetime
) -> list[Alert]:
    assert record.open_wait is not None
    return claiming._alerts(
        store, configuration, record, record.open_wait, [record.steps_claimed], now
    )


def _advanced(record: ConversationRecord) -> Item:
    assert record.escalation is not None
    assert record.open_wait is not None
    after = claimed(record.escalation, record.open_wait)
    return records.to_item(replace(record, escalation=after, version=record.version + 1))


@mutant
def updates_are_sent_without_a_check() -> Patches:
    """The notifier does not check again whether an update is still true."""
    return [patch.object(updates, "is_true", lambda _escalation, _kind: True)]


@mutant
def an_all_clear_is_never_taken_back() -> Patches:
    """The all clear becomes due once, when the wait closes, and stays due when the wait opens
    again."""

    def reopened(known: Escalation, _now: datetime) -> Escalation:
        return known

    return [patch.object(updates, "reopened", reopened)]


@mutant
def a_send_in_doubt_is_always_repeated() -> Patches:
    """If no answer arrives, the notifier tries again immediately."""
    real = Email.send

    def send(*given: Any) -> str:
        try:
            return real(*given)
        except InDoubtError:
            return real(*given)

    return [patch.object(Email, "send", send)]


@mutant
def no_other_channel_after_a_failure() -> Patches:
    """The alert that takes the place of one that failed is dropped, as if its wait had ended."""
    fallen: set[tuple[int, str]] = set()
    substitute, subject_of = next_channel._substitute, alert_validity.subject_of

    def noted(*given: Any) -> Alert | None:
        found = substitute(*given)
        if found:
            fallen.add((id(world()), found.id))
        return found

    def subject(store: Store, alert: Alert, now: datetime) -> Any:
        return None if (id(world()), alert.id) in fallen else subject_of(store, alert, now)

    return [
        patch.object(next_channel, "_substitute", noted),
        patch.object(alert_validity, "subject_of", subject),
    ]


@mutant
def a_repeated_delivery_is_a_second_message() -> Patches:
    """A message that is delivered twice is two messages."""
    seen: Counter[tuple[int, str | None, str]] = Counter()
    real = storing._place

    def conversation(into: storing.Routed, event: Event) -> None:
        again = (id(world()), event.message_id, event.kind)
        seen[again] += 1
        if seen[again] > 1 and event.kind == "message":
            event = event._replace(message_id=f"{event.message_id}-{seen[again]}")
        real(into, event)

    return [patch.object(storing, "_place", conversation)]


@mutant
def a_fold_trusts_the_order_of_arrival() -> Patches:
    """Messages are folded in the order of their arrival."""

    def timeline(messages: Any) -> list[fold.Message]:
        stored_at = {sk.split("#")[-1]: at for (_, sk), at in world().stored_at.items()}
        there = {m.key: m for m in messages if m.inbound or not m.deleted}
        return sorted(there.values(), key=lambda m: (stored_at.get(m.id, 0.0), *m.key))

    return [patch.object(fold, "timeline", timeline)]


@mutant
def the_checker_marks_entries_as_queued() -> Patches:
    """The checker marks what it has queued, and does not queue it again."""

    def check(store: Store, sqs: Any, queue_url: str, at: datetime) -> dict[str, int]:
        queued = 0
        for shard in range(SHARDS):
            for entry in list(store.due(schema.due(shard), stamp(at + checker.AHEAD))):
                item = store.get(Key.of(entry))
                if item is None or item.get("queued") == entry[DUE_NEXT]:
                    continue
                store.put_all([item | {"queued": entry[DUE_NEXT]}])
                queued += checker._send(sqs, queue_url, [entry], at)
        return {"queued": queued}

    return [patch.object(checker, "check", check)]


@mutant
def a_claim_without_a_version() -> Patches:
    """The notifier claims the step even if the wait has changed since it was read."""
    real = notifier.claim

    def claim(store: Store, configuration: Any, key: Key, due: str, now: datetime) -> list[Alert]:
        record = _due_record(store, key, due)
        if record is None:
            return real(store, configuration, key, due, now)
        made = _alerts(store, configuration, record, now)
        store.put_all([_advanced(record)])
        try:
            store.write([Put(alerts.to_item(a), expects=None) for a in made])
        except ConflictError:
            return []
        return made

    return [patch.object(notifier, "claim", claim)]


@mutant
def messages_are_read_before_the_record() -> Patches:
    """The tracker reads the messages first. What arrives between the two reads is in neither."""
    early: WeakKeyDictionary[Any, dict[str, list[Item]]] = WeakKeyDictionary()
    read, partition = customer_conversations.read, Store.partition

    def read_late(
        store: Store, conversation: str, *given: Any, **more: Any
    ) -> CustomerConversations:
        pk = schema.conversation_pk(conversation)
        early.setdefault(world().running(), {})[pk] = list(
            partition(store, pk, prefix=schema.MESSAGE)
        )
        return read(store, conversation, *given, **more)

    def partition_early(self: Store, pk: str, **given: Any) -> Iterator[Item]:
        known = early.get(world().running(), {}).get(pk)
        if known is None or given.get("prefix") != schema.MESSAGE:
            return partition(self, pk, **given)
        kept = [i for i in known if i[SK] > given.get("after", "")]
        return iter(kept[::-1] if given.get("newest_first") else kept)

    return [
        patch.object(customer_conversations, "read", read_late),
        patch.object(Store, "partition", partition_early),
    ]


@mutant
def an_unchanged_record_is_not_written() -> Patches:
    """The tracker saves this write, so a run that has read less can still write."""
    write = Store.write

    def written(self: Store, changes: Any) -> None:
        if len(changes) == 1 and isinstance(changes[0], Put):
            item = encode(changes[0].item)
            there = world().table.items.get(item[PK]["S"], {}).get(item[SK]["S"], {})
            rest = {name: item.get(name) for name in ("version", "last_message", "expires_at")}
            if item[SK]["S"] == schema.STATE and there | rest == item | rest:
                return
        write(self, changes)

    return [patch.object(Store, "write", written)]


@mutant
def only_strictly_older_messages_count_as_late() -> Patches:
    """A message at the exact time of the checkpoint counts as new."""
    real = Reader._is_late

    def is_late(self: Reader, item: Item, found: Any, checkpoint: Checkpoint) -> bool:
        if item[SK][: len(schema.MESSAGE)] == schema.MESSAGE:
            return self.message_of(item).at < checkpoint.key[0]
        return real(self, item, found, checkpoint)

    return [patch.object(Reader, "_is_late", is_late)]


@mutant
def a_fact_is_written_apart_from_its_record() -> Patches:
    """The record is written first, then its facts."""
    write = Store.write

    def written(self: Store, changes: Any) -> None:
        state = [c for c in changes if isinstance(c, Put) and c.item[SK] == schema.STATE]
        rest = [c for c in changes if c not in state]
        if not state or any(isinstance(c, Put) and c.item[SK] == schema.ALERT for c in rest):
            write(self, changes)
            return
        write(self, state)
        for change in rest:
            write(self, [change])

    return [patch.object(Store, "write", written)]


@mutant
def an_alias_drops_the_other_escalation() -> Patches:
    """The escalation of the customer's other conversation is not taken into account."""
    real = Planner.record

    def record(self: Planner, folded: Any, new_items: Any, others: Any = ()) -> Any:
        return real(self, folded, new_items, ())

    return [patch.object(Planner, "record", record)]


@mutant
def with_an_alias_only_one_record_is_written() -> Patches:
    """Of a customer's several records, only those with new messages are written."""
    real = tracking.write

    def write(store: Store, planned: list[Plan]) -> None:
        real(store, planned[:1])

    return [patch.object(tracking, "write", write)]


@mutant
def alert_names_omit_the_opening_message() -> Patches:
    """The customer's next wait finds the alerts of the last one, and nobody is notified."""

    def name(self: Alert) -> str:
        named = (self.conversation, self.policy, str(self.step), self.responder, self.by)
        return hashlib.blake2b("\n".join(named).encode(), digest_size=13).hexdigest()

    return [patch.object(Alert, "id", property(name))]


@mutant
def quiet_hours_have_no_effect() -> Patches:
    """Every alert is sent immediately."""
    return [patch.object(delivery._Delivery, "_quiet_until", lambda *_given: None)]


@mutant
def quiet_hours_hold_urgent_steps_too() -> Patches:
    """Quiet hours hold urgent steps as well."""
    real = delivery._Delivery._quiet_until

    def quiet_until(self: Any, alert: Alert) -> datetime | None:
        return real(self, replace(alert, urgent=False))

    return [patch.object(delivery._Delivery, "_quiet_until", quiet_until)]


@mutant
def held_alerts_are_lost() -> Patches:
    """A held alert is dropped, as if its wait had ended."""
    real = alerts.update

    def update(store: Store, alert: Alert) -> bool:
        held = alert.history and alert.history[-1].event == "postponed" and alert.due
        if held and alert.due and alert.due - alert.history[-1].at > timedelta(hours=1):
            alert = replace(alert, state="dropped", due=None)
        return real(store, alert)

    return [patch.object(alerts, "update", update)]


@mutant
def a_new_owner_is_not_notified() -> Patches:
    """The new owner gets no update, as if they had taken the wait themselves."""
    real = updates.kinds

    def kinds(known: Escalation) -> Any:
        return {name: kind for name, kind in real(known).items() if kind != "handed_over"}

    return [patch.object(updates, "kinds", kinds)]


@mutant
def a_repeat_has_another_id() -> Patches:
    """Each attempt to post a webhook has a new message id, so the receiver accepts both."""
    real = Webhook._post

    def post(self: Webhook, what: Any, name: str, *given: Any) -> str:
        return real(self, what, f"{name}.{what.attempts}", *given)

    return [patch.object(Webhook, "_post", post)]


@mutant
def an_undo_leaves_alerts_paused() -> Patches:
    """The wait no longer has an owner, but its steps wait until the pause would have ended."""
    real = ownership.released

    def released(known: Escalation, now: datetime) -> Escalation:
        return replace(real(known, now), snoozed_until=known.snoozed_until)

    return [patch.object(ownership, "released", released)]


@mutant
def an_undo_sends_no_update() -> Patches:
    """Those who know of the owner still rely on the owner."""
    real = updates.kinds

    def kinds(known: Escalation) -> Any:
        return {name: kind for name, kind in real(known).items() if kind != "waiting_again"}

    return [patch.object(updates, "kinds", kinds)]


@mutant
def no_reminders() -> Patches:
    """The owner of a wait is notified only of its steps."""
    return [patch.object(records, "next_reminder_at", lambda *_given: None)]


@mutant
def steps_are_not_repeated() -> Patches:
    """The escalation ends with the last step, without repeats."""
    real = Escalation.next_step_at

    def next_step_at(self: Escalation, wait: fold.Wait) -> datetime | None:
        terms = wait.terms
        steps = len(terms.moments) - terms.repeats
        return None if self.steps.get(terms.policy, 0) >= steps else real(self, wait)

    return [patch.object(Escalation, "next_step_at", next_step_at)]


@mutant
def an_incident_stays_open() -> Patches:
    """PagerDuty is sent no update, so its incident is not resolved when the customer has a
    reply."""
    return [patch.object(PagerDuty, "carries_updates", False)]


@mutant
def a_slack_message_in_doubt_is_repeated() -> Patches:
    """Slack is treated as a channel that recognises repeated messages."""
    return [patch.object(Slack, "can_repeat", True)]


@mutant
def updates_ignore_quiet_hours() -> Patches:
    """Quiet hours hold only steps."""
    real = delivery._Delivery._quiet_until

    def quiet_until(self: Any, alert: Alert) -> datetime | None:
        return real(self, alert) if alert.kind == "step" else None

    return [patch.object(delivery._Delivery, "_quiet_until", quiet_until)]

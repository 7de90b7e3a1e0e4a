"""Plans a conversation's next record, and the changes of its wait facts. Reads and writes
nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from shared.conversation.slice_fold import Facts, SliceFold
from shared.domain import escalation, event_names, updates
from shared.domain.escalation import Escalation, FactName
from shared.domain.fold import Folded, Wait
from shared.storage import expiry, messages, records, wait_facts
from shared.storage.attributes import Item
from shared.storage.changes import ANY, Change, Delete, Put
from shared.storage.records import ConversationRecord, Naming
from shared.storage.schema import SK, TTL, Key
from shared.storage.wait_facts import WaitFact


@dataclass(frozen=True, slots=True)
class Plan:
    """What one run is going to write for one conversation."""

    record: ConversationRecord
    expects: int | None
    """The version in the table, or None if there is no record."""
    changes: tuple[Change, ...] = ()
    """The changes of its wait facts."""

    def put(self, number: int) -> Put:
        """The write of the record in the transaction with this number, from 0."""
        version = self.record.version + number
        expects = self.expects if number == 0 else version - 1
        return Put(records.to_item(replace(self.record, version=version)), expects=expects)


@dataclass(frozen=True, slots=True)
class Planner(SliceFold):
    """Plans the next record of one of the customer's conversations."""

    arrived: Mapping[str, datetime]
    """When each item first arrived, by sort key."""
    now: datetime

    def _received_at(self, message_id: str) -> datetime | None:
        """When this message first arrived, or None if it is not among those that just arrived."""
        item = self.part.items.get(message_id)
        return self.arrived.get(str(item[SK])) if item else None

    def fact_changes(self, folded: Folded, stored: Facts) -> tuple[Change, ...]:
        """The changes that turn the stored facts into the facts of the folded waits."""
        wanted: dict[Key, WaitFact] = {}
        for wait in folded.waits:
            fact = self.fact_of(wait, self._received_at(wait.opened_by))
            before = stored.get(fact.key)
            wanted[fact.key] = replace(fact, received_at=before.received_at) if before else fact
        puts = (
            Put(wait_facts.to_item(self._with_event(fact, stored.get(key))), expects=ANY)
            for key, fact in wanted.items()
            if key not in stored or not _is_unchanged(stored[key], fact)
        )
        gone = [fact for key, fact in stored.items() if key not in wanted]
        return (*puts, *(change for fact in gone for change in self._removal(fact)))

    def _with_event(self, fact: WaitFact, before: WaitFact | None) -> WaitFact:
        event = event_names.wait_event(before.wait.outcome if before else None, fact.wait.outcome)
        return replace(fact, event=event, version=self.conversations.next_version)

    def _removal(self, fact: WaitFact) -> Iterator[Change]:
        """The deletion of the fact, and before it the item by which the deletion is published. If
        the run is interrupted between the two, the next run writes both again."""
        if self.configuration.events_bus:
            version = self.conversations.next_version
            yield Put(wait_facts.to_removed_item(fact, version, self.now), expects=ANY)
        yield Delete(fact.key, expects=ANY)

    # --- The record -----------------------------------------------------------------------------

    def record(
        self, folded: Folded, new_items: Sequence[Item], others: Iterable[Escalation] = ()
    ) -> ConversationRecord:
        """The record after the fold.

        `others`: escalations of the customer's other conversations. They may continue in this one.
        """
        before, wait = self.before, folded.current
        current, earlier = self._escalations(folded, others)
        opening = self.part.items.get(wait.opened_by) if wait else None
        holder = self._holder(wait.opened_by) if wait else before
        is_same = bool(wait and before.wait and wait.opened_by == before.wait.opened_by)
        received_at, permalink = (before.received_at, before.permalink) if is_same else (None, None)
        if wait and before.wait and is_same and (opening is None or folded.is_full):
            # Later messages of the wait may have expired, or are not read after the first 200.
            wait = replace(wait, last_at=max(wait.last_at, before.wait.last_at))
        if current and wait and before.wait and wait.last_at < before.wait.last_at:
            # The reply window ends earlier: a message from the future was corrected, for example.
            current = replace(current, window_warned_at=None)
        return replace(
            before,
            version=self.conversations.next_version,
            checkpoint=folded.checkpoint or self.part.start,
            wait=wait,
            escalation=current,
            earlier=earlier,
            permalink=opening.get("permalink") if opening else permalink,
            received_at=received_at or (self._received_at(wait.opened_by) if wait else None),
            opened_in=Naming(holder.public_id, holder.salt) if holder.salt != before.salt else None,
            is_full=folded.is_full,
            last_message=max([before.last_message, *self._own_sort_keys()]),
            links=self.conversations.links_of(before.conversation) or before.links,
            has_deflection=before.has_deflection or any(m.deflects for m in self.part.messages),
            dismissed_at=self._dismissed_at(),
            published_until=self._published_until(wait, is_same=is_same),
            expires_at=self._expiry(folded, new_items),
        )

    def _escalations(
        self, folded: Folded, others: Iterable[Escalation]
    ) -> tuple[Escalation | None, tuple[Escalation, ...]]:
        """The escalation of the open wait, or None, and the earlier escalations that the record
        keeps."""
        before, wait = self.before, folded.current
        current = before.escalation if before.open_wait else None
        own = before.earlier if current else before.escalations
        if current and self._has_moved(current, before.open_wait):
            current = None
        here = (e for e in others if e.ended or not self._has_moved(e))
        earlier = tuple(self._earlier_with_end(e, folded) for e in (*own, *here))
        # If the customer has several ids, the wait may have moved to another conversation.
        or_last = self.conversations.has_one_id
        so_far = self._with_end(current, folded, or_last=or_last) if current else None
        if wait is None:
            return None, escalation.kept(None, so_far, earlier)
        if wait.outcome != "open":
            candidates = (*([so_far] if so_far else []), *earlier)
            return None, escalation.after_withdrawal(wait, candidates)
        found = escalation.of_wait(
            wait, folded.unanswered, current, earlier, before=before.open_wait
        )
        found = updates.reopened(found, self.now)
        return found, escalation.kept(found, so_far, earlier)

    def _has_moved(self, one: Escalation, wait: Wait | None = None) -> bool:
        """Whether the escalation's wait has moved to another of the customer's conversations, whose
        record has the escalation now. What the next person writes under this id must not continue
        it. `wait`: that wait as the record knows it, if it is still the open one."""
        here = {message.id for message in self.part.messages}
        named = {one.opened_by, one.named_after, wait.opened_by if wait else None}
        return not self.conversations.has_one_id and here.isdisjoint(named)

    def _earlier_with_end(self, earlier: Escalation, folded: Folded) -> Escalation:
        """An earlier escalation, with the wait with which it ended.

        Late messages may have removed its wait, and brought it back closed. If the customer has
        several ids, the wait may be in another conversation, which records the end.
        """
        if earlier.ended is None:
            is_here = not self._has_moved(earlier)
            return self._with_end(earlier, folded, or_last=False) if is_here else earlier
        # It has ended before. If another message opens its wait by now, the fact has another name.
        if earlier.ended in {self._fact_name(wait) for wait in folded.waits}:
            return earlier
        closed = updates.end_of(earlier, folded, or_last=False)
        if closed and (self.conversations.has_one_id or _is_about(earlier, closed, folded)):
            return replace(earlier, ended=self._fact_name(closed))
        return earlier

    def _with_end(self, one: Escalation, folded: Folded, *, or_last: bool) -> Escalation:
        """The escalation, with its end if its wait has ended."""
        wait = folded.current
        if wait and wait.outcome == "open" and one.continues_in(wait, folded.unanswered):
            return one
        closed = updates.end_of(one, folded, or_last=or_last)
        return updates.ended(one, self._fact_name(closed), self.now) if closed else one

    def _fact_name(self, wait: Wait) -> FactName:
        salt = self._holder(wait.opened_by).salt
        return FactName(wait.opened_at, wait_facts.name_of(wait.opened_by, salt))

    def _published_until(self, wait: Wait | None, *, is_same: bool) -> datetime | None:
        if wait is None or not self.configuration.events_bus:
            return None
        return (self.before.published_until if is_same else None) or wait.opened_at

    def _dismissed_at(self) -> datetime | None:
        times = [m.dismissed_at for m in self.part.messages if m.dismissed_at]
        times += [self.before.dismissed_at] if self.before.dismissed_at else []
        return max(times, default=None)

    def _own_sort_keys(self) -> Iterable[str]:
        return (messages.sort_key(m) for m in self.part.messages if m.id in self.part.items)

    def _expiry(self, folded: Folded, new_items: Iterable[Item]) -> datetime | None:
        """When the record expires: with its last message, or never while a wait is open."""
        if folded.current is not None and folded.current.outcome == "open":
            return None
        last_s = max([self.part.expiry(), *(int(i.get(TTL, 0)) for i in new_items)])
        days = self.configuration.text_days
        return expiry.of_record(self.before.expires_at, last_s, days=days, now=self.now)


def _is_unchanged(before: WaitFact, fact: WaitFact) -> bool:
    """Whether the fact need not be written again. The time of the customer's last message does not
    count, since the record has it."""
    wait = replace(fact.wait, last_at=before.wait.last_at)
    return replace(fact, wait=wait, event=before.event, version=before.version) == before


def _is_about(one: Escalation, wait: Wait, folded: Folded) -> bool:
    """Whether a message that people were notified of was unanswered in this wait."""
    unanswered = folded.unanswered_by_wait[folded.waits.index(wait)]
    return not unanswered.isdisjoint({one.opened_by, one.named_after})

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
    """The version in the table; None: there is no record."""
    changes: tuple[Change, ...] = ()
    """Those of its facts."""

    def put(self, number: int) -> Put:
        """The write of the record. If the plan takes several transactions, each has its own number,
        from 0."""
        version = self.record.version + number
        expects = self.expects if number == 0 else version - 1
        return Put(records.to_item(replace(self.record, version=version)), expects=expects)


@dataclass(frozen=True, slots=True)
class Planner(SliceFold):
    """Plans the next record of one of the customer's conversations."""

    arrived: Mapping[str, datetime]
    """When each item first arrived, by sort key."""
    now: datetime

    def _received_at(self, opened_by: str) -> datetime | None:
        item = self.part.items.get(opened_by)
        return self.arrived.get(str(item[SK])) if item else None

    def fact_changes(self, folded: Folded, stored: Facts) -> tuple[Change, ...]:
        """The changes that turn the stored facts into the facts of the folded waits."""
        wanted: dict[Key, WaitFact] = {}
        for wait in folded.waits:
            fact = self.fact_of(wait, self._received_at(wait.opened_by))
            there = stored.get(fact.key)
            wanted[fact.key] = replace(fact, received_at=there.received_at) if there else fact
        puts = (
            Put(wait_facts.to_item(self._changed(stored.get(key), fact)), expects=ANY)
            for key, fact in wanted.items()
            if key not in stored or not _says_the_same(stored[key], fact)
        )
        gone = [fact for key, fact in stored.items() if key not in wanted]
        return (*puts, *(change for fact in gone for change in self._removal(fact)))

    def _changed(self, before: WaitFact | None, fact: WaitFact) -> WaitFact:
        event = event_names.wait_event(before.wait.outcome if before else None, fact.wait.outcome)
        return replace(fact, event=event, version=self.members.next_version)

    def _removal(self, fact: WaitFact) -> Iterator[Change]:
        """Publishes that the wait is gone, and deletes its fact.

        The event comes first. If the run is interrupted between the two, the next run writes both
        again.
        """
        if self.configuration.events_bus:
            version = self.members.next_version
            yield Put(wait_facts.to_removed_item(fact, version, self.now), expects=ANY)
        yield Delete(fact.key, expects=ANY)

    # --- The record -----------------------------------------------------------------------------

    def record(
        self, folded: Folded, concerned: Sequence[Item], others: Iterable[Escalation] = ()
    ) -> ConversationRecord:
        """The record after the fold.

        `others`: escalations of the customer's other conversations. They may continue in this one.
        """
        before, wait = self.before, folded.current
        found, kept = self._escalations(folded, others)
        opening = self.part.items.get(wait.opened_by) if wait else None
        holder = self._holder(wait.opened_by) if wait else before
        last = before.wait
        is_same = bool(wait and last and wait.opened_by == last.opened_by)
        received_at, permalink = (before.received_at, before.permalink) if is_same else (None, None)
        if (
            wait and last and is_same and opening is None
        ):  # it has expired, with the messages after it
            wait = replace(wait, last_at=max(wait.last_at, last.last_at))
        return replace(
            before,
            version=self.members.next_version,
            checkpoint=folded.checkpoint or self.part.start,
            wait=wait,
            escalation=found,
            earlier=kept,
            permalink=opening.get("permalink") if opening else permalink,
            received_at=received_at or (self._received_at(wait.opened_by) if wait else None),
            opened_in=Naming(holder.public_id, holder.salt) if holder.salt != before.salt else None,
            is_full=folded.is_full,
            last_message=max([before.last_message, *self._own_sort_keys()]),
            links=self.members.links_of(before.conversation) or before.links,
            has_deflection=before.has_deflection or any(m.deflects for m in self.part.messages),
            dismissed_at=self._dismissed_at(),
            published_until=self._published_until(wait, is_same=is_same),
            expires_at=self._expiry(folded, concerned),
        )

    def _escalations(
        self, folded: Folded, others: Iterable[Escalation]
    ) -> tuple[Escalation | None, tuple[Escalation, ...]]:
        """The escalation of the open wait, or None, and the earlier escalations that the record
        keeps."""
        before, wait = self.before, folded.current
        current = before.escalation if before.open_wait else None
        own = (*([before.escalation] if before.escalation and not current else []), *before.earlier)
        known = (*(self._ended_since(e, folded) for e in own), *others)
        ended = self._ended(current, folded)
        if wait is None:
            return None, escalation.kept(None, ended, known)
        if wait.outcome != "open":
            known = (*((ended,) if ended else ()), *known)
            return None, escalation.after_withdrawal(wait, known)
        found = escalation.of_wait(wait, folded.unanswered, current, known, before=before.open_wait)
        found = updates.reopened(found, self.now)
        return found, escalation.kept(found, ended, known)

    def _ended(self, current: Escalation | None, folded: Folded) -> Escalation | None:
        """The escalation that was current so far. It gets an end if its wait has ended."""
        if current is None:
            return None
        return self._ended_in(current, folded, has_moved=not self.members.is_alone)

    def _ended_since(self, known: Escalation, folded: Folded) -> Escalation:
        """An earlier escalation. It gets an end if it has none and its wait has ended.

        Late messages may have removed its wait, and brought it back closed. If the customer has
        several ids, the wait may be in another conversation. That conversation then records the
        end.
        """
        if not self.members.is_alone:
            return known
        if known.ended is not None:
            return self._with_end_renamed(known, folded)
        return self._ended_in(known, folded, has_moved=True)

    def _with_end_renamed(self, known: Escalation, folded: Folded) -> Escalation:
        """An escalation that has ended. A late message may open its wait by now, so that the fact
        has another key. That is no news."""
        if known.ended in {self._fact_name(wait) for wait in folded.waits}:
            return known
        closed = updates.end_of(known, folded, has_moved=True)
        return replace(known, ended=self._fact_name(closed)) if closed else known

    def _ended_in(self, known: Escalation, folded: Folded, *, has_moved: bool) -> Escalation:
        wait = folded.current
        if wait and wait.outcome == "open" and known.continues_in(wait, folded.unanswered):
            return known
        closed = updates.end_of(known, folded, has_moved=has_moved)
        if closed is None:
            return known
        return updates.ended(known, self._fact_name(closed), self.now)

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

    def _expiry(self, folded: Folded, concerned: Iterable[Item]) -> datetime | None:
        """When the record expires: with its last message, or never while a wait is open."""
        if folded.current is not None and folded.current.outcome == "open":
            return None
        last_s = max([self.part.expiry(), *(int(i.get(TTL, 0)) for i in concerned)])
        days = self.configuration.text_days
        return expiry.of_record(self.before.expires_at, last_s, days=days, now=self.now)


def _says_the_same(one: WaitFact, other: WaitFact) -> bool:
    """Whether the fact need not be written again.

    A further message in the same wait changes only the time of the last message, which the record
    has.
    """
    wait = replace(other.wait, last_at=one.wait.last_at)
    return replace(other, wait=wait, event=one.event, version=one.version) == one

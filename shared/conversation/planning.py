"""What a conversation's record and wait facts must become, given its messages. Reads and writes
nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared.config.configuration import Configuration
from shared.conversation.folding import Facts, SliceFold
from shared.domain import escalation, news, published
from shared.domain.escalation import Escalation, FactName
from shared.domain.policies import WaitKind
from shared.domain.waits import Folded, Wait, whole
from shared.storage import facts, messages, records, schema
from shared.storage.attributes import Item, moment
from shared.storage.changes import ANY, Change, Delete, Put
from shared.storage.facts import WaitFact
from shared.storage.messages import is_inbound, is_message
from shared.storage.records import ConversationRecord, Naming
from shared.storage.schema import PK, SK, TTL, Key


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run makes of one conversation."""

    record: ConversationRecord
    expects: int | None
    """The version in the table; None: there is no record."""
    changes: tuple[Change, ...] = ()
    """Those of its facts."""

    def put(self, number: int) -> Put:
        """The record's write; of several writes in a row, the one with this number."""
        version = self.record.version + number
        expects = self.expects if number == 0 else version - 1
        return Put(records.to_item(replace(self.record, version=version)), expects=expects)


@dataclass(frozen=True, slots=True)
class Planner(SliceFold):
    """Plans one conversation of a customer."""

    arrived: Mapping[str, datetime]
    """When each item first arrived, by sort key."""
    now: datetime

    def _received_at(self, opened_by: str) -> datetime | None:
        item = self.part.items.get(opened_by)
        return self.arrived.get(str(item[SK])) if item else None

    def fact_changes(self, folded: Folded, stored: Facts) -> tuple[Change, ...]:
        """What to write so that the stored facts become those of the waits."""
        wanted: dict[Key, WaitFact] = {}
        for wait in folded.waits:
            fact = self.fact_of(wait, self._received_at(wait.opened_by))
            there = stored.get(fact.key)
            wanted[fact.key] = replace(fact, received_at=there.received_at) if there else fact
        puts = (
            Put(facts.to_item(self._changed(stored.get(key), fact)), expects=ANY)
            for key, fact in wanted.items()
            if key not in stored or not _says_the_same(stored[key], fact)
        )
        gone = [fact for key, fact in stored.items() if key not in wanted]
        return (*puts, *(change for fact in gone for change in self._removal(fact)))

    def _changed(self, before: WaitFact | None, fact: WaitFact) -> WaitFact:
        event = published.wait_event(before.wait.outcome if before else None, fact.wait.outcome)
        return replace(fact, event=event, version=self.members.next_version)

    def _removal(self, fact: WaitFact) -> Iterator[Change]:
        """The event comes first: should only that be written, the next run writes both."""
        if self.configuration.events_bus:
            version = self.members.next_version
            yield Put(facts.to_removed_item(fact, version, self.now), expects=ANY)
        yield Delete(fact.key, expects=ANY)

    # --- The record -----------------------------------------------------------------------------

    def record(
        self, folded: Folded, concerned: Sequence[Item], others: Iterable[Escalation] = ()
    ) -> ConversationRecord:
        """The record after the fold. `others` are escalations of the customer's other
        conversations, which may continue here."""
        before, wait = self.before, folded.current
        current = before.escalation if before.open_wait else None
        own = (*([before.escalation] if before.escalation and not current else []), *before.earlier)
        known = (*(self._ended_since(e, folded) for e in own), *others)
        found: Escalation | None = None
        if wait is not None and wait.outcome == "open":
            found = escalation.of_wait(
                wait, folded.unanswered, current, known, before=before.open_wait
            )
            found = news.reopened(found, self.now)
            kept = escalation.kept(found, self._ended(current, folded), known)
        elif wait is not None:
            ended = self._ended(current, folded)
            known = (*((ended,) if ended else ()), *known)
            kept = escalation.without_withdrawn(wait, known)
        else:
            kept = escalation.kept(None, self._ended(current, folded), known)
        opening = self.part.items.get(wait.opened_by) if wait else None
        holder = self._holder(wait.opened_by) if wait else before
        last = before.wait
        is_same = bool(wait and last and wait.opened_by == last.opened_by)
        received_at, permalink = (before.received_at, before.permalink) if is_same else (None, None)
        if wait and last and is_same and opening is None:  # it has expired, with what followed
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

    def _ended(self, current: Escalation | None, folded: Folded) -> Escalation | None:
        """The escalation of the wait that was open, which has ended if its wait has."""
        if current is None:
            return None
        return self._ended_in(current, folded, has_moved=not self.members.is_alone)

    def _ended_since(self, known: Escalation, folded: Folded) -> Escalation:
        """An earlier escalation. Late messages may have undone its wait, so that it had no end, and
        then bring the wait back closed. Of a customer with several ids it may be another
        conversation's: that one ends it."""
        if known.ended is not None or not self.members.is_alone:
            return known
        return self._ended_in(known, folded, has_moved=True)

    def _ended_in(self, known: Escalation, folded: Folded, *, has_moved: bool) -> Escalation:
        wait = folded.current
        if wait and wait.outcome == "open" and known.continues_in(wait, folded.unanswered):
            return known
        closed = news.end_of(known, folded, has_moved=has_moved)
        if closed is None:
            return known
        name = facts.name_of(closed.opened_by, self._holder(closed.opened_by).salt)
        return news.ended(known, FactName(closed.opened_at, name), self.now)

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
        """With the last message, unless a wait is open."""
        if folded.current is not None and folded.current.outcome == "open":
            return None
        last_s = max([self.part.expiry(), *(int(i.get(TTL, 0)) for i in concerned)])
        if last_s == 0:
            lasts = timedelta(days=self.configuration.text_days)
            return self.before.expires_at or self.now + lasts
        last = datetime.fromtimestamp(last_s, self.now.tzinfo)
        return max(self.before.expires_at or last, last)


def unaffected(
    record: ConversationRecord,
    concerned: Sequence[Item],
    skewed: Iterable[str],
    configuration: Configuration,
) -> ConversationRecord | None:
    """The record, if what arrived cannot change what is open: the customer writes again without
    another deadline that is earlier, edits, or deletes a message that neither opened nor decided
    the wait. None if it may."""
    if not concerned or not (record.open_wait or record.is_full):
        return None
    future = set(skewed)
    if any(i["message_id"] in future or not _is_unaffected(record, i) for i in concerned):
        return None
    if any(is_message(i) and _may_tighten(record, i, configuration) for i in concerned):
        return None
    said = [i for i in concerned if is_message(i) and not _was_changed(i)]
    wait = record.wait
    if record.open_wait and wait and said:
        last_at = max(whole(moment(i["at"])) for i in said)
        wait = replace(wait, last_at=max(wait.last_at, last_at))
    last_message = max([record.last_message, *(str(i[SK]) for i in said)])
    return replace(record, version=record.version + 1, wait=wait, last_message=last_message)


def _is_unaffected(record: ConversationRecord, item: Item) -> bool:
    wait = record.open_wait
    is_own = schema.conversation_of(item[PK]) == record.conversation
    if not is_own or not is_inbound(item) or messages.is_alias_item(item):
        return False
    if messages.is_edit(item):
        return True
    if messages.is_deletion(item):
        return _deletes_a_further_message(record, item)
    if not is_message(item) or (str(item[SK]) < record.last_message and not _was_changed(item)):
        return False  # among the messages that were folded, its place can matter
    if wait is not None:
        return whole(moment(item["at"])) > wait.opened_at
    return record.checkpoint is None or moment(item["at"]) > record.checkpoint.key[0]


def _was_changed(item: Item) -> bool:
    """Whether the message's text has been replaced or removed: it was stored, and tracked, before.
    What is noted of its time is read only with it."""
    return bool(item.get("is_changed"))


def _deletes_a_further_message(record: ConversationRecord, item: Item) -> bool:
    """Whether this deletes neither the message that opened the wait nor the one that decided it,
    and happened since. One from before may concern the wait before, whose reply arrived first, or
    one that was dismissed since."""
    wait = record.open_wait
    if wait is None or item["message_id"] in {wait.opened_by, wait.decided_by}:
        return False
    since = max(wait.opened_at, record.dismissed_at or wait.opened_at)
    return "at" not in item or whole(moment(item["at"])) > since


def _may_tighten(record: ConversationRecord, item: Item, configuration: Configuration) -> bool:
    """Whether the message may have an earlier deadline than the open wait: as a first message or a
    next one, whichever it is."""
    wait = record.open_wait
    if wait is None or (record.is_full and str(item[SK]) > record.last_message):
        return False
    message = messages.message_of(item, configuration)
    about = messages.traits(
        message, channel=record.channel, surface=record.surface, account=record.account
    )
    kinds: tuple[WaitKind, ...] = ("first", "next")
    found = (
        configuration.policy_set.terms(about, kind, whole(message.at), courtesy=message.courtesy)
        for kind in kinds
    )
    return any(terms is not None and terms.due_at < wait.due_at for terms in found)


def _says_the_same(one: WaitFact, other: WaitFact) -> bool:
    """Whether a fact need not be written again: a further message in a wait changes only the time
    of the last one, which the record has."""
    wait = replace(other.wait, last_at=one.wait.last_at)
    return replace(other, wait=wait, event=one.event, version=one.version) == one

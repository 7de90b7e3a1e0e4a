"""Folds a slice of a conversation into waits. They keep the terms with which they were opened.

Reads wait facts, and writes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from shared.config.configuration import Configuration
from shared.conversation.customer_conversations import Members
from shared.conversation.slice_reading import ConversationSlice
from shared.domain.fold import (
    Folded,
    MayDecide,
    Message,
    TermsOf,
    Wait,
    frozen_terms,
    resume,
    whole,
)
from shared.domain.policies import Terms, WaitKind
from shared.storage import messages, schema, wait_facts
from shared.storage.attributes import Item, moment
from shared.storage.messages import is_message
from shared.storage.records import ConversationRecord
from shared.storage.schema import PK, Key
from shared.storage.store import Store
from shared.storage.wait_facts import WaitFact

type Facts = Mapping[Key, WaitFact]


def read_facts(store: Store, keys: Iterable[Key]) -> dict[Key, WaitFact]:
    """The stored facts among these keys."""
    return {key: wait_facts.from_item(item) for key, item in store.get_all(keys).items()}


@dataclass(frozen=True, slots=True)
class SliceFold:
    """Folds a slice of one conversation of a customer."""

    configuration: Configuration
    members: Members
    before: ConversationRecord
    part: ConversationSlice

    def fold(self, stored: Facts) -> Folded:
        """The waits of the slice. `stored`: the facts that they may have.

        - A wait keeps its terms, unless its opening message turned out to be from the future.
        - If the configuration has changed since, only a further message can bring the deadline
          forward, and only under another policy.
        - A reply that once closed a wait stays an answer, even if it would now count as automated
          or as a deflection.
        """
        state = self.part.start.state if self.part.start else None
        answers = {  # hashed ids
            fact.wait.closed_by
            for fact in stored.values()
            if fact.wait.outcome in {"met", "late"} and not fact.wait.terms.bot_closes
        }
        frozen, deciders = self._frozen(stored)
        folded = resume(
            [self._as_answer(m, answers) for m in self.part.messages],
            self._with_follow_ups(frozen_terms(self._terms_of, frozen), stored, frozen),
            state,
            self.configuration.policy_set.business_seconds,
            self.configuration.silence_s,
            self._may_decide(stored, deciders),
        )
        return self._of_first_configuration(folded, stored)

    def _of_first_configuration(self, folded: Folded, stored: Facts) -> Folded:
        """The fold in which each wait has the configuration version with which it was opened, even
        if a later message has decided it under another version since."""
        versions = {
            fact.wait.opened_by: fact.wait.terms.policy_set_version for fact in stored.values()
        }

        def kept(wait: Wait) -> Wait:
            name = wait_facts.name_of(wait.opened_by, self._holder(wait.opened_by).salt)
            version = versions.get(name, wait.terms.policy_set_version)
            if version == wait.terms.policy_set_version:
                return wait
            return replace(wait, terms=replace(wait.terms, policy_set_version=version))

        current = kept(folded.current) if folded.current else None
        return folded._replace(waits=[kept(wait) for wait in folded.waits], current=current)

    def _with_follow_ups(
        self, terms_of: TermsOf, stored: Facts, frozen: Mapping[tuple[str, WaitKind], Terms]
    ) -> TermsOf:
        """`terms_of`, with the rules for the follow-up waits that holding replies open.

        - A holding reply that answered no wait opens none.
        - One that has expired keeps its wait, although the message that it answered is gone too.
        - One that answered a wait of another configuration keeps what it had when it was first
          folded: a wait, or none.
        """
        current = self.configuration.policy_set.version
        answers_to_old_terms = {  # hashed ids
            fact.wait.closed_by
            for fact in stored.values()
            if fact.wait.terms.policy_set_version != current
        }

        def with_follow_ups(message: Message, kind: WaitKind) -> Terms | None:
            if kind != "follow_up":
                return terms_of(message, kind)
            if not message.inbound and message.id in self.part.items:
                return None
            is_old = bool(answers_to_old_terms and self._names_of(message) & answers_to_old_terms)
            is_kept = (message.id, kind) in frozen or self.fact_key(message) in stored
            return None if is_old and not is_kept else terms_of(message, kind)

        return with_follow_ups

    def _terms_of(self, message: Message, kind: WaitKind) -> Terms | None:
        about = messages.traits(
            message,
            channel=self.before.channel,
            surface=self.before.surface,
            account=self.before.account,
        )
        return self.configuration.policy_set.terms(
            about, kind, whole(message.at), courtesy=message.courtesy
        )

    def _frozen(self, stored: Facts) -> tuple[dict[tuple[str, WaitKind], Terms], set[str]]:
        """The terms of stored waits, by the id of the deciding message and the kind, and the ids of
        these messages.

        This leaves out waits that get the same terms from the fold itself: the configuration is the
        same, and their deciding message is stored. If that message has expired, the message that
        opened the wait decides in its place.
        """
        found: dict[tuple[str, WaitKind], Terms] = {}
        deciders: set[str] = set()
        names = _Names(self.part.messages)
        for message in self.part.messages:
            fact = stored.get(self.fact_key(message)) if self._may_open(message) else None
            if fact is None:
                continue
            wait = fact.wait
            decider = names.message(wait.decided_by, self._holder(message.id).salt)
            is_current = wait.terms.policy_set_version == self.configuration.policy_set.version
            if is_current and decider in self.part.items:
                continue
            if not is_current:  # it stays the opening message, even if it has no target any more
                found[message.id, wait.kind] = wait.terms
            found[decider or message.id, wait.terms.kind if decider else wait.kind] = wait.terms
            deciders.add(decider or message.id)
        return found, deciders

    def _may_decide(self, stored: Facts, deciders: set[str]) -> MayDecide:
        """Says whether a message may decide a wait.

        `deciders` may. All other expired messages may not. In a wait that was opened under another
        configuration, only a message that came after its last known one may, and only by another
        policy.
        """
        waits = [fact.wait for fact in stored.values()]
        waits += [self.before.wait] if self.before.wait else []
        current = self.configuration.policy_set.version
        old = [wait for wait in waits if wait.terms.policy_set_version != current]

        def may_decide(message: Message, terms: Terms) -> bool:
            at = whole(message.at)
            if message.id in deciders:
                return True
            return message.id in self.part.items and not any(
                wait.opened_at <= at
                and (
                    at <= wait.last_at
                    or (wait.outcome == "open" and terms.policy == wait.terms.policy)
                )
                for wait in old
            )

        return may_decide

    def _as_answer(self, message: Message, answers: set[str | None]) -> Message:
        """The message. It counts as a person's answer if it is among those that closed a wait."""
        may_differ = (message.automated or message.deflects) and answers
        if may_differ and self._names_of(message) & answers:
            return message._replace(automated=False, deflects=False)
        return message

    def _names_of(self, message: Message) -> set[str]:
        """The hashes that may name this message in facts: one for each conversation."""
        return {wait_facts.name_of(message.id, r.salt) for r in self.members.records.values()}

    # --- Facts ----------------------------------------------------------------------------------

    def possible_facts(self) -> list[Key]:
        """The keys of all facts that the slice's waits may have, or may have had before.

        A message from the future may have opened a wait at its own time, before its arrival was
        noted. So it has two keys.
        """
        keys = {self.fact_key(m): None for m in self.part.messages if self._may_open(m)}
        for message in self.part.messages:
            item = self.part.items.get(message.id)
            if message.skewed and item:
                keys[self.fact_key(message._replace(at=moment(item["at"])))] = None
        return list(keys)

    @staticmethod
    def _may_open(message: Message) -> bool:
        return message.inbound or message.holding

    def fact_key(self, message: Message) -> Key:
        """The key of the fact of the wait that this message opens, if it opens one."""
        return wait_facts.key_of(message.id, whole(message.at), self._holder(message.id).salt)

    def own_fact(self) -> dict[Key, WaitFact]:
        """The fact of the record's wait, by its key, computed from the record."""
        wait = self.before.wait
        if wait is None:
            return {}
        fact = self.fact_of(wait, self.before.received_at)
        return {fact.key: fact}

    def fact_of(self, wait: Wait, received_at: datetime | None) -> WaitFact:
        """The fact of this wait. `received_at`: when its opening message arrived."""
        holder = self._holder(wait.opened_by)
        return WaitFact(
            public_id=holder.public_id,
            channel=self.before.channel,
            surface=self.before.surface,
            account=self.before.account,
            wait=wait_facts.with_hashed_ids(wait, holder.salt),
            received_at=received_at,
        )

    def _holder(self, message_id: str) -> ConversationRecord:
        """The record of the conversation in which the message is stored.

        Its public id and salt name the message in facts, whatever other ids the customer gets.
        """
        item = self.part.items.get(message_id)
        before = self.before
        if item is not None:
            return self.members.records.get(schema.conversation_of(item[PK]), before)
        if before.wait and before.wait.opened_by == message_id:  # it has expired
            naming = before.naming
            return replace(before, public_id=naming.public_id, salt=naming.salt)
        return self.members.records.get(before.conversation, before)


class _Names:
    """Finds messages by their hashed names in facts. Hashes each message once per salt."""

    def __init__(self, part: Iterable[Message]) -> None:
        self._ids = [message.id for message in part]
        self._by_salt: dict[str, dict[str, str]] = {}

    def message(self, name: str, salt: str) -> str | None:
        """The message's id, or None if the message has expired."""
        if salt not in self._by_salt:
            self._by_salt[salt] = {wait_facts.name_of(one, salt): one for one in self._ids}
        return self._by_salt[salt].get(name)


def described(
    record: ConversationRecord, items: Iterable[Item], members: Members
) -> ConversationRecord:
    """The record with channel, account, surface and customer. A new record gets them from these
    items of its conversation.

    A private answer to its public question is no item of it, but shows that it is public.
    """
    if record.channel:
        return record
    channel, account, rest = record.conversation.split(":", 2)
    own = schema.conversation_pk(record.conversation)
    surfaces = [i["surface"] for i in items if i[PK] == own and "surface" in i]
    surfaces += ["public" for i in items if schema.conversation_of(i[PK]) not in members.records]
    customers = [i.get("customer") for i in items if i[PK] == own and is_message(i)]
    known = [r.surface for r in members.records.values() if r.surface]
    surface = next(iter([*surfaces, *known]), "private")
    customer = customers[0] if customers else rest.rpartition(":")[2]
    return replace(record, channel=channel, account=account, surface=surface, customer=customer)

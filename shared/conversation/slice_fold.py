"""Folds a slice of a conversation into waits. They keep the terms with which they were opened.

Reads wait facts, and writes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from shared.config.configuration import Configuration
from shared.conversation.customer_conversations import CustomerConversations
from shared.conversation.slice_reading import ConversationSlice
from shared.domain.fold import (
    Folded,
    MayDecide,
    Message,
    TermsOf,
    Wait,
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
    conversations: CustomerConversations
    before: ConversationRecord
    part: ConversationSlice

    def fold(self, stored: Facts) -> Folded:
        """The waits of the slice. `stored`: the facts that they may have.

        Example of the rules for waits that are stored already, with a first target of 30 minutes,
        which becomes 10 at 12:05:

            12:00  customer  "Where is it?"    a wait opens, due at 12:30
            12:06  customer  "Hello?"          the same wait, still due at 12:30
            12:20  a person answers            `met`
            12:21  customer  "And when?"       a wait opens, due at 12:31
        """
        kept = self._kept_terms(stored)
        folded = resume(
            self._messages(stored),
            self._terms_of(stored, kept),
            self.part.start.state if self.part.start else None,
            self.configuration.policy_set.business_seconds,
            self.configuration.silence_s,
            self._may_decide(stored, kept),
        )
        return self._with_first_versions(folded, stored)

    def _messages(self, stored: Facts) -> list[Message]:
        """The messages of the slice. A reply that closed a stored wait stays a person's answer,
        even if it would now count as automated or as a deflection."""
        answers = {
            fact.wait.closed_by
            for fact in stored.values()
            if fact.wait.outcome in {"met", "late"} and not fact.wait.terms.bot_closes
        }
        return [
            m._replace(automated=False, deflects=False)
            if (m.automated or m.deflects) and answers and self._names_of(m) & answers
            else m
            for m in self.part.messages
        ]

    def _kept_terms(self, stored: Facts) -> "_KeptTerms":
        """The terms of those stored waits for which the configuration may now give others: it has
        changed since the wait opened, or the deciding message has expired.

        Example: "Hi" opened a wait, and "It is broken!" decided it.

            neither                        nothing is kept: the configuration gives the same terms
            "It is broken!" has expired    "Hi" decides in its place, with the wait's terms
            the configuration has changed  "It is broken!" decides with the wait's terms. "Hi" has
                                           them too: it opens the wait even if it has no target now
        """
        kept = _KeptTerms({}, set())
        plain_ids = _PlainIds(self.part.messages)
        for opening in self.part.messages:
            fact = stored.get(self.fact_key(opening)) if self._may_open(opening) else None
            if fact is None:
                continue
            wait = fact.wait
            decided_by = plain_ids.of(wait.decided_by, self._holder(opening.id).salt)
            if self._is_old(wait):
                kept.terms[opening.id, wait.kind] = wait.terms
            elif decided_by in self.part.items:
                continue
            if decided_by is None:
                kept.decide(opening.id, wait.kind, wait.terms)
            else:
                kept.decide(decided_by, wait.terms.kind, wait.terms)
        return kept

    def _is_old(self, wait: Wait) -> bool:
        """Whether the configuration has changed since the wait was opened."""
        return wait.terms.policy_set_version != self.configuration.policy_set.version

    def _terms_of(self, stored: Facts, kept: "_KeptTerms") -> TermsOf:
        """The terms by the present configuration, except for waits that keep theirs.

        The message of a follow-up stands for the wait that the holding reply answered. If it
        answered none, it is the reply itself, and opens no follow-up wait. But if it has expired,
        what it answered has expired too, and its wait stays. If it answered a wait from before a
        change of the configuration, it keeps what it had when it was first folded: a wait, or none.
        """
        answers_to_old = {
            fact.wait.closed_by for fact in stored.values() if self._is_old(fact.wait)
        }

        def answered_none(reply: Message) -> bool:
            return not reply.inbound and reply.id in self.part.items

        def answered_old_without_wait(reply: Message) -> bool:
            is_answer = bool(answers_to_old and self._names_of(reply) & answers_to_old)
            return is_answer and self.fact_key(reply) not in stored

        def terms_of(message: Message, kind: WaitKind) -> Terms | None:
            own = kept.terms.get((message.id, kind))
            if kind == "follow_up" and (
                answered_none(message) or (own is None and answered_old_without_wait(message))
            ):
                return None
            return own or self._present_terms(message, kind)

        return terms_of

    def _present_terms(self, message: Message, kind: WaitKind) -> Terms | None:
        about = messages.traits(
            message,
            channel=self.before.channel,
            surface=self.before.surface,
            account=self.before.account,
        )
        return self.configuration.policy_set.terms(
            about, kind, whole(message.at), courtesy=message.courtesy
        )

    def _may_decide(self, stored: Facts, kept: "_KeptTerms") -> MayDecide:
        """Says whether a message may decide a wait.

        The deciding message of a wait that keeps its terms may. All other expired messages may not.
        A wait from before a change of the configuration is decided only by a message that is later
        than the last one known of it, and until the wait's end only under a policy other than its
        own.
        """
        waits = [fact.wait for fact in stored.values()]
        waits += [self.before.wait] if self.before.wait else []
        old = [wait for wait in waits if self._is_old(wait)]

        def may_decide(message: Message, terms: Terms) -> bool:
            if message.id in kept.deciders:
                return True
            at = whole(message.at)
            is_expired = message.id not in self.part.items
            return not is_expired and not any(_keeps_decision(wait, at, terms) for wait in old)

        return may_decide

    def _with_first_versions(self, folded: Folded, stored: Facts) -> Folded:
        """The fold in which each stored wait has the configuration version with which it was
        opened, even if a later message has decided it under another version since."""
        versions = {
            fact.wait.opened_by: fact.wait.terms.policy_set_version for fact in stored.values()
        }

        def with_first_version(wait: Wait) -> Wait:
            hashed_id = wait_facts.name_of(wait.opened_by, self._holder(wait.opened_by).salt)
            version = versions.get(hashed_id, wait.terms.policy_set_version)
            if version == wait.terms.policy_set_version:
                return wait
            return replace(wait, terms=replace(wait.terms, policy_set_version=version))

        return folded._replace(
            waits=[with_first_version(wait) for wait in folded.waits],
            current=with_first_version(folded.current) if folded.current else None,
        )

    def _names_of(self, message: Message) -> set[str]:
        """The hashes that may name this message in facts: one for each conversation."""
        return {wait_facts.name_of(message.id, r.salt) for r in self.conversations.records.values()}

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

        Facts name the message by this record's public id and salt, even if the customer gets other
        ids later.
        """
        item = self.part.items.get(message_id)
        before = self.before
        if item is not None:
            return self.conversations.records.get(schema.conversation_of(item[PK]), before)
        if before.wait and before.wait.opened_by == message_id:  # it has expired
            naming = before.naming
            return replace(before, public_id=naming.public_id, salt=naming.salt)
        return self.conversations.records.get(before.conversation, before)


def _keeps_decision(wait: Wait, at: datetime, terms: Terms) -> bool:
    """Whether a wait that opened before the configuration changed keeps its deciding message,
    although a message written at `at` has these terms.

    It does if that message is within the wait, and either no later than the last one known of it or
    under the wait's own policy.
    """
    if at < wait.opened_at:
        return False
    is_before_end = wait.outcome == "open" or (wait.closed_at is not None and at < wait.closed_at)
    return at <= wait.last_at or (is_before_end and terms.policy == wait.terms.policy)


class _KeptTerms(NamedTuple):
    """Terms that stored waits keep."""

    terms: dict[tuple[str, WaitKind], Terms]
    """By the id of the deciding message, and by that of the opening one; each with a kind."""
    deciders: set[str]
    """The ids of the deciding messages."""

    def decide(self, message_id: str, kind: WaitKind, terms: Terms) -> None:
        """Lets the message decide its wait, with these terms."""
        self.terms[message_id, kind] = terms
        self.deciders.add(message_id)


class _PlainIds:
    """Finds messages by the hashed ids in facts. Hashes each message once per salt."""

    def __init__(self, part: Iterable[Message]) -> None:
        self._ids = [message.id for message in part]
        self._by_salt: dict[str, dict[str, str]] = {}

    def of(self, hashed_id: str, salt: str) -> str | None:
        """The message's id, or None if the message has expired."""
        if salt not in self._by_salt:
            self._by_salt[salt] = {wait_facts.name_of(one, salt): one for one in self._ids}
        return self._by_salt[salt].get(hashed_id)


def described(
    record: ConversationRecord, items: Iterable[Item], conversations: CustomerConversations
) -> ConversationRecord:
    """The record with channel, account, surface and customer. A new record gets them from these
    items of its conversation.

    A private answer to its public question does not belong to it, but shows that the conversation
    is public.
    """
    if record.channel:
        return record
    channel, account, rest = record.conversation.split(":", 2)
    own = schema.conversation_pk(record.conversation)
    surfaces = [i["surface"] for i in items if i[PK] == own and "surface" in i]
    surfaces += [
        "public" for i in items if schema.conversation_of(i[PK]) not in conversations.records
    ]
    customers = [i.get("customer") for i in items if i[PK] == own and is_message(i)]
    surfaces += [r.surface for r in conversations.records.values() if r.surface]
    surface = next(iter(surfaces), "private")
    customer = customers[0] if customers else rest.rpartition(":")[2]
    return replace(record, channel=channel, account=account, surface=surface, customer=customer)

"""Folds a slice of a conversation into waits, with the terms that those were opened with.

Reads messages and wait facts, and writes nothing.
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
        """The waits of the slice.

        - A wait keeps its terms, unless its opening message turned out to be from the future.
        - If the configuration has changed since, only a further message can tighten the terms, and
          only by another policy.
        - A reply that once closed a wait stays an answer, even if it would now count as automated
          or as a deflection.
        """
        state = self.part.start.state if self.part.start else None
        answers = {
            fact.wait.closed_by
            for fact in stored.values()
            if fact.wait.outcome in {"met", "late"} and not fact.wait.terms.bot_closes
        }
        frozen, deciders = self._frozen(stored)
        folded = resume(
            [self._as_answer(m, answers) for m in self.part.messages],
            self._held(frozen_terms(self._terms_of, frozen), stored, frozen),
            state,
            self.configuration.policy_set.business_seconds,
            self.configuration.silence_s,
            self._may_decide(stored, deciders),
        )
        return self._of_first_configuration(folded, stored)

    def _of_first_configuration(self, folded: Folded, stored: Facts) -> Folded:
        """The fold with each wait under the configuration version with which it was opened.

        A later message that decides the wait does not change that: the older messages are still
        judged by the first version.
        """
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

    def _held(
        self, terms_of: TermsOf, stored: Facts, frozen: Mapping[tuple[str, WaitKind], Terms]
    ) -> TermsOf:
        """`terms_of`, with the rules for what a holding reply promises.

        - A holding reply that answered no wait promises nothing.
        - One that has expired keeps what it promised, even though the message that it answered is
          gone too.
        - One that answered a wait under another configuration keeps what it promised when it was
          first folded: a wait, or nothing.
        """
        current = self.configuration.policy_set.version
        old = {
            fact.wait.closed_by
            for fact in stored.values()
            if fact.wait.terms.policy_set_version != current
        }

        def held(message: Message, kind: WaitKind) -> Terms | None:
            if kind != "follow_up":
                return terms_of(message, kind)
            if not message.inbound and message.id in self.part.items:
                return None
            salts = [record.salt for record in self.members.records.values()] if old else []
            is_old = any(wait_facts.name_of(message.id, salt) in old for salt in salts)
            is_kept = (message.id, kind) in frozen or self.fact_key(message) in stored
            return None if is_old and not is_kept else terms_of(message, kind)

        return held

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
        """The terms of stored waits by the message that decided each, and the ids of those
        messages.

        Only for waits whose configuration has changed or whose deciding message has expired. All
        others get the same terms from the fold itself. If the deciding message has expired, the
        message that opened the wait stands for it.
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

        A message of a stored wait from another configuration may not: only a later message can
        tighten those terms, and only by another policy. An expired message may not either. A
        message that decided such a wait before still may.
        """
        items = self.part.items
        known = [fact.wait for fact in stored.values()]
        known += [self.before.wait] if self.before.wait else []
        current = self.configuration.policy_set.version
        known = [wait for wait in known if wait.terms.policy_set_version != current]

        def may_decide(message: Message, terms: Terms) -> bool:
            at = whole(message.at)
            if message.id in deciders:
                return True
            return message.id in items and not any(
                wait.opened_at <= at
                and (
                    at <= wait.last_at
                    or (wait.outcome == "open" and terms.policy == wait.terms.policy)
                )
                for wait in known
            )

        return may_decide

    def _as_answer(self, message: Message, answers: set[str | None]) -> Message:
        if not (message.automated or message.deflects) or not answers:
            return message
        names = {wait_facts.name_of(message.id, r.salt) for r in self.members.records.values()}
        if names & answers:
            return message._replace(automated=False, deflects=False)
        return message

    # --- Facts ----------------------------------------------------------------------------------

    def possible_facts(self) -> list[Key]:
        """The keys of all facts that the slice's waits may have, or may have had.

        A message from the future may have opened a wait at its own time, before its arrival was
        noted. So its own time counts here too.
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
        """The fact of the record's own wait. No other fact lies after the checkpoint."""
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

        Its public id and salt name the message for good, whatever other ids the customer gets.
        """
        item = self.part.items.get(message_id)
        before = self.before
        conversation = schema.conversation_of(item[PK]) if item else before.conversation
        if item is None and before.wait and before.wait.opened_by == message_id:
            named = before.naming
            return replace(before, public_id=named.public_id, salt=named.salt)
        return self.members.records.get(conversation, before)


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
    record: ConversationRecord, concerned: Iterable[Item], found: Members
) -> ConversationRecord:
    """The record with what all messages of its conversation have in common: channel, account,
    surface, customer.

    A conversation is public if the first thing tracked in it is an answer that was given in
    private.
    """
    if record.channel:
        return record
    channel, account, rest = record.conversation.split(":", 2)
    own = schema.conversation_pk(record.conversation)
    surfaces = [i["surface"] for i in concerned if i[PK] == own and "surface" in i]
    surfaces += ["public" for i in concerned if schema.conversation_of(i[PK]) not in found.records]
    customers = [i.get("customer") for i in concerned if i[PK] == own and is_message(i)]
    known = [r.surface for r in found.records.values() if r.surface]
    surface = next(iter([*surfaces, *known]), "private")
    customer = customers[0] if customers else rest.rpartition(":")[2]
    return replace(record, channel=channel, account=account, surface=surface, customer=customer)

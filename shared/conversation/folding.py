"""The waits of a slice, by the terms that they were opened with, and the wait facts that they can
have: reads messages and facts, and writes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from shared.config.configuration import Configuration
from shared.conversation.members import Members
from shared.conversation.reading import ConversationSlice
from shared.domain.policies import Terms, WaitKind
from shared.domain.waits import Folded, Message, Wait, frozen_terms, resume, whole
from shared.storage import facts, messages, schema
from shared.storage.attributes import Item
from shared.storage.facts import WaitFact
from shared.storage.messages import is_message
from shared.storage.records import ConversationRecord
from shared.storage.schema import PK, Key
from shared.storage.store import Store

type Facts = Mapping[Key, WaitFact]


def read_facts(store: Store, keys: Iterable[Key]) -> dict[Key, WaitFact]:
    """The facts that exist under these keys."""
    return {key: facts.from_item(item) for key, item in store.get_all(keys).items()}


@dataclass(frozen=True, slots=True)
class SliceFold:
    """Folds a slice of one conversation of a customer."""

    configuration: Configuration
    members: Members
    before: ConversationRecord
    part: ConversationSlice

    def fold(self, stored: Facts) -> Folded:
        """The fold of the slice. A wait keeps the terms that it was opened with, unless its opening
        message turned out to lie in the future. What once closed a wait stays an answer, whatever
        is taken for a bot's words or a deflection since."""
        state = self.part.start.state if self.part.start else None
        answers = {
            fact.wait.closed_by
            for fact in stored.values()
            if fact.wait.outcome in {"met", "late"} and not fact.wait.terms.bot_closes
        }
        return resume(
            [self._as_answer(m, answers) for m in self.part.messages],
            frozen_terms(self._terms_of, self._frozen(stored)),
            state,
            self.configuration.policy_set.business_seconds,
            self.configuration.silence_s,
        )

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

    def _frozen(self, stored: Facts) -> dict[tuple[str, WaitKind], Terms]:
        found: dict[tuple[str, WaitKind], Terms] = {}
        for message in self.part.messages:
            fact = stored.get(self.fact_key(message)) if message.inbound else None
            if fact is not None:
                found[message.id, fact.wait.kind] = fact.wait.terms
        return found

    def _as_answer(self, message: Message, answers: set[str | None]) -> Message:
        if not (message.automated or message.deflects) or not answers:
            return message
        names = {facts.name_of(message.id, r.salt) for r in self.members.records.values()}
        if names & answers:
            return message._replace(automated=False, deflects=False)
        return message

    # --- Facts ----------------------------------------------------------------------------------

    def possible_facts(self) -> list[Key]:
        """The keys of all facts that the slice's waits can have."""
        return [self.fact_key(m) for m in self.part.messages if m.inbound]

    def fact_key(self, message: Message) -> Key:
        """The key of the fact that this message opens, if it opens a wait."""
        return facts.key_of(message.id, whole(message.at), self._holder(message.id).salt)

    def own_fact(self) -> dict[Key, WaitFact]:
        """The fact of the record's own wait: the only one after the checkpoint."""
        wait = self.before.wait
        if wait is None:
            return {}
        fact = self.fact_of(wait, self.before.received_at)
        return {fact.key: fact}

    def fact_of(self, wait: Wait, received_at: datetime | None) -> WaitFact:
        """The fact of a wait, whose opening message arrived at that time."""
        holder = self._holder(wait.opened_by)
        return WaitFact(
            public_id=holder.public_id,
            channel=self.before.channel,
            surface=self.before.surface,
            account=self.before.account,
            wait=facts.named(wait, holder.salt),
            received_at=received_at,
        )

    def _holder(self, message_id: str) -> ConversationRecord:
        """The record of the conversation in which the message is stored: its public id and salt
        stay, whatever other ids the customer takes."""
        item = self.part.items.get(message_id)
        conversation = schema.conversation_of(item[PK]) if item else self.before.conversation
        return self.members.records.get(conversation, self.before)


def described(
    record: ConversationRecord, concerned: Iterable[Item], found: Members
) -> ConversationRecord:
    """The record with what every message of the conversation has in common."""
    if record.channel:
        return record
    channel, account, rest = record.conversation.split(":", 2)
    own = schema.conversation_pk(record.conversation)
    surfaces = [i["surface"] for i in concerned if i[PK] == own and "surface" in i]
    customers = [i.get("customer") for i in concerned if i[PK] == own and is_message(i)]
    known = [r.surface for r in found.records.values() if r.surface]
    surface = next(iter([*surfaces, *known]), "private")
    customer = customers[0] if customers else rest.rpartition(":")[2]
    return replace(record, channel=channel, account=account, surface=surface, customer=customer)

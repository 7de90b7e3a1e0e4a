"""Reads as much of a conversation as its new messages can concern, and no more.

Newest first, past the messages in question, back to a reply that settled all before it: what came
before such a reply cannot change what comes after. So a new message costs the same in a
conversation of ten messages and of ten thousand.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from shared.config.configuration import Configuration
from shared.conversation import joins
from shared.conversation.joins import FROM, TOLD, Place
from shared.domain.policies import Terms, WaitKind
from shared.domain.waits import (
    START,
    Message,
    Start,
    Wait,
    fold,
    frozen_terms,
    settles,
    start_after,
    whole,
)
from shared.storage import messages
from shared.storage.attributes import Item, moment, stamp
from shared.storage.messages import JOIN, conversation_key, is_message
from shared.storage.rows import Key, Row, from_item, key_of
from shared.storage.schema import PK, SK
from shared.storage.store import ConflictError, Store

GONE = "X#G#"
"""What is remembered of a wait that is none any more, as its last row told."""

MANY = 8
"""Boundaries after which the rows of an hour are read by one query, and not one by one."""

PAGE = 8
"""Messages a query: what is read is paid for, and few replies are further back than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A stretch of a conversation that begins where nothing was open."""

    conversation: str
    start: Start
    items: dict[str, Item] = field(default_factory=dict)
    """By sort key: the stretch's messages, and every deletion, edit and correction of times."""
    messages: tuple[Message, ...] = ()
    left: dict[str, Place] = field(default_factory=dict)
    """By sort key: the messages that belong to another conversation, since the customer is known by
    another id, and to which. They go on there, and no wait is kept of them here."""

    @property
    def joined(self) -> Item | None:
        """Set where this customer is another one for good: all messages go on."""
        return joins.for_good(i for i in self.items.values() if joins.is_join(i))

    @property
    def linked(self) -> bool:
        """Whether messages went on from here to another conversation, or came from one."""
        return any(sk.startswith((JOIN, TOLD, FROM)) for sk in self.items)

    @property
    def resting(self) -> tuple[Message, ...]:
        """The messages that belong here."""
        if not self.left:
            return self.messages
        said = ((sk, i["message_id"]) for sk, i in self.items.items() if is_message(i))
        here = {message_id for sk, message_id in said if sk not in self.left}
        return tuple(m for m in self.messages if m.id in here)

    @property
    def beginning(self) -> Start:
        """What the fold of the resting messages starts from. Where messages have left, they had
        their own first wait, and its name is taken."""
        return Start(boundary=self._starts()[-1]) if self._starts()[1:] else self.start

    def _starts(self) -> list[str]:
        """How a first wait here may be called: now by the last one."""
        timed = [i["at"] for i in self.items.values() if joins.is_join(i) and "at" in i]
        return [self.start.boundary, *(f"{self.start.boundary} {at}" for at in sorted(timed))]

    def known(self) -> set[str]:
        """The ids of all that is kept of the stretch, and how a first wait here may be called."""
        return {str(i["message_id"]) for i in self.items.values()}.union(self._starts())

    def reaches(self, boundary: str) -> bool:
        """Whether the messages tell of this boundary: a reply to something that is kept."""
        asked = min((m.key for m in self.messages if m.inbound), default=None)
        replies = {m.id for m in self.messages if asked and m.key > asked}
        return boundary in replies or boundary in self._starts()

    def since(self, row: Row) -> "History":
        """What follows a wait whose closing reply has expired, though its question has not."""
        closed_at = row.wait.closed_at or row.wait.opened_at
        answered = row.wait.outcome in {"met", "late"} or row.wait.kind == "next"
        start = Start(boundary=str(row.wait.closed_by), answered=answered, last_at=closed_at)
        later = tuple(m for m in self.messages if whole(m.at) > closed_at)
        return replace(self, start=start, messages=later)

    def named(self, row: Row) -> "History":
        """The stretch, where it begins with the wait of this row, and what was said before that has
        expired; else as it is."""
        if self.start.boundary != START or self.reaches(row.wait.boundary):
            return self
        start = Start(boundary=row.wait.boundary, answered=row.wait.kind == "next")
        return replace(self, start=start)

    def told(self) -> list[Item]:
        """What was told of waits that went on from here, or came."""
        return [i for sk, i in self.items.items() if sk.startswith(TOLD)]

    def is_still(self, again: "History") -> bool:
        """Whether a second reading finds the same: what landed in between may have left the items
        alone, and have moved the beginning (an older reply) or a message (a join elsewhere)."""
        return (
            self.start == again.start and self._said() == again._said() and self.left == again.left
        )

    def _said(self) -> set[str]:
        return {sk for sk in self.items if not sk.startswith(GONE)}

    def by_id(self) -> dict[str, Item]:
        """The stored messages by their id."""
        return {i["message_id"]: i for i in self.items.values() if is_message(i)}

    def possible_rows(self, concerned: frozenset[str] = frozenset()) -> list[Key]:
        """Where waits of this stretch can lie, given that only the messages `concerned` were not
        known when they were written: in the hour of each customer message, after the last reply
        before it that left nothing open, or after any reply since, or any that is new. With and
        without the messages that have left. Without a sort key: anywhere in that hour."""
        keys = dict.fromkeys(self._possible_rows(self.messages, concerned))
        if self.left:
            keys |= dict.fromkeys(self._possible_rows(self.resting, concerned))
        return list(keys)

    def _possible_rows(self, said: Sequence[Message], concerned: frozenset[str]) -> Iterator[Key]:
        boundaries = self._starts()
        every = self._starts()
        before: list[Message | None] = [None] * 4
        for message in sorted(said, key=lambda m: m.key):
            new, gone = message.id in concerned, message.deleted and not message.inbound
            if message.inbound and len(boundaries) > MANY:
                yield Key(key_of(self.conversation, "", message.at).pk, "")
            elif message.inbound:
                for boundary in boundaries:
                    yield key_of(self.conversation, boundary, message.at)
            elif not new and all(settles(message, previous) for previous in before):
                boundaries = [message.id]
            else:
                boundaries.append(message.id)
            if not message.inbound:
                every.append(message.id)
            if message.ends_nothing:
                continue
            # What stood before the next one: now, without what is new, with what is gone.
            for number, unseen in enumerate((False, gone, new, gone or new)):
                before[number] = before[number] if unseen else message
        items = self.by_id()
        for message in said:
            if message.skewed and message.id in concerned:  # it may have been folded as it was told
                at = moment(items[message.id]["at"])
                yield from (key_of(self.conversation, b, at) for b in every)


def read(
    store: Store, conversation: str, configuration: Configuration, concerned: Iterable[Item]
) -> History:
    """The stretch that holds the items concerned, and whatever they concern themselves."""
    pending = _Pending(list(concerned))
    kept: dict[str, Item] = {}
    whole = False
    newer: Message | None = None
    deletions: list[Item] = []
    for item in store.partition(conversation_key(conversation), newest_first=True, page=PAGE):
        sk = str(item[SK])
        kept[sk] = item
        if not is_message(item):
            whole = whole or sk.startswith(("X#R#", JOIN))
            deletions.append(item)
            continue
        whole = whole or "origin" in item  # it may have left again, and settles nothing then
        (message,) = messages.read([*deletions, item], configuration)
        if message.deleted and not message.inbound:
            if pending.meet(sk, message.id):
                newer = None  # the stretch must begin before a reply that is gone
            continue
        if newer is not None and not whole and pending.met and settles(newer, message):
            stretch = _after(kept, newer)
            return _history(store, conversation, start_after(newer), stretch, configuration)
        concerned_itself = pending.meet(sk, message.id)
        if message.ends_nothing and not concerned_itself and newer is not None:
            continue
        newer = message if pending.met_before(sk) else None
    return _history(store, conversation, Start(), kept, configuration)


def read_whole(store: Store, conversation: str, configuration: Configuration) -> History:
    """The conversation from its first message on."""
    kept = {str(item[SK]): item for item in store.partition(conversation_key(conversation))}
    return _history(store, conversation, Start(), kept, configuration)


class _Pending:
    """Which of the items concerned have not been passed yet, going back in time."""

    def __init__(self, concerned: list[Item]) -> None:
        self._ids = {str(i["message_id"]) for i in concerned if not is_message(i)}
        self._oldest = min((str(i[SK]) for i in concerned if is_message(i)), default=None)
        self._passed_oldest = self._oldest is None

    @property
    def met(self) -> bool:
        """Whether everything concerned lies in the part already read."""
        return self._passed_oldest and not self._ids

    def meet(self, sk: str, message_id: str) -> bool:
        """Notes that the item was read; whether it is one of those concerned."""
        concerned = message_id in self._ids or (self._oldest is not None and sk >= self._oldest)
        self._ids.discard(message_id)
        self._passed_oldest = self._passed_oldest or sk <= str(self._oldest)
        return concerned

    def met_before(self, sk: str) -> bool:
        """Whether the stretch may begin after a reply at `sk`: one older than all concerned."""
        return self._oldest is None or sk < self._oldest


def _after(kept: dict[str, Item], reply: Message) -> dict[str, Item]:
    """What was read, without the reply and the messages before it."""
    begin = next(sk for sk, i in kept.items() if is_message(i) and i["message_id"] == reply.id)
    return {sk: item for sk, item in kept.items() if not is_message(item) or sk > begin}


def _history(
    store: Store,
    conversation: str,
    start: Start,
    kept: dict[str, Item],
    configuration: Configuration,
) -> History:
    found = _distinct(messages.read(kept.values(), configuration))
    return History(
        conversation=conversation,
        start=start,
        items=kept,
        messages=tuple(found),
        left=_left(store, conversation, kept, found),
    )


def _left(
    store: Store, conversation: str, kept: dict[str, Item], found: Iterable[Message]
) -> dict[str, Place]:
    """The messages that have left. Hardly any conversation has joins: no more is asked there."""
    own = any(sk.startswith(JOIN) for sk in kept)
    moved = [sk for sk, item in kept.items() if own or "origin" in item]
    if not moved:
        return {}
    joins_of = joins.reading(store, conversation, kept.values())
    times = {m.id: stamp(m.at) for m in found}
    left: dict[str, Place] = {}
    for sk in moved:
        if is_message(item := kept[sk]):
            at = min(item["at"], times[item["message_id"]])
            place = joins.place_of(item, conversation, at, joins_of)
            if place.conversation != conversation:
                left[sk] = place
    return left


def _distinct(found: Iterable[Message]) -> list[Message]:
    """Deleted replies stay here: their waits' rows must be found to be taken away."""
    living = {m.key: m for m in found}
    return [living[key] for key in sorted(living)]


def waits_of(
    stretch: History, configuration: Configuration, stored: Collection[Row] = ()
) -> list[Wait]:
    """The fold of the stretch. What a stored wait was opened with stays as it was, unless its
    opening message turned out to lie in the future; and what closed one was an answer, whatever is
    taken for a bot's word or a deflection since."""
    times = {m.id: whole(m.at) for m in stretch.messages}
    frozen: dict[tuple[str, WaitKind], Terms] = {
        (row.wait.opened_by, row.wait.kind): row.wait.terms
        for row in stored
        if row.wait.opened_at == times.get(row.wait.opened_by)
    }
    answers = {
        row.wait.closed_by
        for row in stored
        if row.wait.outcome in {"met", "late"} and not row.wait.terms.bot_closes
    }
    said = [
        m._replace(automated=False, deflects=False)
        if m.id in answers and (m.automated or m.deflects)
        else m
        for m in stretch.resting
    ]
    items = stretch.by_id()

    def terms_of(message: Message, kind: WaitKind) -> Terms | None:
        item = items[message.id]
        traits = messages.traits(
            message, channel=item["channel"], surface=item["surface"], account=item["account"]
        )
        return configuration.policy_set.terms(
            traits, kind, whole(message.at), courtesy=message.courtesy
        )

    return fold(
        said,
        frozen_terms(terms_of, frozen),
        start=stretch.beginning,
        business_seconds=configuration.policy_set.business_seconds,
        silence_s=configuration.silence_s,
    )


def rows_in(
    store: Store, conversation: str, partitions: Iterable[str]
) -> Iterator[tuple[Key, Row]]:
    """All rows of the conversation in these hours."""
    prefix = f"{conversation}#"
    for pk in dict.fromkeys(partitions):
        for item in store.partition(pk, after=prefix, page=5):
            if not str(item[SK]).startswith(prefix):
                break
            yield Key(item[PK], item[SK]), from_item(item)


def find_row(
    store: Store, configuration: Configuration, conversation: str, boundary: str, key: Key
) -> Row | None:
    """The wait's row, where it was or where it is now: an older message that arrived late may have
    moved it to another hour, and its place follows from the messages; or it went on to another
    conversation. Raises ConflictError while it is on the way there, since it is open still."""
    item = store.get(key)
    if item is None:
        stretch = read_whole(store, conversation, configuration)
        waits = waits_of(stretch, configuration)
        wait = next((wait for wait in waits if wait.boundary == boundary), None)
        if wait is not None:
            item = store.get(key_of(conversation, boundary, wait.opened_at))
            if item is None and wait.outcome == "open":
                raise ConflictError("its row is not there yet")
        else:
            gone = next((t for t in stretch.told() if _of(t, conversation, boundary)), None)
            item = _went_on(store, configuration, stretch, gone) if gone else None
    return from_item(item) if item else None


def _went_on(
    store: Store, configuration: Configuration, stretch: History, gone: Item
) -> Item | None:
    """The row of the wait that the message is in now by which this one was opened."""
    opener = next((sk for sk in stretch.items if _is(stretch.items[sk], gone["message_id"])), None)
    if opener is None:
        return None
    if opener in stretch.left:
        stretch = read_whole(store, stretch.left[opener].conversation, configuration)
    at = next((m.at for m in stretch.resting if m.id == gone["message_id"]), None)
    if at is None:
        raise ConflictError("its message has not arrived")
    for wait in waits_of(stretch, configuration):
        if wait.opened_at <= whole(at) and (wait.closed_at is None or wait.closed_at >= whole(at)):
            item = store.get(key_of(stretch.conversation, wait.boundary, wait.opened_at))
            if item is None:
                raise ConflictError("its row is not there yet")
            return item
    return None


def _of(told: Item, conversation: str, boundary: str) -> bool:
    return bool((told["conversation"], told["boundary"]) == (conversation, boundary))


def _is(item: Item, message_id: str) -> bool:
    return is_message(item) and item["message_id"] == message_id

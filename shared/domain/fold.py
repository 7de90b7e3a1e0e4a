"""The fold: a conversation's messages in, its waits out. Nothing else decides what a wait is.

A wait is the time in which a customer waits for the brand. A *gap* is what is said between two
replies. Each gap has at most one wait. It opens with the oldest customer message in the gap, and is
due at the earliest deadline that any of the gap's customer messages has: the message with that
deadline *decides* the wait, and its policy is the wait's.

The fold sorts by the platform's time, so the order, repetition and delay of arrival do not matter.
Example, in minutes, with a target of 30, and of 10 for complaints:

     0  customer  "Hi, when do you open?"  a wait opens: due at 30
     5  customer  "My parcel is broken!"   the same wait, due at 15 by the policy for complaints
    20  brand     "A new one is coming"    answered late, by 5
    21  customer  "Thanks!"                a courtesy: no wait

A holding reply ("we are looking into it") closes a gap like any reply. Where its policy has a
target for what it promised, it opens a wait of kind `follow_up` in the gap after it.

Any other reply that closes a gap leaves nothing open, so a fold may resume right after it
(`Checkpoint`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from shared.domain.policies import Terms, WaitKind

Outcome = Literal["open", "met", "late", "dismissed", "withdrawn"]

Asker = Literal["person", "bot"]

START = "START"
"""Stands for the reply before a conversation's first wait, which has none."""

MAX_GAP_MESSAGES = 200
"""The first messages of a gap decide its wait. Later ones change nothing until a reply closes the
gap, so what a customer's message costs does not grow with the number of messages before it."""

SILENCE_S = 86_400
"""Silence that starts a new segment: 24 h, as Facebook defines a first response."""


type Key = tuple[datetime, bool, str]
"""A message's place in the conversation: time, 0 for the customer's and 1 for the brand's, id."""


class Message(NamedTuple):
    """A message as the fold needs it."""

    id: str
    at: datetime
    inbound: bool
    automated: bool = False
    deflects: bool = False
    """A public reply that only asks the customer to write in private."""
    holding: bool = False
    """A person's reply that promises an answer and gives none, where a target follows on that."""
    asks: bool = False
    """A reply with a question, or one that asks for a confirmation."""
    courtesy: bool = False
    affirms: bool = False
    """A courtesy such as "ok" or "no thanks". After a question it is an answer, and no courtesy."""
    deleted: bool = False
    deleted_at: datetime | None = None
    """When, if the platform says so."""
    dismissed_by: str | None = None
    """Set on a dismissal, which stands in the conversation like a reply."""
    dismissed_at: datetime | None = None
    """When; it stands right after the last message that its author saw, which may be earlier."""
    reason: str | None = None
    intents: frozenset[str] = frozenset()
    language: str | None = None
    followers: int | None = None
    agent: str | None = None
    surface: str = "private"
    """Where a reply was given: a private answer also ends a deflected public wait."""
    elsewhere: bool = False
    """It ends only a wait that was deflected. A private reply, as the public conversation sees it;
    or a campaign, which ends none: it lies in private conversations, where none is deflected."""
    skewed: bool = False
    """The platform's time lay in the future; `at` is when it landed."""
    ends_nothing: bool = False
    """A reply that surely ends nothing, a bot's where no bot may, or a deflection: whether a
    human's reply after it leaves anything open depends on what was said before it."""

    @property
    def key(self) -> Key:
        """The order of messages: by time, at equal times the customer's before the brand's, then by
        id."""
        return (self.at, not self.inbound, self.id)

    @property
    def only_thanks(self) -> bool:
        """Whether this is a courtesy that does not answer a question of the brand. The customer may
        still answer it."""
        return self.courtesy and not self.affirms

    @property
    def is_idle(self) -> bool:
        """Whether this reply ends no wait and asks nothing that would still be open after a
        person's answer."""
        return self.ends_nothing and (self.automated or not self.asks)

    @property
    def answers(self) -> bool:
        """Whether this is a person's reply that was not deleted and says more than "write to us in
        private"."""
        return not (
            self.inbound
            or self.automated
            or self.deflects
            or self.deleted
            or self.dismissed_by
            or self.elsewhere
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """One wait. Durations are whole seconds. `margin_s` is the deadline minus the end: negative if
    late."""

    previous_reply: str
    """The reply that closed the gap before, or START."""
    kind: WaitKind
    opened_by: str
    """The oldest customer message in it; of a follow-up, the holding reply."""
    opened_at: datetime
    terms: Terms
    decided_by: str
    """The message with the earliest deadline: the terms are those of its policy."""
    outcome: Outcome = "open"
    closed_by: str | None = None
    closed_at: datetime | None = None
    response_s: int | None = None
    business_s: int | None = None
    margin_s: int | None = None
    any_response_s: int | None = None
    """To the first reply of any kind, automated ones included."""
    deflected_at: datetime | None = None
    """When the brand first only asked the customer to write in private."""
    last_at: datetime
    """The customer's last message in this wait that was read; further ones do not rewrite it."""
    intents: tuple[str, ...] = ()
    """Those of the message that decides, as its language."""
    language: str | None = None
    agent: str | None = None
    dismissed_by: str | None = None
    reason: str | None = None
    skewed: bool = False

    @property
    def due_at(self) -> datetime:
        """The deadline."""
        return self.terms.due_at

    @property
    def bot_closes(self) -> bool:
        """Whether an automated reply closes the wait. A follow-up wait needs a person."""
        return self.terms.bot_closes and self.kind != "follow_up"

    def counted_from(self, decided_at: datetime | None) -> datetime | None:
        """From when the target counts: the time of the message that decides the wait.

        `decided_at` is that time if the caller knows it. None if nobody does and the target is in
        business time.
        """
        if self.terms.clock == "calendar":
            return self.due_at - timedelta(seconds=self.terms.target_s)
        if self.decided_by == self.opened_by:
            return self.opened_at
        return whole(decided_at) if decided_at else None

    def overdue(self, now: datetime) -> bool:
        """Whether the wait is open after its deadline."""
        return self.outcome == "open" and now > self.due_at


class FoldState(NamedTuple):
    """What the fold needs to know of the time before its first message."""

    previous_reply: str = START
    answered: bool = False
    """Whether the brand has answered in this segment: the next wait is then of kind `next`."""
    last_at: datetime | None = None
    """When the last message before was written."""
    asked_by: Asker | None = None
    """Who of the brand has asked something to which the customer has only said thanks since. A
    bot's question is over once a person of the brand writes; None: nobody has."""
    heard_at: datetime | None = None
    """When the customer wrote last: from then on the platform's reply window counts."""


class Checkpoint(NamedTuple):
    """A reply that closed a gap, and what a fold needs to resume after it."""

    key: Key
    state: FoldState


class Folded(NamedTuple):
    """The result of a fold."""

    waits: list[Wait]
    """Oldest first. Only the last can be open."""
    checkpoint: Checkpoint | None = None
    """The last reply that closed a gap; None where none did."""
    unanswered: frozenset[str] = frozenset()
    """Ids of the customer messages after the checkpoint, without deleted ones at their end."""
    current: Wait | None = None
    """The wait of the gap after the checkpoint, open or withdrawn; None where it has none."""
    is_full: bool = False
    """Whether the gap after the checkpoint has MAX_GAP_MESSAGES: further ones change nothing."""
    said: tuple[frozenset[str], ...] = ()
    """What `unanswered` is for the last wait, for each wait while it was open."""


_SECOND = timedelta(seconds=1)

TermsOf = Callable[[Message, WaitKind], Terms | None]
"""What a message that would open a wait is held to; None: it opens none. For a follow-up the
message is the one that decided the wait before, with id and time of the holding reply; where that
answered no wait, it is the holding reply itself."""

MayDecide = Callable[[Message, Terms], bool]
"""Whether the message may decide its wait by these terms. It may not where the configuration has
changed, and the wait that the message is part of keeps its terms."""

BusinessSeconds = Callable[[Terms, datetime, datetime], int]
"""Seconds between two moments by the calendar of these terms."""


def whole(moment: datetime) -> datetime:
    """The moment without fractions of a second, as in all deadlines and durations."""
    return moment.replace(microsecond=0) if moment.microsecond else moment


def settles_conversation(reply: Message, previous: Message) -> bool:
    """Whether a fold may start right after this reply, whatever came before.

    It may after a person's answer to a customer's message, with nothing in between but idle
    replies. After mere thanks it may not, since a question from before may be open.
    """
    is_known = reply.asks or not previous.only_thanks
    return reply.answers and not reply.holding and previous.inbound and is_known


def state_after(reply: Message, previous: Message) -> FoldState:
    """The state right after a reply that settles the conversation. `previous` is the customer's
    message before it."""
    return FoldState(
        reply.id,
        answered=True,
        last_at=reply.at,
        asked_by="person" if reply.asks else None,
        heard_at=whole(previous.at),
    )


def timeline(messages: Iterable[Message]) -> list[Message]:
    """The messages in the order of the conversation, each once, without deleted replies."""
    unique = {m.key: m for m in messages if m.inbound or not m.deleted}
    return [unique[key] for key in sorted(unique)]


def fold(
    messages: Iterable[Message],
    terms_of: TermsOf,
    *,
    start: FoldState | None = None,
    business_seconds: BusinessSeconds | None = None,
    silence_s: int = SILENCE_S,
) -> list[Wait]:
    """The waits of a conversation, or of the part of it after `start`, oldest first."""
    return resume(messages, terms_of, start, business_seconds, silence_s).waits


def resume(
    messages: Iterable[Message],
    terms_of: TermsOf,
    start: FoldState | None,
    business_seconds: BusinessSeconds | None,
    silence_s: int,
    may_decide: MayDecide = lambda _message, _terms: True,
) -> Folded:
    """The fold of the messages after `start`, and the checkpoint at which a later fold may
    resume."""
    silence = timedelta(seconds=silence_s)
    previous_reply, answered, last_at, asked_by, heard_at = start or FoldState()
    gap = _Gap(previous_reply, may_decide, heard_at)
    waits: list[Wait] = []
    said: list[frozenset[str]] = []
    checkpoint: Checkpoint | None = None
    for message in timeline(messages):
        closed = _wait(gap, message, business_seconds) if gap.may_end(message) else None
        if message.elsewhere and not (closed and closed.deflected_at):
            continue
        if last_at is not None and message.at - last_at >= silence:
            answered = False
        last_at = message.at
        is_answer = asked_by is not None and message.affirms
        asked_by = _asker_after(message, asked_by)
        if message.inbound:
            heard = message._replace(courtesy=False) if is_answer else message
            gap.hear(heard, "next" if answered else "first", terms_of)
        elif message.deflects or (message.automated and not (closed and closed.bot_closes)):
            gap.react(message)
        elif gap.heard or gap.openers:
            if closed:
                waits.append(closed)
                said.append(frozenset(gap.unanswered))
            answered = answered or not message.dismissed_by
            is_answer_to = closed is not None and closed.outcome in {"met", "late"}
            decided = gap.message(closed.decided_by) if closed and is_answer_to else None
            gap = _Gap(message.id, may_decide, gap.heard_at)
            if not (message.holding and gap.promise(message, decided, terms_of)):
                state = FoldState(message.id, answered, last_at, asked_by, gap.heard_at)
                checkpoint = Checkpoint(message.key, state)
        elif message.holding:  # what it answered has expired, and what it promised is still open
            gap.promise(message, None, terms_of)
    last, unanswered = _wait(gap, None, business_seconds), frozenset(gap.unanswered)
    if last:
        waits.append(last)
        said.append(unanswered)
    return Folded(waits, checkpoint, unanswered, last, gap.is_full, tuple(said))


def _asker_after(message: Message, before: Asker | None) -> Asker | None:
    """Whose question is open after this message."""
    if message.inbound:
        return before if message.only_thanks else None
    if message.automated:
        return before or ("bot" if message.asks else None)
    if message.asks:
        return "person"
    return before if before == "person" or message.dismissed_by else None


class _Opener(NamedTuple):
    """A customer message that opens a wait, unless an older one does; or a holding reply's promise:
    the message that decided the wait before, with the reply's id and time."""

    message: Message
    kind: WaitKind
    terms: Terms


@dataclass(slots=True)
class _Gap:
    """What was said since `previous_reply`, the last reply that closed a gap. The fold puts each
    message into it, and asks `_wait` what it has come to."""

    previous_reply: str
    may_decide: MayDecide
    heard_at: datetime | None
    """When the customer wrote last, in this gap or before it."""
    heard: bool = False
    """Whether the customer wrote in this gap."""
    openers: list[_Opener] = field(default_factory=list)
    """Oldest first."""
    reactions: list[Message] = field(default_factory=list)
    """Automated replies and deflections: they end nothing by themselves."""
    unanswered: set[str] = field(default_factory=set)
    """Ids. A deleted message stays among them as long as a later one is there."""
    deleted: set[str] = field(default_factory=set)
    """The deleted messages since the last one that is there."""
    size: int = 0
    """The customer messages and reactions that count: at most MAX_GAP_MESSAGES."""
    bot_closes: bool = False
    """Whether an automated reply may close a wait of this gap."""

    @property
    def is_full(self) -> bool:
        """Whether further messages change nothing."""
        return self.size >= MAX_GAP_MESSAGES

    def hear(self, message: Message, kind: WaitKind, terms_of: TermsOf) -> None:
        """Adds a customer's message. The oldest one opens the wait, and the one that is due first
        decides it."""
        self.heard, self.heard_at = True, whole(message.at)
        if self.is_full:
            return
        self.size += 1
        self.deleted.add(message.id)
        if not message.deleted:
            self.unanswered |= self.deleted
            self.deleted.clear()
        terms = terms_of(message, kind)
        if terms is not None:
            self.openers.append(_Opener(message, kind, terms))
            self.bot_closes = self.bot_closes or terms.bot_closes

    def promise(self, reply: Message, decided: Message | None, terms_of: TermsOf) -> bool:
        """Adds the holding reply that closed the gap before. Returns whether it opens a wait for
        its promise."""
        about = (decided or reply)._replace(
            id=reply.id, at=reply.at, skewed=reply.skewed, deleted=False, courtesy=False
        )
        terms = terms_of(about, "follow_up")
        if terms is None:
            return False
        self.previous_reply = reply.id
        self.openers.append(_Opener(about, "follow_up", terms))
        self.unanswered.add(reply.id)
        return True

    def message(self, message_id: str) -> Message | None:
        """The message with this id, if it may open the wait."""
        return next((o.message for o in self.openers if o.message.id == message_id), None)

    def decider(self, among: list[_Opener]) -> _Opener:
        """Of those that may decide, the message with the earliest deadline; of several the oldest.
        Where none may, as if all did."""
        able = [o for o in among if self.may_decide(o.message, o.terms)]
        return min(able or among, key=lambda o: o.terms.due_at)

    def react(self, message: Message) -> None:
        """Adds an automated reply or a deflection."""
        if not self.is_full:
            self.size += 1
            self.reactions.append(message)

    def may_end(self, message: Message) -> bool:
        """Whether it is worth asking what this message would make of the wait."""
        return not (message.inbound or message.deflects) and (
            self.bot_closes or not message.automated
        )


def _wait(
    gap: _Gap, closing: Message | None, business_seconds: BusinessSeconds | None
) -> Wait | None:
    """The gap's wait, if it has one, as this reply or dismissal leaves it (None: nothing yet)."""
    if not gap.openers:
        return None
    there = [o for o in gap.openers if not _gone(o.message, closing)]
    message, kind, _ = (there or gap.openers)[0]
    decider = gap.decider(there or gap.openers)
    opened_at = whole(message.at)
    any_response_s, deflected_at = _acknowledged(gap, message) if gap.reactions else (None, None)
    if not there:
        ends = (whole(o.message.deleted_at or o.message.at) for o in gap.openers)
        ending: dict[str, Any] = {"outcome": "withdrawn", "closed_at": max(opened_at, *ends)}
    elif closing is None:
        ending = {}
    else:
        ending = _ending(decider.terms, opened_at, closing, business_seconds)
    return Wait(
        previous_reply=gap.previous_reply,
        kind=kind,
        opened_by=message.id,
        opened_at=opened_at,
        terms=decider.terms,
        decided_by=decider.message.id,
        last_at=gap.heard_at or opened_at,
        any_response_s=ending.get("response_s") if any_response_s is None else any_response_s,
        deflected_at=deflected_at,
        intents=tuple(sorted(decider.message.intents)),
        language=decider.message.language,
        skewed=message.skewed,
        **ending,
    )


def _acknowledged(gap: _Gap, opening: Message) -> tuple[int | None, datetime | None]:
    """The seconds to the first reaction to the opening message, and when it was first deflected."""
    reactions = [m for m in gap.reactions if m.key > opening.key]
    if not reactions:
        return None, None
    deflection = next((m for m in reactions if m.deflects), None)
    return (
        _seconds(whole(opening.at), whole(reactions[0].at)),
        whole(deflection.at) if deflection else None,
    )


def _gone(message: Message, closing: Message | None) -> bool:
    """Whether the message was deleted before it was answered.

    A later deletion does not change what happened. If the time of the deletion is unknown and there
    is an answer, the deletion counts as later.
    """
    if not message.deleted or closing is None:
        return message.deleted
    return message.deleted_at is not None and message.deleted_at <= (
        closing.dismissed_at or closing.at
    )


def _ending(
    terms: Terms,
    opened_at: datetime,
    closing: Message,
    business_seconds: BusinessSeconds | None,
) -> dict[str, Any]:
    closed_at = max(whole(closing.dismissed_at or closing.at), opened_at)
    if closing.dismissed_by:
        return {
            "outcome": "dismissed",
            "closed_by": closing.id,
            "closed_at": closed_at,
            "dismissed_by": closing.dismissed_by,
            "reason": closing.reason,
        }
    response_s = _seconds(opened_at, closed_at)
    return {
        "outcome": "met" if closed_at <= terms.due_at else "late",
        "closed_by": closing.id,
        "closed_at": closed_at,
        "response_s": response_s,
        "business_s": business_seconds(terms, opened_at, closed_at)
        if business_seconds
        else response_s,
        "margin_s": _seconds(closed_at, terms.due_at),
        "agent": closing.agent,
    }


def _seconds(start: datetime, end: datetime) -> int:
    return (end - start) // _SECOND


def frozen_terms(terms_of: TermsOf, frozen: Mapping[tuple[str, WaitKind], Terms]) -> TermsOf:
    """`terms_of`, but the terms with which a wait was opened stay, however the configuration has
    changed."""

    def held(message: Message, kind: WaitKind) -> Terms | None:
        return frozen.get((message.id, kind)) or terms_of(message, kind)

    return held

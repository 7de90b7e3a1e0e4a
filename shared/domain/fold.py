"""The fold: a conversation's messages in, its waits out. Nothing else decides what a wait is.

A wait is the time in which a customer waits for the brand. A *gap* is the messages between two
replies. Each gap has at most one wait. It opens with the oldest customer message in the gap, and is
due at the earliest deadline that any of the gap's customer messages has: the message with that
deadline *decides* the wait, and its policy is the wait's.

The fold sorts by the platform's time, so the order, repetition and delay of arrival do not matter.
Example, in minutes, with a target of 30, and of 10 for complaints:

     0  customer  "Hi, when do you open?"  a wait opens: due at 30
     5  customer  "My parcel is broken!"   the same wait, due at 15 by the policy for complaints
    20  brand     "A new one is coming"    answered late, by 5
    21  customer  "Thanks!"                a courtesy: no wait

A holding reply ("we are looking into it") closes a gap like any reply. If the policy has a target
for follow-ups, it also opens a wait of kind `follow_up` in the next gap. Any other reply that
closes a gap leaves nothing open, so a fold may resume right after it (`Checkpoint`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from shared.domain.policies import Terms, WaitKind

Outcome = Literal["open", "met", "late", "dismissed", "withdrawn"]

Asker = Literal["person", "bot"]

START = "START"
"""Takes the place of a reply's id if no reply has closed a gap yet."""

MAX_GAP_MESSAGES = 200
"""The first messages of a gap decide its wait. Later ones change nothing until a reply closes the
gap. So the cost of a message does not grow with the number of messages before it."""

SILENCE_S = 86_400
"""Silence that starts a new segment: 24 h, as Facebook defines a first response."""


type Key = tuple[datetime, bool, str]
"""A message's place in the conversation: its time, whether the brand wrote it, and its id."""


class Message(NamedTuple):
    """A message as the fold needs it."""

    id: str
    at: datetime
    inbound: bool
    automated: bool = False
    deflects: bool = False
    """A public reply that only asks the customer to write in private."""
    holding: bool = False
    """A person's reply that promises an answer and gives none. Only set if any policy has a target
    for follow-ups."""
    asks: bool = False
    """A reply with a question, or one that asks for a confirmation."""
    courtesy: bool = False
    affirms: bool = False
    """A courtesy such as "ok" or "no thanks". After a question of the brand it is an answer."""
    deleted: bool = False
    deleted_at: datetime | None = None
    """When it was deleted, if the platform says so."""
    dismissed_by: str | None = None
    """Set on a dismissal, which stands in the conversation like a reply."""
    dismissed_at: datetime | None = None
    """When it was dismissed. `at` may be earlier: it is right after the last message that the
    person saw."""
    reason: str | None = None
    intents: frozenset[str] = frozenset()
    language: str | None = None
    followers: int | None = None
    agent: str | None = None
    elsewhere: bool = False
    """A reply that ends only a deflected wait: a private reply that the public conversation reads,
    or a campaign. A campaign is private, and no private wait is deflected, so it ends none."""
    skewed: bool = False
    """The platform's time was in the future. `at` is the time of arrival."""
    ends_nothing: bool = False
    """A reply that ends no wait of any policy: a deflection, or an automated reply if no policy
    lets those close a wait."""

    @property
    def key(self) -> Key:
        """The order of messages: by time, at equal times the customer's before the brand's, then by
        id."""
        return (self.at, not self.inbound, self.id)

    @property
    def only_thanks(self) -> bool:
        """Whether this is a courtesy that answers no question: "thanks!", but not "ok". A question
        of the brand stays open after it."""
        return self.courtesy and not self.affirms

    @property
    def is_idle(self) -> bool:
        """Whether this reply makes no difference once a person has answered after it: it ends no
        wait, and no question in it is open then."""
        return self.ends_nothing and (self.automated or not self.asks)

    @property
    def answers(self) -> bool:
        """Whether this is a person's answer: not a deflection, not a dismissal, and not deleted."""
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
    """The seconds to the first reply of any kind, including automated ones."""
    deflected_at: datetime | None = None
    """When the brand first asked the customer to write in private."""
    last_at: datetime
    """When the customer last wrote. In a wait fact it may be older: a further message alone does
    not rewrite the fact."""
    intents: tuple[str, ...] = ()
    """The intents of the deciding message. So is `language` its language."""
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

        `decided_at` is that time if the caller knows it. Returns None if the caller does not, and
        the target is in business time, so that it cannot be computed from the deadline.
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
    """When the last message before the fold was written."""
    asked_by: Asker | None = None
    """Who asked the question that is still open, or None if no question is. It stays open while the
    customer only says thanks. A bot's question ends when a person of the brand writes."""
    heard_at: datetime | None = None
    """When the customer last wrote. The platform's reply window begins then."""


class Checkpoint(NamedTuple):
    """A reply that closed a gap, and what a fold needs to resume after it."""

    key: Key
    state: FoldState


class Folded(NamedTuple):
    """The result of a fold."""

    waits: list[Wait]
    """Oldest first. Only the last can be open."""
    checkpoint: Checkpoint | None = None
    """The last reply that closed a gap and left nothing open, or None."""
    unanswered: frozenset[str] = frozenset()
    """Ids of the messages in the last gap, without the deleted ones at its end: the customer's, and
    the holding reply if one opened the gap."""
    current: Wait | None = None
    """The wait of the last gap, if it is open or withdrawn, or None."""
    is_full: bool = False
    """Whether the last gap has MAX_GAP_MESSAGES. Then further ones change nothing."""
    unanswered_by_wait: tuple[frozenset[str], ...] = ()
    """For each of `waits`: what `unanswered` was at its end."""


_SECOND = timedelta(seconds=1)

TermsOf = Callable[[Message, WaitKind], Terms | None]
"""A function that returns the terms of the wait that a message would open, or None if it opens
none.

For a follow-up, the message is the one that decided the wait before, but with the id and the time
of the holding reply. If the holding reply answered no wait, it is the holding reply itself."""

MayDecide = Callable[[Message, Terms], bool]
"""Whether the message may decide its wait with these terms. It may not if the configuration has
changed since the wait opened: the wait then keeps its terms."""

BusinessSeconds = Callable[[Terms, datetime, datetime], int]
"""A function that counts the seconds between two moments by the calendar of these terms."""


def whole(moment: datetime) -> datetime:
    """The moment without fractions of a second, as in all deadlines and durations."""
    return moment.replace(microsecond=0) if moment.microsecond else moment


def settles_conversation(reply: Message, previous: Message) -> bool:
    """Whether a fold may start right after this reply, whatever was written before it and the
    customer's message that it answers.

    It may if a person answers a customer's message, with only idle replies in between. It may not
    if the customer only said thanks, since an older question may still be open. If the reply asks
    something itself, an older question does not matter.
    """
    is_known = reply.asks or not previous.only_thanks
    return reply.answers and not reply.holding and previous.inbound and is_known


def state_after(reply: Message, previous: Message) -> FoldState:
    """The fold's state after a reply that settles the conversation. `previous` is the customer's
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
    """Folds the messages after `start`, and finds the checkpoint at which a later fold may
    resume."""
    state = start or FoldState()
    progress = _FoldInProgress(
        terms_of=terms_of,
        business_seconds=business_seconds,
        may_decide=may_decide,
        silence=timedelta(seconds=silence_s),
        answered=state.answered,
        last_at=state.last_at,
        asked_by=state.asked_by,
        gap=_Gap(state.previous_reply, may_decide, state.heard_at),
    )
    for message in timeline(messages):
        progress.take(message)
    return progress.result()


@dataclass(slots=True, kw_only=True)
class _FoldInProgress:
    """A fold in progress. Takes one message after the other, oldest first.

    Example, with what the fields hold after each message:

        minute  message                    gap           waits   answered  checkpoint
             0  customer  "Where is it?"   the question  -       no        -
            20  brand     "It has left."   empty         met     yes       the reply of 20
            21  customer  "Thanks!"        the thanks    met     yes       the reply of 20
    """

    terms_of: TermsOf
    business_seconds: BusinessSeconds | None
    may_decide: MayDecide
    silence: timedelta
    """How long a silence starts a new segment."""
    answered: bool
    """This and the next two: see `FoldState`."""
    last_at: datetime | None
    asked_by: Asker | None
    gap: "_Gap"
    """The gap that no reply has closed yet."""
    waits: list[Wait] = field(default_factory=list)
    """The waits of the closed gaps. This and the next two: see `Folded`."""
    unanswered_by_wait: list[frozenset[str]] = field(default_factory=list)
    checkpoint: Checkpoint | None = None

    def take(self, message: Message) -> None:
        """Folds the next message.

        A customer's message is added to the gap. So is a reply that closes nothing: a deflection,
        or an automated reply under most policies. Any other reply, and a dismissal, closes a gap in
        which anything may be open.
        """
        gap = self.gap
        closed = _wait_of(gap, message, self.business_seconds) if gap.may_end(message) else None
        if message.elsewhere and not (closed and closed.deflected_at):
            return
        if self.last_at is not None and message.at - self.last_at >= self.silence:
            self.answered = False  # a new segment
        self.last_at = message.at
        answers_question = self.asked_by is not None and message.affirms
        self.asked_by = _asker_after(message, self.asked_by)
        if message.inbound:
            counted = message._replace(courtesy=False) if answers_question else message
            gap.add(counted, "next" if self.answered else "first", self.terms_of)
        elif message.deflects or (message.automated and not (closed and closed.bot_closes)):
            gap.add_reaction(message)
        elif gap.has_customer_message or gap.openers:
            self._close_gap(message, closed)
        elif message.holding:  # what it answered has expired, and what it promised is still open
            gap.promise(message, None, self.terms_of)

    def _close_gap(self, reply: Message, closed: Wait | None) -> None:
        """Closes the gap with this reply or dismissal, and begins the next one. `closed` is the
        gap's wait, if it has one."""
        decider: Message | None = None
        if closed:
            self._add(closed)
            if closed.outcome in {"met", "late"}:
                decider = self.gap.message(closed.decided_by)
        self.answered = self.answered or not reply.dismissed_by
        heard_at = self.gap.heard_at
        self.gap = _Gap(reply.id, self.may_decide, heard_at)
        if reply.holding and self.gap.promise(reply, decider, self.terms_of):
            return  # a follow-up wait is open, so no fold may resume here
        state = FoldState(reply.id, self.answered, self.last_at, self.asked_by, heard_at)
        self.checkpoint = Checkpoint(reply.key, state)

    def _add(self, wait: Wait) -> None:
        """Adds the present gap's wait."""
        self.waits.append(wait)
        self.unanswered_by_wait.append(frozenset(self.gap.unanswered))

    def result(self) -> Folded:
        """The fold after the last message, which leaves the last gap's wait open or withdrawn."""
        current = _wait_of(self.gap, None, self.business_seconds)
        if current:
            self._add(current)
        return Folded(
            waits=self.waits,
            checkpoint=self.checkpoint,
            unanswered=frozenset(self.gap.unanswered),
            current=current,
            is_full=self.gap.is_full,
            unanswered_by_wait=tuple(self.unanswered_by_wait),
        )


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
    """A message that opens the gap's wait, unless an older one does.

    For a follow-up, it is the message that decided the wait before, with the id and the time of the
    holding reply.
    """

    message: Message
    kind: WaitKind
    terms: Terms


@dataclass(slots=True)
class _Gap:
    """The messages since `previous_reply`, the last reply that closed a gap."""

    previous_reply: str
    may_decide: MayDecide
    heard_at: datetime | None
    """When the customer last wrote, in this gap or before it."""
    has_customer_message: bool = False
    openers: list[_Opener] = field(default_factory=list)
    """Oldest first."""
    reactions: list[Message] = field(default_factory=list)
    """Automated replies and deflections, which do not close the gap."""
    unanswered: set[str] = field(default_factory=set)
    """Message ids, as in `Folded`."""
    deleted: set[str] = field(default_factory=set)
    """Ids of the deleted messages at the end of the gap. They become `unanswered` when the customer
    writes again."""
    size: int = 0
    """How many customer messages and reactions count, at most MAX_GAP_MESSAGES."""
    bot_closes: bool = False
    """Whether an automated reply may close the gap's wait."""

    @property
    def is_full(self) -> bool:
        """Whether further messages change nothing."""
        return self.size >= MAX_GAP_MESSAGES

    def add(self, message: Message, kind: WaitKind, terms_of: TermsOf) -> None:
        """Adds a customer's message. `kind` is that of the wait that it may open."""
        self.has_customer_message, self.heard_at = True, whole(message.at)
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

    def promise(self, reply: Message, decider: Message | None, terms_of: TermsOf) -> bool:
        """Adds the holding reply that closed the gap before. Returns whether it opens a follow-up
        wait. `decider` is the message that decided the wait that it answered."""
        about = (decider or reply)._replace(
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
        """The opener with this id, or None."""
        return next((o.message for o in self.openers if o.message.id == message_id), None)

    def decider(self, among: list[_Opener]) -> _Opener:
        """The opener with the earliest deadline among those that may decide. If several have the
        same deadline, the oldest. If none may decide, all may."""
        able = [o for o in among if self.may_decide(o.message, o.terms)]
        return min(able or among, key=lambda o: o.terms.due_at)

    def add_reaction(self, message: Message) -> None:
        """Adds an automated reply or a deflection. Before a wait opens, it changes nothing and does
        not count."""
        if self.openers and not self.is_full:
            self.size += 1
            self.reactions.append(message)

    def may_end(self, message: Message) -> bool:
        """Whether this may be a reply or dismissal that ends the gap's wait."""
        return not (message.inbound or message.deflects) and (
            self.bot_closes or not message.automated
        )


def _wait_of(
    gap: _Gap, closing: Message | None, business_seconds: BusinessSeconds | None
) -> Wait | None:
    """The gap's wait, or None if nothing opened one. `closing` is the reply or dismissal that ends
    it, or None if it is still open."""
    if not gap.openers:
        return None
    remaining = [o for o in gap.openers if not _is_gone(o.message, closing)]
    message, kind, _ = (remaining or gap.openers)[0]
    decider = gap.decider(remaining or gap.openers)
    opened_at = whole(message.at)
    reactions = [m for m in gap.reactions if m.key > message.key]
    deflection = next((m for m in reactions if m.deflects), None)
    if not remaining:
        ends = (whole(o.message.deleted_at or o.message.at) for o in gap.openers)
        ending: dict[str, Any] = {"outcome": "withdrawn", "closed_at": max(opened_at, *ends)}
    elif closing is None:
        ending = {}
    else:
        ending = _ending(decider.terms, opened_at, closing, business_seconds)
    first_s = _seconds(opened_at, whole(reactions[0].at)) if reactions else None
    return Wait(
        previous_reply=gap.previous_reply,
        kind=kind,
        opened_by=message.id,
        opened_at=opened_at,
        terms=decider.terms,
        decided_by=decider.message.id,
        last_at=gap.heard_at or opened_at,
        any_response_s=ending.get("response_s") if first_s is None else first_s,
        deflected_at=whole(deflection.at) if deflection else None,
        intents=tuple(sorted(decider.message.intents)),
        language=decider.message.language,
        skewed=message.skewed,
        **ending,
    )


def _is_gone(message: Message, closing: Message | None) -> bool:
    """Whether the message was deleted before the wait was closed, or at all if it is not closed. A
    deletion without a time counts as later."""
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

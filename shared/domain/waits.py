"""The fold: a conversation's messages in, its waits out. Nothing else decides what a wait is.

A wait is the time in which a customer waits for the brand. Between two replies there is at most
one: it opens with the oldest customer message that is still unanswered. That makes the reply (or
dismissal) before it, its `boundary`, the wait's identity: an older message that arrives late moves
the opening, not the identity.

The fold sorts by the platform's time, so it does not depend on the order, the repetition or the
delay of arrival. It may start after any `settles` reply, since such a reply leaves nothing open:
what came before cannot change what comes after.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from shared.domain.policies import Terms, WaitKind

Outcome = Literal["open", "met", "late", "dismissed", "withdrawn"]

START = "START"
"""The boundary of a conversation's first wait."""

SILENCE_S = 86_400
"""Silence that starts a new segment: 24 h, as Facebook defines a first response."""


class Message(NamedTuple):
    """A message as the fold sees it."""

    id: str
    at: datetime
    inbound: bool
    automated: bool = False
    deflects: bool = False
    """A public reply that only asks the customer to write in private."""
    courtesy: bool = False
    deleted: bool = False
    deleted_at: datetime | None = None
    """When, where the platform told."""
    dismissed_by: str | None = None
    """Set on a dismissal, which stands in the conversation like a reply."""
    reason: str | None = None
    intents: frozenset[str] = frozenset()
    language: str | None = None
    reach: int | None = None
    responder: str | None = None
    surface: str = "private"
    """Where a reply was given: a private answer also ends a deflected public wait."""
    elsewhere: bool = False
    """A private reply, in a public conversation: it ends a wait that was deflected, no other. So
    does a campaign, which lies in private conversations, where none is deflected: it ends none."""
    skewed: bool = False
    """The platform's time lay in the future; `at` is when it landed."""
    ends_nothing: bool = False
    """A reply that surely ends nothing, a bot's where no bot may, or a deflection: whether a
    human's reply after it leaves anything open depends on what was said before it."""

    @property
    def key(self) -> tuple[datetime, bool, str]:
        """Order: time; at equal times the customer's before the brand's; then the id."""
        return (self.at, not self.inbound, self.id)

    @property
    def answers(self) -> bool:
        """A human reply that is still there and says more than "write to us in private"."""
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
    """One wait. Durations in whole seconds; `margin_s` is signed, due minus closed."""

    boundary: str
    kind: WaitKind
    opened_by: str
    opened_at: datetime
    terms: Terms
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
    language: str | None = None
    responder: str | None = None
    dismissed_by: str | None = None
    reason: str | None = None
    skewed: bool = False

    @property
    def due_at(self) -> datetime:
        """The deadline."""
        return self.terms.due_at

    def overdue(self, now: datetime) -> bool:
        """Still open after its deadline."""
        return self.outcome == "open" and now > self.due_at


class Start(NamedTuple):
    """What the fold knows of the time before its first message."""

    boundary: str = START
    answered: bool = False
    last_at: datetime | None = None


_SECOND = timedelta(seconds=1)

TermsOf = Callable[[Message, WaitKind], Terms | None]
"""What a message that would open a wait is held to; None: it opens none."""

BusinessSeconds = Callable[[Terms, datetime, datetime], int]


def whole(moment: datetime) -> datetime:
    """To the second, as every deadline and duration is."""
    return moment.replace(microsecond=0) if moment.microsecond else moment


def settles(reply: Message, previous: Message | None) -> bool:
    """True of a reply that leaves nothing open and whose conversation then counts as answered: a
    human answer after a customer's message, with nothing in between but what ends nothing."""
    return reply.answers and previous is not None and previous.inbound


def start_after(reply: Message) -> Start:
    """Where the fold may start: right after a reply that `settles`."""
    return Start(boundary=reply.id, answered=True, last_at=reply.at)


def timeline(messages: Iterable[Message]) -> list[Message]:
    """In the order of the conversation, each message once, deleted replies gone."""
    unique = {m.key: m for m in messages if m.inbound or not m.deleted}
    return [unique[key] for key in sorted(unique)]


def fold(
    messages: Iterable[Message],
    terms_of: TermsOf,
    *,
    start: Start | None = None,
    business_seconds: BusinessSeconds | None = None,
    silence_s: int = SILENCE_S,
) -> list[Wait]:
    """The waits of a conversation, or of the part of it that follows `start`, oldest first."""
    return list(_waits(timeline(messages), terms_of, start or Start(), business_seconds, silence_s))


class _Opener(NamedTuple):
    """A customer message that opens a wait, unless an older one does."""

    message: Message
    kind: WaitKind
    terms: Terms


@dataclass(slots=True)
class _Gap:
    """What was said since `boundary`, the last reply that ended something."""

    boundary: str
    heard: Message | None = None
    """The customer's last message."""
    openers: list[_Opener] = field(default_factory=list)
    """The oldest message that opens a wait, after those before it that were deleted since."""
    reactions: list[Message] = field(default_factory=list)
    """Automated replies and deflections: they end nothing by themselves."""
    bot_closes: bool = False

    def hear(self, message: Message, kind: WaitKind, terms_of: TermsOf) -> None:
        """A customer message, of which only the oldest one matters."""
        self.heard = message
        if self.openers and not self.openers[-1].message.deleted:
            return
        terms = terms_of(message, kind)
        if terms is not None:
            self.openers.append(_Opener(message, kind, terms))
            self.bot_closes = self.bot_closes or terms.bot_closes

    def may_end(self, message: Message) -> bool:
        """Whether it is worth asking what this message would make of the wait."""
        return not (message.inbound or message.deflects) and (
            self.bot_closes or not message.automated
        )


def _waits(
    ordered: Sequence[Message],
    terms_of: TermsOf,
    start: Start,
    business_seconds: BusinessSeconds | None,
    silence_s: int,
) -> Iterator[Wait]:
    silence = timedelta(seconds=silence_s)
    boundary, answered, last_at = start
    gap = _Gap(boundary)
    for message in ordered:
        closed = _wait(gap, message, business_seconds) if gap.may_end(message) else None
        if message.elsewhere and not (closed and closed.deflected_at):
            continue
        if last_at is not None and message.at - last_at >= silence:
            answered = False
        last_at = message.at
        if message.inbound:
            gap.hear(message, "next" if answered else "first", terms_of)
        elif message.deflects or (message.automated and not (closed and closed.terms.bot_closes)):
            gap.reactions.append(message)
        elif gap.heard:
            if closed:
                yield closed
            answered = answered or not message.dismissed_by
            gap = _Gap(message.id)
    last = _wait(gap, None, business_seconds)
    if last:
        yield last


def _wait(
    gap: _Gap, closing: Message | None, business_seconds: BusinessSeconds | None
) -> Wait | None:
    """The gap's wait, if it has one, as this reply or dismissal leaves it (None: nothing yet)."""
    if gap.heard is None or not gap.openers:
        return None
    opener = next((o for o in gap.openers if not _gone(o.message, closing)), None)
    message, kind, terms = opener or gap.openers[0]
    opened_at = whole(message.at)
    any_response_s, deflected_at = _acknowledged(gap, message) if gap.reactions else (None, None)
    if opener is None:
        ends = (whole(o.message.deleted_at or o.message.at) for o in gap.openers)
        ending: dict[str, Any] = {"outcome": "withdrawn", "closed_at": max(opened_at, *ends)}
    elif closing is None:
        ending = {}
    else:
        ending = _ending(terms, opened_at, closing, business_seconds)
    return Wait(
        boundary=gap.boundary,
        kind=kind,
        opened_by=message.id,
        opened_at=opened_at,
        terms=terms,
        last_at=whole(gap.heard.at),
        any_response_s=ending.get("response_s") if any_response_s is None else any_response_s,
        deflected_at=deflected_at,
        intents=tuple(sorted(message.intents)),
        language=message.language,
        skewed=message.skewed,
        **ending,
    )


def _acknowledged(gap: _Gap, opening: Message) -> tuple[int | None, datetime | None]:
    """Seconds to the first reaction to the opening message, and when it was first deflected."""
    reactions = [m for m in gap.reactions if m.key > opening.key]
    if not reactions:
        return None, None
    deflection = next((m for m in reactions if m.deflects), None)
    return (
        _seconds(whole(opening.at), whole(reactions[0].at)),
        whole(deflection.at) if deflection else None,
    )


def _gone(message: Message, closing: Message | None) -> bool:
    """Deleted before it was answered. A deletion afterwards does not rewrite history; one without
    a time is taken to have come afterwards where there is an answer."""
    if not message.deleted or closing is None:
        return message.deleted
    return message.deleted_at is not None and message.deleted_at <= closing.at


def _ending(
    terms: Terms,
    opened_at: datetime,
    closing: Message,
    business_seconds: BusinessSeconds | None,
) -> dict[str, Any]:
    closed_at = max(whole(closing.at), opened_at)
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
        "responder": closing.responder,
    }


def _seconds(start: datetime, end: datetime) -> int:
    return (end - start) // _SECOND


def frozen_terms(terms_of: TermsOf, frozen: Mapping[tuple[str, WaitKind], Terms]) -> TermsOf:
    """`terms_of`, but what a wait was opened with stays, whatever the configuration became."""

    def held(message: Message, kind: WaitKind) -> Terms | None:
        return frozen.get((message.id, kind)) or terms_of(message, kind)

    return held

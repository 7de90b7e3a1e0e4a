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
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from shared.policies import Terms, WaitKind

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
    """A private reply, in a public conversation: it ends a wait that was deflected, no other."""
    skewed: bool = False
    """The platform's time lay in the future; `at` is when it landed."""

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


TermsOf = Callable[[Message, WaitKind], Terms | None]
"""What a message that would open a wait is held to; None: it opens none."""

BusinessSeconds = Callable[[Terms, datetime, datetime], int]


def whole(moment: datetime) -> datetime:
    """To the second, as every deadline and duration is."""
    return moment.replace(microsecond=0)


def settles(reply: Message, previous: Message | None) -> bool:
    """True of a reply that leaves nothing open and whose conversation then counts as answered: a
    human answer right after a customer's message."""
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


class _Heard(NamedTuple):
    message: Message
    kind: WaitKind


def _waits(
    ordered: Sequence[Message],
    terms_of: TermsOf,
    start: Start,
    business_seconds: BusinessSeconds | None,
    silence_s: int,
) -> Iterator[Wait]:
    silence = timedelta(seconds=silence_s)
    boundary, answered, last_at = start
    heard: list[_Heard] = []
    bots: list[Message] = []
    deflections: list[Message] = []

    def wait(closing: Message | None) -> Wait | None:
        opened = _opened(boundary, heard, closing, terms_of)
        if opened is None:
            return None
        opened = _acknowledged(opened, bots, deflections)
        return _closed(opened, closing, business_seconds) if closing else opened

    for message in ordered:
        if last_at is not None and message.at - last_at >= silence:
            answered = False
        last_at = message.at
        if message.inbound:
            heard.append(_Heard(message, "next" if answered else "first"))
            continue
        if message.deflects:
            deflections.append(message)
            continue
        if message.elsewhere and not deflections:
            continue
        closed = wait(message)
        if message.automated and not (closed and closed.terms.bot_closes):
            bots.append(message)
            continue
        if closed:
            yield closed
        if heard:
            boundary = message.id
            answered = answered or not message.dismissed_by
        heard, bots, deflections = [], [], []

    last = wait(None)
    if last:
        yield last


def _opened(
    boundary: str, heard: Sequence[_Heard], closing: Message | None, terms_of: TermsOf
) -> Wait | None:
    """The wait that these customer messages open, if any does; withdrawn if all are deleted."""
    withdrawn: Wait | None = None
    for message, kind in heard:
        terms = terms_of(message, kind)
        if terms is None:
            continue
        opened = Wait(
            boundary=boundary,
            kind=kind,
            opened_by=message.id,
            opened_at=whole(message.at),
            terms=terms,
            last_at=whole(heard[-1].message.at),
            intents=tuple(sorted(message.intents)),
            language=message.language,
            skewed=message.skewed,
        )
        if not _gone(message, closing):
            return opened
        withdrawn = withdrawn or opened
    if withdrawn is None:
        return None
    ends = [whole(m.deleted_at or m.at) for m, _ in heard if m.deleted]
    closed_at = max(*ends, withdrawn.opened_at)
    return replace(withdrawn, outcome="withdrawn", closed_at=closed_at)


def _gone(message: Message, closing: Message | None) -> bool:
    """Deleted before it was answered. A deletion afterwards does not rewrite history; one without
    a time is taken to have come afterwards where there is an answer."""
    if not message.deleted or closing is None:
        return message.deleted
    return message.deleted_at is not None and message.deleted_at <= closing.at


def _acknowledged(wait: Wait, bots: Sequence[Message], deflections: Sequence[Message]) -> Wait:
    """With the first automated reply and the first deflection since the wait opened."""
    bot = next((m for m in bots if whole(m.at) >= wait.opened_at), None)
    deflection = next((m for m in deflections if whole(m.at) >= wait.opened_at), None)
    if bot is None and deflection is None:
        return wait
    first = min((whole(m.at) for m in (bot, deflection) if m), default=wait.opened_at)
    return replace(
        wait,
        any_response_s=int((first - wait.opened_at).total_seconds()),
        deflected_at=whole(deflection.at) if deflection else None,
    )


def _closed(wait: Wait, closing: Message, business_seconds: BusinessSeconds | None) -> Wait:
    if wait.outcome == "withdrawn":
        return wait
    closed_at = max(whole(closing.at), wait.opened_at)
    response_s = int((closed_at - wait.opened_at).total_seconds())
    if closing.dismissed_by:
        return replace(
            wait,
            outcome="dismissed",
            closed_by=closing.id,
            closed_at=closed_at,
            dismissed_by=closing.dismissed_by,
            reason=closing.reason,
        )
    return replace(
        wait,
        outcome="met" if closed_at <= wait.due_at else "late",
        closed_by=closing.id,
        closed_at=closed_at,
        response_s=response_s,
        business_s=business_seconds(wait.terms, wait.opened_at, closed_at)
        if business_seconds
        else response_s,
        margin_s=int((wait.due_at - closed_at).total_seconds()),
        any_response_s=response_s if wait.any_response_s is None else wait.any_response_s,
        responder=closing.responder,
    )


def frozen_terms(terms_of: TermsOf, frozen: Mapping[tuple[str, WaitKind], Terms]) -> TermsOf:
    """`terms_of`, but what a wait was opened with stays, whatever the configuration became."""

    def held(message: Message, kind: WaitKind) -> Terms | None:
        return frozen.get((message.id, kind)) or terms_of(message, kind)

    return held

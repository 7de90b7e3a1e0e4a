"""Computes the waits of a conversation from its messages, according to docs/waits.md: slowly, and
without the product's fold.

Times are whole milliseconds here. A wait has seconds where the product's wait has them.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tests.simulation.rules import BOT_APP, X_BOT, Rule
from tests.simulation.scenarios import COMPLAINTS, DEFLECTION, HOLDING, THANKS, Action

DAY_MS = 86_400_000
SKEW_MS = 2_000


class Message(NamedTuple):
    """The parts of a message that matter for waits."""

    id: str
    at: int
    inbound: bool
    courtesy: bool = False
    complains: bool = False
    holding: bool = False
    automated: bool = False
    deflects: bool = False
    dismissed_at: int | None = None
    """Set on a dismissal, which stands right after the last message that its author saw."""
    elsewhere: bool = False
    """A private answer to a customer who was asked, in public, to write in private."""
    deleted_at: int | None = None


class Expected(NamedTuple):
    """The expected wait."""

    previous_reply: str
    opened_by: str
    decided_by: str
    policy: str
    bot_closes: bool
    kind: str
    opened_s: int
    due_s: int
    outcome: str
    closed_by: str | None = None
    closed_s: int | None = None
    response_s: int | None = None
    any_response_s: int | None = None
    deflected_s: int | None = None
    moments: tuple[int, ...] = ()


class Dismissal(NamedTuple):
    """A dismissal: its place in the conversation, and the time at which it was made, in
    milliseconds."""

    at: int
    made: int


class KnownAt(NamedTuple):
    """The time at which each thing became known, in epoch seconds, by message id."""

    messages: dict[str, float]
    deletions: Mapping[str, float]
    dismissals: Mapping[str, Dismissal]


def messages(actions: Iterable[Action], known_at: KnownAt, until: float) -> list[Message]:
    """The conversation's messages that were known at that time, unordered. Messages of another
    conversation come after its own."""
    known = list(actions)
    conversation = known[0].conversation
    gone = {h.id: h.at for h in known if h.kind == "delete" and knew(known_at.deletions, h, until)}
    found = []
    for one in known:
        if one.kind not in {"message", "reply"} or not knew(known_at.messages, one, until):
            continue
        received = int(known_at.messages[one.id]) * 1000
        found.append(
            Message(
                id=one.id,
                at=received if one.at - received > SKEW_MS else one.at,
                inbound=one.inbound,
                courtesy=one.text == THANKS,
                complains=one.text in COMPLAINTS,
                holding=one.text == HOLDING
                and one.app not in {BOT_APP, X_BOT}
                and one.conversation == conversation,
                automated=one.app in {BOT_APP, X_BOT},
                deflects=one.text == DEFLECTION,
                elsewhere=one.conversation != conversation,
                deleted_at=gone.get(one.id),
            )
        )
    for identity, one in known_at.dismissals.items():
        if known_at.messages[identity] <= until:
            found.append(Message(id=identity, at=one.at, inbound=False, dismissed_at=one.made))
    return found


def knew(stored_at: Mapping[str, float], one: Action, until: float) -> bool:
    """Whether this was known at that time."""
    return one.id in stored_at and stored_at[one.id] <= until


def visible(actions: Iterable[Action]) -> tuple[set[str], set[str]]:
    """The messages and deletions that must be known in the end. A public reply that names only the
    message it answers is placed once that message is known; the same holds for a deletion on X."""
    known = list(actions)
    inbound = {h.id for h in known if h.kind == "message"}
    messages = inbound | {
        h.id for h in known if h.kind == "reply" and (not h.public or h.parent in inbound)
    }
    deletions = {
        h.id
        for h in known
        if h.kind == "delete"
        and (h.id in messages or not h.public or (h.platform == "facebook" and h.inbound))
    }
    return messages, deletions


def waits(conversation: Iterable[Message], rule: Rule) -> list[Expected]:
    """The waits of a conversation, oldest first."""
    line = sorted(
        (m for m in conversation if m.inbound or m.deleted_at is None),
        key=lambda m: (m.at, 0 if m.inbound else 1, m.id),
    )
    for answer in [m for m in line if m.elsewhere]:
        if not _closes(line, line.index(answer), rule):
            line.remove(answer)
    closers = [n for n in range(len(line)) if _closes(line, n, rule)]
    found = []
    for end in [*closers, len(line)]:
        one = _wait(line, end, rule)
        if one is not None:
            found.append(one)
    return found


def unanswered(conversation: Iterable[Message], rule: Rule) -> dict[str, frozenset[str]]:
    """The customer's messages in each wait, and the holding reply that opened it, by the wait's
    previous reply."""
    line = sorted(
        (m for m in conversation if m.inbound or m.deleted_at is None),
        key=lambda m: (m.at, 0 if m.inbound else 1, m.id),
    )
    found: dict[str, frozenset[str]] = {}
    for end in range(len(line) + 1):
        begin = _after_last_closer(line, end, rule)
        ids = frozenset(m.id for m in line[begin:end] if m.inbound)
        if _promise(line, begin, rule):
            ids |= {line[begin - 1].id}
        previous_reply = _previous_reply(line, begin, rule)
        found[previous_reply] = found.get(previous_reply, frozenset()) | ids
    return found


def _closes(line: list[Message], n: int, rule: Rule) -> bool:
    """Whether the nth message closes what is open: an answer or a dismissal."""
    message = line[n]
    if message.inbound or message.deflects:
        return False
    if message.elsewhere:
        standing = _wait(line, n, rule)
        return standing is not None and standing.deflected_s is not None
    if message.automated:
        standing = _wait(line, n, rule)
        return standing is not None and standing.bot_closes and standing.kind != "follow_up"
    return True


class Deadline(NamedTuple):
    """The target and deadline that apply to a message in a gap."""

    message: Message
    kind: str
    rule: Rule
    opened_s: int
    target_s: int

    @property
    def due_s(self) -> int:
        return self.opened_s + self.target_s


def _deadline(message: Message, kind: str, rule: Rule) -> Deadline | None:
    target_s = rule.target_s(kind)
    if target_s is None:
        return None
    return Deadline(message, kind, rule, message.at // 1000, target_s)


def _promise(line: list[Message], begin: int, rule: Rule) -> Deadline | None:
    """What the holding reply before this position promised: a target according to the rule of the
    wait that it answered."""
    if begin == 0 or not line[begin - 1].holding:
        return None
    answered = _wait(line, begin - 1, rule)
    if answered is None or answered.outcome not in {"met", "late"}:
        return None
    is_urgent = rule.urgent is not None and answered.policy == rule.urgent.name
    return _deadline(line[begin - 1], "follow_up", rule.of(is_urgent))


def _deadlines(line: list[Message], begin: int, end: int, rule: Rule) -> list[Deadline]:
    """All deadlines in a gap, that of the oldest message first."""
    found = [_promise(line, begin, rule)]
    for message in line[begin:end]:
        held_to = rule.of(message.complains)
        if message.inbound and not (message.courtesy and held_to.courtesy):
            found.append(_deadline(message, _kind(line, message, rule), held_to))
    return [one for one in found if one is not None]


def _wait(line: list[Message], end: int, rule: Rule) -> Expected | None:
    """The wait that ends at this position, or is still open at the end of the messages."""
    begin = _after_last_closer(line, end, rule)
    closing = line[end] if end < len(line) else None
    openers = _deadlines(line, begin, end, rule)
    if not openers:
        return None
    there = [d for d in openers if not d.message.inbound or not _gone(d.message, closing)]
    opener = (there or openers)[0]
    decider = sorted(there or openers, key=lambda d: d.due_s)[0]
    one = Expected(
        previous_reply=_previous_reply(line, begin, rule),
        opened_by=opener.message.id,
        decided_by=decider.message.id,
        policy=decider.rule.name,
        bot_closes=decider.rule.bot_closes and decider.kind != "follow_up",
        kind=opener.kind,
        opened_s=opener.opened_s,
        due_s=decider.due_s,
        outcome="open",
        moments=_moments(decider),
    )
    one = _acknowledged(one, line[line.index(opener.message) : end])
    if not there:
        last = max(d.message.deleted_at or 0 for d in openers) // 1000
        return one._replace(outcome="withdrawn", closed_s=max(last, opener.opened_s))
    return one if closing is None else _closed(one, closing)


def _after_last_closer(line: list[Message], end: int, rule: Rule) -> int:
    for n in range(end - 1, -1, -1):
        if _closes(line, n, rule):
            return n + 1
    return 0


def _previous_reply(line: list[Message], begin: int, rule: Rule) -> str:
    """The closing reply before this position, if a customer wrote before it. Otherwise the one
    before that."""
    while begin > 0:
        closer = begin - 1
        begin = _after_last_closer(line, closer, rule)
        if _is_anything_open(line, begin, closer, rule):
            return line[closer].id
    return "START"


def _is_anything_open(line: list[Message], begin: int, end: int, rule: Rule) -> bool:
    """Whether this gap contains a message that a reply can answer."""
    return any(m.inbound for m in line[begin:end]) or _promise(line, begin, rule) is not None


def _kind(line: list[Message], message: Message, rule: Rule) -> str:
    """`next` if the brand has answered in this segment, which a day of silence ends. Otherwise
    `first`."""
    n = line.index(message)
    while n > 0 and line[n].at - line[n - 1].at < DAY_MS:
        n -= 1
        if line[n].dismissed_at is None and _closes(line, n, rule):
            begin = _after_last_closer(line, n, rule)
            if _is_anything_open(line, begin, n, rule):
                return "next"
    return "first"


def _gone(message: Message, closing: Message | None) -> bool:
    if message.deleted_at is None:
        return False
    if closing is None:
        return True
    at = closing.at if closing.dismissed_at is None else closing.dismissed_at
    return message.deleted_at <= at


def _moments(decider: Deadline) -> tuple[int, ...]:
    moments: list[int] = []
    for step in decider.rule.steps:
        if step.repeated_after_s is not None:
            moments.append(moments[-1] + step.repeated_after_s)
        elif step.share is not None:
            moments.append(decider.opened_s + round(decider.target_s * step.share))
        else:
            moments.append(max(decider.opened_s, decider.due_s + step.offset_s))
    return tuple(moments)


def _acknowledged(one: Expected, stretch: list[Message]) -> Expected:
    """The time of the brand's first message of any kind since the wait opened."""
    bots = [m.at // 1000 for m in stretch if m.automated]
    asked = [m.at // 1000 for m in stretch if m.deflects]
    if not bots and not asked:
        return one
    return one._replace(
        any_response_s=min(bots + asked) - one.opened_s, deflected_s=asked[0] if asked else None
    )


def _closed(one: Expected, closing: Message) -> Expected:
    if closing.dismissed_at is not None:
        closed_s = max(closing.dismissed_at // 1000, one.opened_s)
        return one._replace(outcome="dismissed", closed_by=closing.id, closed_s=closed_s)
    closed_s = max(closing.at // 1000, one.opened_s)
    response_s = closed_s - one.opened_s
    return one._replace(
        outcome="met" if closed_s <= one.due_s else "late",
        closed_by=closing.id,
        closed_s=closed_s,
        response_s=response_s,
        any_response_s=response_s if one.any_response_s is None else one.any_response_s,
    )

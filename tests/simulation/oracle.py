"""The waits of a conversation, computed again from its messages: slowly, after docs/waits.md, and
with nothing of the product's fold.

Times are whole milliseconds here, and seconds where a wait has them.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tests.simulation.rules import BOT_APP, X_BOT, Rule
from tests.simulation.scenarios import DEFLECTION, THANKS, Action

DAY_MS = 86_400_000
SKEW_MS = 2_000


class Message(NamedTuple):
    """A message, as far as waits are concerned."""

    id: str
    at: int
    inbound: bool
    courtesy: bool = False
    automated: bool = False
    deflects: bool = False
    dismissed_at: int | None = None
    """Set on a dismissal, which stands right after the last message that its author saw."""
    elsewhere: bool = False
    """A private answer to a customer who was asked, in public, to write in private."""
    deleted_at: int | None = None


class Expected(NamedTuple):
    """A wait as it must be."""

    previous_reply: str
    opened_by: str
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
    """A dismissal: its place in the conversation, and when it was made. Milliseconds."""

    at: int
    made: int


class KnownAt(NamedTuple):
    """When each thing became known, epoch seconds, by the id of the message concerned."""

    messages: dict[str, float]
    deletions: Mapping[str, float]
    dismissals: Mapping[str, Dismissal]


def messages(actions: Iterable[Action], known_at: KnownAt, until: float) -> list[Message]:
    """The conversation's messages as far as they were known at that moment, unordered. Those of
    another conversation come after its own."""
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
    """Whether this was known at that moment."""
    return one.id in stored_at and stored_at[one.id] <= until


def visible(actions: Iterable[Action]) -> tuple[set[str], set[str]]:
    """Which messages and deletions must be known in the end. A public reply that names only the
    message it answers is placed once that message is known; so is a deletion on X."""
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
    """The customer's messages in each wait, by its previous reply."""
    line = sorted(
        (m for m in conversation if m.inbound or m.deleted_at is None),
        key=lambda m: (m.at, 0 if m.inbound else 1, m.id),
    )
    found: dict[str, frozenset[str]] = {}
    for end in range(len(line) + 1):
        begin = _after_last_closer(line, end, rule)
        ids = frozenset(m.id for m in line[begin:end] if m.inbound)
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
        return rule.bot_closes and _wait(line, n, rule) is not None
    return True


def _wait(line: list[Message], end: int, rule: Rule) -> Expected | None:
    """The wait that ends at this position. At the end of the messages, it is still open."""
    begin = _after_last_closer(line, end, rule)
    stretch = line[begin:end]
    closing = line[end] if end < len(line) else None
    customers = [m for m in stretch if m.inbound]
    openers = [m for m in customers if not (m.courtesy and rule.courtesy)]
    openers = [m for m in openers if rule.target_s(_kind(line, m, rule)) is not None]
    if not openers:
        return None
    there = [m for m in openers if not _gone(m, closing)]
    opener = (there or openers)[0]
    kind = _kind(line, opener, rule)
    opened_s = opener.at // 1000
    target_s = rule.target_s(kind) or 0
    one = Expected(
        previous_reply=_previous_reply(line, begin, rule),
        opened_by=opener.id,
        kind=kind,
        opened_s=opened_s,
        due_s=opened_s + target_s,
        outcome="open",
        moments=_moments(rule, opened_s, target_s),
    )
    one = _acknowledged(one, stretch[stretch.index(opener) :])
    if not there:
        last = max(m.deleted_at // 1000 for m in openers if m.deleted_at is not None)
        return one._replace(outcome="withdrawn", closed_s=max(last, opened_s))
    return one if closing is None else _closed(one, closing)


def _after_last_closer(line: list[Message], end: int, rule: Rule) -> int:
    for n in range(end - 1, -1, -1):
        if _closes(line, n, rule):
            return n + 1
    return 0


def _previous_reply(line: list[Message], begin: int, rule: Rule) -> str:
    """The closing reply before, if a customer had written before it; else the one before that."""
    while begin > 0:
        closer = begin - 1
        begin = _after_last_closer(line, closer, rule)
        if any(m.inbound for m in line[begin:closer]):
            return line[closer].id
    return "START"


def _kind(line: list[Message], message: Message, rule: Rule) -> str:
    """`next` if the brand has answered in this segment, that is, without a day's silence since."""
    n = line.index(message)
    while n > 0 and line[n].at - line[n - 1].at < DAY_MS:
        n -= 1
        if line[n].dismissed_at is None and _closes(line, n, rule):
            begin = _after_last_closer(line, n, rule)
            if any(m.inbound for m in line[begin:n]):
                return "next"
    return "first"


def _gone(message: Message, closing: Message | None) -> bool:
    if message.deleted_at is None:
        return False
    if closing is None:
        return True
    at = closing.at if closing.dismissed_at is None else closing.dismissed_at
    return message.deleted_at <= at


def _moments(rule: Rule, opened_s: int, target_s: int) -> tuple[int, ...]:
    due_s = opened_s + target_s
    return tuple(
        opened_s + round(target_s * step.share)
        if step.share is not None
        else max(opened_s, due_s + step.offset_s)
        for step in rule.steps
    )


def _acknowledged(one: Expected, stretch: list[Message]) -> Expected:
    """With the brand's first message of any kind since the wait opened."""
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

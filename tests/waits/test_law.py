"""The law: the waits are the same in whatever order, however often and however late messages
arrive.

The oracle is written from the rules alone, shares no code with the fold, and is slow on purpose.

    REPLYWATCH_WHOLE=1 python -m pytest tests/waits/test_law.py
"""

import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.fold import (
    FoldState,
    Message,
    Wait,
    fold,
    settles_conversation,
    state_after,
    timeline,
)
from shared.domain.future_messages import is_from_future
from shared.domain.policies import Policy, Traits
from shared.storage.messages import is_message
from tests import builders
from tests.builders import SUNDAY
from tests.fakes.backend import Backend

WHOLE = os.environ.get("REPLYWATCH_WHOLE") == "1"
law = settings(max_examples=10_000 if WHOLE else 200)

SILENCE = timedelta(hours=24)
END = SUNDAY + timedelta(days=60)

# Three policies, which differ in how many follow the author.
BOTS_MAY, NO_NEXT = 1_000_000, 1_000
POLICIES = builders.policy_set(
    Policy(
        name="bots may", reach_at_least=BOTS_MAY, first_response_s=1800, next_response_s=600,
        bot_closes=True, follow_up_s=900,
    ),
    Policy(name="first only", reach_at_least=NO_NEXT, first_response_s=3600),
    Policy(name="rest", first_response_s=1800, next_response_s=7200, follow_up_s=3000),
)  # fmt: skip
BRAND = builders.configuration(POLICIES)


# --- The oracle ---------------------------------------------------------------------------------


def expected(messages: Sequence[Message]) -> list[dict[str, Any]]:
    """The waits according to the rules: one in each gap between two replies that close
    something."""
    said = {m.id: m for m in messages if m.inbound or not m.deleted}
    line = sorted(said.values(), key=lambda m: (m.at, 0 if m.inbound else 1, m.id))
    while True:
        ends = ends_of(line)
        idle = [m for i, m in enumerate(line) if m.elsewhere and i not in ends]
        if not idle:
            break
        line.remove(idle[0])  # a private message is not part of this conversation
    found = []
    for number, end in enumerate([*ends, None]):
        before = ends[number - 1] if number else None
        wait = wait_between(line, ends, before, end)
        if wait:
            found.append(wait)
    return found


def ends_of(line: Sequence[Message]) -> list[int]:
    """The replies and dismissals that close the customer's messages since the one before."""
    ends: list[int] = []
    for i, m in enumerate(line):
        before = ends[-1] if ends else None
        since = line[0 if before is None else before + 1 : i]
        is_open = any(c.inbound for c in since) or promise(line, ends, before)
        if m.inbound or m.deflects or not is_open:
            continue
        wait = wait_between(line, ends, before, i)
        if m.automated and not (wait and wait["bot_closes"] and wait["kind"] != "follow_up"):
            continue
        if m.elsewhere and not (wait and wait["deflected_at"]):
            continue
        ends.append(i)
    return ends


def wait_between(
    line: Sequence[Message], ends: Sequence[int], before: int | None, end: int | None
) -> dict[str, Any] | None:
    first = 0 if before is None else before + 1
    last = len(line) if end is None else end
    closing = None if end is None else line[end]
    asked = [i for i in range(first, last) if line[i].inbound]
    terms = {
        i: terms_of(line[i], kind(line, ends, i), has_question=question(line, i)) for i in asked
    }
    promised = promise(line, ends, before)
    if before is not None and promised:
        asked.insert(0, before)
        terms[before] = promised
    opening = [i for i in asked if terms[i]]
    if not opening:
        return None
    there = [i for i in opening if not line[i].inbound or not gone(line[i], closing)]
    opener = (there or opening)[0]
    m = line[opener]
    opened_at = second(m.at)
    decider, due_at = None, None
    for i in (
        there or opening
    ):  # the earliest deadline; if several are equal, that of the oldest message
        deadline = second(line[i].at) + timedelta(seconds=terms[i][0])
        if due_at is None or deadline < due_at:
            decider, due_at = i, deadline
    said_back = [
        r for r in line[opener + 1 : last] if not r.inbound and (r.automated or r.deflects)
    ]
    deflections = [r for r in said_back if r.deflects]
    wait = {
        "previous_reply": "START" if before is None else line[before].id,
        "kind": kind(line, ends, opener) if m.inbound else "follow_up",
        "opened_by": m.id,
        "opened_at": opened_at,
        "decided_by": line[decider].id,
        "due_at": due_at,
        "bot_closes": terms[decider][1],
        "deflected_at": second(deflections[0].at) if deflections else None,
        "any_response_s": seconds(opened_at, second(said_back[0].at)) if said_back else None,
        "skewed": m.skewed,
        "outcome": "open",
        "closed_by": None,
        "closed_at": None,
        "response_s": None,
        "margin_s": None,
    }
    if not there:
        ends_at = [second(line[i].deleted_at or line[i].at) for i in opening]
        return wait | {"outcome": "withdrawn", "closed_at": max(opened_at, *ends_at)}
    if closing is None:
        return wait
    closed_at = second(closing.at)
    wait |= {"closed_by": closing.id, "closed_at": closed_at}
    if closing.dismissed_by:
        return wait | {"outcome": "dismissed"}
    wait["response_s"] = seconds(opened_at, closed_at)
    wait["margin_s"] = seconds(closed_at, due_at)
    wait["outcome"] = "met" if closed_at <= due_at else "late"
    if not said_back:
        wait["any_response_s"] = wait["response_s"]
    return wait


def promise(
    line: Sequence[Message], ends: Sequence[int], before: int | None
) -> tuple[int, bool] | None:
    """What a holding reply promised: a target according to the policy of the wait that it
    answered."""
    if before is None or not line[before].holding:
        return None
    number = list(ends).index(before)
    answered = wait_between(line, ends, ends[number - 1] if number else None, before)
    if answered is None or answered["outcome"] not in {"met", "late"}:
        return None
    decided_by = answered["decided_by"]
    while (m := next(m for m in line if m.id == decided_by)).holding:  # that of the wait before
        at = line.index(m)
        number = list(ends).index(at)
        earlier = wait_between(line, ends, ends[number - 1] if number else None, at)
        decided_by = earlier["decided_by"]
    if (m.followers or 0) >= BOTS_MAY:
        return (900, False)
    return None if (m.followers or 0) >= NO_NEXT else (3000, False)


def kind(line: Sequence[Message], ends: Sequence[int], i: int) -> str:
    """`first` until the brand has answered since the last 24 h of silence."""
    segment = max([j for j in range(1, i + 1) if line[j].at - line[j - 1].at >= SILENCE], default=0)
    answers = [e for e in ends if segment <= e < i and not line[e].dismissed_by]
    return "next" if answers else "first"


def question(line: Sequence[Message], i: int) -> bool:
    """Whether the brand has asked a question since the customer last said more than thanks. After a
    bot's question, no person may have written."""
    said = [
        j for j in range(i) if line[j].inbound and not (line[j].courtesy and not line[j].affirms)
    ]
    since = line[said[-1] + 1 : i] if said else line[:i]
    people = [j for j, m in enumerate(since) if not (m.inbound or m.automated or m.dismissed_by)]
    last = people[-1] if people else -1
    return any(
        m.asks and not m.inbound and (not m.automated or j > last) for j, m in enumerate(since)
    )


def terms_of(m: Message, kind: str, *, has_question: bool = False) -> tuple[int, bool] | None:
    """The target, and whether a bot may answer, or None for no wait. "Ok" answers a question before
    it."""
    if m.courtesy and not (m.affirms and has_question):
        return None
    if (m.followers or 0) >= BOTS_MAY:
        return (1800, True) if kind == "first" else (600, True)
    if (m.followers or 0) >= NO_NEXT:
        return (3600, False) if kind == "first" else None
    return (1800, False) if kind == "first" else (7200, False)


def gone(m: Message, closing: Message | None) -> bool:
    if not m.deleted:
        return False
    if closing is None:
        return True
    return m.deleted_at is not None and m.deleted_at <= closing.at


def second(at: datetime) -> datetime:
    return at.replace(microsecond=0)


def seconds(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds())


def in_oracles_terms(wait: Any) -> dict[str, Any]:
    """A wait as the oracle describes it."""
    own = ("due_at", "bot_closes")
    names = [n for n in expected([builders.message()])[0] if n not in own]
    return {n: getattr(wait, n) for n in names} | {
        "due_at": wait.due_at,
        "bot_closes": wait.terms.bot_closes,
    }


# --- Random messages ----------------------------------------------------------------------------

MINUTE, HOUR = 60_000, 3_600_000
# In milliseconds. Small gaps make equal times and the deadline's very second likely, the others
# stand on either side of the silence that starts a new segment.
gaps = st.sampled_from(
    [0, 0, 1, 400, 1000, MINUTE, 10 * MINUTE, 30 * MINUTE - 1000, 30 * MINUTE, 30 * MINUTE + 1000,
     2 * HOUR, 24 * HOUR - 1000, 24 * HOUR, 24 * HOUR + 1, 30 * HOUR]
)  # fmt: skip
authors = st.sampled_from(
    [
        "in",
        "in",
        "in",
        "thanks",
        "human",
        "human",
        "holding",
        "bot",
        "deflection",
        "dismissal",
        "elsewhere",
    ]
)
deletions = st.sampled_from([None, None, None, "untimed", -1000, 0, 1000, 20 * MINUTE, 26 * HOUR])
followers = st.sampled_from([None, None, NO_NEXT, BOTS_MAY])


@st.composite
def conversations(draw: st.DrawFn, max_size: int = 12) -> list[Message]:
    """Messages of both sides, ordered by time."""
    said: list[Message] = []
    at = SUNDAY
    for number in range(draw(st.integers(0, max_size))):
        at += timedelta(milliseconds=draw(gaps))
        said.append(_message(draw, f"{draw(st.integers(0, 9))}-{number}", at))
    return said


def _message(draw: st.DrawFn, name: str, at: datetime) -> Message:
    author = draw(authors)
    inbound = author in {"in", "thanks"}
    deleted = None if author == "dismissal" else draw(deletions)
    after = None if deleted in {None, "untimed"} else timedelta(milliseconds=deleted)
    return Message(
        id=name,
        at=at,
        inbound=inbound,
        asks=not inbound and author != "dismissal" and draw(st.booleans()),
        courtesy=author == "thanks",
        affirms=author == "thanks" and draw(st.booleans()),
        automated=author == "bot",
        deflects=author == "deflection",
        holding=author == "holding",
        elsewhere=author == "elsewhere",
        dismissed_by="ada" if author == "dismissal" else None,
        deleted=deleted is not None,
        deleted_at=None if after is None else at + after,
        followers=draw(followers) if inbound else None,
    )


# --- The laws -----------------------------------------------------------------------------------


@law
@given(conversations(max_size=20))
def test_the_waits_are_those_of_the_rules(said):
    assert [in_oracles_terms(w) for w in builders.waits(*said, promised=POLICIES)] == expected(said)


@law
@given(conversations(max_size=20), st.data())
def test_order_and_repetition_of_arrival_do_not_matter(said, data):
    again = data.draw(st.lists(st.sampled_from(said))) if said else []
    arrived = data.draw(st.permutations([*said, *again]))
    once = builders.waits(*said, promised=POLICIES)
    assert builders.waits(*arrived, promised=POLICIES) == once


@law
@given(conversations(max_size=20))
def test_a_fold_may_begin_after_any_reply_that_settles_the_conversation(said):
    """When the tracker reads back, and in a rebuild, the fold begins after such a reply."""
    line = timeline(map(_without_closing_bots, said))
    every = _folded(line)
    previous: Message | None = None
    for i, m in enumerate(line):
        if m.is_idle and not m.inbound:
            continue
        if previous and settles_conversation(m, previous):
            start = state_after(m, previous)
            assert _folded(line[: i + 1]) + _folded(line[i + 1 :], start) == every
        previous = m


def _without_closing_bots(m: Message) -> Message:
    followers = None if m.followers == BOTS_MAY else m.followers
    return m._replace(followers=followers, ends_nothing=m.deflects or m.automated)


def _folded(line: Sequence[Message], start: FoldState | None = None) -> list[Wait]:
    return fold(line, builders.terms_of(POLICIES), start=start)


@law
@given(conversations(max_size=20))
def test_waits_never_overlap_and_never_close_before_they_open(said):
    found = builders.waits(*said, promised=POLICIES)
    assert all(w.closed_at >= w.opened_at for w in found if w.closed_at)
    assert len({w.previous_reply for w in found}) == len(found)
    assert all(w.outcome != "open" for w in found[:-1])


@law
@given(conversations(), st.data())
def test_tracked_in_any_order_the_facts_are_those_of_the_rules(said, data):
    """Messages are stored in any order, some repeatedly and some together, and tracked immediately
    or later."""
    items = _items(said)
    backend = Backend(BRAND)
    backend.now = END
    again = data.draw(st.lists(st.sampled_from(items), max_size=4)) if items else []
    for item in data.draw(st.permutations([*items, *again])):
        backend.table_puts([item])
        if data.draw(st.booleans()):
            _deliver(backend, data.draw(st.integers(1, 5)))
    while backend.stream:
        _deliver(backend, data.draw(st.integers(1, 5)))
    _assert_facts(backend, said)


@law
@given(conversations(), st.data())
def test_tracked_with_clocks_ahead_the_facts_are_those_of_the_rules(said, data):
    """A message from the future counts from when it first arrived."""
    ahead_s = st.sampled_from([0, 0, 0, 3, 60, 1800, 7200, 90_000, -60, -90_000])
    arrived = {m.id: _second(m.at - timedelta(seconds=data.draw(ahead_s))) for m in said}
    arrivals = [
        (
            arrived[i["message_id"]]
            if is_message(i)
            else data.draw(st.sampled_from([*arrived.values()])),
            i,
        )
        for i in data.draw(st.permutations(_items(said)))
    ]
    backend = Backend(BRAND)
    for at, item in sorted(arrivals, key=lambda arrival: arrival[0]):
        backend.put(item, at=at)
    backend.now = END
    _assert_facts(backend, [_counted(m, arrived[m.id]) for m in said])


def _second(at: datetime) -> datetime:
    """The stream's clock shows whole seconds."""
    return at.replace(microsecond=0)


def _counted(m: Message, arrived: datetime) -> Message:
    return m._replace(at=arrived, skewed=True) if is_from_future(m.at, arrived) else m


def _items(said: Sequence[Message]) -> list[dict[str, Any]]:
    by_id = {m.id: m.followers for m in said}
    more = {"text": "My order has not arrived."}
    return [
        i | more | {"followers": by_id[i["message_id"]]} if is_message(i) else i
        for i in builders.items(*said)
    ]


def _deliver(backend: Backend, records: int) -> None:
    batch, backend.stream[:records] = backend.stream[:records], []
    backend.deliver_batch(batch)


def _assert_facts(backend: Backend, said: Sequence[Message]) -> None:
    key = lambda wait: (wait["opened_at"], wait["previous_reply"])  # noqa: E731
    found = [in_oracles_terms(w) for w in backend.waits()]
    wanted = sorted(expected(said), key=key)
    assert sorted(found, key=key) == wanted
    open_ones = [w["opened_by"] for w in wanted if w["outcome"] == "open"]
    assert [opened_by for _, opened_by in backend.open_waits()] == open_ones


def test_the_oracle_and_the_fold_have_the_same_policies():
    place = Traits("messenger", "private", builders.ACCOUNT)
    for number in (None, NO_NEXT, BOTS_MAY):
        for kind_ in ("first", "next"):
            terms = POLICIES.terms(place._replace(followers=number), kind_, SUNDAY, courtesy=False)
            own = terms_of(builders.message(followers=number), kind_)
            assert (terms and (terms.target_s, terms.bot_closes)) == own

"""`replywatch backtest` finds the waits that the tracker has for the same messages."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from cli import history_file, past_waits
from cli.commands import inspect
from shared.config.configuration import Account
from shared.domain.events import Event
from shared.domain.fold import Wait
from shared.domain.policies import Policy
from tests import builders
from tests.events import (
    BRAND,
    NUMBER,
    answer,
    changed_number,
    deleted,
    dm,
    dm_reply,
    edited,
    please_dm,
    post,
    post_deleted,
    under,
    whatsapp,
    whatsapp_reply,
)
from tests.fakes.backend import Backend

POLICIES = builders.policy_set(
    Policy(name="complaints", intents=("complaint",), first_response_s=600, follow_up_s=1200),
    Policy(name="bots may", channels=("x",), first_response_s=1800, bot_closes=True),
    Policy(name="rest", first_response_s=1800, next_response_s=900, follow_up_s=3000),
)
CONFIGURATION = builders.configuration(
    POLICIES,
    accounts=(
        Account(channel="whatsapp", id=NUMBER, name="WhatsApp"),
        Account(channel="x", id=BRAND, name="X"),
    ),
)
END = 60 * 24 * 30
SAID = ("Where is it?", "It arrived broken!", "Thanks!", "ok", "no thanks", "", "a" * 3000 + " ok?")
ANSWERED = (
    "It left this morning.", "Shall we cancel it?", "We are looking into it.", "Best, Ada",
    "Could you send us a DM?",
)  # fmt: skip

# --- Single events: each has a number, a minute, and the messages before it ---------------------

type Happens = Callable[[st.DrawFn, str, float, Sequence[Event]], Event]


def _asks(draw: st.DrawFn, name: str, minute: float, _: Sequence[Event]) -> Event:
    return whatsapp(name, minute, text=draw(st.sampled_from(SAID)))


def _answers(draw: st.DrawFn, name: str, minute: float, _: Sequence[Event]) -> Event:
    more = {
        "text": draw(st.sampled_from(ANSWERED)),
        "app": draw(st.sampled_from([None, "our-bot"])),
    }
    return whatsapp_reply(name, minute, event_name="smb_message_echoes.text")._replace(**more)


def _sends(draw: st.DrawFn, name: str, minute: float, _: Sequence[Event]) -> Event:
    kinds = ("", ".marketing", ".authentication")
    return whatsapp_reply(name, minute, event_name=f"statuses.sent{draw(st.sampled_from(kinds))}")


def _changes(draw: st.DrawFn, name: str, minute: float, said: Sequence[Event]) -> Event:
    """Somebody deletes a message of either side, or WhatsApp reports the status of a reply."""
    about = draw(st.sampled_from([e.message_id for e in said] or [name]))
    what = draw(st.sampled_from(["statuses.failed", "statuses.delivered", "in", "out"]))
    one = whatsapp_reply(str(about), minute, event_name=what)
    if what == "statuses.delivered":
        return one._replace(kind="not_a_message")
    return one._replace(kind="delete", direction="in" if what == "in" else "out")


def _asks_by_some_id(draw: st.DrawFn, name: str, minute: float, _: Sequence[Event]) -> Event:
    customer, alias = draw(st.sampled_from(IDS))
    return whatsapp(name, minute, customer, alias)


def _answers_some_id(draw: st.DrawFn, name: str, minute: float, _: Sequence[Event]) -> Event:
    customer, alias = draw(st.sampled_from(IDS))
    return whatsapp_reply(name, minute, customer)._replace(alias=alias)


def _changes_under_some_id(
    draw: st.DrawFn, name: str, minute: float, said: Sequence[Event]
) -> Event:
    one = draw(st.sampled_from([_changes, _edits_in_private]))(draw, name, minute, said)
    of = next((str(e.customer) for e in said if e.message_id == one.message_id), "4901")
    ids = [(of, None), *([("4901", "US.1")] if of in {"4901", "US.1"} else [])]
    customer, alias = draw(st.sampled_from(ids))
    return one._replace(customer=customer, alias=alias)


def _edits_in_private(draw: st.DrawFn, name: str, minute: float, said: Sequence[Event]) -> Event:
    about = draw(st.sampled_from([e.message_id for e in said] or [name]))
    return whatsapp(str(about), minute, kind="edit", text=draw(st.sampled_from(SAID)))


def _changes_id(draw: st.DrawFn, name: str, minute: float, _: Sequence[Event]) -> Event:
    old, new = draw(st.permutations(["4901", "4902", "US.1"]))[:2]
    return changed_number(minute, new, old)._replace(message_id=name)


def _posts(draw: st.DrawFn, name: str, minute: float, _: Sequence[Event]) -> Event:
    return post(name, minute, text=draw(st.sampled_from(SAID)))


def _replies(draw: st.DrawFn, name: str, minute: float, said: Sequence[Event]) -> Event:
    to = draw(st.sampled_from([e.message_id for e in said if e.surface == "public"] or ["none"]))
    text, app = draw(st.sampled_from(ANSWERED)), draw(st.sampled_from([None, "our-bot"]))
    deflection = please_dm(name, minute, str(to))
    return draw(st.sampled_from([deflection, answer(name, minute, str(to), text=text, app=app)]))


def _writes_in_private(draw: st.DrawFn, name: str, minute: float, _: Sequence[Event]) -> Event:
    text = draw(st.sampled_from(ANSWERED))
    return draw(st.sampled_from([dm(name, minute), dm_reply(name, minute, text=text)]))


def _deletes(draw: st.DrawFn, name: str, minute: float, said: Sequence[Event]) -> Event:
    one = draw(st.sampled_from([*said] or [post(name, minute)]))
    if one.surface == "private":
        return deleted(one, minute)
    return post_deleted(str(one.message_id), minute)._replace(direction=one.direction)


IDS = [("4901", None), ("4902", None), ("US.1", None), ("4901", "US.1"), ("US.2", None)]
"""A customer's id and alias."""

IDENTIFIED: Sequence[Happens] = (
    _asks_by_some_id, _answers_some_id, _changes_under_some_id, _changes_id
)  # fmt: skip
# --- Posts of X in the v1.1 format, which names no thread ---------------------------------------


def _id(name: str) -> str:
    """The id of a post. Later posts have larger ids."""
    return f"1{name:0>3}"


def _begins(draw: st.DrawFn, name: str, minute: float, _: Sequence[Event]) -> Event:
    return post(_id(name), minute, thread=_id(name), text=draw(st.sampled_from(SAID)))


def _continues(draw: st.DrawFn, name: str, minute: float, said: Sequence[Event]) -> Event:
    above = draw(st.sampled_from([e.message_id for e in said] or ["990"]))
    return under(_id(name), minute, str(above), text=draw(st.sampled_from(SAID)))


def _edits(draw: st.DrawFn, name: str, minute: float, said: Sequence[Event]) -> Event:
    """A customer edits a post, which may not have been received."""
    posts = [e for e in said if e.kind == "message"]
    one = draw(st.sampled_from([*posts, post(f"9{name:0>2}", 0)]))
    more = {"customer": str(one.customer)}
    if one in posts:
        more["thread"] = str(one.thread)
    return edited(str(one.message_id), _id(name), minute, **more)


def _replies_below(draw: st.DrawFn, name: str, minute: float, said: Sequence[Event]) -> Event:
    above = draw(st.sampled_from([e.message_id for e in said] or ["none"]))
    return answer(_id(name), minute, str(above), text=draw(st.sampled_from(ANSWERED[:-1])))


IN_THREADS: Sequence[Happens] = (_begins, _continues, _continues, _edits, _replies_below)
PRIVATE: Sequence[Happens] = (_asks, _asks, _answers, _sends, _changes)
PUBLIC: Sequence[Happens] = (_posts, _posts, _replies, _replies, _writes_in_private, _deletes)


@st.composite
def histories(draw: st.DrawFn, kinds: Sequence[Happens]) -> list[Event]:
    minute, said, found = 0.0, list[Event](), list[Event]()
    for number in range(draw(st.integers(1, 12))):
        minute += draw(st.sampled_from([0, 1, 9, 16, 31, 25 * 60]))
        one = draw(st.sampled_from(kinds))(draw, f"{number}", minute, said)
        said += [one] if one.kind in {"message", "reply"} else []
        found.append(one)
    once = {(e.kind, e.event_name, e.direction, e.message_id): e for e in reversed(found)}
    return [*once.values()]  # no message is deleted twice at different times


# --- Comparison ---------------------------------------------------------------------------------


def backtested(events: Sequence[Event]) -> list[Wait]:
    printed = inspect.lines(events, CONFIGURATION.bots, full=True)
    lines = history_file.read_lines(builders.jsonl(*printed).splitlines())
    return [found.wait for found in past_waits.waits(lines, CONFIGURATION, Counter())]


def tracked(events: Sequence[Event]) -> list[Wait]:
    backend = Backend(CONFIGURATION)
    backend.receive(*events, at=builders.SUNDAY + timedelta(minutes=END))
    return backend.waits()


def comparable(waits: Sequence[Wait]) -> list[tuple[str, ...]]:
    names = ("opened_at", "opened_by", "decided_by", "kind", "due_at", "outcome", "closed_at")
    names += ("closed_by", "margin_s", "any_response_s", "deflected_at", "intents", "language")
    return sorted((w.terms.policy, *(str(getattr(w, name)) for name in names)) for w in waits)


@settings(max_examples=100)
@given(histories(PRIVATE), st.data())
def test_private_messages_have_the_same_waits(events: list[Event], data: st.DataObject) -> None:
    arrived = data.draw(st.permutations(events))
    assert comparable(backtested(arrived)) == comparable(tracked(arrived))


@settings(max_examples=100)
@given(histories(IDENTIFIED), st.data())
def test_customers_with_several_ids_have_the_same_waits(
    events: list[Event], data: st.DataObject
) -> None:
    arrived = data.draw(st.permutations(events))
    assert comparable(backtested(arrived)) == comparable(tracked(arrived))


@settings(max_examples=100)
@given(histories(IN_THREADS), st.data())
def test_posts_without_a_thread_have_the_same_waits(
    events: list[Event], data: st.DataObject
) -> None:
    """Edits arrive last: an edit that arrives before its post leaves a withdrawn wait in the
    table."""
    arrived = sorted(data.draw(st.permutations(events)), key=lambda e: e.kind == "edit")
    assert comparable(backtested(arrived)) == comparable(tracked(arrived))


@settings(max_examples=100)
@given(histories(PUBLIC), st.data())
def test_public_messages_have_the_same_waits(events: list[Event], data: st.DataObject) -> None:
    arrived = data.draw(st.permutations(events))
    assert comparable(backtested(arrived)) == comparable(tracked(arrived))

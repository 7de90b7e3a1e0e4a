"""Properties of parsing X's bodies: no content raises an error, and no update is lost."""

import copy
import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from functions.webhook.bodies import NotAWebhookError
from functions.webhook.x import parse
from shared.domain.events import Event

PAYLOADS = Path(__file__).parent / "payloads"
BODIES = {path.stem: json.loads(path.read_text()) for path in sorted(PAYLOADS.glob("*.json"))}
ACCOUNTS = [(), ("1480000000000000101",), {"1480000000000000101", "1480000000000000303"}]

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(
        [
            "1480000000000000101",
            "9" * 5000,
            10**400,
            -1,
            "0001-01-01T00:00:00+23:59",
            "Wed Feb 30 20:19:24 +0000 2018",
            "message_create",
            "retweeted",
            "<a",
            "\ud800",
        ]
    )
)
KEYS = sorted(
    {"data", "for_user_id", "matching_rules", "event_type", "payload", "filter", "id", "id_str"}
    | {"tweet_create_events", "direct_message_events", "user_event", "new_events", "anything"}
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
objects = st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=8), values, max_size=5)


def places(value, path=()):
    """The path of each value in a body."""
    yield path
    if isinstance(value, dict | list):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(one, (*path, key))


def put(body, path, value):
    changed = copy.deepcopy(body)
    holder = changed
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return changed


def events_of(body, accounts=()):
    """Checks each event and returns them all, or None if the body is not a webhook."""
    try:
        events = parse(body, accounts)
    except NotAWebhookError:
        return None
    assert events
    for event in events:
        assert isinstance(event, Event)
        assert event.channel == "x"
        assert event.event_name
        assert event.kind == "unknown" or event.source is None
        assert event.at is None or event.at.utcoffset().total_seconds() == 0
        for value in (event.account, event.customer, event.message_id, event.answers, event.thread):
            assert value is None or isinstance(value, str)
        if event.kind in ("message", "reply"):
            assert event.direction == ("in" if event.kind == "message" else "out")
        _ = event.conversation
    return events


def elements(body):
    """The number of updates in the arrays of a body."""
    arrays = [value for key, value in body.items() if key.endswith("_events")]
    return sum(len(array) for array in arrays if isinstance(array, list))


PLACES = [(name, path) for name, body in BODIES.items() for path in places(body) if path]
broken_bodies = st.builds(
    lambda place, value: put(BODIES[place[0]], place[1], value),
    st.integers(0, len(PLACES) - 1).map(lambda number: PLACES[number]),
    values,
)


@pytest.mark.parametrize("name", BODIES)
def test_an_unexpected_value_in_any_place_never_raises(name):
    for path in places(BODIES[name]):
        for odd in (None, 0, "", [], {}, [[]], [{}], True, "x", 1.5, 10**400) if path else ():
            events_of(put(BODIES[name], path, odd), ACCOUNTS[1])


@settings(max_examples=500)
@given(body=broken_bodies, accounts=st.sampled_from(ACCOUNTS))
def test_any_value_in_any_place_of_a_body_never_raises(body, accounts):
    events = events_of(body, accounts)
    if events is not None and "data" not in body:
        assert len(events) >= elements(body)


@settings(max_examples=500)
@given(body=objects, accounts=st.sampled_from(ACCOUNTS))
@example(body={"data": {"event_type": []}}, accounts=())
@example(body={"data": {"event_type": "dm.received", "payload": {"event_type": []}}}, accounts=())
@example(body={"for_user_id": "1", "tweet_create_events": {}}, accounts=())
def test_no_json_object_ever_raises(body, accounts):
    events_of(body, accounts)


@given(
    account=scalars,
    arrays=st.dictionaries(
        st.sampled_from(
            sorted({key for body in BODIES.values() for key in body if key.endswith("_events")})
        )
        | st.text(max_size=8).map(lambda name: f"{name}_events"),
        st.lists(values, min_size=1, max_size=5),
        min_size=1,
        max_size=3,
    ),
)
def test_every_element_of_every_array_yields_an_event(account, arrays):
    body = {"for_user_id": account, **arrays}
    events = events_of(body)
    assert events is not None
    assert len(events) >= elements(body)


@given(updates=st.lists(values, min_size=1, max_size=5))
def test_every_direct_message_in_an_activity_yields_an_event(updates):
    payload = {"direct_message_events": updates}
    events = events_of({"data": {"event_type": "dm.received", "payload": payload}})
    assert events is not None
    assert len(events) == len(updates)


@given(body=broken_bodies)
def test_the_same_body_is_the_same_events(body):
    assert events_of(body) == events_of(copy.deepcopy(body))

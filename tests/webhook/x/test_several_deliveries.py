"""One post that X delivers in several forms: by two of its APIs, or as an original and its edits.

The ids are X's own: they hold the times. Each API states the time of the same post in its own way.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import permutations
from typing import Any

import pytest

from functions.webhook import storing, x
from functions.webhook.x.times import time_of
from shared.config.configuration import Account
from shared.domain.events import Event
from shared.domain.fold import whole
from tests import builders
from tests.events import half_an_hour
from tests.fakes.backend import Backend

BRAND, LENA = "1500000000000000001", "4001"
EPOCH_MS = 1_288_834_974_657
AT_MS = 1_795_341_600_123
CONFIGURATION = builders.configuration(
    half_an_hour(), accounts=(Account(channel="x", id=BRAND, name="X"),)
)


def id_at(minute: int) -> str:
    return str((AT_MS + minute * 60_000 - EPOCH_MS) << 22)


def time_at(minute: int) -> datetime:
    return datetime.fromtimestamp((AT_MS + minute * 60_000) / 1000, UTC)


QUESTION, REPLY, EDIT, SECOND_EDIT = (id_at(minute) for minute in (0, 9, 10, 11))


def activity(event_type: str, payload: dict[str, Any]) -> list[Event]:
    """An event of the X Activity API."""
    data = {"event_type": event_type, "filter": {"user_id": BRAND}, "payload": payload}
    return x.parse({"data": data}, [BRAND])


def v2(minute: int, author: str, **more: Any) -> dict[str, Any]:
    """A post as the newer APIs state it: its time in seconds."""
    return {
        "id": id_at(minute),
        "author_id": author,
        "text": f"Said at {minute}",
        "created_at": f"{time_at(minute):%Y-%m-%dT%H:%M:%S}.000Z",
        "conversation_id": QUESTION,
        "entities": {"mentions": [{"id": BRAND, "start": 0, "end": 6}]},
    } | more


def classic(minute: int, author: str, **more: Any) -> list[Event]:
    """A post of the Account Activity API: its time in milliseconds."""
    values = {
        "id_str": id_at(minute),
        "user": {"id_str": author},
        "text": f"Said at {minute}",
        "timestamp_ms": str(AT_MS + minute * 60_000),
        "entities": {"user_mentions": [{"id_str": BRAND, "indices": [0, 6]}]},
    }
    return x.parse({"for_user_id": BRAND, "tweet_create_events": [values | more]}, [BRAND])


def versions(minutes: Sequence[int]) -> list[str]:
    return [id_at(minute) for minute in minutes]


ANSWERS_V2 = {
    "in_reply_to_user_id": LENA,
    "referenced_tweets": [{"type": "replied_to", "id": QUESTION}],
}
ANSWERS_CLASSIC = {"in_reply_to_status_id_str": QUESTION, "in_reply_to_user_id_str": LENA}


def question() -> list[Event]:
    return activity("post.mention.create", v2(0, LENA))


def reply(minute: int = 9, *edited: int) -> list[Event]:
    history = {"edit_history_tweet_ids": versions((9, *edited))}
    return activity("post.create", v2(minute, BRAND, **ANSWERS_V2 | history))


def classic_reply(minute: int = 9, *edited: int) -> list[Event]:
    history = {"edit_history": {"edit_tweet_ids": versions((9, *edited))}}
    return classic(minute, BRAND, **ANSWERS_CLASSIC | history)


def deletion(number: str) -> list[Event]:
    return activity("post.delete", {"id": number, "author_id": BRAND})


def received(*deliveries: list[Event]) -> Backend:
    backend = Backend(CONFIGURATION)
    backend.now = builders.MONDAY
    for events in deliveries:
        routed = storing.route(events, CONFIGURATION)
        assert not routed.quarantined
        storing.store_events(backend.store, routed, CONFIGURATION, backend.now)
        backend.deliver()
    return backend


def texts(backend: Backend) -> list[str]:
    """The texts in the conversations."""
    return [item["text"] for item in backend.items("C#") if "text" in item]


def test_every_api_gives_a_post_the_same_time() -> None:
    streamed = v2(0, LENA)
    del streamed["created_at"]  # the stream's default fields
    found = [
        *question(),
        *classic(0, LENA),
        *classic(
            0, LENA, timestamp_ms=None, created_at=f"{time_at(0):%a %b %d %H:%M:%S} +0000 2026"
        ),
        *x.parse({"data": streamed, "matching_rules": [{"id": "1"}]}, [BRAND]),
    ]
    assert [event.at for event in found] == [time_at(0)] * 4


def test_both_forms_of_a_direct_message_have_the_same_time() -> None:
    sent = {"sender_id": LENA, "target": {"recipient_id": BRAND}, "message_data": {"text": "Hi"}}
    classic_form = {"id": QUESTION, "created_timestamp": str(AT_MS), "message_create": sent}
    newer = {"id": QUESTION, "created_at": "2026-11-22T10:00:00.000Z", "sender_id": LENA}
    newer |= {"event_type": "MessageCreate", "dm_conversation_id": f"{LENA}-{BRAND}"}
    found = [
        *activity("dm.received", {"direct_message_events": [classic_form], "users": {}}),
        *activity("dm.received", newer),
    ]
    assert [event.at for event in found] == [time_at(0)] * 2


@pytest.mark.parametrize("number", ["20", "not-a-number", id_at(1)])
def test_a_stated_time_counts_where_the_id_holds_no_or_another_time(number: str) -> None:
    assert time_of(number, time_at(0)) == time_at(0)


ONE_STORY = [question(), classic(0, LENA), reply(), classic_reply(), deletion(REPLY)]


@pytest.mark.parametrize("order", list(permutations(range(len(ONE_STORY)))))
def test_a_reply_that_two_apis_report_is_deleted_once_and_for_all(order: tuple[int, ...]) -> None:
    backend = received(*(ONE_STORY[n] for n in order))
    assert backend.outcomes() == [(QUESTION, "open", None)]
    assert [i["message_id"] for i in backend.items("C#", "M#")] == [QUESTION, REPLY]
    assert texts(backend) == ["Said at 0"]


@pytest.mark.parametrize("said", [reply, classic_reply])
@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("is_original_sent", [True, False])
def test_an_edited_reply_closes_the_wait_whether_or_not_its_original_came(
    said: Any, order: tuple[int, ...], is_original_sent: bool
) -> None:
    story = [question(), said(10, 10), said() if is_original_sent else []]
    backend = received(*(story[n] for n in order))
    (wait,) = backend.waits()
    assert (wait.outcome, wait.closed_by, wait.closed_at) == ("met", REPLY, whole(time_at(9)))
    assert [i["message_id"] for i in backend.items("C#", "M#")] == [QUESTION, REPLY]


@pytest.mark.parametrize("said", [reply, classic_reply])
@pytest.mark.parametrize("deleted", [REPLY, EDIT, SECOND_EDIT])
@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_deleting_an_edited_reply_under_any_of_its_ids_opens_the_wait_again(
    said: Any, deleted: str, order: tuple[int, ...]
) -> None:
    story = [question(), said(10, 10), said(11, 10, 11), deletion(deleted)]
    backend = received(*(story[n] for n in order))
    assert backend.outcomes() == [(QUESTION, "open", None)]
    assert texts(backend) == ["Said at 0"]


@pytest.mark.parametrize(
    "more",
    [
        {"in_reply_to_user_id": BRAND},  # the brand goes on with its own post
        {"referenced_tweets": [], "in_reply_to_user_id": None},  # and this answers nothing
    ],
)
def test_an_edited_post_that_is_no_reply_closes_nothing(more: dict[str, Any]) -> None:
    history = {"edit_history_tweet_ids": versions((9, 10))}
    post = v2(10, BRAND, **ANSWERS_V2 | history | more)
    backend = received(question(), activity("post.create", post))
    assert backend.outcomes() == [(QUESTION, "open", None)]


def test_an_edited_reply_whose_ids_hold_no_times_is_only_an_edit() -> None:
    history = {"edit_history_tweet_ids": ["8", "9"]}
    (event,) = activity("post.create", v2(10, BRAND, **ANSWERS_V2 | history | {"id": "9"}))
    assert event.kind == "edit"

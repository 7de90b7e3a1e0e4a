"""Threads updates: the expected events of each payload, and the exceptions."""

from typing import Any

import pytest

from shared.domain.events import Event
from tests.webhook.meta.support import (
    body,
    events,
    expectations,
    parse,
    payload_names,
    threads,
)

EXPECTED: dict[str, list[Event]] = expectations(
    {
        "threads_delete": [
            threads(
                "delete",
                "threads.delete",
                customer=None,
                message_id="t2",
                thread=None,
                direction="out",
                needs_parent=True,
            )
        ],
        "threads_list": [
            threads(
                "message",
                "threads.replies",
                message_id="t1",
                answers="tr1",
                text="Nice, where?",
                permalink="https://www.threads.net/@ada.example/post/P1",
            ),
            threads(
                "message",
                "threads.mentions",
                account="th_media",
                customer="bo.example",
                message_id="t6",
                thread="t6",
            ),
            threads(
                "unknown",
                "threads.telepathy",
                account=None,
                customer=None,
                thread=None,
                direction=None,
                at=None,
                source={"field": "telepathy", "value": {"id": "t7"}},
            ),
        ],
        "threads_mention": [
            threads(
                "message",
                "threads.mentions",
                customer="bo.example",
                message_id="t4",
                thread="t4",
                text="@brand hi",
                permalink="https://www.threads.net/@bo.example/post/P4",
            )
        ],
        "threads_publish": [
            threads(
                "not_a_message",
                "threads.publish",
                customer=None,
                message_id="t5",
                thread="t5",
                direction="out",
                permalink="https://www.threads.net/@brand/post/P5",
            )
        ],
        "threads_reply": [
            threads(
                "message",
                "threads.replies",
                message_id="t1",
                answers="tr1",
                text="Nice, where?",
                permalink="https://www.threads.net/@ada.example/post/P1",
            )
        ],
        "threads_reply_elsewhere": [
            threads(
                "message",
                "threads.replies",
                account="t2",
                message_id="t3",
                answers="t2",
                thread="tr9",
                text="Nice, where?",
                permalink="https://www.threads.net/@ada.example/post/P1",
            )
        ],
        "threads_reply_own": [
            threads(
                "reply",
                "threads.replies",
                customer=None,
                message_id="t2",
                answers="t1",
                direction="out",
                text="In town",
                needs_parent=True,
                permalink="https://www.threads.net/@ada.example/post/P1",
            )
        ],
    }
)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_body_becomes_exactly_these_events(name: str):
    assert events(name) == EXPECTED[name]


def test_every_payload_has_its_row():
    assert payload_names("threads_") == set(EXPECTED)


def test_a_reply_with_the_brands_username_is_the_brands():
    assert [event.kind for event in events("threads_reply_own")] == ["reply"]


def test_a_customer_who_answers_the_brand_in_their_own_thread_is_a_customer():
    (answer,) = events("threads_reply_elsewhere")

    assert (answer.kind, answer.customer) == ("message", "ada.example")


def test_a_post_of_the_brand_is_a_reply_only_if_it_answers_something():
    answer = body("threads_publish")
    answer["values"]["value"]["replied_to"] = {"id": "t4"}

    assert [event.kind for event in events("threads_publish")] == ["not_a_message"]
    assert [(event.kind, event.answers) for event in parse(answer)] == [("reply", "t4")]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "https://evil.example/@ada", None, 5])
def test_a_reply_with_a_link_to_another_site_is_kept_without_the_link(link: Any):
    odd = body("threads_reply")
    odd["values"]["value"]["permalink"] = link

    (expected,) = EXPECTED["threads_reply"]
    assert parse(odd) == [expected._replace(permalink=None)]

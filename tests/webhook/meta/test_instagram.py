"""Instagram updates: the expected events of each payload, and the exceptions."""

import pytest

from shared.domain.events import Event
from tests.webhook.meta.support import (
    SENT,
    body,
    comment,
    events,
    expectations,
    instagram,
    parse,
    payload_names,
)

EXPECTED: dict[str, list[Event]] = expectations(
    {
        "instagram_comment": [comment("message", "comments", message_id="c1", text="Price?")],
        "instagram_comment_flat": [comment("message", "comments", message_id="c7", text="Flat")],
        "instagram_comment_nested": [
            comment("message", "comments", message_id="c2", answers="c1", text="Please?")
        ],
        "instagram_comment_own": [
            comment(
                "reply",
                "comments",
                customer=None,
                message_id="c3",
                answers="c1",
                direction="out",
                text="20 €",
                needs_parent=True,
            )
        ],
        "instagram_comment_own_scoped": [
            comment(
                "reply",
                "comments",
                customer=None,
                message_id="c4",
                answers="md1",
                direction="out",
                text="New in",
                needs_parent=True,
            )
        ],
        "instagram_comment_username": [
            comment("message", "comments", customer="ada.example", message_id="c8", text="By name")
        ],
        "instagram_dashboard_empty": [
            comment(
                "not_a_message", "instagram.comments", customer=None, thread=None, direction=None
            ),
            instagram(
                "not_a_message",
                "messaging.message_edit",
                customer=None,
                direction=None,
                at=None,
                sent_at=SENT,
            ),
            instagram(
                "not_a_message",
                "messaging.messaging_optins",
                customer=None,
                direction=None,
                at=None,
                sent_at=SENT,
            ),
            comment(
                "not_a_message", "instagram.story_share", customer=None, thread=None, direction=None
            ),
        ],
        "instagram_dashboard_test": [
            instagram(
                "message",
                "messages.text",
                account="23245",
                customer="12334",
                message_id="random_mid",
                sent_at=SENT,
                text="random_text",
            ),
            instagram(
                "not_a_message",
                "messaging.read",
                account="23245",
                customer="12334",
                message_id="random_mid",
                sent_at=SENT,
            ),
            instagram(
                "edit",
                "message_edit",
                account="23245",
                customer="12334",
                message_id="random_mid",
                sent_at=SENT,
                text="t",
            ),
        ],
        "instagram_deleted": [
            instagram("delete", "messages.deleted", message_id="ig_1"),
            instagram("delete", "messages.deleted", message_id="ig_5", direction="out"),
        ],
        "instagram_echo": [
            instagram(
                "reply",
                "messages.echo",
                message_id="ig_5",
                direction="out",
                text="¡Hola!",
                app="1217981644879628",
            )
        ],
        "instagram_edit": [
            instagram("edit", "message_edit", message_id="ig_1", text="Hola a todos")
        ],
        "instagram_edit_zero": [
            instagram(
                "not_a_message", "message_edit", customer=None, message_id="ig_1", direction=None
            ),
            instagram("not_a_message", "message_edit", message_id="ig_1"),
        ],
        "instagram_live_comment": [
            comment("message", "live_comments", message_id="c5", thread="md2", text="Hi live")
        ],
        "instagram_mention": [
            comment("message", "mentions", customer=None, message_id="c6", thread="md3"),
            comment("message", "mentions", customer=None, message_id="md4", thread="md4"),
        ],
        "instagram_other_fields": [
            comment(
                "not_a_message",
                "instagram.story_insights",
                customer=None,
                thread=None,
                direction=None,
            ),
            comment(
                "not_a_message",
                "instagram.story_reactions",
                customer=None,
                thread=None,
                direction=None,
            ),
        ],
        "instagram_reaction": [instagram("not_a_message", "messaging.reaction", message_id="ig_5")],
        "instagram_read": [instagram("not_a_message", "messaging.read", message_id="ig_5")],
        "instagram_seconds": [
            instagram("message", "messages.text", message_id="ig_7", text="In seconds")
        ],
        "instagram_self": [
            instagram(
                "not_a_message", "messages.self", customer=None, message_id="ig_6", direction="out"
            )
        ],
        "instagram_self_postback": [
            instagram(
                "not_a_message",
                "messaging.postback",
                account="45202000000001",
                customer=None,
                message_id="ig_9",
                direction="out",
                text="Hours",
            )
        ],
        "instagram_story_mention": [
            instagram("message", "messages.story_mention", message_id="ig_3")
        ],
        "instagram_story_reply": [
            instagram("message", "messages.story_reply", message_id="ig_2", text="Love it")
        ],
        "instagram_text": [instagram("message", "messages.text", message_id="ig_1", text="Hola")],
        "instagram_unsupported": [instagram("message", "messages.unsupported", message_id="ig_4")],
    }
)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_body_becomes_exactly_these_events(name: str):
    assert events(name) == EXPECTED[name]


def test_every_payload_has_its_row():
    assert payload_names("instagram_") == set(EXPECTED)


def test_an_edit_with_number_zero_is_not_a_message():
    assert {event.kind for event in events("instagram_edit_zero")} == {"not_a_message"}


def test_a_comment_has_only_the_time_of_sending():
    assert (events("instagram_comment")[0].at, events("instagram_comment")[0].sent_at) == (
        None,
        SENT,
    )


def test_a_comment_is_the_same_event_in_each_envelope():
    listed = body("instagram_comment_flat")
    flat = listed["entry"][0]
    flat["value"] = [flat["value"], flat["value"]]

    assert parse(listed) == EXPECTED["instagram_comment_flat"] * 2

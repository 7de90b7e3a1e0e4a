"""Messenger updates: the expected events of each payload, and the exceptions."""

from typing import Any

import pytest

from shared.domain.events import Event
from tests.webhook.meta.support import (
    AT,
    PAGE,
    PSID,
    SENT,
    SENT_MS,
    body,
    events,
    expectations,
    messenger,
    parse,
    payload_names,
)

EXPECTED: dict[str, list[Event]] = expectations(
    {
        "messenger_account_linking": [
            messenger("not_a_message", "messaging.account_linking"),
            messenger("not_a_message", "messaging.game_play"),
        ],
        "messenger_answer": [
            messenger("message", "messages.text", message_id="m_4", answers="m_0", text="That one")
        ],
        "messenger_attachments": [messenger("message", "messages.attachments", message_id="m_2")],
        "messenger_calls": [
            messenger(
                "not_a_message", "messaging.calls", customer=None, direction=None, sent_at=SENT
            ),
            messenger(
                "not_a_message", "messaging.calls", customer=None, direction=None, sent_at=SENT
            ),
            messenger(
                "not_a_message",
                "messaging.call_settings",
                customer=None,
                direction=None,
                at=None,
                sent_at=SENT,
            ),
        ],
        "messenger_dashboard_echo": [
            messenger(
                "reply",
                "messages.echo",
                account="23245",
                customer="12334",
                message_id="test_echo",
                direction="out",
                sent_at=SENT,
                text="test",
                app="5",
            )
        ],
        "messenger_dashboard_others": [
            messenger(
                "message",
                "messaging.postback",
                account="23245",
                customer="12334",
                message_id="test_pb",
                sent_at=SENT,
                text="t",
            ),
            messenger(
                "not_a_message",
                "messaging.reaction",
                account="23245",
                customer="12334",
                message_id="test_mid",
                sent_at=SENT,
            ),
            messenger(
                "not_a_message", "messaging.read", account="23245", customer="12334", sent_at=SENT
            ),
            messenger(
                "not_a_message",
                "messaging.messaging_optins",
                account=None,
                customer=None,
                direction=None,
                at=None,
                sent_at=SENT,
            ),
        ],
        "messenger_dashboard_test": [
            messenger(
                "message",
                "messages.text",
                account="23245",
                customer="12334",
                message_id="test_mid",
                sent_at=SENT,
                text="test",
            )
        ],
        "messenger_deleted": [messenger("delete", "messages.deleted", message_id="m_1")],
        "messenger_delivery": [messenger("not_a_message", "messaging.delivery", at=None)],
        "messenger_echo": [
            messenger(
                "reply",
                "messages.echo",
                message_id="m_5",
                direction="out",
                text="At nine",
                app="26390203743090",
                app_tag="x",
            )
        ],
        "messenger_echo_standby": [
            messenger("reply", "messages.echo", message_id="m_6", direction="out", text="At ten")
        ],
        "messenger_edit": [
            messenger("edit", "message_edit", message_id="m_1", text="When do you open?")
        ],
        "messenger_named_signals": [
            messenger(
                "not_a_message",
                "messaging.marketing_message_echoes",
                customer=None,
                message_id="m_30",
                direction=None,
            ),
            messenger(
                "not_a_message",
                "messaging.messenger_subscription_token",
                customer=None,
                direction=None,
            ),
            messenger("not_a_message", "messaging.form"),
            messenger("not_a_message", "messaging.message_request"),
            messenger("not_a_message", "messaging.branded_camera"),
        ],
        "messenger_no_mid": [
            messenger(
                "message",
                "messages.text",
                message_id="message-58d72bdc030c0a72d53dc41a",
                text="No id",
            )
        ],
        "messenger_optin": [
            messenger("not_a_message", "messaging.optin", customer=None, direction=None)
        ],
        "messenger_order": [
            messenger(
                "message",
                "messaging.order",
                message_id="order-22b565210c28ad814ea0239d",
                text="Gift wrap, please",
            )
        ],
        "messenger_own_unflagged": [
            messenger("reply", "messages.echo", message_id="m_8", direction="out", text="Hello")
        ],
        "messenger_postback": [
            messenger("message", "messaging.postback", message_id="m_9", text="Get started")
        ],
        "messenger_postback_standby": [
            messenger(
                "message",
                "messaging.postback",
                message_id="postback-175dedae475566c7c3406598",
                text="Get started",
            )
        ],
        "messenger_quick_reply": [
            messenger("message", "messages.quick_reply", message_id="m_3", text="Yes")
        ],
        "messenger_reaction": [messenger("not_a_message", "messaging.reaction", message_id="m_5")],
        "messenger_read": [messenger("not_a_message", "messaging.read")],
        "messenger_referral": [messenger("not_a_message", "messaging.referral")],
        "messenger_standby": [
            messenger("message", "messages.text", message_id="m_7", text="Anybody?")
        ],
        "messenger_text": [
            messenger("message", "messages.text", message_id="m_1", text="Wann öffnet ihr?")
        ],
        "messenger_thread_control": [
            messenger("not_a_message", "messaging.pass_thread_control"),
            messenger("not_a_message", "messaging.take_thread_control"),
            messenger("not_a_message", "messaging.request_thread_control"),
            messenger("not_a_message", "messaging.app_roles", customer=None, direction=None),
            messenger(
                "not_a_message", "messaging.policy_enforcement", customer=None, direction=None
            ),
        ],
        "messenger_typing": [messenger("not_a_message", "messaging.typing")],
        "messenger_unheard_of": [
            messenger(
                "unknown",
                "messaging.telepathy",
                customer=None,
                direction=None,
                at=None,
                source={
                    "sender": {"id": "7000000000000001"},
                    "recipient": {"id": "100200300"},
                    "timestamp": 1795341600000,
                    "telepathy": {"thought": "blue"},
                },
            )
        ],
        "messenger_user_ref": [
            messenger(
                "message",
                "messages.text",
                customer="guest-ref-1",
                message_id="m_20",
                text="Guest here",
            ),
            messenger(
                "message",
                "messaging.postback",
                customer="guest-ref-1",
                message_id="m_21",
                text="Get started",
            ),
            messenger(
                "reply",
                "messages.echo",
                customer="guest-ref-1",
                message_id="m_22",
                direction="out",
                text="Welcome, guest",
                app="5",
            ),
        ],
    }
)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_body_becomes_exactly_these_events(name: str):
    assert events(name) == EXPECTED[name]


def test_every_payload_has_its_row():
    assert payload_names("messenger_") == set(EXPECTED)


def test_an_echo_belongs_to_the_conversation_of_its_recipient():
    assert [event.conversation for event in events("messenger_echo")] == [
        f"messenger:{PAGE}:{PSID}"
    ]
    assert events("messenger_text")[0].conversation == events("messenger_echo")[0].conversation


def test_a_message_from_the_brand_is_a_reply_even_without_the_echo_flag():
    assert events("messenger_own_unflagged")[0].kind == "reply"


def test_ids_sent_as_numbers_equal_the_same_ids_sent_as_text():
    numbers = body("messenger_own_unflagged")
    numbers["entry"][0]["id"] = int(PAGE)
    numbers["entry"][0]["messaging"][0]["recipient"]["id"] = int(PSID)

    assert parse(numbers) == EXPECTED["messenger_own_unflagged"]


def test_a_guests_messages_and_the_reply_share_one_conversation():
    written, pressed, answered = events("messenger_user_ref")

    assert written.conversation == pressed.conversation == answered.conversation
    assert written.conversation == f"messenger:{PAGE}:guest-ref-1"


def test_the_dashboards_account_zero_is_replaced_by_the_brands_id():
    assert events("instagram_dashboard_test")[0].account == "23245"
    assert events("messenger_dashboard_echo")[0].account == "23245"


@pytest.mark.parametrize("stamp", [1795341600, "1795341600", 1795341600000, "1795341600000"])
def test_a_time_in_seconds_or_milliseconds_may_be_a_number_or_text(stamp: int | str):
    message = body("messenger_text")
    message["entry"][0]["messaging"][0]["timestamp"] = stamp

    assert parse(message)[0].at == AT


def test_a_message_without_a_time_has_only_the_time_of_sending():
    message = body("messenger_text")
    del message["entry"][0]["messaging"][0]["timestamp"]

    assert (parse(message)[0].at, parse(message)[0].sent_at) == (None, SENT_MS)


@pytest.mark.parametrize("name", ["messenger_no_mid", "messenger_postback_standby"])
def test_a_derived_id_is_the_same_at_each_delivery_of_a_message(name: str):
    again, other = body(name), body(name)
    again["entry"][0]["time"] += 60_000
    other["entry"][0]["standby" if "standby" in name else "messaging"][0]["timestamp"] += 1

    assert parse(again)[0].message_id == events(name)[0].message_id
    assert parse(other)[0].message_id != events(name)[0].message_id


def test_a_customers_message_in_standby_is_a_message():
    assert events("messenger_standby")[0].kind == "message"


def test_a_message_without_a_sender_is_unknown():
    message = body("messenger_text")
    del message["entry"][0]["messaging"][0]["sender"]

    assert parse(message)[0].kind == "unknown"


def sent_by(sender: dict[str, Any]) -> dict[str, Any]:
    message = body("messenger_text")
    item = message["entry"][0]["messaging"][0]
    item |= {"sender": sender, "message": {"mid": "m_1", "text": "Hello?"}}
    return message


def echo_to(recipient: dict[str, Any]) -> dict[str, Any]:
    message = body("messenger_echo")
    message["entry"][0]["messaging"][0]["recipient"] = recipient
    return message


def test_a_guest_is_never_the_customer_with_the_same_number():
    (customer,), (reply_to_guest,) = (
        parse(sent_by({"id": "7000"})),
        parse(echo_to({"user_ref": "7000"})),
    )

    assert customer.conversation == f"messenger:{PAGE}:7000"
    assert (reply_to_guest.kind, reply_to_guest.customer) == ("reply", "guest-7000")
    assert reply_to_guest.conversation == f"messenger:{PAGE}:guest-7000"


def test_a_guest_with_a_page_scoped_id_is_that_customer():
    (event,) = parse(sent_by({"id": "7000", "user_ref": "7"}))

    assert event.customer == "7000"


@pytest.mark.parametrize("build", [sent_by, echo_to])
def test_an_id_with_the_prefix_of_guests_is_refused(build):
    (event,) = parse(build({"id": "guest-7000"}))

    assert (event.kind, event.customer) == ("unknown", None)


@pytest.mark.parametrize("product", ["page", "instagram"])
def test_an_echo_has_the_mark_that_its_app_put_on_it(product):
    message = {"mid": "m1", "text": "Our FAQ", "is_echo": True, "app_id": 555, "metadata": "BOT"}
    item = {"sender": {"id": "1"}, "recipient": {"id": "7"}, "timestamp": 1_790_000_000_000}
    entry = {"id": "1", "time": 1_790_000_000_000, "messaging": [item | {"message": message}]}
    (event,) = parse({"object": product, "entry": [entry]})
    assert (event.kind, event.app, event.app_tag) == ("reply", "555", "BOT")
    message |= {"is_echo": False}
    item |= {"sender": {"id": "7"}, "recipient": {"id": "1"}}
    entry |= {"messaging": [item | {"message": message}]}
    (event,) = parse({"object": product, "entry": [entry]})
    assert (event.kind, event.app_tag) == ("message", None)


YES_OR_NO = ["is_echo", "is_deleted", "is_self", "is_unsupported"]


@pytest.mark.parametrize("no", [False, "false", "False", "0", 0, None, ""])
@pytest.mark.parametrize("name", YES_OR_NO)
def test_a_no_that_is_written_as_text_is_a_no(name: str, no: object):
    message = body("messenger_text")
    message["entry"][0]["messaging"][0]["message"][name] = no

    assert parse(message) == EXPECTED["messenger_text"]


@pytest.mark.parametrize("name", YES_OR_NO)
def test_a_yes_that_is_written_as_text_is_a_yes(name: str):
    as_text, as_flag = body("messenger_text"), body("messenger_text")
    as_text["entry"][0]["messaging"][0]["message"][name] = "true"
    as_flag["entry"][0]["messaging"][0]["message"][name] = True

    assert parse(as_text) == parse(as_flag) != EXPECTED["messenger_text"]


def test_a_postback_marked_as_not_the_brands_own_is_the_customers():
    pressed = body("messenger_postback")
    pressed["entry"][0]["messaging"][0]["postback"]["is_self"] = "false"

    assert parse(pressed) == EXPECTED["messenger_postback"]

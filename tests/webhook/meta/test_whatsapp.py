"""WhatsApp updates: the expected events of each payload, and the exceptions."""

import pytest

from shared.domain.events import Event
from tests.webhook.meta.support import (
    AT,
    NUMBER,
    PHONE,
    USER,
    body,
    events,
    expectations,
    parse,
    payload_names,
    whatsapp,
)

EXPECTED: dict[str, list[Event]] = expectations(
    {
        "whatsapp_account_fields": [
            whatsapp(
                "not_a_message",
                "whatsapp.account_update",
                account=None,
                customer=None,
                direction=None,
                at=None,
                sent_at=AT,
            ),
            whatsapp(
                "not_a_message",
                "whatsapp.message_template_status_update",
                account=None,
                customer=None,
                direction=None,
                at=None,
                sent_at=AT,
            ),
            whatsapp(
                "not_a_message",
                "whatsapp.smb_app_state_sync",
                customer=None,
                direction=None,
                at=None,
                sent_at=AT,
            ),
            whatsapp(
                "not_a_message",
                "whatsapp.calls",
                customer=None,
                direction=None,
                at=None,
                sent_at=AT,
            ),
            whatsapp(
                "not_a_message",
                "whatsapp.security",
                account=None,
                customer=None,
                direction=None,
                at=None,
                sent_at=AT,
            ),
        ],
        "whatsapp_both_ids": [
            whatsapp("message", "messages.text", message_id="wamid.23", text="Both", alias=USER)
        ],
        "whatsapp_echo": [
            whatsapp(
                "reply",
                "message_echoes.text",
                message_id="wamid.40",
                direction="out",
                text="From the phone",
            ),
            whatsapp(
                "edit",
                "message_echoes.edit",
                message_id="wamid.40",
                direction="out",
                text="New caption",
            ),
            whatsapp("delete", "message_echoes.revoke", message_id="wamid.40", direction="out"),
            whatsapp(
                "not_a_message", "message_echoes.reaction", message_id="wamid.1", direction="out"
            ),
        ],
        "whatsapp_edit": [
            whatsapp("edit", "messages.edit", message_id="wamid.1", text="Hello there")
        ],
        "whatsapp_errors": [
            whatsapp("not_a_message", "messages.errors", customer=None, direction=None, at=None)
        ],
        "whatsapp_group": [
            whatsapp(
                "message",
                "messages.text",
                customer="grp1",
                message_id="wamid.24",
                text="In the group",
            )
        ],
        "whatsapp_history": [
            whatsapp("not_a_message", "whatsapp.history", message_id="wamid.50", direction=None),
            whatsapp("not_a_message", "whatsapp.history", message_id="wamid.51", direction=None),
        ],
        "whatsapp_interactive": [
            whatsapp("message", "messages.interactive", message_id="wamid.10", text="Yes"),
            whatsapp("message", "messages.interactive", message_id="wamid.11", text="Pizza"),
            whatsapp("message", "messages.interactive", message_id="wamid.12", text="Sent"),
            whatsapp("message", "messages.button", message_id="wamid.13", text="Call me"),
            whatsapp("not_a_message", "messages.interactive", message_id="wamid.14"),
        ],
        "whatsapp_media": [
            whatsapp("message", "messages.image", message_id="wamid.2", text="Broken"),
            whatsapp("message", "messages.video", message_id="wamid.3"),
            whatsapp("message", "messages.audio", message_id="wamid.4"),
            whatsapp("message", "messages.document", message_id="wamid.5", text="Bill"),
            whatsapp("message", "messages.sticker", message_id="wamid.6"),
        ],
        "whatsapp_number_changed": [
            whatsapp(
                "not_a_message",
                "messages.system",
                customer="491700000002",
                message_id="wamid.20",
                alias=PHONE,
            )
        ],
        "whatsapp_reaction": [whatsapp("not_a_message", "messages.reaction", message_id="wamid.0")],
        "whatsapp_request_welcome": [
            whatsapp("not_a_message", "messages.request_welcome", message_id="wamid.19")
        ],
        "whatsapp_revoke": [whatsapp("delete", "messages.revoke", message_id="wamid.1")],
        "whatsapp_status_others": [
            whatsapp("not_a_message", "statuses.delivered", message_id="wamid.30", direction="out"),
            whatsapp("not_a_message", "statuses.read", message_id="wamid.30"),
            whatsapp("delete", "statuses.failed", message_id="wamid.30", direction="out"),
        ],
        "whatsapp_status_payment": [
            whatsapp(
                "not_a_message",
                f"statuses.payment.{status}",
                customer=None,
                message_id="wamid.30",
                direction=None,
            )
            for status in ("pending", "captured", "failed", "failed")
        ],
        "whatsapp_status_sent": [
            whatsapp(
                "reply",
                "statuses.sent",
                message_id="wamid.30",
                direction="out",
                app="helpdesk",
                alias=USER,
            )
        ],
        "whatsapp_standby": [
            whatsapp("message", "messages.text", message_id="wamid.70", text="Still there?"),
            whatsapp(
                "reply",
                "message_echoes.text",
                message_id="wamid.71",
                answers="wamid.70",
                direction="out",
                text="Yes",
                app="agent",
                alias=USER,
            ),
            whatsapp(
                "reply",
                "statuses.sent.marketing",
                customer=USER,
                message_id="wamid.72",
                direction="out",
                app="standby",
            ),
            whatsapp("not_a_message", "statuses.delivered", message_id="wamid.71", direction="out"),
            whatsapp("not_a_message", "whatsapp.standby", customer=None, direction=None, at=None),
        ],
        "whatsapp_status_templates": [
            whatsapp("reply", "statuses.sent.marketing", message_id="wamid.33", direction="out"),
            whatsapp("reply", "statuses.sent", message_id="wamid.34", direction="out"),
            whatsapp("reply", "statuses.sent", message_id="wamid.35", direction="out"),
            whatsapp("reply", "statuses.sent", message_id="wamid.36", direction="out"),
            whatsapp("reply", "statuses.sent", message_id="wamid.37", direction="out"),
        ],
        "whatsapp_structured": [
            whatsapp("message", "messages.location", message_id="wamid.7"),
            whatsapp("message", "messages.contacts", message_id="wamid.8"),
            whatsapp("message", "messages.order", message_id="wamid.9", text="Two please"),
        ],
        "whatsapp_text": [
            whatsapp(
                "message", "messages.text", message_id="wamid.1", answers="wamid.0", text="Hello"
            )
        ],
        "whatsapp_unheard_of": [
            whatsapp(
                "unknown",
                "messages.hologram",
                customer=None,
                direction=None,
                at=None,
                source={
                    "id": "wamid.60",
                    "timestamp": "1795341600",
                    "type": "hologram",
                    "from": "491700000001",
                    "hologram": {"id": "1"},
                },
            )
        ],
        "whatsapp_unsupported": [
            whatsapp("message", "messages.unsupported", message_id="wamid.15")
        ],
        "whatsapp_unsupported_forms": [
            whatsapp("message", "messages.unsupported", message_id="wamid.16"),
            whatsapp("edit", "messages.unsupported", message_id="wamid.17"),
            whatsapp("not_a_message", "messages.unsupported", message_id="wamid.18"),
            whatsapp("not_a_message", "messages.unsupported", message_id="wamid.19"),
        ],
        "whatsapp_untyped": [
            whatsapp("message", "messages.location", message_id="wamid.80"),
            whatsapp("message", "messages.contacts", message_id="wamid.81"),
        ],
        "whatsapp_user_id_changed": [
            whatsapp(
                "not_a_message",
                "messages.system",
                customer="DE.82",
                message_id="wamid.21",
                alias=USER,
            )
        ],
        "whatsapp_user_id_only": [
            whatsapp(
                "message", "messages.text", customer=USER, message_id="wamid.22", text="No number"
            )
        ],
        "whatsapp_user_id_update": [
            whatsapp("not_a_message", "whatsapp.user_id_update", alias=USER),
            whatsapp("not_a_message", "whatsapp.user_id_update", customer="DE.91", alias="DE.90"),
        ],
    }
)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_body_becomes_exactly_these_events(name: str):
    assert events(name) == EXPECTED[name]


def test_every_payload_has_its_row():
    assert payload_names("whatsapp_") == set(EXPECTED)


def test_only_the_status_sent_is_a_reply():
    assert [event.kind for event in events("whatsapp_status_sent")] == ["reply"]
    others = [event.kind for event in events("whatsapp_status_others")]
    assert others == ["not_a_message", "not_a_message", "delete"]


def test_the_status_deleted_is_the_customers_deletion_of_their_message():
    status = body("whatsapp_status_others")
    statuses = status["entry"][0]["changes"][0]["value"]["statuses"]
    statuses[:] = [statuses[0] | {"id": "wamid.1", "status": "deleted"}]
    (deletion,) = parse(status)
    assert deletion == whatsapp("delete", "statuses.deleted", message_id="wamid.1")

    del statuses[0]["recipient_id"]
    assert [event.kind for event in parse(status)] == ["unknown"]


def test_imported_chats_are_not_messages():
    assert {event.kind for event in events("whatsapp_history")} == {"not_a_message"}


def test_contacts_connect_the_two_ids_of_a_customer():
    anonymous = body("whatsapp_both_ids")
    message = anonymous["entry"][0]["changes"][0]["value"]["messages"][0]
    del message["from"]
    message["from_user_id"] = USER

    assert (parse(anonymous)[0].customer, parse(anonymous)[0].alias) == (PHONE, USER)


@pytest.mark.parametrize("contact", [{"wa_id": PHONE, "user_id": USER}, {"wa_id": PHONE}])
def test_a_scoped_id_in_the_field_of_the_number_is_no_number(contact):
    scoped = body("whatsapp_both_ids")
    value = scoped["entry"][0]["changes"][0]["value"]
    value["contacts"] = [contact, {"wa_id": "4915", "user_id": "DE.2"}]
    value["messages"][0] |= {"from": USER, "from_user_id": USER}
    found = parse(scoped)[0]

    known = (PHONE, USER) if "user_id" in contact else (USER, None)
    assert (found.customer, found.alias) == known


@pytest.mark.parametrize(
    ("field", "listed", "of"),
    [
        ("messages", "statuses", {"status": "sent", "recipient_id": USER}),
        ("smb_message_echoes", "message_echoes", {"type": "text", "to": USER}),
    ],
)
def test_a_reply_to_a_scoped_id_finds_the_conversation_of_the_number(field, listed, of):
    value = {
        "metadata": {"phone_number_id": NUMBER},
        "contacts": [{"wa_id": PHONE, "user_id": USER}],
        listed: [{"id": "wamid.1", "timestamp": "1795341600"} | of],
    }
    entry = {"id": "1", "changes": [{"field": field, "value": value}]}
    (found,) = parse({"object": "whatsapp_business_account", "entry": [entry]})

    assert (found.kind, found.customer, found.alias) == ("reply", PHONE, USER)


def test_a_customer_with_a_scoped_id_alone_has_no_other():
    scoped = body("whatsapp_user_id_only")
    value = scoped["entry"][0]["changes"][0]["value"]
    value["contacts"] = [{"wa_id": USER, "user_id": USER}]
    value["messages"][0] |= {"from": USER}

    assert (parse(scoped)[0].customer, parse(scoped)[0].alias) == (USER, None)


def test_the_only_contact_is_the_author_of_a_message_without_one():
    anonymous = body("whatsapp_user_id_only")
    del anonymous["entry"][0]["changes"][0]["value"]["messages"][0]["from_user_id"]

    assert parse(anonymous)[0].customer == USER


def test_a_message_without_an_author_is_unknown_if_there_are_two_contacts():
    anonymous = body("whatsapp_user_id_only")
    value = anonymous["entry"][0]["changes"][0]["value"]
    value["contacts"].append({"user_id": "DE.2"})
    del value["messages"][0]["from_user_id"]

    assert parse(anonymous)[0].kind == "unknown"


@pytest.mark.parametrize(
    ("changed", "customer", "alias"),
    [
        ({"from": PHONE, "system": {"user_id": "DE.82"}}, "DE.82", PHONE),
        ({"from": PHONE, "system": {"user_id": "DE.82", "wa_id": "+49170"}}, "49170", PHONE),
        ({"from": PHONE, "system": {"user_id": "DE.82", "wa_id": PHONE}}, PHONE, "DE.82"),
        ({"from_user_id": USER, "system": {"user_id": "DE.82", "wa_id": "49170"}}, "49170", USER),
        ({"system": {"user_id": "DE.82", "previous_user_id": USER}}, "DE.82", USER),
        (
            {"system": {"user_id": "DE.82", "body": f"Al changed from {USER} to DE.82"}},
            "DE.82",
            USER,
        ),
        (
            {
                "from": "49170",
                "system": {"new_wa_id": "49170", "body": "Al moved from 4916 to 49170"},
            },
            "49170",
            "4916",
        ),
        (
            {"system": {"wa_id": "49170", "body": "The number of Al from Rome to be changed"}},
            "49170",
            None,
        ),
    ],
)
def test_a_changed_id_gives_the_new_id_and_the_old_one_as_alias(changed, customer, alias):
    system = body("whatsapp_user_id_changed")
    message = system["entry"][0]["changes"][0]["value"]["messages"][0]
    del message["from_user_id"]
    message |= changed | {"system": changed["system"] | {"type": "user_changed_user_id"}}

    assert (parse(system)[0].customer, parse(system)[0].alias) == (customer, alias)


def test_a_group_is_one_conversation():
    group, status = body("whatsapp_group"), body("whatsapp_status_sent")
    sent = status["entry"][0]["changes"][0]["value"]["statuses"][0]
    sent |= {"recipient_id": "grp1", "recipient_type": "group"}

    assert parse(group)[0].conversation == parse(status)[0].conversation


def test_the_id_of_a_group_may_have_a_dot():
    status = body("whatsapp_status_sent")
    sent = status["entry"][0]["changes"][0]["value"]["statuses"][0]
    sent |= {"recipient_id": "120363@g.us", "recipient_type": "group"}

    assert parse(status)[0].customer == "120363@g.us"


def test_everything_in_the_field_of_echoes_is_a_reply():
    echoed = body("whatsapp_echo")
    value = echoed["entry"][0]["changes"][0]["value"]
    value["messages"] = value.pop("message_echoes")

    assert parse(echoed) == events("whatsapp_echo")


def test_an_echo_with_sender_and_receiver_swapped_is_the_same_echo():
    echoed = body("whatsapp_echo")
    for item in echoed["entry"][0]["changes"][0]["value"]["message_echoes"]:
        item["from"], item["to"] = item["to"], item["from"]

    assert parse(echoed) == events("whatsapp_echo")


@pytest.mark.parametrize("displayed", ["4930000000", "+49 30 000-000"])
def test_what_the_own_number_writes_is_never_a_customers_message(displayed):
    own = body("whatsapp_text")
    value = own["entry"][0]["changes"][0]["value"]
    value["metadata"]["display_phone_number"] = displayed
    value["messages"][0] |= {"from": "4930000000", "to": "491700000001"}
    (answer,) = parse(own)
    assert (answer.kind, answer.customer, answer.direction) == ("reply", "491700000001", "out")

    value["messages"][0]["to"] = "4930000000"
    (note,) = parse(own)
    assert (note.kind, note.customer) == ("not_a_message", None)

    del value["messages"][0]["to"]  # nobody else is named
    value["contacts"] = [{"wa_id": "4930000000"}]
    assert parse(own) == [note]


@pytest.mark.parametrize("nothing", [None, [], {}])
def test_a_missing_list_does_not_affect_the_others(nothing):
    odd = body("whatsapp_text")
    odd["entry"][0]["changes"][0]["value"] |= {"contacts": nothing, "statuses": None, "errors": []}

    assert parse(odd) == events("whatsapp_text")


def test_an_empty_list_of_messages_is_not_a_message():
    empty = body("whatsapp_text")
    empty["entry"][0]["changes"][0]["value"]["messages"] = []

    assert [event.kind for event in parse(empty)] == ["not_a_message"]


def test_a_call_is_not_a_message_in_any_status():
    calls = body("whatsapp_status_sent")
    calls["entry"][0]["changes"][0]["field"] = "calls"

    assert [event.kind for event in parse(calls)] == ["not_a_message"]


def test_each_message_in_an_undocumented_field_is_unknown():
    odd = body("whatsapp_media")
    odd["entry"][0]["changes"][0]["field"] = "dreams"

    assert [event.kind for event in parse(odd)] == ["unknown"] * 5


TWO_FORMS = [
    ("551187654321", "5511987654321"),  # Brazil
    ("5215512345678", "525512345678"),  # Mexico
    ("541123456789", "5491123456789"),  # Argentina
]


@pytest.mark.parametrize(("older", "dialled"), TWO_FORMS)
@pytest.mark.parametrize("is_older_first", [True, False])
def test_both_forms_of_a_phone_number_are_one_customer(older, dialled, is_older_first):
    wrote, named = (older, dialled) if is_older_first else (dialled, older)
    message, status = body("whatsapp_text"), body("whatsapp_status_sent")
    message["entry"][0]["changes"][0]["value"]["messages"][0]["from"] = wrote
    statuses = status["entry"][0]["changes"][0]["value"]["statuses"]
    statuses[:] = [statuses[0] | {"recipient_id": named}]

    assert [parse(each)[0].customer for each in (message, status)] == [dialled, dialled]


@pytest.mark.parametrize(
    "number",
    [
        "551132654321",  # a Brazilian landline
        "5511987654321",
        "525512345678",
        "5491123456789",
        "491700000001",
        "120363041234567890",  # a group
    ],
)
def test_every_other_number_stays_as_it_is(number):
    message = body("whatsapp_text")
    message["entry"][0]["changes"][0]["value"]["messages"][0]["from"] = number
    assert parse(message)[0].customer == number


@pytest.mark.parametrize(("older", "dialled"), TWO_FORMS)
def test_an_account_knows_its_own_number_in_either_form(older, dialled):
    own = body("whatsapp_text")
    value = own["entry"][0]["changes"][0]["value"]
    value["metadata"]["display_phone_number"] = f"+{dialled}"
    value["messages"][0] |= {"from": older, "to": "491700000001"}
    assert parse(own)[0].kind == "reply"

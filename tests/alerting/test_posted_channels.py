"""Slack, PagerDuty and webhooks: how each answer changes an alert, and what each message says."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any, get_args

import pytest

from functions.notifier import channels
from functions.notifier.channels import https, pagerduty, slack, webhook
from functions.notifier.channels.channel import (
    InDoubtError,
    NotSentError,
    ProviderBlockedError,
    RefusedError,
)
from functions.notifier.channels.https import Answer
from shared.domain.alerts import Kind
from shared.domain.policies import Step
from shared.runtime import secrets, standard_webhooks
from tests.alerting.desk import ADA, Desk, notice_of
from tests.alerting.metrics import counted
from tests.alerting.posts import (
    EVE,
    NEW_SECRET,
    OF_EVE,
    OLD_SECRET,
    PAGERDUTY_KEY,
    SLACK_URL,
    WEBHOOK_URL,
    Receivers,
)
from tests.builders import ACCOUNT, CONVERSATION, at, message, reply

KINDS = get_args(Kind)
SAID = "Where is <!channel> my *parcel* & co?"


@pytest.fixture
def eve(desk: Desk, receivers: Receivers) -> Desk:
    """Eve has no email and no phone."""
    desk.configure(Step(at="due", notify=("eve",)), responders={"eve": EVE})
    return desk


notice = partial(notice_of, text=SAID, customer_name="Ana <b>")


def only(by: str) -> Step:
    return Step(at="due", notify=("eve",), by=(by,))


# --- How an answer changes an alert ---------------------------------------------------------------

NOT_SENT, REFUSED, BLOCKED, IN_DOUBT = "claimed", "failed", "superseded", "sending"

ANSWERS = [
    (Answer(200), "sent", "sent"),
    (Answer(202), "sent", "sent"),
    (Answer(204), "sent", "sent"),
    (Answer(301), BLOCKED, BLOCKED),
    (Answer(400), REFUSED, REFUSED),
    (Answer(401), BLOCKED, BLOCKED),
    (Answer(403), BLOCKED, BLOCKED),
    (Answer(404), BLOCKED, BLOCKED),
    (Answer(408), NOT_SENT, NOT_SENT),
    (Answer(410), BLOCKED, BLOCKED),
    (Answer(413), REFUSED, REFUSED),
    (Answer(422), REFUSED, REFUSED),
    (Answer(429), NOT_SENT, NOT_SENT),
    (Answer(500), IN_DOUBT, NOT_SENT),
    (Answer(503), IN_DOUBT, NOT_SENT),
    (NotSentError("ConnectionRefusedError"), NOT_SENT, NOT_SENT),
    (InDoubtError("TimeoutError"), IN_DOUBT, NOT_SENT),
]
"""With the state after it: in Slack, and where a repeated message does no harm."""


@pytest.mark.parametrize(("answer", "in_slack", "elsewhere"), ANSWERS, ids=str)
@pytest.mark.parametrize("by", OF_EVE)
def test_each_answer_leads_to_its_state_of_the_alert(
    eve: Desk,
    receivers: Receivers,
    by: str,
    answer: Answer | Exception,
    in_slack: str,
    elsewhere: str,
) -> None:
    eve.configure(only(by), responders={"eve": EVE, "ada": ADA})
    eve.arrive(message(0))
    receivers.answers = [answer]
    eve.process(30)
    assert eve.states()[by] == (in_slack if by == "slack" else elsewhere)


@pytest.mark.usefixtures("receivers")
@pytest.mark.parametrize("by", OF_EVE)
def test_every_channel_sends_once_and_keeps_the_id_of_the_message(eve: Desk, by: str) -> None:
    eve.configure(only(by), responders={"eve": EVE})
    eve.arrive(message(0))
    eve.process(30, 31, 60)
    (alert,) = eve.alerts()
    assert alert.state == "sent"
    assert alert.provider_id == (alert.wait_id if by == "pagerduty" else alert.id)


def test_a_provider_says_when_to_try_again(eve: Desk, receivers: Receivers) -> None:
    eve.configure(only("slack"), responders={"eve": EVE})
    eve.arrive(message(0))
    receivers.answers = [Answer(429, timedelta(seconds=90)), Answer(429)]
    eve.process(30)
    assert eve.alerts()[0].due == at("31:30")
    eve.process("31:30")
    assert eve.alerts()[0].due == at("31:45")


@pytest.mark.parametrize("by", OF_EVE)
def test_a_provider_that_is_down_for_a_long_time_is_replaced(
    eve: Desk, receivers: Receivers, capsys: pytest.CaptureFixture[str], by: str
) -> None:
    """It is replaced after four attempts. The alarm for blocked channels fires."""
    someone = replace(EVE, email="eve@example.com")
    eve.configure(only(by), responders={"eve": someone})
    eve.arrive(message(0))
    receivers.answers = [NotSentError("ConnectionRefusedError")] * 4
    eve.process(30, "30:05", "30:20")
    assert (eve.channels(), counted(capsys).count("ChannelBlocked")) == ([], 0)
    eve.process("31:20", "31:25")
    assert eve.channels() == ["email"]
    assert eve.states() == {by: "superseded", "email": "sent"}
    assert counted(capsys).count("ChannelBlocked") == 1


@pytest.mark.parametrize("by", ["pagerduty", "webhook"])
def test_a_repeated_message_is_the_same_to_its_receiver(
    eve: Desk, receivers: Receivers, by: str
) -> None:
    eve.configure(only(by), responders={"eve": EVE})
    eve.arrive(message(0))
    receivers.answers = [Answer(500), Answer(202)]
    eve.process(30, "30:05")
    assert eve.states() == {by: "sent"}
    first, second = receivers.posts
    if by == "webhook":
        assert first.headers["webhook-id"] == second.headers["webhook-id"]
    else:
        assert first.content["dedup_key"] == second.content["dedup_key"]


@pytest.mark.parametrize(("by", "expected"), [("slack", "pagerduty"), ("webhook", "webhook")])
def test_after_a_crash_only_channels_that_ignore_repeats_send_again(
    eve: Desk,
    receivers: Receivers,
    monkeypatch: pytest.MonkeyPatch,
    by: str,
    expected: str,
) -> None:
    """The function stops after the announcement, so the message may have been sent."""
    eve.configure(only(by), responders={"eve": EVE})
    eve.arrive(message(0))
    with monkeypatch.context() as patch:
        patch.setattr(https, "post", lambda *_, **__: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            eve.process(30)
    eve.process(32, 33)
    assert len(receivers.posts) == 1
    assert eve.states()[expected] == "sent"


# --- The secret -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "entry"),
    [
        ("slack", ()),
        ("slack", ("not an address",)),
        ("pagerduty", ()),
        ("pagerduty", ("https://events.eu.pagerduty.com/v2/enqueue",)),
        ("webhook", (WEBHOOK_URL,)),
        ("webhook", (NEW_SECRET,)),
        ("webhook", (WEBHOOK_URL, "whsec_dG9vIHNob3J0")),
        ("webhook", (WEBHOOK_URL, "whsec_no base64 at all, and long enough")),
    ],
)
def test_an_entry_that_lacks_something_blocks_its_channel(
    eve: Desk, receivers: Receivers, by: str, entry: tuple[str, ...]
) -> None:
    alert = notice(eve, by)
    receivers.entries = {f"{by}.{channels.named(by).address(EVE)}": entry}
    with pytest.raises(ProviderBlockedError) as raised:
        channels.named(by).send(alert, str(channels.named(by).address(EVE)))
    assert not any(value in str(raised.value) for value in entry)


EXCHANGE = https._exchange


@pytest.mark.parametrize("by", OF_EVE)
@pytest.mark.parametrize(
    "wrong",
    ["https://hooks.example.com:99999/x", "https://[bad/x", "https://h\ud800/", "key\ud800"],
)
def test_an_alert_whose_secret_entry_is_wrong_uses_another_channel(
    eve: Desk, receivers: Receivers, monkeypatch: pytest.MonkeyPatch, by: str, wrong: str
) -> None:
    def exchange(address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        return (EXCHANGE if address == wrong else receivers.exchange)(address, body, headers)

    monkeypatch.setattr(https, "_exchange", exchange)
    name = f"{by}.{channels.named(by).address(EVE)}"
    is_address = "://" in wrong
    kept = [value for value in receivers.entries[name] if ("://" in value) != is_address]
    receivers.entries |= {name: (wrong, *kept)}
    eve.configure(only(by), responders={"eve": EVE})
    eve.arrive(message(0))
    eve.process(30, 31)
    assert eve.states()[by] == BLOCKED
    assert len(receivers.posts) == 1


def test_a_secret_that_is_not_json_blocks_the_channel(
    eve: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read() -> Any:
        raise secrets.SecretError("CHANNELS_SECRET_ID: expected a JSON object")

    alert = notice(eve, "slack")
    monkeypatch.setattr(secrets, "channel_entries", read)
    with pytest.raises(ProviderBlockedError, match="expected a JSON object"):
        slack.Slack().send(alert, "support")


# --- What a message says --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("by", OF_EVE)
def test_every_channel_has_words_for_every_kind(
    eve: Desk, receivers: Receivers, by: str, kind: str
) -> None:
    alert = notice(eve, by, kind)
    channels.named(by).send(alert, str(channels.named(by).address(EVE)))
    assert len(receivers.posts) == 1


def test_a_slack_message_shows_customers_words_as_plain_text(
    eve: Desk, receivers: Receivers
) -> None:
    alert = notice(eve, "slack")
    slack.Slack().send(alert, "support")
    (post,) = receivers.posts
    assert post.address == SLACK_URL
    header, said, context, links = post.content["blocks"]
    assert header["text"] == {
        "type": "plain_text",
        "text": "[Due 10:30] Messenger message · Ana <b> · waiting 25 min",
        "emoji": False,
    }
    assert said["text"] == {"type": "plain_text", "text": f"“{SAID}”", "emoji": False}
    assert context["elements"][0]["type"] == "plain_text"
    assert links["text"]["text"].count("<https://api.example.com/") == 2
    assert (
        "Messenger message, waiting 25 min, due 10:30, in 5 min" in context["elements"][0]["text"]
    )
    assert "Ana &lt;b&gt;" in post.content["text"]
    assert SAID not in post.content["text"]


@pytest.mark.parametrize("kind", ["taken", "all_clear"])
def test_a_slack_message_that_needs_no_action_quotes_nothing(eve: Desk, kind: str) -> None:
    text = json.dumps(slack.message(notice(eve, "slack", kind)))
    assert "parcel" not in text
    assert "left to do" in text if kind == "all_clear" else "don't need to do anything" in text


def test_a_wait_that_has_ended_has_no_buttons(eve: Desk) -> None:
    alert = notice(eve, "slack", "all_clear")
    assert "/c/" not in json.dumps(slack.message(alert))
    assert "|Open the dashboard>" in json.dumps(slack.message(alert))
    data = webhook.event(alert)["data"]
    assert (data["page_url"], data["outcome"]) == (None, "met")
    assert data["closed_at"] == "2026-11-22T10:24:00.000Z"


def test_a_long_name_fits_into_slacks_header(eve: Desk) -> None:
    content = slack.message(notice(eve, "slack", customer_name="n" * 500))
    assert len(content["blocks"][0]["text"]["text"]) <= slack.MAX_HEADER_CHARACTERS


def test_a_link_cannot_inject_markup_into_slack() -> None:
    assert slack._link("https://x.example/?a=1&b=<c>|d", "a>b") == (
        "<https://x.example/?a=1&amp;b=&lt;c&gt;%7Cd|a&gt;b>"
    )


ACTIONS = {
    "step": "trigger",
    "window_closing": "trigger",
    "waiting_again": "trigger",
    "handed_over": "trigger",
    "reminder": "trigger",
    "taken": "acknowledge",
    "all_clear": "resolve",
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_alert_opens_updates_or_resolves_the_incident(eve: Desk, kind: str) -> None:
    alert = notice(eve, "pagerduty", kind)
    event = pagerduty.event(alert, PAGERDUTY_KEY)
    assert event["event_action"] == ACTIONS[kind]
    assert event["dedup_key"] == alert.alert.wait_id
    assert ("payload" in event) == (ACTIONS[kind] == "trigger")


def test_an_all_clear_goes_only_where_the_alert_went(eve: Desk, receivers: Receivers) -> None:
    eve.configure(only("pagerduty"), responders={"eve": EVE})
    eve.arrive(message(0))
    eve.process(30)
    eve.arrive(reply(31))
    eve.process(32, 33)
    assert [post.content["event_action"] for post in receivers.posts] == ["trigger", "resolve"]


@pytest.mark.parametrize("answer", [Answer(403), NotSentError("ConnectionRefusedError")], ids=str)
@pytest.mark.parametrize("by", ["pagerduty", "webhook"])
def test_another_system_is_updated_once_its_provider_works_again(
    eve: Desk, receivers: Receivers, by: str, answer: Answer | Exception
) -> None:
    """No other channel can end the incident, so none takes its place."""
    eve.configure(only(by), responders={"eve": replace(EVE, email="eve@example.com")})
    eve.arrive(message(0))
    eve.process(30)
    eve.arrive(reply(31))
    receivers.answers = [answer] * 6
    eve.process(32, 33, 35, 40, 50, 60, 75, 90, 120)
    assert [(alert.kind, alert.by, alert.state) for alert in eve.alerts()] == [
        ("step", by, "sent"),
        ("all_clear", by, "sent"),
    ]


@pytest.mark.parametrize("by", ["pagerduty", "webhook"])
def test_a_wait_ends_in_another_system_although_another_wait_takes_its_place(
    eve: Desk, receivers: Receivers, by: str
) -> None:
    """The customer deletes the only message and writes it again, within a minute."""
    eve.configure(only(by), responders={"eve": EVE})
    eve.arrive(message(0))
    eve.process(30)
    eve.delete(message(0), "31:10")
    eve.arrive(message("31:30"))
    eve.process(32, 33)
    posts = [post.content for post in receivers.posts]
    if by == "pagerduty":
        first, last = (post for post in posts if "event_action" in post)
        assert (last["event_action"], last["dedup_key"]) == ("resolve", first["dedup_key"])
    else:
        first, last = (post for post in posts if "data" in post)
        assert (last["type"], last["data"]["wait"]) == ("alert.all_clear", first["data"]["wait"])
        assert last["data"]["outcome"] == "withdrawn"


@pytest.mark.parametrize(("minute", "severity"), [(25, "warning"), (30, "critical")])
def test_an_incident_is_critical_once_the_deadline_has_passed(
    eve: Desk, minute: int, severity: str
) -> None:
    alert = replace(notice(eve, "pagerduty"), now=at(minute))
    assert pagerduty.event(alert, PAGERDUTY_KEY)["payload"]["severity"] == severity


def test_a_secret_entry_may_name_another_regions_address(eve: Desk, receivers: Receivers) -> None:
    address = "https://events.eu.pagerduty.com/v2/enqueue"
    receivers.entries["pagerduty.support"] = (address, PAGERDUTY_KEY)
    pagerduty.PagerDuty().send(notice(eve, "pagerduty"), "support")
    assert [post.address for post in receivers.posts] == [address]


def test_a_webhook_is_signed_as_the_published_example() -> None:
    """The example comes from the reference libraries."""
    key = standard_webhooks.key_of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    assert key
    headers = standard_webhooks.signed_headers(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        at(0).fromtimestamp(1614265330, at(0).tzinfo),
        b'{"test": 2432232314}',
        [key],
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert headers["webhook-timestamp"] == "1614265330"


def test_a_webhook_has_a_signature_of_each_secret(eve: Desk, receivers: Receivers) -> None:
    webhook.Webhook().send(notice(eve, "webhook"), "crm")
    (post,) = receivers.posts
    headers = post.headers
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + post.body
    expected = [
        base64.b64encode(
            hmac.digest(base64.b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256)
        ).decode()
        for secret in (NEW_SECRET, OLD_SECRET)
    ]
    assert headers["webhook-signature"].split() == [f"v1,{text}" for text in expected]


def test_a_webhook_has_facts_for_programs(eve: Desk) -> None:
    alert = notice(eve, "webhook")
    content = webhook.event(alert)
    assert (content["type"], content["timestamp"]) == ("alert.step", "2026-11-22T10:25:00.000Z")
    expected = {
        "alert": alert.alert.id,
        "kind": "step",
        "responder": "eve",
        "customer": "Ana <b>",
        "text": SAID,
        "intents": [],
        "due_at": "2026-11-22T10:30:00.000Z",
        "outcome": "open",
        "closed_at": None,
        "step": 1,
        "step_at": "due",
    }
    assert {name: content["data"][name] for name in expected} == expected


@pytest.mark.parametrize("by", OF_EVE)
def test_without_an_excerpt_no_customer_text_is_sent(
    eve: Desk, receivers: Receivers, by: str
) -> None:
    eve.configure(Step(at="due", notify=("eve",)), responders={"eve": EVE}, excerpt=False)
    channels.named(by).send(notice(eve, by), str(channels.named(by).address(EVE)))
    assert "parcel" not in receivers.posts[0].body.decode()


@pytest.mark.parametrize("by", OF_EVE)
def test_no_message_contains_a_platform_id(eve: Desk, receivers: Receivers, by: str) -> None:
    channels.named(by).send(notice(eve, by), str(channels.named(by).address(EVE)))
    body = receivers.posts[0].body.decode()
    assert not [name for name in (CONVERSATION, ACCOUNT, "customer@0") if name in body]


# --- The order of channels ------------------------------------------------------------------------


def test_fallback_follows_the_responders_own_order_of_channels(
    eve: Desk, receivers: Receivers
) -> None:
    someone = replace(EVE, email="eve@example.com", channels=("webhook", "email"))
    assert [c.name for c in channels.used_by(someone)] == [
        "webhook", "email", "slack", "pagerduty",
    ]  # fmt: skip
    eve.configure(only("slack"), responders={"eve": someone})
    eve.arrive(message(0))
    receivers.answers = [Answer(404)]
    eve.process(30, 31)
    assert eve.states() == {"slack": "superseded", "webhook": "sent"}


def test_text_messages_are_the_only_channel_without_updates() -> None:
    assert [c.name for c in channels.CHANNELS if not c.carries_updates] == ["sms"]


ERRORS = (ProviderBlockedError, RefusedError, NotSentError, InDoubtError)


@pytest.mark.parametrize("status", [302, 400, 404, 429, 500])
def test_an_error_says_the_status_and_nothing_else(status: int) -> None:
    with pytest.raises(ERRORS, match=rf"^HTTP {status}$"):
        https._check(Answer(status), can_repeat=False)

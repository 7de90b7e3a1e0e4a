"""The stand-ins of the local run accept what the channels send, and the outbox lists it."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any, get_args

import boto3
import pytest

from cli.local import outbox, stand_in_rules, stand_ins, text_messages
from cli.local.outbox import SentMessage
from cli.local.stand_in_rules import RuleError
from cli.local.stand_ins import StandIns
from cli.local.webhook_bodies import new_adapter_secret
from functions.notifier import channels
from functions.notifier.channels import sms, webhook
from functions.notifier.channels.channel import RefusedError
from functions.notifier.channels.secret_entries import entry
from functions.notifier.notice import Notice
from functions.tracker import second_opinion
from functions.webhook import signatures
from shared.domain.alerts import Kind
from shared.domain.policies import Step
from shared.runtime import secrets
from tests import builders
from tests.alerting.desk import ADA, Desk, notice_of
from tests.alerting.posts import EVE, OF_EVE
from tests.builders import message

EMAIL = SentMessage(
    id="1", channel="email", to="ada@example.com", subject="S", text="T", html="<p>", at=1.5
)
ODD = "\u202e" + "😀 <b> & <!channel> \u05e9\u05dc\u05d5\u05dd " * 40


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIns]:
    monkeypatch.setattr(outbox, "sent_messages", lambda _endpoint: iter([EMAIL]))
    with stand_ins.serving("http://127.0.0.1:1") as made:
        monkeypatch.setenv("STAND_INS_URL", made.url)
        entries = made.entries(builders.configuration(responders={"eve": EVE}))
        lists = {name: tuple(values) for name, values in entries.items()}
        monkeypatch.setattr(secrets, "channel_entries", lambda: lists)
        yield made


def notice(desk: Desk, kind: str = "step", text: str = ODD) -> Notice:
    desk.configure(Step(at="due", notify=("eve",)), responders={"eve": EVE})
    return notice_of(desk, "slack", kind, text=text, customer_name=ODD)


@pytest.mark.parametrize("kind", get_args(Kind))
def test_a_stand_in_accepts_every_kind_of_alert(
    desk: Desk, running: StandIns, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    alert = notice(desk, kind)
    monkeypatch.setattr(signatures, "TOLERANCE_S", float("inf"))
    for by in OF_EVE:
        channel = channels.named(by)
        channel.send(alert, str(channel.address(EVE)))
    assert running.refused == []
    assert [(m.channel, m.to) for m in running.taken] == list(EVE.addresses.items())


def test_the_outbox_lists_what_was_sent_on_every_channel(desk: Desk, running: StandIns) -> None:
    channels.named("slack").send(notice(desk, text="Where is it?"), "support")
    with urllib.request.urlopen(running.outbox_url) as answer:
        email, slack = json.load(answer)
    assert email == {
        "channel": "email",
        "to": "ada@example.com",
        "subject": "S",
        "text": "T",
        "html": "<p>",
        "at": "1970-01-01T00:00:01.500+00:00",
        "reports": [],
    }
    assert slack.keys() == email.keys()
    assert "“Where is it?”" in slack["text"]


def test_a_webhook_with_a_wrong_signature_is_refused(
    desk: Desk, running: StandIns, monkeypatch: pytest.MonkeyPatch
) -> None:
    alert = notice(desk)
    monkeypatch.setattr(signatures, "TOLERANCE_S", float("inf"))
    running.signing_secrets = (new_adapter_secret(),)
    with pytest.raises(RefusedError, match="HTTP 400"):
        webhook.Webhook().send(alert, "crm")
    assert running.refused == ["/webhook/crm: no valid signature"]


def test_an_old_webhook_is_refused(desk: Desk, running: StandIns) -> None:
    with pytest.raises(RefusedError):
        webhook.Webhook().send(notice(desk), "crm")
    assert running.refused == ["/webhook/crm: no valid signature"]


def test_an_event_with_another_key_is_refused(desk: Desk, running: StandIns) -> None:
    alert = notice(desk)
    running.routing_key = "0" * 32
    with pytest.raises(RefusedError):
        channels.named("pagerduty").send(alert, "support")
    assert running.refused == ["/pagerduty/support: another routing key"]


@pytest.fixture
def end_user_messaging(running: StandIns, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The SDK's own client, which calls the stand-in."""
    client = boto3.client(
        "pinpoint-sms-voice-v2",
        region_name="us-east-1",
        endpoint_url=running.url,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    monkeypatch.setenv("SMS_ORIGINATION", "arn:aws:sms-voice:us-east-1:000000000000:pool/local")
    monkeypatch.setenv("SMS_CONFIGURATION_SET", "local")
    monkeypatch.setenv("SMS_REPLIES", "true")
    return client


def test_text_messages_are_accepted_as_by_end_user_messaging(
    running: StandIns, monkeypatch: pytest.MonkeyPatch, end_user_messaging: Any
) -> None:
    monkeypatch.setattr(sms.aws, "client", lambda _service, once: end_user_messaging)
    origination = "arn:aws:sms-voice:us-east-1:000000000000:pool/local"
    sms._by_end_user_messaging("Hello", "+15550100", origination, {"alert": "a" * 26})
    assert [(m.channel, m.to, m.text) for m in running.taken] == [("sms", "+15550100", "Hello")]


def texted(desk: Desk, running: StandIns, end_user_messaging: Any) -> list[dict[str, Any]]:
    """Ada is sent a text message. Returns what the stand-in has published about it."""
    published: list[dict[str, Any]] = []
    running.publish = published.append
    desk.providers.send_text_message = end_user_messaging.send_text_message  # type: ignore[method-assign]
    desk.configure(Step(at="due", notify=("ada",), by=("sms",)))
    desk.arrive(message(0))
    desk.process(30)
    expected = len(running.outcomes.get(str(ADA.phone), text_messages.TAKEN))
    for _ in range(100):
        if len(published) == expected:
            break
        time.sleep(0.02)
    return published


def test_the_stand_in_reports_the_delivery_of_a_text_message(
    desk: Desk, running: StandIns, end_user_messaging: Any
) -> None:
    published = texted(desk, running, end_user_messaging)
    assert [report["eventType"] for report in published] == ["TEXT_QUEUED", "TEXT_DELIVERED"]
    assert desk.states() == {"sms": "sent"}
    for report in published:
        desk.publish(report)
    assert desk.states() == {"sms": "delivered"}
    (sent,) = (m for m in running.sent_messages() if m.channel == "sms")
    assert sent.to_json()["reports"] == ["TEXT_QUEUED", "TEXT_DELIVERED"]


def test_a_number_of_the_stand_in_can_be_out_of_reach(
    desk: Desk, running: StandIns, end_user_messaging: Any
) -> None:
    running.outcomes[str(ADA.phone)] = ("TEXT_QUEUED", "TEXT_INVALID")
    for report in texted(desk, running, end_user_messaging):
        desk.publish(report)
    desk.process(31)
    assert desk.states() == {"sms": "failed", "email": "sent"}


def test_the_stand_in_accepts_a_text_reply(
    desk: Desk, running: StandIns, end_user_messaging: Any
) -> None:
    texted(desk, running, end_user_messaging)
    assert "Reply 1 to take it." in running.taken[-1].text
    replies: list[dict[str, Any]] = []
    running.publish = replies.append
    body = json.dumps({"phone": ADA.phone, "text": "1"}).encode()
    asked = urllib.request.Request(running.reply_url, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(asked) as answer:
        assert json.load(answer) == {"inboundMessageId": replies[0]["inboundMessageId"]}
    desk.publish(replies[0])
    known = desk.record().escalation
    assert known
    assert known.acknowledged_by == "ada"


WRONG_TEXTS = [
    ({"DestinationPhoneNumber": "0155"}, "DestinationPhoneNumber has a wrong form"),
    ({"TimeToLive": 300_000}, "TimeToLive is too large"),
    ({"TimeToLive": "900"}, "not as in the service's model"),
    ({"MessageType": "URGENT"}, "MessageType is not one of its values"),
    ({"MaxPrice": "0,50"}, "MaxPrice has a wrong form"),
    ({"Body": "x"}, "not as in the service's model"),
]


@pytest.mark.parametrize(("change", "rule"), WRONG_TEXTS)
def test_a_text_message_that_the_service_would_refuse_is_refused(
    change: dict[str, Any], rule: str
) -> None:
    right = {"DestinationPhoneNumber": "+15550100", "MessageBody": "Hello"}
    stand_in_rules.check_text_message(right)
    with pytest.raises(RuleError, match=rule):
        stand_in_rules.check_text_message(right | change)


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


WRONG_SLACK = [
    {"text": ""},
    {"text": "x", "colour": "red"},
    {"text": "x", "blocks": [{"type": "header", "text": plain("x" * 151)}]},
    {"text": "x", "blocks": [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}]},
    {"text": "x", "blocks": [{"type": "section", "text": plain("")}]},
    {"text": "x", "blocks": [{"type": "context", "elements": []}]},
    {"text": "x", "blocks": [{"type": "marquee"}]},
    {"text": "x", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "<!here>"}}]},
]


@pytest.mark.parametrize("content", WRONG_SLACK, ids=str)
def test_a_message_that_slack_would_refuse_is_refused(content: dict[str, Any]) -> None:
    with pytest.raises(RuleError):
        stand_in_rules.check_slack(content)


TRIGGER = {"routing_key": "k", "event_action": "trigger", "dedup_key": "d"}
PAYLOAD = {
    "summary": "s", "source": "o", "severity": "warning", "timestamp": "2026-11-22T10:00:00Z",
}  # fmt: skip
WRONG_EVENTS: list[dict[str, Any]] = [
    {"event_action": "explode"},
    {"dedup_key": ""},
    {"payload": PAYLOAD | {"severity": "grave"}},
    {"payload": PAYLOAD | {"summary": "s" * 1025}},
    {"payload": PAYLOAD | {"mood": "bad"}},
    {"payload": PAYLOAD | {"timestamp": "2026-11-22T10:00:00"}},
    {"payload": {}},
    {"links": [{"href": "https://x"}]},
]


@pytest.mark.parametrize("change", WRONG_EVENTS, ids=str)
def test_an_event_that_pagerduty_would_refuse_is_refused(change: dict[str, Any]) -> None:
    right = TRIGGER | {"payload": PAYLOAD}
    stand_in_rules.check_pagerduty(right, routing_key="k")
    with pytest.raises(RuleError):
        stand_in_rules.check_pagerduty(right | change, routing_key="k")


@pytest.mark.parametrize("path", ["/", "/teams/support", "/slack/support"])
def test_a_request_that_no_stand_in_knows_is_refused(running: StandIns, path: str) -> None:
    request = urllib.request.Request(running.url + path, data=b"hello", method="POST")
    with pytest.raises(urllib.error.HTTPError, match="400"):
        urllib.request.urlopen(request)
    assert len(running.refused) == 1


def test_the_channels_secret_leads_to_the_stand_ins(running: StandIns) -> None:
    assert entry("slack", "support", needs_key=False).address == f"{running.url}/slack/support"
    assert len(entry("webhook", "crm").keys) == 2


# --- Amazon Bedrock -------------------------------------------------------------------------------

LATE = "The technician was due at eight, it is four now."


@pytest.fixture
def bedrock(running: StandIns) -> Any:
    return boto3.client(
        "bedrock-runtime",
        region_name="us-east-1",
        endpoint_url=running.url,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def test_a_second_opinion_is_requested_as_bedrock_expects_it(
    running: StandIns, bedrock: Any
) -> None:
    model = "eu.amazon.nova-micro-v1:0"
    found = second_opinion.ask(bedrock, model, LATE + ODD)
    assert (found.intents, found.courtesy) == (frozenset({"complaint"}), False)
    assert second_opinion.ask(bedrock, model, "Thanks!").courtesy
    assert (running.asked, running.refused) == ([model, model], [])


TOOL = {"toolSpec": {"name": "t", "inputSchema": {"json": {"type": "object"}}}}
TOOLS: dict[str, Any] = {"tools": [TOOL], "toolChoice": {"any": {}}}
UNLIKE_THE_MODEL = "not as in the service's model"
WRONG_QUESTIONS = [
    ({"messages": [{"role": "user"}]}, UNLIKE_THE_MODEL),
    ({"messages": [{"role": "assistant", "content": []}]}, "the first turn is not the user's"),
    ({"inferenceConfig": {"maxTokens": "9"}}, UNLIKE_THE_MODEL),
    ({"toolConfig": TOOLS | {"tools": []}}, UNLIKE_THE_MODEL),
    ({"toolConfig": TOOLS | {"toolChoice": {"any": {}, "auto": {}}}}, UNLIKE_THE_MODEL),
    ({"prompt": "x"}, UNLIKE_THE_MODEL),
]


@pytest.mark.parametrize(("change", "rule"), WRONG_QUESTIONS)
def test_a_question_that_bedrock_would_refuse_is_refused(change: dict[str, Any], rule: str) -> None:
    said = {"role": "user", "content": [{"text": "x"}]}
    right: dict[str, Any] = {"messages": [said], "toolConfig": TOOLS}
    stand_in_rules.check_converse(right, "m")
    with pytest.raises(RuleError, match=rule):
        stand_in_rules.check_converse(right | change, "m")


def test_the_stand_in_accepts_an_alerts_email_and_refuses_invalid_ones(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("ada",)), reply_to="team@example.com")
    desk.arrive(message(0))
    desk.process(30)
    (right,) = desk.providers.requests
    stand_in_rules.check_email(right)
    for change in (
        {"ReplyToAddresses": "team@example.com"},
        {"ReplyToAddresses": ["jörg@example.com"]},
        {"ReplyToAddresses": 51 * ["team@example.com"]},
        {"ReplyTo": ["team@example.com"]},
        {"Destination": {"ToAddresses": ["ada"]}},
    ):
        with pytest.raises(RuleError):
            stand_in_rules.check_email(right | change)

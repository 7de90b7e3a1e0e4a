"""`replywatch doctor` checks a deployment end to end."""

import itertools
import json
import re
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from cli import stack
from cli.commands import doctor
from cli.connect import build
from cli.deployment import Deployment
from functions.webhook import privacy
from shared.storage.attributes import stamp
from tests.builders import ROOT
from tests.operator.deployed import OUTPUTS, SECRETS, Account, unreachable
from tests.operator.world import PAGE, PHONE, World, a_story, at, messenger
from tests.standins.graph import APP, TOKEN, WABA, GraphApi
from tests.standins.x import BEARER, XServer


def findings(world: World) -> dict[str, str]:
    shown = world.run("doctor", "--json")[1]
    found = [json.loads(line) for line in shown.splitlines()]
    return {f["check"]: f["status"] for f in found}


def test_nothing_is_wrong_with_a_good_deployment(
    world: World, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("META_APP_ID", "META_ACCESS_TOKEN", "X_BEARER_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    world.receive(messenger("m1", at(119)))
    before = world.items()
    account.date = format_datetime(world.now)
    status, shown = world.run("doctor")
    assert status == 0, shown
    found = findings(world)
    silent = {f"last message on {a}" for a in ("facebook, Facebook", "whatsapp, WhatsApp", "x, X")}
    expected = {"warning": silent, "unknown": {"meta subscriptions", "x subscriptions"}}
    for state, checks in expected.items():
        assert {check for check, status in found.items() if status == state} == checks
    assert "last message on messenger, Messenger: 1 min ago" in shown
    assert "meta handshake: accepted" in shown
    assert "x forgery: refused" in shown
    assert world.items() == before


def test_an_open_deletion_request_of_meta_is_found(world: World, account: Account) -> None:
    for user in ("5550001", "5550002"):
        signed = {"user_id": user, "issued_at": 1}
        privacy.deletion_request(world.table, signed, "https://a.example", at(0))
    status, shown = world.run("doctor")
    assert status == 0
    found = f"warning  deletion requests: open: 2, the oldest since {at(0):%Y-%m-%d}\n"
    assert f"{found}           List them: `replywatch forget --requests`." in shown
    assert "5550001" not in shown


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"meta_app_secrets": "0123456789abcdef"}, "meta_app_secrets: expected a list of strings"),
        ({"meta_app_secrets": None}, "meta_app_secrets: expected a list of strings"),
        ({"meta_verify_tokens": ["x"]}, "meta_verify_tokens: expected at least 8 characters"),
        ([], "expected a JSON object"),
    ],
)
def test_a_secret_that_the_functions_cannot_read_is_a_failed_check(
    world: World, account: Account, wrong: Any, reason: str
) -> None:
    account.secrets = SECRETS | {"webhook": wrong}
    status, shown = world.run("doctor")
    assert status == 1
    assert f"failed   secrets: Correct the secret: WebhookSecretId: {reason}." in shown
    assert "ok       dead letters: none" in shown, "the other checks are made"


def test_a_secret_that_is_not_filled_in_is_found(world: World, account: Account) -> None:
    account.secrets = SECRETS | {"webhook": {"meta_app_secrets": [""]}}
    status, shown = world.run("doctor")
    assert status == 1
    assert "empty: meta_app_secrets, meta_verify_tokens, x_consumer_secrets" in shown


def test_a_secret_that_differs_from_the_deployed_one_is_found(
    world: World,
    account: Account,
) -> None:
    wrong = {name: ["something-else"] for name in SECRETS["webhook"]}
    account.secrets = SECRETS | {"webhook": wrong}
    found = findings(world)
    for check in ("meta handshake", "meta signature", "x challenge (CRC)"):
        assert found[check] == "failed"
    assert found["meta forgery"] == "ok"


CUSTOM = """
[channels.tiktok]
name = "TikTok"

[[accounts]]
channel = "tiktok"
id = "example"
"""


@pytest.fixture
def with_adapter(world: World) -> World:
    """A deployment with a channel that is not built in."""
    with world.config.open("a", encoding="utf-8") as file:
        file.write(CUSTOM)
    return world


def test_the_endpoint_for_adapters_is_checked(with_adapter: World, account: Account) -> None:
    shown = with_adapter.run("doctor")[1]
    assert "messages signature: accepted" in shown
    assert "messages forgery: refused" in shown


def test_the_advice_for_a_channel_without_messages_names_its_sender(
    with_adapter: World, account: Account
) -> None:
    lines = with_adapter.run("doctor")[1].splitlines()
    advice = {a.partition(", ")[0]: b.strip() for a, b in itertools.pairwise(lines)}
    assert "docs/messages.md" in advice["warning  last message on tiktok"]
    assert "`replywatch connect meta`" in advice["warning  last message on messenger"]
    assert "`replywatch connect x`" in advice["warning  last message on x"]


def test_a_missing_secret_of_adapters_is_found(with_adapter: World, account: Account) -> None:
    webhook = {k: v for k, v in SECRETS["webhook"].items() if k != "messages_secrets"}
    account.secrets = SECRETS | {"webhook": webhook}
    assert "empty: messages_secrets" in with_adapter.run("doctor")[1]


def test_a_secret_of_another_form_is_found(with_adapter: World, account: Account) -> None:
    webhook = SECRETS["webhook"] | {"messages_secrets": ["a long password"]}
    account.secrets = SECRETS | {"webhook": webhook}
    status, shown = with_adapter.run("doctor")
    assert status == 1
    assert "messages secret: is malformed" in shown


EVE = """
[[responders]]
name = "eve"
slack = "support"
webhook = "crm"
"""


@pytest.mark.parametrize("entries", [{}, {"slack.support": ["https://hooks.example/"]}])
def test_a_missing_entry_of_a_channel_is_found(
    world: World, account: Account, entries: dict[str, list[str]]
) -> None:
    with world.config.open("a", encoding="utf-8") as file:
        file.write(EVE)
    account.secrets = SECRETS | {"channels": entries}
    missing = ", ".join(n for n in ("slack.support", "webhook.crm") if n not in entries)
    assert f"empty: {missing}" in world.run("doctor")[1]


def test_alerts_that_nobody_sends_are_found(world: World, account: Account) -> None:
    world.now = at(100)
    a_story(world)
    assert findings(world)["alerts"] == "ok"
    world.now += timedelta(hours=3)
    status, shown = world.run("doctor")
    assert status == 1
    assert "alerts due: 1, the oldest for" in shown


def test_dead_letters_and_quarantine_are_found(world: World, account: Account) -> None:
    account.queues["dead alerts"] = ["alert"]
    world.store(messenger("m1", world.now, page="999"))
    shown = world.run("doctor")[1]
    assert "dead letters: alerts 1" in shown
    assert "within a day: account 1" in shown


@pytest.mark.parametrize(
    ("reasons", "advice"),
    [
        (["unknown"], "Upgrade"),
        (["place", "body"], "Upgrade"),
        (["body"], "there is nothing to do"),
        (["unknown", "account"], "an account may be missing"),
    ],
)
def test_the_advice_about_the_quarantine_fits_its_reason(
    world: World, account: Account, monkeypatch: pytest.MonkeyPatch, reasons, advice
) -> None:
    kept = [{"reason": reason, "pk": f"Q#{stamp(world.now)}"} for reason in reasons]
    monkeypatch.setattr("cli.commands.doctor.replay.quarantined", lambda *_: iter(kept))
    lines = world.run("doctor")[1].splitlines()
    [found] = [n for n, line in enumerate(lines) if line.startswith("warning  quarantine")]
    assert advice in lines[found + 1]


def test_a_deployment_that_does_not_answer_is_found(
    world: World,
    account: Account,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cli.local.http_client.get", unreachable)
    found = findings(world)
    assert (found["api"], found["meta"], found["email sender"]) == ("failed", "failed", "ok")


def test_a_sender_that_is_not_verified_is_found(world: World, account: Account) -> None:
    account.verified = ()
    assert findings(world)["email sender"] == "failed"


def test_a_check_that_aws_refuses_is_unknown(world: World, account: Account) -> None:
    account.concurrency = 0
    status, shown = world.run("doctor")
    assert "unknown  concurrency: AWS answered AccessDenied" in shown
    assert status == 0


def test_a_missing_feature_of_the_emulator_is_not_a_credentials_error(
    world: World, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.concurrency = 0
    monkeypatch.setattr(stack.Connection, "is_emulator", True)
    _status, shown = world.run("doctor")
    assert "unknown  concurrency: cannot be checked here: the AWS emulator lacks" in shown
    assert "credentials" not in shown


def test_a_clock_that_differs_is_reported(world: World, account: Account) -> None:
    account.date = format_datetime(world.now - timedelta(minutes=5))
    assert findings(world)["clock"] == "warning"


# --- Subscriptions --------------------------------------------------------------------------------


def test_with_the_platforms_tokens_doctor_finds_missing_subscriptions(
    world, account, monkeypatch
) -> None:
    meta, x = GraphApi(pages={PAGE: None}, numbers={WABA: [PHONE]}), XServer()
    with meta.running(), x.running():
        monkeypatch.setattr(build, "GRAPH_URL", meta.url)
        monkeypatch.setattr(build, "X_URL", x.url)
        for name, value in (("META_APP_ID", APP), ("META_ACCESS_TOKEN", TOKEN)):
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("X_BEARER_TOKEN", BEARER)
        status, shown = world.run("doctor")
    assert status == 1
    assert f"failed   meta page {PAGE}: not subscribed" in shown
    assert "Run `replywatch connect meta`." in shown
    assert "failed   x webhook: not registered" in shown
    assert meta.changes == x.changes == []


# --- Event sources --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "function", "check", "missed"),
    [
        ("stream", "tracker", "stream to tracker", "no wait opens or closes"),
        ("stream", "rollup", "stream to rollup", "the statistics stand still"),
        ("queue alerts", "notifier", "alerts to notifier", "no alert is sent"),
        ("queue events", "rollup", "events to rollup", "no event is published again"),
    ],
)
@pytest.mark.parametrize("alias", ["", ":live"])
def test_a_disabled_event_source_is_found(
    world: World,
    account: Account,
    monkeypatch: pytest.MonkeyPatch,
    source: str,
    function: str,
    check: str,
    missed: str,
    alias: str,
) -> None:
    monkeypatch.setitem(OUTPUTS, "EventsQueueUrl", "events")
    monkeypatch.setitem(OUTPUTS, "EventsDeadLetterQueueUrl", "dead published")
    account.mappings = [
        one | {"FunctionArn": one["FunctionArn"] + alias} for one in account.mappings
    ]
    assert findings(world)[check] == "ok"
    for one in account.mappings:
        if one["UUID"] == f"{source} {function}":
            one["State"] = "Disabled"
    status, shown = world.run("doctor")
    assert status == 1
    assert (
        f"failed   {check}: disabled\n"
        f"           Until it is enabled, {missed}: aws lambda update-event-source-mapping "
        f"--uuid {source} {function} --enabled\n"
    ) in shown


@pytest.mark.parametrize(
    ("found", "line"),
    [
        ({"State": "Enabling"}, "warning  stream to tracker: enabling"),
        ({"State": "Disabling"}, "failed   stream to tracker: disabling"),
        (
            {"LastProcessingResult": "PROBLEM: Connection error"},
            "failed   stream to tracker: enabled, and the last batch: PROBLEM: Connection error",
        ),
        ({"LastProcessingResult": "No records processed"}, "ok       stream to tracker: enabled"),
        ({"EventSourceArn": "an older stream"}, "failed   stream to tracker: not there"),
    ],
)
def test_the_state_of_an_event_source_is_shown(
    world: World, account: Account, found: dict[str, str], line: str
) -> None:
    account.mappings[0] |= found
    assert f"{line}\n" in world.run("doctor")[1]


def test_a_table_without_a_stream_has_no_event_sources(
    world: World, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account, "describe_table", lambda **_: {"Table": {}}, raising=False)
    assert findings(world)["stream to tracker"] == "failed"


def test_without_events_no_event_queue_is_checked(world: World, account: Account) -> None:
    assert "events to rollup" not in findings(world)


# --- Email and text messages ----------------------------------------------------------------------

PHONE_ARN = "arn:aws:sms-voice:eu-central-1:111122223333:phone-number/phone-1"
POOL_ARN = "arn:aws:sms-voice:eu-central-1:111122223333:pool/pool-1"
SENDER_ARN = "arn:aws:sms-voice:eu-central-1:111122223333:sender-id/BRAND/DE"
WITH_PHONE = """
[[responders]]
name = "lin"
phone = "+15550100"
"""


@pytest.mark.parametrize(
    ("sent", "limit", "status"), [(10, 50_000, "ok"), (190, 200, "warning"), (10, -1, "ok")]
)
def test_an_email_quota_that_is_nearly_used_up_is_reported(
    world, account, sent, limit, status
) -> None:
    account.quota = {"SentLast24Hours": sent, "Max24HourSend": limit}
    assert findings(world)["email quota"] == status


def test_without_a_phone_number_text_messages_do_not_matter(world, account) -> None:
    assert [check for check in findings(world) if check.startswith("sms")] == []


@pytest.mark.parametrize(
    ("sandbox", "limit", "expected"),
    [(False, "50", ("ok", "ok")), (True, "1", ("warning", "warning"))],
)
def test_the_sandbox_and_limit_of_sns_are_shown(world, account, sandbox, limit, expected) -> None:
    world.set_target("2h", WITH_PHONE)
    account.sandbox, account.sms_limit = sandbox, limit
    found = findings(world)
    assert (found["sms account"], found["sms limit"]) == expected


@pytest.mark.parametrize("arn", [PHONE_ARN, POOL_ARN, SENDER_ARN])
@pytest.mark.parametrize(("state", "status"), [("ACTIVE", "ok"), ("PENDING", "failed")])
def test_the_state_of_the_sms_sender_is_shown(world, account, arn, state, status) -> None:
    world.set_target("2h", WITH_PHONE)
    account.origination, account.origination_status = arn, state
    found = findings(world)
    assert (found["sms sender"], found["sms limit"]) == (status, "ok")


@pytest.mark.parametrize("arn", [PHONE_ARN, POOL_ARN])
@pytest.mark.parametrize(
    ("two_way", "status"),
    [
        ({"TwoWayEnabled": True, "TwoWayChannelArn": "topic"}, "ok"),
        ({"TwoWayEnabled": True, "TwoWayChannelArn": "another"}, "failed"),
        ({"TwoWayEnabled": False, "TwoWayChannelArn": "topic"}, "failed"),
        ({}, "failed"),
        (None, None),
    ],
)
def test_it_is_shown_whether_replies_reach_the_deployment(
    world, account, arn, two_way, status
) -> None:
    world.set_target("2h", WITH_PHONE)
    account.origination, account.two_way = arn, two_way
    assert findings(world).get("sms replies") == status


# --- Alarms ---------------------------------------------------------------------------------------

SUBSCRIPTION = "arn:aws:sns:eu-central-1:111122223333:alarms:1"


@pytest.fixture
def with_alarms(account: Account, monkeypatch: pytest.MonkeyPatch) -> Account:
    """A deployment that has the name of its stack, so that its alarms can be found."""
    place = Deployment(stack.Connection(session=None), OUTPUTS, "ReplyWatch-test")
    monkeypatch.setattr(doctor, "deployment", lambda _args: place)
    account.stacks["ReplyWatch-test-Operations"] = {"AlarmTopicArn": "alarms"}
    return account


@pytest.mark.parametrize(
    ("subscribers", "status", "text"),
    [
        (["PendingConfirmation", SUBSCRIPTION], "ok", "1 of 2 confirmed"),
        (["PendingConfirmation"], "warning", "0 of 1 confirmed: nobody gets alarms"),
        ([], "warning", "none: nobody gets alarms"),
        (None, "unknown", "AWS answered AuthorizationError"),
    ],
)
def test_it_is_shown_whether_alarms_reach_somebody(
    world: World, with_alarms: Account, subscribers: list[str] | None, status: str, text: str
) -> None:
    with_alarms.subscribers = subscribers
    assert f"{status:<8} alarm subscribers: {text}\n" in world.run("doctor")[1]


def test_a_deployment_without_its_alarms_is_found(world: World, with_alarms: Account) -> None:
    with_alarms.stacks.clear()
    assert findings(world)["alarm subscribers"] == "failed"


# --- The documentation ----------------------------------------------------------------------------


def test_the_example_in_the_documentation_is_what_the_command_prints(
    world: World, account: Account
) -> None:
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    example = text.split("### Is all well: `doctor`")[1].split("```")[3].strip()
    world.now = at(100)
    a_story(world)
    world.store(messenger("m1", world.now, page="999"))
    world.now += timedelta(hours=3)
    account.date = format_datetime(world.now)
    shown = _without_numbers(world.run("doctor")[1])
    without = [line for line in _without_numbers(example).splitlines() if line not in shown]
    assert without == ["…"]


def _without_numbers(text: str) -> str:
    return re.sub(r"\d+", "N", text)

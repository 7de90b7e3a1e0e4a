"""The alarms that notify operators: each has data that fires it and data that does not."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from functions.notifier.delivery import CHANNEL_BLOCKED, SENDS_FAILED
from functions.notifier.monthly_budget import LIMIT_NEAR
from functions.notifier.next_channel import ALERTS_NOT_DELIVERED
from functions.sla_checker.silence import SILENT_ACCOUNTS
from functions.tracker import handler as tracker
from functions.webhook import handler as webhook
from functions.webhook.secret import Secrets
from infra.settings import ROOT, Settings
from shared.domain.events import CHANNELS
from shared.runtime import log
from shared.runtime.stream import StreamRecord
from shared.storage.schema import Key
from tests.infra.alarm_state import Value, is_in_alarm, metric_names
from tests.infra.conftest import Stage
from tests.infra.test_events import EVENTS_ALARMS

type Values = Mapping[str, Sequence[Value]]


def values(name: str, *series: Value) -> Values:
    return {name: series}


DAY = [None] * 24
NO_SECRETS = Secrets(meta_app_secrets=(), meta_verify_tokens=(), x_consumer_secrets=())
# By alarm: data that fires it, and data that does not.
FIRES: Mapping[str, tuple[Values, Values]] = {
    **{
        f"Silent{channel.capitalize()}": (
            {"PlatformLag": DAY},
            {"PlatformLag": [1, *DAY[:23]]},
        )
        for channel in CHANNELS
    },
    "AccountSilent": (
        values("SilentAccounts", 1, None),
        values("SilentAccounts", 1, None, None),
    ),
    "WebhooksForged": (values("Forged", 11), values("Forged", 10)),
    "EventsQuarantined": (values("Quarantined", 1), values("Quarantined", None)),
    "WebServerErrors": (values("5xx", 1, 0, 1), values("5xx", 0, 9, 0)),
    "RequestsThrottled": (
        values("RequestsThrottled", 5, 5, None),
        values("RequestsThrottled", 5, None, None),
    ),
    "ChecksNotCompleted": (
        {"Invocations": (1, 1, 1), "Errors": (1, 1, 1)},
        {"Invocations": (1, 1, 1), "Errors": (1, 1, 0)},
    ),
    "AlertsLate": (
        values("ApproximateAgeOfOldestMessage", 301),
        values("ApproximateAgeOfOldestMessage", 300),
    ),
    "AlertsNotDelivered": (values("AlertsNotDelivered", 1), values("AlertsNotDelivered", None)),
    "SendsFailed": (values("SendsFailed", 1, 1, None), values("SendsFailed", 7, None, None)),
    "ChannelBlocked": (values("ChannelBlocked", 1), values("ChannelBlocked", None)),
    "SmsMonthlyLimitNear": (values("SmsMonthlyLimitNear", 1), values("SmsMonthlyLimitNear", None)),
    "SmsSpend": (
        values("SMSMonthToDateSpentUSD", 10.5),
        values("SMSMonthToDateSpentUSD", 10),
    ),
    "MailBounces": (
        values("Reputation.BounceRate", 0.06),
        values("Reputation.BounceRate", 0.04),
    ),
    "MailComplaints": (
        values("Reputation.ComplaintRate", 0.002),
        values("Reputation.ComplaintRate", 0.001),
    ),
    "TrackerBehind": (
        values("IteratorAge", *3 * [60_001]),
        values("IteratorAge", 99_999, 99_999, 60_000),
    ),
    "RollupBehind": (
        values("IteratorAge", *3 * [180_001]),
        values("IteratorAge", *3 * [180_000]),
    ),
    "RollupStopped": (
        {"Invocations.Tracker": [31], "Invocations.Rollup": [None]},
        {"Invocations.Tracker": [31], "Invocations.Rollup": [1]},
    ),
    **{
        f"{queue}Waiting": (
            values("ApproximateNumberOfMessagesVisible", 1),
            values("ApproximateNumberOfMessagesVisible", 0),
        )
        for queue in ("StreamDeadLetters", "AlertsDeadLetters", "DeliveryDeadLetters")
    },
    "FunctionErrors": (values("Errors", 1, 0, 1), values("Errors", 0, 9, 0)),
    "FunctionThrottles": (values("Throttles", 1, 0, 1), values("Throttles", 9, 0, 0)),
}


def data_of(given: Values) -> Callable[[str, Mapping[str, str]], Sequence[Value]]:
    """The data of each metric with this name. `Invocations.Tracker` names that of one function.
    Other metrics have none."""

    def data(name: str, dimensions: Mapping[str, str]) -> Sequence[Value]:
        function = dimensions.get("FunctionName", "")
        of_one = (v for k, v in given.items() if "." in k and _is_of(k, name, function))
        return given.get(name) or next(of_one, ())

    return data


def _is_of(key: str, name: str, function: str) -> bool:
    metric, _, start = key.rpartition(".")
    return metric == name and start in function


@pytest.mark.parametrize("name", FIRES)
def test_an_alarm_fires(production: Stage, name: str) -> None:
    assert is_in_alarm(production.alarms()[name], data_of(FIRES[name][0]))


@pytest.mark.parametrize("name", FIRES)
def test_an_alarm_stays_quiet_when_all_is_well(production: Stage, name: str) -> None:
    assert not is_in_alarm(production.alarms()[name], data_of(FIRES[name][1]))


def test_every_alarm_has_data_that_fires_it(production: Stage) -> None:
    assert set(FIRES) == set(production.alarms())


def test_no_alarm_replaces_data_that_may_only_be_late(production: Stage) -> None:
    """`FILL` replaces the newest period. CloudWatch warns that an alarm can get stuck with it."""
    assert "FILL" not in json.dumps(production.alarms())


@pytest.mark.parametrize("missing", [{}, {"Invocations": (None, None, None)}])
def test_a_checker_that_is_not_even_called_raises_an_alarm(
    production: Stage, missing: Values
) -> None:
    assert is_in_alarm(production.alarms()["ChecksNotCompleted"], data_of(missing))


@pytest.mark.parametrize("tracked", [None, 30])
def test_a_rollup_without_work_raises_no_alarm(production: Stage, tracked: Value) -> None:
    data: Values = {"Invocations.Tracker": [tracked], "Invocations.Rollup": [None]}
    assert not is_in_alarm(production.alarms()["RollupStopped"], data_of(data))


def test_one_failing_function_is_enough(production: Stage) -> None:
    alarm = production.alarms()["FunctionErrors"]
    assert len(metric_names(alarm)) == 6

    def only_the_rollup(_name: str, dimensions: Mapping[str, str]) -> Sequence[Value]:
        return (1, 1, 1) if "Rollup" in dimensions["FunctionName"] else ()

    assert is_in_alarm(alarm, only_the_rollup)


ORIGINATION = "arn:aws:sms-voice:eu-central-1:123456789012:phone-number/phone-1"


def test_the_spend_alarm_watches_the_service_that_sends(
    production: Stage, synthesised: Callable[[Settings], Stage]
) -> None:
    """SNS's metric does not include the spend of End User Messaging, nor the reverse."""
    texting = synthesised(Settings(stage="production", sms_origination=ORIGINATION))
    sns, voice = (stage.alarms()["SmsSpend"] for stage in (production, texting))
    assert (sns["Namespace"], sns["MetricName"]) == ("AWS/SNS", "SMSMonthToDateSpentUSD")
    assert (voice["Namespace"], voice["MetricName"]) == ("AWS/SMSVoice", "TextMessageMonthlySpend")
    assert is_in_alarm(voice, data_of(values("TextMessageMonthlySpend", 10.5)))
    assert not is_in_alarm(voice, data_of(values("TextMessageMonthlySpend", 10)))
    assert not is_in_alarm(voice, data_of(values("SMSMonthToDateSpentUSD", 99)))


@pytest.mark.parametrize(("spent", "is_over"), [((10.5, None, None), True), ((10.5, 0.2), False)])
def test_an_hour_without_text_messages_does_not_end_the_spend_alarm(
    production: Stage, spent: Sequence[Value], *, is_over: bool
) -> None:
    """Otherwise it would fire again with each message. A new month ends it."""
    data = data_of({"SMSMonthToDateSpentUSD": spent})
    assert is_in_alarm(production.alarms()["SmsSpend"], data) == is_over


# --- Our own metrics: alarms watch those that the code writes -------------------------------------


def written(capsys: pytest.CaptureFixture[str]) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Namespace, name and dimensions of each metric that was written."""
    for line in map(json.loads, capsys.readouterr().out.splitlines()):
        for group in line.get("_aws", {}).get("CloudWatchMetrics", ()):
            (names,) = group["Dimensions"]
            for metric in group["Metrics"]:
                yield group["Namespace"], metric["Name"], {n: line[n] for n in names}


def forge() -> None:
    http = {"method": "POST", "path": "/webhooks/meta"}
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(webhook, "secrets", lambda **_: NO_SECRETS)
        answer = webhook.handler({"requestContext": {"http": http}, "body": "{}"}, None)
    assert answer["statusCode"] == 403


def quarantine() -> None:
    webhook._count_quarantined("meta", {"account": 2})


def track_a_message() -> None:
    at = datetime(2026, 11, 26, tzinfo=UTC)
    item = {"at": "2026-11-26T00:00:00.000Z", "channel": "whatsapp"}
    tracker._measure_lag([StreamRecord("1", Key("C#c", "M#1"), item, at, first=True)])


@pytest.mark.parametrize(
    ("service", "write", "alarm"),
    [
        ("webhook", forge, "WebhooksForged"),
        ("webhook", quarantine, "EventsQuarantined"),
        ("tracker", track_a_message, "SilentWhatsapp"),
        ("sla_checker", lambda: log.count(SILENT_ACCOUNTS), "AccountSilent"),
        ("notifier", lambda: log.count(SENDS_FAILED), "SendsFailed"),
        ("notifier", lambda: log.count(CHANNEL_BLOCKED), "ChannelBlocked"),
        ("notifier", lambda: log.count(LIMIT_NEAR), "SmsMonthlyLimitNear"),
        ("notifier", lambda: log.count(ALERTS_NOT_DELIVERED), "AlertsNotDelivered"),
    ],
)
def test_an_alarm_watches_the_metric_that_the_code_writes(
    production: Stage,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    service: str,
    write: Callable[[], None],
    alarm: str,
) -> None:
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", service)
    monkeypatch.setenv("STAGE", "production")
    write()
    template = production.alarms()[alarm]
    ((namespace, name, dimensions),) = written(capsys)
    assert (template["Namespace"], metric_names(template)) == (namespace, [(name, dimensions)])


def test_the_access_log_filter_counts_for_its_alarm(production: Stage) -> None:
    filters = [
        r["Properties"]
        for r in production.operations.values()
        if r["Type"] == "AWS::Logs::MetricFilter"
    ]
    [(only, [counted])] = [(f, f["MetricTransformations"]) for f in filters]
    alarm = production.alarms()["RequestsThrottled"]
    assert only["FilterPattern"] == '{ $.status = "429" }'
    assert counted["MetricName"] == alarm["MetricName"]
    assert counted["Dimensions"] == [{"Key": "stage", "Value": "$.stage"}]
    log_format = production.one("AWS::ApiGatewayV2::Stage")["AccessLogSettings"]["Format"]
    assert json.loads(log_format)["stage"] == "production"
    assert json.loads(log_format)["status"] == "$context.status"


# --- Every alarm ----------------------------------------------------------------------------------


def test_the_alarms_read_outputs_of_the_other_stack(production: Stage) -> None:
    """For this the execution policy needs `cloudformation:DescribeStacks`: see
    docs/deployment.md."""
    assert "Fn::GetStackOutput" in json.dumps(production.operations)
    text = (ROOT / "docs" / "deployment.md").read_text("utf-8")
    assert "`cloudformation:DescribeStacks`" in text


def test_a_local_stage_has_no_alarms(local: Stage) -> None:
    assert local.operations == {}


def test_two_stages_of_an_account_watch_different_metrics(production: Stage) -> None:
    """Two metrics are shared on purpose: the account's spend on SMS, and its concurrency."""
    shared = [
        name
        for name, alarm in production.alarms().items()
        for _, dimensions in metric_names(alarm)
        if dimensions.get("stage") != "production"
        and not any("ReplyWatch" in v or "Fn::" in v for v in dimensions.values())
    ]
    assert shared == ["SmsSpend", "FunctionThrottles"]


def test_the_dashboard_shows_the_metrics_of_its_own_stage(production: Stage) -> None:
    [board] = [r for r in production.operations.values() if r["Type"].endswith("::Dashboard")]
    body = json.dumps(board["Properties"]["DashboardBody"])
    searches = re.findall(r"SEARCH\('(.+?)'", body)
    assert [s.replace("\\", "") for s in searches] == ['Namespace="ReplyWatch" stage="production"']


def test_every_dead_letter_queue_has_an_alarm(production: Stage) -> None:
    queues = {q for q in production.all("AWS::SQS::Queue") if "DeadLetters" in q}
    watched = [a for n, a in production.alarms().items() if n.endswith("DeadLettersWaiting")]
    assert len(queues) == len(watched) == 3
    for queue in queues:
        assert any(queue in str(a["Dimensions"]) for a in watched)


def test_a_channel_has_the_silent_after_hours_of_the_settings(customized: Stage) -> None:
    alarms = customized.alarms()
    assert alarms["SilentWhatsapp"]["EvaluationPeriods"] == 4
    assert alarms["SilentX"]["EvaluationPeriods"] == 24
    assert "SilentThreads" not in alarms


def test_every_alarm_notifies_the_operators_and_says_what_it_means(production: Stage) -> None:
    for alarm in production.alarms().values():
        assert alarm["AlarmActions"] == alarm["OKActions"] != []
        assert alarm["AlarmDescription"]
    [mail] = [r for r in production.operations.values() if r["Type"] == "AWS::SNS::Subscription"]
    assert mail["Properties"]["Endpoint"] == "ops@example.com"


def test_every_alarm_has_a_section_in_the_documentation(production: Stage) -> None:
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    chapter = text.split("\n## Alarms\n")[1].split("\n## ")[0]
    sections: list[Any] = re.findall(r"^### (.+)\n\n(.+)", chapter, flags=re.M)
    documented = [name for title, _ in sections for name in re.findall(r"`(\w+)`", title)]
    assert sorted(documented) == sorted({*production.alarms(), *EVENTS_ALARMS})
    assert all(len(paragraph) > 80 for _, paragraph in sections)

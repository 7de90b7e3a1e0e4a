"""What the templates deploy."""

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from cli import cost_page
from functions.api import export
from infra.function import LIMITS, Function
from infra.http_api import PLATFORM_ROUTES
from infra.settings import Settings
from shared.runtime.stream import RESERVE_S
from shared.storage import schema
from tests.infra.conftest import Stage

FUNCTIONS = ("Webhook", "Tracker", "SlaChecker", "Notifier", "Rollup", "Api")
OUTPUTS = {
    "TableName",
    "WebhookMessagesUrl",
    "WebhookMetaUrl",
    "WebhookXUrl",
    "ApiUrl",
    "DashboardUrl",
    "WebhookSecretId",
    "ApiSecretId",
    "AlertsQueueUrl",
    "AlertsDeadLetterQueueUrl",
    "StreamDeadLetterQueueUrl",
    "NotifierFunction",
    "SlaCheckerFunction",
    "TrackerFunction",
    "RollupFunction",
    "WebhookFunction",
    "DeliveryDeadLetterQueueUrl",
    "DeliveryTopicArn",
    "NextSteps",
}

EXCEPT_FAILED = "RetainExceptOnCreate"
"""A resource stays, unless the deployment that made it fails."""


def mapping(stage: Stage, name: str) -> dict[str, Any]:
    return stage.one("AWS::Lambda::EventSourceMapping", name)


def pattern(stage: Stage, name: str) -> Any:
    [only] = mapping(stage, name)["FilterCriteria"]["Filters"]
    return json.loads(only["Pattern"])


def test_production_keeps_the_table_when_the_stack_is_deleted(production: Stage) -> None:
    [table] = [r for r in production.main.values() if r["Type"] == "AWS::DynamoDB::Table"]
    assert table["DeletionPolicy"] == table["UpdateReplacePolicy"] == "Retain"
    assert table["Properties"]["DeletionProtectionEnabled"] is True


def test_production_keeps_secrets_and_logs_when_the_stack_is_deleted(production: Stage) -> None:
    kept = {"AWS::SecretsManager::Secret", "AWS::Logs::LogGroup"}
    policies = {r["DeletionPolicy"] for r in production.main.values() if r["Type"] in kept}
    assert policies == {EXCEPT_FAILED}


def test_a_failed_first_deployment_leaves_nothing_that_stops_the_next(production: Stage) -> None:
    """A sender that SES knows already cannot be registered again. What is left over otherwise has
    a name that CloudFormation makes up."""
    named = {"AWS::SES::EmailIdentity", "AWS::SecretsManager::Secret", "AWS::Logs::LogGroup"}
    found = [r for r in production.main.values() if r["Type"] in named]
    assert found
    assert {r["DeletionPolicy"] for r in found} == {EXCEPT_FAILED}
    assert {r["UpdateReplacePolicy"] for r in found} == {"Retain"}


def test_the_senders_identity_stays_for_other_stages(production: Stage, customized: Stage) -> None:
    """Even the identity of an ephemeral stage stays: deleting it would stop the mail of the other
    stages."""
    for stage in (production, customized):
        [identity] = [r for r in stage.main.values() if r["Type"] == "AWS::SES::EmailIdentity"]
        assert identity["DeletionPolicy"] == EXCEPT_FAILED
        assert identity["UpdateReplacePolicy"] == "Retain"


def test_with_a_domain_the_default_endpoint_is_disabled_and_never_named(
    customized: Stage, production: Stage, local: Stage
) -> None:
    assert customized.one("AWS::ApiGatewayV2::Api")["DisableExecuteApiEndpoint"] is True
    for stage in (customized, production):
        shown = json.dumps([stage.outputs, stage.all("AWS::Lambda::Function")])
        assert ("ApiEndpoint" in shown or "execute-api" in shown) is (stage is production)
    for stage in (production, local):
        assert not stage.one("AWS::ApiGatewayV2::Api").get("DisableExecuteApiEndpoint")


def test_other_pages_may_call_the_api_only_if_a_setting_names_them(
    customized: Stage, production: Stage
) -> None:
    cors = customized.one("AWS::ApiGatewayV2::Api")["CorsConfiguration"]
    assert cors["AllowOrigins"] == ["https://figures.example.com", "http://localhost:5173"]
    assert {"authorization", "idempotency-key"} <= set(cors["AllowHeaders"])
    assert export.NEXT_CURSOR.lower() in cors["ExposeHeaders"]
    assert "AllowCredentials" not in cors
    assert "CorsConfiguration" not in production.one("AWS::ApiGatewayV2::Api")


def test_the_alarms_of_silent_channels_have_the_name_that_the_docs_match(production: Stage) -> None:
    """CloudFormation derives an alarm's name from the stack and its logical id (docs/events.md)."""
    alarms = [n for n, r in production.operations.items() if r["Type"] == "AWS::CloudWatch::Alarm"]
    assert [n for n in alarms if n.startswith("Silent")]
    assert not [r for r in production.operations.values() if "AlarmName" in r.get("Properties", {})]


def test_the_default_endpoint_can_stay_enabled_while_moving_to_a_domain(
    synthesised: Callable[[Settings], Stage],
) -> None:
    certificate = "arn:aws:acm:eu-central-1:123456789012:certificate/abc"
    moving = Settings(domain="r.example.com", certificate_arn=certificate, aws_address=True)
    api = synthesised(moving).one("AWS::ApiGatewayV2::Api")
    assert not api.get("DisableExecuteApiEndpoint")


def test_the_cost_estimate_of_a_flood_uses_every_route_and_its_throttle(production: Stage) -> None:
    keys = {route["RouteKey"] for route in production.all("AWS::ApiGatewayV2::Route").values()}
    stage = production.one("AWS::ApiGatewayV2::Stage")
    platforms = stage["RouteSettings"]
    rates = {s["ThrottlingRateLimit"] for s in platforms.values()}
    assert platforms.keys() <= keys
    assert len(platforms) == cost_page.PLATFORM_ROUTES
    assert len(keys) - len(platforms) == cost_page.OTHER_ROUTES
    assert rates == {cost_page.WEBHOOK_RATE}
    assert stage["DefaultRouteSettings"]["ThrottlingRateLimit"] == cost_page.API_RATE


def test_a_local_stage_keeps_nothing_when_the_stack_is_deleted(local: Stage) -> None:
    kept = {
        n for n, r in local.main.items() if r.get("DeletionPolicy") in {"Retain", EXCEPT_FAILED}
    }
    assert kept == set()


def test_the_table_has_the_shape_of_the_schema(production: Stage) -> None:
    table = production.one("AWS::DynamoDB::Table")
    index, waiting, alerts, public = table["GlobalSecondaryIndexes"]
    assert waiting["IndexName"] == schema.WAITING_INDEX
    assert [k["AttributeName"] for k in waiting["KeySchema"]] == [schema.ACCOUNT, schema.LISTED]
    assert waiting["Projection"] == {
        "ProjectionType": "INCLUDE",
        "NonKeyAttributes": list(schema.WAITING_INCLUDES),
    }
    assert alerts["IndexName"] == schema.ALERTS_INDEX
    assert [k["AttributeName"] for k in alerts["KeySchema"]] == [schema.ACCOUNT, schema.CLAIMED]
    assert alerts["Projection"] == {
        "ProjectionType": "INCLUDE",
        "NonKeyAttributes": list(schema.ALERTS_INCLUDES),
    }
    assert public["IndexName"] == schema.PUBLIC_INDEX
    assert [k["AttributeName"] for k in public["KeySchema"]] == [schema.PUBLIC_ID]
    assert public["Projection"] == {"ProjectionType": "KEYS_ONLY"}
    assert [k["AttributeName"] for k in table["KeySchema"]] == [schema.PK, schema.SK]
    assert [k["AttributeName"] for k in index["KeySchema"]] == [schema.DUE_SHARD, schema.DUE_NEXT]
    assert index["IndexName"] == schema.DUE_INDEX
    assert index["Projection"] == {
        "ProjectionType": "INCLUDE",
        "NonKeyAttributes": list(schema.DUE_INCLUDES),
    }
    assert table["TimeToLiveSpecification"] == {"AttributeName": schema.TTL, "Enabled": True}
    assert table["StreamSpecification"] == {"StreamViewType": "NEW_IMAGE"}
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["BillingMode"] == "PAY_PER_REQUEST"


def test_nothing_has_a_physical_name(production: Stage) -> None:
    names = {
        "TableName",
        "FunctionName",
        "RoleName",
        "QueueName",
        "TopicName",
        "LogGroupName",
        "AlarmName",
    }
    named = [
        (logical, name)
        for logical, resource in (production.main | production.operations).items()
        for name in names & resource.get("Properties", {}).keys()
        if isinstance(resource["Properties"][name], str)
    ]
    assert named == []


def test_every_function_has_its_own_role_and_its_own_log_group(production: Stage) -> None:
    functions = production.all("AWS::Lambda::Function")
    assert len(functions) == len(FUNCTIONS)
    assert len({str(f["Role"]) for f in functions.values()}) == len(FUNCTIONS)
    assert len({str(f["LoggingConfig"]["LogGroup"]) for f in functions.values()}) == len(FUNCTIONS)


def test_every_log_is_deleted_after_a_month(production: Stage) -> None:
    groups = production.all("AWS::Logs::LogGroup")
    assert {g["RetentionInDays"] for g in groups.values()} == {30}


def test_the_functions_run_python_3_13_on_arm64(production: Stage) -> None:
    functions = production.all("AWS::Lambda::Function").values()
    assert {(f["Runtime"], *f["Architectures"]) for f in functions} == {("python3.13", "arm64")}


@pytest.mark.parametrize(
    ("function", "needed"),
    [
        ("Webhook", {"WEBHOOK_SECRET_ID"}),
        ("Tracker", {"STREAM_DLQ_URL"}),
        ("SlaChecker", {"ALERTS_QUEUE_URL"}),
        ("Notifier", {"API_SECRET_ID", "API_URL", "MAIL_CONFIGURATION_SET", "MAIL_FROM"}),
        ("Rollup", {"STREAM_DLQ_URL"}),
        ("Api", {"API_SECRET_ID"}),
    ],
)
def test_a_function_has_the_environment_variables_that_it_needs(
    production: Stage, function: str, needed: set[str]
) -> None:
    found = production.one("AWS::Lambda::Function", function)["Environment"]["Variables"]
    assert {n for n in found if not n.startswith("POWERTOOLS_")} == needed | {"STAGE", "TABLE_NAME"}


def test_the_tracker_gets_what_arrives_and_never_its_own_record(production: Stage) -> None:
    keys = {
        "pk": {"S": [{"prefix": "C#"}, {"prefix": "P#"}]},
        "sk": {"S": [{"prefix": prefix} for prefix in schema.TRACKED]},
    }
    assert not schema.STATE.startswith(schema.TRACKED)
    assert pattern(production, "Tracker") == {
        "eventName": ["INSERT", "MODIFY"],
        "dynamodb": {"Keys": keys},
    }


@pytest.mark.parametrize(
    ("sort_keys", "keys"),
    [
        ((), {"pk": {"S": [{"prefix": "C#"}]}}),
        (
            ("M#", "X#"),
            {"pk": {"S": [{"prefix": "C#"}]}, "sk": {"S": [{"prefix": "M#"}, {"prefix": "X#"}]}},
        ),
    ],
)
def test_a_stream_can_be_filtered_by_sort_keys_as_well(sort_keys: Any, keys: Any) -> None:
    found: dict[str, Any] = {}
    reader: Any = SimpleNamespace(_feed=lambda _id, **given: found.update(given))
    Function.feed_from_stream(
        reader,
        stream_arn="stream",
        changes=("INSERT",),
        prefixes=("C#",),
        sort_keys=sort_keys,
        batch=100,
        window_s=0,
        dead_letters="letters",
        max_age_s=60,
    )
    [only] = found["filter_criteria"]["filters"]
    assert json.loads(only["pattern"]) == {"eventName": ["INSERT"], "dynamodb": {"Keys": keys}}


def test_the_rollup_gets_every_change_of_a_wait(production: Stage) -> None:
    assert pattern(production, "Rollup") == {
        "eventName": ["INSERT", "MODIFY", "REMOVE"],
        "dynamodb": {"Keys": {"pk": {"S": [{"prefix": "W#"}]}}},
    }


@pytest.mark.parametrize(("function", "batch"), [("Tracker", 100), ("Rollup", 1000)])
def test_a_stream_reader_retries_for_six_hours_and_then_uses_the_dead_letters(
    production: Stage, function: str, batch: int
) -> None:
    """docs/operations.md, "Dead letters", describes these guarantees."""
    reader = mapping(production, function)
    assert reader["BatchSize"] == batch
    assert reader["StartingPosition"] == "TRIM_HORIZON"
    assert reader["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert reader["BisectBatchOnFunctionError"] is True
    assert reader["MaximumRetryAttempts"] == -1, "only the age counts"
    assert reader["MaximumRecordAgeInSeconds"] == 6 * 3600
    assert "StreamDeadLetters" in str(reader["DestinationConfig"]["OnFailure"])


@pytest.mark.parametrize("function", ["Tracker", "Rollup"])
def test_a_conversation_is_never_handled_by_two_batches_at_a_time(
    production: Stage, function: str
) -> None:
    assert mapping(production, function).get("ParallelizationFactor", 1) == 1


@pytest.mark.parametrize("function", ["tracker", "rollup"])
def test_a_stream_reader_has_time_to_set_aside_a_group_that_hangs(function: str) -> None:
    assert LIMITS[function].seconds >= 6 * RESERVE_S


def test_a_failing_batch_delays_a_local_stage_by_a_minute_at_most(local: Stage) -> None:
    for function in ("Tracker", "Rollup"):
        assert mapping(local, function)["MaximumRecordAgeInSeconds"] == 60


def test_the_alerts_visibility_timeout_is_six_times_the_notifiers_timeout(
    production: Stage,
) -> None:
    queue = production.one("AWS::SQS::Queue", "AlertingAlertsB")
    assert queue["VisibilityTimeout"] == 6 * LIMITS["notifier"].seconds
    assert "AlertingAlertsDeadLetters" in str(queue["RedrivePolicy"])
    assert mapping(production, "Notifier")["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_every_queue_is_encrypted_and_refuses_plain_http(production: Stage) -> None:
    queues = production.all("AWS::SQS::Queue")
    policies = production.all("AWS::SQS::QueuePolicy").values()
    assert all(q["SqsManagedSseEnabled"] for q in queues.values())
    for name in queues:
        assert any(name in str(p["Queues"]) and "SecureTransport" in str(p) for p in policies)


def test_the_checker_runs_every_minute(production: Stage) -> None:
    rule = production.one("AWS::Events::Rule")
    assert rule["ScheduleExpression"] == "rate(1 minute)"
    assert "SlaChecker" in str(rule["Targets"])


def test_the_notifier_gets_the_delivery_events_of_its_emails(production: Stage) -> None:
    events = production.one("AWS::SES::ConfigurationSetEventDestination")["EventDestination"]
    assert set(events["MatchingEventTypes"]) == {
        "send",
        "delivery",
        "bounce",
        "complaint",
        "reject",
        "deliveryDelay",
    }
    subscription = production.one("AWS::SNS::Subscription")
    assert subscription["Protocol"] == "lambda"
    assert "Notifier" in str(subscription["Endpoint"])


def test_ses_gets_the_topic_once_the_notifier_exists(production: Stage) -> None:
    kind = "AWS::SES::ConfigurationSetEventDestination"
    [reports] = [r for r in production.main.values() if r["Type"] == kind]
    [alias] = [name for name in production.all("AWS::Lambda::Alias") if name.startswith("Notifier")]
    assert {alias, *production.all("AWS::SNS::TopicPolicy")} <= set(reports["DependsOn"])


def test_the_routes_are_these_and_no_others(production: Stage) -> None:
    routes = {r["RouteKey"] for r in production.all("AWS::ApiGatewayV2::Route").values()}
    assert routes == {
        "GET /webhooks/meta",
        "POST /webhooks/meta",
        "POST /webhooks/meta/deletion",
        "GET /webhooks/meta/deletion/{code}",
        "POST /webhooks/meta/deauthorize",
        "GET /webhooks/x",
        "POST /webhooks/x",
        "POST /v1/messages",
        "GET /health",
        "GET /v1/{proxy+}",
        "POST /v1/{proxy+}",
        "GET /c/{token}",
        "POST /c/{token}",
        "GET /r/{token}",
        "POST /r/{token}",
        "GET /",
        "GET /dashboard",
        "GET /docs",
        "GET /openapi.json",
        "$default",
    }


def test_the_access_log_holds_no_path_query_or_address(production: Stage) -> None:
    log = production.one("AWS::ApiGatewayV2::Stage")["AccessLogSettings"]["Format"]
    for secret in ("path", "Path", "query", "identity", "protocol", "authorizer"):
        assert f"$context.{secret}" not in log
    assert "$context.routeKey" in log


def test_each_platform_has_a_throttle_of_its_own(production: Stage) -> None:
    stage = production.one("AWS::ApiGatewayV2::Stage")
    usual = {"ThrottlingRateLimit": 100, "ThrottlingBurstLimit": 200}
    assert stage["RouteSettings"] == dict.fromkeys(PLATFORM_ROUTES, usual)
    assert stage["DefaultRouteSettings"]["ThrottlingRateLimit"] == 10


def test_the_throttles_wait_for_their_routes(production: Stage) -> None:
    """API Gateway refuses settings for a route that does not exist yet."""
    [stage] = [r for r in production.main.values() if r["Type"] == "AWS::ApiGatewayV2::Stage"]
    assert set(production.all("AWS::ApiGatewayV2::Route")) <= set(stage["DependsOn"])


def test_the_access_log_needs_no_resource_policy_of_its_own(production: Stage) -> None:
    name = json.dumps(production.one("AWS::Logs::LogGroup", "WebAccessLog")["LogGroupName"])
    assert "/aws/vendedlogs/replywatch/production/" in name
    assert "AWS::StackId" in name, "a later stack of the same name must find the name free"


@pytest.mark.parametrize("name", ["local", "production"])
def test_the_outputs_have_the_names_that_the_tools_use(
    stage: Callable[[str], Stage], name: str
) -> None:
    ours = {o for o in stage(name).outputs if not o.startswith("PublishOutput")}
    assert ours == OUTPUTS  # the CDK adds the remaining outputs for the second stack


def test_the_way_secrets_are_generated_never_changes(production: Stage) -> None:
    """After a change, CloudFormation would generate the secrets again, and lose what operators
    filled in."""
    secrets = production.all("AWS::SecretsManager::Secret").values()
    assert not any("SecretString" in s for s in secrets)
    generated = [dict(s["GenerateSecretString"]) for s in secrets]
    templates = {g.pop("SecretStringTemplate") for g in generated}
    assert templates == {
        '{"meta_app_secrets": [], "meta_verify_tokens": [], "x_consumer_secrets": []}',
        '{"tokens": [], "link_keys": []}',
    }
    assert generated == 2 * [
        {"ExcludePunctuation": True, "GenerateStringKey": "generated", "PasswordLength": 48}
    ]

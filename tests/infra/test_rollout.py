"""Aliases, gradual deployment, and the settings that change the templates."""

import json
from typing import Any

import pytest

from tests.infra.conftest import Stage
from tests.infra.test_stack import FUNCTIONS, mapping


def test_everything_invokes_the_alias_and_never_the_unpublished_code(production: Stage) -> None:
    aliases = set(production.all("AWS::Lambda::Alias"))
    assert len(aliases) == len(FUNCTIONS)
    targets = [
        *(r["IntegrationUri"] for r in production.all("AWS::ApiGatewayV2::Integration").values()),
        *(mapping(production, f)["FunctionName"] for f in ("Tracker", "Rollup", "Notifier")),
        production.one("AWS::SNS::Subscription")["Endpoint"],
        production.one("AWS::Events::Rule")["Targets"][0]["Arn"],
    ]
    assert len(targets) == 7
    assert all(target["Ref"] in aliases for target in targets)
    invokes = production.all("AWS::Lambda::EventInvokeConfig").values()
    assert {config["Qualifier"] for config in invokes} == {"live"}


def test_a_resource_that_names_an_alias_depends_on_it(production: Stage) -> None:
    """A name alone is not a dependency: the deployment would succeed or fail by chance."""
    aliases = set(production.all("AWS::Lambda::Alias"))
    kind = "AWS::Lambda::EventInvokeConfig"
    dependencies = [r["DependsOn"] for r in production.main.values() if r["Type"] == kind]
    assert dependencies
    assert all(aliases & set(one) for one in dependencies)


def test_an_error_rolls_every_function_back_to_its_old_version(production: Stage) -> None:
    groups = production.all("AWS::CodeDeploy::DeploymentGroup")
    assert len(groups) == len(FUNCTIONS)
    for group in groups.values():
        assert "DEPLOYMENT_STOP_ON_ALARM" in group["AutoRollbackConfiguration"]["Events"]
        assert "RolloutErrors" in str(group["AlarmConfiguration"]["Alarms"])
        assert group["DeploymentConfigName"] == "CodeDeployDefault.LambdaCanary10Percent5Minutes"
    for alias in (r for r in production.main.values() if r["Type"] == "AWS::Lambda::Alias"):
        assert "CodeDeployLambdaAliasUpdate" in alias["UpdatePolicy"]


def test_codedeploy_may_move_these_aliases_and_no_others(production: Stage) -> None:
    policies = production.all("AWS::IAM::Policy")
    [own] = [p for name, p in policies.items() if name.startswith("RolloutRole")]
    first, second = own["PolicyDocument"]["Statement"]
    assert second == {"Action": "cloudwatch:DescribeAlarms", "Effect": "Allow", "Resource": "*"}
    assert len(first["Resource"]) == 2 * len(FUNCTIONS)
    assert "*" not in json.dumps(first["Resource"])


def test_a_local_stage_has_no_alias(local: Stage) -> None:
    """Its tests change the configuration of the unpublished version."""
    assert local.all("AWS::Lambda::Alias") == {}
    assert local.all("AWS::CodeDeploy::DeploymentGroup") == {}


def test_lambda_keeps_as_many_webhooks_ready_as_set(customized: Stage) -> None:
    kept = {
        name: alias.get("ProvisionedConcurrencyConfig")
        for name, alias in customized.all("AWS::Lambda::Alias").items()
    }
    assert [v for n, v in kept.items() if n.startswith("Webhook")] == [
        {"ProvisionedConcurrentExecutions": 2}
    ]
    assert {v for n, v in kept.items() if not n.startswith("Webhook")} == {None}


def test_urls_use_the_custom_domain(customized: Stage) -> None:
    assert customized.outputs["WebhookXUrl"]["Value"] == "https://replywatch.example.com/webhooks/x"
    assert "RegionalDomainName" in str(customized.outputs["DomainTarget"])
    assert customized.one("AWS::ApiGatewayV2::ApiMapping")["DomainName"]


def test_callers_of_the_api_need_a_token_of_the_issuer(customized: Stage) -> None:
    issuer = customized.one("AWS::ApiGatewayV2::Authorizer")
    assert issuer["AuthorizerType"] == "JWT"
    assert issuer["JwtConfiguration"] == {
        "Issuer": "https://issuer.example.com",
        "Audience": ["dashboard", "grafana"],
    }
    routes = customized.all("AWS::ApiGatewayV2::Route").values()
    authorized = {r["RouteKey"] for r in routes if r.get("AuthorizationType") == "JWT"}
    # Webhooks and adapters sign, and links to the conversation page are signed.
    assert authorized == {f"{method} /v1/{{proxy+}}" for method in ("GET", "HEAD", "POST")}


def test_the_senders_domain_is_registered_with_dkim(customized: Stage) -> None:
    identity = customized.one("AWS::SES::EmailIdentity")
    assert identity["EmailIdentity"] == "example.com"
    assert {f"DkimRecord{n}" for n in (1, 2, 3)} <= set(customized.outputs)
    options = customized.one("AWS::SES::ConfigurationSet")["DeliveryOptions"]
    assert options == {"TlsPolicy": "REQUIRE"}


def test_a_registered_sender_stays_when_the_setting_is_removed(production: Stage) -> None:
    [sender] = [r for r in production.main.values() if r["Type"] == "AWS::SES::EmailIdentity"]
    assert sender["DeletionPolicy"] == "RetainExceptOnCreate"


def test_an_existing_table_is_used_in_place_of_a_new_one(customized: Stage) -> None:
    assert customized.all("AWS::DynamoDB::Table") == {}
    functions = customized.all("AWS::Lambda::Function").values()
    names = {f["Environment"]["Variables"]["TABLE_NAME"] for f in functions}
    assert names == {"restored"}
    stream = mapping(customized, "Tracker")["EventSourceArn"]
    assert stream.endswith(":table/restored/stream/2026")
    granted = json.dumps(customized.all("AWS::IAM::Policy"))
    assert "table/restored/index/" in granted


def test_an_ephemeral_stage_keeps_only_the_sender(customized: Stage) -> None:
    """Other stages may send by the same identity."""
    kept = {
        r["Type"]
        for r in customized.main.values()
        if r.get("DeletionPolicy", "Delete") != "Delete" and r["Type"] != "AWS::Lambda::Version"
    }
    assert kept == {"AWS::SES::EmailIdentity"}


@pytest.mark.parametrize("kind", ["AWS::IAM::Role"])
def test_qualifier_boundary_and_tags_reach_the_template(customized: Stage, kind: str) -> None:
    roles: list[Any] = list(customized.all(kind).values())
    assert all("policy/limit" in str(role["PermissionsBoundary"]) for role in roles)
    assert all({"Key": "team", "Value": "support"} in role["Tags"] for role in roles)
    assert "cdk-team-" in json.dumps(customized.main)

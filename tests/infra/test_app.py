"""How `cdk synth` handles settings and the configuration."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, CfnResource, Stack
from aws_cdk.assertions import Template

from infra.alerting import Alerting
from infra.app import notes
from infra.setting_problems import elsewhere
from infra.settings import ROOT, Settings, SettingsError, from_context


def synth(
    env: Mapping[str, str] | None = None, /, **context: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "infra.app"],
        check=False,
        cwd=ROOT,
        env=os.environ | {"CDK_CONTEXT_JSON": json.dumps(context)} | (env or {}),
        capture_output=True,
        text=True,
    )


def test_a_configuration_mistake_is_printed_without_a_traceback(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text('[brand]\nname = "Example"\nmail_form = "a@example.com"\n')
    done = synth(config=str(broken))
    assert done.returncode == 1
    assert "mail_form" in done.stderr
    assert "broken.toml" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("context", "mistake"),
    [
        ({"stage": "Prod!"}, "stage"),
        ({"architecture": "sparc"}, "architecture"),
        ({"ephemeral": "perhaps"}, "ephemeral: expected true or false"),
        ({"webhook_rate": "many"}, "webhook_rate"),
        ({"rollout": "slow"}, "rollout"),
        ({"domain": "example.com"}, "domain and certificate_arn"),
        ({"tags": "team"}, "tags"),
        ({"jwt_issuer": "issuer", "jwt_audience": "app"}, "jwt_issuer: expected an address with"),
        ({"jwt_issuer": "https://issuer"}, "jwt_issuer and jwt_audience: expected both"),
        ({"cors_origins": "https://a.example,*"}, r"cors_origins: expected origins.*got '\*'"),
        ({"cors_origins": "https://a.example/x"}, "cors_origins: expected origins"),
        ({"domain": "https://x.example", "certificate_arn": "c"}, "domain: expected a host name"),
        ({"domain": "X.example", "certificate_arn": "c"}, "domain: expected .* in lower case"),
        (
            {"jwt_issuer": "https://issuer", "jwt_audience": "a,"},
            "jwt_audience: expected audiences",
        ),
        (
            {
                "table_name": "restored",
                "table_stream_arn": "arn:aws:dynamodb:eu-west-1:123456789012:table/old/stream/1",
            },
            "table_stream_arn: expected the stream of restored",
        ),
        ({"qualifier": "a b"}, "qualifier: expected 1 to 10 letters"),
        ({"qualifier": "elevenchars"}, "qualifier: expected 1 to 10 letters"),
        (
            {"permissions_boundary": "arn:aws:iam::123456789012:policy/limit"},
            "permissions_boundary: expected the name of an IAM policy, not its ARN",
        ),
        ({"tags": "=support"}, "tags: expected a name of 1 to 128 characters"),
        ({"tags": {"team": "x" * 257}}, "tags: expected .* a value of up to 256, got 'team'"),
        ({"tags": "AWS:team=support"}, "tags: expected a name that does not begin with aws:"),
        ({"tags": "team=<support>"}, "tags: expected letters, digits, spaces"),
        ({"tags": "team=a,team=b"}, "tags: expected an object in cdk.json, or name=value"),
        ({"tags": {f"t{n}": "x" for n in range(46)}}, "tags: expected at most 45, got 46"),
        ({"alarm_email": "a@example.com,b@example.com"}, "alarm_email: expected one address"),
        ({"alarm_email": "ops"}, "alarm_email: expected one address"),
        ({"sms_spend_alarm_usd": "0"}, "sms_spend_alarm_usd: expected more than 0"),
        ({"sms_spend_alarm_usd": "nan"}, "sms_spend_alarm_usd: expected more than 0"),
        ({"sms_spend_alarm_usd": "1e999"}, "sms_spend_alarm_usd: expected more than 0"),
        ({"silent_after_hours": "x=2,x=3"}, "silent_after_hours: expected an object"),
        (
            {"domain": "r.example.com", "certificate_arn": "my-certificate"},
            "certificate_arn: expected the ARN of a certificate",
        ),
        ({"jwt_issuer": "https://", "jwt_audience": "app"}, "jwt_issuer: expected an address"),
        ({"silent_after_hours": "x=200"}, r"silent_after_hours\.x: expected 0 to 168"),
        ({"stages": {"dev": {"alarm_mail": "x"}}}, r"stages\.dev\.alarm_mail"),
        ({"stages": {"dev": "x"}}, r"stages\.dev"),
    ],
)
def test_the_error_names_the_wrong_setting(context: dict[str, Any], mistake: str) -> None:
    with pytest.raises(SettingsError, match=mistake):
        from_context(context.get)


def test_the_error_names_every_wrong_setting() -> None:
    with pytest.raises(SettingsError) as found:
        from_context({"rollout": "slow", "api_rate": "0"}.get)
    assert [line.partition(":")[0] for line in str(found.value).splitlines()] == [
        "api_rate",
        "rollout",
    ]


@pytest.mark.parametrize(
    ("name", "meant"), [("domian", "domain"), ("sms_reply", "sms_replies"), ("Stage", "stage")]
)
def test_a_mistyped_setting_on_the_command_line_is_refused(name: str, meant: str) -> None:
    done = synth(**{name: "x"})
    assert done.returncode == 1
    assert done.stderr.endswith(f"{name}: no such setting; did you mean {meant}?\n")
    assert "Traceback" not in done.stderr


CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/0"
STREAM = "arn:aws:dynamodb:us-east-1:123456789012:table/restored/stream/1"
POOL = "arn:aws:sms-voice:us-east-1:123456789012:pool/pool-1"
ELSEWHERE: Mapping[str, dict[str, Any]] = {
    "certificate_arn": {"domain": "r.example.com", "certificate_arn": CERTIFICATE},
    "table_stream_arn": {"table_name": "restored", "table_stream_arn": STREAM},
    "sms_origination": {"sms_origination": POOL},
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_an_arn_of_another_region_is_refused(name: str) -> None:
    """AWS would refuse it in the middle of the deployment."""
    settings = from_context(ELSEWHERE[name].get)
    here = {"account": "123456789012", "region": "us-east-1"}
    assert list(elsewhere(settings, **here)) == []
    assert list(elsewhere(settings, account=None, region=None)) == []
    [problem] = elsewhere(settings, **here | {"region": "eu-central-1"})
    assert problem.startswith(f"{name}: expected an ARN of the deployment's region, eu-central-1,")


@pytest.mark.parametrize("name", ELSEWHERE)
def test_only_an_origination_can_be_shared_with_another_account(name: str) -> None:
    found = elsewhere(from_context(ELSEWHERE[name].get), account="2", region="us-east-1")
    expected = f"{name}: expected an ARN of the deployment's account, 2, got"
    assert [problem.startswith(expected) for problem in found] == (
        [] if name == "sms_origination" else [True]
    )


def test_synthesis_compares_arns_with_where_it_deploys_to() -> None:
    done = synth({"CDK_DEFAULT_REGION": "eu-central-1"}, **ELSEWHERE["certificate_arn"])
    assert done.returncode == 1
    assert "certificate_arn: expected an ARN of the deployment's region" in done.stderr
    assert "Traceback" not in done.stderr


def test_every_flag_of_the_cdk_has_a_value(tmp_path: Path) -> None:
    """Otherwise each deployment would end with a note about flags that are not configured."""
    context = json.loads((ROOT / "cdk.json").read_text("utf-8"))["context"]
    app = App(outdir=str(tmp_path), context=context)
    CfnResource(Stack(app, "Any"), "Topic", type="AWS::SNS::Topic")
    app.synth()
    artifacts = json.loads((tmp_path / "manifest.json").read_text("utf-8"))["artifacts"]
    [report] = [a for a in artifacts.values() if a["type"] == "cdk:feature-flag-report"]
    flags = report["properties"]["flags"]
    assert len(flags) > 100
    assert [name for name, flag in flags.items() if "userValue" not in flag] == []


def test_the_names_that_the_cdk_puts_into_the_context_are_not_settings() -> None:
    context = json.loads((ROOT / "cdk.json").read_text("utf-8"))["context"]
    others = {"aws:cdk:bundling-stacks": [], "cdk-nag:x": 1, "availability-zones:account=1": []}
    assert from_context(context.get, context.keys() | others.keys()).stage == "dev"


@pytest.mark.parametrize(
    ("origin", "mistake"),
    [
        ("http://evil", "expected https, or http://localhost"),
        ("http://figures.example.com", "expected https"),
        ("http://localhost.example.com", "expected https"),
        ("https://.", "expected origins"),
        ("https://", "expected origins"),
        ("https://a..example", "expected origins"),
        ("https://-a.example", "expected origins"),
        ("https://A.example", "expected origins.* in lower case"),
        ("https://a.example/", "expected origins.* without a path"),
        ("https://a.example:", "expected origins"),
        ("https://a.example:0", "expected origins"),
        ("https://a.example:99999", "a port of at most 65535"),
        ("https://a.example:443", "none where it is the usual one"),
        ("ftp://a.example", "expected origins"),
        ("https://" + "a." * 127 + "example", "expected origins"),
    ],
)
def test_an_origin_that_no_browser_sends_is_refused(origin: str, mistake: str) -> None:
    with pytest.raises(SettingsError, match=f"cors_origins: .*{mistake}"):
        from_context({"cors_origins": f"https://good.example,{origin}"}.get)


def test_https_origins_and_localhost_are_accepted() -> None:
    origins = [
        "https://figures.example.com",
        "https://grafana:8443",
        "http://localhost:5173",
        "http://127.0.0.1",
    ]
    assert from_context({"cors_origins": ", ".join(origins)}.get).allowed_origins == origins


@pytest.mark.parametrize("domain", ["example", "a.example:443", "a.example/x", ".example", "*.a.b"])
def test_a_domain_is_a_host_name(domain: str) -> None:
    with pytest.raises(SettingsError, match="domain: expected a host name"):
        from_context({"domain": domain, "certificate_arn": "c"}.get)


@pytest.mark.parametrize(
    ("identity", "made"), [(None, 1), ("example.com", 0), ("mail.example.com", 0), ("org", None)]
)
def test_the_sender_is_registered_with_ses_unless_an_identity_is_set(
    identity: str | None, made: int | None
) -> None:
    def counted() -> int:
        stack = Stack(App(), "S")
        settings = Settings(mail_identity=identity)
        Alerting(stack, "A", settings=settings, mail_from="us@mail.example.com")
        return len(Template.from_stack(stack).find_resources("AWS::SES::EmailIdentity"))

    if made is None:
        with pytest.raises(SettingsError, match="mail_identity: 'org' is neither us@"):
            counted()
    else:
        assert counted() == made


def test_without_settings_it_is_a_development_stage_on_arm64() -> None:
    settings = from_context({}.get)
    assert (settings.stage, settings.architecture) == ("dev", "arm64")
    assert settings.keeps_data
    assert not settings.is_local
    assert settings.config == ROOT / "replywatch.toml"


@pytest.mark.parametrize(
    ("context", "stage", "wanted"),
    [
        ({}, "test", None),
        ({"stages": {"default": {"alarm_email": "a@example.com"}}}, "test", "a@example.com"),
        (
            {
                "stages": {
                    "default": {"alarm_email": "a@example.com"},
                    "test": {"alarm_email": "b@example.com"},
                }
            },
            "test",
            "b@example.com",
        ),
        (
            {"alarm_email": "c@example.com", "stages": {"test": {"alarm_email": "b@example.com"}}},
            "test",
            "c@example.com",
        ),
        ({"stages": {"production": {"alarm_email": "b@example.com"}}}, "test", None),
    ],
)
def test_the_command_line_overrides_the_stage_and_the_defaults(
    context: dict[str, Any], stage: str, wanted: str | None
) -> None:
    assert from_context((context | {"stage": stage}).get).alarm_email == wanted


def test_values_on_the_command_line_are_converted_to_their_types() -> None:
    given = {"ephemeral": "true", "webhook_rate": "50", "tags": "team=support,cost=4711"}
    settings = from_context(given.get)
    assert settings.ephemeral is True
    assert settings.webhook_rate == 50
    assert settings.tags == {"team": "support", "cost": "4711"}


@pytest.mark.parametrize("kind", [None, "sender-id/EXAMPLE/DE"])
def test_replies_need_an_origination_number(kind: str | None) -> None:
    sender = {"sms_origination": f"arn:aws:sms-voice:eu-central-1:123456789012:{kind}"}
    with pytest.raises(SettingsError, match="sms_replies: expected sms_origination"):
        from_context(({"sms_replies": "true"} | (sender if kind else {})).get)


@pytest.mark.parametrize("kind", ["phone-number/phone-1", "pool/pool-1"])
def test_replies_are_a_setting_of_the_number(kind: str) -> None:
    sender = {"sms_origination": f"arn:aws:sms-voice:eu-central-1:123456789012:{kind}"}
    assert from_context((sender | {"sms_replies": "true"}).get).sms_replies
    assert not from_context(sender.get).sms_replies


def test_only_an_ephemeral_stage_is_not_protected() -> None:
    for stage in ("dev", "prod", "production"):
        assert Settings(stage=stage).keeps_data
        assert not Settings(stage=stage, ephemeral=True).keeps_data


def test_a_missing_alarm_email_is_noted() -> None:
    assert any("alarm_email" in note for note in notes(Settings()))
    assert notes(Settings(alarm_email="ops@example.com")) == []


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs" / "deployment.md").read_text("utf-8")
    table = text.split("| setting | meaning")[1].split("\n\n")[0]
    named = set(
        re.findall(r"`(\w+)`", "".join(line.split("|")[1] for line in table.splitlines()[2:]))
    )
    assert named == {f.name for f in fields(Settings)} - {"stage", "endpoint", "stand_ins"}


def test_cdk_runs_the_app_through_the_launcher() -> None:
    """A plain `cdk deploy` does not use this project's Python environment."""
    app = json.loads((ROOT / "cdk.json").read_text("utf-8"))["app"]
    done = subprocess.run(
        app,
        shell=True,
        check=False,
        cwd=ROOT,
        env={"PATH": os.defpath, "CDK_CONTEXT_JSON": json.dumps({"stage": "Not valid"})},
        capture_output=True,
        text=True,
    )
    assert "stage: expected a lower-case letter" in done.stderr
    assert done.stdout == ""

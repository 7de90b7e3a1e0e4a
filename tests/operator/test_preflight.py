"""The checks of the AWS account before a deployment."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, UnauthorizedSSOTokenError

from cli import preflight


class Session:
    """A boto3 session of an account with this concurrency limit, with or without credentials."""

    concurrency = 1_000
    credentials: Any = "some"
    region_name: str | None = None
    stack: Any = None

    def __init__(self, region_name: str | None = None) -> None:
        self.region_name = region_name

    def get_credentials(self) -> Any:
        return self.credentials

    def client(self, _service: str) -> "Session":
        return self

    def get_caller_identity(self) -> dict[str, str]:
        return {"Account": "123456789012"}

    def get_account_settings(self) -> Any:
        return {"AccountLimit": {"ConcurrentExecutions": self.concurrency}}

    def describe_stacks(self, StackName: str) -> Any:  # noqa: N803 as boto3 names it
        if self.stack is None:
            error = {"Code": "ValidationError", "Message": f"{StackName} does not exist"}
            raise ClientError({"Error": error}, "DescribeStacks")
        return {"Stacks": [{"StackName": StackName, **self.stack}]}


@pytest.fixture(autouse=True)
def session(monkeypatch: pytest.MonkeyPatch) -> type[Session]:
    made = type("Made", (Session,), {})
    monkeypatch.setattr(boto3, "Session", made)
    monkeypatch.setenv("AWS_REGION", "eu-west-3")
    return made


def test_target_prints_the_account_as_the_cdk_does(capsys: pytest.CaptureFixture[str]) -> None:
    assert preflight.main(["--target"]) == 0
    assert capsys.readouterr().out == "aws://123456789012/eu-west-3\n"


POLICY = "--cloudformation-execution-policies=arn:aws:iam::123456789012:policy/deploy"


def test_a_bootstrap_stack_of_ones_own_needs_a_name_of_its_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Otherwise the CDK would change the one that other apps of the account use."""
    assert preflight.main(["--target", "--qualifier", "team", POLICY]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "--toolkit-stack-name CDKToolkit-team" in printed.err
    own = ["--qualifier", "team", "--toolkit-stack-name", "CDKToolkit-team", POLICY]
    assert preflight.main(["--target", *own]) == 0
    assert capsys.readouterr().out == "aws://123456789012/eu-west-3\n"


@pytest.mark.parametrize(("concurrency", "advised"), [(10, True), (1_000, False)])
def test_a_low_concurrency_limit_is_mentioned(
    session: type[Session], capsys: pytest.CaptureFixture[str], concurrency: int, *, advised: bool
) -> None:
    session.concurrency = concurrency
    assert preflight.main(["production"]) == 0
    out = capsys.readouterr().out
    assert "Deploying stage production to account 123456789012, eu-west-3" in out
    assert ("allows 10 concurrent Lambda executions" in out) == advised


@pytest.mark.parametrize(
    ("given", "missing"),
    [("local", "reserved"), ("nobody", "No AWS credentials"), ("nowhere", "No AWS region")],
)
def test_a_deployment_that_cannot_start_is_refused(
    session: type[Session],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    given: str,
    missing: str,
) -> None:
    if given == "nobody":
        session.credentials = None
    if given == "nowhere":
        monkeypatch.delenv("AWS_REGION")
    assert preflight.main(["local" if given == "local" else "dev"]) == 1
    shown = capsys.readouterr()
    assert missing in shown.err
    assert shown.out == ""


def test_an_expired_session_says_how_to_go_on(
    session: type[Session], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def expired(_self: Session) -> dict[str, str]:
        raise UnauthorizedSSOTokenError

    monkeypatch.setattr(session, "get_caller_identity", expired)
    assert preflight.main(["dev"]) == 1
    assert capsys.readouterr().err == f"{preflight.EXPIRED}\n"


@pytest.mark.parametrize(
    ("status", "is_protected", "is_stuck"),
    [
        ("ROLLBACK_COMPLETE", True, True),
        ("ROLLBACK_COMPLETE", False, False),
        ("UPDATE_ROLLBACK_COMPLETE", True, False),
        ("CREATE_COMPLETE", True, False),
    ],
)
def test_a_failed_first_deployment_says_how_to_go_on(
    session: type[Session],
    capsys: pytest.CaptureFixture[str],
    status: str,
    *,
    is_protected: bool,
    is_stuck: bool,
) -> None:
    session.stack = {"StackStatus": status, "EnableTerminationProtection": is_protected}
    assert preflight.main(["production"]) == int(is_stuck)
    shown = capsys.readouterr().err
    assert ("--no-enable-termination-protection --stack-name ReplyWatch-prod" in shown) == is_stuck

"""What is asked of an account before a deployment begins."""

from typing import Any

import boto3
import pytest

from cli.local import account


class Session:
    """An account that runs so many functions at once, and who may or may not ask."""

    at_once = 1_000
    credentials: Any = "some"
    region_name: str | None = None

    def __init__(self, region_name: str | None = None) -> None:
        self.region_name = region_name

    def get_credentials(self) -> Any:
        return self.credentials

    def client(self, _service: str) -> "Session":
        return self

    def get_caller_identity(self) -> dict[str, str]:
        return {"Account": "123456789012"}

    def get_account_settings(self) -> Any:
        return {"AccountLimit": {"ConcurrentExecutions": self.at_once}}


@pytest.fixture(autouse=True)
def session(monkeypatch: pytest.MonkeyPatch) -> type[Session]:
    made = type("Made", (Session,), {})
    monkeypatch.setattr(boto3, "Session", made)
    monkeypatch.setenv("AWS_REGION", "eu-west-3")
    return made


def test_the_account_is_told_as_the_cdk_names_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert account.main(["--target"]) == 0
    assert capsys.readouterr().out == "aws://123456789012/eu-west-3\n"


@pytest.mark.parametrize(("at_once", "advised"), [(10, True), (1_000, False)])
def test_an_account_that_runs_few_functions_at_once_is_told_so(
    session: type[Session], capsys: pytest.CaptureFixture[str], at_once: int, *, advised: bool
) -> None:
    session.at_once = at_once
    assert account.main(["production"]) == 0
    out = capsys.readouterr().out
    assert "Deploying stage production into account 123456789012, eu-west-3" in out
    assert ("at most 10 functions at once" in out) == advised


@pytest.mark.parametrize(
    ("given", "missing"),
    [("local", "choose another"), ("nobody", "No AWS credentials"), ("nowhere", "No AWS region")],
)
def test_what_is_missing_is_told(
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
    assert account.main(["local" if given == "local" else "dev"]) == 1
    told = capsys.readouterr()
    assert missing in told.err
    assert told.out == ""

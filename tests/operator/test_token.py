"""`replywatch token`: the API's tokens in the secret."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from cli import deployment, stack
from cli.commands import token
from cli.deployment import Deployment
from cli.main import main
from functions.api import callers
from functions.api.problems import ProblemError
from shared.runtime import secrets

NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)


class SecretsManager:
    """One secret, as the stack generates it."""

    def __init__(self) -> None:
        self.content: dict[str, Any] = {"tokens": [], "link_keys": ["a link key"], "generated": "x"}

    def client(self, _service: str) -> "SecretsManager":
        return self

    endpoint = None

    def get_secret_value(self, *, SecretId: str) -> dict[str, str]:  # noqa: N803
        assert SecretId == "api"
        return {"SecretString": json.dumps(self.content)}

    def put_secret_value(self, *, SecretId: str, SecretString: str) -> None:  # noqa: N803
        assert SecretId == "api"
        self.content = json.loads(SecretString)


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> SecretsManager:
    made = SecretsManager()
    place = Deployment(made, {"ApiSecretId": "api"})  # type: ignore[arg-type]
    monkeypatch.setattr(deployment, "deployment", lambda _args: place)
    monkeypatch.setattr(stack, "now", lambda: NOW)
    monkeypatch.setattr(secrets, "api_tokens", lambda **_: tuple(made.content["tokens"]))
    return made


def run(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> str:
    assert main(["token", *words, "--stack", "ReplyWatch-dev"]) == status
    return capsys.readouterr().out.strip()


def allows(token: str, scope: str, *, hours: float = 0) -> str | None:
    """The name under which the API accepts the token, or None."""
    try:
        return callers.caller(f"Bearer {token}", scope, NOW + timedelta(hours=hours)).name
    except ProblemError:
        return None


def test_a_new_token_works_and_is_not_stored(aws, capsys) -> None:
    token = run(capsys, "create", "grafana")
    assert token.startswith("rw_")
    assert token not in json.dumps(aws.content)
    assert (allows(token, "read"), allows(token, "act")) == ("grafana", None)
    assert aws.content["link_keys"] == ["a link key"]


def test_a_scope_includes_the_lower_ones(aws, capsys) -> None:
    token = run(capsys, "create", "ada", "--scope", "act")
    assert [allows(token, scope) for scope in ("read", "act", "admin")] == ["ada", "ada", None]


def test_a_rotated_token_works_for_a_while_alongside_the_new_one(aws, capsys) -> None:
    old = run(capsys, "create", "ada", "--scope", "act")
    new = run(capsys, "rotate", "ada", "--hours", "2")
    assert (allows(old, "act", hours=1), allows(old, "act", hours=2)) == ("ada", None)
    assert allows(new, "act", hours=9_999) == "ada"
    shown = run(capsys, "list")
    assert shown == "ada\tact\tuntil 2026-11-26 12:00 UTC\nada\tact\tno expiry"


def test_a_revoked_token_does_not_work(aws, capsys) -> None:
    token, other = run(capsys, "create", "ada"), run(capsys, "create", "bo")
    assert run(capsys, "revoke", "ada", "--yes").startswith("revoked ada")
    assert (allows(token, "read"), allows(other, "read")) == (None, "bo")
    assert run(capsys, "list") == "bo\tread\tno expiry"


@pytest.mark.parametrize(
    "words",
    [
        ("create", "a:b"),
        ("create", ""),
        ("create", "ada"),
        ("rotate", "nobody"),
        ("revoke", "nobody", "--yes"),
    ],
)
def test_an_impossible_action_is_refused_and_changes_nothing(aws, capsys, words) -> None:
    run(capsys, "create", "ada")
    before = dict(aws.content)
    run(capsys, *words, status=stack.FAILED)
    assert aws.content == before


@pytest.mark.parametrize("hours", ["-1", "1.5", "8761", "9" * 30])
def test_hours_beyond_a_year_are_refused(aws, capsys, hours) -> None:
    run(capsys, "create", "ada")
    with pytest.raises(SystemExit):
        main(["token", "rotate", "ada", f"--hours={hours}", "--stack", "S"])
    assert "expected a whole number from 0 to 8,760" in capsys.readouterr().err


def test_revoking_needs_a_confirmation(
    aws: SecretsManager, capsys: pytest.CaptureFixture[str]
) -> None:
    token = run(capsys, "create", "ada")
    run(capsys, "revoke", "ada", status=2)
    assert allows(token, "read")


def test_no_confirmation_is_asked_for_a_token_that_does_not_exist(aws, capsys) -> None:
    assert main(["token", "revoke", "nobody", "--stack", "S"]) == stack.FAILED
    assert capsys.readouterr().err == "replywatch token: There is no token nobody.\n"


@pytest.mark.parametrize("action", ["create", "rotate", "revoke"])
def test_a_dry_run_changes_no_token(aws, capsys, action) -> None:
    name = "bo" if action == "create" else "ada"
    run(capsys, "create", "ada")
    before = dict(aws.content)
    assert run(capsys, action, name, "--dry-run") == f"would {action} {name}"
    assert aws.content == before
    run(capsys, action, "ada" if action == "create" else "bo", "--dry-run", status=2)


def test_tokens_are_listed_as_json(aws, capsys) -> None:
    run(capsys, "create", "ada")
    listed = json.loads(run(capsys, "list", "--json"))
    assert listed == {"name": "ada", "scopes": ["read"], "expires_at": None}


def test_a_token_from_the_environment_is_used_and_none_is_created(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("REPLYWATCH_TOKEN", "the issuer's")
    place = cast("Deployment", None)  # no confirmation is asked
    with token.temporary(place) as given:
        assert given == "the issuer's"

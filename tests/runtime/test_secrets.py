"""Secrets as the stack generates them, and the mistakes that an operator can make when filling them
in."""

import json
from types import SimpleNamespace

import pytest

from shared.runtime import aws, secrets
from shared.runtime.secrets import MAX_AGE_S, SecretError


class SecretsManager:
    """Holds one secret and counts how often it is read."""

    def __init__(self, content: object) -> None:
        self.content = content
        self.reads = 0

    def get_secret_value(self, *, SecretId: str) -> dict[str, str]:  # noqa: N803
        assert SecretId == "the id"
        self.reads += 1
        text = self.content if isinstance(self.content, str) else json.dumps(self.content)
        return {"SecretString": text}


@pytest.fixture
def manager(monkeypatch: pytest.MonkeyPatch) -> SecretsManager:
    made = SecretsManager({})
    monkeypatch.setattr(aws, "client", lambda _: made)
    monkeypatch.setattr(secrets, "_cache", {})
    for name in ("A_SECRET", "API_SECRET_ID"):
        monkeypatch.setenv(name, "the id")
    return made


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    made = SimpleNamespace(now=0.0)
    monkeypatch.setattr(secrets, "time", SimpleNamespace(monotonic=lambda: made.now))
    return made


def test_two_values_are_live_and_an_empty_one_is_not(manager):
    manager.content = {"tokens": ["a long token", "", "another token"], "generated": "noise"}
    assert secrets.secret_lists("A_SECRET") == {"tokens": ("a long token", "another token")}


@pytest.mark.parametrize(
    "wrong",
    [{"tokens": "5f2c0a9be17d"}, {"tokens": [1]}, "not JSON", "[]"],
)
def test_a_malformed_secret_is_refused(manager, wrong):
    manager.content = wrong
    with pytest.raises(SecretError):
        secrets.secret_lists("A_SECRET")


@pytest.mark.parametrize("short", ["abc", "1234567", " 1234567\n", " ", "\t\n" * 8, "        "])
def test_a_short_or_blank_value_is_an_error_that_names_its_key(manager, short):
    manager.content = {"link_keys": ["a long link key"], "tokens": ["a long token", short]}
    with pytest.raises(SecretError, match=r"A_SECRET: tokens: expected at least 8 characters"):
        secrets.secret_lists("A_SECRET")


def test_a_value_of_eight_characters_is_long_enough(manager):
    manager.content = {"tokens": ["12345678"]}
    assert secrets.secret_lists("A_SECRET") == {"tokens": ("12345678",)}


def test_an_error_names_the_list_and_never_the_value(manager):
    manager.content = {"tokens": "5f2c0a9be17d"}
    with pytest.raises(SecretError, match="A_SECRET: tokens: expected a list") as raised:
        secrets.secret_lists("A_SECRET")
    assert "5f2c0a9be17d" not in str(raised.value)


def test_a_secret_is_read_again_after_five_minutes(manager, clock):
    manager.content = {"tokens": ["the old token"]}
    secrets.secret_lists("A_SECRET")
    manager.content = {"tokens": ["the new token"]}
    clock.now = MAX_AGE_S
    assert secrets.secret_lists("A_SECRET")["tokens"] == ("the old token",)
    clock.now = MAX_AGE_S + 1
    assert secrets.secret_lists("A_SECRET")["tokens"] == ("the new token",)
    assert manager.reads == 2


def test_a_secret_that_cannot_be_read_is_not_cached(manager):
    manager.content = "not JSON"
    with pytest.raises(SecretError):
        secrets.secret_lists("A_SECRET")
    manager.content = {"tokens": ["a long token"]}
    assert secrets.secret_lists("A_SECRET") == {"tokens": ("a long token",)}


def test_tokens_and_link_keys_are_two_lists_of_one_secret(manager):
    manager.content = {"tokens": ["a long token"], "link_keys": ["a long key"]}
    assert (secrets.api_tokens(), secrets.link_keys()) == (("a long token",), ("a long key",))
    assert manager.reads == 1


def test_nothing_is_accepted_until_the_secret_is_filled_in(manager):
    manager.content = {"tokens": [], "link_keys": [], "generated": "noise"}
    assert (secrets.api_tokens(), secrets.link_keys()) == ((), ())


def test_a_younger_value_can_be_asked_for(manager, clock):
    manager.content = {"tokens": ["the old token"]}
    secrets.secret_lists("A_SECRET")
    manager.content = {"tokens": ["the new token"]}
    clock.now = 30
    assert secrets.secret_lists("A_SECRET", max_age_s=30)["tokens"] == ("the old token",)
    clock.now = 31
    assert secrets.secret_lists("A_SECRET", max_age_s=30)["tokens"] == ("the new token",)


@pytest.mark.parametrize(("function", "reads"), [("Webhook", 1), (None, 0)])
def test_the_secret_is_read_while_lambda_starts_the_environment(
    manager, monkeypatch, function, reads
):
    if function:
        monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", function)
    secrets.preload("A_SECRET")
    assert manager.reads == reads


def test_a_secret_that_cannot_be_read_does_not_stop_the_start(manager, monkeypatch, caplog):
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "Webhook")
    manager.content = "not JSON"
    secrets.preload("A_SECRET")
    assert "secret.not_preloaded" in caplog.text

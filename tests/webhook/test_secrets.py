"""Secrets as the stack describes them, and mistakes that an operator can make in them."""

import json

import pytest

from shared.runtime import aws


class SecretsManager:
    def __init__(self, text: str) -> None:
        self.text = text

    def get_secret_value(self, **_: str) -> dict[str, str]:
        return {"SecretString": self.text}


def lists(monkeypatch: pytest.MonkeyPatch, secret: object) -> dict[str, tuple[str, ...]]:
    text = secret if isinstance(secret, str) else json.dumps(secret)
    monkeypatch.setenv("A_SECRET", "name")
    monkeypatch.setattr(aws, "client", lambda _: SecretsManager(text))
    return aws.secret_lists("A_SECRET")


def test_empty_values_are_ignored(monkeypatch):
    secret = {"tokens": ["a long token", "", "another token"], "generated": "noise"}
    assert lists(monkeypatch, secret) == {"tokens": ("a long token", "another token")}


@pytest.mark.parametrize(
    "wrong",
    [{"tokens": "5f2c0a9be17d"}, {"tokens": [1]}, "not JSON", "[]"],
)
def test_a_secret_that_is_not_lists_of_texts_is_an_error(monkeypatch, wrong):
    with pytest.raises(aws.SecretError):
        lists(monkeypatch, wrong)


@pytest.mark.parametrize("short", ["abc", "1234567", " 1234567\n", " ", "\t\n" * 8, "        "])
def test_a_value_that_is_short_or_blank_is_an_error_that_names_its_key(monkeypatch, short):
    secret = {"link_keys": ["a long link key"], "tokens": ["a long token", short]}
    with pytest.raises(aws.SecretError, match=r"A_SECRET: tokens: expected at least 8 characters"):
        lists(monkeypatch, secret)


def test_a_value_of_eight_characters_is_long_enough(monkeypatch):
    assert lists(monkeypatch, {"tokens": ["12345678"]}) == {"tokens": ("12345678",)}

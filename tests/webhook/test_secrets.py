"""Secrets as the stack describes them, and as an operator may get them wrong."""

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


def test_two_live_values_and_none_that_is_empty(monkeypatch):
    secret = {"tokens": ["a long token", "", "another token"], "generated": "noise"}
    assert lists(monkeypatch, secret) == {"tokens": ("a long token", "another token")}


@pytest.mark.parametrize(
    "wrong",
    [{"tokens": "5f2c0a9be17d"}, {"tokens": [1]}, {"tokens": ["abc"]}, "not JSON", "[]"],
)
def test_what_is_no_list_of_long_texts_opens_no_door(monkeypatch, wrong):
    with pytest.raises(aws.SecretError):
        lists(monkeypatch, wrong)

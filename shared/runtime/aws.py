"""The running function's surroundings: its settings and its AWS clients, made on first use."""

import json
import os
from functools import cache
from typing import Any

MIN_SECRET_CHARACTERS = 8
"""A shorter secret is a mistake. Spaces around it do not count."""


class SettingError(RuntimeError):
    """An environment variable is missing: the function was not deployed by this stack."""


def setting(name: str) -> str:
    """An environment variable that the stack sets. Raises SettingError."""
    try:
        return os.environ[name]
    except KeyError:
        raise SettingError(f"the environment variable {name} is not set") from None


@cache
def client(service: str, *, once: bool = False) -> Any:
    """A boto3 client. `once` turns the SDK's own retries off, where a blind repeat would tell a
    person twice."""
    import boto3
    from botocore.config import Config

    retries: Any = (
        {"total_max_attempts": 1} if once else {"mode": "standard", "total_max_attempts": 4}
    )
    config = Config(
        retries=retries,
        connect_timeout=3,
        read_timeout=5 if once else 10,
        max_pool_connections=16,
    )
    make: Any = boto3.client  # the stubs list 400 services; the caller names the type it wants
    return make(service, config=config)


class SecretError(RuntimeError):
    """A secret is not the JSON that the stack describes. Mend it in Secrets Manager."""


def secret_lists(setting_name: str) -> dict[str, tuple[str, ...]]:
    """The secret that the setting names: JSON, each key a list of live values. Raises SecretError.

    Text in place of a list would make every character of it a secret of its own.
    """
    answer = client("secretsmanager").get_secret_value(SecretId=setting(setting_name))
    try:
        plain = json.loads(answer["SecretString"])
        lists = {name: values for name, values in plain.items() if name != "generated"}
    except (ValueError, AttributeError) as error:
        raise SecretError(f"{setting_name}: expected a JSON object") from error
    for name, values in lists.items():
        if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
            raise SecretError(f"{setting_name}: {name}: expected a list of texts")
        if any(v and len(v.strip()) < MIN_SECRET_CHARACTERS for v in values):
            expected = f"expected at least {MIN_SECRET_CHARACTERS} characters"
            raise SecretError(f"{setting_name}: {name}: {expected}")
    return {name: tuple(v for v in values if v) for name, values in lists.items()}

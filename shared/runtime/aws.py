"""Gives a running function its settings and its AWS clients."""

import os
from functools import cache
from typing import Any


class SettingError(RuntimeError):
    """An environment variable is missing: this stack did not deploy the function."""


def setting(name: str) -> str:
    """The value of an environment variable that the stack sets. Raises SettingError."""
    try:
        return os.environ[name]
    except KeyError:
        raise SettingError(f"the environment variable {name} is not set") from None


def optional_setting(name: str) -> str | None:
    """The value of an environment variable that the stack sets in some deployments only."""
    return os.environ.get(name) or None


@cache
def client(service: str, *, once: bool = False) -> Any:
    """A boto3 client, made on first use.

    `once` turns the SDK's own retries off. Use it where a repeated call would notify a person a
    second time, or where something else tries again.
    """
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

"""Reads secrets from Secrets Manager, and caches them for five minutes. There is no other such
cache.

Each secret is a JSON object of lists. Every value in a list is accepted. So an operator can add a
new value, change the other side, and then remove the old value, without a deployment.
"""

import json
import os
import time

from shared.runtime import aws, log

MAX_AGE_S = 300
MIN_SECRET_CHARACTERS = 8
"""A shorter value is a mistake in the secret. Spaces around it do not count."""

Lists = dict[str, tuple[str, ...]]

_cache: dict[str, tuple[float, Lists]] = {}


class SecretError(RuntimeError):
    """A secret does not have the JSON that the stack describes. Correct it in Secrets Manager."""


def api_tokens(*, max_age_s: float = MAX_AGE_S) -> tuple[str, ...]:
    """The hashes of the tokens that the API accepts (`shared/runtime/api_tokens.py`)."""
    return secret_lists("API_SECRET_ID", max_age_s=max_age_s).get("tokens", ())


def link_keys() -> tuple[str, ...]:
    """The keys of the links in alerts. The first one signs. Empty until an operator fills them
    in."""
    return secret_lists("API_SECRET_ID").get("link_keys", ())


def channel_entries() -> Lists:
    """Addresses and keys of notification channels, by `channel.name`."""
    return secret_lists("CHANNELS_SECRET_ID")


def preload(setting_name: str) -> None:
    """Reads the secret and creates the table's client while Lambda starts the environment.

    Lambda gives a starting function a whole processor, so the first request does not wait for this.
    Does nothing outside Lambda, or if the deployment has no such secret. An error does not stop the
    start, since the first request tries again.
    """
    if "AWS_LAMBDA_FUNCTION_NAME" not in os.environ or setting_name not in os.environ:
        return
    try:
        aws.client("dynamodb")
        secret_lists(setting_name)
    except Exception as error:  # noqa: BLE001 whatever it is, the first request meets it again
        log.event("secret.not_preloaded", error=type(error).__name__)


def secret_lists(setting_name: str, *, max_age_s: float = MAX_AGE_S) -> Lists:
    """The lists of the secret whose id is in this environment variable. They may be as old as
    `max_age_s` seconds.

    Raises SecretError.
    """
    read_at, lists = _cache.get(setting_name, (0.0, {}))
    if setting_name not in _cache or time.monotonic() - read_at > max_age_s:
        lists = _read(setting_name)
        _cache[setting_name] = (time.monotonic(), lists)
    return lists


def _read(setting_name: str) -> Lists:
    secret_id = aws.setting(setting_name)
    answer = aws.client("secretsmanager").get_secret_value(SecretId=secret_id)
    return lists_of(answer["SecretString"], setting_name)


def lists_of(text: str, secret: str) -> Lists:
    """The lists in the text of a secret, without empty values. Raises SecretError, which names the
    secret and the list."""
    try:
        content = json.loads(text)
        lists = {name: values for name, values in content.items() if name != "generated"}
    except (ValueError, AttributeError) as error:
        raise SecretError(f"{secret}: expected a JSON object") from error
    for name, values in lists.items():
        _check(f"{secret}: {name}", values)
    return {name: tuple(v for v in values if v) for name, values in lists.items()}


def _check(where: str, values: object) -> None:
    # A string in place of a list would make each of its characters a valid secret.
    if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
        raise SecretError(f"{where}: expected a list of strings")
    if any(v and len(v.strip()) < MIN_SECRET_CHARACTERS for v in values):
        raise SecretError(f"{where}: expected at least {MIN_SECRET_CHARACTERS} characters")

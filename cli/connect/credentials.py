"""The tokens of the platforms: from the environment, or typed in. Never from an argument, which
other users of the machine can read."""

import getpass
import os
import sys
from urllib.parse import urlsplit

from cli.stack import OperatorError


def given(name: str) -> str | None:
    """The environment variable's value; None if it is not set."""
    return os.environ.get(name, "").strip() or None


def required(name: str, question: str) -> str:
    """The variable's value, or what the operator types. Raises OperatorError without a terminal."""
    if value := given(name):
        return value
    if not sys.stdin.isatty():
        raise OperatorError(f"Set the environment variable {name}: {question}.")
    value = getpass.getpass(f"{question} ({name}): ").strip()
    if not value:
        raise OperatorError(f"No {name} given.")
    return value


def checked_url(url: str) -> str:
    """The address of an API. Raises OperatorError if a token would travel unencrypted."""
    parts = urlsplit(url)
    is_loopback = parts.scheme == "http" and parts.hostname == "127.0.0.1"
    if parts.scheme != "https" and not is_loopback:
        raise OperatorError(f"--api-url {url}: expected https://, or http://127.0.0.1.")
    return url.rstrip("/")

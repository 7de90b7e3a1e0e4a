"""Connects the real functions to a simulated world: its clock, its clients, its configuration."""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager, nullcontext
from functools import cache
from importlib import import_module
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    ReadTimeoutError,
)

from shared.config.configuration import Configuration
from tests.simulation.callers import API_URL
from tests.simulation.providers import ALERTS, EVENTS, STREAM_DLQ
from tests.simulation.world import TABLE, World

ENVIRONMENT = {
    "TABLE_NAME": TABLE,
    "ALERTS_QUEUE_URL": ALERTS,
    "STREAM_DLQ_URL": STREAM_DLQ,
    "EVENTS_QUEUE_URL": EVENTS,
    "MAIL_FROM": "alerts@example.com",
    "MAIL_CONFIGURATION_SET": "mail",
    "WEBHOOK_SECRET_ID": "webhook",
    "API_SECRET_ID": "api",
    "CHANNELS_SECRET_ID": "channels",
    "API_URL": API_URL,
    "POWERTOOLS_SERVICE_NAME": "simulation",
}
MEASURES = ("count", "seconds")
FUNCTIONS = ("webhook", "tracker", "sla_checker", "notifier", "rollup")


class _Now:
    """The world that the functions are connected to."""

    world: World
    configuration: Configuration


class SerialExecutor:
    """Replaces the thread pool: runs one task after another."""

    def __init__(self, _workers: int) -> None:
        """The number of workers is ignored."""

    def __enter__(self) -> "SerialExecutor":
        return self

    def __exit__(self, *_: object) -> None:
        """There is nothing to shut down."""

    def map(self, work: Callable[[Any], Any], *each: Any) -> Iterator[Any]:
        return map(work, *each)

    def shutdown(self, *, wait: bool) -> None:
        """There is nothing to shut down."""

    def submit(self, work: Callable[..., Any], *given: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(work(*given))
        except Exception as error:  # noqa: BLE001 the future raises the error
            done.set_exception(error)
        return done


def _unheard(*_given: Any, **_dimensions: Any) -> None:
    """Discards metrics."""


def _dismissal(event: dict[str, Any], _context: object) -> Any:
    from functions.api import dismissal
    from shared.conversation import customer_conversations
    from shared.conversation.actions import NothingOpenError
    from shared.storage import schema

    now, store = _Now.world.clock(), _Now.world.store
    record = customer_conversations.find(store, schema.record_key(event["conversation"]), now)
    if record is None:
        return None
    try:
        return dismissal.dismiss(store, record, by="ada", reason="spam", now=now, kept_days=400)
    except NothingOpenError:
        return None


def _acknowledgement(event: dict[str, Any], _context: object) -> Any:
    """Opens the conversation page and presses its button, unless the wait has an owner. Returns the
    status, and whether the page says that alerts are paused. A `form` with other fields is sent
    even if the wait has an owner. An `undo` is sent only if the page offers it."""
    from functions.api import conversation_page, viewer
    from shared.runtime import secrets

    now, store, known = _Now.world.clock(), _Now.world.store, _Now.configuration
    who = viewer.viewer(store, known, event["token"], secrets.link_keys(), now)
    shown = conversation_page.show(store, known, who)
    form = re.search(r'name="form" value="([^"]+)"', shown.html)
    given = event.get("form")
    is_undo = given is not None and given["action"] == "undo"
    is_taken = given is None and "paused until" in shown.html
    is_left_alone = is_taken or (is_undo and 'value="undo"' not in shown.html)
    if shown.status != 200 or form is None or is_left_alone:
        return shown.status, "paused until" in shown.html
    body = urlencode({"form": form[1], **(given or {"action": "acknowledge"})})
    answer = conversation_page.submit(store, known, who, body)
    if answer.status == 409:  # the wait has changed: the reader opens the page again
        return 503, False
    return (200, not is_undo) if answer.status == 303 else (answer.status, False)


STATUSES = {"ThrottlingException": 429, "MessageRejected": 400, "AuthorizationError": 403}
"""What a receiver answers where AWS would answer this."""


def _exchange(address: str, body: bytes, headers: Mapping[str, str]) -> Any:
    """Replaces a request over HTTPS."""
    from functions.notifier.channels.channel import InDoubtError, NotSentError
    from functions.notifier.channels.https import Answer

    receiver = _Now.world.client("https", once=True)
    try:
        receiver.post(address=address, body=body, headers=headers)
    except ConnectTimeoutError as error:
        raise NotSentError("no connection") from error
    except (ConnectionClosedError, ReadTimeoutError) as error:
        raise InDoubtError("no answer") from error
    except ClientError as error:
        return Answer(STATUSES.get(error.response["Error"]["Code"], 500))
    return Answer(202)


def world() -> World:
    """The world to which the functions are connected."""
    return _Now.world


@cache
def handlers() -> dict[str, Callable[..., Any]]:
    """The functions by name."""
    found = {name: import_module(f"functions.{name}.handler") for name in FUNCTIONS}
    return {
        name: lambda event, context, module=module: module.handler(event, context)
        for name, module in found.items()
    } | {"dismissal": _dismissal, "acknowledgement": _acknowledgement}


@contextmanager
def wired() -> Iterator[Callable[[World, Configuration], None]]:
    """While the block runs, the functions use the world that was installed last."""
    from functions.notifier.channels import https
    from functions.sla_checker import handler as checker
    from functions.tracker import second_opinion
    from functions.webhook import storing
    from shared.config import configuration
    from shared.domain.intents import classifier
    from shared.runtime import aws, log, retry, secrets, stream
    from shared.storage import public_ids, records, store

    read = cache(classifier.read)
    changes: list[Any] = [
        patch.dict(os.environ, ENVIRONMENT),
        patch.object(aws, "client", lambda name, once=False: _Now.world.client(name, once=once)),
        patch.object(configuration, "deployed_configuration", lambda: _Now.configuration),
        patch.object(log, "event", lambda name, **fields: _Now.world.logged(name, **fields)),
        *(patch.object(log, name, _unheard) for name in vars(log) if name in MEASURES),
        *(
            patch.object(
                kept, "random", SimpleNamespace(uniform=lambda a, b: _Now.world.rng.uniform(a, b))
            )
            for kept in (store, retry)
        ),
        *(
            patch.object(
                made,
                "secrets",
                SimpleNamespace(
                    token_hex=lambda n: _Now.world.ids.randbytes(n).hex(),
                    choice=lambda letters: _Now.world.ids.choice(letters),
                ),
            )
            for made in (public_ids, records)
        ),
        patch.object(secrets, "time", SimpleNamespace(monotonic=lambda: _Now.world.now)),
        patch.object(stream, "time_limit", lambda _seconds: nullcontext()),
        patch.object(classifier, "read", lambda text, lang=None: read(text, lang=lang)),
        patch.object(https, "_exchange", _exchange),
        patch.object(checker, "ThreadPoolExecutor", SerialExecutor),
        patch.object(storing, "ThreadPoolExecutor", SerialExecutor),
        patch.object(second_opinion, "ThreadPoolExecutor", SerialExecutor),
    ]
    for name in FUNCTIONS:
        module = import_module(f"functions.{name}.handler")
        changes.append(patch.object(module, "shared_store", lambda: _Now.world.store))
        if hasattr(module, "now"):
            changes.append(patch.object(module, "now", lambda: _Now.world.clock()))
    for change in changes:
        change.start()

    def install(world: World, known: Configuration) -> None:
        _Now.world, _Now.configuration = world, known
        secrets._cache.clear()

    try:
        yield install
    finally:
        for change in reversed(changes):
            change.stop()

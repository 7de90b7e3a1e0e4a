"""`replywatch inspect [FILE]`: prints the events in a webhook body, one JSON object per line."""

import argparse
import sys
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from cli.arguments import content_of
from cli.printing import print_error, to_json
from functions.webhook import adapter_messages, bodies, meta, own_accounts, signatures, x
from functions.webhook.bodies import Json, NotAWebhookError
from shared.config.configuration import Configuration, ConfigurationError, load_file
from shared.domain.events import AUTOMATED_REPLY, Event, conversation_of

FIELDS = (
    "kind", "channel", "surface", "account", "customer", "message_id", "answers", "direction",
    "automated", "at", "conversation",
)  # fmt: skip

_EXTRA_FIELDS = {
    "what": "event_name", "text": "text", "app": "app", "app_tag": "app_tag", "lang": "lang",
    "reach": "followers", "thread": "thread", "permalink": "permalink", "alias": "alias",
}  # fmt: skip
"""The fields that `--full` adds, and the event's attribute behind each."""


def add(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("file", nargs="?", type=Path, help="default: standard input")
    parser.add_argument(
        "--platform", choices=("meta", "x", "adapter"), help="default: recognised from the body"
    )
    parser.add_argument(
        "--config", type=Path, help="a replywatch.toml, for the brand's accounts and bots"
    )
    parser.add_argument(
        "--full", action="store_true", help="also print text, app, language, send time"
    )
    parser.add_argument("--verify", metavar="SECRET", help="check the signature with this secret")
    parser.add_argument("--signature", metavar="HEADER", help="the signature header as received")


def run(args: argparse.Namespace) -> int:
    """0; 1 if the body is unreadable, not a webhook's, or not signed with the secret; 2 if half of
    the signature's options are missing."""
    if (args.verify is None) != (args.signature is None):
        print_error("inspect", "--verify and --signature: expected both or neither.")
        return 2
    configuration: Configuration | None = None
    try:
        raw = content_of(args.file)
        if args.config:
            configuration = load_file(args.config)
        body = bodies.load(raw)
        platform = args.platform or platform_of(body)
        if args.verify is not None and platform == "adapter":
            print_error("inspect", "--verify checks the signatures of Meta and X only.")
            return 1
        if args.verify is not None and not _is_signed(platform, raw, args.signature, args.verify):
            print_error("inspect", "The signature does not match this secret and body.")
            return 1
        events = _events(body, platform, configuration)
    except NotAWebhookError as error:
        print_error("inspect", f"Not a body that Meta, X or an adapter sends: {error}")
        return 1
    except OSError as error:
        print_error("inspect", f"{error.filename}: {error.strerror}")
        return 1
    except (ConfigurationError, adapter_messages.InvalidMessagesError) as error:
        print_error("inspect", str(error))
        return 1
    for line in lines(events, configuration.bots if configuration else (), full=args.full):
        sys.stdout.write(to_json(line) + "\n")
    return 0


def _events(
    body: dict[str, Json], platform: str, configuration: Configuration | None
) -> Sequence[Event]:
    """The events as the webhook stores them. Raises NotAWebhookError and InvalidMessagesError."""
    if platform == "adapter":
        found = adapter_messages.parse(body)
        return found if configuration is None else [*own_accounts.without_own(found, configuration)]
    if configuration is None:
        return meta.parse(body) if platform == "meta" else x.parse(body)
    found = meta.parse(body) if platform == "meta" else x.parse(body, configuration.x_accounts)
    return list(own_accounts.without_own(found, configuration))


def platform_of(body: dict[str, Json]) -> str:
    """`meta`, `x` or `adapter`, by the body's envelope."""
    if "messages" in body and "object" not in body:
        return "adapter"
    return "meta" if "object" in body or "values" in body else "x"


def _is_signed(platform: str, raw: bytes, header: str | None, secret: str) -> bool:
    check = signatures.meta_signed if platform == "meta" else signatures.x_signed
    return check(raw, header, [secret])


def lines(
    events: Sequence[Event], bots: Collection[str], *, full: bool = False
) -> Iterator[dict[str, Any]]:
    """One dictionary per event.

    Some events name only the message that they answer: a brand's reply to a comment, or a
    customer's post on X, whose v1.1 format has no thread. Such an event gets the conversation of
    that message if the same body contains it.
    """
    known: dict[tuple[str | None, ...], Event] = {
        (e.channel, e.account, e.message_id): e for e in events if e.message_id and e.conversation
    }
    for event in events:
        parent = known.get((event.channel, event.account, event.answers))
        is_reply_on_x = event.channel == "x" and event.thread == event.answers
        if parent is not None and (event.needs_parent or is_reply_on_x):
            event = event._replace(  # noqa: PLW2901 the same event, with its conversation
                customer=event.customer or parent.customer, thread=parent.thread, needs_parent=False
            )
            known[event.channel, event.account, event.message_id] = event
        yield _line(event, bots, full=full)


def _line(event: Event, bots: Collection[str], *, full: bool) -> dict[str, Any]:
    line = {name: getattr(event, name, None) for name in FIELDS}
    sent_by = {event.app, event.app_tag} - {None}
    is_marked = event.event_name == AUTOMATED_REPLY
    line["automated"] = is_marked or (event.kind == "reply" and not sent_by.isdisjoint(bots))
    line["at"] = iso(event.at)
    line["conversation"] = conversation_of(event._replace(needs_parent=False))
    if full:
        line |= {name: getattr(event, attribute) for name, attribute in _EXTRA_FIELDS.items()}
        line["sent_at"] = iso(event.sent_at)
    return line


def iso(at: datetime | None) -> str | None:
    """ISO 8601 in UTC; with milliseconds unless the time is a whole second."""
    if at is None:
        return None
    return at.isoformat(timespec="milliseconds" if at.microsecond else "seconds").replace(
        "+00:00", "Z"
    )

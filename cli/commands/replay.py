"""`replywatch replay`: processes again what the webhook put into quarantine.

An event of an account that is configured by now is stored. An update that was not understood is
parsed by the current parser. What can be stored leaves the quarantine; the rest stays until it
expires. Storing the same event twice changes nothing, so an interrupted replay can be run again.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from cli import stack
from cli.commands.inspect import platform_of
from cli.printing import escape_controls
from cli.table import Table
from functions.webhook import bodies, meta, storing, updates, x
from functions.webhook.bodies import Json, NotAWebhookError
from functions.webhook.storing import Routed
from shared.config.configuration import Configuration
from shared.domain.events import Event
from shared.storage import schema
from shared.storage.attributes import Item, moment, stamp
from shared.storage.schema import PK, SK, Key

REASONS = ("unknown", "account", "place", "body")
MIN_SEARCH_DAYS = 60
"""Days to search at least: an entry may date from a configuration that kept entries longer."""


class NotUnderstoodError(Exception):
    """The current parser does not understand the entry either. It stays in quarantine."""


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The command's options."""
    parser = subparsers.add_parser("replay", help="process quarantined events again")
    parser.add_argument(
        "--list", action="store_true", help="only list what is quarantined, without any text"
    )
    parser.add_argument("--reason", choices=REASONS, help="only events quarantined for this reason")
    parser.add_argument(
        "--body", type=Path, metavar="FILE", help="process this webhook body instead"
    )
    parser.add_argument(
        "--platform", choices=("meta", "x"), help="with --body (default: recognised from the body)"
    )
    stack.options(parser)
    parser.set_defaults(command="replay")


@stack.report_errors
def run(args: argparse.Namespace) -> int:
    """0, even if nothing could be stored; 2 on an error."""
    if args.platform and not args.body:
        raise stack.OperatorError("--platform needs --body FILE.")
    table, configuration = stack.table(args), stack.configuration(args)
    now = stack.now()
    if args.body:
        print(replay_body(table, configuration, args.body, args.platform, now))
        return 0
    entries = [
        item
        for item in quarantine(table, configuration, now)
        if args.reason in {None, item["reason"]}
    ]
    if args.list:
        for item in entries:
            print(escape_controls(summary(item, now)))
        print(_counted(Counter(str(item["reason"]) for item in entries), "quarantined"))
    else:
        print(replay(table, configuration, entries, now))
    return 0


def quarantine(table: Table, configuration: Configuration, now: datetime) -> Iterator[Item]:
    """All quarantined entries, the oldest first."""
    days = max(configuration.quarantine_days, MIN_SEARCH_DAYS)
    for age in range(days, -2, -1):
        yield from table.partition(
            schema.quarantine_key(stamp(now - timedelta(days=age))[:10], "").pk
        )


def summary(item: Item, now: datetime) -> str:
    """An entry's age, reason, kind, and account. It has no text that a person wrote."""
    day = str(item[PK]).removeprefix(schema.QUARANTINE)
    kept_at = moment(item.get("kept_at") or f"{day}T00:00:00.000Z")
    account, truncated = "", ", truncated" if item.get("cut") else ""
    if item["reason"] != "body" and not truncated:
        event = storing.restore_event(item)
        account = f" {event.channel or '-'} {event.account or '-'}"
    return f"{_age(now - kept_at):>7}  {item['reason']:<8} {item['event_name']}{account}{truncated}"


def _age(age: timedelta) -> str:
    minutes = max(int(age.total_seconds()) // 60, 0)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} d"


def replay(
    table: Table, configuration: Configuration, entries: Sequence[Item], now: datetime
) -> str:
    """Stores what can be stored, one entry after the other. Returns a summary line."""
    processed: Counter[str] = Counter()
    remaining: Counter[str] = Counter()
    for item in entries:
        try:
            routed = storing.route(events_of(item, configuration), configuration)
        except NotUnderstoodError:
            remaining[str(item["reason"])] += 1
            continue
        storing.store_events(table, replace(routed, quarantined=[]), configuration, now)
        if routed.quarantined:
            remaining[routed.quarantined[0][0]] += 1
            continue
        processed += routed.counts
        table.remove([Key(item[PK], item[SK])])
    return f"{_counted(processed, 'processed')}; {_counted(remaining, 'quarantined')}"


def events_of(item: Item, configuration: Configuration) -> list[Event]:
    """The events that the current parser finds in an entry. Raises NotUnderstoodError."""
    try:
        if item["reason"] == "body":
            if item.get("cut"):
                raise NotUnderstoodError
            return parsed(bodies.load(item["event"].encode()), item["event_name"], configuration)
        event = storing.restore_event(item)
        if event.kind != "unknown":
            return [event]
        if not isinstance(event.source, dict):
            raise NotUnderstoodError
        return parsed(event.source, "x" if event.channel == "x" else "meta", configuration)
    except (NotAWebhookError, ValueError) as error:
        raise NotUnderstoodError from error


def parsed(body: dict[str, Json], platform: str, configuration: Configuration) -> list[Event]:
    """The body's events, as the webhook parses them. Raises NotAWebhookError."""
    if platform == "meta":
        return updates.parse_with_envelopes(body, meta.parse)
    return updates.parse_with_envelopes(body, lambda b: x.parse(b, configuration.x_accounts))


def replay_body(
    table: Table, configuration: Configuration, file: Path, platform: str | None, now: datetime
) -> str:
    """Processes a body as the webhook does, quarantine included. Returns a summary line."""
    try:
        body = bodies.load(file.read_bytes())
        events = parsed(body, platform or platform_of(body), configuration)
    except OSError as error:
        raise stack.OperatorError(f"{file}: {error.strerror}") from error
    except NotAWebhookError as error:
        reason = f"{file}: Not a recognised Meta or X webhook body: {error}"
        raise stack.OperatorError(reason) from error
    routed: Routed = storing.route(events, configuration)
    storing.store_events(table, routed, configuration, now)
    quarantined = Counter(reason for reason, _ in routed.quarantined)
    return f"{_counted(routed.counts, 'read')}; {_counted(quarantined, 'quarantined')}"


def _counted(counts: Counter[str], what: str) -> str:
    parts = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
    return f"{counts.total()} {what}" + (f" ({parts})" if parts else "")

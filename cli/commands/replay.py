"""`replywatch replay`: processes again what the webhook put into quarantine.

An event of an account that is configured by now is stored. An unknown update is parsed by the
current parser. What can be stored leaves the quarantine; the rest stays until it expires. Storing
the same event twice changes nothing, so an interrupted replay can be run again.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple, get_args

from cli import stack
from cli.commands.inspect import platform_of
from cli.printing import escape_controls, to_json, with_progress
from cli.table import Table
from functions.webhook import adapter_messages, bodies, envelopes, meta, quarantine, storing, x
from functions.webhook.bodies import Json, NotAWebhookError
from functions.webhook.storing import Routed
from shared.config.configuration import Configuration
from shared.domain.events import Event
from shared.storage import schema
from shared.storage.attributes import Item, moment, stamp
from shared.storage.schema import PK, Key

REASONS = get_args(quarantine.Reason)
MIN_SEARCH_DAYS = 60
"""The least number of days to search, because an entry may date from a configuration that kept
entries longer."""


class NotUnderstoodError(Exception):
    """The current parser does not understand the entry either. It stays in quarantine."""


def add(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument(
        "--list", action="store_true", help="only list what is quarantined, without any text"
    )
    parser.add_argument("--dry-run", action="store_true", help="store nothing, only report")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--reason", choices=REASONS, help="only events quarantined for this reason")
    parser.add_argument(
        "--body", type=Path, metavar="FILE", help="process this webhook body instead"
    )
    parser.add_argument(
        "--platform",
        choices=("meta", "x", "adapter"),
        help="with --body (default: recognised from the body)",
    )
    stack.options(parser)


@stack.report_errors
def run(args: argparse.Namespace) -> int:
    """0, even if nothing could be stored; 2 on an error."""
    if args.platform and not args.body:
        raise stack.OperatorError("--platform needs --body FILE.")
    table, configuration = stack.table(args, dry_run=args.dry_run), stack.configuration(args)
    now = stack.now()
    if args.body:
        outcome = replay_body(table, configuration, args.body, args.platform, now)
        outcome.show("read", as_json=args.json)
        return 0
    entries = [
        item
        for item in quarantined(table, configuration, now)
        if args.reason in {None, item["reason"]}
    ]
    if args.list:
        for item in entries:
            entry = summary(item, now)
            print(to_json(entry._asdict()) if args.json else escape_controls(entry.line()))
        if not args.json:
            reasons = Counter(str(item["reason"]) for item in entries)
            print(_counted(reasons, "quarantined"))
    else:
        shown = with_progress(entries, f"of {len(entries):,} events", every=100)
        replay(table, configuration, shown, now).show("processed", as_json=args.json)
    return 0


def quarantined(table: Table, configuration: Configuration, now: datetime) -> Iterator[Item]:
    """All quarantined entries, the oldest first."""
    days = max(configuration.quarantine_days, MIN_SEARCH_DAYS)
    for age in range(days, -2, -1):
        yield from table.partition(
            schema.quarantine_key(stamp(now - timedelta(days=age))[:10], "").pk
        )


class Summary(NamedTuple):
    """An entry of the quarantine. It has no text that a person wrote."""

    age_s: int
    reason: str
    event: str
    channel: str | None
    account: str | None
    truncated: bool

    def line(self) -> str:
        is_placed = self.reason != "body" and not self.truncated
        place = f" {self.channel or '-'} {self.account or '-'}" if is_placed else ""
        end = ", truncated" if self.truncated else ""
        return f"{_age(self.age_s):>7}  {self.reason:<8} {self.event}{place}{end}"


def summary(item: Item, now: datetime) -> Summary:
    """The entry as it is listed."""
    day = str(item[PK]).removeprefix(schema.QUARANTINE)
    kept_at = moment(item.get("kept_at") or f"{day}T00:00:00.000Z")
    truncated = bool(item.get("cut"))
    channel = account = None
    if item["reason"] != "body" and not truncated:
        event = quarantine.event_of(item)
        channel, account = event.channel, event.account
    age_s = int((now - kept_at).total_seconds())
    return Summary(age_s, item["reason"], item["event_name"], channel, account, truncated)


class Outcome(NamedTuple):
    """What was stored by kind, and what stays quarantined by reason."""

    stored: Counter[str]
    quarantined: Counter[str]

    def show(self, verb: str, *, as_json: bool) -> None:
        if as_json:
            print(to_json({"stored": self.stored, "quarantined": self.quarantined}))
        else:
            print(f"{_counted(self.stored, verb)}; {_counted(self.quarantined, 'quarantined')}")


def _age(age_s: int) -> str:
    minutes = max(age_s // 60, 0)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} d"


def replay(
    table: Table, configuration: Configuration, entries: Iterable[Item], now: datetime
) -> Outcome:
    """Stores what can be stored, one entry after the other."""
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
        table.remove([Key.of(item)])
    return Outcome(processed, remaining)


def events_of(item: Item, configuration: Configuration) -> list[Event]:
    """The events that the current parser finds in an entry. Raises NotUnderstoodError."""
    try:
        if item["reason"] == "body":
            if item.get("cut"):
                raise NotUnderstoodError
            return parsed(bodies.load(item["event"].encode()), item["event_name"], configuration)
        event = quarantine.event_of(item)
        if event.kind != "unknown":
            return [event]
        if not isinstance(event.source, dict):
            raise NotUnderstoodError
        return parsed(event.source, "x" if event.channel == "x" else "meta", configuration)
    except (NotAWebhookError, ValueError) as error:
        raise NotUnderstoodError from error


def parsed(body: dict[str, Json], platform: str, configuration: Configuration) -> list[Event]:
    """The body's events, as the webhook parses them.

    Raises NotAWebhookError, and for an adapter's body InvalidMessagesError.
    """
    if platform == "adapter":
        return adapter_messages.parse(body)
    if platform == "meta":
        return envelopes.parse_with_envelopes(body, meta.parse)
    return envelopes.parse_with_envelopes(body, lambda b: x.parse(b, configuration.x_accounts))


def replay_body(
    table: Table, configuration: Configuration, file: Path, platform: str | None, now: datetime
) -> Outcome:
    """Processes a body as the webhook does, quarantine included."""
    try:
        body = bodies.load(file.read_bytes())
        events = parsed(body, platform or platform_of(body), configuration)
    except OSError as error:
        raise stack.OperatorError(f"{file}: {error.strerror}") from error
    except NotAWebhookError as error:
        reason = f"{file}: Not a body that Meta, X or an adapter sends: {error}"
        raise stack.OperatorError(reason) from error
    except adapter_messages.InvalidMessagesError as error:
        raise stack.OperatorError(f"{file}: {error}") from error
    routed: Routed = storing.route(events, configuration)
    storing.store_events(table, routed, configuration, now)
    quarantined: Counter[str] = Counter(reason for reason, _ in routed.quarantined)
    return Outcome(routed.counts, quarantined)


def _counted(counts: Counter[str], what: str) -> str:
    parts = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
    return f"{counts.total():,} {what}" + (f" ({parts})" if parts else "")

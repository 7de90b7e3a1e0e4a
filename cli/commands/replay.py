"""`replywatch replay`: tries again what the webhook could not use and kept aside.

An event of an account that is configured now lands. What was not understood is parsed again by
today's parser. What has landed leaves the quarantine; the rest stays, and expires in its time.
Landing is the same put again, so a replay that is cut short is simply run again.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from shared.storage.rows import Key

from cli import stack
from cli.commands.inspect import platform_of
from cli.table import Table
from functions.webhook import bodies, meta, storing, updates, x
from functions.webhook.bodies import Json, NotAWebhookError
from functions.webhook.storing import Routed
from shared.config.configuration import Configuration
from shared.domain.events import Event
from shared.storage.attributes import Item, moment, stamp
from shared.storage.schema import PK, SK

REASONS = ("unknown", "account", "place", "body")
KEPT_DAYS = 60
"""How far back to look, at least: what was kept by an earlier configuration may live longer."""


class NotYetError(Exception):
    """Today's parser does not understand it either: keep it."""


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The command's options."""
    parser = subparsers.add_parser("replay", help="land what was kept aside, where that works now")
    parser.add_argument("--list", action="store_true", help="only say what is kept; never its text")
    parser.add_argument("--reason", choices=REASONS, help="only what was kept for this reason")
    parser.add_argument("--body", type=Path, metavar="FILE", help="land this body instead")
    parser.add_argument("--platform", choices=("meta", "x"), help="whose; default: told by it")
    stack.options(parser)
    parser.set_defaults(command="replay")


@stack.told
def run(args: argparse.Namespace) -> int:
    """0, whether or not anything could land; 2 where it could not be done."""
    if args.platform and not args.body:
        raise stack.OperatorError("--platform goes with --body FILE")
    table, configuration = stack.table(args), stack.configuration(args)
    now = stack.now()
    if args.body:
        print(land_body(table, configuration, args.body, args.platform, now))
        return 0
    kept = [
        item
        for item in quarantine(table, configuration, now)
        if args.reason in {None, item["reason"]}
    ]
    if args.list:
        for item in kept:
            print(line(item, now))
        print(_counted(Counter(str(item["reason"]) for item in kept), "kept"))
    else:
        print(replay(table, configuration, kept, now))
    return 0


def quarantine(table: Table, configuration: Configuration, now: datetime) -> Iterator[Item]:
    """Everything that is kept aside, the oldest first."""
    days = max(configuration.quarantine_days, KEPT_DAYS)
    for age in range(days, -2, -1):
        yield from table.partition(f"Q#{stamp(now - timedelta(days=age))[:10]}")


def line(item: Item, now: datetime) -> str:
    """How old, why, what, and on which of the brand's accounts. Nothing that anybody wrote."""
    day = str(item[PK]).removeprefix("Q#")
    kept_at = moment(item.get("kept_at") or f"{day}T00:00:00.000Z")
    where, cut = "", ", only its beginning" if item.get("cut") else ""
    if item["reason"] != "body" and not cut:
        event = storing.restore_event(item)
        where = f" {event.channel or '-'} {event.account or '-'}"
    return f"{_age(now - kept_at):>7}  {item['reason']:<8} {item['event_name']}{where}{cut}"


def _age(age: timedelta) -> str:
    minutes = max(int(age.total_seconds()) // 60, 0)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} d"


def replay(table: Table, configuration: Configuration, kept: Sequence[Item], now: datetime) -> str:
    """Lands what can land, an entry at a time; what came of it, in a line."""
    landed: Counter[str] = Counter()
    rest: Counter[str] = Counter()
    for item in kept:
        try:
            routed = storing.route(events_of(item, configuration), configuration)
        except NotYetError:
            rest[str(item["reason"])] += 1
            continue
        storing.store_events(table, replace(routed, quarantined=[]), configuration, now)
        if routed.quarantined:
            rest[routed.quarantined[0][0]] += 1
            continue
        landed += routed.counts
        table.remove([Key(item[PK], item[SK])])
    return f"{_counted(landed, 'landed or needed no landing')}; {_counted(rest, 'kept')}"


def events_of(item: Item, configuration: Configuration) -> list[Event]:
    """What today's parser makes of an entry. Raises NotYetError."""
    try:
        if item["reason"] == "body":
            if item.get("cut"):
                raise NotYetError
            return parsed(bodies.load(item["event"].encode()), item["event_name"], configuration)
        event = storing.restore_event(item)
        if event.kind != "unknown":
            return [event]
        if not isinstance(event.source, dict):
            raise NotYetError
        return parsed(event.source, "x" if event.channel == "x" else "meta", configuration)
    except (NotAWebhookError, ValueError) as error:
        raise NotYetError from error


def parsed(body: dict[str, Json], platform: str, configuration: Configuration) -> list[Event]:
    """As the webhook parses it. Raises NotAWebhookError."""
    if platform == "meta":
        return updates.parse_with_envelopes(body, meta.parse)
    brands = {a.id for a in configuration.accounts if a.channel == "x"}
    return updates.parse_with_envelopes(body, lambda b: x.parse(b, brands))


def land_body(
    table: Table, configuration: Configuration, file: Path, platform: str | None, now: datetime
) -> str:
    """Lands a body as if its platform had sent it; what is of no use is kept aside as ever."""
    try:
        body = bodies.load(file.read_bytes())
        events = parsed(body, platform or platform_of(body), configuration)
    except OSError as error:
        raise stack.OperatorError(f"{file}: {error.strerror}") from error
    except NotAWebhookError as error:
        raise stack.OperatorError(f"{file}: no webhook of Meta or X: {error}") from error
    routed: Routed = storing.route(events, configuration)
    storing.store_events(table, routed, configuration, now)
    kept = Counter(reason for reason, _ in routed.quarantined)
    return f"{_counted(routed.counts, 'read')}; {_counted(kept, 'kept')}"


def _counted(counts: Counter[str], what: str) -> str:
    parts = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
    return f"{counts.total()} {what}" + (f" ({parts})" if parts else "")

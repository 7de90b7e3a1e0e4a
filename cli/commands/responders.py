"""`replywatch responders`: lists what responders have changed on their settings page, and resets it
to the file's values.

Addresses are shortened unless --addresses is given.
"""

import argparse
from collections.abc import Iterator
from typing import Any

from cli import stack
from cli.confirmation import confirm
from cli.printing import escape_controls, to_json
from shared.config.configuration import Configuration, Responder
from shared.config.file_values import DAY_NAMES
from shared.domain import own_settings as domain
from shared.domain.availability import AbsentDays, QuietHours
from shared.domain.own_settings import ADDRESSES, VALUES, OwnSettings
from shared.storage import own_settings

GONE = "not in the file, so it has no effect"


def add(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listed = actions.add_parser("list", help="show each value, and where it comes from")
    listed.add_argument("--addresses", action="store_true", help="print addresses in full")
    listed.add_argument("--json", action="store_true", help="print one JSON object per responder")
    reset = actions.add_parser("reset", help="delete what a responder has changed")
    reset.add_argument("name")
    reset.add_argument("--dry-run", action="store_true", help="change nothing, only report")
    reset.add_argument("--yes", action="store_true", help="do not ask for confirmation")
    for action in (listed, reset):
        stack.options(action)


@stack.report_errors
def run(args: argparse.Namespace) -> int:
    """0; 2 if it could not be done."""
    if args.action == "list":
        _list(args)
    else:
        _reset(args)
    return 0


def _list(args: argparse.Namespace) -> None:
    known, own = stack.configuration(args), own_settings.read_all(stack.table(args))
    for name in dict.fromkeys((*known.responders, *own)):
        values = list(_values(known, own.get(name, OwnSettings(responder=name)), args.addresses))
        if args.json:
            about = {"responder": name, "is_in_file": name in known.responders}
            print(to_json(about | _as_json(values)))
            continue
        print(escape_controls(name if name in known.responders else f"{name} ({GONE})"))
        for field, text, source in values:
            print(escape_controls(f"  {field:<12} {source:<5} {text}"))


type Value = tuple[str, str, str]
"""A field, its value for people, and where it comes from: `file` or `own`."""


def _values(known: Configuration, own: OwnSettings, is_whole: bool) -> Iterator[Value]:
    of_file = known.responders.get(own.responder, Responder(name=own.responder))
    now = own_settings.own_responder(of_file, own)
    for field in VALUES:
        value = getattr(now, field)
        is_shown = value and (own.responder in known.responders or field in own.values)
        if is_shown:
            is_short = field in ADDRESSES.values() and not is_whole
            text = shortened(value) if is_short else _text(value)
            yield field, text, "own" if field in own.values else "file"
    for sending in own.sendings:
        if sending.purpose == "code":
            to = str(sending.to)
            shown = to if is_whole else shortened(to)
            yield ADDRESSES[sending.by], f"{shown} (code {sending.state}, not confirmed)", "own"


def _as_json(values: list[Value]) -> dict[str, Any]:
    return {"values": [{"field": f, "value": text, "source": s} for f, text, s in values]}


def shortened(address: str) -> str:
    """`a…@example.com`, `+49…56`: enough to recognise the address, but not to use it."""
    local, at, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}" if at else f"{address[:3]}…{address[-2:]}"


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_text, value))
    if isinstance(value, QuietHours):
        days = " ".join(DAY_NAMES[day] for day in value.days)
        start, end = (f"{minute // 60 % 24:02}:{minute % 60:02}" for minute in value.hours)
        return f"{days} {start}-{end}"
    if isinstance(value, AbsentDays):
        return f"{value.first} to {value.last}"
    return str(value)


def _reset(args: argparse.Namespace) -> None:
    """Resets a responder. Even if the responder has changed nothing, links to the settings page
    end."""
    table = stack.table(args, dry_run=args.dry_run)
    own = own_settings.read(table, args.name)
    configuration = stack.configuration(args)
    if not own.version and args.name not in configuration.responders:
        raise stack.responder_missing(args.name, configuration)
    changed = ", ".join(own.values) or "nothing was changed"
    if args.dry_run:
        print(f"would reset {args.name}: {changed}; would end the links to the settings page")
        return
    question = (
        f"Delete what {args.name} has changed ({changed}), and end the links to the settings page?"
        if own.values
        else f"{args.name} has changed nothing. End the links to the settings page?"
    )
    confirm(question, otherwise="Nothing was deleted.", is_given=args.yes)
    now = stack.now()
    own_settings.update(table, args.name, lambda known: domain.reset(known, now))
    print(f"reset {args.name}: {changed}; earlier links to the page are no longer valid")

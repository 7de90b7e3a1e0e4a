"""`replywatch addresses`: lists responders' suppressed addresses, and clears them. It prints names
and channels, but no addresses."""

import argparse
from collections.abc import Iterator
from datetime import datetime

from cli import stack
from cli.printing import escape_controls, to_json
from shared.config.configuration import Configuration
from shared.storage import own_settings, suppressions
from shared.storage.attributes import stamp
from shared.storage.store import Store
from shared.storage.suppressions import Address, Suppression


def add(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument(
        "--clear",
        metavar="NAME",
        help="clear this responder's addresses, so that they are used again",
    )
    parser.add_argument("--dry-run", action="store_true", help="with --clear: change nothing")
    parser.add_argument("--json", action="store_true", help="print one JSON object per address")
    stack.options(parser)


@stack.report_errors
def run(args: argparse.Namespace) -> int:
    """0; 2 if the deployment, or the responder, cannot be found."""
    configuration, table = stack.configuration(args), stack.table(args, dry_run=args.dry_run)
    if args.clear and args.clear not in configuration.responders:
        raise stack.responder_missing(args.clear, configuration)
    now = stack.now()
    listed = [s for s in suppressed(table, configuration, now) if args.clear in {None, s[0]}]
    for name, address, found in listed:
        print(_shown(name, address, found, is_cleared=bool(args.clear), as_json=args.json))
        if args.clear:
            suppressions.end(table, address, now)
    if not listed and not args.json:
        print(f"No address{f' of {args.clear}' if args.clear else ''} is suppressed.")
    return 0


def suppressed(
    store: Store, configuration: Configuration, now: datetime
) -> Iterator[tuple[str, Address, Suppression]]:
    """The suppressed addresses, each with its responder's name. They include addresses from own
    settings."""
    for responder in own_settings.resolved(store, configuration).responders.values():
        addresses = suppressions.of_responder(responder)
        for address, found in suppressions.read(store, addresses, now).items():
            yield responder.name, address, found


def _shown(
    name: str, address: Address, found: Suppression, *, is_cleared: bool, as_json: bool
) -> str:
    if as_json:
        times = {"since": stamp(found.since), "until": stamp(found.until)}
        values = {"responder": name, "by": address.by, "reason": found.reason, **times}
        return to_json(values | {"cleared": is_cleared})
    until = "used again" if is_cleared else f"not used until {found.until:%Y-%m-%d}"
    line = f"{name}  {address.by}  {found.reason} {found.since:%Y-%m-%d %H:%M} UTC, {until}"
    return escape_controls(line)

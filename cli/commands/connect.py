"""`replywatch connect meta|x`: registers the webhook with a platform, and subscribes the accounts.

It reads first and changes only what is missing, so it can be run as often as you like: after the
first deployment, after a new account, and when a platform has switched a webhook off. `--remove`
removes what leads to the deployment.
"""

import argparse
import sys
import time
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from cli import stack, webhook_checks
from cli.arguments import web_address
from cli.connect import build, credentials, removal
from cli.connect.build import Options
from cli.connect.platform_error import reported
from cli.connect.x import Period, lost_period
from cli.deployment import Deployment, deployment
from cli.findings import Finding, show
from cli.history_file import LineError, parse_time
from cli.stack import OperatorError
from cli.table import Table
from shared.config.configuration import Configuration
from shared.domain.durations import parse_duration
from shared.domain.events import sender_of
from shared.storage import activity, wait_facts
from shared.storage.attributes import stamp

POLL_S = 3


def add(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    platforms = parser.add_subparsers(dest="platform", metavar="PLATFORM", required=True)
    meta = platforms.add_parser("meta", help="Facebook, Messenger, Instagram, WhatsApp, Threads")
    meta.add_argument("--app-id", metavar="ID", help="the app's id (default: META_APP_ID)")
    meta.add_argument(
        "--waba",
        action="append",
        default=[],
        metavar="ID",
        help="a WhatsApp Business Account (default: those that the token names)",
    )
    x = platforms.add_parser("x", help="posts and direct messages")
    x.add_argument(
        "--replay",
        nargs=2,
        metavar=("FROM", "TO"),
        help="only ask X to redeliver the events of this period, within the last 24 hours",
    )
    x.add_argument(
        "--no-replay",
        action="store_true",
        help="do not request events that were lost while the webhook was invalid",
    )
    for platform in (meta, x):
        platform.add_argument("--dry-run", action="store_true", help="change nothing, only report")
        platform.add_argument("--json", action="store_true", help="print one JSON object per step")
        platform.add_argument(
            "--take-over",
            action="store_true",
            help="also redirect what leads to another program, which then receives nothing",
        )
        platform.add_argument(
            "--remove",
            action="store_true",
            help="remove what leads to this deployment, before you delete it",
        )
        platform.add_argument(
            "--wait", metavar="TIME", help="then wait up to this long for a message, such as 5m"
        )
        platform.add_argument(
            "--api-url", metavar="URL", type=web_address, help="the API, if not the platform's own"
        )
        stack.options(platform, needs_outputs=True)


@stack.report_errors
def run(args: argparse.Namespace) -> int:
    """0 if all is connected; 1 if something is missing, or with --dry-run would be changed; 2 if it
    could not be done."""
    place, configuration = deployment(args), stack.configuration(args)
    if args.local and not args.api_url:
        raise OperatorError(
            "The platforms cannot reach the local stack. Try it with the stand-ins: "
            "docs/connect-meta.md."
        )
    if args.remove and (args.wait or args.take_over or getattr(args, "replay", None)):
        raise OperatorError("--remove: it needs no --wait, --take-over or --replay.")
    within = _duration(args.wait) if args.wait else None
    steps = (
        _meta(args, place, configuration)
        if args.platform == "meta"
        else _x(args, place, configuration)
    )
    statuses: list[str] = []
    for finding in steps:
        statuses.append(finding.status)
        show(finding, as_json=args.json)
    if within and "failed" not in statuses:
        finding = _first_message(args, place, configuration, within)
        statuses.append(finding.status)
        show(finding, as_json=args.json)
    if not args.json:
        print(f"\n{_summary(statuses, removes=args.remove)}")
    return int("failed" in statuses or "planned" in statuses)


def _meta(
    args: argparse.Namespace, place: Deployment, configuration: Configuration
) -> Iterator[Finding]:
    app_id = args.app_id or credentials.given("META_APP_ID")
    if not app_id:
        raise OperatorError("Name the app: --app-id ID, or META_APP_ID in the environment.")
    token = credentials.required("META_ACCESS_TOKEN", "a system user's access token")
    options = Options(
        api_url=args.api_url,
        dry_run=args.dry_run,
        takes_over=args.take_over,
        waba_ids=tuple(args.waba),
    )
    made = build.meta(place, configuration, app_id, token, options)
    if args.remove:
        yield from removal.from_meta(made)
        return
    yield from _reachable(webhook_checks.meta(place), made.findings())


def _x(
    args: argparse.Namespace, place: Deployment, configuration: Configuration
) -> Iterator[Finding]:
    bearer = credentials.required("X_BEARER_TOKEN", "the app's bearer token")
    options = Options(api_url=args.api_url, dry_run=args.dry_run, takes_over=args.take_over)
    made = build.x(place, configuration, bearer, _user_token, options)
    if args.remove:
        yield from removal.from_x(made)
        return
    if args.replay:
        start, end = map(_time, args.replay)
        steps = made.replay(start, end, stack.now())
    else:
        steps = made.findings(None if args.no_replay else lambda: _lost(place, configuration))
    yield from _reachable(webhook_checks.x(place), steps)


def _lost(place: Deployment, configuration: Configuration) -> Period:
    """The period of the events that X may not have delivered."""
    table, now = place.table(), stack.now()
    found = activity.last_messages(table, [("x", one) for one in configuration.x_accounts])
    return lost_period(found.values(), now)


def _user_token(account: str) -> str | None:
    """The token of a brand's account. Without a terminal it may be missing."""
    found = credentials.given(f"X_USER_TOKEN_{account}") or credentials.given("X_USER_TOKEN")
    if found or not sys.stdin.isatty():
        return found
    return credentials.required(f"X_USER_TOKEN_{account}", f"a user token of the account {account}")


def _reachable(checks: Iterator[Finding], steps: Iterator[Finding]) -> Iterator[Finding]:
    """The steps, if the webhook itself works, because a platform verifies it during
    registration."""
    is_right = True
    for finding in reported("webhook", checks):
        is_right = is_right and finding.status != "failed"
        yield finding
    if is_right:
        yield from steps


def _first_message(
    args: argparse.Namespace, place: Deployment, configuration: Configuration, within: timedelta
) -> Finding:
    """Waits for a message that a person writes. It tests everything up to an open wait."""
    channels = {a.channel for a in configuration.accounts if sender_of(a.channel) == args.platform}
    table = place.table()
    since = stack.now()
    sys.stderr.write(
        f"Write to one of the accounts now, from an account of your own, such as: Where is my "
        f"order? Waiting for {args.wait} …\n"
    )
    if found := _await_first(table, channels, since, since + within):
        return Finding("first message", "ok", f"arrived on {found}, and opened a wait")
    advice = "See `replywatch doctor`, and the docs page on connecting: Nothing arrives."
    return Finding("first message", "failed", f"none arrived within {args.wait}", advice)


def _await_first(
    table: Table, channels: Collection[str], since: datetime, end: datetime
) -> str | None:
    """The channel of the first wait that is opened by a message that arrived after `since`."""
    while stack.now() < end:
        for hour in sorted({stamp(since)[:13], stamp(stack.now())[:13]}):
            for fact in wait_facts.of_hour(table, hour):
                arrived = fact.received_at or fact.wait.opened_at
                if fact.channel in channels and arrived >= since:
                    return fact.channel
        time.sleep(POLL_S)
    return None


def _time(text: str) -> datetime:
    try:
        return parse_time(text, "--replay")
    except LineError as error:
        raise OperatorError(str(error)) from error


def _duration(text: str) -> timedelta:
    try:
        return timedelta(seconds=parse_duration(text))
    except ValueError as error:
        raise OperatorError(f"--wait: {error}") from error


def _summary(statuses: list[str], *, removes: bool) -> str:
    failed, changed, planned = (statuses.count(s) for s in ("failed", "changed", "planned"))
    parts = []
    if changed:
        parts.append(f"Changed {changed}.")
    if planned:
        parts.append(f"Would change {planned}. Run it without --dry-run to do so.")
    if failed:
        parts.append(f"Missing: {failed}. Do what is advised above, and run it again.")
    if not parts:
        first = "Nothing leads here." if removes else "All is connected."
        parts = [f"{first} Nothing was changed."]
    if by_hand := statuses.count("unknown"):
        parts.append(f"To do by hand: {by_hand}, see above.")
    return " ".join(parts)

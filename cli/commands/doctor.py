"""`replywatch doctor`: checks a deployment end to end, and says what to do.

It changes nothing: its only webhook with a valid signature contains no events.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from botocore.exceptions import BotoCoreError, ClientError

from cli import event_sources, sender_checks, stack, webhook_checks
from cli.commands import addresses, forget, replay
from cli.connect import build
from cli.deployment import Deployment, deployment
from cli.findings import Finding, refused, show
from cli.local import http_client
from cli.local.http_client import NoResponseError, Response
from cli.stack import OperatorError
from cli.table import Table
from shared.config.configuration import Configuration
from shared.domain.durations import format_duration
from shared.domain.events import Sender, sender_of
from shared.storage import activity, schema
from shared.storage.attributes import moment, stamp
from shared.storage.schema import SHARDS

MAX_CLOCK_DIFFERENCE = timedelta(seconds=60)
MAX_OVERDUE = timedelta(minutes=3)
"""How long an entry may be due without being handled: the checker runs every minute."""

QUARANTINE_AGE = timedelta(days=1)

MESSAGE_AGE = timedelta(days=7)
"""An account whose last message is older may have lost its subscription."""


class Subject(NamedTuple):
    """What the checks look at."""

    place: Deployment
    configuration: Configuration
    table: Table
    now: datetime


def add(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--json", action="store_true", help="print one JSON object per check")
    stack.options(parser, needs_outputs=True)


@stack.report_errors
def run(args: argparse.Namespace) -> int:
    """0 if no check has failed; 1 if one has; 2 if the deployment cannot be found."""
    place, configuration = deployment(args), stack.configuration(args)
    subject = Subject(place, configuration, place.table(), stack.now())
    failed = False
    for name, check in CHECKS.items():
        for finding in _findings(name, check, subject):
            failed = failed or finding.status == "failed"
            show(finding, as_json=args.json)
    return int(failed)


type Check = Callable[[Subject], Iterator[Finding]]


def _findings(name: str, check: Check, subject: Subject) -> Iterator[Finding]:
    """The check's findings. A failed call to AWS gives `unknown`, not `failed`."""
    try:
        yield from check(subject)
    except NoResponseError as error:
        yield Finding(name, "failed", str(error), "Check the address, the network and the stack.")
    except ClientError as error:
        is_emulator = subject.place.connection.is_emulator
        yield refused(name, error, is_emulator=is_emulator, right="read")
    except BotoCoreError as error:
        yield Finding(name, "unknown", str(error))
    except OperatorError as error:
        yield Finding(name, "failed", str(error))


# --- The checks -----------------------------------------------------------------------------------


def _secrets(subject: Subject) -> Iterator[Finding]:
    known = subject.place.webhook_secret | subject.place.secret("ApiSecretId")
    names = [name for s in sorted(_senders(subject)) for name in _WANTED[s]] + ["link_keys"]
    entries = [n for r in subject.configuration.responders.values() for n in r.secret_entries]
    if entries:
        known |= subject.place.secret("ChannelsSecretId")
    missing = [name for name in dict.fromkeys([*names, *entries]) if not known.get(name)]
    if missing:
        advice = "Fill in the secret: docs/operations.md, The two secrets."
        yield Finding("secrets", "failed", f"empty: {', '.join(missing)}", advice)
    else:
        yield Finding("secrets", "ok", "all filled in")


_WANTED: Mapping[Sender, Sequence[str]] = {
    "adapter": ("messages_secrets",),
    "meta": ("meta_app_secrets", "meta_verify_tokens"),
    "x": ("x_consumer_secrets",),
}


def _senders(subject: Subject) -> set[Sender]:
    """Who sends webhooks to this deployment."""
    return {sender_of(account.channel) for account in subject.configuration.accounts}


def _api(subject: Subject) -> Iterator[Finding]:
    answer = http_client.get(f"{subject.place.url('ApiUrl')}/health")
    if answer.status == 200:
        yield Finding("api", "ok", "answers")
    else:
        advice = "Look at the API function's log."
        yield Finding("api", "failed", f"/health answers {answer.status}", advice)
    yield from _clock(answer)


def _clock(answer: Response) -> Iterator[Finding]:
    if not answer.date:
        return
    difference = abs(stack.now() - parsedate_to_datetime(answer.date))
    if difference > MAX_CLOCK_DIFFERENCE:
        text = f"this machine differs by {difference.total_seconds():.0f} s"
        yield Finding("clock", "warning", text, "Set this machine's clock.")
    else:
        yield Finding("clock", "ok", "this machine agrees with the deployment")


def _from(sender: Sender, check: Callable[[Deployment], Iterator[Finding]]) -> Check:
    """The check, for deployments to which this sender sends webhooks."""
    return lambda subject: check(subject.place) if sender in _senders(subject) else iter(())


def _due(subject: Subject) -> Iterator[Finding]:
    moments = [
        moment(item[schema.DUE_NEXT])
        for n in range(SHARDS)
        for item in subject.table.due(schema.due(n), until=stamp(subject.now))
    ]
    late = subject.now - min(moments, default=subject.now)
    if late > MAX_OVERDUE:
        text = f"alerts due: {len(moments)}, the oldest for {late.total_seconds() / 60:.0f} min"
        advice = "Look at the logs of sla_checker and notifier, and at the alerts' dead letters."
        yield Finding("alerts", "failed", text, advice)
    else:
        yield Finding("alerts", "ok", "nothing is late")


def _addresses(subject: Subject) -> Iterator[Finding]:
    found = addresses.suppressed(subject.table, subject.configuration, subject.now)
    names = [f"{name} by {address.by} ({why.reason})" for name, address, why in found]
    if names:
        advice = "Correct them, deploy, and run `replywatch addresses --clear NAME`."
        yield Finding("addresses", "warning", f"not used: {', '.join(names)}", advice)
    else:
        yield Finding("addresses", "ok", "all are used")


def _dead_letters(subject: Subject) -> Iterator[Finding]:
    from cli.commands.redrive import count, queues_of

    place = subject.place
    client = place.connection.client("sqs")
    found = {name: count(client, place.output(url)) for name, url in queues_of(place).items()}
    waiting = ", ".join(f"{name} {number}" for name, number in found.items() if number)
    if waiting:
        advice = "Find the cause in the logs, then run `replywatch redrive`."
        yield Finding("dead letters", "failed", waiting, advice)
    else:
        yield Finding("dead letters", "ok", "none")


def _quarantine(subject: Subject) -> Iterator[Finding]:
    since = subject.now - QUARANTINE_AGE
    entries = replay.quarantined(subject.table, subject.configuration, subject.now)
    reasons = Counter(
        str(e["reason"]) for e in entries if moment(e.get("kept_at", e["pk"][2:])) > since
    )
    if reasons:
        text = ", ".join(f"{reason} {number}" for reason, number in sorted(reasons.items()))
        advice = next((a for reason, a in _QUARANTINED.items() if reason in reasons), _UPGRADE)
        yield Finding("quarantine", "warning", f"within a day: {text}", advice)
    else:
        yield Finding("quarantine", "ok", "nothing within a day")


_UPGRADE = "This version does not understand it. Upgrade, then run `replywatch replay`."
_QUARANTINED = {
    "account": "See `replywatch replay --list`: an account may be missing in the configuration.",
    "place": _UPGRADE,
    "unknown": _UPGRADE,
    "body": "Usually there is nothing to do. See docs/operations.md, What was quarantined.",
}
"""What to do, by the reason of a quarantine. The first that applies is printed, because only a
missing account is urgent."""


def _deletion_requests(subject: Subject) -> Iterator[Finding]:
    asked = [item["asked_at"] for item in forget.open_requests(subject.table)]
    if asked:
        text = f"open: {len(asked)}, the oldest since {min(asked)[:10]}"
        advice = "List them: `replywatch forget --requests`. Then forget these customers."
        yield Finding("deletion requests", "warning", text, advice)
    else:
        yield Finding("deletion requests", "ok", "none is open")


def _messages(subject: Subject) -> Iterator[Finding]:
    accounts = subject.configuration.accounts
    found = activity.last_messages(subject.table, [(a.channel, a.id) for a in accounts])
    for account in sorted(accounts, key=lambda a: (a.channel, a.name)):
        at = found.get((account.channel, account.id))
        text = "none so far"
        if at is not None:
            ago = format_duration((subject.now - at).total_seconds())
            text = f"{ago} ago, {at:%Y-%m-%d %H:%M} UTC"
        is_recent = at is not None and subject.now - at <= MESSAGE_AGE
        yield Finding(
            f"last message on {account.channel}, {account.name}",
            "ok" if is_recent else "warning",
            text,
            "" if is_recent else _WITHOUT_MESSAGES[sender_of(account.channel)],
        )


_WITHOUT_MESSAGES: Mapping[Sender, str] = {
    "adapter": "Is the adapter running, and what is the answer? See docs/messages.md, The answers.",
    "meta": "Is the account subscribed? See `replywatch connect meta`.",
    "x": "Is the account subscribed? See `replywatch connect x`.",
}


def _subscriptions(subject: Subject) -> Iterator[Finding]:
    try:
        yield from build.subscriptions(subject.place, subject.configuration)
    except OperatorError as error:
        yield Finding("subscriptions", "unknown", str(error))


CHECKS: dict[str, Check] = {
    "secrets": _secrets,
    "api": _api,
    "meta": _from("meta", webhook_checks.meta),
    "x": _from("x", webhook_checks.x),
    "messages": _from("adapter", webhook_checks.adapters),
    "event sources": lambda subject: event_sources.states(subject.place),
    "alerts": _due,
    "addresses": _addresses,
    "dead letters": _dead_letters,
    "quarantine": _quarantine,
    "deletion requests": _deletion_requests,
    "last messages": _messages,
    "subscriptions": _subscriptions,
    "email": lambda subject: sender_checks.email(subject.place, subject.configuration),
    "sms": lambda subject: sender_checks.sms(subject.place, subject.configuration),
    "concurrency": lambda subject: sender_checks.concurrency(subject.place),
    "alarm subscribers": lambda subject: sender_checks.alarm_topic(subject.place),
}

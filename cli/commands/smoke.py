"""`replywatch smoke`: tests that all parts of a deployment work together.

A test customer writes on one of the configured channels, dated some days ago, so that an alert is
due immediately. The command follows the wait, the alert, the provider's event and the dismissal.
Then it checks permissions, a poisoned stream record, a change of a secret, and the alarms.

It notifies the responders of the policy that applies. It removes what it adds to the secret and to
the queue, even after an error.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, get_args

from botocore.exceptions import BotoCoreError, ClientError

from cli import smoke_message, stack
from cli.commands.token import temporary
from cli.confirmation import confirm
from cli.deployment import Deployment, deployment
from cli.findings import Finding, refused, show
from cli.local import http_client
from cli.local.errors import LocalRunError
from cli.smoke_checks import alarms, iam, poison, rotation
from cli.table import Table
from shared.config.configuration import Configuration
from shared.domain.alerts import UNSETTLED, Alert, State
from shared.domain.policies import Medium
from shared.storage import alerts, records, schema
from shared.storage.records import ConversationRecord

WITHIN_S = 180
"""The checker runs every minute, and the queue delays for up to another."""

SETTLED_WITHIN_S = 30
"""For the alerts after the first one."""

SENT: frozenset[State] = frozenset({"sent", "delivered"})


@dataclass
class Subject:
    """What is tested, and the conversation of the test."""

    place: Deployment
    configuration: Configuration
    table: Table
    stack: str | None
    conversation: str = ""
    sent: list[Alert] = field(default_factory=list)

    def record(self) -> ConversationRecord | None:
        item = self.table.get(schema.record_key(self.conversation))
        return records.from_item(item) if item else None


def add(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--dry-run", action="store_true", help="only list the checks")
    parser.add_argument("--yes", action="store_true", help="do not ask for confirmation")
    parser.add_argument("--json", action="store_true", help="print one JSON object per check")
    stack.options(parser, needs_outputs=True)


@stack.report_errors
def run(args: argparse.Namespace) -> int:
    """0 if all is well; 1 if a check has failed or, on an account, could not be made; 2 if the
    deployment cannot be found."""
    place, configuration = deployment(args), stack.configuration(args)
    if args.dry_run:
        for name in CHECKS:
            show(Finding(name, "planned", "would be checked"), as_json=args.json)
        return 0
    question = f"Notify responders of {place.url('ApiUrl')} with a test message?"
    confirm(question, otherwise="Nothing was sent.", is_given=args.local or args.yes)
    subject = Subject(place, configuration, place.table(), args.stack)
    statuses: Counter[str] = Counter()
    for name, check in CHECKS.items():
        for finding in _findings(name, check, subject):
            statuses[finding.status] += 1
            show(finding, as_json=args.json)
    failed, unknown = statuses["failed"], statuses["unknown"]
    # The emulator lacks some calls, and that says nothing of the deployment.
    is_well = not failed and (not unknown or place.connection.is_emulator)
    if not args.json:
        print(f"\n{_summary(failed, unknown, is_well=is_well)}")
    return 0 if is_well else 1


def _summary(failed: int, unknown: int, *, is_well: bool) -> str:
    first = "ok" if is_well else "FAILED" if failed else "NOT CHECKED"
    return f"{first}: {failed} of the checks failed, {unknown} could not be made"


type Check = Callable[[Subject], Iterator[Finding]]


def _findings(name: str, check: Check, subject: Subject) -> Iterator[Finding]:
    try:
        yield from check(subject)
    except ClientError as error:
        is_emulator = subject.place.connection.is_emulator
        yield refused(name, error, is_emulator=is_emulator, right="do")
    except (BotoCoreError, LocalRunError) as error:
        yield Finding(name, "failed", str(error), "See `replywatch doctor`.")


def until(condition: Callable[[], Any], within_s: float = WITHIN_S) -> Any:
    """The condition's first true value, or its last value if the time is up."""
    end = time.monotonic() + within_s
    while not (value := condition()) and time.monotonic() < end:
        time.sleep(1)
    return value


# --- The way of a message -------------------------------------------------------------------------


def _webhook(subject: Subject) -> Iterator[Finding]:
    posted = smoke_message.post(subject.place, subject.configuration)
    text = f"a signed webhook of {posted.channel} was answered with {posted.status}"
    if posted.status == 200:
        subject.conversation = posted.conversation
        yield Finding("webhook", "ok", text)
    else:
        yield Finding("webhook", "failed", text, "See the webhook's log.")


def _wait(subject: Subject) -> Iterator[Finding]:
    if not subject.conversation:
        yield Finding("wait", "unknown", "not checked: no message was accepted")
        return
    record = until(lambda: (r := subject.record()) and r.open_wait and r, 60)
    if not record:
        yield Finding("wait", "failed", "no wait opened within a minute", "See the tracker's log.")
        return
    wait = record.open_wait
    text = f"opened under the policy {wait.terms.policy}, due {wait.due_at:%Y-%m-%d %H:%M} UTC"
    yield Finding("wait", "ok", text)


def _alert(subject: Subject) -> Iterator[Finding]:
    if not subject.conversation or not subject.record():
        yield Finding("alert", "unknown", "not checked: there is no wait")
        return
    if until(lambda: _found(subject, SENT)):
        # The first one is not all: another channel may take a second longer.
        until(lambda: not _found(subject, UNSETTLED), SETTLED_WITHIN_S)
        subject.sent = _found(subject, SENT)
        listed = ", ".join(f"{a.responder} by {a.by}" for a in subject.sent)
        yield Finding("alert", "ok", f"sent to {listed}")
        return
    others = ", ".join(f"{a.by} {a.state}" for a in _found(subject, None)) or "none was made"
    advice = "A policy without steps notifies nobody. See the logs of sla_checker and notifier."
    yield Finding("alert", "failed", f"no alert was sent: {others}", advice)


def _found(subject: Subject, states: frozenset[State] | None) -> list[Alert]:
    """The conversation's alerts in one of these states, or all."""
    record = subject.record()
    wait = record.wait if record else None
    if wait is None:
        return []
    made = [
        Alert(
            conversation=subject.conversation,
            opened_by=wait.opened_by,
            policy=wait.terms.policy,
            step=step,
            at="",
            responder=responder,
            by=by,
        )
        for step in range(len(wait.terms.moments))
        for responder in subject.configuration.responders
        for by in get_args(Medium)
    ]
    items = subject.table.get_all([schema.alert_key(a.id) for a in made]).values()
    stored = [alerts.from_item(i) for i in items if i]
    return [a for a in stored if states is None or a.state in states]


def _provider_event(subject: Subject) -> Iterator[Finding]:
    emails = [a for a in subject.sent if a.by == "email"]
    if not subject.sent:
        yield Finding("provider's event", "unknown", "not checked: no alert was sent")
        return
    if not emails:
        # No mistake: the responders have no email, and other providers report nothing.
        channels = " and ".join(sorted({a.by for a in subject.sent}))
        text = f"not checked: the alerts went by {channels}, and this check needs an email"
        yield Finding("provider's event", "warning", text)
        return
    if subject.place.connection.is_emulator:  # the emulator reports nothing
        _report_delivery(subject, emails[0])
    if until(lambda: any(a.by == "email" for a in _found(subject, frozenset({"delivered"})))):
        yield Finding("provider's event", "ok", "the delivery of the email was recorded")
    else:
        advice = "Is the recipient's mail server slow? See the SES console, and the notifier's log."
        yield Finding("provider's event", "failed", "no delivery was reported", advice)


def _report_delivery(subject: Subject, alert: Alert) -> None:
    event = {"mail": {"messageId": alert.provider_id, "tags": {"alert": [alert.id]}}}
    subject.place.connection.client("sns").publish(
        TopicArn=subject.place.output("DeliveryTopicArn"),
        Message=json.dumps(event | {"eventType": "Delivery"}),
    )


def _dismissal(subject: Subject) -> Iterator[Finding]:
    record = subject.record()
    if record is None or not record.open_wait:
        yield Finding("dismissal", "unknown", "not checked: there is no open wait")
        return
    url = f"{subject.place.url('ApiUrl')}/v1/conversations/{record.public_id}/dismiss"
    raw = json.dumps({"reason": "a test of this deployment"}).encode()
    statuses: list[int] = []

    def is_accepted(token: str) -> bool:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        statuses.append(http_client.post(url, raw, headers).status)
        return statuses[-1] != 401  # the API has not read the new token yet

    with temporary(subject.place) as token:
        until(lambda: is_accepted(token), 60)
    status = statuses[-1]
    closed = until(lambda: (r := subject.record()) is not None and r.open_wait is None, 60)
    text = f"the API answered {status}, the wait is {'closed' if closed else 'still open'}"
    yield Finding("dismissal", "ok" if status == 200 and closed else "failed", text)


CHECKS: dict[str, Check] = {
    "webhook": _webhook,
    "wait": _wait,
    "alert": _alert,
    "provider's event": _provider_event,
    "dismissal": _dismissal,
    "permissions": lambda subject: iam(subject.place),
    "poisoned record": lambda subject: poison(subject.place, subject.table, until),
    "secret": lambda subject: rotation(subject.place, subject.configuration),
    "alarms": lambda subject: alarms(subject.place, subject.stack),
}

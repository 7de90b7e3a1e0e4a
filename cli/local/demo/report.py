"""Prints the demo: what happens, who waits, what is sent, and the result of the checks."""

from datetime import datetime
from typing import Any

from cli.local import outbox
from cli.local.checker_loop import CheckerLoop
from cli.local.demo.checks import checks
from cli.local.demo.player import Observations, Player
from cli.local.demo.script import CUSTOMERS
from cli.local.deploy import ROOT, Stack, logs
from cli.local.terminal import Terminal
from shared.wording.phrases import phrase

COLUMNS = ("", "customer", "channel", "surface", "policy", "due at", "overdue")


def play(player: Player, terminal: Terminal) -> Observations:
    """Plays the demo and prints what happened, and what was sent."""
    terminal.heading(f"Demo: {len(CUSTOMERS)} customers write to the brand")
    seen = player.play()
    _print_conversations(seen, terminal)
    _print_statistics(seen, terminal)
    _print_alerts(seen, terminal)
    return seen


def check(
    seen: Observations,
    player: Player,
    stack: Stack,
    terminal: Terminal,
    *,
    checker_loop: CheckerLoop,
) -> bool:
    """Checks and prints what must be true if only the demo's customers have written. Returns
    whether all checks passed."""
    terminal.heading("Checks")
    dead_letters = {
        name: len(outbox.queued(stack.endpoint, stack.outputs[name]))
        for name in ("AlertsDeadLetterQueueUrl", "StreamDeadLetterQueueUrl")
    }
    results = list(
        checks(
            seen,
            expected_alerts=player.expected_alerts(),
            dead_letters=dead_letters,
            failed_checker_runs=checker_loop.failed_runs,
            refused=player.refused,
        )
    )
    for one in results:
        terminal.check(one.name, ok=one.ok, found=one.found)
    failed = sum(not one.ok for one in results)
    terminal.summary(passed=len(results) - failed, failed=failed)
    return not failed


def _print_conversations(seen: Observations, terminal: Terminal) -> None:
    terminal.heading("Waiting conversations, before the replies and at the end (GET /v1/waits)")
    rows = [_row(c, "before") for c in seen.open_before_replies]
    rows += [_row(c, "at the end") for c in seen.open_at_end]
    terminal.table(COLUMNS, rows)


def _row(conversation: dict[str, Any], when: str) -> list[str]:
    names = {c.person.id: c.person.name for c in CUSTOMERS.values()}
    due = datetime.fromisoformat(conversation["due_at"]).astimezone()
    return [
        when,
        names.get(conversation["customer"], conversation["customer"] or "?"),
        conversation["channel"],
        conversation["surface"],
        conversation["policy"],
        f"{due:%H:%M:%S %Z}",
        "yes" if conversation["overdue"] else "no",
    ]


def _print_statistics(seen: Observations, terminal: Terminal) -> None:
    terminal.heading("Statistics (GET /v1/stats)")
    plain = {k: v for k, v in seen.stats.items() if not isinstance(v, dict | list)}
    terminal.table(["figure", "value"], [[name, str(value)] for name, value in plain.items()])


def _print_alerts(seen: Observations, terminal: Terminal) -> None:
    terminal.heading("Alerts, exactly as they were sent")
    for alert in seen.alerts:
        if alert.channel == "email":
            headers = {"From": alert.sender, "To": alert.to, "Subject": alert.subject}
            terminal.message("Email", headers, alert.text)
        elif alert.channel == "sms":
            terminal.message("SMS", {"To": alert.to}, alert.text)
        else:
            headers = {"To": alert.to, "Subject": alert.subject}
            terminal.message(phrase("en", f"by.{alert.channel}"), headers, alert.text)


def print_addresses(stack: Stack, terminal: Terminal, *, details: str) -> None:
    """Where to find everything while the local run serves. `details` names the file with it all."""
    terminal.heading("Serving. Press Ctrl-C to stop.")
    terminal.addresses(
        {
            "dashboard": stack.url("DashboardUrl"),
            "API": stack.url("ApiUrl"),
            "API token": stack.secrets.api_token,
            "Meta webhook": stack.url("WebhookMetaUrl"),
            "X webhook": stack.url("WebhookXUrl"),
            "adapters": stack.url("WebhookMessagesUrl"),
            "outbox": stack.outbox_url,
            "events": stack.events_url,
            "details": details,
            "logs": f"{logs(stack.endpoint).relative_to(ROOT)}/",
        }
    )
    terminal.line()

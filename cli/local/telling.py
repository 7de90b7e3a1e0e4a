"""The story as the terminal tells it: what happens, who waited, what was sent, what holds."""

from datetime import datetime
from typing import Any

from cli.local import outbox
from cli.local.claims import claims
from cli.local.deploy import Stack
from cli.local.plot import CUSTOMERS
from cli.local.show import Terminal
from cli.local.story import Story
from cli.local.ticker import Ticker


def tell(story: Story, stack: Stack, terminal: Terminal, *, ticker: Ticker) -> bool:
    """Plays the story and shows all of it. Whether every claim held."""
    terminal.heading(f"The story: {len(CUSTOMERS)} customers write to the brand")
    record = story.play()
    terminal.heading("Who waited, at first and at the end (GET /v1/conversations)")
    rows = [_row(story, c, "at first") for c in record.waiting]
    rows += [_row(story, c, "at the end") for c in record.unanswered]
    terminal.table(["", "customer", "channel", "surface", "promise", "due at", "overdue"], rows)
    terminal.heading("The figures (GET /v1/stats)")
    terminal.table(
        ["figure", "value"],
        [[k, str(v)] for k, v in record.stats.items() if not isinstance(v, dict | list)],
    )
    terminal.heading("What was sent, exactly as it was sent")
    for letter in record.letters:
        headers = {"From": letter.sender, "To": letter.to, "Subject": letter.subject}
        shown = headers if letter.medium == "email" else {"To": letter.to}
        terminal.sent(letter.medium, shown, letter.text)
    terminal.heading("What holds")
    dead = {
        name: outbox.waiting(stack.endpoint, stack.outputs[name])
        for name in ("AlertsDeadLetterQueueUrl", "StreamDeadLetterQueueUrl")
    }
    found = list(claims(record, expected=story.expected(), dead=dead, ticks_failed=ticker.failed))
    for claim in found:
        terminal.check(claim.what, ok=claim.ok, found=claim.found)
    failed = sum(not claim.ok for claim in found)
    terminal.summary(passed=len(found) - failed, failed=failed)
    return not failed


def welcome(stack: Stack, terminal: Terminal) -> None:
    """Where everything is, once it serves."""
    terminal.heading("Serving until Ctrl-C")
    terminal.addresses(
        {
            "dashboard": stack.url("DashboardUrl"),
            "API": stack.url("ApiUrl"),
            "API token": stack.secrets.api_token,
            "webhook for Meta": stack.url("WebhookMetaUrl"),
            "webhook for X": stack.url("WebhookXUrl"),
            "emails sent": f"{stack.endpoint}/_ministack/ses/messages",
            "SMS sent": f"{stack.endpoint}/_ministack/sns/sms-messages",
            "all of it": "build/local.json",
            "logs": "build/logs/",
        }
    )
    terminal.line()


def _row(story: Story, conversation: dict[str, Any], when: str) -> list[str]:
    due = datetime.fromisoformat(conversation["due_at"]).astimezone()
    return [
        when,
        story.customer(conversation),
        conversation["channel"],
        conversation["surface"],
        conversation["policy"],
        f"{due:%H:%M:%S}",
        "yes" if conversation["overdue"] else "no",
    ]

"""`python -m bench.cost_usage`: measures what months of several sizes use, and what an alert uses.

Writes `cli/cost_usage.json`, which `replywatch cost` and docs/cost.md are computed from, and the
tables in docs/cost.md.
"""

import json
from typing import Any

from bench import capacity, deployed_resources, lambda_time, monthly_cost
from bench.simulated_stack import SimulatedStack, simulated_stack
from cli import cost_model, cost_page
from cli.cost_model import Usage
from cli.local.webhook_bodies import Message, Person, new_id
from shared.domain.events import utc

VOLUMES, RATIOS = (10_000, 100_000, 1_000_000, 10_000_000), (1, 3, 6)
CUSTOMERS = 200
STEP_S = 60.0
MAX_DAYS = 5


def main() -> None:
    """Measures, and writes both files."""
    resources, call_s = deployed_resources.count(), lambda_time.call_cpu_s()
    months: list[dict[str, Any]] = []
    for k in RATIOS:
        for volume in VOLUMES:
            usage, note = monthly_cost.played(k, volume, resources, call_s)
            months.append({"messages": volume, "k": k, "usage": usage._asdict()})
            print(f"{volume:>12,} k={k}: {sum(cost_model.parts(usage)):8.2f} USD; {note}")
    content = {"months": months, "email": _per_email(call_s)._asdict()}
    cost_model.FILE.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    cost_page.write()


def _per_email(call_s: float) -> Usage:
    """What one sent alert adds on average: the claim, the email and the provider's events."""
    with simulated_stack() as stack:
        stack.now = capacity.BEGIN  # a message is not sent after it arrives
        for n in range(CUSTOMERS):
            stack.deliver(_question(n))
        stack.track()
        stack.count()
        before = (stack.meter.wcu, stack.meter.rcu)
        stack.usage.clear()
        stack.queue.requests = 0
        _play_alerts(stack)
        emails = len(stack.mail.sent)
        assert emails >= CUSTOMERS, emails
        used = stack.usage["notifier"]
        seconds = used.invocations * lambda_time.billed_s("notifier", used, call_s)
        return Usage(
            write_units=(stack.meter.wcu - before[0]) / emails,
            # The checker's reads are those of a month without alerts, and small.
            read_units=(stack.meter.rcu - before[1]) / emails,
            stored_gb=0.0,
            invocations=used.invocations / emails,
            gb_seconds=lambda_time.gb_seconds("notifier", seconds) / emails,
            http_requests=0.0,
            # A batch to send, one to receive, one to delete.
            queue_requests=3 * stack.queue.requests / emails,
            scheduled_runs=0.0,
            log_gb=0.0,
            custom_metrics=0.0,
            alarm_metrics=0.0,
            secrets=0.0,
            secret_calls=0.0,
            emails=1.0,
            topic_requests=2.0,
        )


def _question(n: int) -> Message:
    at = utc(capacity.BEGIN)
    account = capacity.ACCOUNTS["whatsapp"]
    return Message(
        channel="whatsapp",
        account=account,
        customer=Person(id=str(491_700_000_000 + n), name="Ada"),
        text=capacity.WORDS * 10,
        at=at,
        id=new_id("whatsapp", account=account, at=at),
    )


def _play_alerts(stack: SimulatedStack) -> None:
    """Runs the checker every minute until every customer's first alert is sent and reported."""
    while len(stack.mail.sent) < CUSTOMERS:
        stack.now += STEP_S
        assert stack.now < capacity.BEGIN + MAX_DAYS * 86_400, len(stack.mail.sent)
        stack.check()
        due, stack.queue.bodies = stack.queue.bodies, []
        stack.now += STEP_S  # the queue delays an entry until it is due
        for start in range(0, len(due), 10):
            stack.notify(due[start : start + 10])
        stack.now -= STEP_S
    for provider_id, alert in stack.mail.sent:
        for kind in ("Send", "Delivery"):
            mail = {"messageId": provider_id, "tags": {"alert": [alert]}}
            stack.report({"eventType": kind, "mail": mail})


if __name__ == "__main__":
    main()

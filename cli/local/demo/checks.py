"""What must be true after the demo. Each check has the value that was found."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from cli.local.demo.player import Observations
from cli.local.demo.script import CUSTOMERS, LATE, UNANSWERED
from cli.local.outbox import SentMessage

LABELS = {"sms": "SMS", "slack": "Slack", "pagerduty": "PagerDuty"}


class Check(NamedTuple):
    """One condition, and whether it is true."""

    name: str
    ok: bool
    found: Any = None


def checks(
    seen: Observations,
    *,
    expected_alerts: Mapping[tuple[str, str], int],
    dead_letters: Mapping[str, int],
    failed_checker_runs: int,
    refused: Sequence[str],
) -> Iterator[Check]:
    """All checks, in the order of the demo.

    `expected_alerts` counts by customer and notification channel, `dead_letters` by queue;
    `refused` has the rules that requests to the stand-ins broke.
    """
    statuses = Counter(seen.webhook_statuses)
    yield Check("every webhook got a 200", set(statuses) == {200}, statuses)
    yield _equal("the forged signature got a 403", seen.forged_status, 403)
    yield _equal("the update of an unknown kind got a 200", seen.unknown_update_status, 200)
    yield from _conversations(seen)
    yield from _alerts(seen, expected_alerts)
    yield _equal("Slack, PagerDuty, webhook and SMS took every request", refused, [])
    states = {alert["state"] for alert in seen.texts}
    yield _equal("the carrier's receipts show every SMS as delivered", states, {"delivered"})
    yield from _statistics(seen.stats)
    yield from _events(seen.events)
    yield _equal("the API refuses a request without a token", seen.unauthorised_status, 401)
    yield Check("no dead-letter queue has a message", not any(dead_letters.values()), dead_letters)
    yield _equal("no run of the SLA checker failed", failed_checker_runs, 0)


def _equal(name: str, found: Any, wanted: Any) -> Check:
    return Check(name, found == wanted, found)


def _conversations(seen: Observations) -> Iterator[Check]:
    waiting = sorted(c["customer"] for c in seen.open_before_replies)
    everyone = sorted(c.person.id for c in CUSTOMERS.values())
    yield _equal("before the replies, all six customers are waiting, each once", waiting, everyone)
    at_end = [(c["customer"], c["overdue"]) for c in seen.open_at_end]
    wanted = [(CUSTOMERS[UNANSWERED].person.id, True)]
    yield _equal(f"at the end, only {UNANSWERED} is waiting, and is overdue", at_end, wanted)


def _alerts(seen: Observations, expected: Mapping[tuple[str, str], int]) -> Iterator[Check]:
    about = Counter((customer_of(alert, seen), alert.channel) for alert in seen.alerts)
    for (name, channel), number in expected.items():
        why = "the webhook came three times" if name == UNANSWERED else "an all clear follows"
        why = "" if channel == "sms" and name == LATE else f"; {why}"
        label = LABELS.get(channel, channel)
        yield _equal(
            f"alerts for {name} by {label}: exactly {number} (one per step{why})",
            about[name, channel],
            number,
        )
    others = sorted({str(name) for name, _ in about} - {UNANSWERED, LATE})
    yield _equal("no alert for the four customers with a reply in time", others, [])


def customer_of(alert: SentMessage, seen: Observations) -> str | None:
    """The customer whose wait the alert is about.

    Most quote the customer's message. The others name the channel: `Brand: Facebook complaint`,
    `[Answered] X request`.
    """
    said = f"{alert.subject}\n{alert.text}"
    for name, question in seen.questions.items():
        platform = CUSTOMERS[name].place.split()[0]
        if question.text in said or f": {platform} " in said or f"] {platform} " in said:
            return name
    return None


def _events(types: Sequence[str] | None) -> Iterator[Check]:
    if types is None:
        return
    wanted = {"wait.opened": 6, "wait.answered": 5}
    found = {name: types.count(name) for name in wanted}
    yield _equal("events say that 6 waits opened, and 5 were answered", found, wanted)
    overdue = types.count("wait.overdue")
    yield Check(f"events say that {UNANSWERED} is overdue", overdue in {1, 2}, overdue)
    has_alerts = any(name in types for name in ("alert.sent", "alert.delivered"))
    yield Check("events say that alerts were sent", has_alerts, sorted(set(types)))


def _statistics(stats: Mapping[str, Any]) -> Iterator[Check]:
    wanted = {"answered": 5, "open": 1, "overdue": 1}
    found = {key: stats.get(key) for key in wanted}
    yield _equal("the statistics count 5 answered, 1 open, 1 overdue", found, wanted)
    share = stats.get("sla_attainment")
    is_right = isinstance(share, float) and abs(share - 4 / 6) < 0.001
    yield Check("the statistics count 4 of 6 targets as met", is_right, share)
    median = stats.get("response_s", {}).get("p50")
    is_right = isinstance(median, int | float) and 2 <= median <= 12
    yield Check("the median response time is 2 to 12 seconds", is_right, median)

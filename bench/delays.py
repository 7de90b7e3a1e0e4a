"""The delay of alerts: 200 waits on the local stack, from the webhook to the alert.

The stack's own schedule runs the SLA checker once a minute. The due times are spread over two
minutes, so they fall anywhere between two runs.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from bench.results import Result, percentile
from bench.stack import CONFIGURATION, deployed
from cli.local import http_client, webhook_bodies
from cli.local.deploy import Stack
from cli.local.webhook_bodies import Message, Person, new_id
from shared.config.configuration import load_file

WAITS, SPREAD_S, SENDERS = 200, 120.0, 4
MAX_WAIT_S = 100.0
AT_MOST_P99_S = 2.0


class AlertsMissingError(Exception):
    """A wait has no alert, or more than one."""


def measure() -> list[Result]:
    """Seconds from the time at which an alert is due to the time at which its receiver gets
    it."""
    with deployed() as stack:
        due_times = _send_questions(stack)
        sent = _sent_times(stack, due_times)
    delays = [sent[text] - due for text, due in due_times.items()]
    p50, p99 = percentile(delays, 0.5), percentile(delays, 0.99)
    note = f"{WAITS} waits; earliest {min(delays):.2f} s, latest {max(delays):.2f} s"
    return [
        Result("alert_delay_p50_s", p50, "s", note=note),
        Result("alert_delay_p99_s", p99, "s", at_most=AT_MOST_P99_S, note=note),
    ]


def _send_questions(stack: Stack) -> dict[str, float]:
    """Posts the customers' messages, evenly over time. Returns the due time by text."""
    configuration = load_file(CONFIGURATION)
    accounts = {a.channel: a.id for a in configuration.accounts}
    targets = {p.channels[0]: p.first_response_s or 0 for p in configuration.policy_set.policies}
    channels = sorted(accounts)
    start, due_times, posts = time.time(), {}, []
    with ThreadPoolExecutor(SENDERS) as posters:
        for number in range(WAITS):
            time.sleep(max(0.0, start + number * SPREAD_S / WAITS - time.time()))
            channel = channels[number % len(channels)]
            message = _message(channel, accounts[channel], number)
            due_times[message.text] = message.epoch_s + float(targets[channel])
            posts.append(posters.submit(_post, stack, message))
        statuses = {post.result() for post in posts}
    if statuses != {200}:
        raise AlertsMissingError(f"the webhook returned {statuses}")
    return due_times


def _message(channel: str, account: str, number: int) -> Message:
    at = datetime.now(UTC).replace(microsecond=0)
    return Message(
        channel=channel,
        account=account,
        customer=Person(id=str(491_700_000_000 + number), name="Ada"),
        text=f"Where is parcel {number:04d}?",
        at=at,
        id=new_id(channel, account=account, at=at),
    )


def _post(stack: Stack, message: Message) -> int:
    raw = webhook_bodies.meta_raw(webhook_bodies.body(message))
    headers = webhook_bodies.meta_headers(raw, secret=stack.secrets.meta_app_secret)
    return http_client.post(stack.url("WebhookMetaUrl"), raw, headers).status


def _sent_times(stack: Stack, due_times: dict[str, float]) -> dict[str, float]:
    """The time of each alert, by the message text that it quotes. Raises AlertsMissingError."""
    end = max(due_times.values()) + MAX_WAIT_S
    time.sleep(max(0.0, max(due_times.values()) - time.time()))
    while True:
        posts = _posts(stack)
        if len(posts) >= WAITS or time.time() > end:
            break
        time.sleep(3)
    time.sleep(5)
    posts = _posts(stack)
    sent = {
        text: datetime.fromisoformat(post["at"]).timestamp()
        for text in due_times
        for post in posts
        if text in post["text"]
    }
    if len(sent) != WAITS or len(posts) != WAITS:
        raise AlertsMissingError(f"{len(posts)} alerts about {len(sent)} of {WAITS} waits")
    return sent


def _posts(stack: Stack) -> list[dict[str, Any]]:
    """What the receiver of the webhook got."""
    found: list[dict[str, Any]] = http_client.get(stack.outbox_url).json()
    return [one for one in found if one["channel"] == "webhook"]

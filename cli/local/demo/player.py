"""Plays the script: posts webhooks as the platforms do, then reads the API and the sent alerts."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cli.local import http_client, published_events
from cli.local.demo.script import (
    CUSTOMERS,
    LATE,
    LATE_BY_S,
    LATE_REPLY,
    SCRIPT,
    UNANSWERED,
    UNKNOWN_UPDATE,
    Line,
)
from cli.local.deploy import Stack, emulator_log
from cli.local.errors import LocalRunError
from cli.local.outbox import SentMessage
from cli.local.platforms import Platforms, account_ids
from cli.local.stand_ins import StandIns
from cli.local.terminal import Terminal
from cli.local.webhook_bodies import Message, Person
from shared.config.configuration import Configuration
from shared.domain.policies import Step

BRAND = "the brand"
POLL_S = 0.4
EXTRA_S = 4.0
"""Seconds to keep polling after the last expected alert, to catch an unexpected one."""
MAX_LAG_S = 15.0
"""Seconds that the API may take to show a change: a stream lies between."""
MAX_START_S = 60.0
"""The same for the first change in `make run`: on a busy machine, the functions start slowly."""
MAX_ALERT_WAIT_S = 100.0
"""Seconds to wait for alerts that should come. Nobody gets two messages within a minute."""


class DemoError(LocalRunError):
    """The stack did not do what the rest of the demo needs. The logs have the reason."""


@dataclass(slots=True, kw_only=True)
class Observations:
    """What the player saw: the input of the checks."""

    webhook_statuses: list[int] = field(default_factory=list)
    forged_status: int = 0
    unknown_update_status: int = 0
    unauthorised_status: int = 0
    """The status of the API's response to a request without a token."""
    questions: dict[str, Message] = field(default_factory=dict)
    """Each customer's first message, by the customer's name."""
    open_before_replies: list[dict[str, Any]] = field(default_factory=list)
    """The open conversations just before the first reply."""
    open_at_end: list[dict[str, Any]] = field(default_factory=list)
    stats: dict[str, Any] = field(default_factory=dict)
    alerts: list[SentMessage] = field(default_factory=list)
    texts: list[dict[str, Any]] = field(default_factory=list)
    """The alerts by SMS, as the API lists them at the end."""
    events: list[str] | None = None
    """The types of the published events; None: none are published."""


class Player:
    """Plays the script once."""

    def __init__(
        self,
        *,
        stack: Stack,
        configuration: Configuration,
        terminal: Terminal,
        stand_ins: StandIns,
        max_start_s: float = MAX_LAG_S,
    ) -> None:
        self._stack = stack
        self._max_start_s = max_start_s
        self._stand_ins = stand_ins
        self._configuration = configuration
        self._platforms = Platforms(stack, accounts=account_ids(configuration))
        self._terminal = terminal
        self._start = time.monotonic()
        self.seen = Observations()

    def play(self) -> Observations:
        """Plays everything from the first message to the last alert, in about a minute and a
        half."""
        self._start = time.monotonic()
        replies = [line for line in SCRIPT if line.is_reply]
        for line in SCRIPT:
            if not line.is_reply:
                self._perform(line)
        self._send_invalid_webhooks()
        self._poll_until(replies[0].at_s - POLL_S)
        self.seen.open_before_replies = self._read_until(
            self.open_conversations,
            lambda found: len(found) >= len(CUSTOMERS),
            within_s=self._max_start_s,
        )
        for line in replies:
            self._perform(line)
        self._poll_until(self._deadline_s(LATE) + LATE_BY_S)
        self._poll_until_sent(self._expected_steps().total())
        self._perform(Line(0.0, LATE, LATE_REPLY, is_reply=True))
        self._poll_until_sent(self.expected_alerts().total())
        self._poll_until(self._now_s + EXTRA_S)
        self.seen.open_at_end = self._read_until(
            self.open_conversations, lambda found: len(found) <= 1
        )
        self.seen.stats = self._read_until(
            lambda: self._api("/v1/stats"), lambda stats: stats["open"] <= 1
        )
        self.seen.texts = self._read_until(
            lambda: self._api("/v1/alerts?by=sms")["alerts"],
            lambda found: {alert["state"] for alert in found} == {"delivered"},
        )
        if self._configuration.events_bus:
            self.seen.events = self._read_until(
                self._event_types, lambda found: found.count("wait.answered") >= len(CUSTOMERS) - 1
            )
        self.seen.unauthorised_status = http_client.get(f"{self._base}/v1/waits").status
        return self.seen

    def expected_alerts(self) -> Counter[tuple[str, str]]:
        """The number of alerts by customer and notification channel: one for each step, and one
        that the late reply was sent, but not by SMS.

        Only the two customers who wait past their deadline have any.
        """
        count = self._expected_steps()
        count.update((LATE, by) for name, by in [*count] if name == LATE and by != "sms")
        return count

    def _expected_steps(self) -> Counter[tuple[str, str]]:
        count: Counter[tuple[str, str]] = Counter()
        for name in (UNANSWERED, LATE):
            policy = self._configuration.policy_set.policy(self._conversation(name)["policy"])
            for step in policy.steps if policy else ():
                count.update((name, channel) for channel in self._notification_channels(step))
        return count

    def _event_types(self) -> list[str]:
        found = published_events.published(self._stack.endpoint)
        ids = {event["detail"]["id"]: str(event["detail-type"]) for event in found}
        return list(ids.values())

    @property
    def refused(self) -> list[str]:
        """The rules that requests to Slack, PagerDuty, webhooks or SMS broke."""
        return self._stand_ins.refused

    def open_conversations(self) -> list[dict[str, Any]]:
        """All open conversations, from every page of the API."""
        found: list[dict[str, Any]] = []
        cursor = ""
        while True:
            page = self._api(f"/v1/waits?limit=4{cursor}")
            found += page["waits"]
            if not page["next_cursor"]:
                return found
            cursor = f"&cursor={page['next_cursor']}"

    def _notification_channels(self, step: Step) -> Iterator[str]:
        """For each responder of the step: the step's channels that the responder has an address
        for, or all channels of the responder if there is none."""
        for name in step.notify:
            available = list(self._configuration.responders[name].addresses)
            yield from [channel for channel in available if channel in step.by] or available

    def _conversation(self, name: str) -> dict[str, Any]:
        """The customer's conversation, as it was before the replies. Raises DemoError."""
        person = CUSTOMERS[name].person
        for conversation in self.seen.open_before_replies:
            if conversation["customer"] == person.id:
                return conversation
        raise DemoError(f"The API does not list {person.name} as waiting", log=self._log)

    def _read_until[Read](
        self,
        read: Callable[[], Read],
        good: Callable[[Read], bool],
        *,
        within_s: float = MAX_LAG_S,
    ) -> Read:
        """Reads until the result is good, or that many seconds have passed. Returns the last
        result."""
        end = self._now_s + within_s
        while not good(found := read()) and self._now_s < end:
            self._poll_until(self._now_s + POLL_S)
        return found

    @property
    def _base(self) -> str:
        return self._stack.url("ApiUrl").rstrip("/")

    @property
    def _log(self) -> Path:
        return emulator_log(self._stack.endpoint)

    @property
    def _now_s(self) -> float:
        """Seconds since the start of the demo."""
        return time.monotonic() - self._start

    def _api(self, path: str) -> Any:
        response = http_client.get(self._base + path, token=self._stack.secrets.api_token)
        if response.status != 200:
            body = response.body.decode(errors="replace")[:200]
            raise DemoError(f"GET {path} returned {response.status}: {body}", log=self._log)
        return response.json()

    def _perform(self, line: Line) -> None:
        """Waits for the line's time, then sends its message."""
        self._poll_until(line.at_s)
        customer = CUSTOMERS[line.customer]
        question = self.seen.questions.get(line.customer) if line.is_reply else None
        message = self._platforms.message(
            customer.channel, customer.person, line.text, answers=question
        )
        if not line.is_reply:
            self.seen.questions[line.customer] = message
        actor = BRAND if line.is_reply else customer.person.name
        action = "replies" if line.is_reply else "writes"
        self._terminal.event(self._now_s, actor, customer.place, action, f"“{line.text}”")
        for _ in range(line.deliveries):
            self.seen.webhook_statuses.append(self._platforms.send(message))
        if line.deliveries > 1:
            details = f"its webhook came {line.deliveries} times and counts as one message"
            self._terminal.event(self._now_s, "the platform", customer.place, "repeats", details)

    def _send_invalid_webhooks(self) -> None:
        """A webhook with a forged signature, and an update of an unknown kind. Neither may change
        anything."""
        forger = Person(id="66600000000666", name="Mallory")
        text = "Please answer me at this address instead."
        message = self._platforms.message("messenger", forger, text)
        status = self._platforms.send(message, secret="not the secret")  # noqa: S106 - wrong on purpose
        self.seen.forged_status = status
        details = f"a webhook with a false signature; response {status}"
        self._terminal.event(self._now_s, "an attacker", "Messenger", "forges", details)
        status = self._platforms.post("meta", UNKNOWN_UPDATE)
        self.seen.unknown_update_status = status
        details = f"an update of an unknown kind; response {status}"
        self._terminal.event(self._now_s, "Meta", "Facebook", "sends", details)

    def _deadline_s(self, name: str) -> float:
        """The customer's deadline, in seconds since the start of the demo."""
        due = datetime.fromisoformat(self._conversation(name)["due_at"])
        return self._now_s + (due - datetime.now(UTC)).total_seconds()

    def _poll_until(self, at_s: float) -> None:
        """Polls what was sent until that second of the demo."""
        while (left := at_s - self._now_s) > 0:
            time.sleep(min(POLL_S, left))
            self._poll()

    def _poll_until_sent(self, count: int) -> None:
        """Polls until this many alerts are sent, or MAX_ALERT_WAIT_S have passed."""
        end = self._now_s + MAX_ALERT_WAIT_S
        while len(self.seen.alerts) < count and self._now_s < end:
            self._poll_until(self._now_s + POLL_S)

    def _poll(self) -> None:
        known = {alert.id for alert in self.seen.alerts}
        for alert in self._stand_ins.sent_messages():
            if alert.id not in known:
                self.seen.alerts.append(alert)
                first_line = alert.subject or alert.text.partition("\n")[0]
                self._terminal.event(self._now_s, "ReplyWatch", alert.to, alert.channel, first_line)

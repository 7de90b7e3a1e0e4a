"""Plays the plot against the stack: webhooks over HTTP as the platforms send them, the alerts as
they leave."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cli.local import outbox, web
from cli.local.deploy import ENGINE_LOG, Stack
from cli.local.engine import LocalRunError
from cli.local.outbox import Letter
from cli.local.platforms import Platforms, accounts
from cli.local.plot import (
    CUSTOMERS,
    LATE,
    LATE_ANSWER,
    LATE_BY_S,
    NOT_UNDERSTOOD,
    PLOT,
    UNANSWERED,
    Scene,
)
from cli.local.senders import Message, Person
from cli.local.show import Terminal
from shared.config.configuration import Configuration
from shared.domain.policies import Step

BRAND = "the brand"
LOOK_S = 0.4
SETTLE_S = 4.0
"""How long to look on, after the last alert that is due, for one that should not come."""
CATCH_UP_S = 8.0
"""How long the API may take to tell what has happened: the way there is a stream, not a lock."""
PATIENCE_S = 25.0
"""How long after the last deadline to wait for alerts."""


class StoryBrokenError(LocalRunError):
    """The stack did not do what the rest of the story needs; the logs tell why."""


@dataclass(slots=True, kw_only=True)
class Record:
    """What the story saw."""

    statuses: list[int] = field(default_factory=list)
    forged: int = 0
    not_understood: int = 0
    opened: dict[str, Message] = field(default_factory=dict)
    waiting: list[dict[str, Any]] = field(default_factory=list)
    """The open conversations while the first answers were still to come."""
    unanswered: list[dict[str, Any]] = field(default_factory=list)
    """The open conversations at the end."""
    stats: dict[str, Any] = field(default_factory=dict)
    refused: int = 0
    """The API's answer to a request without a token."""
    letters: list[Letter] = field(default_factory=list)


class Story:
    """One playing of the plot."""

    def __init__(self, *, stack: Stack, configuration: Configuration, terminal: Terminal) -> None:
        self._stack = stack
        self._configuration = configuration
        self._platforms = Platforms(stack, accounts=accounts(configuration))
        self._terminal = terminal
        self._begun = time.monotonic()
        self.record = Record()

    def play(self) -> Record:
        """From the first message to the last alert."""
        self._begun = time.monotonic()
        opening = [s for s in PLOT if not s.answer]
        answers = [s for s in PLOT if s.answer]
        for scene in opening:
            self._enact(scene)
        self._disturb()
        self._look_until(answers[0].after_s - LOOK_S)
        self.record.waiting = self._eventually(
            self.conversations, good=lambda listed: len(listed) >= len(CUSTOMERS)
        )
        for scene in answers:
            self._enact(scene)
        due = self._due(LATE)
        self._enact(Scene(due + LATE_BY_S, LATE, LATE_ANSWER, answer=True))
        self._look_for_the_last()
        self.record.unanswered = self._eventually(
            self.conversations, good=lambda listed: len(listed) <= 1
        )
        self.record.stats = self._eventually(
            lambda: self._api("/v1/stats"), good=lambda stats: stats["open"] <= 1
        )
        self.record.refused = web.get(f"{self._base}/v1/conversations").status
        return self.record

    def expected(self) -> dict[tuple[str, str], int]:
        """How many alerts the policies' steps mean for the two who wait too long, by who waits and
        medium."""
        count: Counter[tuple[str, str]] = Counter()
        for name in (UNANSWERED, LATE):
            policy = self._configuration.policy_set.policy(self._waiting(name)["policy"])
            for step in policy.steps if policy else ():
                for medium in self._media(step):
                    count[name, medium] += 1
        return dict(count)

    def _media(self, step: Step) -> Iterator[str]:
        """By what each of the step's responders is told: as it says, else by what they have."""
        for name in step.notify:
            responder = self._configuration.responders[name]
            has = {"email": responder.email, "sms": responder.phone}
            there = [by for by, address in has.items() if address]
            yield from [by for by in there if by in step.by] or there

    def _waiting(self, name: str) -> dict[str, Any]:
        """That customer's conversation, as it was listed while all six waited. Raises
        StoryBrokenError, since nothing can be told without it."""
        person = CUSTOMERS[name].person
        for conversation in self.record.waiting:
            if conversation["customer"] == person.id:
                return conversation
        raise StoryBrokenError(f"{person.name} is not listed as waiting", log=ENGINE_LOG)

    def _eventually[Read](self, read: Callable[[], Read], *, good: Callable[[Read], bool]) -> Read:
        """What is read once it is good, or at last."""
        end = self._now_s + CATCH_UP_S
        while not good(found := read()) and self._now_s < end:
            self._look_until(self._now_s + LOOK_S)
        return found

    def conversations(self) -> list[dict[str, Any]]:
        """All open conversations, page by page."""
        found: list[dict[str, Any]] = []
        cursor = ""
        while True:
            page = self._api(f"/v1/conversations?limit=4{cursor}")
            found += page["conversations"]
            if not page["next"]:
                return found
            cursor = f"&cursor={page['next']}"

    def customer(self, conversation: dict[str, Any]) -> str:
        """The name of the customer whose conversation it is."""
        people = (c.person for c in CUSTOMERS.values())
        known = {p.id: p.name for p in people}
        return known.get(conversation["customer"], "?")

    @property
    def _base(self) -> str:
        return self._stack.url("ApiUrl").rstrip("/")

    @property
    def _now_s(self) -> float:
        return time.monotonic() - self._begun

    def _api(self, path: str) -> Any:
        answer = web.get(self._base + path, token=self._stack.secrets.api_token)
        if answer.status != 200:
            said = answer.body.decode(errors="replace")[:200]
            raise StoryBrokenError(f"GET {path} says {answer.status}: {said}", log=ENGINE_LOG)
        return answer.json()

    def _enact(self, scene: Scene) -> None:
        self._look_until(scene.after_s)
        name = scene.who
        customer = CUSTOMERS[name]
        message = self._platforms.message(
            customer.channel,
            customer.person,
            scene.text,
            answers=self.record.opened[name] if scene.answer else None,
        )
        if not scene.answer:
            self.record.opened[name] = message
        did = "answers" if scene.answer else "writes"
        did += f" ×{scene.times}" if scene.times > 1 else ""
        what = f"“{scene.text}”"
        who = BRAND if scene.answer else customer.person.name
        self._terminal.happened(self._now_s, who, customer.place, did, what)
        for _ in range(scene.times):
            self.record.statuses.append(self._platforms.send(message))

    def _disturb(self) -> None:
        """What must change nothing: somebody who does not know the secret, and news from Meta."""
        mallory = Person(id="66600000000666", name="Mallory")
        message = self._platforms.message(
            "messenger", mallory, "Please answer me at this address instead."
        )
        self.record.forged = self._platforms.send(message, secret="not the secret")  # noqa: S106 - that is the point
        self._terminal.happened(
            self._now_s, "somebody", "Messenger", "forges", f"a signature: {self.record.forged}"
        )
        self.record.not_understood = self._platforms.post_meta(NOT_UNDERSTOOD)
        self._terminal.happened(
            self._now_s,
            "Meta",
            "Facebook",
            "sends",
            f"an update of a kind that nobody knows yet: {self.record.not_understood}",
        )

    def _due(self, name: str) -> float:
        """Seconds into the story at which that customer's deadline passes."""
        due = datetime.fromisoformat(self._waiting(name)["due_at"])
        return self._now_s + (due - datetime.now(UTC)).total_seconds()

    def _look_until(self, after_s: float) -> None:
        """Watches the outgoing mail and SMS until that moment of the story."""
        while (left := after_s - self._now_s) > 0:
            time.sleep(min(LOOK_S, left))
            self._look()

    def _look_for_the_last(self) -> None:
        """Until all alerts that are due have left; then a little longer, for any too many."""
        expected, end = sum(self.expected().values()), self._now_s + PATIENCE_S
        while len(self.record.letters) < expected and self._now_s < end:
            self._look_until(self._now_s + LOOK_S)
        self._look_until(self._now_s + SETTLE_S)

    def _look(self) -> None:
        known = {letter.id for letter in self.record.letters}
        for letter in outbox.sent(self._stack.endpoint):
            if letter.id not in known:
                self.record.letters.append(letter)
                first = letter.subject or letter.text.partition("\n")[0]
                self._terminal.happened(self._now_s, "ReplyWatch", letter.to, letter.medium, first)

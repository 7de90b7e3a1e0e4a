"""What calls the functions: platforms, the stream, the queue, the schedule, the mail provider."""

import math
import re
import zlib
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any

from functions.api.conversation_forms import SNOOZES_MIN
from shared.storage import schema
from shared.storage.attributes import moment
from tests.simulation.invocations import Outcome
from tests.simulation.providers import ALERTS, EVENTS, STREAM_DLQ, Sent, provider_event
from tests.simulation.rules import RESPONDERS
from tests.simulation.world import World

SHARDS = 3
MAX_RECEIVES = 5
VISIBILITY_S = 120.0
MAX_RETRIES = 100
AHEAD_S = 70
ACKNOWLEDGED_SHARE = 0.15
"""The share of emails whose reader acknowledges the alert."""
PRESSING = {one.email for one in RESPONDERS.values()}
"""The addresses of those who press every button."""
UNDONE_SHARE = 0.4
"""The share of those that their reader undoes, where readers press every button."""
API_URL = "https://replywatch.example"


class StreamReader:
    """The stream mapping of a function. Each shard is read in order, one batch at a time, and again
    from the first record that failed. A batch that failed as a whole is halved."""

    def __init__(
        self,
        world: World,
        name: str,
        prefixes: tuple[str, ...],
        sort_keys: tuple[str, ...],
        changes: tuple[str, ...],
        *,
        batch: int,
        window_s: float,
        stalls: bool = True,
    ) -> None:
        self.world, self.name, self.prefixes, self.changes = world, name, prefixes, changes
        self.sort_keys = sort_keys
        self.batch, self.window_s, self.stalls = batch, window_s, stalls
        self.waiting: list[list[dict[str, Any]]] = [[] for _ in range(SHARDS)]
        self.busy = [False] * SHARDS
        self.most = [batch] * SHARDS
        self.attempts = [0] * SHARDS
        self.dead: list[dict[str, Any]] = []

    def take(self, record: dict[str, Any]) -> None:
        pk, sk = (record["dynamodb"]["Keys"][name]["S"] for name in ("pk", "sk"))
        wanted = pk.startswith(self.prefixes) and sk.startswith(self.sort_keys)
        if wanted and record["eventName"] in self.changes:
            shard = zlib.crc32(pk.encode()) % SHARDS
            self.waiting[shard].append(record)
            if not self.busy[shard]:
                self.busy[shard] = True
                self._again(shard)

    def _again(self, shard: int) -> None:
        world = self.world
        slow = world.faults.happens(world.faults.profile.slow)
        delay = world.rng.uniform(30, 400) if slow else 0.2 + world.rng.random() * 0.5
        world.after(delay + self.window_s, self._poll, shard)

    def _poll(self, shard: int) -> None:
        world = self.world
        if not self.waiting[shard]:
            self.busy[shard] = False
            return
        if world.faults.out(self.name, world.now):
            world.after(30, self._poll, shard)
            return
        most = min(self.most[shard], world.rng.choice((1, 2, 5, self.batch)))
        batch = self.waiting[shard][:most]
        profile = world.faults.profile
        if world.faults.happens(profile.twice):
            delay = world.rng.choice((0.0, 0.01, 0.05, 1.0, 60.0))
            world.after(delay, world.invoke, self.name, {"Records": batch}, _ignore)
        if self.stalls and world.faults.happens(profile.stalled):
            world.after(world.rng.random() * 0.05, self._stalled, batch)
        world.invoke(self.name, {"Records": batch}, partial(self._done, shard, batch))

    def _stalled(self, batch: list[dict[str, Any]]) -> None:
        """Runs an invocation that stalls until Lambda has given it up, and that continues later."""
        stalls_at = self.world.rng.randint(1, 5)
        self.world.invoke(self.name, {"Records": batch}, _ignore, stalls_at=stalls_at)

    def _done(self, shard: int, batch: list[dict[str, Any]], outcome: Outcome) -> None:
        waiting = self.waiting[shard]
        if outcome.ok:
            failed = {f["itemIdentifier"] for f in outcome.result["batchItemFailures"]}
            through = next(
                (n for n, r in enumerate(batch) if r["dynamodb"]["SequenceNumber"] in failed),
                len(batch),
            )
            self.most[shard] = self.batch
        else:
            failed, through = {"all"}, 0
            self.most[shard] = max(1, len(batch) // 2)
        del waiting[:through]
        self.attempts[shard] = self.attempts[shard] + 1 if failed and not through else 0
        if self.attempts[shard] > MAX_RETRIES:
            self.dead.append(waiting.pop(0))
            self.attempts[shard] = 0
        if failed:
            backoff = min(0.5 * 2 ** min(self.attempts[shard], 10), 60)
            self.world.after(backoff * self.world.rng.uniform(0.5, 1), self._poll, shard)
        else:
            self._again(shard)


def _ignore(_outcome: Outcome) -> None:
    """Ignores the result of a repeated delivery."""


@dataclass(slots=True)
class Message:
    """One message of the alerts queue."""

    number: int
    body: str
    receives: int = 0


class QueueReader:
    """The queue of the notifier. It delivers each message at least once, after its delay, and again
    after the visibility timeout. After five receives, a message goes to the dead-letter queue."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.ready: list[Message] = []
        self.dead: list[Message] = []
        self.polling = False
        self.number = 0

    def reported(self) -> int:
        """The number of messages that SQS reports as ready. While faults happen, the number may be
        wrong."""
        profile, chance = self.world.faults.profile, Random(f"backlog {self.world.now}")
        is_wrong = self.world.faults.on and chance.random() < profile.miscounted
        return chance.choice((0, 1_000)) if is_wrong else len(self.ready)

    def arrived(self, body: str, delay_s: float) -> None:
        self.number += 1
        self.world.after(
            delay_s + self.world.rng.random() * 0.5, self._ready, Message(self.number, body)
        )

    def _ready(self, message: Message) -> None:
        self.ready.append(message)
        if not self.polling:
            self.polling = True
            self.world.after(self.world.rng.random() * 0.3, self._poll)

    def _poll(self) -> None:
        world = self.world
        if world.faults.out("notifier", world.now):
            world.after(30, self._poll)
            return
        most = world.rng.choice((1, 3, 10))
        batch, self.ready = self.ready[:most], self.ready[most:]
        if self.ready:
            world.after(world.rng.random() * 0.1, self._poll)
        else:
            self.polling = False
        for message in batch:
            message.receives += 1
        if batch:
            self._hand_over(batch)

    def _hand_over(self, batch: list[Message]) -> None:
        records = [
            {"messageId": str(m.number), "body": m.body, "eventSource": "aws:sqs"} for m in batch
        ]
        received = self.world.now

        def done(outcome: Outcome) -> None:
            failed = {str(m.number) for m in batch}
            if outcome.ok:
                failed = {f["itemIdentifier"] for f in outcome.result["batchItemFailures"]}
            for message in batch:
                if str(message.number) in failed:
                    self._failed(message, received)
                elif self.world.faults.happens(self.world.faults.profile.twice):
                    self.world.after(self.world.rng.uniform(0, 90), self._ready, message)

        profile, chance = self.world.faults.profile, Random(f"again {received} {records}")
        if self.world.faults.on and chance.random() < profile.twice:
            self.world.after(chance.choice((0.0, 0.01, 0.05, 1.0)), self._again, records, 0)
        if self.world.faults.on and chance.random() < profile.stalled:
            stalls_at = chance.randint(1, 8)
            self.world.after(chance.random() * 0.05, self._again, records, stalls_at)
        self.world.invoke("notifier", {"Records": records}, done)

    def _again(self, records: list[dict[str, Any]], stalls_at: int) -> None:
        """Delivers the same batch again, to an invocation that may stall."""
        self.world.invoke("notifier", {"Records": records}, _ignore, stalls_at=stalls_at)

    def _failed(self, message: Message, received: float) -> None:
        if message.receives >= MAX_RECEIVES:
            self.dead.append(message)
        else:
            self.world.at(received + VISIBILITY_S, self._ready, message)

    def redrive(self) -> None:
        """Puts the dead letters back into the queue."""
        dead, self.dead = self.dead, []
        for message in dead:
            message.receives = 0
            self._ready(message)


class Schedule:
    """The checker's schedule: every minute. Minutes in which the checker would find nothing are
    left out: it would only read the index, which `test_simulation.py` checks."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.next: float | None = None

    def look(self) -> None:
        """Schedules the next run by what the index holds."""
        due = [at for shard, at in self.world.table.index.now.values() if shard.startswith("DUE#")]
        if not due:
            return
        soonest = moment(min(due)).timestamp() - AHEAD_S
        minute = (math.floor(self.world.now / 60) + 1) * 60.0
        run_at = max(minute, math.ceil(soonest / 60) * 60.0)
        if self.next is None or run_at < self.next:
            self.next = run_at
            self.world.at(run_at, self._tick, run_at)

    def _tick(self, planned: float) -> None:
        if planned != self.next:
            return
        self.next = None
        world = self.world
        profile = world.faults.profile
        if not world.faults.out("sla_checker", world.now) and not world.faults.happens(
            profile.skipped
        ):
            if world.faults.happens(profile.twice):
                world.after(world.rng.random() * 5, world.invoke, "sla_checker", {}, _ignore)
            world.invoke("sla_checker", {}, _ignore)
        self.look()


def _form(rng: Random) -> dict[str, str]:
    """The fields that a reader submits on the conversation page."""
    action = rng.choice(("acknowledge", "hand-over", "hand-over", *SNOOZES_MIN))
    to = rng.choice(sorted(RESPONDERS))
    return {"action": action, "to": to} if action == "hand-over" else {"action": action}


class Environment:
    """Everything that calls the functions, connected as in the stack. With `presses_all`, readers
    press every button of the conversation page instead of only the first."""

    def __init__(self, world: World, *, publishes: bool = False, presses_all: bool = False) -> None:
        self.world, self.presses_all = world, presses_all
        self.tracker = StreamReader(
            world,
            "tracker",
            (schema.CONVERSATIONS, schema.POINTERS),
            schema.TRACKED,
            ("INSERT", "MODIFY"),
            batch=100,
            window_s=0,
        )
        self.rollup = StreamReader(
            world,
            "rollup",
            (schema.FACTS, *((schema.REMOVED, schema.ALERTS) if publishes else ())),
            ("",),
            ("INSERT", "MODIFY", "REMOVE"),
            batch=1000,
            window_s=5,
        )
        self.alerts = QueueReader(world)
        self.schedule = Schedule(world)
        self.stream_dead: list[str] = []
        self.lost_events: list[str] = []
        self.changes: set[tuple[str, int]] = set()
        """The writes of facts: name of the wait, and version."""
        world.table.on_record = self._record
        world.queued = self._queued
        world.queues.ready = self.alerts.reported
        world.accepted = self._accepted

    def _record(self, record: dict[str, Any]) -> None:
        self.tracker.take(record)
        self.rollup.take(record)
        self._note(record)
        self.schedule.look()

    def _queued(self, queue: str, body: str, delay_s: float) -> None:
        if queue == ALERTS:
            self.alerts.arrived(body, delay_s)
        elif queue == EVENTS:
            self.world.after(60, self._publish, body)
        else:
            assert queue == STREAM_DLQ
            self.stream_dead.append(body)

    def _note(self, record: dict[str, Any]) -> None:
        """Records every write of a fact and every deletion, each of which must be published."""
        pk = record["dynamodb"]["Keys"]["pk"]["S"]
        image = record["dynamodb"].get("NewImage")
        if image and pk.startswith((schema.FACTS, schema.REMOVED)):
            self.changes.add((image["opened_by"]["S"], int(image["version"]["N"])))

    def _publish(self, body: str) -> None:
        """Delivers an event that EventBridge refused, until it is accepted."""
        world = self.world

        def done(outcome: Outcome) -> None:
            if not outcome.ok or outcome.result["batchItemFailures"]:
                world.after(360, self._publish, body)

        message = {"messageId": "1", "body": body, "eventSource": "aws:sqs"}
        world.invoke("rollup", {"Records": [message]}, done)

    def deliver(self, request: dict[str, Any], attempt: int = 0) -> None:
        """Delivers a platform's body, and repeats it at growing intervals until the answer is
        200."""

        def done(outcome: Outcome) -> None:
            if outcome.ok and outcome.result["statusCode"] == 200:
                return
            if outcome.ok:
                self.world.unexpected.append(f"webhook: {outcome.result}")
                return
            self.world.after(min(5 * 3**attempt, 1800), self.deliver, request, attempt + 1)

        self.world.invoke("webhook", request, done)

    def _accepted(self, sent: Sent, carried: list[str]) -> None:
        """SES reports each accepted email within minutes and at least once: that it was sent, and
        whether it was delivered."""
        if sent.by != "email" or sent.alert is None:
            return
        self._acknowledged(sent)
        rng, profile = self.world.rng, self.world.faults.profile
        delay = rng.uniform(0.1, 3) if rng.random() < 0.8 else rng.uniform(3, 120)
        bounced = self.world.faults.happens(profile.bounces)
        if bounced:
            self.world.bounced.update(carried)
            self.world.dead.add(sent.to)
            self.world.counts["bounced"] += 1
        for kind in ("Send", "Bounce" if bounced else "Delivery"):
            delay += rng.random() * 5
            for _ in range(2 if self.world.faults.happens(profile.twice) else 1):
                event = provider_event(kind, sent)
                self.world.after(delay, self._provider_event, event, 0)

    def _acknowledged(self, sent: Sent) -> None:
        """Some readers press the email's button at some time, and again if that failed."""
        rng = Random(f"reader of {sent.alert} {sent.at}")
        if rng.random() >= ACKNOWLEDGED_SHARE * (3 if self.presses_all else 1):
            return
        if self.presses_all and not (self.world.faults.on and sent.to in PRESSING):
            return  # otherwise reminders and updates would be answered for ever
        tokens = re.findall(rf"{API_URL}/c/(\S+)", sent.text)
        if not tokens:  # an all clear has no button
            return
        when = rng.uniform(1, 600) if rng.random() < 0.7 else rng.uniform(600, 12_000)
        event = {"token": tokens[0]} | ({"form": _form(rng)} if self.presses_all else {})
        self.world.last_press = max(self.world.last_press, self.world.now + when)
        self.world.after(when, self._press, event, str(sent.alert))

    def _press(self, event: dict[str, Any], alert: str) -> None:
        world, pressed_at = self.world, self.world.now

        def done(outcome: Outcome) -> None:
            if (
                not outcome.ok or outcome.result[0] == 503
            ):  # the page asks the reader to press again
                world.after(5, self._press, event, alert)
                return
            status, is_paused = outcome.result
            until = max((max(s.values()) for s in world.snoozes.values()), default=0.0)
            if status != 200 or (is_paused and until <= pressed_at):
                world.unexpected.append(f"acknowledged, and not paused: {alert} {outcome.result}")
            if "form" in event and is_paused != (event["form"]["action"] == "undo"):
                world.counts[f"pressed {event['form']['action']}"] += 1
                self._undone_later(event, alert)

        world.invoke("acknowledgement", event, done)

    def _undone_later(self, event: dict[str, Any], alert: str) -> None:
        """Some owners press the button that undoes their acknowledgement."""
        rng = Random(f"second thoughts of {event['token']} {self.world.now}")
        is_theirs = event["form"]["action"] in {"acknowledge", *SNOOZES_MIN}
        if is_theirs and rng.random() < UNDONE_SHARE:
            undo = event | {"form": {"action": "undo"}}
            self.world.after(rng.uniform(5, 1200), self._press, undo, alert)

    def _provider_event(self, event: dict[str, Any], attempt: int) -> None:
        world = self.world
        if world.faults.out("notifier", world.now):
            world.after(30, self._provider_event, event, attempt)
            return

        def done(outcome: Outcome) -> None:
            if outcome.ok:
                return
            if attempt < 2:
                world.after(60 * (attempt + 1), self._provider_event, event, attempt + 1)
            else:
                self.lost_events.append(str(event))

        world.invoke("notifier", event, done, without_faults=attempt == 2)

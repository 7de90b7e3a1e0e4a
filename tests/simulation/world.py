"""The world of one seed: a clock that jumps, functions that take turns at every call to AWS, and
everything between them. The functions are the real ones.

A function runs as a greenlet. At each call it pauses for the duration of the call, and the function
that is next in time continues. So a seed always runs identically, call by call.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any, NamedTuple

from greenlet import getcurrent

from shared.storage import schema
from shared.storage.attributes import moment
from shared.storage.store import Store
from tests.fakes.dynamodb import FakeDynamoDB
from tests.simulation import faults, providers
from tests.simulation.faults import Died, Fault, FaultProfile, Faults
from tests.simulation.invocations import (
    PASSING,
    Client,
    Deciding,
    Invocation,
    Outcome,
    Read,
    passing,
    quietly,
)

TABLE = "simulated"


class StepsClaimed(NamedTuple):
    """The number of claimed steps of each policy in a record, before and after a write."""

    before: dict[str, int]
    after: dict[str, int]
    at: float = 0.0

    def together(self, policy: str) -> range:
        """The positions of the policy's steps that this write claimed."""
        return range(self.before.get(policy, 0), self.after.get(policy, 0))


def _steps(record: dict[str, Any]) -> dict[str, int]:
    known = record.get("escalation", {}).get("M", {}).get("steps", {}).get("M", {})
    return {policy: int(n["N"]) for policy, n in known.items()}


class Claim(NamedTuple):
    """The wait for which an alert was claimed."""

    previous_reply: str = ""
    opened_by: str = ""


def _claim(record: dict[str, Any], before: Claim | None) -> Claim:
    wait = record.get("wait", {}).get("M")
    if wait is None:
        return before or Claim()
    return Claim(wait["previous_reply"]["S"], wait["opened_by"]["S"])


def _step(alert: dict[str, Any]) -> tuple[str, ...]:
    """What an alert and those made in its place on other channels have in common."""
    names = ("conversation", "opened_by", "policy", "step", "kind", "responder", "since")
    return tuple(str(alert.get(name, {})) for name in names)


class Owner(NamedTuple):
    """The owner of a conversation's open wait from this time on. An empty name means nobody."""

    at: float = 0.0
    name: str = ""
    by: str = ""
    """Who handed it over."""
    wait: str = ""
    """What the wait's alerts are named after."""


def _owner(record: dict[str, Any], now: float) -> Owner:
    known = record.get("escalation", {}).get("M", {})
    named = (known.get(name, {}).get("S", "") for name in OWNER)
    return Owner(now, *named)


OWNER = ("acknowledged_by", "handed_over_by", "named_after")


class NotAtRestError(AssertionError):
    """Something is retried for ever, so the world never has nothing left to do."""


class World:
    """A simulated world. `handlers` are the functions by name. What calls them is in
    `callers.py`."""

    def __init__(
        self,
        seed: int,
        start: float,
        profile: FaultProfile,
        handlers: dict[str, Callable[..., Any]],
    ) -> None:
        self.rng = Random(seed)
        self.ids = Random(seed + 2)
        self.now = start
        self.hub = getcurrent()
        self.handlers = handlers
        self.faults = Faults(Random(seed + 1), profile)
        self.table = FakeDynamoDB(TABLE, lambda: self.now, lag=self._lag)
        self.table.on_put = self._put
        self.queues = providers.Queues(lambda queue, body, delay: self.queued(queue, body, delay))
        self.providers = providers.Providers(self._accepted)
        self.receivers = providers.Receivers(self._accepted)
        self.bus = providers.EventBus()
        self.store = Store(self.client("dynamodb"), TABLE, pause=self.pause)
        self.sent: list[providers.Sent] = []
        self.bounced: set[str] = set()
        """Alerts whose email was accepted and not delivered."""
        self.dead: set[str] = set()
        """Addresses from which a mail has bounced: the notifier may leave them out."""
        self.stored_at: dict[tuple[str, str], float] = {}
        """When each item of a conversation was first stored, by key."""
        self.dismissals: dict[tuple[str, str], str] = {}
        self.opened_by: dict[str, str] = {}
        """The message that each alert is named after, by the alert's id."""
        self.kinds: dict[str, str] = {}
        """The kind of each alert, by its id."""
        self.claims: dict[str, Claim] = {}
        """What each alert was last claimed for, by its id."""
        self.first_claims: dict[str, Claim] = {}
        """What each alert was first claimed for, by its id. If it took the place of another: what
        that one was first claimed for."""
        self.first_of_step: dict[tuple[str, ...], Claim] = {}
        """What each responder was first to be notified of, by the values of `_step`."""
        self.bundled: dict[str, set[int]] = defaultdict(set)
        """The positions of the steps that were claimed together with each alert, by its id."""
        self.steps: dict[str, list[StepsClaimed]] = defaultdict(list)
        """The steps that each record had claimed with each of its writes, by partition."""
        self.claimed_at: dict[str, float] = {}
        """When each alert was last claimed, or made in place of another, by its id."""
        self.made: dict[str, float] = {}
        """When each alert was made, by its id."""
        self.snoozes: dict[tuple[str, str], dict[float, float]] = {}
        """Snoozes: until when, by when they were written; by conversation and previous reply."""
        self.cut_short: set[tuple[str, str, float]] = set()
        """The snoozes that another one replaced, or that were undone: by when they were written."""
        self.last_press = 0.0
        """When a reader presses a button for the last time, as far as is known."""
        self.owners: dict[str, list[Owner]] = defaultdict(list)
        """Who had each conversation's wait, over time."""
        self.quiet: Mapping[str, Mapping[float, float]] = {}
        """The responders' quiet hours: until when, by when they begin."""
        self.unexpected: list[str] = []
        self.counts: Counter[str] = Counter()
        self.trace: list[str] | None = None
        self.queued: Callable[[str, str, float], None] = lambda _queue, _body, _delay: None
        self.accepted: Callable[[providers.Sent, list[str]], None] = lambda _sent, _carried: None
        self.actor: Invocation | None = None
        self.deciding = Deciding()
        self._heap: list[tuple[float, int, Callable[..., Any], tuple[Any, ...]]] = []
        self._number = count()

    # --- Time -----------------------------------------------------------------------------------

    def clock(self) -> datetime:
        """What a handler's `now` returns."""
        return datetime.fromtimestamp(self.now, UTC)

    def at(self, moment: float, what: Callable[..., Any], *given: Any) -> None:
        """Schedules a call at that moment."""
        heappush(self._heap, (max(moment, self.now), next(self._number), what, given))

    def after(self, seconds: float, what: Callable[..., Any], *given: Any) -> None:
        """Schedules a call so many seconds from now."""
        self.at(self.now + seconds, what, *given)

    def run(self, until: float) -> None:
        """Runs until nothing is left to do, which must happen before the given time. Raises
        NotAtRestError."""
        while self._heap:
            if self._heap[0][0] > until:
                raise NotAtRestError(f"at {self._heap[0][0]:.0f} there is still something to do")
            self.run_once()

    def run_once(self) -> None:
        """Runs the next scheduled call."""
        moment, _, what, given = heappop(self._heap)
        self.now = max(self.now, moment)
        what(*given)

    def pause(self, seconds: float) -> None:
        """Pauses the running function. Ends it if its time runs out meanwhile."""
        me = getcurrent()
        if not isinstance(me, Invocation):
            return
        wake = self.now + seconds
        if wake >= me.deadline:
            self.at(me.deadline, me.switch)
            self.hub.switch()
            self.counts["timed out"] += 1
            raise Died
        if self._heap and self._heap[0][0] <= wake:
            self.at(wake, me.switch)
            self.hub.switch()
        else:
            self.now = wake

    def owner_at(self, conversation: str, at: float) -> Owner:
        """The owner of the conversation's wait at that time."""
        return next((o for o in reversed(self.owners[conversation]) if o.at <= at), Owner())

    # --- Functions ------------------------------------------------------------------------------

    def invoke(
        self,
        name: str,
        event: Any,
        done: Callable[[Outcome], None],
        *,
        without_faults: bool = False,
        stalls_at: int = 0,
    ) -> None:
        """Calls a function and passes its outcome to `done`. With `without_faults`, none of its
        calls fails. At call number `stalls_at`, it stalls as if Lambda had given it up and called
        another."""
        handler = self.handlers[name]
        invocation = Invocation(
            self, name, lambda: handler(event, invocation), without_faults, stalls_at
        )
        invocation.done = done
        self.counts[name] += 1
        invocation.switch()

    def ended(self, invocation: Invocation, outcome: Outcome) -> None:
        """Records the outcome, and any error that no fault explains."""
        error = outcome.error
        if error is not None and not passing(error):
            self.unexpected.append(f"{invocation.name}: {type(error).__name__}: {error}")
        if self.trace is not None and not outcome.ok:
            self.note(f"{invocation.name} {'died' if outcome.died else repr(error)}")

    def running(self) -> Invocation | None:
        """The current invocation."""
        me = getcurrent()
        return me if isinstance(me, Invocation) else None

    def note(self, text: str) -> None:
        """Adds a line to the trace, if there is one."""
        if self.trace is not None:
            self.trace.append(f"{self.clock():%d. %H:%M:%S.%f}  {text}")

    def logged(self, name: str, **fields: Any) -> None:
        """Replaces the functions' log."""
        self.counts[name] += 1
        if self.trace is not None:
            shown = " ".join(f"{k}={v}" for k, v in fields.items())
            self.note(f"    {name} {shown}")
        if name == "alert.retry" and fields["error"] not in PASSING:
            self.unexpected.append(f"notifier: {fields['error']}")

    # --- Calls ----------------------------------------------------------------------------------

    def client(self, service: str, *, once: bool = False) -> Any:
        """Replaces `shared.runtime.aws.client`."""
        targets: dict[str, Any] = {
            "dynamodb": self.table,
            "sqs": self.queues,
            "events": self.bus,
            "sesv2": self.providers,
            "sns": self.providers,
            "pinpoint-sms-voice-v2": self.providers,
            "https": self.receivers,
            "secretsmanager": providers.Secrets(),
            "bedrock-runtime": providers.Model(),
        }
        return Client(self, service, targets[service], once)

    def call(
        self, service: str, operation: str, method: Any, once: bool, request: dict[str, Any]
    ) -> Any:
        """One call to AWS by the running function."""
        me = getcurrent()
        if not isinstance(me, Invocation):
            return method(**request)
        fault = None if me.without_faults else self.faults.draw(service, operation, self.now)
        self.pause(self._latency(me))
        if fault is not None:
            self.note(f"    {me.name}: {operation} {fault.name}")
            answer = self._wrong(fault, me, operation, method, once, request)
        else:
            self.actor, self.deciding = me, me.deciding
            answer = method(**request)
        if operation == "get_item":
            self._read(me, request["Key"], answer.get("Item", {}))
        elif operation == "batch_get_item":
            for item in answer["Responses"].get(TABLE, []):
                self._read(me, item, item)
        return answer

    def _wrong(
        self, fault: Fault, me: Invocation, operation: str, method: Any, once: bool, request: Any
    ) -> Any:
        deciding = me.deciding

        def apply() -> Any:
            self.actor, self.deciding = me, deciding
            return method(**request)

        match fault:
            case Fault.LOST:
                quietly(apply)
            case Fault.REPEATED:
                return self._repeated(apply, operation)
            case Fault.TIMES_OUT:
                self.pause(5 if once else 40)
            case Fault.LATE:
                self.after(self.rng.uniform(0.5, 20), quietly, apply)
                self.pause(5 if once else 40)
            case Fault.UNREACHABLE:
                self.pause(3)
            case Fault.DIES_BEFORE:
                raise Died
            case Fault.DIES_AFTER:
                quietly(apply)
                raise Died
            case Fault.PART:
                return self._part(apply, method.__self__)
        raise faults.raised(fault, operation)

    def _repeated(self, apply: Callable[[], Any], operation: str) -> Any:
        """The SDK repeats the call. A transaction carries a token, so it takes effect once."""
        answer = apply()
        self.pause(0.1)
        return answer if operation == "transact_write_items" else apply()

    def _part(self, apply: Callable[[], Any], target: Any) -> Any:
        before = target.taken
        target.taken = self.rng.randrange
        try:
            return apply()
        finally:
            target.taken = before

    # --- Observations ---------------------------------------------------------------------------

    def _latency(self, me: Invocation) -> float:
        me.stalls_at -= 1
        if me.stalls_at == 0:
            return self.rng.uniform(2, 50)
        if self.faults.happens(self.faults.profile.sluggish):
            return self.rng.uniform(0.5, 8)
        return 0.002 + 0.03 * self.rng.random()

    def _lag(self) -> float:
        most = self.faults.profile.lag_s if self.faults.on else 0.0
        return self.rng.random() * most

    def _put(self, pk: str, sk: str, item: dict[str, Any]) -> None:
        if sk == "STATE":
            self._snoozed(pk, item)
            self._owned(pk, item)
            before = self.steps[pk][-1].after if self.steps[pk] else {}
            self.steps[pk].append(StepsClaimed(before, _steps(item), self.now))
        elif pk.startswith("C#"):
            if (pk, sk) not in self.stored_at:
                self.stored_at[pk, sk] = self.now
                self.note(f"    stored {pk} {sk}")
                if "dismissed_by" in item:
                    self.dismissals[pk, sk] = item["message_id"]["S"]
        elif pk.startswith("A#"):
            self.made.setdefault(pk[2:], self.now)
            self.claimed_at.setdefault(pk[2:], self.now)
            self.opened_by[pk[2:]] = item["opened_by"]["S"]
            self.kinds[pk[2:]] = item.get("kind", {}).get("S", "step")
            if item["state"]["S"] == "claimed":
                record = self.table.items[f"C#{item['conversation']['S']}"].get("STATE", {})
                self.claims[pk[2:]] = _claim(record, self.claims.get(pk[2:]))
                first = self.first_of_step.setdefault(_step(item), self.claims[pk[2:]])
                self.first_claims.setdefault(pk[2:], first)
                for changed in self.steps[f"C#{item['conversation']['S']}"][-1:]:
                    self.bundled[pk[2:]] |= set(changed.together(item["policy"]["S"]))
                    if changed.at == self.now:
                        self.claimed_at[pk[2:]] = self.now
            if self.actor is not None:
                self._announced(self.actor, pk[2:], item)
        elif pk == schema.RESPONDERS and self.actor is not None:
            # A code or a test: a text message has no tag that identifies it.
            self.actor.deciding = self.actor.deciding._replace(alert=None)

    def _announced(self, me: Invocation, alert: str, item: dict[str, Any]) -> None:
        known = me.deciding.announced
        if item["state"]["S"] == "sending":
            known = (*known, (alert, item.get("bundle", {}).get("S")))
        me.deciding = me.deciding._replace(alert=alert, announced=known)

    def _snoozed(self, pk: str, item: dict[str, Any]) -> None:
        """Records until when an acknowledgement snoozes a wait's alerts. The alerts of a wait
        without an owner must not be paused."""
        escalation = item.get("escalation", {}).get("M", {})
        until_text = escalation.get("snoozed_until", {}).get("S")
        if until_text is None or "S" not in escalation.get("acknowledged_by", {}):
            if self.actor is not None and self.actor.name == "acknowledgement":
                self._undone(pk, item)
            return
        previous_reply = item["wait"]["M"]["previous_reply"]["S"]
        known = self.snoozes.setdefault((pk[2:], previous_reply), {})
        until = moment(until_text).timestamp()
        if until not in known.values():
            self._cut_short(pk, previous_reply)  # the new snooze replaces it
            self._moved(pk, until)
            known[self.now] = until
            self.note(f"    paused until {until_text}: {pk} after {previous_reply}")

    def _moved(self, pk: str, until: float) -> None:
        """Records that the wait may have moved here with its snooze, from an id of the customer
        that has no wait any more. What is written there from now on is not paused."""
        for (conversation, previous_reply), spans in self.snoozes.items():
            items = self.table.items[f"C#{conversation}"]
            is_left = "wait" not in items.get("STATE", {}) and any(
                sk.startswith(schema.ALIAS) for sk in items
            )
            if conversation != pk[2:] and until in spans.values() and is_left:
                self._cut_short(f"C#{conversation}", previous_reply)

    def _undone(self, pk: str, item: dict[str, Any]) -> None:
        """Records that an acknowledgement was undone. From now on, the wait's alerts are no longer
        paused."""
        self._cut_short(pk, item["wait"]["M"]["previous_reply"]["S"])
        self.note(f"    undone: {pk}")

    def _cut_short(self, pk: str, previous_reply: str) -> None:
        known = self.snoozes.get((pk[2:], previous_reply), {})
        for start, end in known.items():
            if self.now < end:
                known[start] = self.now
                self.cut_short.add((pk[2:], previous_reply, start))

    def _owned(self, pk: str, item: dict[str, Any]) -> None:
        owner, before = _owner(item, self.now), self.owners[pk[2:]][-1:] or [Owner()]
        if owner[1:] != before[0][1:]:
            self.owners[pk[2:]].append(owner)

    def _read(self, me: Invocation, key: Any, item: Any) -> None:
        if key["sk"]["S"] == "STATE":
            read = Read(self.now, key["pk"]["S"], item)
            me.deciding = me.deciding._replace(reads=(*me.deciding.reads, read))

    def _accepted(self, by: str, to: str, alert: str | None, text: str) -> None:
        lead = str(alert or self.deciding.alert)
        carried = self.deciding.carried_with(lead)
        if by == "pagerduty" and any(one.alert == lead for one in self.sent):
            return  # a repeat of the same event changes nothing
        for one in carried:
            kind, name = self.kinds.get(one, "step"), self.opened_by.get(one)
            read = self.deciding.read_for(kind, name)
            sent = providers.Sent(
                by=by,
                to=to,
                alert=one,
                at=self.now,
                decided_at=read.at,
                was_open=read.is_open,
                previous_reply=read.previous_reply,
                named_after=read.named_after,
                had_ended=read.has_ended(name),
                text=text,
            )
            self.sent.append(sent)
            self.note(f"    {by} to {to}: {sent.alert}")
            if one == lead:
                self.accepted(sent, carried)

"""A world of one seed: a clock that jumps, functions that take turns at every call to AWS, and
everything that lies between them. The functions are the real ones.

A function runs as a greenlet. At each call it stands aside for as long as the call takes, and
whoever comes next in time goes on. So a seed always tells the same story, to the last call.
"""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any, NamedTuple

from greenlet import getcurrent

from shared.storage.attributes import moment
from shared.storage.store import Store
from tests.simulation import far_side, faults
from tests.simulation.fake_dynamodb import FakeDynamoDB
from tests.simulation.faults import Died, Fault, Faults, Weather
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


class Claim(NamedTuple):
    """The wait for which an alert was claimed."""

    boundary: str = ""
    opened_by: str = ""


def _claim(record: dict[str, Any], before: Claim | None) -> Claim:
    wait = record.get("wait", {}).get("M")
    if wait is None:
        return before or Claim()
    return Claim(wait["previous_reply"]["S"], wait["opened_by"]["S"])


class NeverQuietError(AssertionError):
    """The world does not come to rest: something is tried for ever."""


class World:
    """`handlers` are the functions by name; what calls them is in `sources.py`."""

    def __init__(
        self, seed: int, start: float, weather: Weather, handlers: dict[str, Callable[..., Any]]
    ) -> None:
        self.rng = Random(seed)
        self.ids = Random(seed + 2)
        self.now = start
        self.hub = getcurrent()
        self.handlers = handlers
        self.faults = Faults(Random(seed + 1), weather)
        self.table = FakeDynamoDB(TABLE, lambda: self.now, lag=self._lag)
        self.table.on_put = self._put
        self.queues = far_side.Queues(lambda queue, body, delay: self.queued(queue, body, delay))
        self.providers = far_side.Providers(self._accepted)
        self.store = Store(self.client("dynamodb"), TABLE, pause=self.pause)
        self.sent: list[far_side.Sent] = []
        self.bounced: set[str] = set()
        """Alerts whose mail was accepted and did not arrive."""
        self.landed: dict[tuple[str, str], float] = {}
        """When each item of a conversation was first put, by key."""
        self.dismissals: dict[tuple[str, str], str] = {}
        self.opened_by: dict[str, str] = {}
        """The message that each alert is named after, by its id."""
        self.claims: dict[str, Claim] = {}
        """What each alert was last claimed for, by its id."""
        self.made: dict[str, float] = {}
        """When each alert came into being, by its id."""
        self.silences: dict[tuple[str, str], dict[float, float]] = {}
        """Until when alerts are silent by when that was written, by conversation and boundary."""
        self.surprises: list[str] = []
        self.counts: Counter[str] = Counter()
        self.story: list[str] | None = None
        self.queued: Callable[[str, str, float], None] = lambda _queue, _body, _delay: None
        self.accepted: Callable[[far_side.Sent], None] = lambda _sent: None
        self.actor: Invocation | None = None
        self.deciding = Deciding()
        self._heap: list[tuple[float, int, Callable[..., Any], tuple[Any, ...]]] = []
        self._number = count()

    # --- Time -----------------------------------------------------------------------------------

    def clock(self) -> datetime:
        """What a handler's `now` is told."""
        return datetime.fromtimestamp(self.now, UTC)

    def at(self, moment: float, what: Callable[..., Any], *given: Any) -> None:
        """Has something happen at that moment."""
        heappush(self._heap, (max(moment, self.now), next(self._number), what, given))

    def after(self, seconds: float, what: Callable[..., Any], *given: Any) -> None:
        """Has something happen so many seconds from now."""
        self.at(self.now + seconds, what, *given)

    def run(self, until: float) -> None:
        """Until nothing is left to happen, which must be before then. Raises NeverQuietError."""
        while self._heap:
            if self._heap[0][0] > until:
                raise NeverQuietError(f"at {self._heap[0][0]:.0f} there is still something to do")
            self.run_once()

    def run_once(self) -> None:
        """The next thing that happens."""
        moment, _, what, given = heappop(self._heap)
        self.now = max(self.now, moment)
        what(*given)

    def pause(self, seconds: float) -> None:
        """The running function stands aside; if its time is up meanwhile, it ends."""
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

    # --- Functions ------------------------------------------------------------------------------

    def invoke(
        self,
        name: str,
        event: Any,
        done: Callable[[Outcome], None],
        *,
        sheltered: bool = False,
        stalls_at: int = 0,
    ) -> None:
        """Calls a function; `done` hears how it ended. No fault strikes a sheltered one. At
        call number `stalls_at` it stalls, while Lambda has given it up and called another."""
        handler = self.handlers[name]
        invocation = Invocation(
            self, name, lambda: handler(event, invocation), sheltered, stalls_at
        )
        invocation.done = done
        self.counts[name] += 1
        invocation.switch()

    def ended(self, invocation: Invocation, outcome: Outcome) -> None:
        """Keeps the story, and what nobody foresaw."""
        error = outcome.error
        if error is not None and not passing(error):
            self.surprises.append(f"{invocation.name}: {type(error).__name__}: {error}")
        if self.story is not None and not outcome.ok:
            self.tell(f"{invocation.name} {'died' if outcome.died else repr(error)}")

    def running(self) -> Invocation | None:
        """Whose turn it is."""
        me = getcurrent()
        return me if isinstance(me, Invocation) else None

    def tell(self, text: str) -> None:
        """One line of the story, where it is wanted."""
        if self.story is not None:
            self.story.append(f"{self.clock():%d. %H:%M:%S.%f}  {text}")

    def logged(self, name: str, **fields: Any) -> None:
        """In place of the functions' log."""
        self.counts[name] += 1
        if self.story is not None:
            told = " ".join(f"{k}={v}" for k, v in fields.items())
            self.tell(f"    {name} {told}")
        if name == "alert.retry" and fields["error"] not in PASSING:
            self.surprises.append(f"notifier: {fields['error']}")

    # --- Calls ----------------------------------------------------------------------------------

    def client(self, service: str, *, once: bool = False) -> Any:
        """In place of `shared.runtime.aws.client`."""
        targets: dict[str, Any] = {
            "dynamodb": self.table,
            "sqs": self.queues,
            "sesv2": self.providers,
            "sns": self.providers,
            "secretsmanager": far_side.Secrets(),
        }
        return Client(self, service, targets[service], once)

    def call(
        self, service: str, operation: str, method: Any, once: bool, request: dict[str, Any]
    ) -> Any:
        """One call to AWS by the running function."""
        me = getcurrent()
        if not isinstance(me, Invocation):
            return method(**request)
        fault = None if me.sheltered else self.faults.draw(service, operation, self.now)
        self.pause(self._latency(me))
        if fault is not None:
            self.tell(f"    {me.name}: {operation} {fault.name}")
            return self._wrong(fault, me, operation, method, once, request)
        self.actor, self.deciding = me, me.deciding
        answer = method(**request)
        if operation == "get_item":
            self._read(me, request, answer)
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
        """The SDK tries again by itself. Transactions carry a token, so they are done once."""
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

    # --- What is noticed ------------------------------------------------------------------------

    def _latency(self, me: Invocation) -> float:
        me.stalls_at -= 1
        if me.stalls_at == 0:
            return self.rng.uniform(2, 50)
        if self.faults.happens(self.faults.weather.sluggish):
            return self.rng.uniform(0.5, 8)
        return 0.002 + 0.03 * self.rng.random()

    def _lag(self) -> float:
        most = self.faults.weather.lag_s if self.faults.on else 0.0
        return self.rng.random() * most

    def _put(self, pk: str, sk: str, item: dict[str, Any]) -> None:
        if sk == "STATE":
            self._snoozed(pk, item)
        elif pk.startswith("C#"):
            if (pk, sk) not in self.landed:
                self.landed[pk, sk] = self.now
                self.tell(f"    landed {pk} {sk}")
                if "dismissed_by" in item:
                    self.dismissals[pk, sk] = item["message_id"]["S"]
        elif pk.startswith("A#"):
            self.made.setdefault(pk[2:], self.now)
            self.opened_by[pk[2:]] = item["opened_by"]["S"]
            if item["state"]["S"] == "claimed":
                record = self.table.items[f"C#{item['conversation']['S']}"].get("STATE", {})
                self.claims[pk[2:]] = _claim(record, self.claims.get(pk[2:]))
            if self.actor is not None:
                self.actor.deciding = self.actor.deciding._replace(alert=pk[2:])

    def _snoozed(self, pk: str, item: dict[str, Any]) -> None:
        """Keeps until when an acknowledgement has a wait's alerts silent."""
        until_text = item.get("escalation", {}).get("M", {}).get("snoozed_until", {}).get("S")
        if until_text is None:
            return
        boundary = item["wait"]["M"]["previous_reply"]["S"]
        known = self.silences.setdefault((pk[2:], boundary), {})
        until = moment(until_text).timestamp()
        if until not in known.values():
            known[self.now] = until
            self.tell(f"    silent until {until_text}: {pk} after {boundary}")

    def _read(self, me: Invocation, request: Any, answer: Any) -> None:
        if request["Key"]["sk"]["S"] == "STATE":
            wait = answer.get("Item", {}).get("wait", {}).get("M")
            known = answer.get("Item", {}).get("escalation", {}).get("M", {})
            read = Read(
                at=self.now,
                is_open=wait is not None and wait["outcome"]["S"] == "open",
                boundary=wait["previous_reply"]["S"] if wait else "",
                named_after=known.get("named_after", {}).get("S"),
            )
            me.deciding = me.deciding._replace(reads=(*me.deciding.reads, read))

    def _accepted(self, by: str, to: str, alert: str | None, text: str) -> None:
        alert = alert or self.deciding.alert
        read = self.deciding.read_for(self.opened_by.get(str(alert)))
        sent = far_side.Sent(
            by=by,
            to=to,
            alert=alert,
            at=self.now,
            decided_at=read.at,
            was_open=read.is_open,
            boundary=read.boundary,
            text=text,
        )
        self.sent.append(sent)
        self.tell(f"    {by} to {to}: {sent.alert}")
        self.accepted(sent)

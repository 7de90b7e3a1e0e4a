"""One call of a function, and the AWS clients that it uses."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from botocore.exceptions import ClientError
from greenlet import greenlet

from tests.simulation.faults import Died

if TYPE_CHECKING:
    from tests.simulation.world import World

TIMEOUTS_S = {
    "webhook": 10.0,
    "tracker": 60.0,
    "sla_checker": 50.0,
    "notifier": 20.0,
    "rollup": 60.0,
    "dismissal": 15.0,
    "acknowledgement": 15.0,
}


class Outcome(NamedTuple):
    """The way in which an invocation ended."""

    result: Any = None
    error: Exception | None = None
    died: bool = False

    @property
    def ok(self) -> bool:
        return self.error is None and not self.died


class Read(NamedTuple):
    """What a function read from a conversation's record."""

    at: float = 0.0
    conversation: str = ""
    record: Mapping[str, Any] = {}
    """As DynamoDB has it."""

    @property
    def is_open(self) -> bool:
        """Whether the conversation had an open wait."""
        return bool(self._wait) and self._wait["outcome"]["S"] == "open"

    @property
    def previous_reply(self) -> str:
        """The reply before the wait that was read."""
        return self._wait["previous_reply"]["S"] if self._wait else ""

    @property
    def named_after(self) -> str | None:
        """The message that the alerts of this wait were named after, if there were any."""
        return self._escalation.get("named_after", {}).get("S")

    def has_ended(self, name: str | None) -> bool:
        """Whether the function knew that the wait of the alerts with this name had ended."""
        earlier = [known["M"] for known in self.record.get("earlier", {}).get("L", ())]
        return any(
            "ended" in known and known.get("named_after", known["opened_by"])["S"] == name
            for known in earlier
        )

    def bears_out(self, kind: str, name: str | None) -> bool:
        """Whether an alert of this kind and name was true according to this read: for an all clear,
        the wait had ended; for any other kind, it was open."""
        if kind == "all_clear":
            return self.has_ended(name)
        return self.is_open and self.named_after == name

    @property
    def _wait(self) -> Mapping[str, Any]:
        return self.record.get("wait", {}).get("M", {})

    @property
    def _escalation(self) -> Mapping[str, Any]:
        return self.record.get("escalation", {}).get("M", {})


class Deciding(NamedTuple):
    """The state of a notifier run: the last alert that it wrote, and what it read from each
    record."""

    alert: str | None = None
    reads: tuple[Read, ...] = ()
    announced: tuple[tuple[str, str | None], ...] = ()
    """The alerts that it announced, each with the bundle that it is in."""

    def carried_with(self, alert: str) -> list[str]:
        """The alerts of the message that carries this alert, including this alert."""
        bundle = dict(self.announced).get(alert)
        if bundle is None:
            return [alert]
        return list(dict.fromkeys(a for a, b in self.announced if b == bundle))

    def read_for(self, kind: str, name: str | None) -> Read:
        """The read on which an alert of this kind and name was sent. Only the last read of each
        record counts. If there are several records, a read that bears out the alert is
        preferred."""
        newest = {read.conversation: read for read in self.reads}
        last = sorted(newest.values(), key=lambda read: read.at)
        about = [read for read in last if read.bears_out(kind, name)]
        return (about or last or [Read()])[-1]


class Invocation(greenlet):
    """One call of a function, which the world can pause and end."""

    def __init__(
        self,
        world: "World",
        name: str,
        work: Callable[[], Any],
        without_faults: bool,
        stalls_at: int,
    ) -> None:
        super().__init__(self.through, world.hub)
        self.world, self.name, self.work = world, name, work
        self.without_faults, self.stalls_at = without_faults, stalls_at
        self.started = world.now
        self.deadline = world.now + TIMEOUTS_S[name]
        self.done: Callable[[Outcome], None] = lambda _outcome: None
        self.deciding = Deciding()

    def get_remaining_time_in_millis(self) -> int:
        """As Lambda's context reports it."""
        return int((self.deadline - self.world.now) * 1000)

    def through(self) -> None:
        try:
            outcome = Outcome(result=self.work())
        except Died:
            outcome = Outcome(died=True)
        except Exception as error:  # noqa: BLE001 Lambda treats every exception alike
            outcome = Outcome(error=error)
        self.world.ended(self, outcome)
        self.done(outcome)


class Client:
    """A service's client as boto3 creates it: every operation goes through the world."""

    def __init__(self, world: "World", service: str, target: Any, once: bool) -> None:
        self._world, self._service, self._target, self._once = world, service, target, once

    def __getattr__(self, operation: str) -> Any:
        method = getattr(self._target, operation)

        def call(**request: Any) -> Any:
            return self._world.call(self._service, operation, method, self._once, request)

        setattr(self, operation, call)
        return call


PASSING = {
    "ClientError",
    "ConnectionClosedError",
    "ReadTimeoutError",
    "ConnectTimeoutError",
    "ConflictError",
    "OverloadedError",
    "NotQueuedError",
}
"""Errors that a function may end with when AWS fails."""


def passing(error: Exception) -> bool:
    """Whether the error came from AWS."""
    return type(error).__name__ in PASSING


def quietly(what: Callable[[], Any]) -> None:
    """Runs the call, and ignores its result."""
    try:
        what()
    except ClientError:
        return

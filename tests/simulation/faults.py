"""What can go wrong at a call to AWS, and how often. The seed decides, call by call."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from random import Random

from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    ReadTimeoutError,
)

from tests.fakes.dynamodb import error

URL = "https://aws.invalid"


class Fault(Enum):
    """How one call fails."""

    FAILS = auto()
    """AWS answers with an error and has done nothing."""
    THROTTLED = auto()
    """Nothing is done: too many requests."""
    LOST = auto()
    """It is done, but the connection breaks before the answer arrives."""
    REPEATED = auto()
    """It is done, the answer is lost, and the SDK's retry does it again."""
    TIMES_OUT = auto()
    """It is not done, and the client learns so only after ten seconds."""
    LATE = auto()
    """The client gives up. The request is carried out some seconds later."""
    UNREACHABLE = auto()
    """No connection."""
    DIES_BEFORE = auto()
    """The function dies before the call."""
    DIES_AFTER = auto()
    """The call is done, and the function dies before it gets the answer."""
    CONFLICT = auto()
    """Another transaction changes the item."""
    PART = auto()
    """Only a part of the batch is accepted."""
    REFUSED = auto()
    """The provider refuses this message for good."""
    BLOCKED = auto()
    """The provider refuses everything until an operator has fixed the cause."""


class Died(BaseException):
    """The function's process has ended."""


COMMON = (
    Fault.FAILS,
    Fault.THROTTLED,
    Fault.LOST,
    Fault.TIMES_OUT,
    Fault.LATE,
    Fault.DIES_BEFORE,
    Fault.DIES_AFTER,
)
WRITES = {"put_item", "delete_item", "transact_write_items"}
BATCHES = {"batch_write_item", "batch_get_item", "send_message_batch", "put_events"}
PROVIDERS = {"send_email", "publish", "send_text_message", "post"}


def possible(operation: str) -> tuple[Fault, ...]:
    """The faults that a call of this operation can have."""
    found = COMMON
    if operation in WRITES:
        found += (Fault.CONFLICT, Fault.REPEATED)
    elif operation in BATCHES:
        found += (Fault.PART, Fault.REPEATED)
    elif operation in PROVIDERS:
        found += (Fault.UNREACHABLE, Fault.BLOCKED)
    return found


def raised(fault: Fault, operation: str) -> Exception:
    """The exception that the function receives."""
    match fault:
        case Fault.THROTTLED:
            return error("ThrottlingException", operation)
        case Fault.CONFLICT if operation == "transact_write_items":
            reasons = [{"Code": "TransactionConflict"}]
            return error("TransactionCanceledException", operation, CancellationReasons=reasons)
        case Fault.CONFLICT:
            return error("TransactionConflictException", operation)
        case Fault.LOST:
            return ConnectionClosedError(endpoint_url=URL)
        case Fault.TIMES_OUT | Fault.LATE:
            return ReadTimeoutError(endpoint_url=URL)
        case Fault.UNREACHABLE:
            return ConnectTimeoutError(endpoint_url=URL)
        case Fault.REFUSED:
            return error("MessageRejected", operation)
        case Fault.BLOCKED:
            return error("AuthorizationError", operation, status=403)
        case _:
            return error("InternalServerError", operation, status=500)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """An outage from `start` to `end` (epoch seconds) of a function, which is then not called, or
    of a service, whose calls all fail."""

    what: str
    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultProfile:
    """The faults in the world of a seed. Each value is a probability, unless it has a unit."""

    name: str
    rate: float = 0.0
    """Calls to AWS that fail."""
    provider_rate: float = 0.0
    """Sends that fail."""
    refusals: float = 0.0
    """Sends that a provider refuses for good."""
    bounces: float = 0.0
    """Emails that are accepted, but not delivered."""
    twice: float = 0.0
    """Deliveries (webhook, stream, queue, provider's event) that happen twice."""
    stalled: float = 0.0
    """Stream batches that a stalled invocation handles as well."""
    skipped: float = 0.0
    """Runs of the checker that do not take place."""
    miscounted: float = 0.0
    """Counts of the queue's messages that are wrong."""
    slow: float = 0.0
    """Stream batches that arrive minutes late."""
    sluggish: float = 0.0
    """Calls that take seconds."""
    lag_s: float = 0.0
    """The largest delay of the index."""
    outages: tuple[Outage, ...] = ()


CALM = FaultProfile(name="calm", lag_s=0.5)
STRUCK = FaultProfile(name="struck", lag_s=0.5)
"""Calm, but for one fault at a chosen place."""
CRUSH = FaultProfile(
    name="crush", twice=0.1, stalled=0.9, miscounted=0.2, slow=0.05, sluggish=0.1, lag_s=5
)
"""Nothing fails, but many invocations overlap, some of them with data that they read a while
ago."""


def profile(rng: Random, start: float, span_s: float) -> FaultProfile:
    """One of five profiles."""
    kind = rng.random()
    if kind < 0.15:
        return CALM
    if kind < 0.4:
        return FaultProfile(
            name="rain", rate=0.02, provider_rate=0.1, bounces=0.02, twice=0.05, stalled=0.02,
            skipped=0.05, miscounted=0.2, slow=0.02,
            sluggish=0.01, lag_s=3,
        )  # fmt: skip
    if kind < 0.65:
        return FaultProfile(
            name="storm", rate=0.08, provider_rate=0.25, refusals=0.02, bounces=0.05, twice=0.15,
            stalled=0.05,
            skipped=0.2, miscounted=0.5, slow=0.1, sluggish=0.03, lag_s=20,
        )  # fmt: skip
    if kind < 0.85:
        return CRUSH
    outages = []
    for _ in range(rng.randint(1, 3)):
        begins = start + rng.random() * span_s
        what = rng.choice(("sla_checker", "tracker", "rollup", "notifier", "dynamodb", "sesv2"))
        lasts = rng.uniform(30, 240 if what == "notifier" else 900)
        outages.append(Outage(what=what, start=begins, end=begins + lasts))
    return FaultProfile(
        name="outage", rate=0.01, provider_rate=0.03, twice=0.05, skipped=0.05, sluggish=0.01,
        lag_s=5,
        outages=tuple(outages),
    )  # fmt: skip


@dataclass(slots=True)
class Faults:
    """Draws a fault, or none, for each call of a function."""

    rng: Random
    profile: FaultProfile
    on: bool = True
    strike: Callable[[str], Fault | None] = lambda _operation: None
    """A fault that a test forces, if any."""
    counts: dict[str, int] = field(default_factory=dict)

    def draw(self, service: str, operation: str, now: float) -> Fault | None:
        """The fault for this call."""
        struck = self.strike(operation)
        if struck is not None or not self.on:
            return struck
        profile = self.profile
        if profile.outages and self.out(service, now):
            return self._counted(Fault.FAILS)
        if profile.refusals and operation in PROVIDERS and self.rng.random() < profile.refusals:
            return self._counted(Fault.REFUSED)
        rate = profile.provider_rate if operation in PROVIDERS else profile.rate
        if rate and self.rng.random() < rate:
            return self._counted(self.rng.choice(possible(operation)))
        return None

    def out(self, what: str, now: float) -> bool:
        """Whether the function or service is in an outage."""
        return self.on and any(
            o.what == what and o.start <= now < o.end for o in self.profile.outages
        )

    def happens(self, share: float) -> bool:
        """Draws whether an event of this probability happens now."""
        return self.on and share > 0 and self.rng.random() < share

    def _counted(self, fault: Fault) -> Fault:
        self.counts[fault.name] = self.counts.get(fault.name, 0) + 1
        return fault

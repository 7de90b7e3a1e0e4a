"""What can go wrong at a call to AWS, and how often: decided by the seed, call by call."""

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
    """How one call goes wrong."""

    FAILS = auto()
    """AWS answers with an error of its own and has done nothing."""
    THROTTLED = auto()
    """Nothing done: too many requests."""
    LOST = auto()
    """Done, but the connection broke before the answer came."""
    REPEATED = auto()
    """Done, the answer lost, and the SDK's own retry does it again."""
    TIMES_OUT = auto()
    """Not done, and it takes ten seconds to find that out."""
    LATE = auto()
    """The client gives up; the request is carried out some seconds later."""
    UNREACHABLE = auto()
    """No connection at all."""
    DIES_BEFORE = auto()
    """The function dies on its way to the call."""
    DIES_AFTER = auto()
    """The call is done, and the function dies before it learns so."""
    CONFLICT = auto()
    """Another transaction touches the item."""
    PART = auto()
    """Only a part of the batch is taken."""
    REFUSED = auto()
    """The provider will never take this."""
    BARRED = auto()
    """The provider takes nothing of the kind until an operator has mended something."""


class Died(BaseException):
    """The function's process is gone."""


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
BATCHES = {"batch_write_item", "batch_get_item", "send_message_batch"}
PROVIDERS = {"send_email", "publish"}


def possible(operation: str) -> tuple[Fault, ...]:
    """The faults that this operation can have."""
    found = COMMON
    if operation in WRITES:
        found += (Fault.CONFLICT, Fault.REPEATED)
    elif operation in BATCHES:
        found += (Fault.PART, Fault.REPEATED)
    elif operation in PROVIDERS:
        found += (Fault.UNREACHABLE, Fault.BARRED)
    return found


def raised(fault: Fault, operation: str) -> Exception:
    """What the function sees of it."""
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
        case Fault.BARRED:
            return error("AuthorizationError", operation, status=403)
        case _:
            return error("InternalServerError", operation, status=500)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """From `start` to `end`, epoch seconds, something does not work: a function's name (it is not
    called), or a service's (every call fails)."""

    what: str
    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """How bad a seed's world is."""

    name: str
    rate: float = 0.0
    """Of calls to AWS that go wrong."""
    provider_rate: float = 0.0
    """Of sends that go wrong."""
    refusals: float = 0.0
    """Of sends that a provider refuses for good."""
    bounces: float = 0.0
    """Of mails accepted, and not delivered after all."""
    twice: float = 0.0
    """Of deliveries (webhook, stream, queue, provider's event) that come twice."""
    stalled: float = 0.0
    """Of stream batches that are also in the hands of an invocation that was given up."""
    skipped: float = 0.0
    """Of the checker's runs that do not take place."""
    slow: float = 0.0
    """Of stream batches that are delivered minutes late."""
    sluggish: float = 0.0
    """Of calls that take seconds."""
    lag_s: float = 0.0
    """How far the index trails behind, at most."""
    outages: tuple[Outage, ...] = ()


CALM = Weather(name="calm", lag_s=0.5)
STRUCK = Weather(name="struck", lag_s=0.5)
"""Calm, but for one fault at a chosen place."""
CRUSH = Weather(name="crush", twice=0.1, stalled=0.9, slow=0.05, sluggish=0.1, lag_s=5)
"""Nothing fails, but much runs at the same time, and some of it on what it read a while ago."""


def weather(rng: Random, start: float, span_s: float) -> Weather:
    """One of five kinds."""
    kind = rng.random()
    if kind < 0.15:
        return CALM
    if kind < 0.4:
        return Weather(
            name="rain", rate=0.02, provider_rate=0.1, bounces=0.02, twice=0.05, stalled=0.02,
            skipped=0.05, slow=0.02,
            sluggish=0.01, lag_s=3,
        )  # fmt: skip
    if kind < 0.65:
        return Weather(
            name="storm", rate=0.08, provider_rate=0.25, refusals=0.02, bounces=0.05, twice=0.15,
            stalled=0.05,
            skipped=0.2, slow=0.1, sluggish=0.03, lag_s=20,
        )  # fmt: skip
    if kind < 0.85:
        return CRUSH
    outages = []
    for _ in range(rng.randint(1, 3)):
        begins = start + rng.random() * span_s
        what = rng.choice(("sla_checker", "tracker", "rollup", "notifier", "dynamodb", "sesv2"))
        lasts = rng.uniform(30, 240 if what == "notifier" else 900)
        outages.append(Outage(what=what, start=begins, end=begins + lasts))
    return Weather(
        name="outage", rate=0.01, provider_rate=0.03, twice=0.05, skipped=0.05, sluggish=0.01,
        lag_s=5,
        outages=tuple(outages),
    )  # fmt: skip


@dataclass(slots=True)
class Faults:
    """Draws a fault, or none, for each call."""

    rng: Random
    weather: Weather
    on: bool = True
    strike: Callable[[str], Fault | None] = lambda _operation: None
    """Goes first."""
    counts: dict[str, int] = field(default_factory=dict)

    def draw(self, service: str, operation: str, now: float) -> Fault | None:
        """For this call."""
        struck = self.strike(operation)
        if struck is not None or not self.on:
            return struck
        weather = self.weather
        if weather.outages and self.out(service, now):
            return self._counted(Fault.FAILS)
        if weather.refusals and operation in PROVIDERS and self.rng.random() < weather.refusals:
            return self._counted(Fault.REFUSED)
        rate = weather.provider_rate if operation in PROVIDERS else weather.rate
        if rate and self.rng.random() < rate:
            return self._counted(self.rng.choice(possible(operation)))
        return None

    def out(self, what: str, now: float) -> bool:
        """Whether it is in an outage."""
        return self.on and any(
            o.what == what and o.start <= now < o.end for o in self.weather.outages
        )

    def happens(self, share: float) -> bool:
        """Whether something of this probability happens now."""
        return self.on and share > 0 and self.rng.random() < share

    def _counted(self, fault: Fault) -> Fault:
        self.counts[fault.name] = self.counts.get(fault.name, 0) + 1
        return fault

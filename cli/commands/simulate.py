"""`replywatch simulate`: sends signed test traffic to a deployment.

Customers write on the configured accounts and the brand replies to some of them, as Meta and X
would report it. The customers' ids begin with 9990, so that they can be recognised. The messages
are real to the deployment: they open waits, count in the statistics and notify responders.
"""

import argparse
import json
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from cli import stack
from cli.arguments import number, whole_number
from cli.confirmation import confirm
from cli.deployment import Deployment, deployment
from cli.local import webhook_bodies
from cli.local.errors import LocalRunError
from cli.local.http_client import TIMEOUT_S
from cli.local.webhook_bodies import Message, Person
from cli.printing import counted
from cli.stack import OperatorError
from shared.config.configuration import Configuration

CHANNELS = ("messenger", "instagram", "whatsapp", "facebook", "x", "x_dm")
SHAPES = ("steady", "burst", "flood")
QUESTIONS = (
    "Where is my order?",
    "The app does not start since yesterday.",
    "My parcel arrived broken, and nobody answers!",
    "When do you open on Saturday?",
    "Please cancel my subscription.",
)
REPLIES = ("It is on its way and should arrive tomorrow.", "We open at nine.", "It is done.")
BURST_S = 10
"""A burst sends ten seconds of traffic at once, then pauses."""

WORKERS = 16
MAX_MESSAGES = 500_000
"""The most customer messages in one run. All are planned before the first is sent."""
MAX_SEED = 2**32 - 1

NO_ANSWER = "no answer"
MEANINGS = {
    NO_ANSWER: f"the address could not be reached, or did not answer within {TIMEOUT_S} s. A "
    "message may have been stored even so. Try a lower --rate, and see `replywatch doctor`.",
    "403": "the signature was refused. A changed secret takes effect within five minutes. See "
    "`replywatch doctor`.",
    "429": "too many requests at once. Try a lower --rate; a platform would deliver again.",
}
"""What an answer other than 200 means, and what to do."""

FAILED = "a platform would deliver again. See the webhook's log, and `replywatch doctor`."
"""What to do after any other answer."""


class Planned(NamedTuple):
    """A message and when to send it, seconds after the start."""

    at_s: float
    message: Message


@dataclass(slots=True)
class Sent:
    """What the deployment answered."""

    statuses: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)


def add(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument(
        "--rate", type=number(0.001, 1000), default=1.0, help="messages a second (default: 1)"
    )
    parser.add_argument(
        "--seconds",
        type=number(0.001, 86_400),
        default=60,
        help="how long customers write (default: 60); a reply comes at most as much later",
    )
    parser.add_argument("--shape", choices=SHAPES, default="steady", help="default: steady")
    parser.add_argument("--channel", choices=CHANNELS, action="append", help="default: all")
    parser.add_argument(
        "--replies",
        type=number(0, 1),
        default=0.5,
        metavar="SHARE",
        help="share of messages that get a reply (default: 0.5)",
    )
    parser.add_argument(
        "--seed",
        type=whole_number(0, MAX_SEED),
        default=0,
        help="the same seed sends the same texts",
    )
    parser.add_argument("--dry-run", action="store_true", help="only count what would be sent")
    parser.add_argument("--yes", action="store_true", help="do not ask for confirmation")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    stack.options(parser, needs_outputs=True)


@stack.report_errors
def run(args: argparse.Namespace) -> int:
    """0 if every delivery was answered 200; 1 if not; 2 if it could not be done."""
    place, configuration = deployment(args), stack.configuration(args)
    planned = plan(args, configuration, stack.now())
    counts = Counter(p.message.channel for p in planned)
    if args.dry_run:
        print(
            json.dumps(counts)
            if args.json
            else f"{counted(len(planned), 'messages')} ({_listed(counts)})"
        )
        return 0
    question = f"Send {counted(len(planned), 'test messages')} to {place.url('ApiUrl')}?"
    confirm(question, otherwise="Nothing was sent.", is_given=args.local or args.yes)
    sent = send(planned, place, is_quiet=args.json or not sys.stderr.isatty())
    _print(sent, as_json=args.json)
    return int(set(sent.statuses) != {"200"})


def plan(args: argparse.Namespace, configuration: Configuration, start: datetime) -> list[Planned]:
    """What to send, in order. Raises OperatorError if that is too much, or no channel is
    configured."""
    accounts = {a.channel: a.id for a in configuration.accounts}
    number = round(args.rate * args.seconds)
    if number > MAX_MESSAGES:
        raise OperatorError(f"Expected at most {MAX_MESSAGES:,} messages, got {number:,}.")
    channels = [c for c in args.channel or CHANNELS if c.removesuffix("_dm") in accounts]
    if not channels:
        raise OperatorError("The configuration has no account on such a channel.")
    chance = random.Random(args.seed)  # noqa: S311 - test traffic
    found = []
    for at_s in _moments(args):
        channel = chance.choice(channels)
        account = accounts[channel.removesuffix("_dm")]
        number = 0 if args.shape == "flood" else chance.randrange(1000)
        customer = Person(id=f"9990{number:06d}", name=f"Test {number}")
        asked = _message(channel, account, customer, chance.choice(QUESTIONS), start, at_s)
        found.append(Planned(at_s, asked))
        if chance.random() < args.replies:
            text, later_s = chance.choice(REPLIES), at_s + 1 + chance.random() * args.seconds
            reply = _message(channel, account, customer, text, start, later_s, answers=asked)
            found.append(Planned(later_s, reply))
    return sorted(found, key=lambda p: p.at_s)


def _moments(args: argparse.Namespace) -> Iterator[float]:
    """When customers write, seconds after the start."""
    for n in range(round(args.rate * args.seconds)):
        at_s = n / args.rate
        yield at_s // BURST_S * BURST_S if args.shape == "burst" else at_s


def _message(
    channel: str,
    account: str,
    customer: Person,
    text: str,
    start: datetime,
    at_s: float,
    *,
    answers: Message | None = None,
) -> Message:
    at = start + timedelta(seconds=at_s)
    identity = webhook_bodies.new_id(channel, account=account, at=at)
    return Message(
        channel=channel,
        account=account,
        customer=customer,
        text=text,
        at=at.astimezone(UTC),
        id=identity,
        answers=answers,
    )


def send(
    planned: list[Planned],
    place: Deployment,
    *,
    is_quiet: bool,
    pause: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Sent:
    """Sends each message at its time, several at once, and counts the answers."""
    sent, start = Sent(), clock()
    with ThreadPoolExecutor(WORKERS) as pool:
        waiting = []
        try:
            for number, one in enumerate(planned, 1):
                pause(max(0.0, one.at_s - (clock() - start)))
                waiting.append(pool.submit(_post, place, one.message, clock))
                if not is_quiet:
                    print(f"\r{number} of {len(planned)} sent", end="", file=sys.stderr)
            for future in waiting:
                status, seconds = future.result()
                sent.statuses[status] += 1
                sent.seconds.append(seconds)
        finally:
            pool.shutdown(cancel_futures=True)  # after Ctrl-C, what waits is not sent
    if not is_quiet:
        print(file=sys.stderr)
    return sent


def _post(place: Deployment, message: Message, clock: Callable[[], float]) -> tuple[str, float]:
    begun = clock()
    try:
        status = str(place.post(message.sender, webhook_bodies.body(message)).status)
    except LocalRunError:
        status = NO_ANSWER
    return status, clock() - begun


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name}: {number:,}" for name, number in sorted(counts.items()))


def _print(sent: Sent, *, as_json: bool) -> None:
    ordered = sorted(sent.seconds) or [0.0]
    median_ms = round(statistics.median(ordered) * 1000)
    p99_ms = round(ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)] * 1000)
    if as_json:
        summary = {"statuses": sent.statuses, "median_ms": median_ms, "p99_ms": p99_ms}
        print(json.dumps(summary, sort_keys=True))
        return
    deliveries = counted(len(sent.seconds), "deliveries")
    print(f"{deliveries} ({_listed(sent.statuses)}); median {median_ms} ms, p99 {p99_ms} ms")
    for status in sorted(sent.statuses):
        if status != "200":
            print(f"{status}: {MEANINGS.get(status, FAILED)}")

"""`python -m tests.fuzz --minutes 10`: sends mutated webhook bodies through webhook, tracker and
rollup.

The real functions handle them over the table in memory. A body must be answered with 200, and its
items must be handled without an exception or a dead letter. A body that fails is kept in
`build/fuzz/failures`, and its reason is printed. A body that leads to something new (other kinds of
events, other items) is kept in `build/fuzz/corpus`, and is mutated again in this run and later
ones.
"""

import argparse
import hashlib
import json
import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.simulated_stack import SECRET, SimulatedStack, simulated_stack
from cli.local import webhook_bodies
from cli.local.webhook_bodies import Message, Person
from tests.fuzz.mutations import mutated

FOLDER = Path(__file__).parents[2] / "build" / "fuzz"
AT = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
ACCOUNTS = {
    "messenger": "100200300400500",
    "instagram": "17840000000000001",
    "facebook": "100200300400500",
    "whatsapp": "106000000000001",
    "x": "1500000000000000001",
    "x_dm": "1500000000000000001",
}
MAX_TABLE_ITEMS = 5_000
"""The table is emptied then, so that a long run does not slow down."""


def seeds() -> Iterator[Any]:
    """A customer's message and the brand's reply on every channel."""
    for channel, account in ACCOUNTS.items():
        asked = _message(channel, account, None)
        yield webhook_bodies.body(asked)
        yield webhook_bodies.body(_message(channel, account, asked))


def _message(channel: str, account: str, answers: Message | None) -> Message:
    return Message(
        channel=channel,
        account=account,
        customer=Person(id="491700000001", name="Ada"),
        text="Where is my parcel?",
        at=AT,
        id=webhook_bodies.new_id(channel, account=account, at=AT),
        answers=answers,
    )


def deliver(stack: SimulatedStack, body: Any) -> tuple[str, ...]:
    """Delivers the body and handles everything that follows. Returns the new kinds of events and
    items.

    Raises AssertionError, or any error that a function raises.
    """
    from functions.webhook import handler as webhook

    is_x = isinstance(body, dict) and "data" in body
    raw = json.dumps(body, ensure_ascii=True).encode()
    sign = webhook_bodies.x_headers if is_x else webhook_bodies.meta_headers
    path = "/webhooks/x" if is_x else "/webhooks/meta"
    before = set(stack.table.items)
    answer = webhook.handler(
        {
            "requestContext": {"http": {"method": "POST", "path": path}},
            "headers": {k.lower(): v for k, v in sign(raw, secret=SECRET).items()},
            "body": raw.decode(),
        },
        None,
    )
    # X's challenge could sign a body without a brace, so the webhook refuses it.
    assert answer["statusCode"] == (200 if b"{" in raw or not is_x else 403), answer
    stack.track()
    stack.count()
    made = sorted(pk.split(":")[0][:24] for pk in stack.table.items.keys() - before)
    return (path, answer["body"], *dict.fromkeys(made))


class Fuzzer:
    """Mutates a corpus, and keeps bodies that lead to something new."""

    def __init__(self, seed: int, folder: Path | None = None) -> None:
        self.chance, self.folder = random.Random(seed), folder
        self.corpus: list[Any] = [*seeds(), *self._kept()]
        self.seen: set[tuple[str, ...]] = set()
        self.delivered, self.failures = 0, {}  # type: int, dict[str, Any]

    def _kept(self) -> Iterator[Any]:
        if self.folder is not None:
            for path in sorted((self.folder / "corpus").glob("*.json")):
                yield json.loads(path.read_text(encoding="utf-8"))

    def run(self, *, bodies: float = float("inf"), seconds: float = float("inf")) -> None:
        """Stops after this many bodies or seconds."""
        end = time.monotonic() + seconds
        while self.delivered < bodies and time.monotonic() < end:
            with simulated_stack() as stack:
                stack.now = AT.timestamp() + 60
                while (
                    self.delivered < bodies
                    and time.monotonic() < end
                    and len(stack.table.items) < MAX_TABLE_ITEMS
                ):
                    self._one(stack)

    def _one(self, stack: SimulatedStack) -> None:
        body = mutated(self.chance.choice(self.corpus), self.chance)
        self.delivered += 1
        try:
            found = deliver(stack, body)
        except Exception as error:  # noqa: BLE001 any exception is a finding
            kind = f"{type(error).__name__}: {str(error)[:100]}"
            if kind not in self.failures:
                self.failures[kind] = body
                self._keep("failures", body)
            for waiting in (*stack.for_tracker, *stack.for_rollup):
                waiting.clear()
            return
        if found not in self.seen:
            self.seen.add(found)
            self.corpus.append(body)
            self._keep("corpus", body)

    def _keep(self, kind: str, body: Any) -> None:
        if self.folder is None:
            return
        text = json.dumps(body)
        place = self.folder / kind / f"{hashlib.sha256(text.encode()).hexdigest()[:16]}.json"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


def main() -> int:
    """Returns 0 if nothing failed. Otherwise prints the reasons and returns 1."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=None, help="default: another one each time")
    args = parser.parse_args()
    seed = args.seed if args.seed is not None else time.time_ns() % 2**32
    fuzzer = Fuzzer(seed, FOLDER)
    fuzzer.run(seconds=60 * args.minutes)
    print(
        f"{fuzzer.delivered:,} bodies (seed {seed}), {len(fuzzer.seen):,} kinds of results, "
        f"{len(fuzzer.failures)} kinds of failures"
    )
    for kind in fuzzer.failures:
        print(f"  {kind}")
    return int(bool(fuzzer.failures))


if __name__ == "__main__":
    sys.exit(main())

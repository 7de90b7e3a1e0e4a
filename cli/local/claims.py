"""What `make story` claims, each beside what was seen."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from cli.local.outbox import Letter
from cli.local.plot import CUSTOMERS, LATE, UNANSWERED
from cli.local.story import Record


class Claim(NamedTuple):
    """Something that must hold after the story."""

    what: str
    ok: bool
    found: Any = None


def claims(
    record: Record,
    *,
    expected: Mapping[tuple[str, str], int],
    dead: Mapping[str, int],
    ticks_failed: int,
) -> Iterator[Claim]:
    """All claims, in the order of the story."""
    yield Claim(
        "every webhook was answered 200", set(record.statuses) == {200}, Counter(record.statuses)
    )
    yield Claim("a forged signature was answered 403", record.forged == 403, record.forged)
    yield Claim(
        "an update of an unknown kind was answered 200",
        record.not_understood == 200,
        record.not_understood,
    )
    yield from _waits(record)
    yield from _alerts(record, expected)
    yield from _figures(record.stats)
    yield Claim("the API refuses whoever has no token", record.refused == 401, record.refused)
    yield Claim("no message was given up on", not any(dead.values()), dict(dead))
    yield Claim("no check for what is due failed", ticks_failed == 0, ticks_failed)


def _waits(record: Record) -> Iterator[Claim]:
    first = sorted(c["customer"] for c in record.waiting)
    everybody = sorted(c.person.id for c in CUSTOMERS.values())
    yield Claim(
        "all six customers were listed as waiting, each once, and nobody else",
        first == everybody,
        first,
    )
    last = [c["customer"] for c in record.unanswered]
    yield Claim(
        f"at the end only {UNANSWERED} was", last == [CUSTOMERS[UNANSWERED].person.id], last
    )
    yield Claim("… and was overdue", [c["overdue"] for c in record.unanswered] == [True], last)


def _alerts(record: Record, expected: Mapping[tuple[str, str], int]) -> Iterator[Claim]:
    concerned = [(concerns(letter, record), letter.medium) for letter in record.letters]
    found = Counter(concerned)
    for (name, medium), number in expected.items():
        said = " (whose webhook came three times)" if name == UNANSWERED else ""
        yield Claim(
            f"exactly {number} by {medium} for {name}{said}, one a step",
            found[name, medium] == number,
            found[name, medium],
        )
    others = sorted({str(name) for name, _ in concerned} - {UNANSWERED, LATE})
    yield Claim("no alert for the four who were answered in time", not others, others)


def concerns(letter: Letter, record: Record) -> str | None:
    """Whose wait an alert is about: an email quotes the message, an SMS names the channel."""
    for name, message in record.opened.items():
        says = CUSTOMERS[name].alerts_say
        quoted = letter.medium == "email" and message.text in letter.text
        if quoted or (letter.medium == "sms" and f" {says} customer" in letter.text):
            return name
    return None


def _figures(stats: Mapping[str, Any]) -> Iterator[Claim]:
    wanted = {"answered": 5, "open": 1, "overdue": 1}
    found = {key: stats.get(key) for key in wanted}
    yield Claim("the figures count 5 answered, 1 open and overdue", found == wanted, found)
    share = stats.get("share_met")
    yield Claim(
        "… and 4 of 6 in time, the open one included",
        isinstance(share, float) and abs(share - 4 / 6) < 0.001,
        share,
    )
    median = stats.get("median_s")
    yield Claim(
        "… and a median of seconds", isinstance(median, int | float) and 2 <= median <= 12, median
    )

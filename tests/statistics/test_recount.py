"""Counts every figure of `/v1/stats` again from raw messages, by the rules of the documentation.

1,500 random conversations take the real path: signed bodies of `POST /v1/messages`, tracker,
rollup, and the API's handler. The count here uses nothing of the product, only the messages with
their authors and times. So the conversations consist of plain messages and replies, and answers of
a program.
"""

import json
import math
from base64 import b64encode
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import batched
from pathlib import Path
from random import Random
from statistics import median
from typing import Any, NamedTuple
from unittest.mock import patch
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest

from cli.local import webhook_bodies
from functions.api import handler as api
from functions.webhook import handler as webhook
from functions.webhook.secret import Secrets
from shared.config import configuration_file
from shared.runtime import secrets
from tests.api.calls import entry
from tests.api.test_http import send
from tests.fakes.backend import Backend
from tests.webhook.test_webhook import request

CONVERSATIONS, SEED = 1_500, 20261124
START, NOW = (datetime(2026, *at, tzinfo=UTC) for at in ((10, 10), (11, 24, 10, 45)))
"""Summer time ends in between: on 25 October in Berlin, on 1 November in St. John's."""

FILE = """
default_policies = false

[brand]
name = "Example"
mail_from = "replywatch@example.com"

[channels.chat]
name = "Chat"

[channels.reviews]
name = "Reviews"

[[accounts]]
channel = "chat"
id = "site"
name = "Site"

[[accounts]]
channel = "chat"
id = "app"
name = "App"

[[accounts]]
channel = "reviews"
id = "store"
name = "Store"

[[responders]]
name = "ada"
email = "ada@example.com"

[calendars.office]
zone = "Europe/Berlin"
monday = "09:00-12:30, 13:00-18:00"
tuesday = "09:00-12:30, 13:00-18:00"
wednesday = "09:00-12:30, 13:00-18:00"
thursday = "09:00-12:30, 13:00-18:00"
friday = "09:00-12:30, 13:00-18:00"

[[policies]]
name = "office"
channels = ["reviews"]
first_response = "4h"
next_response = "2h"
clock = "business"
calendar = "office"
steps = [{ at = "due" }]
source = "made up"

[[policies]]
name = "quick"
channels = ["chat"]
first_response = "30m"
next_response = "1h"
steps = [{ at = "due" }]
source = "made up"
"""
TARGETS_S = {("office", "first"): 14_400, ("office", "next"): 7_200} | {
    ("quick", "first"): 1_800, ("quick", "next"): 3_600,
}  # fmt: skip
PLACES = (
    ("chat", "site", "private"), ("chat", "app", "private"), ("chat", "app", "public"),
    ("reviews", "store", "public"),
)  # fmt: skip
TEXTS = {
    "help": "Where is my parcel?",
    "complaint": "This is the worst service ever.",
    "": "It is about the lamp.",
}
"""A text of each intent, and one of none."""

GAPS_S = ((0, 1), (1, 90), (60, 1_800), (1_800, 7_200), (7_200, 80_000), (90_000, 400_000))
"""The time to the next message. None is near a day, at which a segment ends."""

SILENCE = timedelta(hours=24)
THRESHOLDS_S = (300, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400, 259_200)
HORIZON = timedelta(hours=72)
SURVEY = ((1_800, 32), (86_400, 67))
"""How many of a hundred customers expect a reply within so many seconds, by the survey of all."""


class Said(NamedTuple):
    """A message of a random conversation."""

    at: datetime
    by: str
    """`customer`, `brand`, or `program`: an automated reply."""


class Talk(NamedTuple):
    """A random conversation."""

    customer: str
    channel: str
    account: str
    surface: str
    intent: str
    said: list[Said]


class Counted(NamedTuple):
    """A wait, as counted here."""

    channel: str
    account: str
    surface: str
    intent: str
    policy: str
    kind: str
    opened_at: datetime
    due_at: datetime
    response_s: int | None
    business_response_s: int | None
    any_reply_s: int | None


# --- Random conversations -------------------------------------------------------------------------


def talks() -> list[Talk]:
    drawn = Random(SEED)
    return [_talk(f"c{number}", drawn) for number in range(CONVERSATIONS)]


def _talk(customer: str, drawn: Random) -> Talk:
    place, intent = drawn.choice(PLACES), drawn.choice(list(TEXTS))
    at = START + timedelta(seconds=drawn.randrange(int((NOW - START).total_seconds())))
    said = [Said(at, drawn.choices(("customer", "brand"), (9, 1))[0])]
    for _ in range(drawn.randrange(9)):
        after = drawn.randrange(*drawn.choice(GAPS_S))
        by = drawn.choice(("customer", "brand"))
        if said[-1].by == "customer" and drawn.random() < 0.15:
            after, by = drawn.randrange(1, 90), "program"
        said.append(Said(said[-1].at + timedelta(seconds=after), by))
    return Talk(customer, *place, intent, [one for one in said if one.at <= NOW])


def bodies(found: Iterable[Talk]) -> Iterator[tuple[datetime, list[dict[str, Any]]]]:
    """The bodies that an adapter posts, with the time of each. Some messages arrive hours late."""
    drawn, arrivals = Random(SEED), []
    for talk in found:
        for number, one in enumerate(talk.said):
            late = timedelta(seconds=drawn.randrange(30_000) if drawn.random() < 0.05 else 0)
            arrivals.append((min(one.at + late, NOW), talk.customer, number, _posted(talk, number)))
    for part in batched(sorted(arrivals, key=lambda a: a[:3]), 100, strict=False):
        yield part[-1][0], [message for *_, message in part]


def _posted(talk: Talk, number: int) -> dict[str, Any]:
    at, by = talk.said[number]
    thread = {"thread": f"t{talk.customer}"} if talk.surface == "public" else {}
    return thread | {
        "id": f"{talk.customer}.{number}",
        "channel": talk.channel,
        "account": talk.account,
        "surface": talk.surface,
        "customer": talk.customer,
        "direction": "customer" if by == "customer" else "brand",
        "automated": by == "program",
        "sent_at": at.isoformat(),
        "text": TEXTS[talk.intent] if by == "customer" else "It ships today.",
    }


# --- Recounted ------------------------------------------------------------------------------------


def recounted(talk: Talk) -> Iterator[Counted]:
    """The waits of a conversation: from the oldest unanswered message to the brand's reply."""
    policy = "office" if talk.channel == "reviews" else "quick"
    has_replied, opened, any_reply = False, None, None
    kind, last = "first", None
    for at, by in sorted(talk.said, key=lambda one: (one.at, one.by != "customer")):
        if last is not None and at - last >= SILENCE:
            has_replied = False
        last = at
        if by == "customer" and opened is None:
            opened, kind, any_reply = at, "next" if has_replied else "first", None
        elif by != "customer" and opened is not None:
            any_reply = any_reply or at
            if by == "brand":
                yield _wait(talk, policy, kind, opened, at, any_reply)
                opened, has_replied = None, True
    if opened is not None:
        yield _wait(talk, policy, kind, opened, None, any_reply)


def _wait(
    talk: Talk, policy: str, kind: str, opened: datetime, closed: datetime | None,
    any_reply: datetime | None,
) -> Counted:  # fmt: skip
    target_s, is_office = TARGETS_S[policy, kind], policy == "office"
    due = office_after(opened, target_s) if is_office else opened + timedelta(seconds=target_s)
    response_s = seconds(opened, closed) if closed else None
    return Counted(
        talk.channel, talk.account, talk.surface, talk.intent, policy, kind, opened, due,
        response_s,
        office_seconds(opened, closed) if closed and is_office else response_s,
        seconds(opened, any_reply) if any_reply else None,
    )  # fmt: skip


def seconds(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds())


def office_hours() -> list[tuple[datetime, datetime]]:
    """Office hours in Berlin from Monday to Friday, with a lunch break."""
    zone, found = ZoneInfo("Europe/Berlin"), []
    for number in range(100):
        day = date(2026, 10, 5) + timedelta(days=number)
        if day.isoweekday() <= 5:
            for start, end in ((time(9), time(12, 30)), (time(13), time(18))):
                found.append(
                    tuple(datetime.combine(day, t, zone).astimezone(UTC) for t in (start, end))
                )
    return found


OFFICE = office_hours()


def office_seconds(start: datetime, end: datetime) -> int:
    """The number of seconds between two times in which the office is open."""
    return sum(
        max(0, seconds(max(start, opens), min(end, closes)))
        for opens, closes in OFFICE
        if opens < end and closes > start
    )


def office_after(start: datetime, left_s: int) -> datetime:
    """The time at which the office has been open for this many seconds since then."""
    for opens, closes in OFFICE:
        since = max(start, opens)
        if since < closes:
            if seconds(since, closes) >= left_s:
                return since + timedelta(seconds=left_s)
            left_s -= seconds(since, closes)
    raise AssertionError("the calendar ends too early")


def share(part: float, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def expected_figures(found: Sequence[Counted]) -> dict[str, Any]:
    """The figures that `/v1/stats` should give for these waits, according to docs/api.md."""
    responses = sorted(w.response_s for w in found if w.response_s is not None)
    is_open = [w for w in found if w.response_s is None]
    met = sum(
        w.response_s is not None and w.opened_at + timedelta(seconds=w.response_s) <= w.due_at
        for w in found
    )
    late, overdue = len(responses) - met, sum(w.due_at < NOW for w in is_open)
    old = [w for w in found if w.opened_at < NOW - HORIZON]
    in_time = sum(w.response_s is not None and w.response_s <= HORIZON.total_seconds() for w in old)
    bounds = [satisfied(w) for w in found]
    return {
        "opened": len(found),
        "answered": len(responses),
        "met": met,
        "late": late,
        "open": len(is_open),
        "overdue": overdue,
        "breached": late + overdue,
        "dismissed": 0,
        "withdrawn": 0,
        "sla_attainment": share(met, met + late + overdue),
        "share_unanswered": share(len(is_open), len(found)),
        "response_s": percentiles(responses),
        "business_response_s": percentiles(w.business_response_s for w in found),
        "first_reply_including_bots_s": percentiles(w.any_reply_s for w in found),
        "answered_within": [
            {"threshold_s": t, "count": n, "share": share(n, len(responses))}
            for t in THRESHOLDS_S
            for n in [sum(one <= t for one in responses)]
        ],
        "expectation_met": {
            "low": share(sum(low for low, _ in bounds), 100 * len(bounds)),
            "high": share(sum(high for _, high in bounds), 100 * len(bounds)),
        },
        "unanswered_after": {
            "horizon_s": int(HORIZON.total_seconds()),
            "of": len(old),
            "share": share(len(old) - in_time, len(old)),
        },
    }


def percentiles(given: Iterable[int | None]) -> dict[str, float | None]:
    """The median, and the other percentiles by the nearest-rank method."""
    times = sorted(one for one in given if one is not None)
    found: dict[str, float | None] = {"p50": median(times) if times else None}
    for percent in (75, 90, 95, 99):
        rank = math.ceil(len(times) * percent / 100)
        found[f"p{percent}"] = times[rank - 1] if times else None
    return found


def satisfied(wait: Counted) -> tuple[int, int]:
    """The smallest and largest number of customers in a hundred whom the reply satisfies. Without a
    reply: none, and those whom a reply now would satisfy."""
    age_s = wait.response_s if wait.response_s is not None else seconds(wait.opened_at, NOW)
    disappointed = [of_100 for within_s, of_100 in SURVEY if within_s < age_s]
    in_time = [of_100 for within_s, of_100 in SURVEY if within_s >= age_s]
    low = 100 - in_time[0] if in_time and wait.response_s is not None else 0
    return low, 100 - disappointed[-1] if disappointed else 100


# --- Compared -------------------------------------------------------------------------------------

PERCENTILES = ("response_s", "business_response_s", "first_reply_including_bots_s")


def agrees(shown: dict[str, Any], found: Sequence[Counted]) -> None:
    """Checks that all figures are equal and that none is left out. Percentiles are as exact as
    docs/api.md says: exact up to 99 s, and otherwise within 1 %. A median is the mean of two such
    times."""
    wanted = expected_figures(found)
    others = {"from", "to", "zone", "groups", "intervals", "complete", "previous"}
    others |= {*Talk._fields, *GROUPS}
    assert wanted.keys() == shown.keys() - others
    for name in PERCENTILES:
        for percent, value in wanted.pop(name).items():
            is_exact = value is None or value <= (49 if percent == "p50" else 99)
            limit = value if is_exact else pytest.approx(value, rel=0.01, abs=0.5)
            assert shown[name][percent] == limit, (name, percent)
    assert {name: shown[name] for name in wanted} == wanted


GROUPS = ("channel", "account", "surface", "kind", "policy", "intent")
ZONES = (
    "UTC", "Asia/Kolkata", "Asia/Kathmandu", "America/St_Johns", "Europe/Berlin", "Pacific/Chatham",
)  # fmt: skip
WHOLE = {"from": START.isoformat(), "to": NOW.isoformat()}


@pytest.fixture(scope="module")
def waits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Counted]]:
    """The recounted waits, for an API that answers from the same messages."""
    file: Path = tmp_path_factory.mktemp("recount") / "replywatch.toml"
    file.write_text(FILE, encoding="utf-8")
    backend, made = Backend(configuration_file.read(file)), talks()
    secret = "whsec_" + b64encode(b"a secret of this test, long enough").decode()
    known = Secrets(
        meta_app_secrets=(), meta_verify_tokens=(), x_consumer_secrets=(),
        messages_secrets=(secret,),
    )  # fmt: skip
    with ExitStack() as changes:
        for module in (webhook, api):
            changes.enter_context(patch.object(module, "shared_store", lambda: backend.store))
            changes.enter_context(patch.object(module, "now", lambda: backend.now))
        changes.enter_context(patch.object(webhook, "secrets", lambda **_: known))
        changes.enter_context(
            patch.object(secrets, "api_tokens", lambda **_: (entry("a", "read"),))
        )
        changes.enter_context(backend.running())
        for backend.now, messages in bodies(made):
            raw = json.dumps({"messages": messages}).encode()
            signed = webhook_bodies.adapter_headers(raw, secret=secret, at=backend.now)
            answer = webhook.handler(request("POST", "/v1/messages", raw, **signed), None)
            assert json.loads(answer["body"]).get("accepted") == len(messages), answer["body"]
            while backend.stream:
                backend.deliver_batch(backend.take_stream())
        backend.now = NOW
        yield [wait for talk in made for wait in recounted(talk)]


def stats(path: str = "/v1/stats", **query: str) -> dict[str, Any]:
    answer = send(path=path, query=urlencode(WHOLE | query))
    assert answer["statusCode"] == 200, answer["text"]
    return dict(answer["json"])


def test_all_figures_of_the_period_are_those_of_the_messages(waits: list[Counted]) -> None:
    agrees(stats(), waits)
    outcomes = expected_figures(waits)
    assert min(outcomes[n] for n in ("met", "late", "open", "overdue")) > 100


@pytest.mark.parametrize("names", [(name,) for name in GROUPS] + [("channel", "kind"), GROUPS])
def test_each_group_has_the_figures_of_its_waits(
    waits: list[Counted], names: tuple[str, ...]
) -> None:
    wanted = grouped(waits, lambda wait: tuple(getattr(wait, name) for name in names))
    shown = stats(group_by=",".join(names))["groups"]
    assert {tuple(one[n] for n in names) for one in shown} == wanted.keys()
    for one in shown:
        agrees(one, wanted[tuple(one[n] for n in names)])


@pytest.mark.parametrize(
    "only",
    [
        {"channel": "chat"}, {"account": "app,store"}, {"surface": "public", "kind": "next"},
        {"policy": "office"}, {"intent": "complaint,help"},
    ],
)  # fmt: skip
def test_a_filter_leaves_the_figures_of_the_waits_that_match(
    waits: list[Counted], only: dict[str, str]
) -> None:
    agrees(
        stats(**only),
        [w for w in waits if all(getattr(w, n) in v.split(",") for n, v in only.items())],
    )


def grouped(
    waits: Iterable[Counted], by: Callable[[Counted], Hashable]
) -> defaultdict[Hashable, list[Counted]]:
    found = defaultdict(list)
    for wait in waits:
        found[by(wait)].append(wait)
    return found


def local(interval: str, zone: str, at: datetime) -> Hashable:
    """The hour, day, week or month in local time of a moment, by the wall clock."""
    there = at.astimezone(ZoneInfo(zone))
    return {
        "hour": (there.date(), there.hour, there.utcoffset()),
        "day": there.date(),
        "week": there.isocalendar()[:2],
        "month": (there.year, there.month),
    }[interval]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("interval", "days"), [("hour", 8), ("day", 46), ("week", 46), ("month", 46)]
)
def test_each_interval_has_the_figures_of_its_waits_in_every_zone(
    waits: list[Counted], interval: str, days: int, zone: str
) -> None:
    """The hours are those of the week in which summer time ends in Berlin."""
    start = datetime(2026, 10, 21, tzinfo=UTC) if interval == "hour" else START
    end = min(start + timedelta(days=days), NOW)
    here = [wait for wait in waits if start <= wait.opened_at < end]
    wanted = grouped(here, lambda wait: local(interval, zone, wait.opened_at))
    period = {"from": start.isoformat(), "to": end.isoformat()}
    shown = stats(interval=interval, zone=zone, **period)["intervals"]
    keys = [local(interval, zone, datetime.fromisoformat(one["from"])) for one in shown]
    assert len(set(keys)) == len(keys)
    assert wanted.keys() <= set(keys)
    for key, one in zip(keys, shown, strict=True):
        agrees(one, wanted[key])


@pytest.mark.parametrize("zone", ZONES)
def test_each_hour_of_the_week_counts_its_waits_in_every_zone(
    waits: list[Counted], zone: str
) -> None:
    opened: Counter[tuple[int, int]] = Counter()
    missed: Counter[tuple[int, int]] = Counter()
    for wait in waits:
        there = wait.opened_at.astimezone(ZoneInfo(zone))
        slot = there.isoweekday(), there.hour
        opened[slot] += 1
        missed[slot] += expected_figures([wait])["breached"]
    shown = stats("/v1/stats/week", zone=zone)["hours"]
    assert {(h["weekday"], h["hour"]): (h["opened"], h["breached"]) for h in shown} == {
        slot: (count, missed[slot]) for slot, count in opened.items()
    }


def test_a_part_of_the_period_and_the_part_before_have_their_own_figures(
    waits: list[Counted],
) -> None:
    first, start, end = (
        datetime(2026, *at, tzinfo=UTC) for at in ((10, 26, 7, 30), (11, 3, 9, 15), (11, 11, 11))
    )
    within = partial(between, waits)
    shown = stats(compare="previous", **{"from": start.isoformat(), "to": end.isoformat()})
    agrees(shown, within(start, end))
    agrees(shown["previous"], within(first, start))


def between(waits: Iterable[Counted], start: datetime, end: datetime) -> list[Counted]:
    return [wait for wait in waits if start <= wait.opened_at < end]

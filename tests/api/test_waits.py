"""`GET /v1/waits`: open and finished waits, filtered, page by page."""

import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pytest_mock import MockerFixture

from functions.api import cursors, waits
from shared.runtime import secrets
from tests import builders
from tests.api.calls import HERE, TOKEN, ask, path_of
from tests.api.test_http import send
from tests.builders import DAY, HOUR, at, message
from tests.events import post, whatsapp, whatsapp_reply
from tests.fakes.backend import Backend


def listed(**query: str) -> list[dict[str, Any]]:
    """The waits of all pages."""
    found: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        answer = ask("GET", "/v1/waits", **query, **({"cursor": cursor} if cursor else {}))
        assert answer["status"] == 200, answer
        assert len(answer["waits"]) <= int(query.get("limit", "50"))
        found += answer["waits"]
        cursor = answer["next_cursor"]
    return found


def openers(**query: str) -> list[str]:
    return [one["opened_by"] for one in listed(**query)]


def test_an_open_wait_is_listed_with_its_deadline_and_next_notification(backend: Backend) -> None:
    (shown,) = listed()
    expected = {
        "conversation": path_of(backend).rpartition("/")[2],
        "customer": "4901",
        "outcome": "open",
        "opened_by": "w1",
        "opened_at": "2026-11-22T10:00:00Z",
        "due_at": "2026-11-22T10:30:00Z",
        "seconds_to_due": 600,
        "overdue": False,
        "last_message_at": "2026-11-22T10:00:00Z",
        "answerable_until": "2026-11-23T10:00:00Z",
        "next_notification_at": "2026-11-22T10:30:00Z",
        "escalation_steps_sent": 0,
        "acknowledged_by": None,
        "snoozed_until": None,
        "escalated_early_reason": None,
    }
    assert {name: shown[name] for name in expected} == expected
    backend.claim(HERE)
    backend.change_record(HERE, snoozed_until=at(90), acknowledged_by="ada")
    (shown,) = listed()
    assert (shown["escalation_steps_sent"], shown["next_notification_at"]) == (1, shown["due_at"])
    assert (shown["acknowledged_by"], shown["snoozed_until"]) == ("ada", "2026-11-22T11:30:00Z")


def test_an_answered_wait_is_listed_as_a_finished_one_only(backend: Backend) -> None:
    backend.receive(whatsapp_reply("r1", 21))
    assert listed() == []
    (shown,) = listed(outcome="met")
    assert (shown["outcome"], shown["response_s"], shown["customer"]) == ("met", 1260, None)
    assert shown["conversation"] == path_of(backend).rpartition("/")[2]
    assert listed(outcome="late,dismissed") == []


@pytest.mark.parametrize("query", ["ada%2Bnight", "ada+night", "eva,ada+night"])
def test_a_plus_in_the_name_of_an_agent_may_stand_unescaped(backend: Backend, query: str) -> None:
    backend.receive(whatsapp_reply("b1", 5)._replace(agent="ada+night"))
    for agent, number in ((query, 1), ("ada", 0), ("night", 0)):
        found = json.loads(send("GET", "/v1/waits", f"outcome=met&agent={agent}")["body"])
        assert len(found["waits"]) == number


def test_both_kinds_of_list_have_the_same_fields(backend: Backend) -> None:
    (shown,) = listed()
    (fact,) = listed(outcome="open,met")
    assert list(fact) == list(shown)


def test_the_pages_of_the_list_hold_each_wait_once_by_deadline(backend: Backend) -> None:
    backend.receive(*(whatsapp(f"w{n}", n, f"49{n:02d}") for n in range(2, 8)))
    assert openers(limit="2") == ["w1", *(f"w{n}" for n in range(2, 8))]


def test_waits_with_one_deadline_are_each_on_one_page(backend: Backend) -> None:
    customers = [f"49{n:02d}" for n in range(2, 30)]
    backend.receive(*(whatsapp(f"w{one}", 5, one) for one in customers))
    found = [one["customer"] for one in listed(limit="4")]
    assert sorted(found) == sorted(["4901", *customers])


def test_finished_waits_are_listed_newest_first_each_once(backend: Backend) -> None:
    for n in range(12):
        customer = f"50{n}"
        backend.receive(whatsapp(f"d{n}", 30 + n * HOUR, customer))
        backend.receive(whatsapp_reply(f"a{n}", 31 + n * HOUR, customer))
    found = listed(outcome="met", limit="5", opened_from="2026-11-20T00:00:00Z")
    opened = [one["opened_at"] for one in found]
    assert opened == sorted(set(opened), reverse=True)
    assert len(opened) == 12
    first, last = opened[9], opened[3]
    found = listed(outcome="met", opened_from=first, opened_to=last)
    assert [one["opened_at"] for one in found] == opened[4:10]


def test_periods_that_meet_within_a_second_miss_no_wait(backend: Backend) -> None:
    backend.receive(whatsapp_reply("r1", 10))
    begin, meet, end = (f"2026-11-22T{time}Z" for time in ("09:00:00", "10:00:00.5", "11:00:00"))
    periods = [(begin, meet), (meet, end)]
    found = [listed(outcome="met,late", opened_from=a, opened_to=b) for a, b in periods]
    assert [len(waits) for waits in found] == [1, 0]


# --- Filters --------------------------------------------------------------------------------------


@pytest.fixture
def several(backend: Backend) -> Backend:
    """Wait w1 is due at minute 30, and that of a Messenger customer at 35. The time is minute
    32."""
    backend.say(message(5))
    backend.now = at(32)
    return backend


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"channel": "whatsapp"}, ["w1"]),
        ({"channel": "messenger"}, ["customer@5"]),
        ({"channel": "messenger,whatsapp"}, ["w1", "customer@5"]),
        ({"channel": "x"}, []),
        ({"account": builders.ACCOUNT}, ["customer@5"]),
        ({"surface": "public"}, []),
        ({"surface": "private"}, ["w1", "customer@5"]),
        ({"kind": "next"}, []),
        ({"kind": "first"}, ["w1", "customer@5"]),
        ({"policy": "p"}, ["w1", "customer@5"]),
        ({"policy": "another"}, []),
        ({"language": "tlh"}, []),
        ({"language": "EN"}, ["w1"]),
        ({"agent": "ada"}, []),
        ({"overdue": "true"}, ["w1"]),
        ({"overdue": "false"}, ["customer@5"]),
        ({"due_before": "2026-11-22T10:35:00Z"}, ["w1"]),
        ({"due_before": "2026-11-22T10:30:00Z"}, []),
        ({"opened_from": "2026-11-22T10:01:00Z"}, ["customer@5"]),
        ({"opened_to": "2026-11-22T10:05:00Z"}, ["w1"]),
        ({"unacknowledged": "false"}, []),
        ({"unacknowledged": "true"}, ["w1", "customer@5"]),
        ({"overdue": "true", "channel": "messenger"}, []),
    ],
)
def test_a_filter_leaves_out_what_does_not_match(
    several: Backend, query: dict[str, str], expected: list[str]
) -> None:
    assert openers(**query) == expected
    if "unacknowledged" not in query:
        finished = listed(outcome="open,late", **query)
        assert len(finished) == len(expected)


def test_waits_of_an_account_that_is_not_configured_are_an_error(backend: Backend) -> None:
    answer = ask("GET", "/v1/waits", account="nobody")
    assert (answer["status"], answer["field"]) == (400, "account")


MALFORMED = [
    "limit=0", "limit=201", "limit=1e2", "limit=-1", "limit=", "limit=%D9%A1", "limit=1&limit=2",
    "outcome=answered", "outcome=", "overdue=yes", "overdue=", "unacknowledged=1",
    "due_before=soon", "opened_from=", "opened_to=2026-13-01", "cursor=", "cursor=x", "cursor=AAAA",
    "outcome=met&unacknowledged=true", "outcome=met,open&unacknowledged=false",
    "outcome=met&overdue=true", "outcome=met,late&overdue=false", "outcome=met&include=excerpt",
    "outcome=open,met&include=excerpt", "channel=x&account=106000000000001",
    "language=", "sort=newest",
    "outcome=met&opened_from=2026-11-22&opened_to=2026-11-21", "outcome=met&opened_from=2020-01-01",
    "cursor=%00", "cursor=" + "A" * 400, "cursor=%C3%A4",
]  # fmt: skip


@pytest.mark.parametrize("query", MALFORMED)
def test_a_malformed_parameter_is_refused(backend: Backend, query: str) -> None:
    answer = send(path="/v1/waits", query=query)
    assert (answer["statusCode"], "type" in answer["json"]) == (400, True)


@pytest.mark.parametrize("outcome", ["open", "met", "open,met"])
@pytest.mark.parametrize(
    "period",
    [
        "opened_from=2026-11-22&opened_to=2026-11-21",
        "opened_from=2026-11-22&opened_to=2026-11-22",
        "opened_from=2026-11-23",
    ],
)
def test_an_empty_period_is_refused_for_every_outcome(
    backend: Backend, outcome: str, period: str
) -> None:
    answer = send(path="/v1/waits", query=f"outcome={outcome}&{period}")["json"]
    assert (answer["status"], answer["field"]) == (400, "opened_from")


def test_open_waits_may_be_of_any_period(backend: Backend) -> None:
    backend.now += timedelta(days=500)
    assert [wait["opened_by"] for wait in listed(opened_from="2020-01-01")] == ["w1"]


def test_a_language_is_also_that_of_its_regions(backend: Backend) -> None:
    backend.receive(
        post("a", 1, lang="zh-CN", text="你好"), post("b", 2, customer="43", lang="zh", text="你好")
    )
    assert openers(channel="x", language="zh") == ["a", "b"]
    assert openers(channel="x", language="zh-cn,en") == ["a"]


# --- Cursors --------------------------------------------------------------------------------------


@pytest.fixture
def cursor(backend: Backend) -> str:
    backend.receive(whatsapp("w2", 21, "4902"))
    return str(ask("GET", "/v1/waits", limit="1")["next_cursor"])


def refused(**query: str) -> str:
    answer = ask("GET", "/v1/waits", **query)
    assert (answer["status"], answer["type"]) == (400, "urn:replywatch:problem:invalid-cursor")
    return str(answer["detail"])


def test_a_cursor_is_valid_only_for_its_own_query(cursor: str) -> None:
    assert ask("GET", "/v1/waits", limit="1", cursor=cursor)["status"] == 200
    assert "another query" in refused(limit="1", cursor=cursor, channel="x")
    assert "another query" in refused(limit="2", cursor=cursor)


def test_a_cursor_expires_after_a_day(backend: Backend, cursor: str) -> None:
    backend.now += cursors.LIFETIME
    assert ask("GET", "/v1/waits", limit="1", cursor=cursor)["status"] == 200
    backend.now += timedelta(seconds=cursors.HOUR_S)
    assert "expired" in refused(limit="1", cursor=cursor)


def forgeries(cursor: str) -> Iterator[str]:
    yield cursor[:-1]
    yield cursor + "A"
    yield cursor[: len(cursor) // 2] + "A" + cursor[len(cursor) // 2 + 1 :]
    yield "A" * len(cursor)


def test_a_forged_cursor_is_refused(cursor: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for forged in forgeries(cursor):
        assert "expected the next_cursor" in refused(limit="1", cursor=forged)
    monkeypatch.setattr(secrets, "link_keys", lambda: ("another key",))
    assert "expected the next_cursor" in refused(limit="1", cursor=cursor)


def test_a_cursor_stays_valid_when_a_key_is_added(
    cursor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "link_keys", lambda: ("a new key", TOKEN))
    assert ask("GET", "/v1/waits", limit="1", cursor=cursor)["status"] == 200


def test_a_cursor_names_no_customer(backend: Backend, cursor: str) -> None:
    text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    assert b"490" not in text


# --- What a page reads ----------------------------------------------------------------------------


def reads(backend: Backend, **query: str) -> float:
    before = backend.meter.rcu
    assert ask("GET", "/v1/waits", **query)["status"] == 200
    return backend.meter.rcu - before


@pytest.mark.parametrize(
    "query", [{}, {"policy": "another"}, {"channel": "messenger"}, {"overdue": "true"}]
)
def test_a_page_reads_the_same_amount_however_many_waits_are_open(
    backend: Backend, mocker: MockerFixture, query: dict[str, str]
) -> None:
    mocker.patch.object(waits, "MAX_EXAMINED", 12)
    backend.receive(*(whatsapp(f"m{n}", 20, f"50{n}") for n in range(14)))
    few = reads(backend, limit="5", **query)
    backend.receive(*(whatsapp(f"n{n}", 20, f"60{n}") for n in range(40)))
    assert reads(backend, limit="5", **query) <= few + 0.5


def test_a_filter_that_matches_late_gives_short_pages_until_then(
    backend: Backend, mocker: MockerFixture
) -> None:
    backend.receive(*(whatsapp(f"m{n}", 20, f"50{n}") for n in range(30)))
    mocker.patch.object(waits, "MAX_EXAMINED", 8)
    assert openers(limit="5", opened_from="2026-11-22T10:20:00Z", due_before="2027-01-01") == [
        one["opened_by"] for one in listed() if one["opened_by"] != "w1"
    ]
    assert len(listed(outcome="open,met", limit="3")) == 31


def test_finished_waits_are_found_beyond_the_days_that_one_page_reads(
    backend: Backend, mocker: MockerFixture
) -> None:
    for n in range(6):
        backend.receive(whatsapp(f"d{n}", (n + 1) * 20 * DAY, f"50{n}"))
        backend.receive(whatsapp_reply(f"a{n}", (n + 1) * 20 * DAY + 1, f"50{n}"))
    mocker.patch.object(waits, "MAX_DAYS_EXAMINED", 2)
    assert len(listed(outcome="met", opened_from="2026-11-01T00:00:00Z")) == 6

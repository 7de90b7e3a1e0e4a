"""`GET /v1/alerts`, and the alerts of a conversation: the state of each."""

import json
from dataclasses import replace
from typing import Any, get_args

import pytest

from functions.api import alert_list
from shared.config.configuration import Responder
from shared.domain.alerts import Alert, Kind, changed
from shared.storage import alerts
from tests.api.calls import HERE, ask, path_of
from tests.api.test_http import send
from tests.builders import HOUR, at
from tests.events import on_whatsapp, whatsapp, whatsapp_reply
from tests.fakes.backend import Backend


def listed(**query: str) -> list[dict[str, Any]]:
    """The alerts of all pages."""
    found: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        answer = ask("GET", "/v1/alerts", **query, **({"cursor": cursor} if cursor else {}))
        assert answer["status"] == 200, answer
        assert len(answer["alerts"]) <= int(query.get("limit", "50"))
        found += answer["alerts"]
        cursor = answer["next_cursor"]
    return found


def settle(backend: Backend, alert: Alert, *events: Any) -> Alert:
    """Returns the alert after these events, which are a second apart."""
    for number, event in enumerate(events):
        alert = changed(alert, event, at=at(30 + (number + 1) / 60), attempts=1)
        assert alerts.update(backend.store, alert)
    return alert


def only_alert(backend: Backend) -> Alert:
    (one,) = listed()
    found = alerts.read(backend.store, one["id"])
    assert found
    return found


@pytest.fixture
def notified(backend: Backend) -> Backend:
    """Ada was notified at 10:30, and the email was delivered. Bob was not."""
    people = dict(backend.configuration.responders) | {"bob": Responder(name="bob")}
    backend.configuration = replace(backend.configuration, responders=people)
    (one,) = backend.claim(HERE)
    settle(backend, one, "announced", "accepted", "delivered")
    backend.now = at(32)
    return backend


def test_an_alert_shows_when_it_was_sent_and_delivered(notified: Backend) -> None:
    (shown,) = listed()
    assert shown.pop("id")
    assert shown.pop("wait")
    assert shown == {
        "conversation": path_of(notified).rpartition("/")[2],
        "channel": "whatsapp",
        "account": HERE.split(":")[1],
        "kind": "step",
        "policy": "p",
        "step": 1,
        "step_at": "due",
        "opened_by": "w1",
        "responder": "ada",
        "by": "email",
        "state": "delivered",
        "attempts": 1,
        "claimed_at": "2026-11-22T10:30:00Z",
        "sent_at": "2026-11-22T10:30:02Z",
        "next_attempt_at": None,
        "history": [
            {"event": "announced", "at": "2026-11-22T10:30:01Z"},
            {"event": "accepted", "at": "2026-11-22T10:30:02Z"},
            {"event": "delivered", "at": "2026-11-22T10:30:03Z"},
        ],
    }


def waits_of(backend: Backend) -> list[str]:
    """The ids of the open waits, followed by those that were answered in time or late."""
    backend.deliver()
    found = [ask("GET", "/v1/waits", outcome=outcome)["waits"] for outcome in ("open", "met,late")]
    return [wait["id"] for waits in found for wait in waits]


def test_an_alert_names_its_wait_while_it_is_open_and_after_it_has_closed(
    notified: Backend,
) -> None:
    (wait,) = waits_of(notified)
    assert [one["wait"] for one in listed()] == [wait]
    notified.receive(whatsapp_reply("b1", 33))
    notified.receive(whatsapp("w2", 34))
    newer, closed = waits_of(notified)
    assert closed == wait != newer
    assert [one["wait"] for one in listed()] == [wait]
    (shown,) = ask("GET", path_of(notified))["alerts"]
    assert shown["wait"] == wait


def test_an_alert_names_its_wait_after_a_late_message_has_begun_it_earlier(
    notified: Backend,
) -> None:
    (before,) = waits_of(notified)
    notified.receive(whatsapp("w0", -5))
    (wait,) = waits_of(notified)
    assert [one["wait"] for one in listed()] == [wait] != [before]
    notified.receive(whatsapp_reply("b1", 33))
    assert waits_of(notified) == [wait]
    assert [one["wait"] for one in listed()] == [wait]


def test_an_alert_of_a_conversation_that_is_gone_names_no_wait(notified: Backend) -> None:
    record = notified.record(HERE)
    assert record
    notified.store.remove([record.key])
    assert [(one["conversation"], one["wait"]) for one in listed()] == [(None, None)]


def test_a_conversation_shows_its_alerts(notified: Backend) -> None:
    (shown,) = ask("GET", path_of(notified))["alerts"]
    (one,) = listed()
    assert {**shown, "conversation": one["conversation"]} == one


def test_a_conversation_shows_alerts_of_every_kind(notified: Backend) -> None:
    step = only_alert(notified)
    for number, kind in enumerate(get_args(Kind)):
        made = replace(step, kind=kind, since=at(31), claimed_at=at(31 + number), version=0)
        notified.store.write([alerts.put(made)])
    notified.now = at(60)
    shown = ask("GET", path_of(notified))["alerts"]
    assert [one["kind"] for one in shown] == ["step", *get_args(Kind)]


def test_a_conversation_keeps_its_steps_in_a_storm(notified: Backend) -> None:
    """The list reads only the account's newest alerts. The conversation finds the alerts of its
    steps by name."""
    step = only_alert(notified)
    for number in range(alert_list.MAX_EXAMINED + 1):
        other = f"{HERE.rpartition(':')[0]}:{number}"
        made = replace(step, conversation=other, claimed_at=at(31), opened_by=str(number))
        notified.store.write([alerts.put(replace(made, version=0))])
    shown = ask("GET", path_of(notified))["alerts"]
    assert [one["id"] for one in shown] == [step.id]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 1),
        ({"responder": "ada,bob"}, 1),
        ({"responder": "bob"}, 0),
        ({"responder": "left-the-team"}, 0),
        ({"by": "email"}, 1),
        ({"by": "sms"}, 0),
        ({"state": "delivered,sent"}, 1),
        ({"state": "claimed"}, 0),
        ({"kind": "step"}, 1),
        ({"kind": "taken"}, 0),
        ({"channel": "whatsapp"}, 1),
        ({"channel": "x"}, 0),
        ({"account": HERE.split(":")[1]}, 1),
        ({"from": "2026-11-22T10:30:00Z"}, 1),
        ({"from": "2026-11-22T10:30:01Z"}, 0),
        ({"to": "2026-11-22T10:30:00Z"}, 0),
        ({"to": "2026-11-22T10:30:01Z"}, 1),
    ],
)
def test_alerts_are_filtered(notified: Backend, query: dict[str, str], count: int) -> None:
    assert len(listed(**query)) == count


def test_the_alerts_of_one_conversation_are_found(notified: Backend) -> None:
    notified.receive(whatsapp("w2", 31, "4902"))
    notified.claim(on_whatsapp("4902"))
    for customer, opener in ((HERE, "w1"), (on_whatsapp("4902"), "w2")):
        name = path_of(notified, customer).rpartition("/")[2]
        assert [one["opened_by"] for one in listed(conversation=name)] == [opener]
    assert len(listed()) == 2


@pytest.mark.parametrize(
    "query",
    [
        "state=lost", "by=fax", "kind=", "account=nobody", "channel=twitter", "limit=0", "x=1",
        "from=2020-01-01", "from=2026-11-22&to=2026-11-22", "responder=",
        "channel=x&account=106000000000001",
    ],
)  # fmt: skip
def test_a_malformed_query_of_alerts_is_refused(backend: Backend, query: str) -> None:
    assert send(path="/v1/alerts", query=query)["statusCode"] == 400


def test_a_conversation_that_does_not_exist_has_no_list_of_alerts(backend: Backend) -> None:
    answer = send(path="/v1/alerts", query="conversation=nothing")
    assert (answer["statusCode"], answer["json"]["field"]) == (404, "conversation")


def test_pages_hold_each_alert_once_the_newest_first(backend: Backend) -> None:
    for n in range(9):
        backend.receive(whatsapp(f"m{n}", 60 + n // 3, f"50{n}"))
    for n in range(9):
        backend.claim(on_whatsapp(f"50{n}"))
    found = listed(limit="4")
    assert len({one["id"] for one in found}) == len(found) == 9
    times = [one["claimed_at"] for one in found]
    assert times == sorted(times, reverse=True)


def test_a_page_of_alerts_reads_the_same_amount_however_many_there_are(backend: Backend) -> None:
    def page_units() -> float:
        before = backend.meter.rcu
        assert len(ask("GET", "/v1/alerts", limit="5")["alerts"]) == 5
        return backend.meter.rcu - before

    def notify(first: int, last: int) -> None:
        for n in range(first, last):
            backend.receive(whatsapp(f"m{n}", HOUR + n, f"50{n}"))
            backend.claim(on_whatsapp(f"50{n}"))

    notify(0, 10)
    few = page_units()
    notify(10, 60)
    assert page_units() <= few * 1.1


def test_an_alert_of_an_earlier_version_is_in_no_list(backend: Backend) -> None:
    """Its conversation still shows it."""
    (one,) = backend.claim(HERE)
    item = alerts.to_item(one)
    backend.table_puts([{n: v for n, v in item.items() if n not in {"claimed", "account"}}])
    assert listed() == []
    (shown,) = ask("GET", path_of(backend))["alerts"]
    assert (shown["claimed_at"], shown["history"], shown["state"]) == (None, [], "claimed")


def test_alerts_name_no_customer(notified: Backend) -> None:
    assert "4901" not in json.dumps(listed())

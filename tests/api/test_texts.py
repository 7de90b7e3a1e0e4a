"""Customers' texts and names: shown only if the configuration allows it, and only on request."""

from dataclasses import replace

import pytest

from shared.runtime import secrets
from tests import builders
from tests.api.calls import ask, entry, path_of
from tests.api.conftest import ACCOUNTS
from tests.events import dm, whatsapp
from tests.fakes.backend import Backend


def listed(backend: Backend, **query: str) -> list[tuple[object, object]]:
    waits = ask("GET", "/v1/waits", **query)["waits"]
    return [(wait.get("customer_name", "-"), wait.get("excerpt", "-")) for wait in waits]


def said(backend: Backend, **query: str) -> list[object]:
    messages = ask("GET", path_of(backend), **query)["messages"]
    return [message.get("text", "-") for message in messages]


def test_no_texts_are_shown_unless_they_are_requested(backend: Backend) -> None:
    assert listed(backend) == [("-", "-")]
    assert said(backend) == ["-"]


def test_the_list_has_the_newest_text_and_the_name(backend: Backend) -> None:
    backend.receive(whatsapp("w2", 5, text="Hello?\nAnybody?", customer_name="Lena Falk"))
    assert listed(backend, include="excerpt") == [("Lena Falk", "Hello? Anybody?")]


def test_a_follow_up_has_the_text_before_the_holding_reply(backend: Backend) -> None:
    promised = builders.policy_set(follow_up_s=1800)
    backend.configuration = builders.configuration(promised, accounts=ACCOUNTS)
    backend.receive(whatsapp("w2", 5, text="Hello?", customer_name="Lena Falk"))
    backend.receive(whatsapp("r1", 10, kind="reply", direction="out", text="We will look into it."))
    (wait,) = ask("GET", "/v1/waits", include="excerpt")["waits"]
    assert wait["kind"] == "follow_up"
    assert (wait["customer_name"], wait["excerpt"]) == ("Lena Falk", "Hello?")


def test_a_follow_up_leads_to_the_customers_message(backend: Backend) -> None:
    """A holding reply often has no permalink."""
    promised = builders.policy_set(follow_up_s=1800)
    backend.configuration = builders.configuration(promised, accounts=ACCOUNTS)
    links = [f"https://example.com/{name}" for name in ("w2", "w3")]
    for minute, link in zip((5, 6), links, strict=True):
        backend.receive(whatsapp(f"w{minute}", minute, permalink=link))
    backend.receive(whatsapp("r1", 10, kind="reply", direction="out", text="We will look into it."))
    (wait,) = ask("GET", "/v1/waits")["waits"]
    assert (wait["kind"], wait["permalink"]) == ("follow_up", None)
    (wait,) = ask("GET", "/v1/waits", include="excerpt")["waits"]
    page = ask("GET", path_of(backend))
    assert wait["permalink"] == page["open_wait"]["permalink"] == links[1]
    assert [message["permalink"] for message in page["messages"]] == [None, *links, None]


def test_a_wait_leads_to_its_own_message_if_that_has_an_address(backend: Backend) -> None:
    backend.receive(whatsapp("a", 3, "4902", permalink="https://example.com/a"))
    backend.receive(whatsapp("b", 4, "4902", permalink="https://example.com/b"))
    _, wait = ask("GET", "/v1/waits", include="excerpt")["waits"]
    assert wait["permalink"] == "https://example.com/a"


def test_each_of_many_waits_has_its_own_text(backend: Backend) -> None:
    backend.receive(dm("d1", 3, text="Mine?"))
    found = listed(backend, include="excerpt")
    assert found == [(None, "Where is it?"), (None, "Mine?")]


def test_a_conversation_has_its_texts(backend: Backend) -> None:
    backend.receive(whatsapp("w2", 5, text="Hello?"))
    assert said(backend, include="text") == ["Where is it?", "Hello?"]


def test_a_deleted_text_is_gone(backend: Backend) -> None:
    backend.receive(whatsapp("w1", 0, kind="delete", text=None))
    assert said(backend, include="text") == [None]


def test_a_configuration_without_excerpts_shows_no_text(backend: Backend) -> None:
    backend.configuration = replace(backend.configuration, excerpt=False)
    assert listed(backend, include="excerpt") == [(None, None)]
    assert said(backend, include="text") == [None]


def test_a_token_that_may_only_read_gets_no_texts(
    backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "api_tokens", lambda **_: (entry("grafana", "read"),))
    assert ask("GET", "/v1/waits")["status"] == 200
    assert ask("GET", "/v1/waits", include="excerpt")["status"] == 403
    assert ask("GET", path_of(backend), include="text")["status"] == 403


def test_the_configuration_names_what_clients_choose_from(backend: Backend) -> None:
    answer = ask("GET", "/v1/configuration")
    assert answer["brand"] == "Example Brand"
    brand = {"channel": "x", "id": "1500000000000000001", "name": "Example", "zone": "UTC"}
    assert brand | {"channel_name": None} in answer["accounts"]
    policy = {"name": "p", "clock": "calendar", "first_response_s": 1800, "next_response_s": 1800}
    assert policy | {"follow_up_s": None} in answer["policies"]
    assert answer["responders"] == ["ada"]

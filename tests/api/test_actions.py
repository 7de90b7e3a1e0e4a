"""The actions on a conversation: acknowledge, snooze, hand over, release, dismiss, reopen."""

import json
from dataclasses import replace
from typing import Any

import pytest

from shared.config.configuration import Responder
from shared.conversation import forgetting
from shared.conversation.forgetting import Person
from shared.domain.alerts import changed
from shared.domain.availability import AbsentDays
from shared.domain.fold import Wait
from shared.runtime import secrets
from shared.storage import alerts
from shared.storage.errors import ConflictError
from shared.storage.store import Store
from tests.api.calls import HERE, ask, entry, path_of
from tests.api.test_http import send
from tests.builders import DAY, at
from tests.events import NUMBER, whatsapp_reply
from tests.fakes.backend import Backend

BODIES = {
    "acknowledge": {},
    "snooze": {"duration_s": 1800},
    "release": {},
    "dismiss": {"reason": "spam"},
    "reopen": {},
}


def act(backend: Backend, action: str, key: str = "", **body: Any) -> dict[str, Any]:
    """Performs an action. Returns its status and answer."""
    headers = {"Idempotency_Key": key} if key else {}
    text = json.dumps(body or BODIES[action])
    answer = send("POST", f"{path_of(backend)}/{action}", body=text, **headers)
    return {"status": answer["statusCode"], **answer["json"]}


def owner(backend: Backend) -> tuple[str | None, Any]:
    record = backend.record(HERE)
    assert record
    assert record.escalation
    return record.escalation.acknowledged_by, record.escalation.snoozed_until


def open_wait(backend: Backend) -> Wait | None:
    record = backend.record(HERE)
    assert record
    return record.open_wait


# --- Ownership ------------------------------------------------------------------------------------


def test_an_acknowledgement_pauses_alerts_for_an_hour_in_the_tokens_name(backend: Backend) -> None:
    answer = act(backend, "acknowledge")
    assert answer["status"] == 200
    shown = answer["open_wait"]
    assert (shown["acknowledged_by"], shown["snoozed_until"]) == ("ada", "2026-11-22T11:20:00Z")
    assert (shown["opened_by"], shown["due_at"]) == ("w1", "2026-11-22T10:30:00Z")
    assert owner(backend) == ("ada", at(80))


@pytest.mark.parametrize(
    "body",
    [
        {"duration_s": 900},
        {"duration_s": 900, "until": None},
        {"until": "2026-11-22T10:35:00Z", "duration_s": None},
        {"until": "2026-11-22T10:35"},
    ],
)
def test_a_snooze_ends_at_a_time_or_after_one(backend: Backend, body: dict[str, Any]) -> None:
    assert act(backend, "snooze", **body)["open_wait"]["snoozed_until"] == "2026-11-22T10:35:00Z"
    assert owner(backend) == ("ada", at(35))


def test_a_released_wait_has_no_owner_and_its_alerts_resume(backend: Backend) -> None:
    act(backend, "acknowledge")
    assert act(backend, "release")["open_wait"]["next_notification_at"] == "2026-11-22T10:30:00Z"
    assert owner(backend) == (None, None)


def test_a_wait_is_handed_over_to_a_responder(backend: Backend) -> None:
    known = backend.configuration
    backend.configuration = replace(known, responders={"bob": Responder(name="bob")})
    assert act(backend, "hand-over", to="bob")["open_wait"]["acknowledged_by"] == "bob"
    assert owner(backend) == ("bob", at(80))
    record = backend.record(HERE)
    assert record
    assert record.escalation
    assert record.escalation.handed_over_by == "ada"
    answer = ask("GET", path_of(backend))
    assert answer["previous_owners"] == []
    shown = answer["owner"]
    assert (shown["name"], shown["handed_over_by"]) == ("bob", "ada")
    assert shown["since"] == "2026-11-22T10:20:00Z"


def test_a_conversation_shows_who_had_its_wait_before(backend: Backend) -> None:
    act(backend, "acknowledge")
    backend.now = at(25)
    act(backend, "release")
    assert ask("GET", path_of(backend))["previous_owners"] == [
        {
            "name": "ada",
            "since": "2026-11-22T10:20:00Z",
            "until": "2026-11-22T10:25:00Z",
            "handed_over_by": None,
        }
    ]


def test_a_wait_is_not_handed_over_to_a_responder_who_is_absent(backend: Backend) -> None:
    today = at(0).date()
    bob = Responder(name="bob", email="bob@example.com", absent=(AbsentDays(today, today),))
    backend.configuration = replace(backend.configuration, responders={"bob": bob})
    with backend.running():
        answer = act(backend, "hand-over", to="bob")
        assert ask("GET", "/v1/configuration")["absent"] == ["bob"]
    assert (answer["status"], answer["field"]) == (400, "to")
    assert answer["detail"] == "to: bob is away: expected a responder who is not absent"
    assert owner(backend) == (None, None)


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("snooze", {"duration_s": 0}),
        ("snooze", {"duration_s": 7 * 86_400 + 1}),
        ("snooze", {"duration_s": 1.5}),
        ("snooze", {"duration_s": True}),
        ("snooze", {"duration_s": "1h"}),
        ("snooze", {"until": "2026-11-22T10:20:00Z"}),
        ("snooze", {"until": "2026-12-01T10:20:00Z"}),
        ("snooze", {"until": 1}),
        ("snooze", {"until": "2026-11-22T11:00:00Z", "duration_s": 60}),
        ("snooze", {"opened_by": "w1"}),
        ("snooze", {"until": None, "duration_s": None}),
        ("acknowledge", {"opened_by": 1}),
        ("hand-over", {"to": "nobody"}),
        ("hand-over", {"to": ["bob"]}),
        ("hand-over", {"opened_by": "w1"}),
        ("acknowledge", {"by": "bob"}),
        ("release", {"until": "2026-11-22T11:00:00Z"}),
        ("reopen", {"opened_by": "w1"}),
    ],
)
def test_a_malformed_action_is_refused(backend: Backend, action: str, body: dict[str, Any]) -> None:
    answer = act(backend, action, **body)
    assert (answer["status"], answer["type"]) == (400, "urn:replywatch:problem:invalid-body")
    assert "expected" in answer["detail"]


@pytest.mark.parametrize(
    ("action", "body", "field", "detail"),
    [
        ("dismiss", '{"reson": "spam"}', "reson", "(did you mean `reason`?)"),
        ("dismiss", '{"reason": "spam", "Seen_Until": null}', "Seen_Until", "mean `seen_until`?)"),
        ("dismiss", '{"nothing": 1, "more": 2}', "nothing", "expected reason, opened_by, seen_unt"),
        ("dismiss", '{"reason": "a", "reason": "b"}', "reason", "expected once"),
        ("dismiss", '{"reason": "a", "x": {"y": 1, "y": 1}}', "y", "expected once"),
        ("dismiss", '{"": 1}', "key", "no such key; expected"),
        ("dismiss", '{"gründe": 1}', "key", "no such key; expected"),
        ("dismiss", '{"\\ud800": 1}', "key", "no such key; expected"),
        ("dismiss", json.dumps({"z" * 5000: 1}), "z" * 40, "no such key; expected"),
        ("reopen", '{"opened_by": "w1"}', "opened_by", "no such key; expected an empty object"),
        ("hand-over", '{"to": "Ada"}', "to", "in replywatch.toml (did you mean `ada`?)"),
    ],
)
def test_an_invalid_field_is_named(
    backend: Backend, action: str, body: str, field: str, detail: str
) -> None:
    answer = send("POST", f"{path_of(backend)}/{action}", body=body)["json"]
    assert (answer["status"], answer["field"]) == (400, field)
    assert answer["detail"].startswith(f"{field}: ")
    assert detail in answer["detail"]
    assert len(answer["detail"]) < 300


@pytest.mark.parametrize("action", BODIES)
def test_an_action_needs_the_scope_act(
    backend: Backend, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    monkeypatch.setattr(secrets, "api_tokens", lambda **_: (entry("ada", "read"),))
    before = backend.items()
    assert act(backend, action)["status"] == 403
    assert backend.items() == before


@pytest.mark.parametrize("action", ["acknowledge", "snooze", "release", "dismiss"])
def test_an_action_on_a_wait_that_is_not_open_is_a_conflict(backend: Backend, action: str) -> None:
    body = BODIES[action] | {"opened_by": "another"}
    answer = act(backend, action, **body)
    assert (answer["status"], answer["field"]) == (409, "opened_by")
    backend.receive(whatsapp_reply("r1", 21))
    before = backend.items()
    answer = act(backend, action)
    assert (answer["status"], answer["type"]) == (409, "urn:replywatch:problem:conflict")
    assert answer["detail"] == "no wait is open in this conversation"
    assert backend.items() == before


# --- Reopening ------------------------------------------------------------------------------------


def test_a_dismissal_is_undone_by_reopening(backend: Backend) -> None:
    assert act(backend, "reopen")["status"] == 409
    act(backend, "dismiss")
    backend.deliver()
    assert open_wait(backend) is None
    assert act(backend, "reopen")["reopened_at"] == "2026-11-22T10:20:00.000Z"
    backend.deliver()
    wait = open_wait(backend)
    assert wait
    assert (wait.opened_by, wait.due_at) == ("w1", at(30))


def test_alerts_that_were_sent_are_not_claimed_again_after_a_reopening(backend: Backend) -> None:
    sent = [changed(one, "announced", due=at(60)) for one in backend.claim(HERE)]
    assert sent
    assert all(alerts.update(backend.store, one) for one in sent)
    for action in ("dismiss", "reopen"):
        assert act(backend, action)["status"] == 200
        backend.deliver()
    assert backend.claim(HERE) == []


# --- Idempotency ----------------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["acknowledge", "snooze", "release", "dismiss"])
def test_a_request_that_is_sent_again_changes_nothing(backend: Backend, action: str) -> None:
    first = act(backend, action, "key-1")
    backend.deliver()
    backend.now = at(21)
    before = backend.items()
    assert act(backend, action, "key-1") == first
    assert backend.items() == before


def test_a_repeated_hand_over_has_its_first_answer_even_if_bob_is_absent_now(
    backend: Backend,
) -> None:
    today = backend.now.date()
    away = Responder(name="bob", email="bob@example.com", absent=(AbsentDays(today, today),))
    responders = {"bob": replace(away, absent=())}
    backend.configuration = replace(backend.configuration, responders=responders)
    first = act(backend, "hand-over", "key-1", to="bob")
    assert first["status"] == 200
    for people in ({"bob": away}, {}):
        backend.configuration = replace(backend.configuration, responders=people)
        assert act(backend, "hand-over", "key-1", to="bob") == first
        assert act(backend, "hand-over", "key-2", to="bob")["status"] == 400


def test_a_snooze_repeated_after_its_end_has_its_first_answer(backend: Backend) -> None:
    until = at(30).isoformat().replace("+00:00", "Z")
    first = act(backend, "snooze", "key-1", until=until)
    assert first["status"] == 200
    backend.now = at(31)
    assert act(backend, "snooze", "key-1", until=until) == first
    assert act(backend, "snooze", "key-2", until=until)["field"] == "until"


def test_a_dismissal_that_is_sent_again_after_a_reopening_changes_nothing(backend: Backend) -> None:
    act(backend, "dismiss", "key-1")
    backend.deliver()
    act(backend, "reopen", "key-2")
    backend.deliver()
    assert act(backend, "dismiss", "key-1")["status"] == 200
    backend.deliver()
    assert open_wait(backend)


def test_an_idempotency_key_of_another_request_is_refused(backend: Backend) -> None:
    assert act(backend, "snooze", "key-1", duration_s=60)["status"] == 200
    for action, body in (("snooze", {"duration_s": 61}), ("release", {})):
        answer = act(backend, action, "key-1", **body)
        assert (answer["status"], answer["type"]) == (422, "urn:replywatch:problem:key-reused")
    assert owner(backend) == ("ada", at(21))


def test_an_idempotency_key_is_valid_for_one_token_and_one_day(
    backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    act(backend, "acknowledge", "key-1")
    monkeypatch.setattr(secrets, "api_tokens", lambda **_: (entry("bob", "act"),))
    assert act(backend, "acknowledge", "key-1")["open_wait"]["acknowledged_by"] == "bob"
    act(backend, "release")
    backend.now = at(20 + DAY)
    assert act(backend, "acknowledge", "key-1")["status"] == 200
    assert owner(backend) == ("bob", at(80 + DAY))


def test_a_request_that_was_refused_may_be_sent_again(backend: Backend) -> None:
    assert act(backend, "reopen", "key-1")["status"] == 409
    act(backend, "dismiss")
    backend.deliver()
    assert act(backend, "reopen", "key-1")["status"] == 200


def test_an_empty_idempotency_key_is_refused(backend: Backend) -> None:
    answer = send("POST", f"{path_of(backend)}/acknowledge", body="{}", Idempotency_Key="")
    assert answer["statusCode"] == 400


@pytest.mark.parametrize("key", ["a b", "ä", "k" * 256, "\ud800", "\x7f"])
def test_a_malformed_idempotency_key_is_refused(backend: Backend, key: str) -> None:
    answer = act(backend, "acknowledge", key)
    assert (answer["status"], answer["field"]) == (400, "Idempotency-Key")


def test_two_simultaneous_requests_with_one_key_act_once(
    backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second request comes after the first has read, and before it writes."""
    inner: list[dict[str, Any]] = []

    def write(self: Store, changes: Any) -> None:
        if not inner:
            inner.append({})
            inner[0] = act(backend, "snooze", "key-1", duration_s=60)
            backend.now = at(25)
        original(self, changes)

    original = Store.write
    monkeypatch.setattr(Store, "write", write)
    outer = act(backend, "snooze", "key-1", duration_s=60)
    assert outer == inner[0]
    assert owner(backend) == ("ada", at(21))


def test_an_action_survives_one_write_conflict_but_not_endless_ones(
    backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []

    def write(self: Store, changes: Any) -> None:
        calls.append(1)
        if len(calls) == 1:
            raise ConflictError
        original(self, changes)

    original = Store.write
    monkeypatch.setattr(Store, "write", write)
    assert act(backend, "acknowledge")["status"] == 200
    monkeypatch.setattr(Store, "write", lambda *_: (_ for _ in ()).throw(ConflictError))
    answer = act(backend, "release")
    assert (answer["status"], answer["type"]) == (503, "urn:replywatch:problem:busy")


def test_forgetting_a_customer_deletes_stored_answers(backend: Backend) -> None:
    """The stored answer names the customer."""
    act(backend, "acknowledge", "key-1")
    assert backend.items("C#", "REQUEST#")
    found = forgetting.search(backend.items, Person("whatsapp", NUMBER, "4901"))
    forgetting.forget(backend.store, found, backend.now)
    assert backend.items("C#", "REQUEST#") == []

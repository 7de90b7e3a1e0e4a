"""How the API handles requests in the form in which an HTTP API passes them on."""

import json
from typing import Any, get_args

import pytest

from functions.api import query_parameters
from shared.conversation import explanation, find_by_public_id
from shared.domain.events import Channel
from shared.domain.intents.classifier import INTENTS
from shared.domain.policies import WaitKind
from shared.domain.policy_set import PolicySet
from shared.runtime import secrets
from tests import builders
from tests.api.calls import HERE, TOKEN, ask, dismiss, path_of
from tests.builders import at, message, reply
from tests.events import half_an_hour, on_whatsapp, whatsapp, whatsapp_reply
from tests.fakes.backend import Backend

# --- Dismissals -----------------------------------------------------------------------------------


@pytest.mark.parametrize("as_bytes", [True, False])
def test_a_dismissal_is_read_from_text_and_from_bytes(backend: Backend, *, as_bytes: bool) -> None:
    text = json.dumps({"reason": "spam"})
    answer = dismiss(backend, text.encode() if as_bytes else text)
    assert answer == {
        "status": 200,
        "conversation": path_of(backend).rpartition("/")[2],
        "opened_by": "w1",
        "dismissed_at": "2026-11-22T10:20:00.000Z",
    }
    backend.deliver()
    assert [(w.outcome, w.dismissed_by) for w in backend.waits()] == [("dismissed", "ada")]


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe",
        "[]",
        "{}",
        "",
        "nonsense",
        "[" * 9_999,
        '{"reason": 1}',
        '{"reason": null}',
        '{"by": "ada", "reason": "spam"}',
        json.dumps({"reason": "r" * 10_000}),
    ],
)
def test_a_dismissal_that_cannot_be_read_says_what_is_expected(
    backend: Backend, body: bytes | str
) -> None:
    answer = dismiss(backend, body)
    assert answer["status"] == 400
    assert "expected" in answer["detail"]
    assert answer["type"] == "urn:replywatch:problem:invalid-body"
    assert backend.stream == []


@pytest.mark.parametrize(
    ("reason", "status"),
    [
        ("r" * 200, 200),
        ("r" * 201, 400),
        ("  ", 400),
        ("", 400),
        ("\ud800", 400),
        ("a\x00b", 400),
    ],
)
def test_a_dismissal_has_limits(backend: Backend, reason: str, status: int) -> None:
    answer = dismiss(backend, json.dumps({"reason": reason}))
    assert answer["status"] == status


def test_dismissing_nothing_is_a_conflict(backend: Backend) -> None:
    backend.receive(whatsapp_reply("r1", 21))
    assert dismiss(backend)["status"] == 409


def test_a_second_dismissal_is_a_conflict_once_the_first_is_tracked(backend: Backend) -> None:
    first, again = dismiss(backend), dismiss(backend)
    assert (first["status"], again["status"]) == (200, 200)
    backend.deliver()
    assert dismiss(backend)["status"] == 409
    assert [wait.outcome for wait in backend.waits()] == ["dismissed"]


def say_more(backend: Backend, **body: Any) -> int:
    """Sends a dismissal with more fields than its reason. Returns the status."""
    return int(dismiss(backend, json.dumps({"reason": "spam", **body}))["status"])


def test_a_dismissal_of_another_wait_is_a_conflict(backend: Backend) -> None:
    backend.receive(whatsapp_reply("r1", 21), whatsapp("w2", 22))
    assert say_more(backend, opened_by="w1") == 409
    assert say_more(backend, opened_by="w2") == 200


def test_a_dismissal_of_an_unseen_message_is_refused_with_a_reason(backend: Backend) -> None:
    backend.receive(whatsapp_reply("r1", 21), whatsapp("w2", 22))
    answer = dismiss(backend, '{"reason": "spam", "seen_until": "2026-11-22T10:21:00Z"}')
    assert (answer["status"], answer["field"]) == (409, "seen_until")
    assert say_more(backend, seen_until="2026-11-22T10:22:00Z") == 200


@pytest.mark.parametrize(
    ("seen_until", "left"),
    [
        ("2026-11-22T10:00:00Z", ["w2"]),
        ("2026-11-22T12:00:00+02:00", ["w2"]),
        ("2026-11-22T10:15:00.000Z", []),
        ("2026-11-22T23:00:00Z", []),
        (None, []),
    ],
)
def test_a_message_that_a_dismissal_has_not_seen_opens_a_wait(
    backend: Backend, seen_until: str | None, left: list[str]
) -> None:
    backend.receive(whatsapp("w2", 15))
    assert say_more(backend, opened_by="w1", seen_until=seen_until) == 200
    backend.deliver()
    assert [wait.opened_by for wait in backend.waits() if wait.outcome == "open"] == left


@pytest.mark.parametrize(
    "more", [{"seen_until": 1}, {"seen_until": "soon"}, {"seen_until": ""}, {"opened_by": 1}]
)
def test_a_malformed_dismissal_is_refused(backend: Backend, more: dict[str, Any]) -> None:
    assert say_more(backend, **more) == 400


def test_a_conversation_that_does_not_exist_is_not_found(backend: Backend) -> None:
    for path in ("unknown", HERE):
        assert ask("GET", f"/v1/conversations/{path}")["status"] == 404
        assert ask("GET", f"/v1/conversations/{path}/explain")["status"] == 404
        body = json.dumps({"reason": "spam"})
        assert ask("POST", f"/v1/conversations/{path}/dismiss", body)["status"] == 404


def test_a_wait_whose_messages_have_expired_can_be_dismissed(backend: Backend) -> None:
    for item in backend.items("C#", "M#"):
        key = {name: {"S": item[name]} for name in ("pk", "sk")}
        backend.table.delete_item(TableName="table", Key=key)
    assert dismiss(backend)["status"] == 200
    backend.deliver()
    assert [wait.outcome for wait in backend.waits()] == ["dismissed"]
    assert dismiss(backend)["status"] == 409


def test_a_dismissal_expires_like_a_message(backend: Backend) -> None:
    dismiss(backend)
    (said,) = [i for i in backend.items("C#", "M#") if "dismissed_by" in i]
    assert said["expires_at"] == int(at(20).timestamp()) + 90 * 86_400


# --- Parameters -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [("channel", "twitter"), ("surface", "secret"), ("kind", "last"), ("intent", "anger")],
)
def test_a_value_that_does_not_exist_is_refused(backend: Backend, name: str, value: str) -> None:
    answer = ask("GET", "/v1/stats", **{name: value})
    assert (answer["status"], answer["field"]) == (400, name)
    assert "expected one of" in answer["detail"]


def test_every_value_that_exists_can_be_asked_for(backend: Backend) -> None:
    assert query_parameters.INTENTS == INTENTS
    values = {"channel": get_args(Channel), "kind": get_args(WaitKind), "intent": INTENTS}
    for name, allowed in values.items():
        for value in allowed:
            assert ask("GET", "/v1/stats", **{name: value})["status"] == 200


def test_a_request_without_a_token_is_refused(
    backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "api_tokens", lambda **_: (TOKEN, "another"))
    assert ask("GET", "/v1/waits")["status"] == 401


# --- Conversations --------------------------------------------------------------------------------


def test_a_conversation_shows_its_waits_and_messages_without_text(backend: Backend) -> None:
    backend.receive(whatsapp_reply("r1", 21), whatsapp("w2", 30))
    answer = ask("GET", path_of(backend))
    assert [(w["opened_by"], w["outcome"]) for w in answer["waits"]] == [
        ("w1", "met"),
        ("w2", "open"),
    ]
    assert answer["waits"][0]["seconds_before_due"] == 540
    assert [(m["id"], m["direction"]) for m in answer["messages"]] == [
        ("w1", "in"),
        ("r1", "out"),
        ("w2", "in"),
    ]
    assert "Where is it?" not in json.dumps(answer)


def everything(backend: Backend, **query: str) -> list[dict[str, Any]]:
    """The items of all pages of a conversation, newest first."""
    found: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        more = {"cursor": cursor} if cursor else {}
        answer = ask("GET", path_of(backend), **query, **more)
        assert answer["status"] == 200, answer
        found.append(answer)
        cursor = answer["next_cursor"]
    return found


def test_the_pages_of_a_long_conversation_hold_everything_once(backend: Backend) -> None:
    for n in range(1, 30):
        backend.receive(whatsapp(f"m{n}", 20 + n), whatsapp_reply(f"r{n}", 20 + n))
    pages = everything(backend, limit="7")
    assert all(len(page["messages"]) <= 7 for page in pages)
    shown = [m for page in reversed(pages) for m in page["messages"]]
    assert len({m["id"] for m in shown}) == len(shown) == 59
    assert [m["at"] for m in shown] == sorted(m["at"] for m in shown)
    waits = [w for page in reversed(pages) for w in page["waits"]]
    assert [w["opened_by"] for w in waits] == ["w1", *(f"m{n}" for n in range(2, 30))]
    (whole,) = everything(backend, limit="100")
    assert [w["closed_by"] for w in whole["waits"]] == [f"r{n}" for n in range(1, 30)]


def test_messages_of_the_same_time_are_each_on_one_page(backend: Backend) -> None:
    backend.receive(*(whatsapp(f"m{n}", 20) for n in range(25)))
    shown = [m["id"] for page in everything(backend, limit="4") for m in page["messages"]]
    assert sorted(shown) == sorted(["w1", *(f"m{n}" for n in range(25))])


def test_a_page_reads_the_same_amount_however_long_the_conversation(backend: Backend) -> None:
    def reads(path: str) -> float:
        before = backend.meter.rcu
        assert ask("GET", path_of(backend) + path, limit="10")["status"] == 200
        return backend.meter.rcu - before

    def talk(first: int, last: int) -> None:
        for n in range(first, last):
            backend.receive(whatsapp(f"m{n}", 20 + n), whatsapp_reply(f"r{n}", 20 + n))

    talk(1, 40)
    few = [reads(path) for path in ("", "/explain")]
    talk(40, 90)
    assert [reads(path) for path in ("", "/explain")] <= [n * 1.1 for n in few]


def test_a_wait_has_the_same_id_everywhere(backend: Backend) -> None:
    backend.receive(whatsapp_reply("r1", 21), whatsapp("w2", 22), whatsapp("w3", 23, "4902"))
    outcomes = "open,met,late"
    listed = ask("GET", "/v1/waits", outcome=outcomes)["waits"]
    (current,) = [w for w in ask("GET", "/v1/waits")["waits"] if w["opened_by"] == "w2"]
    wanted = [w["id"] for w in reversed(listed) if w["conversation"] == current["conversation"]]
    for path in ("", "/explain"):
        shown = ask("GET", path_of(backend) + path)["waits"]
        assert [(w["id"], w["opened_by"]) for w in shown] == [
            (wanted[0], "w1"), (current["id"], "w2"),
        ]  # fmt: skip
    assert current["id"] == wanted[1]


def test_the_command_explains_waits_as_the_api_does(backend: Backend) -> None:
    """As docs/operations.md says of `replywatch explain --json`."""
    backend.receive(whatsapp_reply("r1", 21), whatsapp("w2", 22))
    answer = ask("GET", f"{path_of(backend)}/explain")
    record = find_by_public_id.by_public_id(backend.store, answer["conversation"], backend.now)
    assert record
    said = explanation.explain(backend.store, backend.configuration, record, backend.now)
    assert json.loads(json.dumps(said)) == {name: answer[name] for name in said}


def test_a_wait_whose_opening_message_has_expired_is_still_shown(backend: Backend) -> None:
    for item in backend.items("C#", "M#"):
        key = {name: {"S": item[name]} for name in ("pk", "sk")}
        backend.table.delete_item(TableName="table", Key=key)
    (page,) = everything(backend)
    assert [w["opened_by"] for w in page["waits"]] == ["w1"]
    assert page["waits"][0]["id"] == page["open_wait"]["id"]
    assert ask("GET", f"{path_of(backend)}/explain")["waits"] == []


def test_a_dismissal_is_shown_with_its_reason(backend: Backend) -> None:
    dismiss(backend)
    backend.deliver()
    (page,) = everything(backend)
    (wait,) = page["waits"]
    assert (wait["outcome"], wait["dismissed_by"], wait["reason"]) == ("dismissed", "ada", "spam")
    assert [m["dismissal"] for m in page["messages"]] == [False, True]
    assert page["open_wait"] is None


def test_a_dismissal_has_the_time_at_which_it_was_made(backend: Backend) -> None:
    """The dismissal has its place right after the last message that was seen."""
    dismiss(backend)
    backend.deliver()
    (page,) = everything(backend)
    said, dismissal = page["messages"]
    assert (dismissal["at"], dismissal["dismissed_at"]) == (said["at"], "2026-11-22T10:20:00.000Z")
    assert said["dismissed_at"] is None
    assert page["waits"][0]["closed_at"] == "2026-11-22T10:20:00Z"


@pytest.mark.parametrize("name", ["%00", "\ud800", "ä", "a b", "../x", "A" * 500, "w1|1", "4901"])
def test_a_name_that_is_not_a_public_id_is_not_found(backend: Backend, name: str) -> None:
    for path in ("", "/explain"):
        assert ask("GET", f"/v1/conversations/{name}{path}")["status"] == 404


def test_a_deadline_counts_from_the_message_that_decides(backend: Backend) -> None:
    complaints = builders.policy(name="c", intents=("complaint",))
    usual = builders.policy(4 * 3600)
    backend.configuration = builders.configuration(
        PolicySet.of([complaints, usual], {}), accounts=backend.configuration.accounts
    )
    backend.receive(whatsapp("a", 20, "4902", text="Hi, where are you?"))
    backend.receive(whatsapp("b", 60, "4902", text="This is ridiculous, worst service ever!"))
    (wait,) = ask("GET", f"{path_of(backend, on_whatsapp('4902'))}/explain")["waits"]
    assert (wait["opened_by"], wait["decided_by"], wait["policy"]) == ("a", "b", "c")
    assert wait["counted_from"] == "2026-11-22T11:00:00Z"
    assert wait["due_at"] == "2026-11-22T11:30:00Z"


def test_an_explanation_names_the_policy_and_why_it_matches(backend: Backend) -> None:
    answer = ask("GET", f"{path_of(backend)}/explain")
    (wait,) = answer["waits"]
    expected = {"policy": "p", "target_s": 1800, "policy_changed_since": False}
    assert {name: wait[name] for name in expected} == expected
    assert wait["rules"] == [{"policy": "p", "matches": True, "because": None}]
    backend.configuration = builders.configuration(half_an_hour(first_response_s=60))
    (wait,) = ask("GET", f"{path_of(backend)}/explain")["waits"]
    assert (wait["policy_changed_since"], wait["due_at"]) == (True, "2026-11-22T10:30:00Z")


def test_the_public_id_of_an_old_id_leads_to_the_customers_conversation(backend: Backend) -> None:
    backend.receive(whatsapp("w2", 5, "US.1"))
    old = path_of(backend, on_whatsapp("US.1"))
    backend.receive(whatsapp("w3", 22, "4901", alias="US.1"))
    answer = ask("GET", old)
    assert old.endswith(answer["conversation"]) or answer["conversation"] in path_of(backend)
    assert [m["id"] for m in answer["messages"]] == ["w1", "w2", "w3"]


def test_a_conversation_shows_the_waits_as_they_ended(backend: Backend) -> None:
    """What counts as a bot's reply now makes no difference."""
    for minute in (0, 40):
        backend.say(message(minute))
        backend.put(builders.item(reply(minute + 5), app="helpdesk"))
    backend.configuration = builders.configuration(bots=frozenset({"helpdesk"}))
    answer = ask("GET", path_of(backend, builders.CONVERSATION))
    assert [wait["outcome"] for wait in answer["waits"]] == ["met", "met"]

"""`replywatch inspect`: what is understood of a webhook's body, a line an event."""

import io
import json
from base64 import b64encode
from hashlib import sha256
from hmac import digest
from types import SimpleNamespace

import pytest

from cli.commands.inspect import FIELDS
from cli.main import main
from tests import builders

EVERY = builders.payloads()
SECRET = "a secret"


def payload(name):
    return builders.payload(name)


@pytest.fixture
def inspect(capsys):
    """Exit status, lines out, words to the error output."""

    def of(*arguments):
        status = main(["inspect", *map(str, arguments)])
        shown = capsys.readouterr()
        return status, [json.loads(said) for said in shown.out.splitlines()], shown.err

    return of


def test_an_event_is_a_line_with_exactly_these_fields(inspect):
    assert inspect(payload("meta/messenger_text")) == (
        0,
        [
            {
                "kind": "message",
                "channel": "messenger",
                "surface": "private",
                "account": "100200300",
                "customer": "7000000000000001",
                "message_id": "m_1",
                "answers": None,
                "direction": "in",
                "automated": False,
                "at": "2026-11-22T10:00:00Z",
                "conversation": "messenger:100200300:7000000000000001",
            }
        ],
        "",
    )


def test_full_tells_more_and_the_same_first(inspect):
    (_, (short,), _), (_, (full,), _) = (
        inspect(payload("meta/messenger_echo")),
        inspect(payload("meta/messenger_echo"), "--full"),
    )
    assert full.items() >= short.items()
    assert set(full) - set(short) == {
        "what", "text", "app", "lang", "reach", "thread", "permalink", "alias", "sent_at",
    }  # fmt: skip
    assert (full["text"], full["app"]) == ("At nine", "26390203743090")


@pytest.mark.parametrize("file", EVERY, ids=lambda f: f"{f.parents[1].name}/{f.stem}")
def test_every_recorded_body_is_understood_by_its_envelope(inspect, file):
    status, out, err = inspect(file)
    assert (status, err) == (0, "")
    assert all(tuple(told) == FIELDS for told in out)
    assert inspect(file, "--platform", file.parents[1].name)[1] == out


def test_a_fraction_of_a_second_is_told_where_there_is_one(inspect):
    _, (told,), _ = inspect(payload("x/xaa_dm_received"))
    assert told["at"] == "2026-11-03T10:10:00.250Z"


def test_a_reply_that_names_only_the_message_it_answers_has_no_conversation(inspect):
    _, (told,), _ = inspect(payload("meta/page_comment_own"))
    assert (told["kind"], told["answers"]) == ("reply", "55_1")
    assert (told["customer"], told["conversation"]) == (None, None)


def test_where_the_same_body_holds_that_message_the_reply_has_its_conversation(inspect, tmp_path):
    comment = json.loads(payload("meta/page_comment").read_text())
    own = json.loads(payload("meta/page_comment_own").read_text())
    comment["entry"] += own["entry"]
    body = tmp_path / "both.json"
    body.write_text(json.dumps(comment))
    _, (asked, answered), _ = inspect(body)
    assert answered["conversation"] == asked["conversation"] is not None
    assert answered["customer"] == asked["customer"]


def test_a_configuration_tells_which_apps_are_automated(inspect, tmp_path):
    config = tmp_path / "replywatch.toml"
    config.write_text(builders.toml('[automated]\napps = ["26390203743090"]'))
    _, (told,), _ = inspect(payload("meta/messenger_echo"), "--config", config)
    assert told["automated"]


def test_a_configuration_tells_which_accounts_on_x_are_the_brands(inspect, tmp_path):
    file = payload("x/stream_post_brand_reply")
    _, (unknown,), _ = inspect(file)
    config = tmp_path / "replywatch.toml"
    config.write_text(builders.toml('[[accounts]]\nchannel = "x"\nid = "1480000000000000101"'))
    _, (known,), _ = inspect(file, "--config", config)
    assert (unknown["kind"], known["kind"]) == ("message", "reply")


@pytest.mark.parametrize("arguments", [[], ["-"]])
def test_without_a_file_the_body_is_read_from_standard_input(inspect, monkeypatch, arguments):
    raw = payload("meta/messenger_text").read_bytes()
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    assert inspect(*arguments) == inspect(payload("meta/messenger_text"))


# --- Signatures ---------------------------------------------------------------------------------


def signed(name, secret=SECRET):
    mac = digest(secret.encode(), payload(name).read_bytes(), sha256)
    text = mac.hex() if name.startswith("meta") else b64encode(mac).decode()
    return f"sha256={text}"


@pytest.mark.parametrize("name", ["meta/messenger_text", "x/xaa_dm_received"])
def test_a_body_signed_with_the_secret_is_shown(inspect, name):
    status, out, err = inspect(payload(name), "--verify", SECRET, "--signature", signed(name))
    assert (status, len(out), err) == (0, 1, "")


@pytest.mark.parametrize("name", ["meta/messenger_text", "x/xaa_dm_received"])
@pytest.mark.parametrize(
    ("secret", "header"),
    [
        (SECRET, None),
        (SECRET, "sha256="),
        (SECRET, "other secret"),
        (SECRET, "other platform"),
        ("", "empty secret"),
    ],
)
def test_a_body_that_was_not_signed_with_the_secret_is_not_shown(inspect, name, secret, header):
    other = "x/xaa_dm_received" if name.startswith("meta") else "meta/messenger_text"
    header = {
        "other secret": signed(name, "another"),
        "other platform": signed(other),
        "empty secret": signed(name, ""),
    }.get(header, header)
    options = [] if header is None else ["--signature", header]
    assert inspect(payload(name), "--verify", secret, *options) == (
        1,
        [],
        "replywatch inspect: the signature is not of this secret and body\n",
    )


# --- What is no webhook -------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "no JSON", "[]", "5", "{}", '{"a": 1}', '"text"'])
def test_what_is_no_webhooks_body_is_told_so(inspect, tmp_path, text):
    body = tmp_path / "body.json"
    body.write_text(text)
    status, out, err = inspect(body)
    assert (status, out) == (1, [])
    assert err.startswith("replywatch inspect: no webhook of Meta or X: ")


@pytest.mark.parametrize("arguments", [["none.json"], ["--config", "none.toml"]])
def test_a_file_that_cannot_be_read_is_told_so(inspect, monkeypatch, arguments):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"{}")))
    status, out, err = inspect(*arguments)
    assert (status, out) == (1, [])
    assert err.startswith("replywatch inspect: ")
    assert "none." in err

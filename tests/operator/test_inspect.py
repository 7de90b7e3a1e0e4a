"""`replywatch inspect`: prints the events in a webhook body, one per line."""

import json
from base64 import b64encode
from hashlib import sha256
from hmac import digest

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
    """Returns the exit status, the printed objects, and the error output."""

    def of(*arguments):
        status = main(["inspect", *map(str, arguments)])
        shown = capsys.readouterr()
        return status, [json.loads(line) for line in shown.out.splitlines()], shown.err

    return of


ADAPTERS = {
    "messages": [
        {"id": "1", "channel": "tiktok", "account": "a", "surface": "private", "customer": "u",
         "direction": "brand", "automated": True, "sent_at": "2026-11-22T10:00:00Z"},
    ]
}  # fmt: skip


def test_a_body_of_an_adapter_is_recognised(inspect, tmp_path):
    file = tmp_path / "body.json"
    file.write_text(json.dumps(ADAPTERS))
    status, (line,), _ = inspect(file)
    assert status == 0
    assert (line["kind"], line["conversation"]) == ("reply", "tiktok:a:u")
    assert line["automated"] is True


def test_the_mistake_in_a_body_of_an_adapter_is_printed(inspect, tmp_path):
    file = tmp_path / "body.json"
    file.write_text(json.dumps({"messages": [{"id": "1"}]}))
    status, _, error = inspect(file)
    assert status == 1
    assert "messages[0]: object missing required field `channel`" in error


def test_an_event_is_a_line_with_these_fields(inspect):
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


def test_full_adds_fields(inspect):
    (_, (short,), _), (_, (full,), _) = (
        inspect(payload("meta/messenger_echo")),
        inspect(payload("meta/messenger_echo"), "--full"),
    )
    assert full.items() >= short.items()
    assert set(full) - set(short) == {
        "what", "text", "app", "app_tag", "lang", "reach", "thread", "permalink", "alias",
        "sent_at",
    }  # fmt: skip
    assert (full["text"], full["app"]) == ("At nine", "26390203743090")


@pytest.mark.parametrize("file", EVERY, ids=lambda f: f"{f.parents[1].name}/{f.stem}")
def test_the_platform_is_recognised_from_every_recorded_body(inspect, file):
    status, out, err = inspect(file)
    assert (status, err) == (0, "")
    assert all(tuple(line) == FIELDS for line in out)
    assert inspect(file, "--platform", file.parents[1].name)[1] == out


def test_times_have_milliseconds_unless_whole_seconds(inspect):
    _, (line,), _ = inspect(payload("x/xaa_dm_received"))
    assert line["at"] == "2026-11-03T10:10:00.250Z"


def test_a_reply_that_names_only_its_parent_has_no_conversation(inspect):
    _, (line,), _ = inspect(payload("meta/page_comment_own"))
    assert (line["kind"], line["answers"]) == ("reply", "55_1")
    assert (line["customer"], line["conversation"]) == (None, None)


def test_a_reply_gets_the_conversation_of_a_parent_in_the_same_body(inspect, tmp_path):
    comment = json.loads(payload("meta/page_comment").read_text())
    own = json.loads(payload("meta/page_comment_own").read_text())
    comment["entry"] += own["entry"]
    body = tmp_path / "both.json"
    body.write_text(json.dumps(comment))
    _, (question, reply), _ = inspect(body)
    assert reply["conversation"] == question["conversation"] is not None
    assert reply["customer"] == question["customer"]


def test_replies_of_configured_bots_are_automated(inspect, tmp_path):
    config = tmp_path / "replywatch.toml"
    config.write_text(builders.toml('[automated]\napps = ["26390203743090"]'))
    _, (line,), _ = inspect(payload("meta/messenger_echo"), "--config", config)
    assert line["automated"]


def test_posts_of_configured_accounts_on_x_are_replies(inspect, tmp_path):
    file = payload("x/stream_post_brand_reply")
    _, (unknown,), _ = inspect(file)
    config = tmp_path / "replywatch.toml"
    config.write_text(builders.toml('[[accounts]]\nchannel = "x"\nid = "1480000000000000101"'))
    _, (known,), _ = inspect(file, "--config", config)
    assert (unknown["kind"], known["kind"]) == ("message", "reply")


@pytest.mark.parametrize("arguments", [[], ["-"]])
def test_without_a_file_it_reads_standard_input(inspect, monkeypatch, arguments):
    raw = payload("meta/messenger_text").read_bytes()
    monkeypatch.setattr("sys.stdin", builders.typed(raw))
    assert inspect(*arguments) == inspect(payload("meta/messenger_text"))


# --- Signatures ---------------------------------------------------------------------------------


def signed(name, secret=SECRET):
    mac = digest(secret.encode(), payload(name).read_bytes(), sha256)
    text = mac.hex() if name.startswith("meta") else b64encode(mac).decode()
    return f"sha256={text}"


@pytest.mark.parametrize("name", ["meta/messenger_text", "x/xaa_dm_received"])
def test_a_body_with_a_valid_signature_is_shown(inspect, name):
    status, out, err = inspect(payload(name), "--verify", SECRET, "--signature", signed(name))
    assert (status, len(out), err) == (0, 1, "")


@pytest.mark.parametrize("half", [("--verify", SECRET), ("--signature", "sha256=0")])
def test_a_secret_needs_a_signature_and_a_signature_a_secret(inspect, half):
    status, out, err = inspect(payload("meta/messenger_text"), *half)
    assert (status, out) == (2, [])
    assert err == "replywatch inspect: --verify and --signature: expected both or neither.\n"


@pytest.mark.parametrize("name", ["meta/messenger_text", "x/xaa_dm_received"])
@pytest.mark.parametrize(
    ("secret", "header"),
    [
        (SECRET, "sha256="),
        (SECRET, "other secret"),
        (SECRET, "other platform"),
        ("", "empty secret"),
    ],
)
def test_a_body_with_an_invalid_signature_is_not_shown(inspect, name, secret, header):
    other = "x/xaa_dm_received" if name.startswith("meta") else "meta/messenger_text"
    header = {
        "other secret": signed(name, "another"),
        "other platform": signed(other),
        "empty secret": signed(name, ""),
    }.get(header, header)
    assert inspect(payload(name), "--verify", secret, "--signature", header) == (
        1,
        [],
        "replywatch inspect: The signature does not match this secret and body.\n",
    )


# --- Invalid input ------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "no JSON", "[]", "5", "{}", '{"a": 1}', '"text"'])
def test_a_body_of_another_kind_is_an_error(inspect, tmp_path, text):
    body = tmp_path / "body.json"
    body.write_text(text)
    status, out, err = inspect(body)
    assert (status, out) == (1, [])
    assert err.startswith("replywatch inspect: Not a body that Meta, X or an adapter sends: ")


@pytest.mark.parametrize("arguments", [["none.json"], ["--config", "none.toml"]])
def test_an_unreadable_file_is_an_error(inspect, monkeypatch, arguments):
    monkeypatch.setattr("sys.stdin", builders.typed(b"{}"))
    status, out, err = inspect(*arguments)
    assert (status, out) == (1, [])
    assert err.startswith("replywatch inspect: ")
    assert "none." in err


# --- Text from customers ------------------------------------------------------------------------


def test_control_characters_and_bidi_marks_are_escaped(tmp_path, capsys):
    text = "red \x1b[31m, C1 \x9b2J, reversed \u202egnp.exe"
    sent = json.loads(payload("meta/messenger_text").read_text())
    sent["entry"][0]["messaging"][0]["message"]["text"] = text
    body = tmp_path / "body.json"
    body.write_text(json.dumps(sent))
    assert main(["inspect", "--full", str(body)]) == 0
    printed = capsys.readouterr().out
    assert not set("\x1b\x9b\u202e") & set(printed)
    assert r"\u001b[31m" in printed
    assert json.loads(printed)["text"] == text


@pytest.mark.parametrize("command", [["inspect"], ["backtest"]])
def test_a_missing_file_is_reported_in_plain_words(command, capsys):
    assert main([*command, "none.json"]) == 1
    assert (
        capsys.readouterr().err
        == f"replywatch {command[0]}: none.json: No such file or directory\n"
    )

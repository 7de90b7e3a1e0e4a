"""The input of `replywatch backtest`: times, and invalid lines."""

import json

import pytest

from tests import builders
from tests.builders import line

# --- Times --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z"),
        ("2026-11-22T10:00:00.250+01:00", "2026-11-22T09:00:00Z"),
        ("2026-11-22T10:00:00", "2026-11-22T10:00:00Z"),
        ("2026-11-22t10:00:00z", "2026-11-22T10:00:00Z"),
        ("2026-11-22", "2026-11-22T00:00:00Z"),
        (1795341600, "2026-11-22T10:00:00Z"),
        (1795341600.9, "2026-11-22T10:00:00Z"),
        ("1795341600", "2026-11-22T10:00:00Z"),
        (0, "1970-01-01T00:00:00Z"),
        ("0", "1970-01-01T00:00:00Z"),
        (-1, "1969-12-31T23:59:59Z"),
    ],
)
def test_times_are_iso_8601_or_epoch_seconds(waits, written, meant):
    (wait,) = waits(line("message", "m1", None, at=written))
    assert wait["opened_at"] == meant


def test_without_at_the_send_time_counts(waits):
    (wait,) = waits(line("message", "m1", None, sent_at="2026-11-22T10:00:00Z"))
    assert wait["opened_at"] == "2026-11-22T10:00:00Z"


def test_a_reply_at_second_0_is_a_reply(waits):
    (wait,) = waits(line("message", "m1", None, at=0), line("reply", "r1", None, at=0))
    assert (wait["outcome"], wait["response_s"]) == ("met", 0)


# --- Invalid lines ------------------------------------------------------------------------------

GOOD = line("message", "m1")


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("{", "expected a JSON object"),
        ("[" * 100_000, "expected a JSON object"),
        ("[]", "kind: expected an object with a kind"),
        ('{"at": 1}', "kind: expected an object with a kind"),
        (json.dumps(GOOD | {"message_id": None}), "message_id: expected an id"),
        (json.dumps(GOOD | {"at": "noon"}), "at: expected ISO 8601 or epoch seconds"),
        (json.dumps(GOOD | {"at": True}), "at: expected ISO 8601 or epoch seconds"),
        (json.dumps(GOOD | {"at": []}), "at: expected ISO 8601 or epoch seconds"),
        (json.dumps(GOOD | {"at": 1e30}), "at: expected ISO 8601 or epoch seconds"),
        (json.dumps(GOOD | {"at": float("nan")}), "at: expected ISO 8601 or epoch seconds"),
        (json.dumps(GOOD | {"intents": "help"}), "intents: expected a list of intents"),
        (json.dumps(GOOD | {"kind": None}), "kind: expected an object with a kind"),
        (json.dumps(GOOD | {"message_id": ""}), "message_id: expected an id"),
        (json.dumps(GOOD | {"surface": "open"}), "surface: expected public or private"),
        (json.dumps(GOOD | {"channel": "X"}),
         "channel: expected a name in lower case, such as x"),
        (json.dumps(GOOD | {"courtesy": "no"}), "courtesy: expected true or false"),
        (json.dumps(GOOD | {"automated": "false"}), "automated: expected true or false"),
        (json.dumps(GOOD | {"reach": "many"}), "reach: expected a whole number"),
        (json.dumps(GOOD | {"text": 5}), "text: expected a text"),
        (json.dumps(GOOD | {"app": {}}), "app: expected an app's id or name"),
        (json.dumps(GOOD | {"app_tag": []}), "app_tag: expected an app's name"),
        (json.dumps(GOOD | {"what": []}), "what: expected the name of an event"),
        (json.dumps({"kind": "reaction", "what": {}}), "what: expected the name of an event"),
        (json.dumps(GOOD | {"intents": [{}]}), "intents: expected a list of intents"),
        (json.dumps(GOOD | {"at": "9999-12-31T23:00:00Z"}),
         "at: expected a year from 1900 to 2200"),
        (json.dumps(GOOD | {"at": "0001-01-01"}), "at: expected a year from 1900 to 2200"),
    ],
)  # fmt: skip
def test_an_invalid_line_is_an_error_with_its_number(backtest, bad, reason):
    text = builders.jsonl(GOOD) + "\n" + bad + "\n"
    status, out, err = backtest(text=text)
    assert (status, out) == (1, [])
    assert err == [f"replywatch backtest: line 3: {reason}"]


@pytest.mark.parametrize("is_file", [False, True])
@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_a_text_in_another_encoding_is_an_error_that_says_so(backtest, tmp_path, encoding, is_file):
    """PowerShell writes UTF-16 where a command's output is redirected."""
    written = json.dumps(GOOD | {"text": "ä"}, ensure_ascii=False).encode(encoding)
    file = tmp_path / "messages.jsonl"
    file.write_bytes(written)
    status, _, err = backtest(options=(str(file),)) if is_file else backtest(text=written)
    assert (status, err) == (
        1,
        ["replywatch backtest: the text is not UTF-8: save it in this encoding"],
    )


def test_empty_lines_and_unknown_keys_are_ignored(waits):
    text = "\n\r\n" + json.dumps(GOOD | {"colour": "red", "thread": 5}) + "\r\n\n"
    assert waits(text=text) == waits(GOOD)


def test_kinds_and_intents_that_do_not_exist_are_named(backtest):
    misspelt = [line("Message", "m2"), line("mesage", "m3"), line("mesage", "m4")]
    status, out, err = backtest(GOOD | {"intents": ["complain", "help"]}, *misspelt)
    assert (status, len(out)) == (0, 1)
    kinds = "expected message, reply, edit, delete"
    assert err == [
        "replywatch backtest: ignored in 1 line: the intent 'complain': expected help, complaint, "
        "praise, sharing",
        f"replywatch backtest: ignored in 1 line: the kind 'Message': {kinds}",
        f"replywatch backtest: ignored in 2 lines: the kind 'mesage': {kinds}",
    ]


def test_a_message_without_a_time_is_skipped_and_counted(backtest):
    status, out, err = backtest(line("message", "m1", None))
    assert (status, out) == (0, [])
    assert err == ["replywatch backtest: skipped 1 line: the message has no time"]


def test_a_byte_order_mark_is_not_part_of_the_lines(waits):
    text = "\ufeff" + json.dumps(GOOD) + "\n"
    assert waits(text=text) == waits(GOOD)

"""Text from customers is escaped before it reaches the operator's terminal."""

import json

import pytest

from cli.printing import counted, escape_controls, print_error, to_json


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("Where is my parcel? 🎁 ¿Dónde? أين", "Where is my parcel? 🎁 ¿Dónde? أين"),
        ("\x1b[2Jgone", r"\u001b[2Jgone"),
        ("a\nb\tc\rd", r"a\u000ab\u0009c\u000dd"),
        ("\x7f\x9b", r"\u007f\u009b"),
        ("\u202egnp.exe\u2066x\u2069", r"\u202egnp.exe\u2066x\u2069"),
        ("\u200e\u200f\u061c", r"\u200e\u200f\u061c"),
        ("one\u2028two", r"one\u2028two"),
        ("\ud800", r"\ud800"),
        ("👩\u200d🚀", "👩\u200d🚀"),
    ],
)
def test_control_characters_and_bidi_marks_are_escaped(text, escaped):
    assert escape_controls(text) == escaped


@pytest.mark.parametrize("indent", [None, 2])
def test_json_stays_equal_and_keeps_its_own_line_breaks(indent):
    value = {"text": "a\nb\x9b\u202e\ud800é", "list": [1, None]}
    printed = to_json(value, indent=indent)
    assert json.loads(printed) == value
    assert printed.isprintable() or indent
    assert printed.count("\n") == (6 if indent else 0)
    assert "é" in printed


def test_an_error_is_one_line_with_the_command(capsys):
    print_error("inspect", "bad \x1b[31mbody")
    assert capsys.readouterr().err == "replywatch inspect: bad \\u001b[31mbody\n"


@pytest.mark.parametrize(
    ("number", "things", "shown"),
    [
        (0, "items", "0 items"),
        (1, "open waits withdrawn", "1 open wait withdrawn"),
        (1, "links between ids", "1 link between ids"),
        (1, "other entries of conversations", "1 other entry of conversations"),
        (1_200, "deliveries", "1,200 deliveries"),
    ],
)
def test_a_count_of_one_is_singular(number, things, shown):
    assert counted(number, things) == shown

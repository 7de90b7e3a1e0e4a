"""The types of options, and how a command asks for input: one plain line, and no traceback."""

import argparse
import io

import pytest

from cli import arguments
from cli.confirmation import confirm
from cli.main import COMMANDS, _parser
from cli.stack import OperatorError


@pytest.mark.parametrize("text", ["0", "12", "-1", "1.5", "week", "", "²", "9" * 5000])
def test_a_whole_number_outside_of_its_bounds_is_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match=r"expected a whole number from 1 to 11"):
        arguments.whole_number(1, 11)(text)


def test_the_bounds_are_allowed() -> None:
    assert [arguments.whole_number(1, 11)(text) for text in ("1", "11")] == [1, 11]
    assert [arguments.number(0, 1)(text) for text in ("0", "0.5", "1")] == [0, 0.5, 1]


@pytest.mark.parametrize("text", ["nan", "inf", "-1", "many", ""])
def test_a_number_is_finite_and_within_its_bounds(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="expected a number of at least 0, got"):
        arguments.number(0)(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "foo", "127.0.0.1:4566", "ftp://x", "http://", "http://[::"),
        *("http://x:99999", "http://x:port", "http://x:0"),
    ],
)
def test_an_address_has_a_scheme_and_a_host(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match=r"expected an address such as http://"):
        arguments.web_address(text)
    assert arguments.web_address("http://[::1]:4566/x") == "http://[::1]:4566/x"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_address_is_checked(name: str) -> None:
    actions = _actions(_parser(command=name), name)
    assert {a.type for a in actions if a.metavar == "URL"} <= {arguments.web_address}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_explains_what_it_expects(name: str) -> None:
    """`invalid float value` and `invalid int value` are Python's own messages."""
    assert {action.type for action in _actions(_parser(command=name), name)} & {int, float} == set()


def _actions(parser: argparse.ArgumentParser, name: str) -> list[argparse.Action]:
    found = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            leaves = [
                p for n, p in action.choices.items() if n == name or name not in action.choices
            ]
            found += [leaf for p in leaves for leaf in _actions(p, name)]
        found.append(action)
    return found


@pytest.mark.parametrize("answer", ["n\n", "\n", ""])
def test_ctrl_d_and_enter_are_no_consent(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    typed = io.StringIO(answer)
    monkeypatch.setattr(typed, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", typed)
    with pytest.raises(OperatorError, match=r"Nothing was sent\."):
        confirm("Send?", otherwise="Nothing was sent.", is_given=False)


@pytest.mark.parametrize(("is_terminal", "lines"), [(True, 1), (False, 0)])
def test_a_command_that_reads_what_is_typed_says_so(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    is_terminal: bool,
    lines: int,
) -> None:
    typed = io.StringIO("")
    monkeypatch.setattr(typed, "isatty", lambda: is_terminal)
    monkeypatch.setattr("sys.stdin", typed)
    arguments.say_that_input_is_awaited()
    assert capsys.readouterr().err.count("Ctrl-D") == lines

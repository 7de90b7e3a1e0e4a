"""`replywatch check-config` lists mistakes, or compares targets with what customers expect."""

import re
import tomllib

import pytest

from cli.main import main
from shared.config import configuration_file, policy_lint
from tests import builders
from tests.builders import ROOT


@pytest.fixture
def check(tmp_path, capsys):
    def of(text, *options):
        file = tmp_path / "replywatch.toml"
        file.write_text(text, encoding="utf-8")
        status = main(["check-config", str(file), *options])
        shown = capsys.readouterr()
        return status, shown.out.splitlines(), shown.err.splitlines()

    return of


def lint_lines(check, *tables):
    _, out, _ = check("default_policies = false\n" + builders.toml(*tables))
    return [line.strip() for line in out[1:]]


def policy(name, **keys):
    shown = {"name": f'"{name}"', "steps": '[{ at = "due" }]', **keys}
    lines = [f"{key} = {value}" for key, value in shown.items()]
    return "\n".join(["[[policies]]", *lines])


def test_a_valid_file_is_summarised_and_exits_with_0(check):
    status, out, err = check(builders.toml(policy("p", first_response='"1h"')))
    assert (status, err) == (0, [])
    assert out[0].endswith("replywatch.toml: 1 accounts, 6 policies, 1 responders")


def test_mistakes_go_to_the_error_output_and_exit_with_1(check):
    status, out, err = check(builders.toml(policy("p", first_response='"soon"', clock='"sun"')))
    assert (status, out) == (1, [])
    assert len(err) == 2
    assert all(line.startswith("replywatch.toml:") for line in err)


def test_a_missing_file_is_an_error(capsys, tmp_path):
    assert main(["check-config", str(tmp_path / "none.toml")]) == 1
    assert capsys.readouterr().err == "none.toml: there is no such file\n"


def test_quiet_prints_nothing_for_a_valid_file(check):
    assert check(builders.toml(), "--quiet") == (0, [], [])


def test_the_example_file_is_valid(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert main(["check-config"]) == 0
    assert capsys.readouterr().out.startswith("replywatch.toml: 6 accounts, 7 policies")


def test_a_target_is_compared_with_what_customers_expect(check):
    lines = lint_lines(
        check, policy("p", channels='["x"]', surfaces='["public"]', first_response='"30m"')
    )
    assert lines == [
        "p: first response within 30 min is soon enough for an estimated 70–100 % of "
        "people who post to a brand on X"
    ]


def test_a_target_longer_than_the_shortest_expectation_is_a_warning_with_source(check):
    line, warning = lint_lines(
        check, policy("p", channels='["x"]', surfaces='["public"]', first_response='"2h"')
    )
    assert "is soon enough for an estimated 47–70 % of people" in line
    assert warning.startswith(
        "warning: 30 % of people who post to a brand on X expect a reply within 30 min (Joshua"
    )


def test_complaints_are_compared_with_what_complaining_customers_expect(check):
    keys = {"channels": '["x"]', "surfaces": '["public"]', "intents": '["complaint"]'}
    line, warning = lint_lines(check, policy("p", **keys, first_response='"90m"'))
    assert line.endswith(
        "within 1 h 30 min is soon enough for an estimated 0–28 % of people who complain on X"
    )
    assert "72 % of people who complain on X expect a reply within 1 h" in warning


def test_each_survey_of_a_policy_is_shown_once(check):
    lines = lint_lines(
        check,
        policy("p", channels='["facebook", "messenger", "whatsapp", "x"]', first_response='"30m"'),
    )
    assert [line.split(" % of ")[1] for line in lines] == [
        "people who post to a brand on Facebook",
        "consumers worldwide",
        "people who post to a brand on X",
    ]


def test_a_policy_without_channels_is_compared_with_all_customers(check):
    (line,) = lint_lines(check, policy("p", first_response='"10m"'))
    assert line == (
        "p: first response within 10 min is soon enough for an estimated 68–100 % of consumers "
        "worldwide"
    )


def test_business_hours_are_marked_as_longer_on_the_customers_clock(check):
    office = '[calendars.office]\nzone = "UTC"\nmonday = "09:00-17:00"'
    keys = {"first_response": '"20m"', "clock": '"business"', "calendar": '"office"'}
    (line,) = lint_lines(check, office, policy("p", **keys))
    assert "within 20 min of business hours (longer on the customer's clock) is soon enough" in line


def test_a_policy_that_opens_no_wait_is_marked(check):
    assert lint_lines(check, policy("spam", first_response='"none"'))[0] == "spam: opens no wait"


@pytest.mark.parametrize(
    ("target", "words"),
    [('"45s"', "45 s"), ('"90m"', "1 h 30 min"), ('"4h"', "4 h"), ('"2d"', "2 d"), ("90", "1 min")],
)
def test_a_target_is_shown_in_the_units_of_all_durations(check, target, words):
    line, *_ = lint_lines(check, policy("p", first_response=target))
    assert f"within {words} is soon enough" in line


def test_every_default_policy_is_compared_with_its_surveys():
    lines = list(policy_lint.lint(configuration_file.without_file()))
    assert [line.split(":")[0] for line in lines if not line.startswith(" ")] == [
        "x-complaints", "x-posts", "x-direct-messages", "facebook", "facebook", "fallback",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("keys", "which", "silence"),
    [
        ({"first_response": '"none"'}, "a complaint", "opens no wait"),
        ({"first_response": '"1h"', "next_response": '"none"'}, "a complaint", "opens no wait"),
        ({"intents": '["complaint"]', "first_response": '"none"'}, "a complaint", "opens no wait"),
        (
            {"intents": '["praise"]', "first_response": '"none"'},
            "a complaint that is not recognised as one",
            "opens no wait",
        ),
        (
            {"intents": '["praise"]', "first_response": '"1h"', "steps": "[]"},
            "a complaint that is not recognised as one",
            "opens a wait that nobody is notified of",
        ),
    ],
)
def test_a_policy_that_can_silence_a_complaint_is_a_warning(check, keys, which, silence):
    assert lint_lines(check, policy("p", **keys))[-1] == f"warning: p: {which} {silence}"


def example_files():
    for file in ("replywatch.toml", "cli/local/demo/replywatch.toml"):
        yield (ROOT / file).read_text(encoding="utf-8")
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))):
        yield from re.findall(r"```toml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


def test_no_example_silences_a_complaint():
    policies = [p for text in example_files() for p in tomllib.loads(text).get("policies", [])]
    assert len(policies) >= 4
    silent = [p for p in policies if "none" in (p["first_response"], p.get("next_response"))]
    assert silent == []
    assert [p["name"] for p in policies if not p.get("steps")] == []

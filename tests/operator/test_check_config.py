"""`replywatch check-config`: prints mistakes, or what each target means to customers."""

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


def lint(check, *tables):
    _, out, _ = check("default_policies = false\n" + builders.toml(*tables))
    return [line.strip() for line in out[1:]]


def policy(name, **keys):
    lines = [f"{key} = {value}" for key, value in {"name": f'"{name}"', **keys}.items()]
    return "\n".join(["[[policies]]", *lines])


def test_a_valid_file_is_summarised(check):
    status, out, err = check(builders.toml(policy("p", first_response='"1h"')))
    assert (status, err) == (0, [])
    assert out[0].endswith("replywatch.toml: 1 accounts, 6 policies, 1 responders")


def test_mistakes_are_printed_to_the_error_output(check):
    status, out, err = check(builders.toml(policy("p", first_response='"soon"', clock='"sun"')))
    assert (status, out) == (1, [])
    assert len(err) == 2
    assert all(line.startswith("replywatch.toml:") for line in err)


def test_a_missing_file_is_an_error(capsys, tmp_path):
    assert main(["check-config", str(tmp_path / "none.toml")]) == 1
    assert capsys.readouterr().err == "none.toml: there is no such file\n"


def test_quiet_prints_nothing_for_a_valid_file(check):
    assert check(builders.toml(), "--quiet") == (0, [], [])


def test_the_shipped_example_is_valid(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert main(["check-config"]) == 0
    assert capsys.readouterr().out.startswith("replywatch.toml: 6 accounts, 7 policies")


def test_a_target_is_shown_with_the_share_of_customers_it_satisfies(check):
    lines = lint(
        check, policy("p", channels='["x"]', surfaces='["public"]', first_response='"30m"')
    )
    assert lines == [
        "p: first response within 30 min satisfies 70 % to 100 % of people who post to a brand on X"
    ]


def test_a_loose_target_is_a_warning_with_its_source(check):
    line, warning = lint(
        check, policy("p", channels='["x"]', surfaces='["public"]', first_response='"2h"')
    )
    assert "satisfies 47 % to 70 %" in line
    assert warning.startswith(
        "warning: 30 % of people who post to a brand on X expect a reply within 30 min (Joshua"
    )


def test_a_policy_for_complaints_uses_the_survey_on_complaints(check):
    keys = {"channels": '["x"]', "surfaces": '["public"]', "intents": '["complaint"]'}
    line, warning = lint(check, policy("p", **keys, first_response='"90m"'))
    assert line.endswith("within 90 min satisfies 0 % to 28 % of people who complain on X")
    assert "72 % of people who complain on X expect a reply within 1 h" in warning


def test_each_survey_of_a_policy_is_shown_once(check):
    lines = lint(
        check,
        policy("p", channels='["facebook", "messenger", "whatsapp", "x"]', first_response='"30m"'),
    )
    assert [line.split(" of ")[1] for line in lines] == [
        "people who post to a brand on Facebook",
        "consumers worldwide",
        "people who post to a brand on X",
    ]


def test_a_policy_without_channels_uses_the_worldwide_survey(check):
    (line,) = lint(check, policy("p", first_response='"10m"'))
    assert line == "p: first response within 10 min satisfies 68 % to 100 % of consumers worldwide"


def test_a_business_clock_is_said_to_be_longer_for_customers(check):
    office = '[calendars.office]\nzone = "UTC"\nmonday = "09:00-17:00"'
    keys = {"first_response": '"20m"', "clock": '"business"', "calendar": '"office"'}
    (line,) = lint(check, office, policy("p", **keys))
    assert "within 20 min, counted in office hours: for customers, longer satisfies" in line


def test_a_policy_that_opens_no_wait_is_shown(check):
    assert lint(check, policy("spam", first_response='"none"')) == ["spam: opens no wait"]


@pytest.mark.parametrize(
    ("target", "words"),
    [('"45s"', "45 s"), ('"90m"', "90 min"), ('"4h"', "4 h"), ('"2d"', "2 d"), ("90", "90 s")],
)
def test_targets_are_shown_in_the_largest_whole_unit(check, target, words):
    line, *_ = lint(check, policy("p", first_response=target))
    assert f"within {words} satisfies" in line


def test_every_default_policy_is_shown():
    lines = list(policy_lint.lint(configuration_file.without_file()))
    assert [line.split(":")[0] for line in lines if not line.startswith(" ")] == [
        "x-complaints", "x-posts", "x-direct-messages", "facebook", "facebook", "fallback",
    ]  # fmt: skip

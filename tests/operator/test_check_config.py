"""`replywatch check-config`: mistakes, or what each policy promises by what customers expect."""

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


def promised(check, *tables):
    _, out, _ = check("default_policies = false\n" + builders.toml(*tables))
    return [line.strip() for line in out[1:]]


def policy(name, **keys):
    lines = [f"{key} = {value}" for key, value in {"name": f'"{name}"', **keys}.items()]
    return "\n".join(["[[policies]]", *lines])


def test_a_right_file_is_counted_and_is_no_error(check):
    status, out, err = check(builders.toml(policy("p", first_response='"1h"')))
    assert (status, err) == (0, [])
    assert out[0].endswith("replywatch.toml: 1 accounts, 6 policies, 1 responders")


def test_mistakes_go_to_the_error_output_and_are_an_error(check):
    status, out, err = check(builders.toml(policy("p", first_response='"soon"', clock='"sun"')))
    assert (status, out) == (1, [])
    assert len(err) == 2
    assert all(line.startswith("replywatch.toml:") for line in err)


def test_a_file_that_is_not_there_is_an_error(capsys, tmp_path):
    assert main(["check-config", str(tmp_path / "none.toml")]) == 1
    assert capsys.readouterr().err == "none.toml: there is no such file\n"


def test_quiet_says_nothing_of_a_right_file(check):
    assert check(builders.toml(), "--quiet") == (0, [], [])


def test_the_shipped_example_is_right(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert main(["check-config"]) == 0
    assert capsys.readouterr().out.startswith("replywatch.toml: 6 accounts, 7 policies")


def test_a_target_is_told_as_the_share_it_satisfies(check):
    lines = promised(
        check, policy("p", channels='["x"]', surfaces='["public"]', first_response='"30m"')
    )
    assert lines == [
        "p: first response within 30 min satisfies 70 % to 100 % of people who post to a brand on X"
    ]


def test_a_target_looser_than_the_first_share_it_crosses_is_warned_of_with_its_source(check):
    told, warning = promised(
        check, policy("p", channels='["x"]', surfaces='["public"]', first_response='"2h"')
    )
    assert "satisfies 47 % to 70 %" in told
    assert warning.startswith(
        "warning: 30 % of people who post to a brand on X expect a reply within 30 min (Joshua"
    )


def test_complaints_are_held_against_what_those_who_complain_expect(check):
    keys = {"channels": '["x"]', "surfaces": '["public"]', "intents": '["complaint"]'}
    told, warning = promised(check, policy("p", **keys, first_response='"90m"'))
    assert told.endswith("within 90 min satisfies 0 % to 28 % of people who complain on X")
    assert "72 % of people who complain on X expect a reply within 1 h" in warning


def test_each_survey_that_a_policy_touches_is_told_once(check):
    lines = promised(
        check,
        policy("p", channels='["facebook", "messenger", "whatsapp", "x"]', first_response='"30m"'),
    )
    assert [line.split(" of ")[1] for line in lines] == [
        "people who post to a brand on Facebook",
        "consumers worldwide",
        "people who post to a brand on X",
    ]


def test_a_policy_without_channels_is_held_against_customers_at_large(check):
    (told,) = promised(check, policy("p", first_response='"10m"'))
    assert told == "p: first response within 10 min satisfies 68 % to 100 % of consumers worldwide"


def test_a_policy_on_a_business_clock_is_told_to_be_longer_for_customers(check):
    office = '[calendars.office]\nzone = "UTC"\nmonday = "09:00-17:00"'
    keys = {"first_response": '"20m"', "clock": '"business"', "calendar": '"office"'}
    (told,) = promised(check, office, policy("p", **keys))
    assert "within 20 min, counted in office hours: for customers, longer satisfies" in told


def test_a_policy_that_opens_no_wait_is_told_so(check):
    assert promised(check, policy("spam", first_response='"none"')) == ["spam: opens no wait"]


@pytest.mark.parametrize(
    ("target", "words"),
    [('"45s"', "45 s"), ('"90m"', "90 min"), ('"4h"', "4 h"), ('"2d"', "2 d"), ("90", "90 s")],
)
def test_targets_are_told_in_the_largest_unit_that_fits(check, target, words):
    told, *_ = promised(check, policy("p", first_response=target))
    assert f"within {words} satisfies" in told


def test_no_shipped_policy_is_looser_than_its_survey_says_without_a_warning():
    told = list(policy_lint.lint(configuration_file.without_file()))
    assert [line.split(":")[0] for line in told if not line.startswith(" ")] == [
        "x-complaints", "x-posts", "x-direct-messages", "facebook", "facebook", "fallback",
    ]  # fmt: skip

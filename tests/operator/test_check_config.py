"""`replywatch check-config` lists mistakes, or compares targets with what customers expect."""

import json
import re
import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest

from cli.main import main
from functions.webhook.allowed_permalinks import ALLOWED_HOSTS
from shared.config import configuration_file, expectation_lint, inbox_lint
from tests import builders
from tests.builders import EXAMPLE, ROOT


@pytest.fixture
def check(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def of(text, *options):
        Path("replywatch.toml").write_text(text, encoding="utf-8")
        status = main(["check-config", "replywatch.toml", *options])
        shown = capsys.readouterr()
        return status, shown.out.splitlines(), shown.err.splitlines()

    return of


def lint_lines(check, *tables):
    file = builders.toml(*tables, accounts=FIRST_ACCOUNTS)
    _, out, _ = check("default_policies = false\n" + file)
    return [
        line.strip()
        for line in out[1:]
        if not re.search(": warning: |closed in|suggestion: ", line)
    ]


def policy(name, **keys):
    shown = {"name": f'"{name}"', "steps": '[{ at = "due" }]', **keys}
    lines = [f"{key} = {value}" for key, value in shown.items()]
    return "\n".join(["[[policies]]", *lines])


def test_an_inbox_is_suggested_where_the_platform_gives_no_link(check):
    accounts = "".join(
        f'[[accounts]]\nchannel = "{channel}"\nid = "1"\nname = "our {channel}"\n{inbox}\n'
        for channel, inbox in [
            ("x", ""),
            ("whatsapp", ""),
            ("instagram", 'inbox = "https://desk.example.com/instagram?id=1"'),
            ("messenger", ""),
        ]
    )
    _, out, _ = check(builders.toml(accounts=accounts))
    (line,) = [line for line in out if "suggestion: " in line]
    assert line.startswith("  suggestion: give 'our whatsapp', 'our messenger' an `inbox`, the ")
    _, out, _ = check(builders.toml(accounts=accounts), "--json")
    assert json.loads(out[0])["suggestions"] == [line.strip()]


def test_no_channel_whose_links_are_stored_needs_an_inbox():
    assert not set(inbox_lint.WITHOUT_LINKS) & {*ALLOWED_HOSTS, "x"}


def test_a_valid_file_is_summarised_and_exits_with_0(check):
    status, out, err = check(builders.toml(policy("p", first_response='"1h"')))
    assert (status, err) == (0, [])
    assert out[0].endswith("replywatch.toml: 1 account, 6 policies, 1 responder")


def test_mistakes_go_to_the_error_output_and_exit_with_1(check):
    status, out, err = check(builders.toml(policy("p", first_response='"soon"', clock='"sun"')))
    assert (status, out) == (1, [])
    assert len(err) == 2
    assert all(line.startswith("replywatch.toml:") for line in err)


def test_a_missing_file_is_an_error(capsys, tmp_path):
    assert main(["check-config", str(tmp_path / "none.toml")]) == 1
    assert capsys.readouterr().err == f"{tmp_path}/none.toml: there is no such file\n"


def test_quiet_prints_nothing_for_a_valid_file(check):
    assert check(builders.toml(), "--quiet") == (0, [], [])


def test_the_example_file_is_valid(capsys, monkeypatch):
    monkeypatch.chdir(EXAMPLE.parent)
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
        "30 % of people who post to a brand on X expect a reply within 30 min (Joshua"
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


def test_policies_for_channels_without_an_account_are_compared_with_nothing(check):
    accounts = '[[accounts]]\nchannel = "whatsapp"\nid = "106000000000001"\n'
    _, out, _ = check(builders.toml(accounts=accounts))
    assert [line.split(":")[0].strip() for line in out[1:] if "first response" in line] == [
        "fallback"
    ]


def test_the_source_of_a_survey_is_given_once(check):
    lines = lint_lines(
        check,
        policy("a", intents='["help"]', first_response='"2h"'),
        policy("b", first_response='"3h"'),
    )
    assert [line.partition(":")[0] for line in lines if "first response" in line] == ["a", "b"]
    assert len([line for line in lines if "expect a reply within" in line]) == 1


def test_a_policy_without_channels_is_compared_with_all_customers(check):
    (line,) = lint_lines(check, policy("p", first_response='"10m"'))
    assert line == (
        "p: first response within 10 min is soon enough for an estimated 68–100 % of consumers "
        "worldwide"
    )


def test_shadow_policies_are_named_and_compared_with_surveys_last(check):
    shadow = policy("strict", first_response='"10m"', shadow="true")
    named, lax, strict = lint_lines(check, shadow, policy("lax", first_response='"20m"'))
    assert named == "shadow policies, which never take effect: strict"
    assert lax.startswith("lax: first response within 20 min is soon enough")
    assert strict.startswith("shadow policy strict: first response within 10 min is soon enough")


def test_shadow_policies_are_named_in_json_and_not_counted(check):
    file = builders.toml(policy("strict", first_response='"10m"', shadow="true"))
    assert json.loads(check(file, "--json")[1][0])["shadow_policies"] == ["strict"]
    assert ", 5 policies, " in check(file)[1][0]


def test_business_hours_are_marked_as_longer_on_the_customers_clock(check):
    office = '[calendars.office]\nzone = "UTC"\nmonday = "09:00-17:00"'
    keys = {"first_response": '"20m"', "clock": '"business"', "calendar": '"office"'}
    (line,) = lint_lines(check, office, policy("p", **keys))
    assert "within 20 min of business hours (longer on the customer's clock) is soon enough" in line


def test_a_policy_that_opens_no_wait_is_marked(check):
    assert lint_lines(check, policy("spam", first_response='"none"'))[0] == "spam: opens no wait"


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ('"45s"', "45 s"),
        ('"90m"', "1 h 30 min"),
        ('"4h"', "4 h"),
        ('"2d"', "2 d"),
        ("90", "1 min 30 s"),
    ],
)
def test_a_target_is_shown_in_the_units_of_durations_and_not_rounded(check, target, words):
    line, *_ = lint_lines(check, policy("p", first_response=target))
    assert f"within {words} is soon enough" in line


def test_every_default_policy_is_compared_with_its_surveys():
    lines = list(expectation_lint.lint(configuration_file.without_file().policy_set.policies))
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
    (warning,) = warnings(check, policy("p", **keys))
    assert f"warning: policies[0]: {which} {silence}: expected a " in warning


# --- Warnings -----------------------------------------------------------------------------------


def warnings(check, *tables, top=""):
    """The warnings about the file, except that nothing uses a calendar: most tables here need no
    policy."""
    status, out, err = check(top + builders.toml(*tables), "--quiet")
    assert (status, err) == (0, [])
    return [line for line in out if UNUSED not in line]


UNUSED = "is used by no policy"


OFFICE = '[calendars.o]\nzone = "Europe/Berlin"\nmonday = "09:00-17:00"\n'
BUSINESS = {"clock": '"business"', "calendar": '"o"'}
TWO = '[[accounts]]\nchannel = "facebook"\nid = "1"\n[[accounts]]\nchannel = "x"\nid = "2"\n'
WARNINGS = [
    # tables of the file; words in the reported line; the key; the reason
    ([policy("a", first_response='"1h"'), policy("b", first_response='"5m"')], "policies",
     "policies[1]", "never applies: 'a' above it matches first; expected a place further up"),
    ([TWO, policy("a", channels='["x"]', first_response='"1h"'),
      policy("b", channels='["facebook", "messenger"]', first_response='"1h"'),
      policy("c", intents='["complaint"]', first_response='"5m"')], "policies",
     "policies[2]", "never applies: 'b', 'a' above it matches first"),
    ([TWO, policy("a", channels='["facebook"]', surfaces='["private"]', first_response='"1h"')],
     "policies", "policies[0]", "never applies: no message can have all of its conditions"),
    ([policy("a", languages='["ja"]', first_response='"1h"')],
     "policies", "policies[0]", "never applies: no message can have all of its conditions"),
    ([policy("a", channels='["messenger"]', reach_at_least="9", first_response='"1h"')],
     "policies", "policies[0]", "never applies: no message can have all of its conditions; "
     "expected another value of reach_at_least, or none"),
    ([policy("a", first_response="24")], "24", "policies[0].first_response",
     '24 is in seconds: expected a unit, such as "24h"'),
    ([policy("a", first_response='"1h"', follow_up="59")], "59", "policies[0].follow_up",
     '59 is in seconds: expected a unit, such as "59h"'),
    ([OFFICE, policy("a", first_response='"1d"', **BUSINESS)], "1d", "policies[0].first_response",
     "'1d' means 24 open hours, which are 3 working days of 'o': expected hours, or "
     '"1 working day" (8 h)'),
    ([OFFICE, policy("a", first_response='"1h"', **BUSINESS | {"steps": '[{ at = "1d after" }]'})],
     "1d", "policies[0].steps[0].at", "'1d after' means 24 open hours"),
    ([OFFICE, policy("a", first_response='"1h"', **BUSINESS | {"steps": '["due", "1d after"]'})],
     "1d", "policies[0].steps[1].at", "'1d after' means 24 open hours"),
    ([TWO, policy("a", channels='["facebook"]', first_response='"1h"',
                  window_steps='["2h before"]')], "window_steps", "policies[0].window_steps",
     "never fire, since no account of this policy has a reply window"),
    ([OFFICE + 'holidays = { country = "GB" }'], "GB", "calendars.o.holidays",
     "the holidays of GB differ by region: expected one of ENG, NIR, SCT, WLS, or region = "),
    ([OFFICE + 'thursday = "09:00-21:00"\nholidays = { country = "AU", region = "SA" }'], "SA",
     "calendars.o.holidays", "open all day on part-day holidays: expected hours in"),
    ([OFFICE + 'friday = "09:00-12:00, 12:00-17:00"'], "12:00", "calendars.o.friday",
     "09:00-12:00 and 12:00-17:00 touch: expected 09:00-17:00, or a break"),
    (['[[responders]]\nname = "lin"\nemail = "ADA@example.com"'], "ADA", "responders[1].email",
     "is also that of 'ada': expected another for each responder"),
    (['[[responders]]\nname = "lin"\nslack = "s"\npagerduty = "p"\n[[responders]]\nname = "eve"\n'
      'email = "eve@example.com"\npagerduty = "p"'], "pagerduty", "responders[2].pagerduty",
     "is also that of 'lin': expected another for each responder"),
    (['[[responders]]\nname = "lin"\nslack = "s"\n[[responders]]\nname = "eve"\nslack = "s"\n'
      'webhook = "s"'], "slack", "responders[2].slack", "is also that of 'lin'"),
    (['[[responders]]\nname = "lin"\nwebhook = "w"\n[[responders]]\nname = "eve"\n'
      'webhook = "w"'], "webhook", "responders[2].webhook", "is also that of 'lin'"),
    ([policy("a", first_response='"1h"', crowd="{ customers = 5 }")], "crowd",
     "policies[0].crowd", "never applies, since this policy is for private messages only: expected "
     "a policy for public ones"),
    ([TWO, policy("a", surfaces='["private"]', first_response='"1h"', crowd="{ customers = 5 }")],
     "crowd", "policies[0].crowd", "never applies, since this policy is for private messages"),
    ([policy("a", first_response='"1h"', steps='[{ at = "due", notify = [] }]')], "notify",
     "policies[0].steps[0].notify", "means every responder: expected some, or no notify"),
    ([policy("a", first_response='"1h"', steps='["due", { at = "1h after", by = [] }]')], "by",
     "policies[0].steps[1].by", "means every channel: expected some, or no by"),
    ([policy("a", first_response='"1h"', bot_closes="true")], "bot_closes",
     "policies[0].bot_closes", "has no effect: expected the apps that reply automatically in"),
    *(([policy("a", first_response='"1h"', **{condition: "[]"})], condition,
       f"policies[0].{condition}", f"is no condition: expected some, or no {condition}")
      for condition in ("channels", "surfaces", "accounts", "intents", "languages")),
    ([OFFICE, policy("a", first_response='"1h"', calendar='"o"')], 'calendar = "o"',
     "policies[0].calendar", 'has no effect: expected clock = "business", too'),
    ([OFFICE + "ics_free = true"], "ics_free", "calendars.o.ics_free",
     "has no effect: expected ics, too"),
    (['[calendars.o]\nzone = "UTC"\n[calendars.o.dates]\n2025-12-24 = "09:00-12:00"'],
     "calendars.o", "calendars.o", "counts every hour, since its last date has passed: expected "),
    (['[[accounts]]\nchannel = "x"\nid = "example"'], "example", "accounts[1].id",
     "'example' is no number: expected the id that x sends, not the account's name"),
    ([OFFICE.replace("Europe/Berlin", "Etc/GMT+1")], "GMT+1", "calendars.o.zone",
     "'Etc/GMT+1' is UTC-01:00: expected a zone of a place, such as \"Europe/Berlin\""),
    (['[[responders]]\nname = "lin"\nphone = "+12025550100"\nzone = "Etc/GMT-10"'], "GMT-10",
     "responders[1].zone", "'Etc/GMT-10' is UTC+10:00: expected a zone of a place"),
    ([OFFICE.replace("Europe/Berlin", "EST")], "EST", "calendars.o.zone",
     "'EST' has no daylight saving time: expected a zone of a place, such as 'America/New_York'"),
    ([policy("a", first_response='"1h"', next_response='"90m"', steps='["due", "91m before"]')],
     "steps", "policies[0].steps[1]",
     "'91m before' is before the wait opens: expected at most \"90m before\""),
    (['[[responders]]\nname = "lin"\nphone = "+15550100"'], "+15550100", "responders[1].phone",
     "cannot be dialled: expected as many digits as the country's numbers have"),
    ([policy("a", first_response='"1h"', steps='["due", { at = "1h after", by = ["sms"] }]')],
     "sms", "policies[0].steps[1].by", "does not reach ada, who then gets it on every other "
     "channel: expected an address for sms, or another channel"),
    ([policy("a", first_response='"1h"', window_steps='[{ at = "2h before", by = ["slack"] }]')],
     "slack", "policies[0].window_steps[0].by", "does not reach ada"),
]  # fmt: skip


@pytest.mark.parametrize(("tables", "words", "key", "reason"), WARNINGS)
def test_each_warning_has_file_line_key_and_what_was_expected(check, tables, words, key, reason):
    (line,) = warnings(check, *tables)
    found = re.fullmatch(r"replywatch\.toml:(\d+): warning: (\S+): (.+)", line)
    assert found, line
    assert found[2] == key
    assert found[3].startswith(reason)
    assert words in builders.toml(*tables).splitlines()[int(found[1]) - 1]


@pytest.mark.parametrize(
    "tables",
    [
        [OFFICE + 'holidays = { country = "GB", region = "none" }'],
        [OFFICE + 'holidays = { country = "NL" }'],
        [OFFICE + 'tuesday = "00:00-24:00"\nwednesday = "00:00-24:00"'],
        [OFFICE, policy("a", first_response='"2 working days"', **BUSINESS)],
        [OFFICE.replace("Europe/Berlin", "Etc/GMT")],
        ['[calendars.o]\nzone = "UTC"\n[calendars.o.dates]\n2199-12-24 = "09:00-12:00"'],
        ['[channels.tiktok]\nname = "T"\n[[accounts]]\nchannel = "tiktok"\nid = "example"'],
        [OFFICE, policy("a", **BUSINESS, first_response="99",
                        steps='[{ at = "1d after (wall)" }]')],
        [policy("a", first_response='"1d"')],
        [policy("a", first_response='"1h"', steps='["1h before", "80 %"]')],
        [policy("a", first_response='"1h"', next_response='"4h"', steps='["2h before"]')],
        [OFFICE, policy("a", **BUSINESS, first_response="99", steps='["1d before (wall)"]')],
        [OFFICE.replace("Europe/Berlin", "CET")],
        [TWO, policy("a", reach_at_least="9", first_response="99"),
         policy("b", first_response="99")],
        [policy("facebook", first_response='"5m"')],
        [TWO, policy("a", first_response='"5m"', crowd="{ customers = 5 }")],
        [policy("a", first_response='"5m"', bot_closes="true"), '[automated]\napps = ["1"]'],
        ['[[responders]]\nname = "lin"\nslack = "s"\npagerduty = "s"\nwebhook = "s"'],
    ],
)  # fmt: skip
def test_intended_settings_cause_no_warning(check, tables):
    assert warnings(check, *tables) == []


NO_DEFAULTS = "default_policies = false\n"
ENGLISH = policy("a", languages='["en"]', first_response='"1h"')


@pytest.mark.parametrize(
    ("policies", "which"),
    [
        pytest.param([], "the messages of messenger account 100200300400500", id="no policy"),
        pytest.param(
            [policy("a", channels='["x"]', first_response='"1h"')],
            "the messages of messenger account 100200300400500",
            id="another channel only",
        ),
        pytest.param(
            [policy("a", first_response='"1h"', shadow="true")],
            "the messages of messenger account 100200300400500",
            id="a shadow policy only",
        ),
        pytest.param(
            [ENGLISH],
            "some messages of messenger account 100200300400500, so they open no wait: messages in "
            "any language but en, or in none that is recognised",
            id="one language only",
        ),
        pytest.param(
            [ENGLISH, policy("b", intents='["complaint", "help"]', first_response='"1h"')],
            "some messages of messenger account 100200300400500, so they open no wait: messages in "
            "any language but en, or in none that is recognised with the intent praise or sharing "
            "or none",
            id="a language and intents together",
        ),
        pytest.param(
            [policy("a", intents='["help", "complaint", "praise", "sharing"]', first_response="9")],
            "some messages of messenger account 100200300400500, so they open no wait: messages "
            "without an intent",
            id="every intent, and a message can have none",
        ),
    ],
)
def test_messages_that_match_no_policy_are_a_warning_at_their_account(check, policies, which):
    line, *_ = warnings(check, *policies, top=NO_DEFAULTS)
    place, _, reason = line.partition("accounts[0]: ")
    assert reason.startswith(f"no policy matches {which}")
    assert "so they open no wait" in reason
    expected = "; expected a last policy without conditions, or default_policies = true"
    assert reason.endswith(expected)
    assert place == "replywatch.toml:7: warning: "
    assert (NO_DEFAULTS + builders.toml()).splitlines()[6] == "[[accounts]]"


@pytest.mark.parametrize(
    ("conditions", "kinds"),
    [
        ({"surfaces": '["public"]'}, "private messages"),
        ({"reach_at_least": "500"}, "messages from authors with fewer than 500 followers"),
        (
            {"surfaces": '["public"]', "languages": '["ja"]'},
            "public messages in any language but ja, or in none that is recognised; private "
            "messages",
        ),
    ],
)
def test_the_warning_says_which_messages_match_no_policy(check, conditions, kinds):
    account = '[[accounts]]\nchannel = "x"\nid = "2"\n'
    others = policy("others", accounts=f'["{builders.ACCOUNT}"]', first_response='"1h"')
    own = policy("own", accounts='["2"]', first_response='"1h"', **conditions)
    (line,) = warnings(check, account, others, own, top=NO_DEFAULTS)
    found = f"some messages of x account 2, so they open no wait: {kinds}; expected "
    assert line.startswith("replywatch.toml:14: warning: accounts[1]: no policy matches ")
    assert found in line


def test_not_all_of_many_policies_above_are_listed(check):
    languages = ("de", "en", "es", "fr")
    above = [
        policy(code, languages=f'["{code}"]', first_response='"1h"')
        for code in (*languages, "it", "pt")
    ]
    last = policy("last", languages='["en", "de", "fr", "es"]', first_response='"1h"')
    (line,) = warnings(check, *above, last)
    assert "'de', 'en', 'es' and others above it match first; expected a place" in line


def test_a_replaced_fallback_that_leaves_messages_out_is_a_warning(check):
    only = policy("fallback", channels='["x"]', first_response='"1h"')
    account = (
        '[[accounts]]\nchannel = "x"\nid = "2"\n[[accounts]]\nchannel = "whatsapp"\nid = "3"\n'
    )
    (line,) = warnings(check, account, only)
    assert "no policy matches the messages of whatsapp account 3, so they open no wait" in line
    assert line.endswith("; expected a last policy without conditions")


@pytest.mark.parametrize(
    "policies",
    [
        [policy("a", first_response='"1h"')],
        [ENGLISH, policy("b", first_response='"1h"')],
        [policy("a", surfaces='["private"]', first_response='"1h"')],
        [policy("a", accounts=f'["{builders.ACCOUNT}"]', first_response='"1h"')],
    ],
)
def test_policies_that_match_all_messages_together_are_no_warning(check, policies):
    assert warnings(check, *policies, top=NO_DEFAULTS) == []


LIN = '[[responders]]\nname = "lin"\nemail = "lin@example.com"\n'
SUPPORT = '[rotations.support]\npeople = ["lin"]\nstarts = 2026-11-02T09:00:00\n'
ONLY_ADA = policy("a", first_response='"1h"', steps='[{ at = "due", notify = ["ada"] }]')
ONLY_SUPPORT = ONLY_ADA.replace('"ada"', '"support"')
NOBODY_NOTIFIES = "responders[1]: no step notifies 'lin': expected the name in notify, in a "


@pytest.mark.parametrize(
    ("tables", "words", "reason"),
    [
        ([OFFICE], "[calendars.o]", f'calendars.o: {UNUSED}: expected calendar = "o" in one'),
        ([SUPPORT, LIN, "[alerts]\nbackup = ['ada']"], "[rotations.support]",
         'rotations.support: is notified by no step: expected notify = ["support"] in a step'),
        # The default policies below it would notify everybody, but never apply.
        ([LIN, ONLY_ADA], 'name = "lin"', NOBODY_NOTIFIES),
        ([LIN, policy("a", first_response='"1h"', steps="[]",
                      window_steps='[{ at = "2h before", notify = ["ada"] }]')],
         'name = "lin"', NOBODY_NOTIFIES),
    ],
)  # fmt: skip
def test_an_unused_definition_is_a_warning_at_its_line(check, tables, words, reason):
    _, out, _ = check(builders.toml(*tables), "--quiet")
    (line,) = [line for line in out if "complaint" not in line]
    found = re.fullmatch(r"replywatch\.toml:(\d+): warning: (.+)", line)
    assert found, line
    assert found[2].startswith(reason)
    lines = builders.toml(*tables).splitlines()[int(found[1]) - 1 :]
    assert words in "\n".join(lines[:2])


@pytest.mark.parametrize(
    "tables",
    [
        [OFFICE, policy("a", first_response='"1h"', **BUSINESS)],
        [OFFICE, policy("a", first_response='"1h"', **BUSINESS, shadow="true")],
        [LIN, SUPPORT, ONLY_SUPPORT, "[alerts]\nbackup = ['ada']"],
        [LIN, ONLY_ADA, "[alerts]\nbackup = ['lin']"],
        [LIN, policy("b", first_response='"9m"', shadow="true"), ONLY_ADA],
        [LIN, policy("b", first_response='"9m"', surfaces='["private"]'), ONLY_ADA],
        [LIN, ONLY_ADA + '\nsurfaces = ["public"]', TWO],  # the default policies notify everybody
    ],
)
def test_a_used_definition_causes_no_warning(check, tables):
    status, out, err = check(builders.toml(*tables), "--quiet")
    assert (status, err) == (0, [])
    assert [line for line in out if re.search("used by|notified by|no step notifies", line)] == []


def test_responders_may_share_an_address_that_no_step_uses_for_both(check):
    two = '[[responders]]\nname = "lin"\nslack = "s"\n[[responders]]\nname = "eve"\nslack = "s"'
    first = policy("a", surfaces='["private"]', first_response='"1h"', steps='["due"]')
    apart = '[{ at = "due", notify = ["lin"] }, { at = "1h after", notify = ["eve", "ada"] }]'
    assert len(warnings(check, two, first, top=NO_DEFAULTS)) == 1
    assert warnings(check, two, first.replace('["due"]', apart), top=NO_DEFAULTS) == []


def test_languages_that_only_adapters_report_are_no_warning(check):
    channel = '[channels.tiktok]\nname = "TikTok"\n[[accounts]]\nchannel = "tiktok"\nid = "1"\n'
    japanese = policy("a", channels='["tiktok"]', languages='["ja"]', first_response='"1h"')
    assert warnings(check, channel, japanese) == []


def test_free_events_are_named_until_the_file_says_what_they_mean(check, tmp_path):
    coming = date.today() + timedelta(days=30)  # noqa: DTZ011
    tmp_path.joinpath("c.ics").write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Away\r\n"
        f"DTSTART;VALUE=DATE:{coming:%Y%m%d}\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\nEND:VCALENDAR"
    )
    (line,) = warnings(check, OFFICE + 'ics = "c.ics"')
    assert f"close nothing: {coming} (Away); expected ics_free = true" in line
    assert warnings(check, OFFICE + 'ics = "c.ics"\nics_free = false') == []


def write_ics(folder, parts):
    calendar = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{parts}END:VCALENDAR\r\n"
    folder.joinpath("c.ics").write_text(calendar, encoding="utf-8")


TASK = "BEGIN:VTODO\r\nUID:1\r\nDUE;VALUE=DATE:20261201\r\nEND:VTODO\r\n"
OLD = "BEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20191225\r\nEND:VEVENT\r\n"


@pytest.mark.parametrize(
    ("table", "parts", "key", "reason"),
    [
        (OFFICE, "", "calendars.o.ics",
         "c.ics has no events: expected events (VEVENT) of whole days"),
        (OFFICE, TASK, "calendars.o.ics",
         "c.ics has no events, only tasks: expected events (VEVENT) of whole days"),
        (OFFICE, OLD, "calendars.o.ics",
         "no event of c.ics closes a day in the next twelve months: expected closed days to come"),
        ("[rotations.night]\n", TASK, "rotations.night.ics",
         "c.ics has no events, only tasks: expected events (VEVENT), one for each shift"),
    ],
)  # fmt: skip
def test_an_ics_file_that_changes_nothing_is_a_warning(check, tmp_path, table, parts, key, reason):
    write_ics(tmp_path, parts)
    found = warnings(check, f'{table}ics = "c.ics"')
    (line,) = [line for line in found if "c.ics" in line]
    assert line.endswith(f": warning: {key}: {reason}")


SERIES = "UID:1\r\nSUMMARY:{}\r\nDTSTART{}\r\nDTEND{}\r\nRRULE:FREQ=WEEKLY;COUNT=9\r\n"
WHOLE_DAY = (";VALUE=DATE:21991202", ";VALUE=DATE:21991203")  # a Monday
SHIFT = (";TZID=Europe/Berlin:21991202T090000", ";TZID=Europe/Berlin:21991202T170000")
NIGHT = "[alerts]\nbackup = ['ada']\n[rotations.night]\n"


@pytest.mark.parametrize(
    ("table", "times", "exception", "reason"),
    [
        (OFFICE, WHOLE_DAY, "EXDATE;VALUE=DATE:21991209", ""),
        (OFFICE, WHOLE_DAY, "EXDATE:21991208T230000Z", ""),
        (OFFICE, WHOLE_DAY, "EXDATE;VALUE=DATE:20191209", ""),
        (OFFICE, WHOLE_DAY, "EXDATE;VALUE=DATE:21991210",
         "line 10: EXDATE of event 'ada': expected an occurrence of its series, got 2199-12-10"),
        (NIGHT, SHIFT, "EXDATE:21991209T080000Z", ""),
        (NIGHT, SHIFT, "EXDATE;VALUE=DATE:21991209", ""),
        (NIGHT, SHIFT, "EXDATE:21991209T090000Z",
         "line 10: EXDATE of event 'ada': expected an occurrence of its series, got 2199-12-09 10"),
    ],
)  # fmt: skip
def test_a_left_out_day_that_its_series_does_not_have_is_a_warning(
    check, tmp_path, table, times, exception, reason
):
    series = SERIES.format("ada", *times)
    write_ics(tmp_path, f"BEGIN:VEVENT\r\n{series}{exception}\r\nEND:VEVENT\r\n")
    found = [line for line in warnings(check, f'{table}ics = "c.ics"') if "EXDATE" in line]
    assert len(found) == bool(reason)
    assert all(f".ics: c.ics: {reason}" in line for line in found)


@pytest.mark.parametrize(("replaced", "count"), [("21991209", 0), ("21991210", 1)])
def test_a_changed_day_that_its_series_does_not_have_is_a_warning(check, tmp_path, replaced, count):
    series = SERIES.format("ada", *WHOLE_DAY)
    change = f"UID:1\r\nDTSTART;VALUE=DATE:21991211\r\nRECURRENCE-ID;VALUE=DATE:{replaced}\r\n"
    write_ics(tmp_path, "".join(
        f"BEGIN:VEVENT\r\n{event}END:VEVENT\r\n" for event in (series, change)
    ))  # fmt: skip
    found = warnings(check, f'{OFFICE}ics = "c.ics"')
    assert sum("line 14: RECURRENCE-ID of event 'closed'" in line for line in found) == count


def test_the_closed_days_of_the_next_twelve_months_are_listed(tmp_path):
    file = tmp_path / "replywatch.toml"
    table = OFFICE + 'friday = "09:00-17:00"\nholidays = { country = "DE", region = "BE" }\n'
    dates = '[calendars.o.dates]\n2026-12-28 = "closed"\n2027-01-01 = "10:00-12:00"\n'
    file.write_text(builders.toml(table + dates), encoding="utf-8")
    found = configuration_file.check(file, now=builders.SUNDAY).closed["o"]
    assert [(str(d.first), d.name) for d in found][:3] == [
        ("2026-12-25", "Erster Weihnachtstag"),
        ("2026-12-28", "closed"),
        ("2027-03-08", "Frauentag"),
    ]
    assert {d.first.weekday() for d in found} <= {0, 4}


def test_the_file_can_be_named_by_an_option_as_everywhere_else(capsys, tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(builders.toml(), encoding="utf-8")
    assert main(["check-config", "--config", str(file)]) == 0
    assert "mine.toml: 1 account," in capsys.readouterr().out


def test_two_files_are_refused(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["check-config", "mine.toml", "--config", "yours.toml"])
    assert stopped.value.code == 2
    assert "not allowed with argument" in capsys.readouterr().err


def test_the_result_can_be_json(check):
    status, out, _ = check(builders.toml(OFFICE + 'holidays = { country = "GB" }'), "--json")
    shown = json.loads(out[0])
    assert (status, shown["valid"], len(shown["warnings"])) == (0, True, 2)
    assert shown["closed_days"]["o"][0].keys() == {"first", "last", "name"}
    status, out, _ = check("", "--json")
    assert (status, json.loads(out[0])["valid"]) == (1, False)


EXAMPLE_FILES = (EXAMPLE, ROOT / "cli" / "local" / "demo" / "replywatch.toml")


def test_the_shipped_file_is_the_one_of_the_tests_until_it_is_yours():
    # No other test reads this file: in a fork, it holds the real accounts.
    mine, example = (f.read_text("utf-8") for f in (ROOT / "replywatch.toml", EXAMPLE))
    accounts = [tomllib.loads(text).get("accounts") for text in (mine, example)]
    assert accounts[0] != accounts[1] or mine == example


@pytest.mark.parametrize("file", EXAMPLE_FILES, ids=lambda f: f.parent.name)
def test_the_files_of_this_repository_have_no_warning(capsys, file):
    assert main(["check-config", "--quiet", str(file)]) == 0
    assert capsys.readouterr().out == ""


def test_no_example_of_the_documentation_has_a_warning(check):
    for text in example_files():
        given = tomllib.loads(text)
        accounts = "" if "accounts" in given else FIRST_ACCOUNTS
        missing = {
            "brand": builders.BRAND,
            "responders": f'{builders.ADA}phone = "+12025550100"\n',
            "calendars": OFFICE.replace("o]", "office]"),
        }
        added = "".join(table for name, table in missing.items() if name not in given)
        status, out, err = check(f"{text}\n{added}{accounts}", "--quiet")
        # An excerpt need not use all that it defines, and gaps depend on the day.
        out = [line for line in out if UNUSED not in line and "nobody is on call" not in line]
        assert (status, out, err) == (0, [], []), text


FIRST_ACCOUNTS = "".join(
    f'[[accounts]]\nchannel = "{channel}"\nid = "100200300400500"\n'
    for channel in ("facebook", "messenger", "whatsapp", "x", "instagram")
)


def example_files():
    for file in EXAMPLE_FILES:
        yield file.read_text(encoding="utf-8")
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))):
        yield from re.findall(r"```toml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


def test_no_example_silences_a_complaint():
    policies = [p for text in example_files() for p in tomllib.loads(text).get("policies", [])]
    assert len(policies) >= 4
    silent = [p for p in policies if "none" in (p["first_response"], p.get("next_response"))]
    assert silent == []
    assert [p["name"] for p in policies if p.get("steps") == []] == []

"""replywatch.toml: every mistake is reported with its key and reason, and a valid file is
resolved."""

import json
import re
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.main import main
from functions.tracker import crowds
from shared.config import (
    configuration,
    configuration_file,
    file_checks,
    file_model,
    file_to_policies,
    validation,
)
from shared.config.configuration import ConfigurationError
from shared.config.policy_times import parse_step_time, parse_window_step_time
from shared.domain.events import CHANNELS
from shared.domain.policies import Medium, Step
from tests import builders
from tests.builders import EXAMPLE, ROOT, traits

DEFAULT_NAMES = ["x-complaints", "x-posts", "x-direct-messages", "facebook", "fallback"]
DOCS = ROOT / "docs" / "configuration.md"


@pytest.fixture
def read(tmp_path):
    def of(text):
        file = tmp_path / "replywatch.toml"
        file.write_text(text, encoding="utf-8")
        return configuration_file.read(file)

    return of


@pytest.fixture
def mistakes(read, tmp_path):
    def of(text):
        with pytest.raises(ConfigurationError) as wrong:
            read(text)
        return [line.removeprefix(f"{tmp_path}/") for line in str(wrong.value).splitlines()]

    return of


POLICY = '[[policies]]\nname = "p"\nfirst_response = "1h"\n'


# --- Mistakes -----------------------------------------------------------------------------------

MISTAKES = [
    # a table of the file; words in the reported line; the key; the reason
    ('[[policies]]\nname = "p"\nfirst_response = "soon"', "soon", "policies[0].first_response",
     '\'soon\': expected a duration such as "30m", "2h" or "1h 30m"'),
    ('[[policies]]\nname = "p"\nfirst_response = "9999d"', "9999d", "policies[0].first_response",
     "'9999d': expected at most one year"),
    ('[[policies]]\nname = "p"', "policies", "policies[0].first_response", "is missing"),
    ('[[policies]]\nname = "?!"\nfirst_response = "1h"', "?!", "policies[0].name", "'?!': "),
    (POLICY + 'colour = "red"', "colour", "policies[0].colour",
     "is not a key of this table; allowed: name, channels, surfaces, accounts"),
    (POLICY + 'channels = ["myspace"]', "myspace", "policies[0].channels[0]",
     f"'myspace': expected {', '.join(CHANNELS)}, or a channel"),
    ('[channels.MySpace]\nname = "My Space"', "MySpace", "channels.MySpace",
     "'MySpace': expected 1 to 32 lower-case letters and digits"),
    ('[channels.x]\nname = "X"', "channels.x", "channels.x",
     "'x': is built in: expected a name of your own"),
    ('[channels.tiktok]', "tiktok", "channels.tiktok.name", "is missing"),
    (POLICY + 'surfaces = ["secret"]', "secret", "policies[0].surfaces[0]",
     "'secret': expected 'public' or 'private'"),
    (POLICY + 'intents = ["anger"]', "anger", "policies[0].intents[0]",
     "'anger': expected 'help', 'complaint', 'praise' or 'sharing'"),
    (POLICY + "reach_at_least = 0", "reach", "policies[0].reach_at_least", "0: "),
    (POLICY + 'accounts = ["9"]', "accounts =", "policies[0].accounts",
     "there is no account with the id '9'"),
    (POLICY + 'languages = ["EN"]', "EN", "policies[0].languages[0]",
     "'EN': expected a code that messages have: en, de, "),
    (POLICY + 'languages = ["german"]', "german", "policies[0].languages[0]", "'german': expected"),
    (POLICY + 'next_response = "2 working days"', "working", "policies[0].next_response",
     'working days need clock = "business"'),
    (POLICY + 'steps = [{ at = "1 working day before" }]', "working", "policies[0].steps[0].at",
     'working days need clock = "business"'),
    (POLICY + 'next_response = "0 working days"', "working", "policies[0].next_response",
     "'0 working days': expected 1 to 260 working days"),
    (POLICY + 'clock = "business"\ncalendar = "o"\nrepeat_every = "1 working day"\n'
     'repeat_times = 1\n'
     '[calendars.o]\nzone = "UTC"\n[calendars.o.dates]\n2026-12-24 = "09:00-12:00"', "repeat_every",
     "policies[0].repeat_every", "working days need a calendar with hours on a day of the week"),
    (POLICY + 'clock = "business"', "clock", "policies[0].clock",
     "a business clock needs a calendar"),
    (POLICY + 'calendar = "office"', "calendar", "policies[0].calendar",
     "there is no calendar 'office'; defined: none"),
    (POLICY + "repeat_times = 2", "repeat_times", "policies[0].repeat_times", "needs repeat_every"),
    (POLICY + 'repeat_every = "1h"\nrepeat_times = 6', "repeat_times", "policies[0].repeat_times",
     "6: expected at most 5"),
    (POLICY + 'steps = [{ at = "15 before" }]', "steps", "policies[0].steps[0].at",
     '\'15 before\': expected "15m before", "due", "30m after", "30m after (wall)" or "80 %"'),
    (POLICY + 'steps = [{ at = "0 %" }]', "steps", "policies[0].steps[0].at",
     "'0 %': expected a share between 1 % and 1000 % of the target"),
    (POLICY + '[[policies.steps]]\nat = "due"\nnotify = ["bob"]', "bob",
     "policies[0].steps[0].notify", "there is no responder or rotation 'bob'; defined: ada"),
    (POLICY + '[[policies.steps]]\nat = "due"\nby = ["fax"]', "fax", "policies[0].steps[0].by[0]",
     "'fax': expected 'email', 'sms', 'slack'"),
    (POLICY + '[[policies.steps]]\nat = "due"\nby = ["sms", "sms"]', "by",
     "policies[0].steps[0].by", "'sms' is listed twice: expected each one once"),
    (POLICY + '[[policies.steps]]\nat = "due"\nnotify = ["ada", " ada "]', "notify",
     "policies[0].steps[0].notify", "'ada' is listed twice: expected each one once"),
    (POLICY + 'repeat_every = "1h"', "repeat_every", "policies[0].repeat_every",
     "needs repeat_times: how often to repeat, 1 to 5"),
    (POLICY + "crowd = { customers = 1 }", "crowd", "policies[0].crowd.customers", "1: "),
    (POLICY + POLICY, "policies", "policies[1]", "'p' is defined twice"),
    (POLICY + POLICY.replace('"p"', '"p "'), "policies", "policies[1]",
     "'p ' is defined twice: expected a name that differs from 'p'"),
    (builders.ADA.replace('"ada"', '"Ada"'), "responders", "responders[1]",
     "'Ada' is defined twice: expected a name that differs from 'ada'"),
    ('[calendars.o]\nzone = "UTC"\nmonday = "09:00-17:00"\n'
     '[calendars.O]\nzone = "UTC"\nmonday = "10:00-17:00"', "calendars.O", "calendars.O",
     "'O' is defined twice: expected a name that differs from 'o'"),
    ('[[accounts]]\nchannel = "myspace"\nid = "1"', "myspace", "accounts[1].channel",
     "'myspace': "),
    ('[[accounts]]\nchannel = "x"\nid = "a b"', "a b", "accounts[1].id", "'a b': "),
    ('[[accounts]]\nchannel = "x"\nid = "1"\nzone = "Berlin"', "Berlin", "accounts[1].zone",
     "'Berlin': expected an IANA time zone such as \"Europe/Berlin\""),
    ('[[accounts]]\nchannel = "x"\nid = "1"\ninbox = "http://desk.example.com"', "http://",
     "accounts[1].inbox", "'http://desk.example.com': expected an https address such as"),
    ('[[accounts]]\nchannel = "x"\nid = "1"\ninbox = "https://x.com@desk.example.com/"', "x.com@",
     "accounts[1].inbox", "expected an https address such as \"https://desk.example.com/inbox\""),
    ('[[accounts]]\nchannel = "x"\nid = "1"\ninbox = "https://x.com/<b>"', "<b>",
     "accounts[1].inbox", "expected an https address such as \"https://desk.example.com/inbox\""),
    (builders.ACCOUNTS, "accounts", "accounts[1]", "is defined twice; the first is in line 6"),
    ('[[accounts]]\nchannel = "x"\nid = 106000\n' + POLICY + 'accounts = ["106000"]', "106000",
     "accounts[1].id", '106000: write it in quotes: "106000"'),
    (POLICY + 'first_respons = "1h"', "respons", "policies[0].first_respons",
     "is not a key of this table; did you mean first_response? allowed: name,"),
    (POLICY + "default_policies = true", "default", "policies[0].default_policies",
     "is not a key of this table but of the file: write it above the first table"),
    (POLICY + '[policies.steps]\nat = "due"', "steps", "policies[0].steps",
     "write [[policies.steps]], with two brackets: there can be several"),
    ('[[responders]]\nname = "lin"', "responders", "responders[1]",
     f"expected an address: at least one of {', '.join(configuration.ADDRESS_KEYS.values())}"),
    ('[[responders]]\nname = "lin"\nslack = "https://hooks.slack.com/services/T/B/x"', "slack",
     "responders[1].slack", "expected the name of an entry of the channels' secret"),
    ('[[responders]]\nname = "lin"\nslack = "s"\nchannels = ["slack", "slack"]', "channels",
     "responders[1].channels", "'slack' is listed twice: expected each one once"),
    ('[[responders]]\nname = "lin"\nslack = "s"\nchannels = ["slack", "sms"]', "channels",
     "responders[1].channels", "'sms' needs the responder's phone"),
    ('[[responders]]\nname = "lin"\nslack = "s"\nchannels = ["fax"]', "fax",
     "responders[1].channels[0]", "'fax': expected 'email', 'sms'"),
    ('[[responders]]\nname = "lin"\nemail = "lin"', '"lin"', "responders[1].email",
     "'lin': expected an address such as \"ada@example.com\""),
    (f'[[responders]]\nname = "lin"\nemail = "{"a" * 65}@example.com"', "aaa",
     "responders[1].email", "expected at most 64 characters before the @"),
    ('[[responders]]\nname = "lin"\nemail = "a..b@example.com"', "a..b", "responders[1].email",
     "expected an address such as \"ada@example.com\": An email address cannot have two periods"),
    ('[[responders]]\nname = "lin"\nemail = "mailto:ada@example.com"', "mailto",
     "responders[1].email", "expected an address such as \"ada@example.com\": "),
    ('[[responders]]\nname = "lin"\nemail = "jörg@example.com"', "jörg", "responders[1].email",
     "expected an address such as \"ada@example.com\": "),
    (builders.ADA.replace('"ada"', '"Jo\u0308rg"') + builders.ADA.replace('"ada"', '"J\u00f6rg"'),
     "responders", "responders[2]", "is defined twice"),
    ('[[responders]]\nname = "lin"\nphone = "030 123"', "030", "responders[1].phone",
     "'030 123': expected a number in E.164 form such as \"+4930123456\""),
    (builders.ADA, "responders", "responders[1]", "'ada' is defined twice"),
    ('[calendars.o]\nzone = "UTC"\nmonday = "9 to 5"', "9 to 5", "calendars.o.monday",
     "'9 to 5': expected 'closed' or times such as '09:00-12:30, 13:00-18:00'"),
    ('[calendars.o]\nzone = "UTC"\nmonday = "09:00-18:00, 12:00-13:00"', "12:00",
     "calendars.o.monday", "09:00-18:00 and 12:00-13:00 overlap: expected a break between them"),
    ('[calendars.o]\nzone = "UTC"\nmonday = "05:00-09:00"\nsunday = "22:00-06:00"', "05:00",
     "calendars.o.monday",
     "05:00-09:00 begins before the hours of the day before end (06:00): expected hours that do"),
    ('[calendars.o]\nzone = "UTC"', "calendars", "calendars.o",
     "calendar 'o' is never open: expected hours on a weekday or on a date"),
    ('[calendars.o]\nmonday = "09:00-17:00"', "calendars", "calendars.o.zone", "is missing"),
    ('[calendars.o]\nzone = "UTC"\nmonday = "09:00-17:00"\nholidays = { country = "ZZ" }',
     "holidays", "calendars.o.holidays",
     "country: expected an ISO 3166-1 code in capitals such as 'DE', got 'ZZ'"),
    ('[calendars.o]\nzone = "UTC"\nmonday = "09:00-17:00"\nics = "none.ics"', "ics",
     "calendars.o.ics", "none.ics: cannot be read: No such file"),
    ('[calendars.o]\nzone = "UTC"\nmonday = "09:00-17:00"\n[calendars.o.dates]\n2026-12-24 = "?"',
     "2026-12-24", "calendars.o.dates.2026-12-24", "'?': expected 'closed'"),
    ('[calendars.o]\nzone = "UTC"\n[calendars.o.dates]\n2026-13-24 = "closed"', "2026-13-24",
     "calendars.o.dates.2026-13-24", "'2026-13-24': expected a date such as 2026-12-24"),
    ('[intents]\nsecond_opinion = "bedrock"', "second_opinion", "intents.second_opinion",
     "needs model: the id of a model or inference profile of Amazon Bedrock"),
    ('[intents]\nmodel = "amazon.nova-micro-v1:0"', "model", "intents.model",
     'needs second_opinion = "bedrock"'),
    ('[intents]\nsecond_opinion = "comprehend"\nmodel = "amazon.nova-micro-v1:0"', "comprehend",
     "intents.second_opinion", "'comprehend': expected 'bedrock'"),
    ('[intents]\nsecond_opinion = "bedrock"\nmodel = "arn:aws:bedrock:x"', "arn:aws",
     "intents.model", "'arn:aws:bedrock:x': expected the id of a model of Amazon Bedrock, such as"),
    ("[segments]\nsilence = 0", "silence", "segments.silence", "0: expected a duration"),
    ("[privacy]\ntext_days = 0", "0", "privacy.text_days",
     "0: expected at least 1"),
    ("[privacy]\nquarantine_days = 91", "91", "privacy.quarantine_days",
     "91: expected at most 90"),
    ("[automated]\nbots = []", "bots", "automated.bots",
     "is not a key of this table; allowed: apps"),
    (POLICY + 'channels = "x"', "channels", "policies[0].channels",
     "'x': write it as a list: [\"x\"]"),
    (POLICY + "steps = [15]", "15", "policies[0].steps[0]",
     '15: expected a time such as "15m before", or a table such as { at = "due", by = ["email"] }'),
    (POLICY + "crowd = 5", "crowd", "policies[0].crowd",
     '5: expected a table such as { customers = 5, within = "30m" }'),
    (POLICY + "crowd = { customers = 201 }", "crowd", "policies[0].crowd.customers",
     "201: expected at most 200"),
    (POLICY + 'crowd = { customers = 5, within = "8d" }', "crowd", "policies[0].crowd.within",
     "expected at most 7d"),
    (POLICY + 'courtesy = "true"', "courtesy", "policies[0].courtesy",
     "'true': write it without quotes: true"),
    (POLICY + 'courtesy = "yes"', "courtesy", "policies[0].courtesy",
     "'yes': expected true or false"),
    (POLICY + "courtesy = 1", "courtesy", "policies[0].courtesy", "1: expected true or false"),
    (POLICY + 'reach_at_least = "100"', "reach", "policies[0].reach_at_least",
     "'100': write it without quotes: 100"),
    (POLICY + "reach_at_least = 1.5", "reach", "policies[0].reach_at_least",
     "1.5: expected a whole number"),
    ('[privacy]\nexcerpt = "false"', "excerpt", "privacy.excerpt",
     "'false': write it without quotes: false"),
    ("[privacy]\ntext_days = 1000000000", "text_days", "privacy.text_days",
     "1000000000: expected at most 36,500"),
    ("[alerts]\nsms_per_hour = 1e3", "sms", "alerts.sms_per_hour",
     "1000.0: expected a whole number"),
    ('[calendars.o]\nzone = "Europe/Berln"\nmonday = "09:00-17:00"', "Berln", "calendars.o.zone",
     'expected an IANA time zone such as "Europe/Berlin"; did you mean Europe/Berlin?'),
    ('[[calendars]]\nzone = "UTC"', "calendars", "calendars",
     "write [calendars.NAME], with a name of yours"),
    ('[calendars]\nmonday = "09:00-17:00"', "monday", "calendars.monday",
     "'09:00-17:00': write [calendars.NAME], with a name of yours, and its keys below"),
    ('[policies.p]\nfirst_response = "1h"', "policies.p", "policies",
     "write [[policies]], with two brackets"),
    ('[calendars.o]\nzone = "UTC"\nmonday = ["09:00-17:00"]', "monday", "calendars.o.monday",
     "['09:00-17:00']: expected one text in quotes"),
    ('[calendars.o]\nzone = "UTC"\nmonday = "09:00-17:00"\nholidays = "DE"', "DE",
     "calendars.o.holidays", "'DE': expected a table such as { country = \"DE\" }"),
    ('[calendars.o]\nzone = "UTC"\n[calendars.o.dates]\n"24.12.2026" = "closed"', "24.12",
     "calendars.o.dates.24.12.2026", "expected a date such as 2026-12-24"),
    ('[calendars.o]\nzone = "UTC"\n[calendars.o.dates]\n20261224 = "closed"', "20261224",
     "calendars.o.dates.20261224", "expected a date such as 2026-12-24"),
    ('[events]\nbus = "arn:aws:events:x"', "arn", "events.bus",
     "expected the name of an event bus: letters, digits and . _ / - only, no ARN"),
    (builders.ADA.replace('"ada"', '"lin"') + 'webhook = ["https://x.example", "whsec_a"]',
     "whsec_a", "responders[1].webhook", "expected the name of an entry of the channels' secret"),
    (builders.ADA.replace('"ada"', '"lin"') + "pagerduty = 123456", "pagerduty",
     "responders[1].pagerduty", "expected the name of an entry of the channels' secret"),
    ('[calendars.o]\nzone = "UTC"\n[calendars.o.dates]\n0001-01-01 = "closed"', "0001",
     "calendars.o.dates.0001-01-01", "'0001-01-01': expected a year from 2000 to 2200"),
    (POLICY + 'languages = ["de-DE"]', "de-DE", "policies[0].languages[0]",
     'or one that X reports, such as "ja"; did you mean de?'),
    (POLICY + 'mail_from = "a@example.com"', "mail_from", "policies[0].mail_from",
     "is not a key of this table; it is a key of brand; allowed: name,"),
    (POLICY + 'notify = ["ada"]', "notify", "policies[0].notify", "it is a key of steps; allowed"),
    ('[calendars.o]\nzone = "W. Europe Standard Time"', "W. Europe", "calendars.o.zone",
     "did you mean Europe/Berlin?"),
    ('[calendars.o]\nzone = "localtime"\nmonday = "09:00-17:00"', "localtime", "calendars.o.zone",
     "'localtime': expected an IANA time zone such as \"Europe/Berlin\""),
    ('[calendars.o]\nzone = "UTC"\nmonday = "09:00-17:00"\n'
     'holidays = { country = "DE", region = "" }', "region", "calendars.o.holidays.region",
     "'': expected at least 1 character"),
    ('[[policies]]\nname = "p"\nfirst_response = "2 workdays"', "workdays",
     "policies[0].first_response", "'2 workdays': expected working days such as \"2 working"),
    ('[[policies]]\nname = "p"\nfirst_response = "None"', "None", "policies[0].first_response",
     "'None': expected \"none\" in small letters"),
    (POLICY + "window_steps = true", "window_steps", "policies[0].window_steps",
     'or a list of tables such as [{ at = "2h before" }]'),
    (POLICY + 'steps = "due"', "steps", "policies[0].steps", "write it as a list: [\"due\"]"),
    ("[colours]", "colours", "colours",
     "is not a key of this table; allowed: brand, channels, accounts, responders, rotations,"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "words", "key", "reason"), MISTAKES)
def test_each_mistake_is_reported_with_line_key_and_reason(mistakes, table, words, key, reason):
    text = builders.toml("", table)
    (line,) = mistakes(text)
    found = re.fullmatch(r"replywatch\.toml:(\d+): (\S+): (.+)", line)
    assert found, line
    assert found[2] == key
    assert reason in found[3]
    assert words in text.splitlines()[int(found[1]) - 1]


@pytest.mark.parametrize(
    ("table", "line", "reason"),
    [
        ('[responders]\nname = "a"\n[responders]\nname = "b"', 3, "write [[responders]], with two"),
        ('[[policies]]\nname = "a"\n[policies.steps]\n[policies.steps]', 4,
         "write [[policies.steps]], with two brackets"),
        ('[brand]\nname = "a"\n[brand]', 3,
         "there are two tables [brand]: expected one with the keys of both"),
        ('[brand]\nname = "a\n', 2, "a text has no closing quote in this line"),
        ('[brand]\nname = a"\n', 2, "Invalid value: expected a text in quotes, a number"),
        ('[brand]\nname = "a"\nname = "b"', 3, "this key is in its table twice"),
        ("[brand]\nname = \u201ca\u201d", 2, '\u201c is no quote of TOML: expected "'),
        ('[brand]\n\u00a0name = "a"', 2, "U+00A0 looks like a space: expected an ordinary one"),
        ("[brand]\n<<<<<<< HEAD", 2, "a merge conflict: expected one of its two versions"),
        ("[brand]\nname: a", 2, "expected key = value"),
        ("[brand]\n// name", 2, "expected key = value, a table such as [brand], or # and"),
        ("[a]\nb = 1h", 2, "there is more after the value: expected the end of the line; a text "),
        ("[a]\nb = 10,000", 2, "there is more after the value"),
        ("[a]\nb = { c = 1, c = 2 }", 2, "a table in { } has this key twice"),
        ('[intents]\nmodel = "a"\n[intents]', 3, "there are two tables [intents]: expected one"),
        ("[a]\nb = 2026-02-30", 2, "there is no such day or time: expected one such as 2026-12-24"),
        ('[a]\nb = ["x"\n', 2, "a list has no closing ]"),
        ("[a]\nb = 1\n[a.b]", 3, "this key is in its table twice, or is a table, too"),
        ("[a]\nb = " + "9" * 5000, 2, "expected numbers of fewer than 4,300 digits"),
        ("[a]\nb = " + "[" * 5000, 2, "expected numbers of fewer than 4,300 digits, and fewer "),
        ("[[policies]\n", 1, "the name of a table has no closing ]]"),
        ("[calendars.Büro]\n", 1, "the name of a table has no closing ], or needs quotes"),
        ("[calendars.head office]\n", 1, "the name of a table has no closing ], or needs quotes"),
        ("[a]\nb = {\nc = 1}", 2, "expected a key: letters, digits, _ and -"),
        ('[a]\nb = "C:\\temp\\x"', 2, "a \\ in a text: write \\\\, or the text in single quotes"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_toml_is_explained(mistakes, table, line, reason):
    (found,) = mistakes(table)
    assert found.startswith(f"replywatch.toml:{line}: not valid TOML: {reason}")


def test_the_limits_of_a_crowd_are_those_of_its_stored_entries():
    assert crowds.MAX_ENTRIES == file_model.MAX_CROWD
    assert crowds.ENTRY_LASTS.total_seconds() == file_checks.MAX_CROWD_S


def test_a_mistake_causes_no_further_errors(mistakes):
    account = '[[accounts]]\nchannel = "x"\nid = 106000\n'
    brand = '[brand]\nname = "Example"\nmail_from = "a@example.com"\n'
    found = mistakes(brand + account + POLICY + 'accounts = ["106000"]')
    assert found == ['replywatch.toml:6: accounts[0].id: 106000: write it in quotes: "106000"']


THREADS = '[[accounts]]\nchannel = "threads"\nid = "{0}"\n'


def test_a_username_is_normalised_as_platforms_compare_it(read):
    known = read(builders.toml(THREADS.format(300) + 'username = "@Example_Care"'))
    assert known.accounts[-1].username == "example_care"
    assert known.is_own("threads", "Example_care")


@pytest.mark.parametrize("name", ["", "@", "example care", "https://threads.net/@example"])
def test_an_invalid_username_is_rejected(mistakes, name):
    (line,) = mistakes(builders.toml(THREADS.format(300) + f'username = "{name}"'))
    assert "username" in line


def test_several_accounts_on_threads_need_their_usernames(tmp_path):
    def warnings(*accounts):
        file = tmp_path / "replywatch.toml"
        file.write_text(builders.toml(*accounts), encoding="utf-8")
        return [
            w
            for w in configuration_file.check(file, now=builders.SUNDAY).warnings
            if "username" in w
        ]

    one, named = THREADS.format(300), THREADS.format(301) + 'username = "care"\n'
    (warning,) = warnings(one, named)
    assert "accounts[1].username: without it" in warning
    assert warnings(one) == warnings(named, named.replace("301", "302")) == []


def test_a_file_in_another_folder_is_named_with_its_folder(tmp_path):
    file = tmp_path / "other.toml"
    file.write_text("[brand]\n", encoding="utf-8")
    with pytest.raises(ConfigurationError) as wrong:
        configuration_file.read(file)
    assert str(wrong.value).startswith(f"{file}:1: ")


def test_more_addresses_than_one_transaction_can_hold_are_rejected(read, mistakes):
    def people(number):
        one = '[[responders]]\nname = "r{0}"\nemail = "r{0}@example.com"\nphone = "+4930{0:04}"'
        return "\n".join(one.format(n) for n in range(number))

    assert read(builders.toml(people(49)))
    (line,) = mistakes(builders.toml(people(50)))
    assert ": responders: expected at most 99 addresses, got 101" in line


def test_the_brand_and_an_account_are_required(mistakes):
    assert mistakes("") == [
        "replywatch.toml:1: accounts: is missing",
        "replywatch.toml:1: brand: is missing",
    ]


@pytest.mark.parametrize(
    ("brand", "place"),
    [
        ('[brand]\nname = ""\nmail_from = "a@example.com"', "brand.name"),
        ('[brand]\nname = "Example"\nmail_from = "nobody"', "brand.mail_from"),
        ('[brand]\nname = "Example"', "brand.mail_from"),
        (builders.BRAND + 'dashboard_url = "ftp://x"', "brand.dashboard_url"),
        (builders.BRAND + 'dashboard_url = "https://"', "brand.dashboard_url"),
        (builders.BRAND + 'dashboard_url = "https://a b"', "brand.dashboard_url"),
        (builders.BRAND + 'reply_to = "support"', "brand.reply_to"),
        (builders.BRAND + 'reply_to = ""', "brand.reply_to"),
        (builders.BRAND + 'reply_to = "jörg@example.com"', "brand.reply_to"),
    ],
)
def test_a_mistake_in_the_brand_table_names_its_key(mistakes, brand, place):
    (line,) = mistakes(builders.toml(brand=brand))
    assert f": {place}: " in line


def test_answers_go_to_an_address_of_the_brand_table_if_it_has_one(read):
    assert read(builders.toml()).reply_to is None
    found = read(builders.toml(brand=builders.BRAND + 'reply_to = "team@bücher.example"'))
    assert found.reply_to == "team@xn--bcher-kva.example"
    assert configuration.from_json(configuration.to_json(found)) == found


def test_all_mistakes_are_reported_together_in_the_order_of_lines(mistakes):
    lines = mistakes(
        builders.toml(
            '[calendars.office]\nzone = "UTC"\nmonday = "9"\ntuesday = "5"',
            '[[policies]]\nname = "p"\nfirst_response = "soon"\ncalendar = "night"',
            POLICY + 'steps = [{ at = "due", notify = ["bob"] }]',
        )
    )
    places = [line.split(": ")[1] for line in lines]
    assert places == [
        "calendars.office.monday",
        "calendars.office.tuesday",
        "policies[0].first_response",
        "policies[0].calendar",
        "policies[1]",
        "policies[1].steps[0].notify",
    ]
    numbers = [int(line.split(":")[1]) for line in lines]
    assert numbers == sorted(numbers)


def test_invalid_toml_is_reported_with_its_line(mistakes):
    assert mistakes("[brand]\nname = \n") == [
        "replywatch.toml:2: not valid TOML: Invalid value: expected a text in quotes, a number, "
        "a date, true or false"
    ]


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: None, "there is no such file"),
        (lambda path: path.mkdir(), "cannot be read: Is a directory"),
    ],
)
def test_an_unreadable_file_is_reported_with_its_cause(tmp_path, make, reason):
    make(tmp_path / "replywatch.toml")
    with pytest.raises(ConfigurationError, match=f"/replywatch.toml: {reason}$"):
        configuration_file.read(tmp_path / "replywatch.toml")


@pytest.mark.parametrize("zone", ["GMT+1", "UTC+1", "MEZ", "CEST"])
def test_no_time_zone_is_suggested_for_an_unrelated_value(mistakes, zone):
    (line,) = mistakes(builders.toml("", f'[calendars.o]\nzone = "{zone}"'))
    assert line.endswith('expected an IANA time zone such as "Europe/Berlin"')


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "latin-1"])
def test_a_file_in_another_encoding_is_reported_with_its_line(tmp_path, encoding):
    (tmp_path / "replywatch.toml").write_bytes("# a\n# b\n# ü\n".encode(encoding))
    line = {"utf-16": 1, "utf-16-le": 3, "latin-1": 3}[encoding]
    reason = "not valid TOML: the text is not UTF-8: save the file in this encoding"
    with pytest.raises(ConfigurationError, match=f"/replywatch.toml:{line}: {reason}$"):
        configuration_file.read(tmp_path / "replywatch.toml")


def test_spaces_around_a_name_do_not_matter_where_it_is_used(read):
    found = read(
        builders.toml(
            '[calendars." office "]\nzone = "UTC"\nmonday = "09:00-17:00"',
            POLICY + 'clock = "business"\ncalendar = "office "',
            'steps = [{ at = "due", notify = [" ada"] }]',
        )
    )
    assert list(found.policy_set.calendars) == ["office"]
    assert found.policy_set.policies[0].steps[0].notify == ("ada",)


loose = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["p", "ada"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["accounts", "calendars", "policies", "responders", "steps", "notify", "name", "id",
             "calendar", "clock", "repeat_times", "channel", "email"]
        ),
        inner,
        max_size=4,
    ),
    max_leaves=20,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(["accounts", "calendars", "policies", "responders"]), loose))
def test_checking_names_never_raises_whatever_the_file_contains(raw):
    list(file_checks.check_names(raw))


# --- Step times ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [("due", (0, None, False)), ("15m before", (-900, None, False)),
     ("1h30m after", (5400, None, False)), ("3h after (wall)", (10800, None, True)),
     ("80 %", (0, 0.8, False)), ("80%", (0, 0.8, False)), ("12.5 %", (0, 0.125, False)),
     ("1 %", (0, 0.01, False)), ("1000 %", (0, 10.0, False))],
)  # fmt: skip
def test_a_step_time_is_an_offset_or_a_share_of_the_target(text, value):
    assert parse_step_time(text) == value


NOT_TIMES = ["", "now", "15m", "before", "15m  late", "0 %", "0.4 %", "0.99 %", "1001 %", 5]


@pytest.mark.parametrize("text", NOT_TIMES)
def test_any_other_step_time_is_rejected(text):
    with pytest.raises(ValueError, match="expected"):
        parse_step_time(text)


def test_a_step_can_be_working_days_from_the_deadline():
    assert parse_step_time("2 working days after", 28_800) == (57_600, None, False)
    with pytest.raises(ValueError, match="expected"):
        parse_step_time("1 working day after (wall)", 28_800)


# --- What a valid file becomes ------------------------------------------------------------------


def test_the_smallest_file_has_the_default_policies(read):
    found = read(builders.toml(responders=""))
    assert [p.name for p in found.policy_set.policies] == DEFAULT_NAMES
    assert all(p.source for p in found.policy_set.policies)


@pytest.mark.parametrize(
    ("about", "name", "target_s"),
    [
        ({"channel": "x", "surface": "public", "intents": frozenset({"complaint"})},
         "x-complaints", 1800),
        ({"channel": "x", "surface": "public"}, "x-posts", 7200),
        ({"channel": "x", "surface": "private"}, "x-direct-messages", 3600),
        ({"channel": "facebook", "surface": "public"}, "facebook", 7200),
        ({"channel": "messenger", "surface": "private"}, "facebook", 7200),
        ({"channel": "whatsapp", "surface": "private"}, "fallback", 86_400),
    ],
)  # fmt: skip
def test_the_default_policies_select_by_channel_surface_and_intent(about, name, target_s):
    defaults = configuration_file.without_file().policy_set
    terms = defaults.terms(traits(**about), "first", builders.at(), courtesy=False)
    assert (terms.policy, terms.target_s) == (name, target_s)


def test_own_policies_come_first_and_replace_defaults_of_the_same_name(read):
    mine = POLICY + '[[policies]]\nname = "facebook"\nfirst_response = "5m"'
    names = [p.name for p in read(builders.toml(mine)).policy_set.policies]
    assert names == ["p", "facebook", *(n for n in DEFAULT_NAMES if n != "facebook")]


@pytest.mark.parametrize("name", ["Facebook", "FACEBOOK", " facebook "])
def test_a_default_policy_is_replaced_whatever_the_case_of_its_name(read, name):
    mine = f'[[policies]]\nname = "{name}"\nfirst_response = "5m"'
    names = [p.name for p in read(builders.toml(mine)).policy_set.policies]
    assert names == [name.strip(), *(n for n in DEFAULT_NAMES if n != "facebook")]


def test_the_default_policies_can_be_switched_off(read):
    found = read("default_policies = false\n" + builders.toml(POLICY))
    assert [p.name for p in found.policy_set.policies] == ["p"]


def policies_of(read, text):
    return read("default_policies = false\n" + builders.toml(text)).policy_set.policies


def test_without_steps_a_policy_notifies_everyone_at_the_deadline(read):
    (policy,) = policies_of(read, POLICY)
    assert policy.steps == (Step(at="due", notify=("ada",), by=get_args(Medium)),)
    assert (policy.first_response_s, policy.next_response_s) == (3600, 3600)


def test_every_notification_channel_has_the_key_of_its_address():
    assert tuple(configuration.ADDRESS_KEYS) == get_args(Medium)


def test_a_secret_in_the_file_is_not_printed(read):
    for by in configuration.SECRET_CHANNELS:
        key = configuration.ADDRESS_KEYS[by]
        lin = f'[[responders]]\nname = "lin"\n{key} = "https://example.com/s3cr3t"'
        with pytest.raises(ConfigurationError) as raised:
            read(builders.toml(lin))
        assert "s3cr3t" not in str(raised.value)
        assert f"responders[1].{key}" in str(raised.value)


def test_a_responder_has_addresses_and_an_order_of_channels(read):
    lin = """
[[responders]]
name = "lin"
phone = "+15550101"
slack = "support"
webhook = "crm"
channels = ["webhook", "sms"]
"""
    found = configuration.from_json(configuration.to_json(read(builders.toml(lin))))
    assert found.responders["lin"].channels == ("webhook", "sms")
    assert found.responders["lin"].addresses == {
        "sms": "+15550101",
        "slack": "support",
        "webhook": "crm",
    }
    assert found.responders["lin"].secret_entries == ["slack.support", "webhook.crm"]
    assert found.responders["ada"].secret_entries == []


def test_without_a_next_response_the_first_response_applies(read):
    (policy,) = policies_of(read, POLICY + 'next_response = "none"')
    assert (policy.first_response_s, policy.next_response_s) == (3600, None)
    (policy,) = policies_of(read, '[[policies]]\nname = "p"\nfirst_response = "none"')
    assert (policy.first_response_s, policy.next_response_s) == (None, None)


def test_an_empty_list_of_steps_notifies_no_one(read):
    (policy,) = policies_of(read, POLICY + "steps = []")
    assert policy.steps == ()


WORKING = (
    '[calendars.o]\nzone = "UTC"\nfriday = "09:00-16:00"\n'
    + "".join(f'{d} = "09:00-12:30, 13:00-18:00"\n' for d in ("monday", "tuesday", "wednesday"))
    + 'thursday = "09:00-12:30, 13:00-18:00"\n[calendars.o.dates]\n2026-12-03 = "closed"\n'
    '[[policies]]\nname = "p"\nfirst_response = "1 working day"\n'
    'clock = "business"\ncalendar = "o"\n'
    'steps = [{ at = "1 working day before" }, { at = "due" }]\n'
)


@pytest.mark.parametrize(
    ("written", "due"),
    [("2026-11-23T10:00", "2026-11-24T10:00"), ("2026-11-23T22:00", "2026-11-24T18:00"),
     ("2026-12-02T16:00", "2026-12-04T15:30"), ("2026-11-27T10:00", "2026-11-30T11:30")],
)  # fmt: skip
def test_a_working_day_is_as_long_as_the_longest_day_of_the_week(read, written, due):
    found = read("default_policies = false\n" + builders.toml(WORKING)).policy_set
    opened = datetime.fromisoformat(written).replace(tzinfo=UTC)
    terms = found.terms(traits(), "first", opened, courtesy=False)
    assert f"{terms.due_at:%Y-%m-%dT%H:%M}" == due
    assert found.policies[0].steps[0].offset_s == -30_600


def test_names_have_letters_of_any_script_and_are_the_same_in_both_forms(read):
    found = read(
        builders.toml(
            '[[responders]]\nname = "Zoe\u0308"\nemail = "zoe@bücher.example"',
            '[calendars."事務所"]\nzone = "UTC"\nmonday = "09:00-17:00"',
            '[[policies]]\nname = "Réclamations"\nfirst_response = "1h"\nclock = "business"',
            'calendar = "事務所"\nsteps = [{ at = "due", notify = ["Zo\u00eb"] }]',
        )
    )
    assert found.responders["Zo\u00eb"].email == "zoe@xn--bcher-kva.example"
    assert found.policy_set.policies[0].steps[0].notify == ("Zo\u00eb",)
    assert list(found.policy_set.calendars) == ["事務所"]


def test_a_byte_order_mark_is_not_part_of_the_file(read):
    assert read("\ufeff" + builders.toml()).brand


def test_events_marked_as_free_close_their_days_where_the_file_says_so(read, tmp_path):
    tmp_path.joinpath("closed.ics").write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\n"
        "DTSTART;VALUE=DATE:20261127\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    table = '[calendars.o]\nzone = "UTC"\nfriday = "09:00-17:00"\nics = "closed.ics"\n'
    for keys, hours in (("", ((540, 1020),)), ("ics_free = true", ())):
        office = read(builders.toml(table + keys)).policy_set.calendars["o"]
        assert office.opening(date(2026, 11, 27)) == hours


def test_repeats_are_read(read):
    (policy,) = policies_of(read, POLICY + 'repeat_every = "1h"\nrepeat_times = 5')
    assert (policy.repeat_every_s, policy.repeat_times) == (3600, 5)
    assert len(policy.steps) == 1


def test_a_crowd_without_a_time_gathers_within_an_hour(read):
    (policy,) = policies_of(read, POLICY + "crowd = { customers = 5 }")
    assert (policy.crowd_customers, policy.crowd_within_s) == (5, 3600)


def test_holidays_are_closed_unless_the_date_has_its_own_hours(read):
    found = read(
        builders.toml(
            '[calendars.office]\nzone = "Europe/Berlin"\nfriday = "09:00-17:00"',
            'holidays = { country = "DE", region = "BE" }',
            '[calendars.office.dates]\n2026-12-25 = "10:00-11:00"\n2026-12-31 = "closed"',
        )
    )
    office = found.policy_set.calendars["office"]
    assert office.opening(date(2026, 12, 25)) == ((600, 660),)
    assert office.opening(date(2026, 12, 31)) == ()
    assert office.opening(date(2027, 1, 1)) == ()
    assert office.opening(date(2026, 11, 27)) == ((540, 1020),)


def test_an_ics_file_next_to_the_configuration_closes_its_days(read, tmp_path):
    tmp_path.joinpath("closed.ics").write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\n"
        "DTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20261127\r\nSUMMARY:Away\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    table = '[calendars.office]\nzone = "UTC"\nfriday = "09:00-17:00"\nics = "closed.ics"'
    office = read(builders.toml(table)).policy_set.calendars["office"]
    assert office.opening(date(2026, 11, 27)) == ()
    assert office.opening(date(2026, 12, 4)) == ((540, 1020),)


def test_only_configured_accounts_belong_to_the_brand(read):
    found = read(builders.toml())
    assert found.knows("messenger", builders.ACCOUNT)
    assert not found.knows("facebook", builders.ACCOUNT)
    assert not found.knows("messenger", "9")
    assert configuration_file.without_file().knows("x", "any")


FULL = next(
    text
    for text in re.findall(r"```toml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    if "crowd" in text
)


@pytest.mark.parametrize(
    "file",
    [EXAMPLE, ROOT / "cli" / "local" / "demo" / "replywatch.toml"],
    ids=lambda f: f.name,
)
def test_the_example_files_are_valid_and_survive_a_round_trip_through_json(file):
    found = configuration.load_file(file)
    text = configuration.to_json(found)
    assert configuration.from_json(text) == found
    assert configuration.to_json(configuration.from_json(text)) == text
    assert configuration.compile_file(file) == text


def test_every_setting_survives_a_round_trip_through_json(read):
    found = read(
        documented(FULL)
        + '[automated]\napps = ["b", "a"]\n[segments]\nsilence = "12h"\n'
        + "[privacy]\nexcerpt = false\ntext_days = 7\nquarantine_days = 3\n"
        + '[intents]\nsecond_opinion = "bedrock"\nmodel = "eu.amazon.nova-micro-v1:0"\n'
    )
    again = configuration.from_json(configuration.to_json(found))
    assert again == found
    assert again.policy_set.versions == found.policy_set.versions
    assert again.policy_set.calendar_versions == found.policy_set.calendar_versions
    assert (again.silence_s, again.excerpt, again.bots) == (43_200, False, {"a", "b"})
    assert (again.text_days, again.quarantine_days) == (7, 3)
    assert again.opinion_model == "eu.amazon.nova-micro-v1:0"


def test_the_model_of_second_opinions_is_part_of_every_policys_version(read):
    without = read(builders.toml())
    opinion = '[intents]\nsecond_opinion = "bedrock"\nmodel = "amazon.nova-{}-v1:0"\n'
    micro, lite = (read(builders.toml(opinion.format(size))) for size in ("micro", "lite"))
    found = {known.policy_set.version for known in (without, micro, lite)}
    assert len(found) == 3
    assert without.opinion_model is None


@pytest.mark.parametrize(
    ("privacy", "text_days"),
    [
        ("", 90),
        ("text_days = 1", 1),
        ("text_days = 400", 400),
    ],
)
def test_messages_are_kept_for_90_days_unless_the_file_says_otherwise(read, privacy, text_days):
    assert read(builders.toml(f"[privacy]\n{privacy}")).text_days == text_days


# --- The documentation --------------------------------------------------------------------------

OFFICE = '[calendars.office]\nzone = "Europe/Berlin"\nmonday = "09:00-17:00"\n'


def documented(block):
    """An example from the documentation, completed to a valid file."""
    given = tomllib.loads(block)
    missing = {
        "brand": builders.BRAND,
        "accounts": builders.ACCOUNTS,
        "responders": builders.ADA,
        "calendars": OFFICE,
    }
    return block + "".join(text for name, text in missing.items() if name not in given)


BLOCKS = re.findall(r"```toml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda b: b.strip().splitlines()[0])
def test_every_example_in_the_documentation_loads(read, block):
    read(documented(block))


def parts():
    """Every table of the file with its keys."""
    schema = validation.schema()
    tables = {"File": schema} | schema["$defs"]
    return {name: list(table["properties"]) for name, table in tables.items()}


HEADINGS = {
    "File": "The whole file", "BrandTable": "Brand", "AccountTable": "Accounts",
    "ResponderTable": "Responders", "CalendarTable": "Calendars", "HolidayTable": "Calendars",
    "PolicyTable": "Policies", "StepTable": "Policies", "WindowStepTable": "Policies",
    "CrowdTable": "Policies",
    "IntentTable": "Second opinion", "AutomatedTable": "Automated replies",
    "SegmentTable": "First and next",
    "AlertTable": "Alerts", "ChannelTable": "Other channels",
    "PrivacyTable": "Privacy", "EventsTable": "Events",
    "QuietHoursTable": "Responders", "AbsenceTable": "Responders",
    "RotationTable": "Rotations", "OverrideTable": "Rotations",
}  # fmt: skip
PREFIXES = {
    "HolidayTable": "holidays.", "QuietHoursTable": "quiet_hours.", "AbsenceTable": "absent.",
    "OverrideTable": "overrides.",
}  # fmt: skip


@pytest.mark.parametrize("part", parts())
def test_every_key_is_explained_in_its_section_of_the_documentation(part):
    text = DOCS.read_text(encoding="utf-8")
    section = text.split(f"\n## {HEADINGS[part]}\n")[1].split("\n## ")[0]
    prefix = PREFIXES.get(part, "")
    for key in parts()[part]:
        assert f"`{prefix}{key}`" in section, key


def test_the_documentation_names_only_existing_keys():
    rows = re.findall(r"^\| `([a-z_.]+)` \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    known = {key for keys in parts().values() for key in keys}
    assert {row.rpartition(".")[2] for row in rows} <= known


def test_the_documentation_lists_the_known_languages():
    from shared.domain.intents import classifier

    section = DOCS.read_text(encoding="utf-8").split("\n## Deflections\n")[1]
    assert ", ".join(f"`{code}`" for code in classifier.LANGUAGES) in section.replace("\n", " ")


def test_the_schema_in_the_documentation_is_current(capsys):
    assert main(["check-config", "--schema"]) == 0
    published = ROOT / "docs" / "configuration.schema.json"
    assert published.read_text(encoding="utf-8") == capsys.readouterr().out


def test_the_schema_accepts_written_durations():
    policy = validation.schema()["$defs"]["PolicyTable"]["properties"]
    written, *_ = policy["first_response"]["anyOf"]
    assert re.search(written["pattern"], "1h30m")
    assert {"const": "none"} in policy["first_response"]["anyOf"]
    json.dumps(policy)


def test_the_default_policies_are_a_file_next_to_the_code():
    assert Path(file_to_policies.DEFAULTS).is_file()


@pytest.mark.parametrize(("text", "seconds"), [("2h before", 7200), (" 90m  before ", 5400)])
def test_a_window_step_time_counts_back_from_the_windows_end(text, seconds):
    assert parse_window_step_time(text) == seconds


@pytest.mark.parametrize("text", ["2h", "due", "2h after", "24h before", "0h before", "80 %", 7200])
def test_any_other_window_step_time_is_rejected(text):
    with pytest.raises(ValueError, match='such as "2h before"'):
        parse_window_step_time(text)


def test_a_step_may_be_its_time_alone(read):
    table = '[[policies]]\nname = "p"\nfirst_response = "1h"\nsteps = ["15m before", "due"]\n'
    policy = read(builders.toml(table + 'window_steps = ["2h before"]')).policy_set.policies[0]
    assert [(s.at, s.offset_s, s.notify) for s in policy.steps] == [
        ("15m before", -900, ("ada",)),
        ("due", 0, ("ada",)),
    ]
    assert [(s.at, s.offset_s) for s in policy.window_steps] == [("2h before", -7200)]


@pytest.mark.parametrize(
    ("right", "wrong", "suggested"),
    [
        ('channel = "messenger"', 'channel = "mesenger"', "messenger"),
        ('by = ["email"]', 'by = ["emial"]', "email"),
        ('notify = ["ada"]', 'notify = ["adda"]', "ada"),
        ('calendar = "office"', 'calendar = "ofice"', "office"),
        ('clock = "business"', 'clock = "busines"', "business"),
        ('clock = "business"', 'clock = "moon"', None),
    ],
)
def test_a_misspelt_value_leads_to_what_was_meant(
    tmp_path: Path, right: str, wrong: str, suggested: str | None
) -> None:
    file = tmp_path / "replywatch.toml"
    policy = (
        '[calendars.office]\nzone = "UTC"\nmonday = "09:00-17:00"\n'
        '[[policies]]\nname = "p"\nfirst_response = "1h"\nclock = "business"\n'
        'calendar = "office"\nsteps = [{ at = "due", by = ["email"], notify = ["ada"] }]\n'
    )
    text = builders.toml(policy)
    assert right in text
    file.write_text(text.replace(right, wrong), encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        configuration_file.read(file)
    (line,) = [text for text in str(caught.value).splitlines() if "clock needs" not in text]
    assert (f"did you mean {suggested}?" in line) if suggested else "did you mean" not in line

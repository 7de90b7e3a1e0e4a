"""replywatch.toml: every mistake at once, with place and reason; what is right is resolved."""

import json
import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.main import main
from shared.config import configuration, configuration_file
from shared.config.configuration import ConfigurationError
from shared.config.configuration_file import moment_of_step, seconds
from shared.domain.policies import Step
from tests import builders
from tests.builders import ROOT, traits

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
def mistakes(read):
    def of(text):
        with pytest.raises(ConfigurationError) as wrong:
            read(text)
        return str(wrong.value).splitlines()

    return of


POLICY = '[[policies]]\nname = "p"\nfirst_response = "1h"\n'


# --- Mistakes -----------------------------------------------------------------------------------

MISTAKES = [
    # what stands in the file; the line's words; the place; the reason
    ('[[policies]]\nname = "p"\nfirst_response = "soon"', "soon", "policies[0].first_response",
     '\'soon\': expected a duration such as "30m", "2h" or "1h30m"'),
    ('[[policies]]\nname = "p"\nfirst_response = "9999d"', "9999d", "policies[0].first_response",
     "'9999d': expected a year at most"),
    ('[[policies]]\nname = "p"', "policies", "policies[0].first_response", "is missing"),
    ('[[policies]]\nname = "?!"\nfirst_response = "1h"', "?!", "policies[0].name", "'?!': "),
    (POLICY + 'colour = "red"', "colour", "policies[0].colour",
     "is not a key of this table; allowed: name, channels, surfaces, accounts"),
    (POLICY + 'channels = ["myspace"]', "myspace", "policies[0].channels[0]",
     "'myspace': Input should be 'facebook', 'messenger', 'instagram', 'whatsapp', 'threads' or"),
    (POLICY + 'surfaces = ["secret"]', "secret", "policies[0].surfaces[0]",
     "'secret': Input should be 'public' or 'private'"),
    (POLICY + 'intents = ["anger"]', "anger", "policies[0].intents[0]",
     "'anger': Input should be 'help', 'complaint', 'praise' or 'share'"),
    (POLICY + "reach_at_least = 0", "reach", "policies[0].reach_at_least", "0: "),
    (POLICY + 'accounts = ["9"]', "accounts =", "policies[0].accounts",
     "'9' is the id of no account"),
    (POLICY + 'clock = "business"', "clock", "policies[0].clock",
     "a business clock needs a calendar"),
    (POLICY + 'calendar = "office"', "calendar", "policies[0].calendar",
     "'office' is no calendar; defined: none is defined"),
    (POLICY + "repeat_times = 2", "repeat_times", "policies[0].repeat_times", "needs repeat_every"),
    (POLICY + 'repeat_every = "1h"\nrepeat_times = 6', "repeat_times", "policies[0].repeat_times",
     "6: Input should be less than or equal to 5"),
    (POLICY + 'steps = [{ at = "15 before" }]', "steps", "policies[0].steps[0].at",
     '\'15 before\': expected "15m before", "due", "30m after" or "80 %"'),
    (POLICY + 'steps = [{ at = "0 %" }]', "steps", "policies[0].steps[0].at",
     "'0 %': expected a share between 1 % and 1000 % of the target"),
    (POLICY + '[[policies.steps]]\nat = "due"\nnotify = ["bob"]', "bob",
     "policies[0].steps[0].notify", "'bob' is no responder; defined: ada"),
    (POLICY + '[[policies.steps]]\nat = "due"\nby = ["fax"]', "fax", "policies[0].steps[0].by[0]",
     "'fax': Input should be 'email' or 'sms'"),
    (POLICY + 'steps = [{ at = "due" }, { at = "15m before" }]', "steps",
     "policies[0].steps[1].at", "fires before the step above it, with a target of 3600 s"),
    (POLICY + 'next_response = "31d"\n[privacy]\nmessage_days = 30', "next_response",
     "policies[0].next_response", "expected at most privacy.message_days, 30 days"),
    (POLICY + "crowd = { customers = 1 }", "crowd", "policies[0].crowd.customers", "1: "),
    (POLICY + POLICY, "policies", "policies[1]", "'p' is defined twice"),
    ('[[accounts]]\nchannel = "myspace"\nid = "1"', "myspace", "accounts[1].channel",
     "'myspace': "),
    ('[[accounts]]\nchannel = "x"\nid = "a b"', "a b", "accounts[1].id", "'a b': "),
    ('[[accounts]]\nchannel = "x"\nid = "1"\nzone = "Berlin"', "Berlin", "accounts[1].zone",
     "'Berlin': expected an IANA time zone such as \"Europe/Berlin\""),
    (builders.ACCOUNTS, "accounts", "accounts[1]", "is defined twice"),
    ('[[responders]]\nname = "lin"', "responders", "responders[1]", "needs an email or a phone"),
    ('[[responders]]\nname = "lin"\nemail = "lin"', '"lin"', "responders[1].email",
     "'lin': expected an address such as \"ada@example.com\""),
    ('[[responders]]\nname = "lin"\nphone = "030 123"', "030", "responders[1].phone",
     "'030 123': expected a number in E.164 form such as \"+4930123456\""),
    (builders.ADA, "responders", "responders[1]", "'ada' is defined twice"),
    ('[calendars.o]\nzone = "UTC"\nmonday = "9 to 5"', "9 to 5", "calendars.o.monday",
     "hours '9 to 5': expected 'closed' or times such as '09:00-12:30, 13:00-18:00'"),
    ('[calendars.o]\nzone = "UTC"', "calendars", "calendars.o",
     "calendar 'o' is never open: expected hours on a weekday or on a date"),
    ('[calendars.o]\nmonday = "09:00-17:00"', "calendars", "calendars.o.zone", "is missing"),
    ('[calendars.o]\nzone = "UTC"\nmonday = "09:00-17:00"\nholidays = { country = "ZZ" }',
     "holidays", "calendars.o.holidays",
     "country: expected an ISO 3166-1 code in capitals such as 'DE', got 'ZZ'"),
    ('[calendars.o]\nzone = "UTC"\nmonday = "09:00-17:00"\nics = "none.ics"', "ics",
     "calendars.o.ics", "No such file"),
    ('[calendars.o]\nzone = "UTC"\nmonday = "09:00-17:00"\n[calendars.o.dates]\n2026-12-24 = "?"',
     "2026-12-24", "calendars.o.dates.2026-12-24", "hours '?': expected 'closed'"),
    ('[calendars.o]\nzone = "UTC"\n[calendars.o.dates]\n2026-13-24 = "closed"', "2026-13-24",
     "calendars.o.dates.2026-13-24", "'2026-13-24': Input should be a valid date"),
    ("[segments]\nsilence = 0", "silence", "segments.silence", "0: expected a duration"),
    ("[privacy]\nquarantine_days = 91", "91", "privacy.quarantine_days",
     "91: Input should be less than or equal to 90"),
    ("[automated]\nbots = []", "bots", "automated.bots",
     "is not a key of this table; allowed: apps"),
    ("[colours]", "colours", "colours",
     "is not a key of this table; allowed: brand, accounts, responders, calendars, policies"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "words", "place", "reason"), MISTAKES)
def test_each_mistake_is_told_with_file_line_key_and_reason(mistakes, table, words, place, reason):
    text = builders.toml("", table)
    (told,) = mistakes(text)
    found = re.fullmatch(r"replywatch\.toml:(\d+): (\S+): (.+)", told)
    assert found, told
    assert found[2] == place
    assert reason in found[3]
    assert words in text.splitlines()[int(found[1]) - 1]


def test_a_language_that_no_deflection_is_known_in_is_refused(mistakes):
    (told,) = mistakes('deflection_languages = ["DE"]\n' + builders.toml())
    assert told.startswith("replywatch.toml:1: deflection_languages[0]: 'DE': expected one of en, ")


def test_more_addresses_than_one_claim_can_tell_are_refused(read, mistakes):
    def people(number):
        one = '[[responders]]\nname = "r{0}"\nemail = "r{0}@example.com"\nphone = "+4930{0:04}"'
        return "\n".join(one.format(n) for n in range(number))

    assert read(builders.toml(people(49)))
    (told,) = mistakes(builders.toml(people(50)))
    assert ": responders: expected at most 99 addresses and telephone numbers, got " in told


def test_the_brand_and_an_account_are_needed(mistakes):
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
    ],
)
def test_the_brands_own_mistakes(mistakes, brand, place):
    (told,) = mistakes(builders.toml(brand=brand))
    assert f": {place}: " in told


def test_every_mistake_is_told_at_once_in_the_order_of_the_lines(mistakes):
    told = mistakes(
        builders.toml(
            '[calendars.office]\nzone = "UTC"\nmonday = "9"\ntuesday = "5"',
            '[[policies]]\nname = "p"\nfirst_response = "soon"\ncalendar = "night"',
            POLICY + 'steps = [{ at = "due", notify = ["bob"] }]',
        )
    )
    places = [line.split(": ")[1] for line in told]
    assert places == [
        "calendars.office.monday",
        "calendars.office.tuesday",
        "policies[0].first_response",
        "policies[0].calendar",
        "policies[1]",
        "policies[1].steps[0].notify",
    ]
    numbers = [int(line.split(":")[1]) for line in told]
    assert numbers == sorted(numbers)


def test_what_is_no_toml_is_told_with_its_line(mistakes):
    assert mistakes("[brand]\nname = \n") == ["replywatch.toml:2: not valid TOML: Invalid value"]


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: None, "there is no such file"),
        (lambda path: path.mkdir(), "cannot be read: Is a directory"),
        (lambda path: path.write_bytes(b"\xff"), "not valid TOML: it is no UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_so(tmp_path, make, reason):
    make(tmp_path / "replywatch.toml")
    with pytest.raises(ConfigurationError, match=f"^replywatch.toml: {reason}$"):
        configuration_file.read(tmp_path / "replywatch.toml")


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
def test_whatever_stands_in_the_file_looking_for_its_references_raises_nothing(raw):
    list(configuration_file.references(raw))


# --- Durations and moments ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [("90s", 90), ("15m", 900), ("2h", 7200), ("1h30m", 5400), ("1h 30m", 5400), ("3d", 259_200),
     ("2w", 1_209_600), (45, 45), ("366d", 366 * 86_400)],
)  # fmt: skip
def test_durations(text, value):
    assert seconds(text) == value


@pytest.mark.parametrize("text", ["", "m", "15", "-5m", "0m", 0, -1, True, 1.5, None, "15 m", "1y"])
def test_what_is_no_duration(text):
    with pytest.raises(ValueError, match="expected a duration"):
        seconds(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("due", (0, None)), ("15m before", (-900, None)), ("1h30m after", (5400, None)),
     ("80 %", (0, 0.8)), ("80%", (0, 0.8)), ("12.5 %", (0, 0.125)), ("1000 %", (0, 10.0))],
)  # fmt: skip
def test_moments_of_steps(text, value):
    assert moment_of_step(text) == value


@pytest.mark.parametrize("text", ["", "now", "15m", "before", "15m  late", "0 %", "1001 %", 5])
def test_what_is_no_moment_of_a_step(text):
    with pytest.raises(ValueError, match="expected"):
        moment_of_step(text)


# --- What a right file becomes ------------------------------------------------------------------


def test_the_smallest_file_has_the_shipped_policies(read):
    found = read(builders.toml(responders=""))
    assert [p.name for p in found.promises.policies] == DEFAULT_NAMES
    assert all(p.source for p in found.promises.policies)


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
def test_the_shipped_promises(about, name, target_s):
    shipped = configuration_file.without_file().promises
    terms = shipped.terms(traits(**about), "first", builders.at(), courtesy=False)
    assert (terms.policy, terms.target_s) == (name, target_s)


def test_own_policies_come_first_and_replace_shipped_ones_of_the_same_name(read):
    mine = POLICY + '[[policies]]\nname = "facebook"\nfirst_response = "5m"'
    names = [p.name for p in read(builders.toml(mine)).promises.policies]
    assert names == ["p", "facebook", *(n for n in DEFAULT_NAMES if n != "facebook")]


def test_the_shipped_policies_can_be_left_out(read):
    found = read("default_policies = false\n" + builders.toml(POLICY))
    assert [p.name for p in found.promises.policies] == ["p"]


def policies_of(read, text):
    return read("default_policies = false\n" + builders.toml(text)).promises.policies


def test_a_policy_tells_everybody_when_due_unless_it_says_otherwise(read):
    (policy,) = policies_of(read, POLICY)
    assert policy.steps == (Step(at="due", notify=("ada",), by=("email", "sms")),)
    assert (policy.first_response_s, policy.next_response_s) == (3600, 3600)


def test_the_next_response_is_as_the_first_unless_it_says_otherwise(read):
    (policy,) = policies_of(read, POLICY + 'next_response = "none"')
    assert (policy.first_response_s, policy.next_response_s) == (3600, None)
    (policy,) = policies_of(read, '[[policies]]\nname = "p"\nfirst_response = "none"')
    assert (policy.first_response_s, policy.next_response_s) == (None, None)


def test_no_steps_tell_nobody(read):
    (policy,) = policies_of(read, POLICY + "steps = []")
    assert policy.steps == ()


def test_repeats_follow_the_last_step_and_tell_its_people(read):
    steps = 'steps = [{ at = "due" }, { at = "30m after", notify = ["ada"], by = ["sms"] }]\n'
    (policy,) = policies_of(read, POLICY + steps + 'repeat_every = "1h"\nrepeat_times = 2')
    assert [(s.at, s.offset_s, s.by) for s in policy.steps] == [
        ("due", 0, ("email", "sms")),
        ("30m after", 1800, ("sms",)),
        ("repeat 1", 5400, ("sms",)),
        ("repeat 2", 9000, ("sms",)),
    ]


def test_the_most_repeats_are_five(read):
    (policy,) = policies_of(read, POLICY + 'repeat_every = "1h"\nrepeat_times = 5')
    assert len(policy.steps) == 1 + 5


def test_a_crowd_gathers_within_an_hour_unless_it_says_otherwise(read):
    (policy,) = policies_of(read, POLICY + "crowd = { customers = 5 }")
    assert (policy.crowd_customers, policy.crowd_within_s) == (5, 3600)


def test_holidays_close_and_a_dates_own_hours_win(read):
    found = read(
        builders.toml(
            '[calendars.office]\nzone = "Europe/Berlin"\nfriday = "09:00-17:00"',
            'holidays = { country = "DE", region = "BE" }',
            '[calendars.office.dates]\n2026-12-25 = "10:00-11:00"\n2026-12-31 = "closed"',
        )
    )
    office = found.promises.calendars["office"]
    assert office.opening(date(2026, 12, 25)) == ((600, 660),)
    assert office.opening(date(2026, 12, 31)) == ()
    assert office.opening(date(2027, 1, 1)) == ()
    assert office.opening(date(2026, 11, 27)) == ((540, 1020),)


def test_an_ics_file_beside_the_configuration_closes_its_days(read, tmp_path):
    tmp_path.joinpath("closed.ics").write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\n"
        "DTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20261127\r\nSUMMARY:Away\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    table = '[calendars.office]\nzone = "UTC"\nfriday = "09:00-17:00"\nics = "closed.ics"'
    office = read(builders.toml(table)).promises.calendars["office"]
    assert office.opening(date(2026, 11, 27)) == ()
    assert office.opening(date(2026, 12, 4)) == ((540, 1020),)


def test_only_the_configured_accounts_are_the_brands(read):
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
    [ROOT / "replywatch.toml", ROOT / "cli" / "local" / "demo" / "replywatch.toml"],
    ids=lambda f: f.name,
)
def test_the_shipped_files_are_valid_and_survive_the_round_trip_through_json(file):
    found = configuration.load_file(file)
    text = configuration.to_json(found)
    assert configuration.from_json(text) == found
    assert configuration.to_json(configuration.from_json(text)) == text
    assert configuration.compile_file(file) == text


def test_everything_a_file_can_say_survives_the_round_trip(read):
    found = read(
        'deflection_languages = ["en", "de"]\n'
        + documented(FULL)
        + '[automated]\napps = ["b", "a"]\n[segments]\nsilence = "12h"\n'
        + "[privacy]\nexcerpt = false\nmessage_days = 30\nquarantine_days = 3\n"
    )
    again = configuration.from_json(configuration.to_json(found))
    assert again == found
    assert again.promises.versions == found.promises.versions
    assert again.promises.calendar_versions == found.promises.calendar_versions
    assert (again.silence_s, again.excerpt, again.bots) == (43_200, False, {"a", "b"})


# --- The documentation --------------------------------------------------------------------------

OFFICE = '[calendars.office]\nzone = "Europe/Berlin"\nmonday = "09:00-17:00"\n'


def documented(block):
    """A block of the documentation, with what it takes to stand alone."""
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
    schema = configuration_file.schema()
    tables = {"File": schema} | schema["$defs"]
    return {name: list(table["properties"]) for name, table in tables.items()}


HEADINGS = {
    "File": "The whole file", "BrandPart": "Brand", "AccountPart": "Accounts",
    "ResponderPart": "Responders", "CalendarPart": "Calendars", "HolidayPart": "Calendars",
    "PolicyPart": "Policies", "StepPart": "Policies", "CrowdPart": "Policies",
    "AutomatedPart": "Automated replies", "SegmentPart": "First and next",
    "AlertPart": "Alerts",
    "PrivacyPart": "Privacy",
}  # fmt: skip


@pytest.mark.parametrize("part", parts())
def test_every_key_is_explained_in_its_section_of_the_documentation(part):
    text = DOCS.read_text(encoding="utf-8")
    section = text.split(f"\n## {HEADINGS[part]}\n")[1].split("\n## ")[0]
    prefix = "holidays." if part == "HolidayPart" else ""
    for key in parts()[part]:
        assert f"`{prefix}{key}`" in section, key


def test_the_documentation_names_no_key_that_does_not_exist():
    rows = re.findall(r"^\| `([a-z_.]+)` \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    known = {key for keys in parts().values() for key in keys}
    assert {row.removeprefix("holidays.") for row in rows} <= known


def test_the_documented_languages_are_those_that_are_known():
    from shared.domain.intents import classifier

    section = DOCS.read_text(encoding="utf-8").split("\n## Deflections\n")[1]
    assert ", ".join(f"`{code}`" for code in classifier.ALL) in section.replace("\n", " ")


def test_the_schema_in_the_documentation_is_current(capsys):
    assert main(["check-config", "--schema"]) == 0
    shipped = ROOT / "docs" / "configuration.schema.json"
    assert shipped.read_text(encoding="utf-8") == capsys.readouterr().out


def test_the_schema_allows_durations_as_people_write_them():
    policy = configuration_file.schema()["$defs"]["PolicyPart"]["properties"]
    written, *_ = policy["first_response"]["anyOf"]
    assert re.search(written["pattern"], "1h30m")
    assert {"const": "none"} in policy["first_response"]["anyOf"]
    json.dumps(policy)


def test_the_defaults_are_shipped_beside_the_code():
    assert Path(configuration_file.DEFAULTS).is_file()

"""Rotations, on-call calendars, quiet hours and absence in replywatch.toml."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from shared.config import configuration, configuration_file, file_values, ics_shifts, rotation_lint
from shared.config.configuration import ConfigurationError
from shared.domain.availability import quiet_until
from shared.domain.rotations import on_call
from tests import builders

LIN = '[[responders]]\nname = "lin"\nphone = "+15550101"\nzone = "Europe/Berlin"\n'
BOB = LIN.replace('"lin"', '"bob"')
WEEKLY = '[rotations.support]\npeople = ["ada", "lin"]\nstarts = 2026-11-30T09:00:00\n'
STEP = '[[policies]]\nname = "p"\nfirst_response = "1h"\n'
STEP += 'steps = [{ at = "due", notify = ["support"] }]\n'
BACKUP = '[alerts]\nbackup = ["ada"]\n'

MISTAKES = [
    # a table of the file, the key, the reason
    (WEEKLY.replace("support", "Ada"), "rotations.Ada",
     "is also the name of the responder 'ada': expected another"),
    (WEEKLY.replace('"lin"', '"bob"'), "rotations.support.people",
     "there is no responder 'bob'; defined: ada, lin"),
    ('[rotations.support]\npeople = ["ada"]', "rotations.support.people",
     "needs starts: when the first person takes over"),
    ("[rotations.support]\nstarts = 2026-11-30T09:00:00", "rotations.support.starts",
     "needs people"),
    ("[rotations.support]", "rotations.support", "expected either people and starts, or ics"),
    (WEEKLY + 'ics = "on-call.ics"', "rotations.support",
     "expected either people and starts, or ics"),
    ('[rotations.support]\nics = "none.ics"', "rotations.support.ics",
     "none.ics: cannot be read: No such file"),
    (WEEKLY.replace("09:00:00", "09:00:00Z"), "rotations.support.starts",
     "expected a local date and time without an offset, such as 2026-11-30T09:00:00"),
    (WEEKLY + "overrides = [{ from = 2026-12-02T00:00:00, to = 2026-12-01T00:00:00, "
     'person = "bob" }]', "rotations.support.overrides[0].person", "there is no responder 'bob'"),
    (WEEKLY + "overrides = [{ from = 2026-12-02T00:00:00, to = 2026-12-02T00:00:00, "
     'person = "ada" }]', "rotations.support.overrides[0].to",
     "expected a time after 2026-12-02T00:00:00"),
    (WEEKLY + 'colour = "red"', "rotations.support.colour", "allowed: zone, people, starts"),
    ('[alerts]\nbackup = ["bob"]', "alerts.backup", "there is no responder 'bob'"),
    (WEEKLY + '[alerts]\nbackup = ["support"]', "alerts.backup",
     "'support' is a rotation: expected responders"),
    (WEEKLY.replace('"lin"', '"support"'), "rotations.support.people",
     "'support' is a rotation: expected responders"),
    (BOB + 'quiet_hours = [{ days = "Friday", from = "22:00", to = "07:00" }]',
     "responders[2].quiet_hours[0].days", "expected days such as \"mon-fri\" or \"sat, sun\""),
    (BOB + 'quiet_hours = [{ from = "10pm", to = "07:00" }]',
     "responders[2].quiet_hours[0].from", "expected a time of day such as \"07:00\""),
    (BOB + 'quiet_hours = [{ from = "24:00", to = "07:00" }]',
     "responders[2].quiet_hours[0].from", 'expected a time before "24:00", which is an end only'),
    (BOB + 'quiet_hours = { from = "22:00", to = "07:00" }', "responders[2].quiet_hours",
     'or a list of tables such as [{ from = "22:00", to = "07:00" }]'),
    (BOB + 'quiet_hours = "22:00-07:00"', "responders[2].quiet_hours",
     'or a list of tables such as [{ from = "22:00", to = "07:00" }]'),
    (BOB + 'quiet_hours = [{ from = "22:00", to = "22:00" }]',
     "responders[2].quiet_hours[0].to", 'expected a time other than "from"'),
    (BOB + 'quiet_hours = [{ from = "00:00", to = "24:00" }]',
     "responders[2].quiet_hours", "cover the whole week: expected some hours outside them"),
    (BOB + 'quiet_hours = [{ from = "22:00", too = "07:00" }]',
     "responders[2].quiet_hours[0].too", "is not a key of this table; did you mean to? allowed: "),
    (BOB + "absent = [{ from = 2026-12-24, to = 2026-12-23 }]",
     "responders[2].absent[0].to", "expected 2026-12-24 or a later date"),
    (BOB + "absent = [{ from = 2026-12-24, to = 9999-12-31 }]",
     "responders[2].absent[0].to", "expected a year from 2000 to 2200"),
    ('[[responders]]\nname = "bob"\nemail = "bob@example.com"\n'
     "absent = [{ from = 2026-12-24, to = 2026-12-24 }]", "responders[2].absent",
     "needs the responder's zone"),
]  # fmt: skip


@pytest.fixture
def read(tmp_path):
    def of(*tables):
        file = tmp_path / "replywatch.toml"
        file.write_text(builders.toml(LIN, *tables), encoding="utf-8")
        return configuration_file.read(file)

    return of


@pytest.mark.parametrize(("table", "key", "reason"), MISTAKES)
def test_each_mistake_about_people_names_its_key_and_what_was_expected(read, table, key, reason):
    with pytest.raises(ConfigurationError) as wrong:
        read(table)
    found = [
        re.fullmatch(r".*/replywatch\.toml:(\d+): (\S+): (.+)", line)
        for line in str(wrong.value).splitlines()
    ]
    assert any(f and f[2] == key and reason in f[3] for f in found), str(wrong.value)


def test_a_name_is_the_same_in_both_forms_wherever_it_is_used(read, tmp_path):
    composed, decomposed = "Zo\u00eb", "Zoe\u0308"
    shift = event(decomposed, ":20261201T080000Z", ":20261201T160000Z")
    tmp_path.joinpath("on-call.ics").write_text(ics(shift), encoding="utf-8")
    override = "{ from = 2026-12-02, to = 2026-12-03, person = '" + decomposed + "' }"
    found = read(
        f'[[responders]]\nname = "{composed}"\nemail = "zoe@example.com"\n'
        f"[alerts]\nbackup = ['{decomposed}']\n"
        f"[rotations.weekly]\npeople = ['{decomposed}']\nstarts = 2026-11-30T09:00:00\n"
        f"overrides = [{override}]\n"
        '[rotations.shifts]\nics = "on-call.ics"\n'
    )
    weekly, shifts_ = found.rotations["weekly"], found.rotations["shifts"]
    named = [*found.backup, *weekly.people, weekly.overrides[0].person, shifts_.shifts[0].person]
    assert named == [composed] * 4


def test_people_survive_a_round_trip_through_json(read):
    found = read(
        'quiet_hours = [{ days = "sat", from = "22:00", to = "07:00" }]\n'
        "absent = [{ from = 2026-12-24, to = 2026-12-26 }]\n",
        WEEKLY,
        "overrides = [{ from = 2026-12-24T09:00:00, to = 2026-12-25T09:00:00, person = 'lin' }]\n",
        BACKUP,
        STEP,
    )
    assert configuration.from_json(configuration.to_json(found)) == found
    assert found.backup == ("ada",)
    (absence,) = found.responders["lin"].absences
    assert absence.start == datetime(2026, 12, 23, 23, tzinfo=UTC)
    assert absence.end == datetime(2026, 12, 26, 23, tzinfo=UTC)
    assert found.policy_set.policies[0].steps[0].notify == ("support",)


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        ("2026-03-27 20:59", None),  # a Friday, 21:59 in Berlin
        ("2026-03-27 21:00", "2026-03-28 08:00"),  # until Saturday, 09:00
        ("2026-03-28 21:00", "2026-03-29 07:00"),  # the clocks go forward that night
        ("2026-10-24 20:00", "2026-10-25 08:00"),  # and back in this one
        ("2026-10-26 06:00", None),  # Monday, 07:00
        ("2026-10-25 21:00", None),  # Sunday's evening is not quiet
    ],
)
def test_quiet_hours_end_at_their_wall_time(read, moment, until):
    lin = read('quiet_hours = [{ days = "fri-sat", from = "22:00", to = "09:00" }]\n')
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    expected = until and datetime.fromisoformat(until).replace(tzinfo=UTC)
    assert quiet_until(lin.responders["lin"].available, at) == expected


def test_quiet_hours_that_touch_are_one(read):
    lin = read(
        'quiet_hours = [{ from = "20:00", to = "24:00" }, { from = "00:00", to = "08:00" }]\n'
    )
    evening = datetime(2026, 12, 1, 19, tzinfo=UTC)
    assert quiet_until(lin.responders["lin"].available, evening) == evening + timedelta(hours=12)


# --- On-call calendars ---------------------------------------------------------------------------


def event(summary, start, end, *more):
    lines = ["BEGIN:VEVENT", f"UID:{summary}@example", f"SUMMARY:{summary}", f"DTSTART{start}",
             f"DTEND{end}", *more, "END:VEVENT"]  # fmt: skip
    return "\n".join(lines)


def ics(*events):
    return "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR"])


BERLIN = ";TZID=Europe/Berlin:"
START = datetime(2026, 10, 1, tzinfo=UTC)
END = datetime(2027, 4, 1, tzinfo=UTC)


def shifts(*events):
    found = ics_shifts.shifts(ics(*events).encode(), ["ada", "lin"], "Europe/Berlin", START, END)
    return [(f"{s.start:%m-%d %H:%M}", f"{s.end:%m-%d %H:%M}", s.person) for s in found]


def test_each_event_is_a_shift_of_the_responder_in_its_summary():
    assert shifts(
        event("Ada", ":20261201T080000Z", ":20261201T160000Z"),
        event("lin", ":20261201T160000", ":20261202T090000"),  # in the rotation's zone
    ) == [("12-01 08:00", "12-01 16:00", "ada"), ("12-01 15:00", "12-02 08:00", "lin")]


def test_an_event_of_whole_days_lasts_from_midnight_to_midnight():
    assert shifts(event("ada", ";VALUE=DATE:20261201", ";VALUE=DATE:20261203")) == [
        ("11-30 23:00", "12-02 23:00", "ada")
    ]


def test_a_recurring_shift_keeps_its_wall_times_when_the_clocks_change():
    rule = "RRULE:FREQ=WEEKLY;COUNT=3"
    assert shifts(event("ada", f"{BERLIN}20261018T220000", f"{BERLIN}20261019T060000", rule)) == [
        ("10-18 20:00", "10-19 04:00", "ada"),
        ("10-25 21:00", "10-26 05:00", "ada"),
        ("11-01 21:00", "11-02 05:00", "ada"),
    ]


def test_a_shift_that_spans_the_change_of_the_clocks_ends_at_its_wall_time():
    assert shifts(event("ada", f"{BERLIN}20261024T220000", f"{BERLIN}20261025T060000")) == [
        ("10-24 20:00", "10-25 05:00", "ada")
    ]


def lasting(duration, start, *more):
    written = event("ada", f"{BERLIN}{start}", "", *more)
    return written.replace("DTEND", f"DURATION:{duration}")


@pytest.mark.parametrize(
    ("duration", "end"),
    [
        ("PT8H", "10-25 04:00"),
        ("P1D", "10-25 21:00"),  # days end at the same wall time: this one has 25 hours
        ("PT24H", "10-25 20:00"),
        ("P1DT1H", "10-25 22:00"),
        ("P1W", "10-31 21:00"),
        ("PT168H", "10-31 20:00"),
    ],
)
def test_hours_of_a_duration_are_exact_and_days_are_not(duration, end):
    assert shifts(lasting(duration, "20261024T220000")) == [("10-24 20:00", end, "ada")]


def test_each_shift_of_a_series_lasts_its_duration():
    rule = "RRULE:FREQ=DAILY;COUNT=3"
    assert shifts(lasting("PT8H", "20261023T220000", rule)) == [
        ("10-23 20:00", "10-24 04:00", "ada"),
        ("10-24 20:00", "10-25 04:00", "ada"),
        ("10-25 21:00", "10-26 05:00", "ada"),
    ]


def test_the_duration_of_a_reminder_is_not_that_of_its_event():
    reminder = ("BEGIN:VALARM", "TRIGGER:-PT5M", "DURATION:P3D", "REPEAT:1", "ACTION:DISPLAY",
                "END:VALARM")  # fmt: skip
    assert shifts(lasting("PT8H", "20261024T220000", *reminder)) == [
        ("10-24 20:00", "10-25 04:00", "ada")
    ]


def test_a_shift_in_the_hour_that_occurs_twice_lasts_its_duration():
    assert shifts(lasting("PT1H", "20261025T023000")) == [("10-25 00:30", "10-25 01:30", "ada")]


@pytest.mark.parametrize("name", ["EXDATE", "RDATE", "exdate"])
@pytest.mark.parametrize("value", [":", ";TZID=Europe/Berlin:", ";VALUE=DATE: "])
def test_a_list_without_a_date_leaves_out_nothing(name, value):
    assert shifts(lasting("PT8H", "20261201T090000", f"{name}{value}")) == [
        ("12-01 08:00", "12-01 16:00", "ada")
    ]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=WEEKLY;BYDAY=MO;COUNT=3", ["12-03", "12-07", "12-14"]),
        ("FREQ=WEEKLY;BYDAY=MO;COUNT=1", ["12-03"]),
        ("FREQ=WEEKLY;BYDAY=MO,TH;COUNT=3", ["12-03", "12-07", "12-10"]),
        ("FREQ=MONTHLY;BYMONTHDAY=1;COUNT=2", ["12-03", "01-01"]),
    ],
)
def test_the_start_counts_as_the_first_shift_even_if_it_does_not_fit_the_rule(rule, days):
    """See RFC 5545, section 3.3.10, COUNT. 3 December 2026 is a Thursday."""
    found = shifts(lasting("PT8H", "20261203T090000", f"RRULE:{rule}"))
    assert [start[:5] for start, _, _ in found] == days


def test_occurrences_can_be_left_out_moved_and_cancelled():
    rule = "RRULE:FREQ=DAILY;UNTIL=20261204T080000Z"
    assert shifts(
        event("ada", f"{BERLIN}20261201T090000", f"{BERLIN}20261201T170000", rule,
              f"EXDATE{BERLIN}20261202T090000"),
        event("ada", f"{BERLIN}20261203T100000", f"{BERLIN}20261203T180000",
              f"RECURRENCE-ID{BERLIN}20261203T090000"),
        event("ada", f"{BERLIN}20261204T090000", f"{BERLIN}20261204T170000",
              f"RECURRENCE-ID{BERLIN}20261204T090000", "STATUS:CANCELLED"),
    ) == [("12-01 08:00", "12-01 16:00", "ada"), ("12-03 09:00", "12-03 17:00", "ada")]  # fmt: skip


def test_an_occurrence_and_all_later_ones_can_be_moved():
    assert shifts(
        event("ada", f"{BERLIN}20261201T090000", f"{BERLIN}20261201T170000",
              "RRULE:FREQ=DAILY;COUNT=3"),
        event("ada", f"{BERLIN}20261202T100000", f"{BERLIN}20261202T180000",
              "RECURRENCE-ID;TZID=Europe/Berlin;RANGE=THISANDFUTURE:20261202T090000"),
    ) == [("12-01 08:00", "12-01 16:00", "ada"), ("12-02 09:00", "12-02 17:00", "ada"),
          ("12-03 09:00", "12-03 17:00", "ada")]  # fmt: skip


def test_an_occurrence_can_be_another_persons():
    series = event("ada", f"{BERLIN}20261201T090000", f"{BERLIN}20261201T170000",
                   "RRULE:FREQ=DAILY;COUNT=2")  # fmt: skip
    swap = event("ada", f"{BERLIN}20261202T090000", f"{BERLIN}20261202T170000",
                 f"RECURRENCE-ID{BERLIN}20261202T090000")  # fmt: skip
    assert shifts(series, swap.replace("SUMMARY:ada", "SUMMARY:lin")) == [
        ("12-01 08:00", "12-01 16:00", "ada"),
        ("12-02 08:00", "12-02 16:00", "lin"),
    ]


NINE = ("20261201T090000", "20261201T170000")
THREE_DAYS = ["12-01 08:00", "12-02 08:00", "12-03 08:00"]


@pytest.mark.parametrize("zone", [BERLIN, ":"])
@pytest.mark.parametrize(
    "until", ["20261203", "20261203T080000Z", "20261203T090000", "20261203T225959Z"]
)
def test_the_last_shift_of_a_series_counts_however_its_end_is_written(zone, until):
    rule = f"RRULE:FREQ=DAILY;UNTIL={until}"
    found = shifts(event("ada", zone + NINE[0], zone + NINE[1], rule))
    assert [start for start, _, _ in found] == THREE_DAYS


@pytest.mark.parametrize("zone", [BERLIN, ":"])
@pytest.mark.parametrize(
    "left_out", [";VALUE=DATE:20261202", ":20261202T080000Z", ":20261202T090000"]
)
def test_a_shift_is_left_out_however_it_is_written(zone, left_out):
    series = ("RRULE:FREQ=DAILY;COUNT=3", f"EXDATE{left_out}")
    found = shifts(event("ada", zone + NINE[0], zone + NINE[1], *series))
    assert [start for start, _, _ in found] == [THREE_DAYS[0], THREE_DAYS[2]]


@pytest.mark.parametrize("added", [";VALUE=DATE:20261202", ":20261202T080000Z"])
def test_a_shift_is_added_at_the_time_of_the_others(added):
    found = shifts(event("ada", BERLIN + NINE[0], BERLIN + NINE[1], f"RDATE{added}"))
    assert found[1] == ("12-02 08:00", "12-02 16:00", "ada")


def test_the_start_or_the_end_of_a_shift_can_lack_its_zone():
    for start, end in ((":", BERLIN), (BERLIN, ":")):
        found = shifts(event("ada", start + NINE[0], end + NINE[1]))
        assert found == [("12-01 08:00", "12-01 16:00", "ada")]


def test_a_series_of_whole_days_ends_and_leaves_out_days_as_in_a_calendar():
    series = ("RRULE:FREQ=DAILY;UNTIL=20261202T230000Z", "EXDATE:20261201T230000Z")
    found = shifts(event("ada", ";VALUE=DATE:20261201", ";VALUE=DATE:20261202", *series))
    assert [start for start, _, _ in found] == ["11-30 23:00", "12-02 23:00"]


def test_a_whole_day_can_end_on_the_day_on_which_it_starts():
    found = shifts(event("ada", ";VALUE=DATE:20261201", ";VALUE=DATE:20261201"))
    assert found == [("11-30 23:00", "12-01 23:00", "ada")]


def test_events_of_one_uid_are_all_shifts():
    first = event("ada", BERLIN + NINE[0], BERLIN + NINE[1])
    other = first.replace("SUMMARY:ada", "SUMMARY:lin")
    later = first.replace("20261201", "20261205")
    assert [(start, who) for start, _, who in shifts(first, other, later, first)] == [
        ("12-01 08:00", "ada"), ("12-01 08:00", "lin"), ("12-05 08:00", "ada"),
    ]  # fmt: skip


def test_only_shifts_of_the_period_that_is_read_are_kept():
    rule = "RRULE:FREQ=WEEKLY"
    found = shifts(event("ada", f"{BERLIN}20200106T090000", f"{BERLIN}20200113T090000", rule))
    assert (found[0][0], found[-1][1], len(found)) == ("09-28 07:00", "04-05 07:00", 27)


CUSTOM = ";TZID=Customized Time Zone:"
NINE_TO_FIVE = (f"{CUSTOM}20261201T090000", f"{CUSTOM}20261201T170000")


def defining(offset, *events):
    """A calendar that gives the name of CUSTOM to a zone with this offset."""
    zone = ["BEGIN:VTIMEZONE", "TZID:Customized Time Zone", "BEGIN:STANDARD",
            "DTSTART:16010101T000000", f"TZOFFSETFROM:{offset}", f"TZOFFSETTO:{offset}",
            "END:STANDARD", "END:VTIMEZONE"]  # fmt: skip
    return ics(*zone, *events)


def starts(*calendars):
    content = "\n".join(calendars).encode()
    found = ics_shifts.shifts(content, ["ada", "lin"], "Europe/Berlin", START, END)
    return [f"{s.start:%H:%M} {s.person}" for s in found]


def test_a_zone_that_a_calendar_defines_counts_in_it_alone():
    berlin = defining("+0100", event("ada", *NINE_TO_FIVE))
    new_york = defining("-0500", event("lin", *NINE_TO_FIVE))
    assert starts(berlin) == ["08:00 ada"]
    assert starts(new_york) == ["14:00 lin"]
    assert starts(berlin, new_york) == ["08:00 ada", "14:00 lin"]
    with pytest.raises(ValueError, match="expected a zone that the file defines"):
        starts(ics(event("ada", *NINE_TO_FIVE)))
    with pytest.raises(ValueError, match="line 23: DTSTART of event 'lin': expected a zone"):
        starts(berlin, ics(event("lin", *NINE_TO_FIVE)))


SHANGHAI = ";TZID=Asia/Shanghai:"
EIGHT_HOURS = event("ada", f"{SHANGHAI}20261201T000000", f"{SHANGHAI}20261201T080000",
                    "RRULE:FREQ=DAILY;BYHOUR=0,8,16;COUNT=3")  # fmt: skip


def test_one_of_several_shifts_of_a_day_is_left_out():
    left_out = EIGHT_HOURS.replace("COUNT=3", f"COUNT=3\nEXDATE{SHANGHAI}20261201T080000")
    assert [start for start, _, _ in shifts(left_out)] == ["11-30 16:00", "12-01 08:00"]


def test_one_of_several_shifts_of_a_day_can_be_another_persons():
    swap = event("ada", f"{SHANGHAI}20261201T080000", f"{SHANGHAI}20261201T160000",
                 f"RECURRENCE-ID{SHANGHAI}20261201T080000")  # fmt: skip
    found = shifts(EIGHT_HOURS, swap.replace("SUMMARY:ada", "SUMMARY:lin"))
    assert [(start, who) for start, _, who in found] == [
        ("11-30 16:00", "ada"), ("12-01 00:00", "lin"), ("12-01 08:00", "ada"),
    ]  # fmt: skip


@pytest.mark.parametrize("replaced", [":20261202T090000", ":20261202T080000Z"])
def test_a_changed_occurrence_may_be_written_in_another_zone(replaced):
    series = event("ada", BERLIN + NINE[0], BERLIN + NINE[1], "RRULE:FREQ=DAILY;COUNT=3")
    swap = event("ada", ":20261202T100000Z", ":20261202T110000Z", f"RECURRENCE-ID{replaced}")
    starts = [start for start, _, _ in shifts(series, swap)]
    assert starts == ["12-01 08:00", "12-02 10:00", "12-03 08:00"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (ics(event("bob", ":20261201T080000Z", ":20261201T160000Z")),
         "SUMMARY of event 'bob': expected the name of a responder (ada, lin), got bob"),
        (ics(event("", ":20261201T080000Z", ":20261201T160000Z")),
         "expected the name of a responder (ada, lin), got none"),
        (ics(event("ada", ":20261201T080000Z", ":20261201T160000Z", "RRULE:FREQ=DAILY;COUNTS=2")),
         "RRULE of event 'ada': expected parts that RFC 5545 defines, such as INTERVAL=2 or "
         "BYDAY=MO, got 'COUNTS'"),
        (ics(event("ada", ":20261201T080000Z", ":20261201T080000Z")),
         "DTEND of event 'ada': expected a time after DTSTART"),
        (ics(event("ada", ":20261201T080000Z", ":20261201T160000Z", "RRULE:FREQ=HOURLY")),
         "RRULE of event 'ada': expected a rule with FREQ=YEARLY, MONTHLY, WEEKLY or DAILY"),
        (ics(event("ada", ":20261201T080000Z", ":20261201T160000Z", "EXRULE:FREQ=DAILY")),
         "line 8: EXRULE of event 'ada': expected EXDATE for each occurrence that is left out"),
        (ics(event("ada", ";TZID=Nowhere:20261201T080000", ";TZID=Nowhere:20261201T160000")),
         "line 6: DTSTART of event 'ada': expected a zone that the file defines (VTIMEZONE)"),
        (ics(event("ada", ":20261201T080000", ":20261201T160000", "RECURRENCE-ID:20261201")),
         "line 8: RECURRENCE-ID of event 'ada': expected a time, as in DTSTART"),
        (ics(event("ada", ":20261201T080000", ":20261201T160000").replace("DTEND", "X-END")),
         "DTEND of event 'ada': expected a time after DTSTART, got none"),
        (ics(event("ada", ":20261201T080000Z", ":20261201T160000Z",
                   "RECURRENCE-ID;RANGE=THISANDPRIOR:20261201T080000Z")),
         "line 8: RECURRENCE-ID of event 'ada': expected no RANGE or RANGE=THISANDFUTURE"),
        (ics(event("ada", ":20261201T080000Z", ":99991231T235959Z")),
         "line 7: DTEND of event 'ada': expected an end within 1,000 years of DTSTART, got 9999"),
        ("no calendar", "expected an iCalendar file"),
        (ics(event("ada", ":20261001T000000Z", ":20261002T000000Z",
                   "RRULE:FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11")),
         "expected at most 2,000 shifts"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_file_names_the_event(text, reason):
    with pytest.raises(ValueError, match=re.escape(reason)):
        ics_shifts.shifts(text.encode(), ["ada", "lin"], "UTC", START, END)


def test_a_calendar_is_read_for_180_days_and_nobody_is_on_call_after_them(read, tmp_path):
    rule = "RRULE:FREQ=WEEKLY"
    weekly = event("lin", f"{BERLIN}20200106T090000", f"{BERLIN}20200113T090000", rule)
    (tmp_path / "on-call.ics").write_text(ics(weekly), encoding="utf-8")
    found = read('[rotations.night]\nics = "on-call.ics"\n', BACKUP)
    assert configuration.from_json(configuration.to_json(found)) == found
    night = found.rotations["night"]
    assert night.known_until
    assert timedelta(days=178) < night.known_until - datetime.now(UTC) < timedelta(days=181)
    assert on_call(night, datetime.now(UTC)) == ("lin",)
    assert on_call(night, night.known_until + timedelta(days=8)) == ()


# --- What check-config prints --------------------------------------------------------------------

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


@pytest.fixture
def warnings(read, tmp_path):
    def of(*tables, now=NOW):
        read(*tables)
        found = configuration_file.check(tmp_path / "replywatch.toml", now=now).warnings
        return [line.removeprefix(f"{tmp_path}/") for line in found]

    return of


def test_check_config_prints_who_is_on_call(read):
    assert list(rotation_lint.on_call_now(read(WEEKLY, BACKUP), NOW)) == [
        "rotation support: nobody on call now"
    ]


def test_each_gap_of_14_days_is_a_warning_of_its_rotation(warnings, tmp_path):
    found = warnings("absent = [{ from = 2026-12-10, to = 2027-01-03 }]\n", WEEKLY, BACKUP)
    lines = (tmp_path / "replywatch.toml").read_text().splitlines()
    place = f"replywatch.toml:{lines.index('[rotations.support]') + 1}: rotations.support: "
    assert [line for line in found if "on call" in line] == [
        f"{place}nobody is on call from 2026-11-29 12:00 to 2026-11-30 09:00 (UTC)",
        f"{place}nobody is on call from 2026-12-09 23:00 to 2026-12-13 12:00 (UTC)",
    ]


def test_many_gaps_are_counted(warnings, monkeypatch):
    monkeypatch.setattr(rotation_lint, "MAX_GAPS", 4)
    days = [f"{{ from = 2026-12-{day:02}, to = 2026-12-{day:02} }}" for day in range(1, 13, 2)]
    rotation = '[rotations.support]\npeople = ["lin"]\nstarts = 2026-11-02T09:00:00\n'
    found = warnings(f"absent = [{', '.join(days)}]\n", rotation, BACKUP)
    *listed, last = [line for line in found if "on call" in line]
    assert len(listed) == 4
    assert last.endswith(": nobody is on call in 2 more gaps until 2026-12-11 23:00 (UTC)")


def test_check_config_warns_of_a_rotation_without_a_backup(warnings):
    found = warnings(WEEKLY, STEP, now=NOW + timedelta(days=3))
    (warning,) = [line for line in found if "on call" in line]
    place = "replywatch.toml:1: alerts.backup: "
    assert warning.startswith(f"{place}names nobody: if nobody is on call, no one is notified")


def test_check_config_says_until_when_a_calendar_is_read(read, warnings, tmp_path):
    (tmp_path / "on-call.ics").write_text(ics(), encoding="utf-8")
    tables = ('[rotations.night]\nics = "on-call.ics"\n', BACKUP)
    found, now = read(*tables), datetime.now(UTC)
    until = found.rotations["night"].known_until
    assert list(rotation_lint.on_call_now(found, now)) == [
        f"rotation night: nobody on call now; its calendar is read until {until:%Y-%m-%d}, "
        "deploy again before"
    ]
    assert any("rotations.night: nobody is on call" in line for line in warnings(*tables, now=now))


def test_a_phone_number_has_ascii_digits() -> None:
    with pytest.raises(ValueError, match="expected"):
        file_values.check_phone("+1\u0665\u0665\u0665\u0660\u0661\u0669\u0669\u0669\u0669")

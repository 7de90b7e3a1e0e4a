"""Holidays and ICS files become dates, or errors that say what is expected."""

from datetime import date

import pytest

from shared.config.holidays import (
    differing_regions,
    part_day_holidays,
    public_holidays,
)
from shared.config.ics_closed_days import IcsDates, read_ics


def calendar(*events: str) -> str:
    body = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//tests//EN\n{body}END:VCALENDAR\n"
    return text.replace("\n", "\r\n")


def read(text: str, *years: int, zone: str = "Europe/Berlin") -> IcsDates:
    return read_ics(text.encode(), years or (2026,), zone)


def days(text: str, *years: int, zone: str = "Europe/Berlin") -> list[str]:
    return [day.isoformat() for day in read(text, *years, zone=zone).closed]


def test_a_country_has_its_holidays_in_the_given_years_only():
    found = public_holidays("DE", None, [2026, 2027])
    assert found[date(2026, 12, 25)] == "Erster Weihnachtstag"
    assert date(2027, 10, 3) in found
    assert {day.year for day in found} == {2026, 2027}
    assert list(found) == sorted(found)


def test_a_region_adds_its_own_holidays():
    epiphany = date(2026, 1, 6)
    assert epiphany not in public_holidays("DE", None, [2026])
    assert epiphany in public_holidays("DE", "BY", [2026])


def test_a_day_in_lieu_is_a_holiday_too():
    found = public_holidays("US", None, [2026])
    assert date(2026, 7, 3) in found
    assert date(2026, 7, 4) in found


@pytest.mark.parametrize("country", ["XX", "de", "Germany", ""])
def test_an_unknown_country_is_rejected_with_what_is_expected(country):
    with pytest.raises(ValueError, match=r"^country: expected an ISO 3166-1 code .*'DE', got"):
        public_holidays(country, None, [2026])


def test_an_unknown_region_is_rejected_with_the_known_ones():
    with pytest.raises(ValueError, match=r"^region: expected one that DE has \(BB, .*\), got 'XX'"):
        public_holidays("DE", "XX", [2026])


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        pytest.param("DTSTART;VALUE=DATE:20260105", ["2026-01-05"], id="one day"),
        pytest.param(
            "DTSTART;VALUE=DATE:20260105\nDTEND;VALUE=DATE:20260106",
            ["2026-01-05"],
            id="its end is the day after",
        ),
        pytest.param(
            "DTSTART;VALUE=DATE:20260105\nDTEND;VALUE=DATE:20260105",
            ["2026-01-05"],
            id="its end repeats its start",
        ),
        pytest.param(
            "DTSTART;VALUE=DATE:20251230\nDTEND;VALUE=DATE:20260103",
            ["2026-01-01", "2026-01-02"],
            id="several days, from the year before",
        ),
        pytest.param(
            "DTSTART;VALUE=DATE:20261230\nDURATION:P4D",
            ["2026-12-30", "2026-12-31"],
            id="a duration, into the year after",
        ),
        pytest.param(
            "DTSTART;TZID=Europe/Berlin:20260105T000000\nDTEND;TZID=Europe/Berlin:20260107T000000",
            ["2026-01-05", "2026-01-06"],
            id="midnight to midnight",
        ),
        pytest.param(
            "DTSTART;VALUE=DATE:20260105\nSTATUS:CANCELLED", [], id="a cancelled event is none"
        ),
        pytest.param("DTSTART;VALUE=DATE:20240105", [], id="another year's"),
    ],
)
def test_an_all_day_event_covers_its_days(event, expected):
    assert days(calendar(event)) == expected


@pytest.mark.parametrize(
    ("event", "years", "expected"),
    [
        pytest.param(
            "DTSTART;VALUE=DATE:19901224\nRRULE:FREQ=YEARLY",
            (2026, 2028),
            ["2026-12-24", "2028-12-24"],
            id="every year since long ago",
        ),
        pytest.param(
            "DTSTART;VALUE=DATE:20201231\nDTEND;VALUE=DATE:20210103\nRRULE:FREQ=YEARLY",
            (2026,),
            ["2026-01-01", "2026-01-02", "2026-12-31"],
            id="several days over the turn of the year",
        ),
        pytest.param(
            "DTSTART;VALUE=DATE:20201126\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
            (2026, 2027),
            ["2026-11-26", "2027-11-25"],
            id="the fourth Thursday",
        ),
        pytest.param(
            "DTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY",
            (2026, 2027, 2028),
            ["2028-02-29"],
            id="29 February in leap years only",
        ),
        pytest.param(
            "DTSTART;VALUE=DATE:20250501\nRRULE:FREQ=YEARLY;COUNT=2",
            (2025, 2026, 2027),
            ["2025-05-01", "2026-05-01"],
            id="twice",
        ),
        pytest.param(
            "DTSTART;VALUE=DATE:20250501\nRRULE:FREQ=YEARLY;UNTIL=20260501",
            (2025, 2026, 2027),
            ["2025-05-01", "2026-05-01"],
            id="until a date",
        ),
        pytest.param(
            "DTSTART;VALUE=DATE:20250501\nRRULE:FREQ=YEARLY;UNTIL=20260501T235959Z",
            (2025, 2026, 2027),
            ["2025-05-01", "2026-05-01"],
            id="until an instant",
        ),
        pytest.param(
            "DTSTART;TZID=Europe/Berlin:20250501T000000\n"
            "DTEND;TZID=Europe/Berlin:20250502T000000\n"
            "RRULE:FREQ=YEARLY;UNTIL=20260430T220000Z",
            (2025, 2026, 2027),
            ["2025-05-01", "2026-05-01"],
            id="until an instant that is local midnight",
        ),
        pytest.param(
            "DTSTART;VALUE=DATE:20250501\nRRULE:FREQ=YEARLY\n"
            "EXDATE;VALUE=DATE:20260501\nRDATE;VALUE=DATE:20260504,20260505",
            (2025, 2026, 2027),
            ["2025-05-01", "2026-05-04", "2026-05-05", "2027-05-01"],
            id="with dates left out and added",
        ),
        pytest.param(
            "DTSTART;VALUE=DATE:20260102\nRRULE:FREQ=MONTHLY;BYDAY=1FR;COUNT=3",
            (2026,),
            ["2026-01-02", "2026-02-06", "2026-03-06"],
            id="monthly",
        ),
    ],
)
def test_a_recurring_event_is_expanded_in_the_given_years(event, years, expected):
    assert days(calendar(event), *years) == expected


def test_a_moved_occurrence_replaces_the_original_one():
    text = calendar(
        "UID:a\nDTSTART;VALUE=DATE:20250501\nRRULE:FREQ=YEARLY",
        "UID:a\nRECURRENCE-ID;VALUE=DATE:20260501\nDTSTART;VALUE=DATE:20260504",
        "UID:a\nRECURRENCE-ID;VALUE=DATE:20270501\nDTSTART;VALUE=DATE:20270501\nSTATUS:CANCELLED",
    )
    assert days(text, 2025, 2026, 2027, 2028) == ["2025-05-01", "2026-05-04", "2028-05-01"]


def test_names_of_one_date_are_joined_and_unnamed_events_are_closed():
    text = calendar(
        "SUMMARY:New Year\nDTSTART;VALUE=DATE:20260101",
        "SUMMARY:New Year\nDTSTART;VALUE=DATE:20260101",
        "SUMMARY:Stocktaking\nDTSTART;VALUE=DATE:20260101",
        "DTSTART;VALUE=DATE:20260102",
    )
    assert read(text).closed == {
        date(2026, 1, 1): "New Year; Stocktaking",
        date(2026, 1, 2): "closed",
    }


def test_no_years_have_no_dates():
    assert days(calendar("DTSTART;VALUE=DATE:20260101")) == ["2026-01-01"]
    assert read_ics(calendar("DTSTART;VALUE=DATE:20260101").encode(), [], "UTC").closed == {}
    assert public_holidays("DE", None, []) == {}


@pytest.mark.parametrize("text", ["", "hello", "[holidays]\nfile = 1", "BEGIN:VCALENDAR\r\n"])
def test_a_text_that_is_not_a_calendar_is_rejected(text):
    with pytest.raises(ValueError, match=r"^expected .*(iCalendar|VCALENDAR)"):
        read(text)


@pytest.mark.parametrize(
    ("event", "message"),
    [
        ("SUMMARY:x", "DTSTART of event 'x': expected dates such as"),
        ("DTSTART:soon", "DTSTART of event 'closed': expected a value that RFC 5545 allows"),
        ("DTSTART:20260101T140000Z", "DTSTART of event 'closed': expected a whole day"),
        (
            "DTSTART;VALUE=DATE:20260105\nDTEND;VALUE=DATE:20260101",
            "DTEND of event 'closed': expected a date after DTSTART, got 2026-01-01",
        ),
        ("DTSTART;VALUE=DATE:20260105\nDURATION:PT2H", "DURATION must be of days or weeks"),
        (
            "DTSTART;VALUE=DATE:20260105\nDURATION:-P2D",
            "DURATION of event 'closed': expected a time above zero, got -P2D",
        ),
        ("DTSTART;VALUE=DATE:99991231", "DTSTART of event 'closed': expected dates of the years"),
        (
            "DTSTART;VALUE=DATE:20260105\nDTSTART;VALUE=DATE:20260106",
            "line 5: DTSTART of event 'closed': expected one line, got several",
        ),
        (
            "DTSTART;VALUE=DATE:20260105\nDURATION:20260601T000000",
            "DURATION of event 'closed': expected a time such as P1D, got 20260601T000000",
        ),
        (
            "DTSTART;VALUE=DATE:20260105\nRDATE;VALUE=DATE:PT1S",
            "RDATE of event 'closed': expected dates or times, got PT1S",
        ),
        (
            "DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=DAILY;COUNT=4\nEXRULE:FREQ=DAILY;INTERVAL=2",
            "line 7: EXRULE of event 'closed': expected EXDATE for each occurrence that is left "
            "out, got FREQ=DAILY;INTERVAL=2",
        ),
        (
            "DTSTART;VALUE=DATE:20260105\nHello world",
            "line 6: event 'closed': expected lines such as NAME:VALUE, got 'Hello world'",
        ),
        (
            "DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=HOURLY",
            "expected a rule with FREQ=YEARLY, MONTHLY, WEEKLY or DAILY, got FREQ=HOURLY",
        ),
        ("DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=YEARLY;INTERVAL=0", "got FREQ=YEARLY;INTERVAL=0"),
        ("DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=YEARLY;COUNT=0", "got FREQ=YEARLY;COUNT=0"),
        ("DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=YEARLY;SKIP=OMIT;RSCALE=HEBREW", "RRULE of"),
        ("DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=SOMETIMES", "RRULE of event"),
        (
            "DTSTART;VALUE=DATE:20260105\nRDATE;VALUE=PERIOD:20260101T000000Z/P1D",
            "RDATE of event 'closed': expected dates, not periods",
        ),
        (
            "DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=YEARLY\nEXDATE:20270105T120000",
            "EXDATE of event 'closed': expected a whole day",
        ),
    ],
)
def test_an_event_of_part_of_a_day_is_rejected_with_its_property(event, message):
    with pytest.raises(ValueError, match=r"^line \d+: ") as refused:
        read(calendar(event))
    assert message in str(refused.value)


WEST = """BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
""".replace("\n", "\r\n")


def exported(*events: str) -> str:
    """A file as Outlook exports it, with its own definition of the time zone."""
    return calendar(*events).replace("BEGIN:VEVENT", WEST + "BEGIN:VEVENT", 1)


@pytest.mark.parametrize(
    ("until", "zone"),
    [
        pytest.param("20260621T220000Z", "Europe/Berlin", id="the last midnight, in UTC"),
        pytest.param("20260622T215959Z", "Europe/Berlin", id="the last second, in UTC"),
        pytest.param("20260622T235959Z", "Europe/Berlin", id="the last second of the UTC day"),
        pytest.param("20260622T000000Z", "America/New_York", id="midnight of UTC"),
        pytest.param("20260622T040000Z", "America/New_York", id="midnight in New York"),
        pytest.param("20260622", "Europe/Berlin", id="a date"),
    ],
)
def test_the_last_day_of_a_series_counts_however_it_is_written(until, zone):
    text = exported(f"DTSTART;VALUE=DATE:20260601\nRRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL={until}")
    assert days(text, zone=zone) == ["2026-06-01", "2026-06-08", "2026-06-15", "2026-06-22"]


@pytest.mark.parametrize("zone", ["Europe/London", "UTC", "America/New_York", "Asia/Tokyo"])
@pytest.mark.parametrize(
    "until", ["20260621T220000Z", "20260622T215959Z", "20260622T235959Z", "20260622"]
)
@pytest.mark.parametrize("names_zone", ["VTIMEZONE", "X-WR-TIMEZONE", "nothing"])
def test_the_last_day_counts_in_a_calendar_of_another_zone(zone, until, names_zone):
    text = calendar(f"DTSTART;VALUE=DATE:20260601\nRRULE:FREQ=DAILY;INTERVAL=7;UNTIL={until}")
    head = {"VTIMEZONE": WEST, "X-WR-TIMEZONE": "X-WR-TIMEZONE:Europe/Berlin\r\n", "nothing": ""}
    text = text.replace("BEGIN:VEVENT", head[names_zone] + "BEGIN:VEVENT")
    assert days(text, zone=zone) == ["2026-06-01", "2026-06-08", "2026-06-15", "2026-06-22"]


@pytest.mark.parametrize(
    ("until", "zone", "last"),
    [
        ("20260622T215959Z", "Europe/Berlin", "2026-06-22"),
        ("20260622T225959Z", "Europe/London", "2026-06-22"),
        ("20260621T220000Z", "Europe/Berlin", "2026-06-22"),
        ("20260622T040000Z", "America/New_York", "2026-06-22"),
        ("20260622T150000Z", "Asia/Tokyo", "2026-06-23"),
    ],
)
def test_a_daily_series_has_no_day_after_its_last_one(until, zone, last):
    text = calendar(f"DTSTART;VALUE=DATE:20260601\nRRULE:FREQ=DAILY;UNTIL={until}")
    assert days(text, zone=zone)[-1] == last


def test_a_midnight_of_the_zone_that_the_file_names_is_a_whole_day():
    text = calendar("DTSTART:20260531T220000Z\nDTEND:20260601T220000Z")
    with pytest.raises(ValueError, match="expected a whole day"):
        days(text, zone="Europe/London")
    named = text.replace("BEGIN:VEVENT", "X-WR-TIMEZONE:Europe/Berlin\r\nBEGIN:VEVENT")
    assert days(named, zone="Europe/London") == ["2026-06-01"]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        pytest.param(
            ["UID:a\nDTSTART;VALUE=DATE:20260601", "UID:a\nDTSTART;VALUE=DATE:20260602"],
            ["2026-06-01", "2026-06-02"],
            id="two days",
        ),
        pytest.param(
            [
                "UID:a\nDTSTART;VALUE=DATE:20260601\nRRULE:FREQ=DAILY;COUNT=2",
                "UID:a\nDTSTART;VALUE=DATE:20260610",
            ],
            ["2026-06-01", "2026-06-02", "2026-06-10"],
            id="a series and a day",
        ),
        pytest.param(
            [
                "UID:a\nSEQUENCE:1\nDTSTART;VALUE=DATE:20260601",
                "UID:a\nSEQUENCE:2\nDTSTART;VALUE=DATE:20260602",
            ],
            ["2026-06-02"],
            id="a later version replaces an earlier one",
        ),
        pytest.param(
            2
            * [
                "UID:a\nDTSTART;VALUE=DATE:20260601\nRRULE:FREQ=DAILY;COUNT=2",
                "UID:a\nRECURRENCE-ID;VALUE=DATE:20260602\nDTSTART;VALUE=DATE:20260604",
            ],
            ["2026-06-01", "2026-06-04"],
            id="a file that is exported twice into one",
        ),
    ],
)
def test_events_of_one_uid_all_close_their_days(events, expected):
    assert days(calendar(*events)) == expected


@pytest.mark.parametrize(
    ("events", "message"),
    [
        (
            [
                "UID:a\nDTSTART;VALUE=DATE:20260601\nRRULE:FREQ=DAILY;COUNT=2",
                "UID:a\nDTSTART;VALUE=DATE:20260701\nRRULE:FREQ=DAILY;COUNT=2",
                "UID:a\nRECURRENCE-ID;VALUE=DATE:20260602\nDTSTART;VALUE=DATE:20260604",
            ],
            "line 10: UID of event 'closed': expected another one than that of the event above",
        ),
        (
            [
                "UID:a\nDTSTART;VALUE=DATE:20260601\nRRULE:FREQ=DAILY;COUNT=2",
                "UID:a\nRECURRENCE-ID;VALUE=DATE:20260602\nDTSTART;VALUE=DATE:20260604",
                "UID:a\nRECURRENCE-ID;VALUE=DATE:20260602\nDTSTART;VALUE=DATE:20260605",
            ],
            "line 16: RECURRENCE-ID of event 'closed': expected one event for each occurrence",
        ),
    ],
)
def test_events_of_one_uid_that_contradict_each_other_are_rejected(events, message):
    with pytest.raises(ValueError, match=message):
        days(calendar(*events))


@pytest.mark.parametrize(
    "left_out",
    [
        "EXDATE;VALUE=DATE:20260218",
        "EXDATE;TZID=W. Europe Standard Time:20260218T000000",
        "EXDATE:20260217T230000Z",
    ],
)
def test_a_day_is_left_out_of_a_series_however_it_is_written(left_out):
    text = exported(f"DTSTART;VALUE=DATE:20260216\nRRULE:FREQ=DAILY;COUNT=4\n{left_out}")
    assert days(text) == ["2026-02-16", "2026-02-17", "2026-02-19"]


def test_the_start_counts_as_the_first_day_even_if_it_does_not_fit_the_rule():
    rule = "DTSTART;VALUE=DATE:20260603\nRRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3"
    assert days(calendar(rule), 2026) == ["2026-06-03", "2026-06-08", "2026-06-15"]


@pytest.mark.parametrize("status", ["CONFIRMED", "CANCELLED"])
def test_a_day_that_is_left_out_and_moved_is_moved(status):
    """Some programs leave out the day and also write the event that takes its place."""
    text = calendar(
        "UID:a\nDTSTART;VALUE=DATE:20260601\nRRULE:FREQ=WEEKLY;COUNT=4\n"
        "EXDATE;VALUE=DATE:20260608,20260615",
        f"UID:a\nSTATUS:{status}\nRECURRENCE-ID;VALUE=DATE:20260608\nDTSTART;VALUE=DATE:20260609",
    )
    moved = ["2026-06-09"] if status == "CONFIRMED" else []
    assert days(text) == ["2026-06-01", *moved, "2026-06-22"]


@pytest.mark.parametrize("end", ["20260602T000000", "20260601T235900", "20260601T235959"])
@pytest.mark.parametrize("zone", [";TZID=Europe/Berlin:", ":"])
def test_a_whole_day_may_end_a_moment_early(end, zone):
    assert days(calendar(f"DTSTART{zone}20260601T000000\nDTEND{zone}{end}")) == ["2026-06-01"]


def test_all_later_occurrences_can_move_together():
    text = calendar(
        "UID:a\nDTSTART;VALUE=DATE:20260601\nRRULE:FREQ=WEEKLY;COUNT=5",
        "UID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20260615\nDTSTART;VALUE=DATE:20260616",
    )
    assert days(text) == ["2026-06-01", "2026-06-08", "2026-06-16", "2026-06-23", "2026-06-30"]


def test_an_event_that_is_marked_as_free_closes_nothing():
    text = calendar(
        "SUMMARY:Mother's Day\nDTSTART;VALUE=DATE:20260510\nTRANSP:TRANSPARENT",
        "SUMMARY:Labour Day\nDTSTART;VALUE=DATE:20260501\nTRANSP:OPAQUE",
    )
    assert read(text) == ({date(2026, 5, 1): "Labour Day"}, {date(2026, 5, 10): "Mother's Day"})


def test_a_byte_order_mark_is_not_part_of_an_ics_file():
    assert days("\ufeff" + calendar("DTSTART;VALUE=DATE:20260105")) == ["2026-01-05"]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\r\n"])
def test_lines_may_end_as_any_program_writes_them(end):
    text = calendar("SUMMARY:a\nDTSTART;VALUE=DA\n TE:20260105", "DTSTART;VALUE=DATE:20260106")
    assert days(text.replace("\r\n", end)) == ["2026-01-05", "2026-01-06"]
    assert days(text.replace("\r\n", end, 5)) == ["2026-01-05", "2026-01-06"]


def test_a_line_may_be_continued_anywhere():
    text = calendar("DTSTART;VALUE=DATE:20260105").replace("BEGIN:VEVENT", "BEGIN:VE\r\n VENT")
    assert days(text) == ["2026-01-05"]


@pytest.mark.parametrize("name", ["Mariä Himmelfahrt", "Fête nationale 🎆"])
@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r"])
def test_a_line_may_be_continued_in_the_middle_of_a_character(name, end):
    """Programs that count bytes do so. Line numbers stay correct."""
    text = calendar(f"SUMMARY:{name}\nDTSTART;VALUE=DATE:20260105", "DTSTART:20260101T140000Z")
    character = next(c for c in name if not c.isascii()).encode()
    content = text.encode().replace(character, character[:1] + b"\r\n " + character[1:])
    whole, _, broken = content.replace(b"\r\n", end).rpartition(b"BEGIN:VEVENT")

    assert read_ics(whole + b"END:VCALENDAR" + end, [2026], "UTC").closed == {
        date(2026, 1, 5): name
    }
    with pytest.raises(ValueError, match=r"^line 10: DTSTART of event"):
        read_ics(whole + b"BEGIN:VEVENT" + broken, [2026], "UTC")


@pytest.mark.parametrize(
    ("zone", "start", "end", "day"),
    [
        ("Africa/Cairo", "20260423T220000Z", "20260424T210000Z", "2026-04-24"),
        ("Africa/Cairo", "20260422T220000Z", "20260423T220000Z", "2026-04-23"),
        ("Asia/Beirut", "20260328T220000Z", "20260329T205959Z", "2026-03-29"),
        ("America/Santiago", "20260906T040000Z", "20260907T030000Z", "2026-09-06"),
        ("America/Havana", "20261101T040000Z", "20261102T050000Z", "2026-11-01"),
    ],
)
def test_a_day_whose_midnight_is_skipped_or_occurs_twice_is_a_whole_day(zone, start, end, day):
    """In these zones the clocks change at midnight. The day begins at 01:00, or at the first of its
    two midnights."""
    assert days(calendar(f"DTSTART:{start}\nDTEND:{end}"), zone=zone) == [day]


def test_on_other_days_01_00_is_not_the_start_of_a_whole_day():
    with pytest.raises(ValueError, match="expected a whole day"):
        days(calendar("DTSTART:20260424T220000Z\nDTEND:20260425T220000Z"), zone="Africa/Cairo")


def test_the_line_of_a_mistake_counts_lines_of_the_file_only():
    description = "DESCRIPTION:a\u2028b\n BEGIN:VEVENT"
    text = calendar(f"{description}\nDTSTART;VALUE=DATE:20260105", "DTSTART:20260101T140000Z")
    with pytest.raises(ValueError, match=r"^line 10: DTSTART of event"):
        read(text)


def test_a_zone_without_a_name_is_no_obstacle():
    text = exported("DTSTART;VALUE=DATE:20260105").replace("TZID:W. Europe Standard Time\r\n", "")
    assert days(text) == ["2026-01-05"]


def test_a_file_that_cancels_its_events_is_rejected():
    text = calendar("DTSTART;VALUE=DATE:20260105").replace("PRODID", "METHOD:CANCEL\r\nPRODID")
    with pytest.raises(ValueError, match="METHOD: expected an export of events, got CANCEL"):
        read(text)


def test_a_file_of_another_calendar_scale_is_refused():
    text = calendar("DTSTART;VALUE=DATE:57860601").replace("PRODID", "CALSCALE:HEBREW\r\nPRODID")
    with pytest.raises(ValueError, match="CALSCALE: expected GREGORIAN, got HEBREW"):
        read(text)


def test_an_ics_file_in_another_encoding_is_rejected():
    with pytest.raises(ValueError, match=r"^expected an iCalendar file in UTF-8$"):
        read_ics(calendar("SUMMARY:Büro").encode("latin-1"), [2026], "UTC")


def test_a_mistake_in_an_ics_file_names_the_line_of_the_property():
    text = calendar("DTSTART;VALUE=DATE:20260105", "SUMMARY:b\nDTSTART:20260101T140000Z")
    with pytest.raises(ValueError, match=r"^line 9: DTSTART of event 'b': expected a whole day"):
        read(text)


def test_the_regions_of_a_country_that_differ_are_known():
    assert "SCT" in differing_regions("GB", [2026])
    assert differing_regions("NL", [2026]) == []


def test_holidays_of_a_part_of_the_day_are_known_by_region():
    assert part_day_holidays("AU", "SA", [2026])[date(2026, 12, 24)] == "Christmas Eve (from 7pm)"
    assert part_day_holidays("DE", "BE", [2026]) == {}

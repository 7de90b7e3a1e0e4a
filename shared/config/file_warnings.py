"""Warns of what a valid file probably does not mean. Each warning says what was expected."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import phonenumbers

from shared.config import (
    closures,
    complaint_lint,
    no_effect_lint,
    opening_hours,
    unmatched_message_lint,
    unreachable_policy_lint,
    unused_lint,
)
from shared.config.closures import Closures
from shared.config.configuration import ADDRESS_KEYS, SECRET_CHANNELS, Configuration
from shared.config.file_model import CalendarTable, File, ResponderTable
from shared.config.file_to_calendars import DAYS
from shared.config.file_to_configuration import Tried
from shared.config.mistakes import Mistake
from shared.config.toml_lines import KeyPath
from shared.config.working_days import working_day_s
from shared.domain import calendars
from shared.domain.durations import format_exact, parse_duration
from shared.domain.events import CHANNELS

_MAX_LISTED = 5
_REVERSED = re.compile(r"Etc/GMT([+-])([1-9][0-9]?)")
_WITHOUT_SUMMER = {"EST": "America/New_York", "MST": "America/Denver", "HST": "Pacific/Honolulu"}
_DURATION = re.compile(r"((?:\d+[smhdw]\s*)+)(?:before|after)?")


def file_warnings(
    file: File,
    raw: Mapping[str, Any],
    tried: Tried,
    coming: Mapping[str, Closures],
    today: date,
) -> Iterator[Mistake]:
    """All warnings. `coming` has what closes each calendar in the next twelve months."""
    yield from _shared_addresses(file, tried.with_shadows)
    yield from _impossible_numbers(file)
    yield from _unnamed_accounts(file)
    yield from _names_as_ids(file)
    yield from _zones_of_no_place(file)
    for name, table in file.calendars.items():
        key: KeyPath = ("calendars", name)
        yield from _regions(table, key, [today.year, today.year + 1])
        yield from _part_days(table, key, coming[name])
        yield from _free_events(table, key, coming[name])
        yield from _touching_hours(table, key)
    yield from _calendar_days(raw, tried.with_shadows)
    yield from _early_steps(tried.with_shadows, len(file.policies))
    yield from no_effect_lint.lint(file, raw, tried.with_shadows, today)
    never = dict(unreachable_policy_lint.never_applied(tried))
    for index, reason in never.items():
        if index < len(file.policies):
            yield Mistake(("policies", index), reason)
    yield from unused_lint.lint(file, tried.with_shadows, set(never))
    yield from unmatched_message_lint.lint(tried.configuration, has_defaults=file.default_policies)
    yield from complaint_lint.lint(tried.with_shadows)


def _shared_addresses(file: File, configuration: Configuration) -> Iterator[Mistake]:
    """A responder with another one's address gets each alert twice. Several may share what belongs
    to a team, such as a channel in Slack, if no step notifies two of them."""
    for index, responder in enumerate(file.responders):
        for by, key in ADDRESS_KEYS.items():
            address = _address(responder, key)
            others = [
                other.name
                for other in file.responders[:index]
                if address and _address(other, key) == address
                if by not in SECRET_CHANNELS or _together(configuration, responder, other)
            ]
            if others:
                reason = f"is also that of {others[0]!r}: expected another for each responder"
                yield Mistake(("responders", index, key), reason)


def _address(responder: ResponderTable, key: str) -> str:
    return (getattr(responder, key) or "").casefold()


def _together(configuration: Configuration, one: ResponderTable, other: ResponderTable) -> bool:
    """Whether a step notifies both. Of a rotation, one is on call at a time."""
    steps = [s for p in configuration.policy_set.policies for s in (*p.steps, *p.window_steps)]
    named = [*(step.notify for step in steps), configuration.backup]
    return any({one.name, other.name} <= set(names) for names in named)


def _impossible_numbers(file: File) -> Iterator[Mistake]:
    for index, responder in enumerate(file.responders):
        if responder.phone and not _is_possible(responder.phone):
            reason = "cannot be dialled: expected as many digits as the country's numbers have"
            yield Mistake(("responders", index, "phone"), reason)


def _unnamed_accounts(file: File) -> Iterator[Mistake]:
    """Of several accounts on Threads, which names authors by username only, each can be the author
    of what another one gets."""
    threads = [i for i, account in enumerate(file.accounts) if account.channel == "threads"]
    for index in threads if len(threads) > 1 else ():
        if not file.accounts[index].username:
            reason = "without it, what this account writes to your others on Threads opens waits"
            yield Mistake(("accounts", index, "username"), reason)


def _names_as_ids(file: File) -> Iterator[Mistake]:
    """Platforms name accounts by numbers in what they send."""
    for index, account in enumerate(file.accounts):
        if account.channel in CHANNELS and not account.id.isdigit():
            reason = (
                f"{account.id!r} is no number: expected the id that {account.channel} sends, not "
                "the account's name; events of accounts that are not in this file are quarantined"
            )
            yield Mistake(("accounts", index, "id"), reason)


def _zones_of_no_place(file: File) -> Iterator[Mistake]:
    """`Etc/GMT+1` is an hour behind UTC, not ahead: its sign is that of POSIX. `EST` is the same in
    summer as in winter, which New York is not."""
    zones: list[tuple[KeyPath, str | None]] = [
        *((("accounts", i), table.zone) for i, table in enumerate(file.accounts)),
        *((("responders", i), table.zone) for i, table in enumerate(file.responders)),
        *((("rotations", name), table.zone) for name, table in file.rotations.items()),
        *((("calendars", name), table.zone) for name, table in file.calendars.items()),
    ]
    for place, zone in zones:
        if found := _REVERSED.fullmatch(zone or ""):
            sign = {"+": "-", "-": "+"}[found[1]]
            reason = f"{zone!r} is UTC{sign}{int(found[2]):02}:00: expected a zone of a place"
            yield Mistake((*place, "zone"), f'{reason}, such as "Europe/Berlin"')
        elif zone in _WITHOUT_SUMMER:
            reason = f"{zone!r} has no daylight saving time: expected a zone of a place"
            yield Mistake((*place, "zone"), f"{reason}, such as {_WITHOUT_SUMMER[zone]!r}")


def _is_possible(phone: str) -> bool:
    try:
        length = phonenumbers.is_possible_number_with_reason(phonenumbers.parse(phone))
    except phonenumbers.NumberParseException:
        return False
    return length == phonenumbers.ValidationResult.IS_POSSIBLE


def _regions(table: CalendarTable, key: KeyPath, years: list[int]) -> Iterator[Mistake]:
    if table.holidays is None or table.holidays.region is not None:
        return
    from shared.config import holidays

    country = table.holidays.country
    if differing := holidays.differing_regions(country, years):
        yield Mistake(
            (*key, "holidays"),
            f"the holidays of {country} differ by region: expected one of {_listed(differing)}, "
            f'or region = "{closures.NATIONAL}" for those of the whole country only',
        )


def _part_days(table: CalendarTable, key: KeyPath, coming: Closures) -> Iterator[Mistake]:
    open_days = [day for day in coming.part_days if day not in table.dates]
    if open_days:
        shown = _listed([f"{day} ({coming.part_days[day]})" for day in open_days])
        reason = f"open all day on part-day holidays: expected hours in `dates`: {shown}"
        yield Mistake((*key, "holidays"), reason)


def _free_events(table: CalendarTable, key: KeyPath, coming: Closures) -> Iterator[Mistake]:
    if coming.free and table.ics_free is None:
        shown = _listed([f"{day} ({name})" for day, name in coming.free.items()])
        yield Mistake(
            (*key, "ics"),
            f"events marked as free (TRANSP:TRANSPARENT) close nothing: {shown}; expected "
            "ics_free = true if they are holidays, or false if they are not",
        )


def _touching_hours(table: CalendarTable, key: KeyPath) -> Iterator[Mistake]:
    for day in DAYS:
        if reason := opening_hours.touching(calendars.parse_hours(getattr(table, day))):
            yield Mistake((*key, day), reason)
    for date_, hours in table.dates.items():
        if reason := opening_hours.touching(calendars.parse_hours(hours)):
            yield Mistake((*key, "dates", date_.isoformat()), reason)


def _calendar_days(raw: Mapping[str, Any], configuration: Configuration) -> Iterator[Mistake]:
    """`1d` on a business clock is 24 open hours: three days of 8 hours."""
    for index, table in enumerate(raw.get("policies", ())):
        policy = configuration.policy_set.policies[index]
        calendar = configuration.policy_set.calendars.get(policy.calendar or "")
        day_s = working_day_s(calendar)
        if policy.clock != "business" or not day_s:
            continue
        for keys, written in _durations(table):
            found = _DURATION.fullmatch(written.strip())
            if found and ("d" in found[1] or "w" in found[1]):
                reason = _in_open_hours(found[1], day_s, calendar.name if calendar else "")
                yield Mistake(("policies", index, *keys), f"{written!r} {reason}")


def _early_steps(configuration: Configuration, written: int) -> Iterator[Mistake]:
    """`2h before`, where every target is shorter: it fires as soon as the wait opens. `written` is
    how many policies the file has."""
    for index, policy in enumerate(configuration.policy_set.policies[:written]):
        targets = (policy.first_response_s, policy.next_response_s, policy.follow_up_s)
        longest_s = max((s for s in targets if s is not None), default=None)
        for number, step in enumerate(policy.steps):
            if longest_s is not None and not step.wall and -step.offset_s > longest_s:
                most = f"{longest_s}s" if longest_s % 60 else f"{longest_s // 60}m"
                reason = f'{step.at!r} is before the wait opens: expected at most "{most} before"'
                yield Mistake(("policies", index, "steps", number), reason)


def _durations(table: Mapping[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    for key in ("first_response", "next_response", "follow_up", "repeat_every"):
        if isinstance(table.get(key), str):
            yield (key,), table[key]
    for number, step in enumerate(table.get("steps", ())):
        yield ("steps", number, "at"), step if isinstance(step, str) else step["at"]


def _in_open_hours(duration: str, day_s: int, calendar: str) -> str:
    seconds = parse_duration(duration)
    days, rest_s = divmod(seconds, day_s)
    rest = f" and {format_exact(rest_s)}" if rest_s else ""
    plural = "" if days == 1 else "s"
    return (
        f"means {seconds / 3600:g} open hours, which are {days} working day{plural}{rest} of "
        f'{calendar!r}: expected hours, or "1 working day" ({format_exact(day_s)})'
    )


def _listed(values: list[str]) -> str:
    more = len(values) - _MAX_LISTED
    return ", ".join(values[:_MAX_LISTED]) + (f" and {more} more" if more > 0 else "")

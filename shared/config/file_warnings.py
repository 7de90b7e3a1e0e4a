"""Warns of values in a valid file that probably were not intended. Each warning says what was
expected."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from shared.config import (
    account_lint,
    closures,
    complaint_lint,
    no_effect_lint,
    responder_lint,
    unmatched_message_lint,
    unreachable_policy_lint,
    unused_lint,
    zone_lint,
)
from shared.config.closures import Closures
from shared.config.configuration import Configuration
from shared.config.file_model import CalendarTable, File
from shared.config.file_to_calendars import DAYS
from shared.config.file_to_configuration import Tried
from shared.config.mistakes import Mistake
from shared.config.toml_lines import KeyPath
from shared.config.working_days import working_day_s
from shared.domain import opening_hours
from shared.domain.durations import format_exact, parse_duration

_DURATION_KEYS = ("first_response", "next_response", "follow_up", "repeat_every")
_A_MINUTE_S = 60
_MAX_LISTED = 5
_DURATION = re.compile(r"((?:\d+[smhdw]\s*)+)(?:before|after)?")


def file_warnings(
    file: File,
    raw: Mapping[str, Any],
    tried: Tried,
    coming: Mapping[str, Closures],
    today: date,
) -> Iterator[Mistake]:
    """All warnings. `coming` has the closures of each calendar in the next twelve months."""
    yield from responder_lint.lint(file, tried.with_shadows)
    yield from account_lint.lint(file)
    yield from zone_lint.lint(file)
    for name, table in file.calendars.items():
        key: KeyPath = ("calendars", name)
        yield from _regions(table, key, [today.year, today.year + 1])
        yield from _part_days(table, key, coming[name])
        yield from _free_events(table, key, coming[name])
        yield from _touching_hours(table, key)
    yield from _bare_seconds(raw)
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
        if reason := opening_hours.touching(opening_hours.parse_hours(getattr(table, day))):
            yield Mistake((*key, day), reason)
    for date_, hours in table.dates.items():
        if reason := opening_hours.touching(opening_hours.parse_hours(hours)):
            yield Mistake((*key, "dates", date_.isoformat()), reason)


def _bare_seconds(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    """Warns of `24` as a duration, which is 24 seconds."""
    for index, table in enumerate(raw.get("policies", ())):
        for key in _DURATION_KEYS:
            written = table.get(key)
            if isinstance(written, int) and written < _A_MINUTE_S:
                reason = f'{written} is in seconds: expected a unit, such as "{written}h"'
                yield Mistake(("policies", index, key), reason)


def _calendar_days(raw: Mapping[str, Any], configuration: Configuration) -> Iterator[Mistake]:
    """Warns of `1d` on a business clock, which is 24 open hours: three days of 8 hours."""
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
    """Warns of a step such as `2h before` if every target is shorter: it fires as soon as the wait
    opens. `written` is how many policies the file has."""
    for index, policy in enumerate(configuration.policy_set.policies[:written]):
        targets = (policy.first_response_s, policy.next_response_s, policy.follow_up_s)
        longest_s = max((s for s in targets if s is not None), default=None)
        for number, step in enumerate(policy.steps):
            if longest_s is not None and not step.wall and -step.offset_s > longest_s:
                most = f"{longest_s}s" if longest_s % 60 else f"{longest_s // 60}m"
                reason = f'{step.at!r} is before the wait opens: expected at most "{most} before"'
                yield Mistake(("policies", index, "steps", number), reason)


def _durations(table: Mapping[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    for key in _DURATION_KEYS:
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

"""Working days as a unit of durations on a business clock: `"2 working days"`."""

from dataclasses import dataclass

from shared.domain.calendars import Calendar


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """A duration on a business clock, in days as long as the longest day of its calendar."""

    count: int


def in_seconds(duration: int | WorkingDays, day_s: int) -> int:
    """The duration in seconds of its clock, if a working day has `day_s` seconds."""
    return duration if isinstance(duration, int) else duration.count * day_s


def working_day_s(calendar: Calendar | None) -> int:
    """The open seconds of a working day: those of the longest day of the calendar's week. 0 if the
    calendar has no weekly hours."""
    week = calendar.week if calendar else ()
    return max((60 * sum(end - start for start, end in day) for day in week), default=0)

"""Reads the figures of any period from as few rows as possible: whole months, whole days, and
quarter hours at both ends.

Example, from 30 January 10:15 to 3 March 00:00: the hours of 30 January from 10 on, the day of 31
January, the month of February, and the days of 1 and 2 March.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from shared.domain.statistics import Figures, Group
from shared.storage import daily_figures
from shared.storage.attributes import stamp
from shared.storage.daily_figures import DAY, Arrivals, Day, arrivals_of, day_begin, month_end
from shared.storage.hourly_figures import QUARTER_MIN, quarter_of
from shared.storage.store import Store

QUARTER = timedelta(minutes=QUARTER_MIN)

type Part = tuple[Group, Figures]
type Slot = tuple[datetime, Group, Figures]
"""Figures by the beginning of their quarter hour."""


def quarter_begin(at: datetime) -> datetime:
    """The beginning of the quarter hour in which this moment lies."""
    return datetime.fromisoformat(quarter_of(at)).replace(tzinfo=at.tzinfo)


def quarter_end(at: datetime) -> datetime:
    """The first quarter of an hour (00, 15, 30 or 45 minutes) that is not before this moment."""
    begin = quarter_begin(at)
    return begin if begin == at else begin + QUARTER


class Reader:
    """Reads the figures of all periods within one period, each row at most once.

    Periods begin and end on a quarter of an hour, in UTC. What is read may be a second old.
    """

    def __init__(self, store: Store, start: datetime, end: datetime) -> None:
        self._store, self._start, self._end = store, start, end
        self._days: dict[str, dict[str, Day]] = {}
        self._months: dict[str, dict[Group, Figures]] = {}
        self._hours: dict[str, list[Slot]] = {}
        self._arrivals: dict[str, dict[str, Arrivals]] = {}

    def sums(self, start: datetime, end: datetime) -> Iterator[Part]:
        """The figures of the waits that opened from `start` (inclusive) to `end` (exclusive).

        The figures of a group may come in several parts.
        """
        self._load_months(start, end)
        at = start
        while at < end:
            month, day = stamp(at)[:7], stamp(at)[:10]
            if at == day_begin(month) and month_end(month) <= end and month in self._months:
                yield from self._months[month].items()
                at = month_end(month)
                continue
            until = min(day_begin(day) + DAY, end)
            row = self._day(day)
            if row is not None:
                if row.is_final and until - at == DAY:
                    yield from row.figures.items()
                else:
                    yield from ((g, f) for _, g, f in self._slots(day, at, until))
            at = until

    def arrivals(self, start: datetime, end: datetime, now: datetime) -> Iterator[Arrivals]:
        """The figures for the view by hour of the week, for each quarter hour of the period."""
        at = start
        while at < end:
            day = stamp(at)[:10]
            until = min(day_begin(day) + DAY, end)
            whole_day = self._arrivals_of(day[:7]).get(day)
            if whole_day is not None and until - at == DAY:
                yield whole_day
            elif self._day(day) is not None:
                quarters = (((quarter_of(q), g), f) for q, g, f in self._slots(day, at, until))
                yield arrivals_of(quarters, now)
            at = until

    def _load_months(self, start: datetime, end: datetime) -> None:
        """Reads the months that lie wholly in the period, unless they were read before."""
        first, last = stamp(start)[:7], stamp(end)[:7]
        if start > day_begin(first):
            first = stamp(month_end(first))[:7]
        if month_end(first) <= end and first not in self._months:
            self._months |= daily_figures.months(self._store, since=first, until=last)

    def _day(self, day: str) -> Day | None:
        """The row of a day, or None. Only a day without any wait has none."""
        month = day[:7]
        if month not in self._days:
            rows = daily_figures.some_days(self._store, *self._within(month))
            self._days[month] = {row.day: row for row in rows}
        return self._days[month].get(day)

    def _arrivals_of(self, month: str) -> dict[str, Arrivals]:
        if month not in self._arrivals:
            self._arrivals[month] = daily_figures.arrivals(self._store, *self._within(month))
        return self._arrivals[month]

    def _within(self, month: str) -> tuple[str, str]:
        """The first and the last day of the month that the period touches."""
        last = min(self._end, month_end(month)) - QUARTER
        return stamp(max(self._start, day_begin(month)))[:10], stamp(last)[:10]

    def _slots(self, day: str, start: datetime, end: datetime) -> Iterator[Slot]:
        if day not in self._hours:
            last = min(self._end, day_begin(day) + DAY) - QUARTER
            first = max(self._start, day_begin(day))
            found = daily_figures.hours(self._store, stamp(first)[:13], stamp(last)[:13])
            self._hours[day] = [
                (_moment(quarter), group, figures)
                for hour in found
                for (quarter, group), figures in hour.items()
            ]
        return (slot for slot in self._hours[day] if start <= slot[0] < end)


def _moment(quarter: str) -> datetime:
    return datetime.fromisoformat(f"{quarter}Z")

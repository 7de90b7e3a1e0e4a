"""Statistics of a period: whole hours are added up, conversations never read."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shared.domain import statistics
from shared.domain.statistics import HORIZON_S, Figures, Group
from shared.storage import hourly_figures
from shared.storage.attributes import moment, stamp
from shared.storage.store import Store


def figures(
    store: Store, start: datetime, end: datetime, now: datetime, only: Mapping[str, str]
) -> dict[str, Any]:
    """The measures of the waits that opened in the hours from `start` to `end`, and by channel."""
    whole, ripe = Figures(), Figures()
    channels: defaultdict[str, Figures] = defaultdict(Figures)
    for hour, group, part in hourly_figures.read(store, start, end):
        if not _wanted(group, only):
            continue
        whole.add(part)
        channels[group.channel].add(part)
        if _begins(hour) + timedelta(hours=1, seconds=HORIZON_S) <= now:
            ripe.add(part)
    return {
        "from": f"{stamp(start)[:13]}:00:00Z",
        "to": stamp(end),
        **statistics.summary(whole, now),
        "unanswered_after": statistics.unanswered(ripe),
        "by_channel": {c: statistics.summary(f, now) for c, f in sorted(channels.items())},
    }


def week(
    store: Store,
    start: datetime,
    end: datetime,
    now: datetime,
    zone: ZoneInfo,
    only: Mapping[str, str],
) -> dict[str, Any]:
    """When in the week customers come and promises are broken: the waits that opened in the hours
    from `start` to `end`, by weekday and hour of that time zone.

    Hours are kept in UTC: in a zone that is off by a part of an hour, what is counted for a local
    hour begins up to 45 minutes into it.
    """
    slots: defaultdict[tuple[int, int], Figures] = defaultdict(Figures)
    for hour, group, part in hourly_figures.read(store, start, end):
        if _wanted(group, only):
            local = _begins(hour).astimezone(zone)
            slots[local.weekday(), local.hour].add(part)
    return {
        "from": f"{stamp(start)[:13]}:00:00Z",
        "to": stamp(end),
        "zone": zone.key,
        "hours": [
            {"weekday": weekday + 1, "hour": hour, **statistics.arrivals(found, now)}
            for (weekday, hour), found in sorted(slots.items())
        ],
    }


def _begins(hour: str) -> datetime:
    return moment(f"{hour}:00:00.000Z")


def _wanted(group: Group, only: Mapping[str, str]) -> bool:
    intent = only.get("intent")
    if intent is not None and intent not in group.intents.split("+"):
        return False
    return all(getattr(group, name) == value for name, value in only.items() if name != "intent")

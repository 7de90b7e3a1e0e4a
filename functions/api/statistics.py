"""Statistics of a period: whole hours are added up, conversations never read."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared import hours, measures
from shared.attributes import stamp
from shared.measures import Figures, Group
from shared.store import Store


def figures(
    store: Store, start: datetime, end: datetime, now: datetime, only: Mapping[str, str]
) -> dict[str, Any]:
    """The measures of the waits that opened in the hours from `start` to `end`, and by channel."""
    whole = Figures()
    channels: defaultdict[str, Figures] = defaultdict(Figures)
    for _, group, part in hours.read(store, start, end):
        if _wanted(group, only):
            whole.add(part)
            channels[group.channel].add(part)
    return {
        "from": f"{stamp(start)[:13]}:00:00Z",
        "to": stamp(end),
        **measures.summary(whole, now),
        "by_channel": {c: measures.summary(f, now) for c, f in sorted(channels.items())},
    }


def _wanted(group: Group, only: Mapping[str, str]) -> bool:
    intent = only.get("intent")
    if intent is not None and intent not in group.intents.split("+"):
        return False
    return all(getattr(group, name) == value for name, value in only.items() if name != "intent")

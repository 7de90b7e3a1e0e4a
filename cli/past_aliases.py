"""Which conversation a past message belongs to, where customers have several ids (WhatsApp)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from cli.history_file import Line
from shared.domain.aliases import Alias, AliasesOf, belongs_to
from shared.domain.events import Event
from shared.storage import alias_items
from shared.storage.attributes import stamp

_NAMING = frozenset({"message", "reply", "edit", "delete", "not_a_message"})
"""The kinds of events for which the webhook stores an alias."""


def aliases_of(lines: Iterable[Line]) -> AliasesOf:
    """The aliases that lead away from a conversation, according to the customers' ids in these
    lines."""
    found: defaultdict[str, set[Alias]] = defaultdict(set)
    for line in lines:
        alias, place = line.plain.get("alias"), f"{line.channel}:{line.account}"
        if not alias or line.kind not in _NAMING or line.surface != "private":
            continue
        event = Event(
            kind="not_a_message" if line.kind == "not_a_message" else "message",
            event_name="",
            channel=line.channel,
            surface="private",
            account=line.account,
            customer=line.customer,
            message_id=line.message_id,
            at=line.at,
            alias=str(alias),
        )
        if alias_items.has_alias(event):
            item = alias_items.alias_item_of(event, f"{place}:{line.customer}")
            found[f"{place}:{alias}"].add(alias_items.alias_of(item))
    return lambda conversation: found.get(conversation, ())


def placed(name: str, line: Line, aliases: AliasesOf) -> tuple[str, Line]:
    """The conversation to which this message of the conversation `name` belongs, and the line with
    that conversation's ids."""
    if line.surface != "private" or line.at is None:
        return name, line
    place = belongs_to(name, stamp(line.at), aliases)
    if place == name:
        return name, line
    return place, replace(line, conversation=place, customer=place.split(":", 2)[2])

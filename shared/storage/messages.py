"""Distinguishes the stored items of a conversation, and turns a stored message into the form that
the fold needs.

`message_items.py` says how an event becomes such an item.
"""

from collections.abc import Mapping
from typing import Any

from shared.config.configuration import Configuration
from shared.domain.events import AUTOMATED_REPLY
from shared.domain.fold import Message
from shared.domain.policies import Traits
from shared.storage import schema, second_opinions
from shared.storage.attributes import moment, moment_of
from shared.storage.schema import SK


def is_message(item: Mapping[str, Any]) -> bool:
    """Whether this is a message, a reply or a dismissal. These are what the fold sorts by time."""
    return str(item[SK]).startswith(schema.MESSAGE)


def is_deletion(item: Mapping[str, Any]) -> bool:
    """Whether this says that a message was deleted."""
    return str(item[SK]).startswith((schema.DELETION, schema.OWN_DELETION))


def is_failure(item: Mapping[str, Any]) -> bool:
    """Whether this says that a reply never arrived."""
    return str(item[SK]).startswith(schema.FAILURE)


def is_arrival(item: Mapping[str, Any]) -> bool:
    """Whether this says that a reply arrived. It wins over a failure of the same reply."""
    return str(item[SK]).startswith(schema.ARRIVED)


def is_edit(item: Mapping[str, Any]) -> bool:
    """Whether this is an edit of a message."""
    return str(item[SK]).startswith(schema.EDIT)


def is_correction(item: Mapping[str, Any]) -> bool:
    """Whether this says when a message from the future arrived."""
    return str(item[SK]).startswith(schema.CORRECTION)


def is_inbound(item: Mapping[str, Any]) -> bool:
    """Whether the customer wrote this message, or the message that this item refers to."""
    return item.get("direction") == "in"


def sort_key(message: Message) -> str:
    """The message's sort key for the time from which it counts."""
    return schema.message_sk(message.at, message.id, inbound=message.inbound)


def message_of(
    item: Mapping[str, Any],
    configuration: Configuration,
    *,
    deletion: Mapping[str, Any] | None = None,
    arrived_at: str | None = None,
    opinion: Mapping[str, Any] | None = None,
    elsewhere: bool = False,
) -> Message:
    """A stored message as the fold needs it.

    `arrived_at`: when a message from the future arrived, as a timestamp. `elsewhere`: it is stored
    in another conversation.
    """
    inbound = is_inbound(item)
    at = moment(item["at"])
    skewed = arrived_at is not None and moment(arrived_at) < at
    marks = second_opinions.marks_of(item, configuration, opinion)
    automated = not inbound and is_automated(item, configuration)
    deflects = bool(marks.get("deflects"))
    elsewhere = elsewhere or is_campaign(item)
    answers = not (inbound or automated or deflects or elsewhere or "dismissed_by" in item)
    ends_nothing = deflects or (automated and not configuration.policy_set.bots_close)
    return Message(
        id=item["message_id"],
        at=moment(arrived_at) if skewed and arrived_at else at,
        inbound=inbound,
        automated=automated,
        deflects=deflects,
        holding=answers and bool(marks.get("holding")),
        asks=not inbound and bool(marks.get("asks")),
        courtesy=bool(marks.get("courtesy")),
        affirms=bool(marks.get("affirms")),
        deleted=deletion is not None,
        deleted_at=moment_of(deletion, "at") if deletion else None,
        dismissed_by=item.get("dismissed_by"),
        dismissed_at=moment_of(item, "dismissed_at"),
        reason=item.get("reason"),
        intents=frozenset(marks.get("intents", ())),
        language=marks.get("language"),
        followers=item.get("followers"),
        agent=item.get("agent"),
        elsewhere=elsewhere,
        skewed=skewed,
        ends_nothing=ends_nothing and not inbound and not elsewhere,
    )


def is_deleted_text(item: Mapping[str, Any]) -> bool:
    """Whether the message had a text that is gone because the message was deleted. A message that
    never had one, such as a picture, looks the same after its deletion as before."""
    return bool(item.get("is_changed")) and not item.get("text")


def is_automated(item: Mapping[str, Any], configuration: Configuration) -> bool:
    """Whether the reply came from an app that is configured as automated, or that marked it so."""
    named = {item.get("app"), item.get("app_tag")}
    return item.get("event_name") == AUTOMATED_REPLY or not named.isdisjoint(configuration.bots)


def is_human_reply(item: Mapping[str, Any], configuration: Configuration) -> bool:
    """Whether a person of the brand wrote this message."""
    return (
        is_message(item)
        and not is_inbound(item)
        and not is_automated(item, configuration)
        and "dismissed_by" not in item
    )


def is_campaign(item: Mapping[str, Any]) -> bool:
    """Whether WhatsApp says that this reply was marketing or a one-time code.

    It was not written for this customer's question, so it is shown, but ends no wait.
    """
    return str(item.get("event_name")).startswith("statuses.sent.")


def traits(message: Message, *, channel: str, surface: str, account: str) -> Traits:
    """What the conditions of policies look at."""
    return Traits(channel, surface, account, message.intents, message.language, message.followers)

"""Stores an alias: a customer has another id, for good or until a moment."""

from collections.abc import Mapping
from typing import Any

from shared.domain.aliases import Alias
from shared.domain.events import Event
from shared.storage import schema
from shared.storage.attributes import Item, stamp
from shared.storage.id_limits import fits
from shared.storage.schema import PK, SK


def has_alias(event: Event) -> bool:
    """Whether the event says that the customer has, or had, another id."""
    return (
        event.alias is not None
        and event.conversation is not None
        and event.alias != event.customer
        and fits(event)
        and (_is_for_good(event) or (event.kind == "not_a_message" and event.at is not None))
    )


def _is_for_good(event: Event) -> bool:
    """Whether the alias never ends. A scoped id belongs to one phone number: if the number changes,
    so does the id."""
    return is_scoped_id(str(event.alias)) and not is_scoped_id(str(event.customer))


def is_scoped_id(customer: str) -> bool:
    """Whether this is a business-scoped id of WhatsApp (`US.1349…`) and not a phone number.

    https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
    """
    return "." in customer


def alias_item_of(event: Event, conversation: str) -> Item:
    """The alias of this event: it leads from the conversation under the customer's other id to this
    one, for good or for what was said until a moment."""
    other = f"{event.channel}:{event.account}:{event.alias}"
    until = None if _is_for_good(event) or event.at is None else stamp(event.at)
    return alias_item(other, Alias(conversation, str(event.customer), until))


def alias_item(conversation: str, leads_to: Alias) -> Item:
    """An alias as an item of the conversation that it leads away from. It does not expire."""
    name = f"{leads_to.until}#{leads_to.customer}" if leads_to.until else leads_to.customer
    return {
        PK: schema.conversation_pk(conversation),
        SK: f"{schema.ALIAS}{name}",
        "message_id": f"alias-{name}",
        "conversation": leads_to.conversation,
        "customer": leads_to.customer,
        "until": leads_to.until,
    }


def alias_of(item: Mapping[str, Any]) -> Alias:
    """The inverse of `alias_item`."""
    return Alias(item["conversation"], item["customer"], item.get("until"))


def is_alias_item(item: Mapping[str, Any]) -> bool:
    """Whether this item is an alias."""
    return str(item[SK]).startswith(schema.ALIAS)

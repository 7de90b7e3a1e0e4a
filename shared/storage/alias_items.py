"""An alias as it is stored: that a customer has another id, for good or until a moment."""

from collections.abc import Mapping
from typing import Any

from shared.domain.aliases import Alias
from shared.domain.events import Event
from shared.storage import schema
from shared.storage.attributes import Item, stamp
from shared.storage.id_limits import fits
from shared.storage.schema import PK, SK


def has_alias(event: Event) -> bool:
    """Whether the event says that the customer has another id, or had it until then."""
    return (
        event.alias is not None
        and event.conversation is not None
        and event.alias != event.customer
        and fits(event)
        and (_is_for_good(event) or (event.kind == "not_a_message" and event.at is not None))
    )


def _is_for_good(event: Event) -> bool:
    """A scoped id belongs to one number: when that changes, so does the id."""
    return is_scoped_id(str(event.alias)) and not is_scoped_id(str(event.customer))


def is_scoped_id(customer: str) -> bool:
    """Whether this is WhatsApp's business-scoped id (`US.1349…`) and no telephone number
    (https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids)."""
    return "." in customer


def alias_item_of(event: Event, conversation: str) -> Item:
    """Says, in the conversation under a customer's other id, that the customer is the one of this
    conversation: for good, or for what was said until then."""
    other = f"{event.channel}:{event.account}:{event.alias}"
    until = None if _is_for_good(event) or event.at is None else stamp(event.at)
    return alias_item(other, Alias(conversation, str(event.customer), until))


def alias_item(conversation: str, leads_to: Alias) -> Item:
    """An alias as it is stored in the conversation that it leads away from. It does not expire."""
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
    """Whether this says that the customer has another id."""
    return str(item[SK]).startswith(schema.ALIAS)

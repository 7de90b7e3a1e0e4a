"""The id of a WhatsApp customer: a phone number, a business-scoped id, or a group's id.

Since 2026, an update may hold only one of a customer's two ids. The phone number is the customer's
id if it is known. The business-scoped id is then the alias, so both find the same conversation.
https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
"""

from dataclasses import dataclass

from functions.webhook.bodies import Json, ident, items, obj, text
from shared.domain.whatsapp_numbers import one_form

ID_CHANGES = ("user_changed_number", "customer_changed_number", "user_changed_user_id")


@dataclass(slots=True)
class Contacts:
    """What the contacts of one value say about its customers."""

    other_ids: dict[str, str]
    """Phone number to business-scoped id, and back."""
    names: dict[str, str]
    """The names by either id."""
    sole: tuple[str | None, str | None]
    """Phone number and business-scoped id of the only contact: nobody else can have written. Both
    are None where a value has several contacts."""
    own_number: str | None = None
    """The phone number of the brand's account. It is never a customer's."""


def phone_number(value: Json) -> str | None:
    """A phone number in one form: without the plus that some fields have, and as it is dialled from
    abroad."""
    found = ident(value)
    return (one_form(found.lstrip("+")) or None) if found else None


def ids_of(phone: Json, user: Json) -> tuple[str | None, str | None]:
    """The phone number and the business-scoped id of two fields. The field of the number can hold
    the scoped id, since a message to a customer without a number names that id as its receiver."""
    number, scoped = phone_number(phone), ident(user)
    if number is not None and "." in number:
        return None, scoped or number
    return number, scoped


def customer_of(
    item: dict[str, Json], phone_key: str, user_key: str, contacts: Contacts
) -> tuple[str | None, str | None]:
    """The customer's id and alias.

    The customer of a group's message is the group, because a reply goes to all its members.
    """
    if group := ident(item.get("group_id")):
        return group, None
    if item.get("recipient_type") == "group":
        return ident(item.get(phone_key)), None
    phone, user = ids_of(item.get(phone_key), item.get(user_key))
    if phone is None:
        phone = contacts.other_ids.get(user or "")
    elif user is None:
        user = contacts.other_ids.get(phone)
    if phone is None and user is None:
        phone, user = contacts.sole
    return (phone, user) if phone else (user, None)


def contacts_of(value: dict[str, Json]) -> Contacts:
    """Reads the `contacts` of a value of a field, and its account's own number."""
    other_ids: dict[str, str] = {}
    names: dict[str, str] = {}
    sole: tuple[str | None, str | None] = (None, None)
    listed = items(value.get("contacts"))
    for each in listed:
        contact = obj(each)
        phone, user = ids_of(contact.get("wa_id"), contact.get("user_id"))
        if phone and user:
            other_ids[phone], other_ids[user] = user, phone
        name = text(obj(contact.get("profile")).get("name"))
        for one in (phone, user):
            if one and name:
                names[one] = name
        if len(listed) == 1:
            sole = phone, user
    displayed = text(obj(value.get("metadata")).get("display_phone_number")) or ""
    if not displayed.isdigit():  # such as `+49 30 1234`
        displayed = "".join(filter(str.isdigit, displayed))
    return Contacts(other_ids, names, sole, one_form(displayed) or None)


def name_of(customer: str | None, alias: str | None, contacts: Contacts) -> str | None:
    """The name in the customer's WhatsApp profile, if the update has it. A group has none."""
    return contacts.names.get(customer or "") or contacts.names.get(alias or "")


def changed(
    item: dict[str, Json], system: dict[str, Json], customer: str | None, alias: str | None
) -> tuple[str | None, str | None]:
    """The customer's new id, and the id that it replaces.

    A new phone number comes with a new business-scoped id. The update may hold only one of them. If
    no field holds the old id, it is taken from the text: `Ada changed from A to B`.
    """
    if system.get("type") not in ID_CHANGES:
        return customer, alias
    in_text = _id_in_text(system.get("body"))
    phone, new = ids_of(system.get("wa_id") or system.get("new_wa_id"), system.get("user_id"))
    numbers = (item.get("from"), system.get("customer"), in_text)
    before = next((n for n in map(phone_number, numbers) if n and n != phone and n.isdigit()), None)
    scoped = (
        item.get("from_user_id"), system.get("previous_user_id"), item.get("from"), in_text
    )  # fmt: skip
    earlier = next((u for u in map(ident, scoped) if u and u != new and "." in u), None)
    if phone:
        return phone, before or earlier or new
    return new or before or earlier, (before or earlier) if new else None


def _id_in_text(body: Json) -> str | None:
    """The old id in the text, or None. `Ada changed from 4915 to 4917` gives `4915`."""
    _, _, ids = (text(body) or "").rpartition(" from ")
    before, to, _ = ids.partition(" to ")
    return before if to and " " not in before else None

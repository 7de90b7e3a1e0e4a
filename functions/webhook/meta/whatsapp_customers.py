"""Who a WhatsApp customer is: a phone number, a business-scoped id, or a group.

Since 2026 either of a customer's two ids can be missing from an update. The phone number is the
customer where it is known, and the other id its alias, so that both lead to one conversation.
https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
"""

from functions.webhook.bodies import Json, ident, items, obj

RE_KEYED = ("user_changed_number", "customer_changed_number", "user_changed_user_id")

type Known = dict[str, str]
"""Phone number to business-scoped id, and back, as far as a value's contacts pair them."""


def customer_of(
    item: dict[str, Json], phone_key: str, user_key: str, known: Known
) -> tuple[str | None, str | None]:
    """Who is at the other side, and the other id. Of a group, the group: it is answered as one."""
    phone, user = ident(item.get(phone_key)), ident(item.get(user_key))
    if group := ident(item.get("group_id")):
        return group, None
    if item.get("recipient_type") == "group":
        return phone, None
    if phone is None:
        phone = known.get(user or "")
    elif user is None:
        user = known.get(phone)
    if phone is None and user is None:
        phone, user = known.get("sole phone"), known.get("sole user")
    return (phone, user) if phone else (user, None)


def pairs(contacts: Json) -> Known:
    """What the contacts of a value tell of its customers' ids."""
    known: Known = {}
    found = items(contacts)
    for contact in found:
        phone, user = ident(obj(contact).get("wa_id")), ident(obj(contact).get("user_id"))
        if phone and user:
            known[phone], known[user] = user, phone
        if len(found) == 1:  # nobody else can have written
            known |= {"sole phone": phone} if phone else {}
            known |= {"sole user": user} if user else {}
    return known


def changed(
    item: dict[str, Json], system: dict[str, Json], customer: str | None, alias: str | None
) -> tuple[str | None, str | None]:
    """The customer's id from now on, and the one that it replaces."""
    if system.get("type") not in RE_KEYED:
        return customer, alias
    phone = ident(system.get("wa_id")) or ident(system.get("new_wa_id"))
    new = ident(system.get("user_id"))
    before = ident(item.get("from")) or ident(system.get("customer"))
    if phone and before and phone != before:
        return phone, before
    if phone or before:  # the number stays, and the new id is the one to be joined with it
        return phone or before, new
    return new, ident(item.get("from_user_id")) or ident(system.get("previous_user_id"))

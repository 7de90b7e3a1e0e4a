"""Who a WhatsApp customer is: a phone number, a business-scoped id, or a group.

Since 2026 either of a customer's two ids can be missing from an update. The phone number is the
customer where it is known, and the other id its alias, so that both lead to one conversation.
https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
"""

from functions.webhook.bodies import Json, ident, items, obj, text

RE_KEYED = ("user_changed_number", "customer_changed_number", "user_changed_user_id")

type Known = dict[str, str]
"""Phone number to business-scoped id, and back, as far as a value's contacts pair them."""


def number(value: Json) -> str | None:
    """A phone number as WhatsApp's own ids have it, without the plus that some fields show."""
    found = ident(value)
    return (found.lstrip("+") or None) if found and found[0] == "+" else found


def customer_of(
    item: dict[str, Json], phone_key: str, user_key: str, known: Known
) -> tuple[str | None, str | None]:
    """Who is at the other side, and the other id. Of a group, the group: it is answered as one."""
    phone, user = number(item.get(phone_key)), ident(item.get(user_key))
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
        phone, user = number(obj(contact).get("wa_id")), ident(obj(contact).get("user_id"))
        if phone and user:
            known[phone], known[user] = user, phone
        if len(found) == 1:  # nobody else can have written
            known |= {"sole phone": phone} if phone else {}
            known |= {"sole user": user} if user else {}
    return known


def changed(
    item: dict[str, Json], system: dict[str, Json], customer: str | None, alias: str | None
) -> tuple[str | None, str | None]:
    """The customer's id from now on, and the one that it replaces.

    A new number brings a new scoped id along, and either can be left out. What the platform does
    not tell in a field of its own, the sentence for people does: `Ada changed from A to B`.
    """
    if system.get("type") not in RE_KEYED:
        return customer, alias
    told = _sentence(system.get("body"))
    phone = number(system.get("wa_id")) or number(system.get("new_wa_id"))
    new = ident(system.get("user_id"))
    numbers = (item.get("from"), system.get("customer"), told)
    before = next((n for n in map(number, numbers) if n and n != phone and n.isdigit()), None)
    scoped = (item.get("from_user_id"), system.get("previous_user_id"), told)
    earlier = next((u for u in map(ident, scoped) if u and u != new and "." in u), None)
    if phone:
        return phone, before or earlier or new
    return new or before or earlier, (before or earlier) if new else None


def _sentence(body: Json) -> str | None:
    """The id that was left, where the sentence tells it."""
    _, _, ids = (text(body) or "").rpartition(" from ")
    before, to, _ = ids.partition(" to ")
    return before if to and " " not in before else None

"""WhatsApp messages that are not replies: advertising and login codes.

https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
"""

from functions.webhook.bodies import Json, obj, text
from functions.webhook.meta.fields import names

CAMPAIGNS = names(
    """authentication authentication-international authentication_international group_marketing
    marketing marketing_lite"""
)
"""The categories of such messages. A free text has the category `service`, or `referral_conversion`
after a click on an advertisement. A `utility` template can be a reply, and after 24 hours it is the
only reply that WhatsApp allows."""


def campaign_of(pricing: Json) -> str | None:
    """The category if the message is advertising or a code, otherwise None.

    Until July 2025 the category was that of the whole conversation (`CBP`), which also held free
    texts. It is ignored.
    """
    charged = obj(pricing)
    category = text(charged.get("category"))
    if category in CAMPAIGNS and charged.get("pricing_model") != "CBP":
        return category
    return None


def campaign_of_template(template: Json) -> str | None:
    """The same for the template of an echo, whose category is in capital letters."""
    category = (text(obj(template).get("category")) or "").lower()
    return category if category in CAMPAIGNS else None

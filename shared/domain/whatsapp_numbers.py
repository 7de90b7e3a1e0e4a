"""One form for a phone number that WhatsApp knows in two.

Brazil, Mexico and Argentina have changed how a mobile number is written. WhatsApp kept the ids of
older accounts, so a customer's message and the brand's reply can name one phone in two ways:

                 older form         as dialled from abroad
    Brazil       55 11 8765 4321    55 11 98765 4321
    Mexico       52 1 55 1234 5678  52 55 1234 5678
    Argentina    54 11 2345 6789    54 9 11 2345 6789

https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/phone-numbers
"""

_BRAZILIAN_MOBILE = "6789"
"""First digits of a mobile number of eight digits. Those of a landline are lower, and gain none."""


def one_form(number: str) -> str:
    """The number as it is dialled from abroad. Any other id, such as a group's, stays as it is."""
    if len(number) not in (12, 13) or not number.isdecimal():
        return number
    country, national = number[:2], number[2:]
    match country, len(national):
        case "55", 10 if national[2] in _BRAZILIAN_MOBILE:
            return f"55{national[:2]}9{national[2:]}"
        case "52", 11 if national[0] == "1":
            return f"52{national[1:]}"
        case "54", 10:
            return f"549{national}"
        case _:
            return number

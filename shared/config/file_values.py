"""Checks single values of the configuration file. Each raises ValueError with what it expects.

The settings page uses the same functions to check what a responder types. So other modules are
imported on first use, because pydantic is not deployed.
"""

import re
from contextlib import suppress
from datetime import date, datetime, time
from functools import cache
from typing import LiteralString
from unicodedata import category, normalize
from zoneinfo import available_timezones

from shared.domain.availability import FIRST_YEAR, LAST_YEAR
from shared.domain.events import CHANNELS
from shared.domain.intents import classifier

X_LANGUAGES = frozenset(
    """
    am ar bg bn bo bs ca ckb cs cy da dv el et eu fa fi gu he hi hi-Latn hr ht hu hy id is
    ja ka km kn ko lo lt lv ml mr my ne no or pa ps ro ru sd si sk sl sr sv ta te th tl tr
    ug uk ur vi yi zh zh-CN zh-TW
    """.split()  # noqa: SIM905
)
"""What X can report besides the classifier's languages
(https://docs.x.com/x-api/posts/search/integrate/operators, `lang:`). X's old codes `in` and `iw`
are stored as `id` and `he`."""

MAX_LOCAL_PART_OCTETS = 64
"""The limit for the part before the `@` of an email address (RFC 5321, 4.5.3.1.1)."""
ENTRY_NAME = r"^[a-z0-9][a-z0-9-]{0,62}$"
USERNAME = r"^@?[A-Za-z0-9._]{1,30}$"
HTTPS = r"https://[A-Za-z0-9.-]+(:[0-9]+)?([/?#][A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*)?"
"""An https address without a user name and password, which could hide where it leads."""

ENTRY_NAME_EXPECTED: LiteralString = (
    'expected the name of an entry of the channels\' secret, such as "support"; addresses and keys '
    "belong in the secret, not in this file"
)
MODEL = r"^[a-z0-9-]+(\.[a-z0-9-]+)+(:[a-z0-9]+)*$"
NOT_SHOWN = "not_shown"
"""The type of an error whose value must not be printed."""
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_NAME_MARKS = " ._-'’"


DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def parse_weekdays(text: str) -> tuple[int, ...]:
    """The weekdays of `"mon-fri"`, `"sat"` or `"fri-mon, wed"`, from 0 for Monday."""
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        names = [first.strip(), (last or first).strip()]
        if not all(name in DAY_NAMES for name in names):
            raise ValueError(f'expected days such as "mon-fri" or "sat, sun", got {text!r}')
        start, end = map(DAY_NAMES.index, names)
        found += [day % 7 for day in range(start, end + 1 if end >= start else end + 8)]
    return tuple(dict.fromkeys(found))


def check_weekdays(value: str) -> str:
    """The value itself, if `parse_weekdays` accepts it."""
    parse_weekdays(value)
    return value


def check_time_of_day(value: str) -> str:
    """The value itself, if it is a time such as `22:00`, at most `24:00`."""
    found = re.fullmatch(r"([0-9]{2}):([0-5][0-9])", value)
    if not found or (int(found[1]), int(found[2])) > (24, 0):
        raise ValueError('expected a time of day such as "07:00"')
    return value


def parse_day(value: object) -> date:
    """A date, or one in quotes. Raises ValueError."""
    if isinstance(value, str) and re.fullmatch(_DAY, value.strip()):
        with suppress(ValueError):
            value = date.fromisoformat(value.strip())
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ValueError("expected a date such as 2026-12-24: the year, the month and the day")
    return _in_our_time(value)


def parse_local_time(value: object) -> datetime:
    """A date and time without a zone, also in quotes. A date means its midnight. Raises
    ValueError."""
    if isinstance(value, str) and re.match(_DAY, value.strip()):
        with suppress(ValueError):
            value = datetime.fromisoformat(value.strip())
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if not isinstance(value, datetime) or value.tzinfo is not None:
        raise ValueError(
            "expected a local date and time without an offset, such as 2026-11-30T09:00:00"
        )
    return _in_our_time(value)


def _in_our_time[T: date](value: T) -> T:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(f"expected a year from {FIRST_YEAR} to {LAST_YEAR}")
    return value


@cache
def zones() -> set[str]:
    """The names of the time zones. Cached, because Python searches the disk for them at each call.

    Left out are `localtime`, which is the zone of one machine, and `Factory`, which is not a zone.
    """
    return available_timezones() - {"localtime", "Factory"}


def check_zone(value: str) -> str:
    """The value itself, if it is the name of an IANA time zone."""
    if value not in zones():
        raise ValueError('expected an IANA time zone such as "Europe/Berlin"')
    return value


def normalised(value: str) -> str:
    """A name as it is stored: without spaces around it, and each accented letter as one character.

    Some systems write "ö" as two characters. Both forms look the same and are the same name.
    """
    return normalize("NFC", value.strip())


def check_name(value: str) -> str:
    """The name, normalised. It has letters and digits of any script, and a few marks."""
    name = normalised(value)
    if not name or not name[0].isalnum() or not all(map(_is_of_a_name, name)):
        raise ValueError(
            "expected letters, digits, spaces and . _ - ' only, with a letter or digit first"
        )
    return name


def _is_of_a_name(character: str) -> bool:
    return character in _NAME_MARKS or category(character)[0] in "LMN"


def check_email(value: str) -> str:
    """The address in the form that SES accepts: with an ASCII local part, and the domain in
    punycode.

    SES requires both (https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_Destination.html).
    """
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(
            value, check_deliverability=False, allow_smtputf8=False, test_environment=True
        )
    except EmailNotValidError as error:
        raise ValueError(f'expected an address such as "ada@example.com": {error}') from None
    if len(found.local_part) > MAX_LOCAL_PART_OCTETS:
        raise ValueError(f"expected at most {MAX_LOCAL_PART_OCTETS} characters before the @")
    return f"{found.local_part}@{found.ascii_domain}"


def check_channel(value: str) -> str:
    """The value itself, if it can name a channel that is not built in."""
    if not re.fullmatch(r"[a-z][a-z0-9]{0,31}", value):
        raise ValueError('expected 1 to 32 lower-case letters and digits, such as "tiktok"')
    if value in CHANNELS:
        raise ValueError("is built in: expected a name of your own")
    return value


def check_phone(value: str) -> str:
    """The value itself, if it is a phone number in E.164 form."""
    if not re.fullmatch(r"\+[1-9][0-9]{6,14}", value):
        raise ValueError('expected a number in E.164 form such as "+4930123456"')
    return value


def parse_username(value: str) -> str:
    """The name of an account in the form for comparison: without `@`, in lower case."""
    if not re.fullmatch(USERNAME, value):
        raise ValueError('expected a username such as "examplebrand"')
    return value.removeprefix("@").lower()


def check_entry_name(value: str) -> str:
    """The value itself, if it can name an entry of the channels' secret. The error does not show
    the value, because it may be the secret itself."""
    from pydantic_core import PydanticCustomError

    if not re.fullmatch(ENTRY_NAME, value):
        raise PydanticCustomError(NOT_SHOWN, ENTRY_NAME_EXPECTED)
    return value


def check_https(value: str) -> str:
    """The value itself, if it is an `https` address that an alert may link to."""
    if not re.fullmatch(HTTPS, value):
        raise ValueError('expected an https address such as "https://desk.example.com/inbox"')
    return value


def check_model(value: str) -> str:
    """The value itself, if it has the form of a model's id at Amazon Bedrock."""
    if not re.fullmatch(MODEL, value):
        raise ValueError(
            "expected the id of a model of Amazon Bedrock, such as amazon.nova-micro-v1:0, or of a "
            "cross-Region inference profile, such as eu.amazon.nova-micro-v1:0; no ARN"
        )
    return value


def check_message_language(value: str) -> str:
    """The value itself, if a message can have this language."""
    if value not in classifier.LANGUAGES and value not in X_LANGUAGES:
        known = ", ".join(classifier.LANGUAGES)
        raise ValueError(
            f'expected a code that messages have: {known}, or one that X reports, such as "ja"'
        )
    return value

"""Parses the bodies of `POST /v1/messages`: messages of any channel, as an adapter sends them.

docs/messages.md describes the fields, and docs/messages.schema.json is the same as JSON Schema. An
adapter is the operator's own program, so a body with a mistake is refused as a whole, with the
field and what was expected. A platform's webhook is never refused for its content.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from functions.webhook import allowed_permalinks, bodies
from functions.webhook.bodies import Json, NotAWebhookError
from shared.domain.events import AUTOMATED_REPLY, CHANNELS, Event, Surface

MAX_MESSAGES = 100
"""Messages of one body."""

MAX_ADAPTER_BODY_BYTES = 1_000_000

FIRST_YEAR, LAST_YEAR = 2000, 2200

MAX_AHEAD = timedelta(minutes=15)
"""How far a message's time may be ahead of our clock. More means a wrong time zone or unit, and the
message's deadline would come far too late."""

_NAME = r"^[a-z][a-z0-9]{0,31}$(?!\n)"
_ACCOUNT = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$(?!\n)"
_ID = r'^[!"$-}][!"$-~]{0,127}$(?!\n)'
"""Printable ASCII without spaces and `#`: the table's keys are made of ids. The ids of dismissals
begin with `~`."""
_EXPECTED_ID = "an id of 1 to 128 ASCII characters without spaces and `#`, not beginning with `~`"
_CUSTOMER = r'^[!"$-9;-~]{1,128}$(?!\n)'
"""Without `:` too: a conversation's id ends with `:<customer>`."""


class PostedMessage(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One message, or the edit or deletion of one. A description says what a field expects."""

    id: Annotated[str, Meta(pattern=_ID, description=_EXPECTED_ID)]
    channel: Annotated[str, Meta(pattern=_NAME, description="a channel of [channels]")]
    account: Annotated[str, Meta(pattern=_ACCOUNT, description="the id of an account")]
    surface: Annotated[Surface, Meta(description="public or private")]
    direction: Annotated[
        Literal["customer", "brand"], Meta(description="who wrote it: customer or brand")
    ]
    kind: Annotated[
        Literal["message", "edit", "deletion"], Meta(description="message, edit or deletion")
    ] = "message"
    customer: Annotated[
        Annotated[str, Meta(pattern=_CUSTOMER)] | None,
        Meta(description="an id of 1 to 128 ASCII characters without spaces, `#` and `:`"),
    ] = None
    thread: Annotated[Annotated[str, Meta(pattern=_ID)] | None, Meta(description=_EXPECTED_ID)] = (
        None
    )
    answers: Annotated[Annotated[str, Meta(pattern=_ID)] | None, Meta(description=_EXPECTED_ID)] = (
        None
    )
    sent_at: Annotated[
        Annotated[datetime, Meta(tz=True)] | None,
        Meta(description="a time with its offset, such as 2026-01-31T09:30:00Z"),
    ] = None
    text: Annotated[str | None, Meta(description="a text")] = None
    automated: Annotated[bool, Meta(description="true or false")] = False
    language: Annotated[
        Annotated[str, Meta(max_length=35)] | None, Meta(description="a BCP 47 tag, such as de")
    ] = None
    followers: Annotated[
        Annotated[int, Meta(ge=0, le=10**12)] | None,
        Meta(description="a whole number from 0 to 1,000,000,000,000"),
    ] = None
    permalink: Annotated[
        Annotated[str, Meta(max_length=2000)] | None,
        Meta(description="an https address without user, port or spaces"),
    ] = None
    customer_name: Annotated[
        Annotated[str, Meta(max_length=200)] | None,
        Meta(description="a name of at most 200 characters"),
    ] = None
    agent: Annotated[
        Annotated[str, Meta(max_length=80)] | None,
        Meta(description="a name of at most 80 characters"),
    ] = None


class Body(Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `POST /v1/messages`."""

    messages: Annotated[
        list[PostedMessage],
        Meta(max_length=MAX_MESSAGES, description=f"a list of at most {MAX_MESSAGES} messages"),
    ]


class InvalidMessagesError(ValueError):
    """The body is not as described. `field` says where, such as `messages[2].sent_at`. None: the
    whole body."""

    def __init__(self, expected: str, field: str | None = None) -> None:
        super().__init__(f"{field}: {expected}" if field else expected)
        self.field = field


def load(raw: bytes) -> dict[str, Json]:
    """The body as JSON values. Raises InvalidMessagesError and nothing else."""
    try:
        return bodies.load(raw)
    except NotAWebhookError as error:
        raise InvalidMessagesError("expected a JSON object") from error


def parse(values: dict[str, Json]) -> list[Event]:
    """The events of a body. Raises InvalidMessagesError and nothing else."""
    try:
        body = msgspec.convert(values, Body)
    except msgspec.ValidationError as error:
        raise _as_ours(error) from error
    for index, message in enumerate(body.messages):
        for field, expected in _mistakes(message):
            raise InvalidMessagesError(expected, f"messages[{index}].{field}")
    return [to_event(message) for message in body.messages]


def current(events: Sequence[Event], text_days: int, now: datetime) -> list[Event]:
    """The events without those that are too old to be kept.

    `events` are those of `parse`. Raises InvalidMessagesError for an event in the future.
    """
    for index, event in enumerate(events):
        if event.at and event.at > now + MAX_AHEAD:
            minutes = MAX_AHEAD // timedelta(minutes=1)
            expected = f"expected a time that is at most {minutes} minutes after now, {now:%FT%TZ}"
            raise InvalidMessagesError(expected, f"messages[{index}].sent_at")
    oldest = now - timedelta(days=text_days)
    return [event for event in events if event.at is None or event.at > oldest]


def schema() -> dict[str, Any]:
    """The JSON Schema of a body."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | msgspec.json.schema(Body)


def _as_ours(error: msgspec.ValidationError) -> InvalidMessagesError:
    """msgspec reports `Expected …, got … - at `$.messages[0].id``. Where we describe the field, our
    words replace its own, which name types of Python and may quote the value."""
    reported, _, path = str(error).partition(" - at `$")
    field = path.strip("`.") or None
    described = _descriptions().get(path.strip("`.").rpartition(".")[2])
    if described:
        return InvalidMessagesError(f"expected {described}", field)
    return InvalidMessagesError(reported[:1].lower() + reported[1:], field)


def _descriptions() -> Mapping[str, str]:
    tables = schema()["$defs"].values()
    fields = {name: found for table in tables for name, found in table["properties"].items()}
    return {name: found["description"] for name, found in fields.items()}


def _mistakes(message: PostedMessage) -> list[tuple[str, str]]:
    """The mistakes between several fields of a message: the field, and what is expected."""
    is_public, is_new = message.surface == "public", message.kind == "message"
    names_place = message.customer and (message.thread or not is_public)
    can_look_up = is_public and (message.answers or not is_new) and not message.customer
    rules = {
        "channel": (
            message.channel not in CHANNELS,
            "expected a channel of [channels] in replywatch.toml; the built-in ones have webhooks",
        ),
        "customer": (
            message.customer or (can_look_up and not (is_new and message.direction == "customer")),
            "expected the customer's id. Only a public reply of the brand that has `answers`, or a "
            "public edit or deletion, can do without",
        ),
        "thread": (
            names_place or can_look_up if is_public else not message.thread,
            "expected the id of the public post above" if is_public else "expected only in public",
        ),
        "sent_at": (message.sent_at or message.kind == "deletion", "expected a time"),
        "text": (not message.text or message.kind != "deletion", "expected none in a deletion"),
        "automated": (
            not message.automated or message.direction == "brand",
            "expected only of the brand's messages",
        ),
        "agent": (
            not message.agent or message.direction == "brand",
            "expected only of the brand's messages",
        ),
        "permalink": (
            message.permalink is None or allowed_permalinks.is_https(message.permalink),
            "expected an https address without user, port or spaces",
        ),
    }
    found = [(field, expected) for field, (is_right, expected) in rules.items() if not is_right]
    if message.sent_at and not FIRST_YEAR <= message.sent_at.year <= LAST_YEAR:
        found.append(("sent_at", f"expected a year from {FIRST_YEAR} to {LAST_YEAR}"))
    return found


def to_event(message: PostedMessage) -> Event:
    """The message in ReplyWatch's own terms."""
    is_customers = message.direction == "customer"
    kind, event_name = _KINDS[message.kind, is_customers]
    return Event(
        kind=kind,
        event_name=AUTOMATED_REPLY if message.automated and kind == "reply" else event_name,
        channel=message.channel,
        surface=message.surface,
        account=message.account,
        customer=message.customer,
        message_id=message.id,
        answers=message.answers,
        thread=message.thread,
        direction="in" if is_customers else "out",
        at=message.sent_at.astimezone(UTC) if message.sent_at else None,
        text=message.text or None,
        needs_parent=message.surface == "public" and not message.customer,
        lang=message.language,
        followers=message.followers,
        permalink=message.permalink,
        customer_name=message.customer_name if is_customers else None,
        agent=message.agent,
    )


_KINDS: Mapping[tuple[str, bool], tuple[Any, str]] = {
    ("message", True): ("message", "v1.message"),
    ("message", False): ("reply", "v1.reply"),
    ("edit", True): ("edit", "v1.edit"),
    ("edit", False): ("edit", "v1.edit"),
    ("deletion", True): ("delete", "v1.deletion"),
    ("deletion", False): ("delete", "v1.deletion"),
}

"""`python -m bench.webhook_probe UPDATES` in the peers' environment: prints the times as JSON."""

import hashlib
import hmac
import json
import logging
import sys
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from bench.results import interleaved
from functions.webhook import bodies, envelopes, meta, signatures
from functions.webhook.meta import plain_texts
from shared.domain.events import Event

SECRET = "0123456789abcdef0123456789abcdef"  # noqa: S105 made up
ROUNDS = 25
SENTENCE = "Hi! I ordered a lamp on Monday and it still hasn’t arrived. Could you look, please? №{}"
PAGE, FIRST_S = "100200300400500", 1_795_341_600


class Party(msgspec.Struct):
    id: str


class Text(msgspec.Struct):
    mid: str
    text: str


class Update(msgspec.Struct):
    sender: Party
    recipient: Party
    timestamp: int
    message: Text


class Entry(msgspec.Struct):
    id: str
    time: int
    messaging: list[Update]


class Messenger(msgspec.Struct):
    object: str
    entry: list[Entry]


class Metadata(msgspec.Struct):
    phone_number_id: str


class Profile(msgspec.Struct):
    name: str


class Contact(msgspec.Struct):
    profile: Profile
    wa_id: str
    user_id: str


class Body(msgspec.Struct):
    body: str


class WhatsAppText(msgspec.Struct):
    id: str
    timestamp: str
    type: str
    text: Body
    from_user_id: str
    sender: str = msgspec.field(name="from")


class Value(msgspec.Struct):
    metadata: Metadata
    contacts: list[Contact]
    messages: list[WhatsAppText]


class Change(msgspec.Struct):
    field: str
    value: Value


class Account(msgspec.Struct):
    id: str
    changes: list[Change]


class WhatsApp(msgspec.Struct):
    object: str
    entry: list[Account]


def messenger(numbers: Iterable[int], *, one_entry: bool = False) -> bytes:
    """One message per customer. Meta puts one update in an entry, up to 1,000 entries in a body."""
    updates = [
        {
            "sender": {"id": str(7_000_000_000_000_000 + n)},
            "recipient": {"id": PAGE},
            "timestamp": FIRST_S * 1000 + n * 37,
            "message": {"mid": f"m_{n:04d}" + "x" * 120, "text": SENTENCE.format(n)},
        }
        for n in numbers
    ]
    listed = [updates] if one_entry else [[update] for update in updates]
    entries = [
        {"id": PAGE, "time": FIRST_S * 1000 + 900 + n * 37, "messaging": part}
        for n, part in enumerate(listed)
    ]
    return _to_bytes({"object": "page", "entry": entries})


def whatsapp(numbers: Iterable[int]) -> bytes:
    """One message per customer, each in its own change."""
    changes = [
        {
            "field": "messages",
            "value": {
                "messaging_product": "whatsapp",
                "metadata": {
                    "display_phone_number": "4930000000",
                    "phone_number_id": "200000000000001",
                },
                "contacts": [
                    {
                        "profile": {"name": "Ada"},
                        "wa_id": str(491_700_000_000 + n),
                        "user_id": f"DE.{n:016d}",
                    }
                ],
                "messages": [
                    {
                        "from": str(491_700_000_000 + n),
                        "from_user_id": f"DE.{n:016d}",
                        "id": f"wamid.{n:04d}" + "x" * 50,
                        "timestamp": str(FIRST_S + n),
                        "type": "text",
                        "text": {"body": SENTENCE.format(n)},
                    }
                ],
            },
        }
        for n in numbers
    ]
    entries = [{"id": "300000000000001", "changes": changes}]
    return _to_bytes({"object": "whatsapp_business_account", "entry": entries})


def _to_bytes(body: Any) -> bytes:
    """Serialises the body as Meta does: slashes and non-ASCII characters are escaped."""
    return json.dumps(body, separators=(",", ":")).replace("/", r"\/").encode()


def signature(raw: bytes) -> str:
    return "sha256=" + hmac.digest(SECRET.encode(), raw, "sha256").hex()


def ours(raw: bytes, number: int) -> Callable[[], list[Event]]:
    """What our handler does with a webhook body before it writes to the table."""
    header = signature(raw)

    def work() -> list[Event]:
        if not signatures.meta_signed(raw, header, (SECRET,)):
            raise AssertionError
        return plain_texts.events(raw) or envelopes.parse_with_envelopes(
            bodies.load(raw), meta.parse
        )

    events = work()
    assert [event.kind for event in events] == ["message"] * number
    assert all(event.at and event.text and event.conversation for event in events)
    return work


def bare(raw: bytes, shape: type[Any]) -> Callable[[], object]:
    """The minimum: verifies the signature, and parses the fields that are used with types."""
    header, decoder = signature(raw), msgspec.json.Decoder(shape)

    def work() -> object:
        mac = hmac.digest(SECRET.encode(), raw, "sha256").hex()
        if not hmac.compare_digest(header, f"sha256={mac}"):
            raise AssertionError
        return decoder.decode(raw)

    return work


def models(raw: bytes, number: int) -> Callable[[], object]:
    """whatsapp-models. It does not verify signatures, so this function does."""
    from whatsapp_models.webhooks.notification import WebhookNotification

    header = signature(raw)

    def work() -> Any:
        mac = hmac.new(SECRET.encode(), raw, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(header, f"sha256={mac}"):
            raise AssertionError
        return WebhookNotification.model_validate_json(raw)

    assert sum(len(change.value.messages) for change in work().entry[0].changes) == number
    return work


def pywa(raw: bytes) -> Callable[[], object]:
    """pywa, from the request to the callback."""
    from pywa import WhatsApp as Client
    from pywa import types

    client = Client(
        phone_id="200000000000001",
        token="none",  # noqa: S106 made up
        server=None,
        app_secret=SECRET,
        verify_token="none",  # noqa: S106 made up
        skip_duplicate_updates=False,
    )
    received: list[str] = []

    @client.on_message  # type: ignore[untyped-decorator]
    def _receive(_client: Client, message: types.Message) -> None:
        received[:] = [message.id]

    header = signature(raw)

    def work() -> object:
        if client.webhook_update_validator(raw, header) is not None:
            raise AssertionError
        return client.webhook_update_handler(raw)

    work()
    assert received
    return work


def main(number: int) -> None:
    logging.disable(logging.CRITICAL)
    numbers = range(number)
    many, single, chats = messenger(numbers), messenger(numbers, one_entry=True), whatsapp(numbers)
    contenders = {"ours": ours(chats, number), "bare": bare(chats, WhatsApp)}
    contenders["whatsapp_models"] = models(chats, number)
    if number == 1:
        contenders["pywa"] = pywa(chats)
    taken = {
        "messenger": interleaved(
            {"ours": ours(many, number), "bare": bare(many, Messenger)}, rounds=ROUNDS
        ),
        "one entry": interleaved(
            {"ours": ours(single, number), "bare": bare(single, Messenger)}, rounds=ROUNDS
        ),
        "whatsapp": interleaved(contenders, rounds=ROUNDS),
    }
    print(json.dumps(taken))


if __name__ == "__main__":
    main(int(sys.argv[1]))

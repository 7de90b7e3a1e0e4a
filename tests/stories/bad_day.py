"""The plan of a bad day: the messages of sixty customers, the replies, the responders, and the
share of AWS calls that fail."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from cli.local import webhook_bodies
from cli.local.webhook_bodies import Message, Person
from tests.stories.faults import Call, Fault, Rates

SEED = 1074
TARGET_S = 10

ADA, BEN, CLEO = "ada", "ben", "cleo"
"""Teams. Each conversation has an account of its own, and each that is not answered a responder,
such as `ada07`: one responder would get all alerts of a minute in one message."""
CHANNELS_OF = {ADA: ["email", "sms"], BEN: ["email", "sms"], CLEO: ["sms"]}
"""Notification channels by team. The email addresses of Cleo's are the fallback for their SMS."""
TEAMS = {"messenger": ADA, "instagram": ADA, "facebook": ADA, "whatsapp": BEN, "x": CLEO}
ACCOUNTS = {
    "messenger": "100200300400500",
    "instagram": "17840000000000001",
    "facebook": "100200300400500",
    "whatsapp": "106000000000001",
    "x": "1500000000000000001",
}
"""The account of each channel's first conversation. The others have the ids after it."""
CHANNELS = ["messenger", "instagram", "facebook", "whatsapp", "x", "x_dm"]
CONVERSATIONS = 60


def channel_of(number: int) -> str:
    return CHANNELS[number % len(CHANNELS)]


def account_of(number: int) -> str:
    """The account to which the conversation's customer writes."""
    return str(int(ACCOUNTS[channel_of(number).removesuffix("_dm")]) + number)


def is_answered(number: int) -> bool:
    return number // len(CHANNELS) % 3 == 0


def responder_of(number: int) -> str:
    """Who is notified of the conversation. A conversation with a reply shares the responder of
    another one, because a configuration has at most 99 addresses."""
    if is_answered(number):
        number += len(CHANNELS) if number < len(CHANNELS) else -len(CHANNELS)
    return f"{TEAMS[channel_of(number).removesuffix('_dm')]}{number:02d}"


def team(responder: str) -> str:
    return responder[:-2]


PHONES = {responder_of(number): f"+1555010{number:02d}" for number in range(CONVERSATIONS)}
"""By responder."""

AWS: Rates = {
    Fault.THROTTLED: 0.02,
    Fault.FAILED: 0.015,
    Fault.RESET: 0.02,
    Fault.LOST: 0.02,
    Fault.CUT: 0.02,
    Fault.SLOW: 0.02,
}
OUTAGE: Rates = {Fault.RESET: 0.5, Fault.FAILED: 0.5}
"""The first writes of some messages fail. Their webhooks give up, and are delivered again."""
UNLUCKY_ENDING, FAILED_WRITES = "7", 5
BUSY: Rates = {Fault.THROTTLED: 0.15, Fault.SLOW: 0.05}
"""Calls that notify Ada's team: a failed call has certainly sent nothing."""
UNCERTAIN: Rates = {
    Fault.THROTTLED: 0.1,
    Fault.FAILED: 0.1,
    Fault.RESET: 0.2,
    Fault.LOST: 0.2,
    Fault.CUT: 0.2,
}
"""Calls that notify Ben's team and Cleo's: a failed call may have sent the alert."""

EMAIL, SMS = "outbound-emails", "Publish"


class FaultPlan:
    """The rates of faults for each call."""

    def __init__(self) -> None:
        self._writes: Counter[str] = Counter()

    def __call__(self, call: Call) -> Rates:
        if call.operation in {EMAIL, SMS}:
            return BUSY if team(recipient(call)) == ADA else UNCERTAIN
        if call.operation == "BatchWriteItem":
            for message in _stored_by(call):
                self._writes[message] += 1
                if message.endswith(UNLUCKY_ENDING) and self._writes[message] <= FAILED_WRITES:
                    return OUTAGE
        return AWS


def _stored_by(call: Call) -> list[str]:
    puts = [put for requests in call.asked["RequestItems"].values() for put in requests]
    items = [put["PutRequest"]["Item"] for put in puts]
    return [str(item["text"]["S"]).rstrip("?.") for item in items if "text" in item]


def recipient(call: Call) -> str:
    if call.operation == SMS:
        return next(who for who, phone in PHONES.items() if phone == call.asked["PhoneNumber"])
    return str(call.asked["Destination"]["ToAddresses"][0]).partition("@")[0]


def alert_of(email: Call) -> str:
    """The alert's id, from the tag of its email."""
    return next(str(t["Value"]) for t in email.asked["EmailTags"] if t["Name"] == "alert")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A customer's question, and the brand's reply if there is one."""

    question: Message
    reply: Message | None
    responder: str

    @property
    def customer(self) -> str:
        return self.question.customer.id

    @property
    def team(self) -> str:
        return team(self.responder)

    @property
    def messages(self) -> list[Message]:
        return [self.question, self.reply] if self.reply else [self.question]


def conversations(now: datetime) -> list[Conversation]:
    """Sixty conversations of the last six seconds: ten per channel, 24 of them with a reply."""
    return [
        _conversation(number, now - timedelta(seconds=6 - number / 20))
        for number in range(CONVERSATIONS)
    ]


def _conversation(number: int, at: datetime) -> Conversation:
    responder = responder_of(number)
    customer = Person(id=f"2460155770{number:03d}", name=f"Customer {number}")
    question = _message(number, customer, f"Where is my parcel, number {number:03d}?", at)
    if not is_answered(number):
        return Conversation(question=question, reply=None, responder=responder)
    text = f"It left our house this morning, number {number:03d}."
    later = at + timedelta(seconds=3)
    reply = _message(number, customer, text, later, answers=question)
    return Conversation(question=question, reply=reply, responder=responder)


def _message(
    number: int, customer: Person, text: str, at: datetime, *, answers: Message | None = None
) -> Message:
    channel, account = channel_of(number), account_of(number)
    return Message(
        channel=channel,
        account=account,
        customer=customer,
        text=text,
        at=at,
        id=webhook_bodies.new_id(channel, account=account, at=at),
        answers=answers,
    )


def configuration() -> str:
    """The configuration as TOML. JSON's strings and lists are valid TOML, too."""
    numbers = range(CONVERSATIONS)
    channels = [channel_of(number).removesuffix("_dm") for number in numbers]
    accounts = [
        f'[[accounts]]\nchannel = "{channels[number]}"\nid = "{account_of(number)}"\n'
        f'name = "Example {number}"\nzone = "Europe/Berlin"'
        for number in numbers
    ]
    responders = [
        f'[[responders]]\nname = "{who}"\nemail = "{who}@example.com"\nphone = "{phone}"'
        for who, phone in PHONES.items()
    ]
    policies = [_policy(number) for number in range(CONVERSATIONS)]
    brand = '[brand]\nname = "Example Brand"\nmail_from = "replywatch@example.com"'
    limit = "[alerts]\nsms_per_hour = 0"  # no limit: a lost response would make an SMS count twice
    head = ["default_policies = false", brand, limit]
    return "\n\n".join([*head, *accounts, *responders, *policies])


def _policy(number: int) -> str:
    channel, who = channel_of(number).removesuffix("_dm"), responder_of(number)
    return (
        f'[[policies]]\nname = "conversation {number}"\nsource = "a test"\n'
        f'channels = ["{channel}"]\naccounts = ["{account_of(number)}"]\n'
        f'first_response = "{TARGET_S}s"\nnext_response = "{TARGET_S}s"\n'
        f'steps = [{{ at = "due", notify = ["{who}"], by = {json.dumps(CHANNELS_OF[team(who)])} }}]'
    )

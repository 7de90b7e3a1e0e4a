"""What AWS End User Messaging publishes, for the stand-in: the reports of a text message, and one
that comes in.

The shapes are AWS's:
https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-format.html and
https://docs.aws.amazon.com/sms-voice/latest/userguide/two-way-sms-payload.html.
"""

import uuid
from collections.abc import Mapping
from typing import Any

OWN_NUMBER = "+12025550199"
"""The stand-in's own. 202-555-01xx is reserved for fiction."""

TAKEN = ("TEXT_QUEUED", "TEXT_DELIVERED")
"""The reports of a message that a phone gets."""


def report(
    request: Mapping[str, Any], kind: str, *, message_id: str, at_s: float
) -> dict[str, Any]:
    """A report of the message that this request sent."""
    status = kind.removeprefix("TEXT_")
    return {
        "eventType": kind,
        "eventVersion": "1.0",
        "eventTimestamp": int(at_s * 1000),
        "isFinal": status not in {"QUEUED", "PENDING"},
        "originationPhoneNumber": OWN_NUMBER,
        "destinationPhoneNumber": request["DestinationPhoneNumber"],
        "messageId": message_id,
        "messageRequestTimestamp": int(at_s * 1000),
        "messageEncoding": "GSM",
        "messageType": request.get("MessageType", "TRANSACTIONAL"),
        "messageStatus": status,
        "context": request.get("Context", {}),
        "totalMessageParts": 1,
    }


def inbound(phone: str, text: str) -> dict[str, Any]:
    """A text message from this phone to the stand-in's number."""
    return {
        "originationNumber": phone,
        "destinationNumber": OWN_NUMBER,
        "messageKeyword": "KEYWORD_000000000000",
        "messageBody": text,
        "inboundMessageId": str(uuid.uuid4()),
    }

"""The rules by which SES, Slack, PagerDuty, receivers of webhooks, AWS End User Messaging and
Amazon Bedrock accept a request, as far as they are documented. Each function raises RuleError with
the first broken rule.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from cli.local.errors import LocalRunError
from functions.webhook import signatures

PLAIN, MRKDWN = "plain_text", "mrkdwn"


class RuleError(LocalRunError):
    """The real service would refuse the request. `str()` says why, without its content."""


def _require(is_right: object, rule: str) -> None:
    if not is_right:
        raise RuleError(rule)


def _is_text(value: object, longest: int) -> bool:
    return isinstance(value, str) and 0 < len(value) <= longest


def parsed(body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
    """The body, a JSON object. The names of the headers are in small letters."""
    kind = headers.get("content-type", "").partition(";")[0]
    is_json = kind == "application/json" or kind.startswith("application/x-amz-json")
    _require(is_json, "no header `Content-Type: application/json`")
    try:
        content = json.loads(body)
    except ValueError:
        raise RuleError("the body is not JSON") from None
    _require(isinstance(content, dict), "the body is not an object")
    found: dict[str, Any] = content
    return found


# --- Slack ----------------------------------------------------------------------------------------

SLACK_KEYS = {"text", "blocks", "unfurl_links", "unfurl_media"}
MAX_BLOCKS, MAX_ELEMENTS = 50, 10
MAX_SECTION_CHARACTERS, MAX_HEADER_CHARACTERS, MAX_TEXT_CHARACTERS = 3000, 150, 40_000


def check_slack(content: Mapping[str, Any]) -> None:
    """https://docs.slack.dev/reference/block-kit/blocks"""
    _require(content.keys() <= SLACK_KEYS, "an unknown key")
    _require(_is_text(content.get("text"), MAX_TEXT_CHARACTERS), "no text for notifications")
    blocks = content.get("blocks", [])
    _require(len(blocks) <= MAX_BLOCKS, "too many blocks")
    for block in blocks:
        match block["type"]:
            case "header":
                _require(block["text"]["type"] == PLAIN, "a header that is not plain text")
                _check_text(block["text"], MAX_HEADER_CHARACTERS)
            case "section":
                _check_text(block["text"], MAX_SECTION_CHARACTERS)
            case "context":
                _require(0 < len(block["elements"]) <= MAX_ELEMENTS, "too many elements")
                for element in block["elements"]:
                    _check_text(element, MAX_SECTION_CHARACTERS)
            case _:
                raise RuleError("an unknown block")


def _check_text(text: Mapping[str, Any], longest: int) -> None:
    _require(text["type"] in {PLAIN, MRKDWN}, "an unknown kind of text")
    _require(_is_text(text["text"], longest), "a text that is empty or too long")
    _require(text["type"] == PLAIN or "emoji" not in text, "emoji is for plain text only")
    _require(text["type"] == PLAIN or "<!" not in text["text"], "a mention of everybody")


# --- PagerDuty ------------------------------------------------------------------------------------

PAGERDUTY_KEYS = {
    "routing_key", "event_action", "dedup_key", "payload", "links", "images", "client",
    "client_url",
}  # fmt: skip
PAYLOAD_KEYS = {
    "summary", "source", "severity", "timestamp", "component", "group", "class", "custom_details",
}  # fmt: skip
SEVERITIES = {"critical", "error", "warning", "info"}
MAX_SUMMARY_CHARACTERS, MAX_DEDUP_KEY_CHARACTERS, MAX_EVENT_BYTES = 1024, 255, 512_000


def check_pagerduty(content: Mapping[str, Any], *, routing_key: str) -> None:
    """https://developer.pagerduty.com/docs/send-alert-event"""
    _require(content.keys() <= PAGERDUTY_KEYS, "an unknown key")
    _require(content.get("routing_key") == routing_key, "another routing key")
    action = content.get("event_action")
    _require(action in {"trigger", "acknowledge", "resolve"}, "an unknown action")
    _require(_is_text(content.get("dedup_key"), MAX_DEDUP_KEY_CHARACTERS), "no dedup_key")
    _require(len(json.dumps(content)) <= MAX_EVENT_BYTES, "too large")
    for link in content.get("links", []):
        _require(str(link.get("href")).startswith("http") and link.get("text"), "a wrong link")
    if action == "trigger":
        payload = content.get("payload", {})
        _require(payload.keys() <= PAYLOAD_KEYS, "an unknown key of the payload")
        _require(_is_text(payload.get("summary"), MAX_SUMMARY_CHARACTERS), "no summary")
        _require(_is_text(payload.get("source"), MAX_SUMMARY_CHARACTERS), "no source")
        _require(payload.get("severity") in SEVERITIES, "no severity")
        _require(datetime.fromisoformat(payload["timestamp"]).tzinfo, "a time without a zone")


# --- Webhooks -------------------------------------------------------------------------------------


def check_webhook(
    body: bytes, headers: Mapping[str, str], *, secrets: Sequence[str], now_s: float
) -> None:
    """Standard Webhooks: as our own webhook for adapters takes it."""
    given = [headers.get(name) for name in signatures.STANDARD_HEADERS]
    _require(signatures.standard_signed(body, given, secrets, now_s), "no valid signature")
    content = json.loads(body)
    _require(re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", content.get("type", "")), "no type")
    _require(datetime.fromisoformat(content["timestamp"]).tzinfo, "a time without a zone")
    _require(isinstance(content.get("data"), dict), "no data")


# --- Email ----------------------------------------------------------------------------------------

MAX_REPLY_TO = 50
_ADDRESS = re.compile(r"[!-~]{1,64}@[a-z0-9.-]{1,253}", re.IGNORECASE)
_OWN_HEADERS = {"from", "to", "cc", "bcc", "reply-to", "subject", "date", "message-id"}
"""SES writes these itself, from the request."""


def check_email(content: Mapping[str, Any]) -> None:
    """The service's own model, as botocore has it; addresses in ASCII, as the API's reference asks
    for (https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html)."""
    _check_shape(content, _shape("sesv2", "SendEmail"))
    answers = content.get("ReplyToAddresses", [])
    _require(len(answers) <= MAX_REPLY_TO, "too many addresses for answers")
    for address in (*content["Destination"]["ToAddresses"], *answers):
        _require(_ADDRESS.fullmatch(address), "an address is not plain ASCII")
    headers = [each["Name"].lower() for each in content["Content"]["Simple"].get("Headers", [])]
    _require(_OWN_HEADERS.isdisjoint(headers), "a header that SES writes itself")


# --- Text messages --------------------------------------------------------------------------------

SMS_TARGET = "PinpointSMSVoiceV2.SendTextMessage"


def check_text_message(content: Mapping[str, Any]) -> None:
    """The service's own model, as botocore has it: types, lengths, patterns and enumerations."""
    shape = _shape("pinpoint-sms-voice-v2", "SendTextMessage")
    _check_shape(content, shape)
    for name, value in content.items():
        about = shape.members[name].metadata
        size = value if isinstance(value, int) else len(value)
        _require(size <= about.get("max", size), f"{name} is too large")
        _require(value in about.get("enum", [value]), f"{name} is not one of its values")
        pattern = about.get("pattern", "")
        _require(not pattern or re.fullmatch(pattern, str(value)), f"{name} has a wrong form")


# --- Amazon Bedrock -------------------------------------------------------------------------------


def check_converse(content: Mapping[str, Any], model: str) -> None:
    """The service's own model, as botocore has it; and the user has the first turn
    (https://docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference-call.html)."""
    _check_shape({**content, "modelId": model}, _shape("bedrock-runtime", "Converse"))
    _require(content["messages"][0]["role"] == "user", "the first turn is not the user's")


# --- Both -----------------------------------------------------------------------------------------


@cache
def _shape(service: str, operation: str) -> Any:
    from botocore.loaders import Loader
    from botocore.model import ServiceModel

    model = Loader().load_service_model(service, "service-2")
    return ServiceModel(model).operation_model(operation).input_shape


def _check_shape(content: Mapping[str, Any], shape: Any) -> None:
    from botocore.validate import ParamValidator

    report = ParamValidator().validate(content, shape)
    _require(not report.has_errors(), "not as in the service's model")

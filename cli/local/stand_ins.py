"""Stand-ins on loopback for Slack, PagerDuty, receivers of webhooks, AWS End User Messaging and
Amazon Bedrock, and the outbox: `GET /outbox` lists what was sent on every channel, the email and
SMS of the emulator included, and `GET /events` what was published.

A stand-in accepts what the real service would accept (`stand_in_rules.py`) and answers as it does.
The one for text messages also reports their outcome, and `POST /sms/reply` with `phone` and `text`
is a message that a person sends to it.
"""

import contextlib
import json
import re
import secrets
import threading
import time
import urllib.parse
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cli.local import outbox, published_events, stand_in_rules, text_messages
from cli.local.emulator import HOST
from cli.local.outbox import SentMessage
from cli.local.stand_in_rules import RuleError
from cli.local.webhook_bodies import new_adapter_secret
from shared.config.configuration import Configuration
from shared.domain.intents import classifier

_DELAY = re.compile(r"\b(due|late|waiting|since|yet|o'clock)\b", re.IGNORECASE)


@dataclass(slots=True, kw_only=True)
class StandIns:
    """What the stand-ins accepted, and what they refused."""

    url: str = ""
    endpoint: str
    """The emulator's."""
    routing_key: str = field(default_factory=lambda: secrets.token_hex(16))
    signing_secrets: tuple[str, ...] = field(
        default_factory=lambda: (new_adapter_secret(), new_adapter_secret())
    )
    taken: list[SentMessage] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """The rule that each refused request broke."""
    asked: list[str] = field(default_factory=list)
    """The model of each question for a second opinion."""
    incidents: dict[str, str] = field(default_factory=dict)
    """What triggered each incident of PagerDuty, by its key."""
    publish: Callable[[dict[str, Any]], object] | None = None
    """Publishes to the topic of the providers' reports, once there is one."""
    outcomes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What is reported about text messages to a phone number instead of a delivery, by number."""

    @property
    def outbox_url(self) -> str:
        """Where everything that was sent is listed."""
        return f"{self.url}/outbox"

    @property
    def reply_url(self) -> str:
        """Where a text message to the stand-in is posted."""
        return f"{self.url}/sms/reply"

    @property
    def events_url(self) -> str:
        """Where the events are listed that the stack has published."""
        return f"{self.url}/events"

    def entries(self, configuration: Configuration) -> dict[str, list[str]]:
        """The content of the channels' secret: these stand-ins, under every name that is used."""
        keys = {"slack": [], "pagerduty": [self.routing_key], "webhook": [*self.signing_secrets]}
        names = {n for r in configuration.responders.values() for n in r.secret_entries}
        return {
            name: [f"{self.url}/{name.replace('.', '/')}", *keys[name.partition(".")[0]]]
            for name in sorted(names)
        }

    def sent_messages(self) -> list[SentMessage]:
        """Everything sent on every channel so far, in the order of time."""
        found = [*outbox.sent_messages(self.endpoint), *self.taken]
        return sorted(found, key=lambda message: message.at)

    def take(self, path: str, headers: Mapping[str, str], body: bytes) -> dict[str, Any] | str:
        """Accepts a request and returns the body of the response. Raises RuleError."""
        _, channel, *rest = f"{path}/".split("/")
        to = rest[0] if rest else ""
        content = stand_in_rules.parsed(body, headers)
        if channel == "slack":
            return self._slack(to, content)
        if channel == "pagerduty":
            return self._pagerduty(to, content)
        if channel == "webhook":
            return self._webhook(to, content, headers, body)
        if channel == "model":
            return self._opinion(urllib.parse.unquote(to), content)
        if (channel, to) == ("sms", "reply"):
            return self._reply(content)
        if headers.get("x-amz-target") == stand_in_rules.SMS_TARGET:
            return self._text_message(content)
        raise RuleError("an unknown address")

    def _slack(self, to: str, content: dict[str, Any]) -> str:
        stand_in_rules.check_slack(content)
        texts = [
            part["text"]
            for block in content["blocks"]
            for part in block.get("elements", [block.get("text")])
        ]
        self._keep("slack", to, content["text"], "\n".join(texts))
        return "ok"

    def _pagerduty(self, to: str, content: dict[str, Any]) -> dict[str, Any]:
        stand_in_rules.check_pagerduty(content, routing_key=self.routing_key)
        key, action = content["dedup_key"], content["event_action"]
        if action == "trigger":
            self.incidents[key] = content["payload"]["summary"]
        summary = self.incidents.get(key, "unknown incident")
        shown = {name: value for name, value in content.items() if name != "routing_key"}
        self._keep("pagerduty", to, f"{action}: {summary}", _pretty(shown))
        return {"status": "success", "message": "Event processed", "dedup_key": key}

    def _webhook(
        self, to: str, content: dict[str, Any], headers: Mapping[str, str], body: bytes
    ) -> str:
        stand_in_rules.check_webhook(body, headers, secrets=self.signing_secrets, now_s=time.time())
        self._keep("webhook", to, content["data"]["summary"], _pretty(content))
        return ""

    def _text_message(self, content: dict[str, Any]) -> dict[str, Any]:
        stand_in_rules.check_text_message(content)
        to = content["DestinationPhoneNumber"]
        message = self._keep("sms", to, "", content["MessageBody"])
        # Reports come by another way than the answer, some even before it.
        threading.Thread(target=self._report, args=(content, message), daemon=True).start()
        return {"MessageId": message.id}

    def _opinion(self, model: str, content: dict[str, Any]) -> dict[str, Any]:
        """A stand-in for a language model: the word lists, and every message that names a time or a
        delay is a complaint."""
        stand_in_rules.check_converse(content, model)
        text = json.loads(content["messages"][0]["content"][0]["text"])["message"]
        reading = classifier.read(text)
        found = reading.intents | ({"complaint"} if _DELAY.search(text) else set())
        self.asked.append(model)
        call = {
            "toolUseId": secrets.token_hex(8),
            "name": content["toolConfig"]["tools"][0]["toolSpec"]["name"],
            "input": {"intents": sorted(found), "courtesy": reading.courtesy},
        }
        return {
            "output": {"message": {"role": "assistant", "content": [{"toolUse": call}]}},
            "stopReason": "tool_use",
            "usage": {"inputTokens": 1, "outputTokens": 1, "totalTokens": 2},
            "metrics": {"latencyMs": 1},
        }

    def _report(self, request: dict[str, Any], message: SentMessage) -> None:
        if self.publish is None or message.reports is None:
            return
        for kind in self.outcomes.get(message.to, text_messages.TAKEN):
            self.publish(
                text_messages.report(request, kind, message_id=message.id, at_s=message.at)
            )
            message.reports.append(kind)

    def _reply(self, content: dict[str, Any]) -> dict[str, Any]:
        message = text_messages.inbound(str(content["phone"]), str(content["text"]))
        if self.publish is None:
            raise RuleError("the stack is not deployed yet")
        self.publish(message)
        return {"inboundMessageId": message["inboundMessageId"]}

    def _keep(self, channel: str, to: str, subject: str, text: str) -> SentMessage:
        message = SentMessage(
            id=str(uuid.uuid4()),
            channel=channel,
            to=to,
            subject=subject,
            text=text,
            at=time.time(),
            reports=[],
        )
        self.taken.append(message)
        return message


def _pretty(content: Any) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False)


@contextlib.contextmanager
def serving(endpoint: str) -> Iterator[StandIns]:
    """The stand-ins on a free port of loopback while the block runs."""
    made = StandIns(endpoint=endpoint)
    server = ThreadingHTTPServer((HOST, 0), _handler(made))
    made.url = f"http://{HOST}:{server.server_port}"
    thread = threading.Thread(
        target=server.serve_forever, args=(0.05,), name="stand-ins", daemon=True
    )
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()


def _handler(stand_ins: StandIns) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/outbox":
                self._answer(200, [m.to_json() for m in stand_ins.sent_messages()])
            elif self.path == "/events":
                self._answer(200, published_events.published(stand_ins.endpoint))
            else:
                self._answer(404, {"error": "GET /outbox lists what was sent, /events the events"})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            try:
                self._answer(200, stand_ins.take(self.path, headers, body))
            except (RuleError, KeyError, TypeError, ValueError, AttributeError) as error:
                rule = str(error) if isinstance(error, RuleError) else type(error).__name__
                stand_ins.refused.append(f"{self.path}: {rule}")
                self._answer(400, {"error": rule})

        def _answer(self, status: int, content: Any) -> None:
            raw = (content if isinstance(content, str) else _pretty(content)).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: object) -> None:
            """Nothing is printed: the terminal shows the demo."""

    return Handler

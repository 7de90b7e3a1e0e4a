"""The requests that Slack, PagerDuty and webhook receivers get, and how they answer."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from functions.notifier.channels.https import Answer
from shared.config.configuration import Responder

SLACK_URL = "https://hooks.slack.com/services/T0/B0/secret"
PAGERDUTY_KEY = "0123456789abcdef0123456789abcdef"
WEBHOOK_URL = "https://crm.example.com/replywatch?tenant=1"
NEW_SECRET, OLD_SECRET = "whsec_" + "bmV3" * 8, "whsec_" + "b2xk" * 8

ENTRIES = {
    "slack.support": (SLACK_URL,),
    "pagerduty.support": (PAGERDUTY_KEY,),
    "webhook.crm": (WEBHOOK_URL, NEW_SECRET, OLD_SECRET),
}

EVE = Responder(name="eve", slack="support", pagerduty="support", webhook="crm")
OF_EVE = tuple(EVE.addresses)


class Post(NamedTuple):
    """One request."""

    address: str
    body: bytes
    headers: Mapping[str, str]

    @property
    def content(self) -> Any:
        return json.loads(self.body)


class Receivers:
    """Stands in for the network."""

    def __init__(self) -> None:
        self.posts: list[Post] = []
        self.answers: list[Answer | Exception] = []
        """The next answers. When none is left, the message is taken."""
        self.entries: dict[str, tuple[str, ...]] = dict(ENTRIES)

    def exchange(self, address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        answer = self.answers.pop(0) if self.answers else Answer(202)
        if isinstance(answer, Exception):
            raise answer
        self.posts.append(Post(address, body, headers))
        return answer

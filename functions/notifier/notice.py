"""What a message says: an alert about a wait, or a plain message.

Each channel takes from it what it needs. Texts and secrets are read only when a channel asks for
them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from shared.config.configuration import Configuration
from shared.domain import ownership
from shared.domain.alerts import FOR_INFORMATION, TO_THE_OWNER, Alert
from shared.domain.fold import Wait
from shared.runtime import aws, links, secrets
from shared.storage.records import ConversationRecord
from shared.storage.store import Store
from shared.wording import wait_view
from shared.wording.wait_view import WaitView


class Link(NamedTuple):
    """A link in a message."""

    label: str
    address: str
    is_main: bool = False
    """Whether it is what the message asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One alert, its wait, and the moment at which it is sent."""

    store: Store
    configuration: Configuration
    alert: Alert
    record: ConversationRecord
    wait: Wait
    now: datetime

    @property
    def attempts(self) -> int:
        """How often the alert was announced."""
        return self.alert.attempts

    @property
    def brand(self) -> str:
        """The brand's name."""
        return self.configuration.brand

    @property
    def reply_to(self) -> str | None:
        """The address for answers by email, or None for the sender's."""
        return self.configuration.reply_to

    def view(self) -> WaitView:
        """The wait as the responder sees it."""
        responder = self.configuration.responders.get(self.alert.responder)
        return wait_view.of(
            self.store, self.configuration, self.record, self.wait, responder, self.now
        )

    def links(self, shown: WaitView) -> tuple[Link, ...]:
        """The links for the responder: where to reply, and the conversation page while the wait is
        open.

        The page comes first if there is no place to reply at but the dashboard. An alert that only
        informs asks for neither.
        """
        page = self.page_link() if self.wait.outcome == "open" else None
        can_reply = shown.reply_url is not None
        opens = "label.reply" if self.asks else "label.open"
        place = Link(
            shown.say(opens if can_reply else "page.dashboard"),
            self.reply_link(shown),
            is_main=self.asks and (can_reply or page is None),
        )
        if page is None:
            return (place,)
        second = Link(shown.say(self._page_label), page, is_main=self.asks and not can_reply)
        return (place, second) if can_reply else (second, place)

    @property
    def asks(self) -> bool:
        """Whether the responder should do something."""
        return self.alert.kind not in FOR_INFORMATION

    @property
    def is_to_owner(self) -> bool:
        """Whether the responder cannot take the wait because they have it: this alert says so, or
        alerts pause."""
        escalation = self.record.escalation
        if escalation is None or escalation.acknowledged_by != self.alert.responder:
            return False
        return self.alert.kind in TO_THE_OWNER or ownership.is_paused(escalation, self.now)

    @property
    def _page_label(self) -> str:
        if self.is_to_owner:
            return "label.snooze"
        return "label.page" if self.asks else "page.take_over"

    def reply_link(self, shown: WaitView) -> str:
        """Where the responder can reply: the message on the platform, or the account's inbox, or
        otherwise the dashboard."""
        return shown.reply_url or self.configuration.dashboard_url or api_url("dashboard")

    def link(self, shown: WaitView) -> str:
        """The one link of an alert that has room for one: the conversation page."""
        return self.page_link() or self.reply_link(shown)

    def page_link(self) -> str | None:
        """The conversation page of this alert, or None until an operator has put a key into the
        secret."""
        keys = secrets.link_keys()
        if not keys:
            return None
        return api_url(f"c/{links.token(self.alert.id, keys, self.now)}")

    @property
    def steps(self) -> int:
        """How many steps the wait has, its repeats included."""
        return max(len(self.wait.terms.moments), self.alert.step + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """A message to a responder that is not about a wait: a code, a test alert, or an invitation."""

    id: str
    """Its name for the provider."""
    brand: str
    reply_to: str | None
    """The address for answers by email. None: the sender's."""
    language: str
    title: str
    text: str
    short: str
    """What a text message says after the brand's name."""
    link: str | None
    attempts: int
    now: datetime


def api_url(path: str) -> str:
    """The address of a page of the API."""
    return f"{aws.setting('API_URL').rstrip('/')}/{path}"

"""What an alert can say of its wait. Each channel takes what it needs.

Texts and secrets are read when a channel asks for them: an SMS needs neither.
"""

from dataclasses import dataclass
from datetime import datetime

from functions.notifier import wording
from shared.config.configuration import Configuration
from shared.domain.alerts import Alert
from shared.domain.waits import Wait
from shared.runtime import aws, links, secrets
from shared.storage import schema
from shared.storage.attributes import stamp
from shared.storage.records import ConversationRecord
from shared.storage.store import Store

PAGE_ITEMS = 5
"""Read at a time to find the opening message. Few messages have the same second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One alert, the wait it is about, and the moment at which it is sent."""

    store: Store
    configuration: Configuration
    alert: Alert
    record: ConversationRecord
    now: datetime

    @property
    def brand(self) -> str:
        """The brand's name."""
        return self.configuration.brand

    @property
    def wait(self) -> Wait:
        """The open wait. Raises ValueError if there is none: no alert is sent then."""
        return wording.open_wait(self.record)

    @property
    def link(self) -> str:
        """Where the responder can reply: the message on the platform, or the dashboard."""
        return self.record.permalink or self.configuration.dashboard_url or _api_url("dashboard")

    def acknowledge_link(self) -> str | None:
        """The page that acknowledges this alert; None until an operator has put a key into the
        secret."""
        keys = secrets.link_keys()
        if not keys:
            return None
        return _api_url(f"ack/{links.token(self.alert.id, keys, self.now)}")

    def excerpt(self) -> str | None:
        """The beginning of the opening message; None if it has no text, or if the configuration
        wants no excerpts."""
        return wording.excerpt(self._opening_text()) if self.configuration.excerpt else None

    def _opening_text(self) -> str | None:
        opened_by, opened_at = self.wait.opened_by, stamp(self.wait.opened_at)
        for conversation in (self.record.conversation, *self.record.links):
            found = self.store.partition(
                schema.conversation_pk(conversation),
                prefix=f"{schema.MESSAGE}{opened_at[:19]}",
                page=PAGE_ITEMS,
            )
            for item in found:
                if item.get("message_id") == opened_by:
                    return item.get("text")
        return None


def _api_url(path: str) -> str:
    return f"{aws.setting('API_URL').rstrip('/')}/{path}"

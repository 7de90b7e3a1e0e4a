"""The person who looks at a page behind a signed link, and the responses of such pages."""

from datetime import datetime
from typing import Literal, NamedTuple

from shared.config.configuration import Configuration, Responder
from shared.domain.alerts import Alert
from shared.runtime import links
from shared.storage import alerts
from shared.storage.store import Store


class Page(NamedTuple):
    """An answer: its status, its HTML, and where the browser is redirected, if anywhere."""

    status: int
    html: str
    location: str | None = None


class Viewer(NamedTuple):
    """Who looks at which page, and when."""

    token: str
    alert: Alert | None
    responder: Responder | None
    keys: tuple[str, ...]
    now: datetime

    @property
    def language(self) -> str:
        """The responder's language, or English if there is no responder."""
        return self.responder.language if self.responder else "en"

    @property
    def refusal(self) -> Literal["expired", "damaged"]:
        """Why there is no alert."""
        return "expired" if links.has_expired(self.token, self.keys, self.now) else "damaged"


def viewer(
    store: Store, configuration: Configuration, token: str, keys: tuple[str, ...], now: datetime
) -> Viewer:
    """The owner of this link.

    There is no alert if the link is damaged, forged or expired, or if its responder is no longer in
    the file.
    """
    found = links.read(token, keys, now)
    alert = alerts.read(store, found) if found else None
    responder = configuration.responders.get(alert.responder) if alert else None
    return Viewer(token, alert if responder else None, responder, keys, now)

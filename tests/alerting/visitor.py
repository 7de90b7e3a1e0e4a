"""A person who opens the link of an alert."""

import re
from urllib.parse import urlencode

from functions.api import conversation_page, viewer
from functions.api.viewer import Page, Viewer
from tests.alerting.desk import Desk
from tests.builders import Minute, at

KEYS = ("key",)
LINK = re.compile(r"https://api\.example\.com/c/(\S+)")


class Visitor:
    """A person with the link of an email that was sent to them."""

    def __init__(self, desk: Desk, to: str) -> None:
        self.desk = desk
        mail = next(sent for sent in desk.sent if sent.to == to)
        found = LINK.search(mail.text)
        assert found
        self.token = found[1]

    def open(self, minute: Minute) -> Page:
        return conversation_page.show(self.desk.store, self.desk.resolved, self._viewer(minute))

    def press(self, minute: Minute, action: str, form: str | None = None, **more: str) -> Page:
        """Opens the page and presses a button; `form`: with an older page's token."""
        found = re.search(r'name="form" value="([^"]+)"', self.open(minute).html)
        token = form if form is not None else found[1] if found else ""
        body = urlencode({"form": token, "action": action} | more)
        return conversation_page.submit(
            self.desk.store, self.desk.resolved, self._viewer(minute), body
        )

    def form(self, minute: Minute) -> str:
        found = re.search(r'name="form" value="([^"]+)"', self.open(minute).html)
        assert found
        return found[1]

    def _viewer(self, minute: Minute) -> Viewer:
        self.desk.now = at(minute)
        return viewer.viewer(self.desk.store, self.desk.resolved, self.token, KEYS, at(minute))

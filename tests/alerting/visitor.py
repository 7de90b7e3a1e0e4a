"""A person who opens the link of an alert."""

import re
from collections.abc import Mapping
from urllib.parse import urlencode

from functions.api import conversation_page, viewer
from functions.api.viewer import Page, Viewer
from tests.alerting.desk import Desk
from tests.builders import Minute, at

KEYS = ("key",)
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]+)"')
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
        """Opens the page and presses a button. `form` replaces the page's form token with an older
        one."""
        hidden = self.hidden(minute)
        if form is not None:
            hidden["form"] = form
        return self.send(minute, {**hidden, "action": action, **more})

    def hidden(self, minute: Minute) -> dict[str, str]:
        """The hidden fields of the page's forms."""
        return dict(HIDDEN.findall(self.open(minute).html))

    def send(self, minute: Minute, fields: Mapping[str, str]) -> Page:
        """Sends a form, which may be that of an older page."""
        body = urlencode(fields)
        return conversation_page.submit(
            self.desk.store, self.desk.resolved, self._viewer(minute), body
        )

    def form(self, minute: Minute) -> str:
        return self.hidden(minute)["form"]

    def _viewer(self, minute: Minute) -> Viewer:
        self.desk.now = at(minute)
        return viewer.viewer(self.desk.store, self.desk.resolved, self.token, KEYS, at(minute))

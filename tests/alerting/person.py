"""A responder on the settings page."""

import re
from html import unescape
from typing import Any
from urllib.parse import urlencode

from functions.api import settings_page
from functions.api.viewer import Page
from shared.domain import own_settings as domain
from shared.domain.own_settings import OwnSettings
from shared.runtime import links
from shared.storage import own_settings
from tests.alerting.desk import Desk
from tests.builders import Minute, at

KEYS = ("key",)
FIELD = re.compile(r'<input type="(\w+)" name="([\w-]+)"[^>]*? value="([^"]*)"')
CHOICE = re.compile(r'<select name="([\w-]+)"[^>]*>(.*?)</select>', re.DOTALL)
CHOSEN = re.compile(r'<option(?: value="([^"]*)")?[^>]* selected>([^<]*)<')
CHECKED = re.compile(r'<input type="checkbox" name="([\w-]+)" checked>')
CODE = re.compile(r"\b(\d{6})\b")


class Person:
    """A responder who has opened the link of an invitation."""

    def __init__(self, desk: Desk, name: str = "ada", minute: Minute = 0) -> None:
        self.desk, self.name = desk, name
        self.token = links.invitation(domain.id_of(name), KEYS, at(minute))

    def open(self, minute: Minute, *, is_saved: bool = False) -> Page:
        return settings_page.show(self.desk.store, self._viewer(minute), is_saved=is_saved)

    def fields(self, minute: Minute) -> dict[str, str]:
        """The fields that a browser would send for the main form as shown."""
        html = self.open(minute).html
        found = {name: unescape(value) for _, name, value in FIELD.findall(html)}
        for name, options in CHOICE.findall(html):
            chosen = CHOSEN.search(options)
            found[name] = (chosen[1] or chosen[2]) if chosen else ""
        return found | dict.fromkeys(CHECKED.findall(html), "on")

    def save(self, minute: Minute, **changes: str | None) -> Page:
        """Changes these fields and saves the form. None unchecks a box. `_` stands for `-`."""
        named = {name.replace("_", "-"): value for name, value in changes.items()}
        sent = self.fields(minute) | named
        return self.send(minute, "save", **{n: v for n, v in sent.items() if v is not None})

    def press(self, minute: Minute, action: str, **fields: str) -> Page:
        """Presses a button other than Save."""
        return self.send(minute, action, **{"form": self.form(minute)} | fields)

    def confirm(self, minute: Minute, code: str, by: str = "sms") -> Page:
        return self.press(minute, "confirm", by=by, code=code)

    def send(self, minute: Minute, action: str, **fields: str) -> Page:
        body = urlencode({"action": action} | fields)
        return settings_page.submit(self.desk.store, self._viewer(minute), body)

    def form(self, minute: Minute) -> str:
        return self.fields(minute).get("form", "")

    def code(self) -> str:
        """The code in the last message that was sent."""
        found = CODE.search(self.desk.sent[-1].text)
        assert found
        return found[1]

    @property
    def own(self) -> OwnSettings:
        return own_settings.read(self.desk.store, self.name)

    @property
    def resolved(self) -> Any:
        return self.desk.resolved.responders[self.name]

    def _viewer(self, minute: Minute) -> settings_page.Viewer:
        self.desk.now = at(minute)
        return settings_page.viewer(self.desk.configuration, self.token, KEYS, at(minute))

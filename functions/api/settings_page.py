"""The settings page of a responder: `/r/<token>`. The link comes from `replywatch invite`.

Like the conversation page, it needs no sign-in and no script, opening it changes nothing, and each
form carries a token of this page in this state. What is typed is never lost: a page that could not
be saved shows it again.
"""

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from functions.api import request_bodies, settings_form
from functions.api.conversation_page import fields
from functions.api.settings_form import InvalidError
from functions.api.viewer import Page
from shared.config.configuration import Configuration, Responder
from shared.domain import own_settings as domain
from shared.domain.own_settings import ADDRESSES, OwnSettings, Sending, TooManyError
from shared.domain.policies import Medium
from shared.runtime import address_codes, links
from shared.storage import own_settings
from shared.storage.errors import ConflictError
from shared.storage.own_settings import own_responder
from shared.storage.store import Store
from shared.wording.phrases import languages, phrase
from shared.wording.rendering import render

MAX_FIELDS, MAX_FORM_BYTES = 300, 16_000
MAX_ATTEMPTS = 5

REGIONS = (
    "Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/", "Europe/",
    "Indian/", "Pacific/",
)  # fmt: skip
"""The prefixes of zones that are named after a place. Other zones have old names, or belong to no
place."""

STATES = {"asked": "sending"}
"""By the state of a plain message: the alerts' state whose words the page shows for it. States that
are not here have words of their own."""

UNKNOWN, TOO_MANY, WRONG_CODE = "no_code", "too_many", "wrong_code"


class Viewer(NamedTuple):
    """Who looks at which page, and when."""

    token: str
    responder: Responder | None
    """The responder with the file's values. None if the link is forged or has expired, or names
    nobody in the file."""
    keys: tuple[str, ...]
    now: datetime
    made_at: datetime | None = None
    """When the link was made."""


def viewer(
    configuration: Configuration, token: str, keys: tuple[str, ...], now: datetime
) -> Viewer:
    """The owner of this link. The configuration must be that of the file."""
    found = links.read_invitation(token, keys, now)
    of_file = configuration.responders.values()
    if found is None:
        return Viewer(token, None, keys, now)
    responder = next((r for r in of_file if domain.id_of(r.name) == found.responder_id), None)
    return Viewer(token, responder, keys, now, found.made_at)


def answer(store: Store, who: Viewer, event: APIGatewayProxyEventV2) -> Page:
    """The answer to a request for the page."""
    if event.http_method == "POST":
        return submit(store, who, request_bodies.form(event.raw_event))
    return show(store, who, is_saved=event.raw_event.get("rawQueryString", "").startswith("saved"))


def show(store: Store, who: Viewer, *, is_saved: bool = False) -> Page:
    """The page in its present state."""
    if who.responder is None:
        return Page(403, _gone())
    own = own_settings.read(store, who.responder.name)
    if _has_ended(own, who):
        return Page(403, _gone())
    return _page(who, who.responder, own, 200, note="settings.saved" if is_saved else None)


def submit(store: Store, who: Viewer, body: str) -> Page:
    """Performs the form's action, and redirects to the page."""
    if who.responder is None:
        return show(store, who)
    of_file = who.responder
    form = fields(body, most=MAX_FIELDS, max_bytes=MAX_FORM_BYTES)
    try:
        return store.retry(lambda: _submitted(store, who, of_file, form), attempts=MAX_ATTEMPTS)
    except ConflictError:
        own = own_settings.read(store, of_file.name)
        return _page(who, of_file, own, 503, note="page.busy", form=form)


def _submitted(store: Store, who: Viewer, of_file: Responder, form: Mapping[str, str]) -> Page:
    own = own_settings.read(store, of_file.name)
    if _has_ended(own, who):
        return Page(403, _gone())
    if not links.is_form_token(form.get("form", ""), who.token, _state(own), who.keys):
        return _page(who, of_file, own, 409, note="page.stale", form=form)
    try:
        after = _after(_Asked(own, of_file, form, who))
    except InvalidError as error:
        note, wrong = "settings.invalid", error.mistakes
        return _page(who, of_file, own, 400, note=note, form=form, mistakes=wrong)
    except _WrongCodeError as error:
        own_settings.write(store, error.after)
        wrong = {error.field: WRONG_CODE}
        return _page(who, of_file, own_settings.read(store, of_file.name), 400, mistakes=wrong)
    if after != own:
        own_settings.write(store, after)
    done = "?saved" if form.get("action") in {"save", "confirm"} else ""
    return Page(303, "", f"{who.token}{done}")


def _has_ended(own: OwnSettings, who: Viewer) -> bool:
    """Whether an operator has ended all links that were made before this time."""
    ended_at = own.links_ended_at
    return ended_at is not None and who.made_at is not None and who.made_at < ended_at


def _state(own: OwnSettings) -> str:
    """The state for which the page's forms are made. The progress of messages is not part of it."""
    return repr([sorted(own.values.items()), [(s.name, s.wrong) for s in own.sendings]])


# --- What the buttons do --------------------------------------------------------------------------


class _WrongCodeError(Exception):
    def __init__(self, after: OwnSettings, field: str) -> None:
        super().__init__(field)
        self.after, self.field = after, field


class _Asked(NamedTuple):
    """What is asked for."""

    own: OwnSettings
    of_file: Responder
    form: Mapping[str, str]
    who: Viewer

    @property
    def responder(self) -> Responder:
        """The responder with their present settings."""
        return own_responder(self.of_file, self.own)

    @property
    def code(self) -> Sending:
        """The code that the form is about. Raises InvalidError."""
        by: Any = self.form.get("by")
        found = self.own.code(by, self.who.now) if by in ADDRESSES else None
        if found is None:
            raise InvalidError({ADDRESSES.get(by, "email"): UNKNOWN})
        return found


def _after(asked: _Asked) -> OwnSettings:
    """The settings after the form's action. Raises InvalidError and _WrongCodeError."""
    actions: dict[str, Callable[[_Asked], OwnSettings]] = {
        "save": _save,
        "confirm": _confirm,
        "again": lambda a: _with_message(a, a.own, "code", {a.code.by: a.code.to}),
        "cancel": lambda a: domain.without(a.own, a.code),
        "test": lambda a: _with_message(a, a.own, "test", dict.fromkeys(a.responder.media)),
    }
    action = actions.get(asked.form.get("action", ""))
    if action is None:
        raise InvalidError({})
    return action(asked)


def _save(asked: _Asked) -> OwnSettings:
    typed = settings_form.typed(asked.form, asked.of_file, asked.responder, asked.who.now.date())
    values = dict(typed.values)
    new: dict[Medium, str | None] = {}
    own = asked.own
    for by, name in ADDRESSES.items():
        wanted, pending = typed.addresses[by], own.code(by, asked.who.now)
        is_now = wanted == getattr(asked.responder, name)
        if not is_now and wanted == getattr(asked.of_file, name):  # back to the file: no code
            own = domain.without(own, pending) if pending else own
            continue
        if name in own.values:  # it stays until the code of another one has come back
            values[name] = own.values[name]
        if not is_now and (pending is None or pending.to != wanted):
            new[by] = wanted
    own = domain.with_values(own, values, asked.who.now)
    for by, to in new.items():
        own = _with_message(asked, own, "code", {by: to})
    return own


def _confirm(asked: _Asked) -> OwnSettings:
    sending = asked.code
    given = "".join(asked.form.get("code", "").split())
    if address_codes.is_code(given, sending.name, str(sending.to), asked.who.keys):
        before = getattr(asked.responder, ADDRESSES[sending.by])
        after = domain.confirmed(asked.own, sending, asked.who.now)
        if before is None:
            return after
        return domain.with_notice(after, sending.by, before, secrets.token_hex(8), asked.who.now)
    after, field = domain.guessed(asked.own, sending), ADDRESSES[sending.by]
    is_left = after.named(sending.name) is not None
    raise _WrongCodeError(after, f"code-{field}" if is_left else field)


def _with_message(
    asked: _Asked, own: OwnSettings, purpose: domain.Purpose, to: Mapping[Medium, str | None]
) -> OwnSettings:
    """The settings with this message. Raises InvalidError if the day's messages have been used
    up."""
    try:
        return domain.asked(own, purpose, to, secrets.token_hex(8), asked.who.now)
    except TooManyError:
        fields_ = ["test"] if purpose == "test" else [ADDRESSES[by] for by in to]
        raise InvalidError(dict.fromkeys(fields_, TOO_MANY)) from None


# --- What it shows --------------------------------------------------------------------------------


def _page(
    who: Viewer,
    of_file: Responder,
    own: OwnSettings,
    status: int,
    *,
    note: str | None = None,
    form: Mapping[str, str] | None = None,
    mistakes: Mapping[str, str] | None = None,
) -> Page:
    """The page. `form` has the values that were typed, which are shown again."""
    responder = own_responder(of_file, own)

    def say(name: str, **values: object) -> str:
        return phrase(responder.language, name, **values)

    is_typed = form is not None and form.get("action") == "save"
    values = form if form and is_typed else settings_form.fields_of(responder)
    zone = ZoneInfo(responder.zone or "UTC")
    html = render(
        "settings.html",
        say=say,
        language=responder.language,
        name=responder.name,
        note=say(note) if note else None,
        is_wrong=status >= 400,
        form=links.form_token(who.token, _state(own), who.keys),
        v=values,
        own=own.values,
        mistakes={f: say(f"settings.{name}") for f, name in (mistakes or {}).items()},
        languages={code: phrase(code, "settings.own_name") for code in languages()},
        zones=_zones(values.get("zone", "")),
        has_zone=of_file.zone is not None,
        media=responder.media,
        quiet=settings_form.rows(values, "quiet"),
        absent=settings_form.rows(values, "absent"),
        codes=_codes(own, who.now),
        messages=[s for s in own.sendings if s.purpose == "test"],
        at=lambda moment: f"{moment.astimezone(zone):%H:%M}",
        state=lambda sending: say(f"state.{STATES.get(sending.state, sending.state)}"),
    )
    return Page(status, html)


def _gone() -> str:
    return render(
        "notice.html",
        language="en",
        title=phrase("en", "settings.title"),
        heading=phrase("en", "settings_gone.title"),
        lines=[phrase("en", "settings_gone.hint")],
        ways=(),
        form=None,
        note=None,
    )


def _codes(own: OwnSettings, now: datetime) -> dict[str, Sending]:
    """The codes that can be typed in, by the field of their address."""
    found = {name: own.code(by, now) for by, name in ADDRESSES.items()}
    return {name: sending for name, sending in found.items() if sending is not None}


def _zones(chosen: str) -> list[str]:
    """The zones to choose from."""
    from shared.config import file_values

    named = {zone for zone in file_values.zones() if zone.startswith(REGIONS)}
    return sorted({*named, "UTC", *([chosen] if chosen in file_values.zones() else [])})

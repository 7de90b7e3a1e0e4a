"""What a responder has changed on the settings page, in place of the file's values, and the
messages asked for there: codes, test alerts, invitations.

A new address is used only after the code that was sent to it has been typed in:

    Ada saves +4930222                  a code for it is asked for; alerts go to +4930111
    the notifier sends it to +4930222
    Ada types the code                  alerts go to +4930222

The code is stored nowhere. It follows from a secret key, the message's random name and the address
(`shared/runtime/address_codes.py`).
"""

import hashlib
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from shared.domain.alerts import LEASE, backoff
from shared.domain.policies import Medium

VALUES = ("language", "zone", "quiet_hours", "absent", "channels", "email", "phone")
"""The fields of a responder that can be changed."""

ADDRESSES: Mapping[Medium, str] = {"email": "email", "sms": "phone"}
"""The field with the address of each channel to which a code can be sent."""

CODE_LIFETIME = timedelta(minutes=30)
MAX_WRONG = 5
"""Wrong codes after which a code is no longer valid."""

DAY = timedelta(days=1)
MAX_A_DAY = 6
"""How often one responder can ask for messages of one purpose in 24 hours, so that nobody can use
ReplyWatch to disturb others."""

MAX_ATTEMPTS = 3
"""How often one message is tried if the provider does not accept it."""

Purpose = Literal["code", "test", "invitation", "changed"]
"""`changed`: tells an address that alerts no longer come to it."""
SendingState = Literal["asked", "sending", "sent", "failed", "in_doubt"]


class TooManyError(Exception):
    """Too many messages of this purpose were asked for within a day. More are possible tomorrow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """One message to a responder that is not about a wait."""

    purpose: Purpose
    by: Medium
    name: str
    """A random text. It is one of the values from which the code is computed."""
    asked_at: datetime
    due: datetime | None
    """When the notifier looks at it next, or None if it is settled."""
    to: str | None = None
    """The address, if it is not the responder's present one: a code goes to the new address, a
    notice to the old one."""
    state: SendingState = "asked"
    attempts: int = 0
    wrong: int = 0
    """How many wrong codes were typed."""

    def is_valid(self, now: datetime) -> bool:
        """Whether its code can still be typed."""
        return self.purpose == "code" and now < self.asked_at + CODE_LIFETIME


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSettings:
    """The own settings of one responder."""

    responder: str
    values: Mapping[str, Any] = field(default_factory=dict)
    """The changed values, by the name of the responder's field (`VALUES`)."""
    sendings: tuple[Sending, ...] = ()
    """The last message of each purpose and channel."""
    asked: tuple[tuple[Purpose, datetime], ...] = ()
    """The messages that were requested in the last 24 hours."""
    changed_at: datetime | None = None
    """When a value was last changed."""
    links_ended_at: datetime | None = None
    """Links to the settings page that were made before then are not valid."""
    version: int = 0
    """0: nothing is stored."""

    @property
    def due(self) -> datetime | None:
        """When the notifier must look at its messages next."""
        return min((s.due for s in self.sendings if s.due), default=None)

    def named(self, name: str) -> Sending | None:
        """The message with this name, or None."""
        return next((s for s in self.sendings if s.name == name), None)

    def code(self, by: Medium, now: datetime) -> Sending | None:
        """The code for a new address on this channel, if one is still valid."""
        found = (s for s in self.sendings if s.by == by and s.is_valid(now))
        return next(found, None)


def id_of(responder: str) -> str:
    """A name for links, keys and queues: 26 characters that do not identify the responder."""
    return hashlib.blake2b(responder.encode(), digest_size=13).hexdigest()


# --- What the responder does ----------------------------------------------------------------------


def with_values(settings: OwnSettings, values: Mapping[str, Any], now: datetime) -> OwnSettings:
    """The settings with these values and no others."""
    if values == settings.values:
        return settings
    return replace(settings, values=dict(values), changed_at=now)


def asked(
    settings: OwnSettings,
    purpose: Purpose,
    to: Mapping[Medium, str | None],
    name: str,
    now: datetime,
) -> OwnSettings:
    """The settings with a message on each of these channels, in place of the last one of the same
    purpose.

    `to` has the new addresses to which codes are sent. Raises TooManyError.
    """
    recent = tuple((p, at) for p, at in settings.asked if at > now - DAY)
    if sum(p == purpose for p, _ in recent) >= MAX_A_DAY:
        raise TooManyError
    new = [
        Sending(purpose=purpose, by=by, name=f"{name}-{by}", asked_at=now, due=now, to=address)
        for by, address in to.items()
    ]
    kept = [s for s in _recent(settings, now) if not _is_replaced(s, purpose, to)]
    return replace(settings, sendings=(*kept, *new), asked=(*recent, (purpose, now)))


def _recent(settings: OwnSettings, now: datetime) -> Iterable[Sending]:
    """The messages that were requested in the last 24 hours, without addresses that nobody
    confirmed."""
    return [s for s in settings.sendings if s.asked_at > now - DAY]


def _is_replaced(sending: Sending, purpose: Purpose, to: Container[Medium]) -> bool:
    """Whether the new message replaces this one. Each channel has a code of its own, but a test is
    one for all channels."""
    return sending.purpose == purpose and (purpose != "code" or sending.by in to)


def confirmed(settings: OwnSettings, sending: Sending, now: datetime) -> OwnSettings:
    """The settings with the new address in use, since its code has been typed in."""
    values = {**settings.values, ADDRESSES[sending.by]: sending.to}
    return with_values(without(settings, sending), values, now)


def with_notice(
    settings: OwnSettings, by: Medium, before: str, name: str, now: datetime
) -> OwnSettings:
    """The settings with a message to the address to which alerts went before.

    The limit on codes limits these messages too.
    """
    notice = Sending(
        purpose="changed", by=by, name=f"{name}-{by}", asked_at=now, due=now, to=before
    )
    return replace(settings, sendings=(*_recent(settings, now), notice))


def reset(settings: OwnSettings, now: datetime) -> OwnSettings:
    """The settings without own values, and without a valid link. What was asked for still counts
    towards the limits."""
    return replace(settings, values={}, sendings=(), changed_at=now, links_ended_at=now)


def guessed(settings: OwnSettings, sending: Sending) -> OwnSettings:
    """The settings after a wrong code was typed. After `MAX_WRONG` wrong codes, the code is no
    longer valid."""
    wrong = sending.wrong + 1
    if wrong >= MAX_WRONG:
        return without(settings, sending)
    return _with(settings, replace(sending, wrong=wrong))


def without(settings: OwnSettings, sending: Sending) -> OwnSettings:
    """The settings without this message."""
    return replace(settings, sendings=tuple(s for s in settings.sendings if s.name != sending.name))


# --- What the notifier does -----------------------------------------------------------------------


def due_by(settings: OwnSettings, moment: datetime) -> Iterable[Sending]:
    """The messages that are due by this time."""
    return [s for s in settings.sendings if s.due is not None and s.due <= moment]


def announced(settings: OwnSettings, name: str, now: datetime) -> OwnSettings | None:
    """The settings once the next call to a provider may send this message. None if another function
    has announced it.

    If that function stopped before it recorded the outcome, the message is in doubt once its lease
    is over. It is not sent again: the responder can ask for another one.
    """
    sending = settings.named(name)
    if sending is None or sending.due is None or sending.due > now:
        return None
    if sending.state == "sending":
        return _with(settings, replace(sending, state="in_doubt", due=None))
    attempts = sending.attempts + 1
    return _with(settings, replace(sending, state="sending", due=now + LEASE, attempts=attempts))


def settled(settings: OwnSettings, name: str, state: SendingState) -> OwnSettings | None:
    """The settings with the outcome of this message. None if another message has replaced it."""
    sending = settings.named(name)
    return None if sending is None else _with(settings, replace(sending, state=state, due=None))


def not_sent(settings: OwnSettings, name: str, now: datetime) -> OwnSettings | None:
    """The settings after the provider did not accept the message. It is due again later, up to
    `MAX_ATTEMPTS` times."""
    sending = settings.named(name)
    if sending is None or sending.attempts >= MAX_ATTEMPTS:
        return settled(settings, name, "failed")
    due = now + backoff(sending.attempts)
    return _with(settings, replace(sending, state="asked", due=due))


def _with(settings: OwnSettings, sending: Sending) -> OwnSettings:
    """The settings with this message in place of the one with its name."""
    found = tuple(sending if s.name == sending.name else s for s in settings.sendings)
    return replace(settings, sendings=found)

"""Sends plain messages, which are not about a wait: a code for a new address, a test alert, a link
to the settings page.

Each message is announced, sent, and its outcome recorded, as for alerts. A message in doubt is not
sent again: its reader expects it, and can ask for another one.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from functions.notifier import channels, monthly_budget
from functions.notifier.channels.channel import (
    InDoubtError,
    NotSentError,
    ProviderBlockedError,
    RefusedError,
)
from functions.notifier.notice import Plain, api_url
from shared.config.configuration import Configuration, Responder
from shared.domain import own_settings as domain
from shared.domain.own_settings import OwnSettings, Sending, SendingState
from shared.runtime import address_codes, links, log, secrets
from shared.storage import own_settings
from shared.storage.attributes import stamp
from shared.storage.store import Store
from shared.wording.gsm import is_readable
from shared.wording.phrases import phrase


def send_due(
    store: Store,
    configuration: Configuration,
    responder_id: str,
    due: str,
    now: datetime,
    has_time: Callable[[], bool] = lambda: True,
) -> None:
    """Sends what is due for this responder.

    `due` is the moment in the due index. Nothing is sent if it is no longer that of the settings.
    Raises ConflictError if other functions keep writing.
    """
    settings = own_settings.read_by_id(store, responder_id)
    if settings is None or settings.due is None or stamp(settings.due) != due:
        return
    for sending in domain.due_by(settings, settings.due):
        if has_time():
            _send(store, configuration, settings.responder, sending.name, now)


def _send(
    store: Store, configuration: Configuration, name: str, sending_name: str, now: datetime
) -> None:
    def change(to: Callable[[OwnSettings], OwnSettings | None]) -> OwnSettings | None:
        return own_settings.update(store, name, to)

    after = change(lambda settings: domain.announced(settings, sending_name, now))
    sending = after.named(sending_name) if after else None
    if sending is None or sending.state != "sending":
        return
    responder = configuration.responders.get(name)
    state = _outcome(store, configuration, responder, sending, now) if responder else "failed"
    log.event("personal.message", purpose=sending.purpose, by=sending.by, state=state)
    if state == "asked":
        change(partial(domain.not_sent, name=sending_name, now=now))
    else:
        change(partial(domain.settled, name=sending_name, state=state))


def _outcome(
    store: Store,
    configuration: Configuration,
    responder: Responder,
    sending: Sending,
    now: datetime,
) -> SendingState:
    """The outcome of the message. `asked` if the provider did not accept it."""
    channel = channels.named(sending.by)
    to = sending.to or channel.address(responder)
    keys = secrets.link_keys()
    if to is None or not keys:
        return "failed"
    if monthly_budget.is_plain_used_up(store, configuration, channel, now):
        log.event("personal.budget_used_up", by=channel.name)
        return "failed"
    try:
        channel.send_plain(message(configuration, responder, sending, keys, now), to)
    except NotSentError:
        return "asked"
    except (RefusedError, ProviderBlockedError):
        return "failed"
    except InDoubtError:
        monthly_budget.spend_plain(store, configuration, channel, now)
        return "in_doubt"
    monthly_budget.spend_plain(store, configuration, channel, now)
    return "sent"


def message(
    configuration: Configuration,
    responder: Responder,
    sending: Sending,
    keys: tuple[str, ...],
    now: datetime,
) -> Plain:
    """The content of the message. `keys` sign its links."""
    values = {"brand": configuration.brand, "name": responder.name}
    link = None
    if sending.purpose == "code":
        values["code"] = address_codes.code(sending.name, str(sending.to), keys)
    if sending.purpose == "invitation":
        link = api_url(f"r/{links.invitation(domain.id_of(responder.name), keys, now)}")

    def say(part: str, **other: str) -> str:
        return phrase(responder.language, f"{sending.purpose}.{part}", **values | other)

    you = phrase(responder.language, "sms.you")

    return Plain(
        id=sending.name,
        brand=configuration.brand,
        reply_to=configuration.reply_to,
        language=responder.language,
        title=say("title"),
        text=say("text"),
        short=say("short", name=responder.name if is_readable(responder.name) else you),
        link=link,
        attempts=sending.attempts,
        now=now,
    )

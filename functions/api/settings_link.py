"""Emails a responder the link to their settings page, because they ask for it on the conversation
page.

Who holds a link to a conversation must not get one to the settings: alerts are forwarded, and mail
scanners read them. So nothing of the link is shown. The notifier emails it to the address in
`replywatch.toml`, as `replywatch invite --send` has it do; not to one that was entered on the
settings page, which somebody else may have done.
"""

import secrets
from datetime import datetime

from shared.config.configuration import Configuration
from shared.domain import own_settings as domain
from shared.domain.own_settings import OwnSettings
from shared.storage import own_settings
from shared.storage.store import Store


def address_of(configuration: Configuration, name: str) -> str | None:
    """The address to which the link is sent, or None if the file has no email address of this
    responder."""
    of_file = own_settings.of_file(configuration, name)
    return of_file.email if of_file else None


def ask(store: Store, configuration: Configuration, name: str, now: datetime) -> bool:
    """Lets the notifier send the link within two minutes. Returns whether there is an address.

    If a link is on its way, no other is sent. Raises TooManyError and ConflictError.
    """
    to = address_of(configuration, name)
    if to is None:
        return False

    def after(known: OwnSettings) -> OwnSettings | None:
        if any(s.purpose == "invitation" and s.due is not None for s in known.sendings):
            return None
        return domain.asked(known, "invitation", {"email": to}, secrets.token_hex(8), now)

    own_settings.update(store, name, after)
    return True

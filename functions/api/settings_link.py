"""Emails a responder the link to their settings page, because they ask for it on the conversation
page.

A link to a conversation must not give access to the settings: alerts are forwarded, and mail
scanners read them. So the page does not show the link. The notifier emails it to the address in
`replywatch.toml`, as for `replywatch invite --send`. It does not use an address from the settings
page, because somebody else may have entered it.
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
    """Makes the notifier send the link within two minutes. Returns whether there is an address.

    If a link is already on its way, no second one is sent. Raises TooManyError and ConflictError.
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

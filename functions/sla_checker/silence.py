"""Reports, once an hour, the accounts from which nothing has come for unusually long."""

from datetime import datetime

from shared.config.configuration import Configuration
from shared.runtime import log
from shared.storage import activity
from shared.storage.store import Store

SILENT_ACCOUNTS = "SilentAccounts"
"""The metric: how many accounts are silent. An alarm watches it."""


def report(store: Store, configuration: Configuration, at: datetime) -> int:
    """Counts the silent accounts, by channel.

    An account's id is one of the platform's, so it is not logged. The dashboard shows which account
    it is.
    """
    found = activity.of_accounts(store, configuration.accounts, at)
    silent = [place for place, one in found.items() if one.usual and one.usual.is_silent]
    if silent:
        log.event("accounts.silent", channels=sorted({channel for channel, _ in silent}))
        log.count(SILENT_ACCOUNTS, len(silent))
    return len(silent)

"""Reports accounts from which unusually long nothing has come, once an hour."""

from datetime import datetime

from shared.config.configuration import Configuration
from shared.runtime import log
from shared.storage import activity
from shared.storage.store import Store

SILENT_ACCOUNTS = "SilentAccounts"
"""The metric: how many accounts are silent. An alarm watches it."""


def report(store: Store, known: Configuration, at: datetime) -> int:
    """Counts the accounts that are silent, and says of which channels they are. An account's id is
    the platform's, so no log has it; the dashboard shows which it is."""
    found = activity.of_accounts(store, known.accounts, at)
    silent = [place for place, one in found.items() if one.usual and one.usual.is_silent]
    if silent:
        log.event("accounts.silent", channels=sorted({channel for channel, _ in silent}))
        log.count(SILENT_ACCOUNTS, len(silent))
    return len(silent)

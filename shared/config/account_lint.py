"""Warns of accounts of the brand that ReplyWatch would not recognise as authors."""

from collections.abc import Iterator

from shared.config.file_model import File
from shared.config.mistakes import Mistake
from shared.domain.events import CHANNELS


def lint(file: File) -> Iterator[Mistake]:
    """A warning for each account without the user name or the id that its platform sends."""
    yield from _unnamed_accounts(file)
    yield from _names_as_ids(file)


def _unnamed_accounts(file: File) -> Iterator[Mistake]:
    """Warns of accounts on Threads without a username, if there are several. Threads names authors
    only by username, and one account of the brand may write to another."""
    threads = [i for i, account in enumerate(file.accounts) if account.channel == "threads"]
    for index in threads if len(threads) > 1 else ():
        if not file.accounts[index].username:
            reason = "without it, what this account writes to your others on Threads opens waits"
            yield Mistake(("accounts", index, "username"), reason)


def _names_as_ids(file: File) -> Iterator[Mistake]:
    """Warns of an account's name in place of its id: platforms send numbers."""
    for index, account in enumerate(file.accounts):
        if account.channel in CHANNELS and not account.id.isdigit():
            reason = (
                f"{account.id!r} is no number: expected the id that {account.channel} sends, not "
                "the account's name; events of accounts that are not in this file are quarantined"
            )
            yield Mistake(("accounts", index, "id"), reason)

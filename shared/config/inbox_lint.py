"""Suggests an inbox for accounts whose alerts would have no link to the conversation."""

from collections.abc import Iterator

from shared.config.configuration import Configuration

WITHOUT_LINKS = ("messenger", "instagram", "whatsapp")
"""Channels whose platforms give no link to a message."""


def lint(configuration: Configuration) -> Iterator[str]:
    """A line that names these accounts, if there are any."""
    names = [
        f"{account.name!r}"
        for account in configuration.accounts
        if account.channel in WITHOUT_LINKS and account.inbox is None
    ]
    if names:
        yield (
            f"suggestion: give {', '.join(names)} an `inbox`, the address where you reply: the "
            "platform gives no link to a message, so the main button of alerts cannot lead to it"
        )

"""The interface of a notification channel, and the four errors with which a send can end.

docs/tutorials/add-a-notification-channel.md adds a channel, and names every file to change.
"""

from datetime import timedelta
from typing import Protocol, runtime_checkable

from functions.notifier.bundle_entries import Bundle
from functions.notifier.notice import Notice, Plain
from shared.config.configuration import Configuration, Responder
from shared.domain.policies import Medium
from shared.storage.suppressions import Reason


class NotSentError(Exception):
    """The provider did not accept the message. Try again later, but not before `retry_after` if the
    provider gave a time."""

    def __init__(self, reason: str, retry_after: timedelta = timedelta(0)) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class ProviderBlockedError(Exception):
    """The provider accepts nothing on this channel until an operator has fixed the account.

    Use another channel. If the responder has none, try again later.
    """


class RefusedError(Exception):
    """The provider will never accept this message. Use another channel.

    `suppresses`: why the address cannot receive other messages either, or None.
    """

    def __init__(self, reason: str, suppresses: Reason | None = None) -> None:
        super().__init__(reason)
        self.suppresses = suppresses


class InDoubtError(Exception):
    """No answer came, so the provider may have accepted the message. Wait for its receipt."""


class Channel(Protocol):
    """A way to notify a responder."""

    @property
    def name(self) -> Medium:
        """The name in the configuration's `by`, in alerts and in logs."""

    @property
    def can_repeat(self) -> bool:
        """Whether a send in doubt may be repeated. If not, another channel carries the alert.

        It may if the provider later reports, with the alert's id, that it accepted the message, or
        if it accepts a message with the same id only once.
        """

    @property
    def carries_updates(self) -> bool:
        """Whether it carries alerts that only inform: somebody has taken a wait, or it has
        ended."""

    @property
    def mirrors_waits(self) -> bool:
        """Whether it shows the state of a wait in another system, such as an incident. Then it also
        carries updates about what its own responder did."""

    @property
    def keeps_quiet_hours(self) -> bool:
        """Whether a message on this channel disturbs a person. Then quiet hours hold alerts that
        are not urgent."""

    @property
    def doubt_wait(self) -> timedelta:
        """How long the notifier waits after a send in doubt, for its receipt or for a late write of
        the function that sent it, before it decides again."""

    def address(self, responder: Responder) -> str | None:
        """The responder's address on this channel, or None if the responder does not use it."""

    def max_per_hour(self, configuration: Configuration) -> int | None:
        """How many alerts one responder receives in an hour, or None for no limit."""

    def send(self, notice: Notice, to: str) -> str:
        """Calls the provider once. Returns the provider's id of the message.

        Raises NotSentError, ProviderBlockedError, RefusedError or InDoubtError.
        """

    def send_plain(self, plain: Plain, to: str) -> str:
        """Calls the provider once with a plain message, like `send` for an alert."""


@runtime_checkable
class Bundler(Protocol):
    """A channel that people read. Each responder gets at most one message a minute, which carries
    all alerts that wait."""

    def send_bundle(self, bundle: Bundle, to: str) -> str:
        """Calls the provider once for several alerts, like `Channel.send` for one."""

"""What a notification channel must offer, and the four errors with which a send can end.

docs/tutorials/add-a-notification-channel.md adds one, with every file that it concerns.
"""

from datetime import timedelta
from typing import Protocol, runtime_checkable

from functions.notifier.notice import Bundle, Notice, Plain
from shared.config.configuration import Configuration, Responder
from shared.domain.policies import Medium
from shared.storage.suppressions import Reason


class NotSentError(Exception):
    """The provider took nothing. Try again later: not before `retry_after`, where it said so."""

    def __init__(self, reason: str, retry_after: timedelta = timedelta(0)) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class ProviderBlockedError(Exception):
    """The provider takes nothing on this channel until an operator has fixed the account. Use
    another channel; if the responder has none, try again later."""


class RefusedError(Exception):
    """The provider never takes this message. Use another channel. `suppresses`: why the address
    takes no other message either."""

    def __init__(self, reason: str, suppresses: Reason | None = None) -> None:
        super().__init__(reason)
        self.suppresses = suppresses


class InDoubtError(Exception):
    """The provider may have taken it: no answer came. Wait for its receipt."""


class Channel(Protocol):
    """A way to notify a responder."""

    @property
    def name(self) -> Medium:
        """As in the configuration's `by`, in alerts and in logs."""

    @property
    def can_repeat(self) -> bool:
        """Whether a send in doubt may be repeated: the provider reports later, with the alert's id,
        that it took the message, or it takes a message with the same id only once.

        If not, another channel carries the alert.
        """

    @property
    def carries_updates(self) -> bool:
        """Whether it carries what only informs: that somebody has taken a wait, that it is over."""

    @property
    def mirrors_waits(self) -> bool:
        """Whether it shows a wait's state in another system, such as an incident: it then carries
        also what its own responder did."""

    @property
    def keeps_quiet_hours(self) -> bool:
        """Whether it would disturb a person, so that quiet hours hold what is not urgent."""

    @property
    def doubt_wait(self) -> timedelta:
        """For how long a send in doubt waits for its receipt, or for the late write of the function
        that sent it, before the notifier decides again."""

    def address(self, responder: Responder) -> str | None:
        """Where the responder is reached on this channel; None: the responder does not use it."""

    def max_per_hour(self, configuration: Configuration) -> int | None:
        """How many alerts one responder receives in an hour; None: no limit."""

    def send(self, notice: Notice, to: str) -> str:
        """Calls the provider once; the provider's id of the message.

        Raises NotSentError, ProviderBlockedError, RefusedError or InDoubtError.
        """

    def send_plain(self, plain: Plain, to: str) -> str:
        """Calls the provider once with a message about no wait, as `send` does for an alert."""


@runtime_checkable
class Bundler(Protocol):
    """A channel that people read: each responder gets at most one message a minute, which carries
    all alerts that wait."""

    def send_bundle(self, bundle: Bundle, to: str) -> str:
        """Calls the provider once, for several alerts, as `Channel.send` does for one."""

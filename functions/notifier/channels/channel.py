"""What a notification channel must offer, and the four errors with which a send can end.

To add a channel:

1. Write its module, and add it to `CHANNELS` in `__init__.py`.
2. Allow its name in `Medium` (shared/domain/policies.py) and in a step's `by`
   (shared/config/file_model.py). If it needs another address, add that to the responders.
3. Document it in docs/configuration.md.

If its provider is new, the stack must also permit the call and watch it (infra/permissions.py,
infra/alarms.py).
"""

from datetime import timedelta
from typing import Protocol

from functions.notifier.notice import Notice
from shared.config.configuration import Configuration, Responder
from shared.domain.policies import Medium


class NotSentError(Exception):
    """The provider took nothing. Try again later."""


class ProviderBlockedError(Exception):
    """The provider takes nothing on this channel until an operator has fixed the account. Use
    another channel; if the responder has none, try again later."""


class RefusedError(Exception):
    """The provider never takes this message. Use another channel."""


class InDoubtError(Exception):
    """The provider may have taken it: no answer came. Wait for its receipt."""


class Channel(Protocol):
    """A way to notify a responder."""

    @property
    def name(self) -> Medium:
        """As in the configuration's `by`, in alerts and in logs."""

    @property
    def has_receipts(self) -> bool:
        """Whether the provider reports later, with the alert's id, that it took the message.

        If not, a send in doubt is not repeated: another channel carries the alert.
        """

    @property
    def carries_updates(self) -> bool:
        """Whether it carries what only informs: that somebody has taken a wait, that it is over."""

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

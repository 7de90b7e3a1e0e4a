"""What one message says about several alerts: an entry for each customer.

`bundling.py` decides which alerts these are.
"""

from dataclasses import dataclass
from typing import NamedTuple

from functions.notifier.notice import Notice
from shared.domain.alerts import FOR_INFORMATION, Alert, Kind
from shared.wording import headlines
from shared.wording.plain import isolated
from shared.wording.wait_view import WaitView

MAX_LISTED = 20
"""How many entries one message lists."""


class Entry(NamedTuple):
    """One customer in a bundle."""

    notice: Notice
    """The customer's most urgent alert."""
    waits: int = 1
    """How many of the customer's waits it stands for."""

    @property
    def kind(self) -> Kind:
        """The kind of the customer's most urgent alert."""
        return self.notice.alert.kind

    def line(self, view: WaitView) -> str:
        """The line of the message about this customer."""
        if self.waits == 1:
            return headlines.subject(view, self.kind)
        return headlines.of_waits(view, self.kind, self.waits)

    def second_line(self, view: WaitView) -> str:
        """The second line of the message about this customer.

        It names the account if the brand has several on the channel, and the step. It also says
        why the alert comes early, and who else has the wait or was notified.
        """
        alert, wait = self.notice.alert, view.wait
        same = [a for a in self.notice.configuration.accounts if a.channel == view.record.channel]
        parts = [isolated(view.account.name)] if len(same) > 1 else []
        if wait.outcome == "open":
            parts += [view.early] if view.early else []
            also = view.labelled("notified", view.other_names) if view.others else None
            owner = None if view.is_readers else view.owner
            parts += [found.rstrip(".") for found in (owner or also,) if found]
        if alert.kind == "step":
            parts.append(
                view.say(
                    "alert.why_short",
                    policy=wait.terms.policy,
                    step=alert.step + 1,
                    steps=self.notice.steps,
                )
            )
        return " · ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Several alerts that one message carries."""

    lead: Alert
    """Receipts name this one."""
    entries: tuple[Entry, ...]
    """Those that are listed, the most urgent first."""
    more: int = 0
    """How many entries are not listed."""
    alerts: int
    """How many alerts the message carries."""

    @property
    def first(self) -> Entry:
        """The most urgent entry."""
        return self.entries[0]

    @property
    def is_flood(self) -> bool:
        """Whether all alerts are about several waits of one customer."""
        is_one = len(self.entries) + self.more == 1 and self.first.waits > 1
        return is_one and self.first.kind not in FOR_INFORMATION

    def title(self, view: WaitView) -> str:
        """`12 alerts`, or `@lena_f: 2,000 unanswered posts, the first due 23:05`."""
        if self.is_flood:
            return headlines.flood(view, view.who, self.first.waits)
        return view.say("bundle.title", count=view.number(self.alerts))

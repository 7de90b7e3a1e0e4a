"""Types that all modules that claim something share: the record in which it is due, and the result
of the claim."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from functions.notifier.existing_alerts import ClaimedAlerts
from shared.config.configuration import Configuration
from shared.domain.escalation import Escalation
from shared.storage.attributes import stamp
from shared.storage.records import ConversationRecord
from shared.storage.store import Store


class Advanced(NamedTuple):
    """What a claim writes in one transaction."""

    record: ConversationRecord
    """The record with its next version."""
    alerts: ClaimedAlerts


@dataclass(frozen=True, slots=True)
class DueRecord:
    """A record in which something is due, and what else a claim needs."""

    store: Store
    configuration: Configuration
    record: ConversationRecord
    due: str
    """When it is due: the timestamp in the due index."""
    now: datetime

    def has_due(self, moment: datetime | None) -> bool:
        """Whether this moment of the record is due: it is not later than the moment in the due
        index."""
        return moment is not None and stamp(moment) <= self.due

    def with_escalation(self, after: Escalation) -> ConversationRecord:
        """The next version of the record, with this escalation of its open wait."""
        return replace(self.record, escalation=after, version=self.record.version + 1)

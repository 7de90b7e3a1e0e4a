"""A conversation record in which something is due, as the modules that claim it need it."""

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
    """The record and the alerts that a claim writes in one transaction."""

    record: ConversationRecord
    """With its next version."""
    alerts: ClaimedAlerts


@dataclass(frozen=True, slots=True)
class DueRecord:
    """A record, the moment in the due index, and what else a claim needs."""

    store: Store
    configuration: Configuration
    record: ConversationRecord
    due: str
    """The moment at which it is due, as the due index has it."""
    now: datetime

    def has_due(self, moment: datetime | None) -> bool:
        """Whether this moment of the record is the due one, or an earlier one."""
        return moment is not None and stamp(moment) <= self.due

    def with_escalation(self, after: Escalation) -> ConversationRecord:
        """The next version of the record, with this escalation of its open wait."""
        return replace(self.record, escalation=after, version=self.record.version + 1)

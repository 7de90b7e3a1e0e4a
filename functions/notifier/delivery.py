"""Sends one alert, with the alerts that wait for the same responder and channel.

It announces them, calls the provider, and records the outcome. Each of these is a write of its own,
and a function may stop between any two. Because of the announcement, the next function knows
whether the responder may have been notified:

    claimed   nothing was sent: send it
    sending   it may have been sent: a receipt settles it, or another channel carries it
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from functions.notifier import bundling, channels, monthly_budget, rate_limits
from functions.notifier.bundle_entries import MAX_LISTED, Bundle, Entry
from functions.notifier.bundling import Member, waits_of
from functions.notifier.channels.channel import (
    Bundler,
    Channel,
    InDoubtError,
    NotSentError,
    ProviderBlockedError,
    RefusedError,
)
from functions.notifier.next_channel import (
    ALERTS_NOT_DELIVERED,
    fall_back,
    is_notified_otherwise,
    use_next_channel,
)
from functions.notifier.notice import Notice
from functions.notifier.rate_limits import Slot
from functions.notifier.usable_addresses import CHANNEL_BLOCKED, note_dead, usable
from shared.config.configuration import Configuration, Responder
from shared.conversation import alert_validity
from shared.conversation.alert_validity import Subject
from shared.domain.alerts import (
    FOR_INFORMATION,
    LEASE,
    MAX_UNSENT,
    Alert,
    backoff,
    changed,
)
from shared.domain.availability import quiet_until
from shared.runtime import log
from shared.storage import alerts, schema
from shared.storage.errors import ConflictError
from shared.storage.store import Store
from shared.storage.suppressions import Address

SENDS_FAILED = "SendsFailed"
"""The metric that counts sends that a provider did not accept. An alarm watches it."""

INFORMS_FOR = timedelta(days=1)
"""How long an alert that only informs is retried. Without a limit, an all clear would be retried
for ever if its channel never works again."""


def deliver(store: Store, configuration: Configuration, alert: Alert, now: datetime) -> None:
    """Sends the alert, unless what it says is no longer true, or another function is sending it."""
    if bundling.settle_by_lead(store, alert, now):
        return
    channel = channels.named(alert.by)
    subject = alert_validity.subject_of(store, alert, now)
    if subject is None and channel.mirrors_waits:
        subject = alert_validity.replaced_wait(store, alert, now)
    named = configuration.responders.get(alert.responder)
    responder = usable(store, named, now) if named else None
    is_in_doubt = alert.state == "sending" and not channel.can_repeat
    if is_in_doubt and responder and not _is_repeated(responder, alert):
        fall_back(store, changed(alert, "doubt_ended", at=now), responder, now)
    elif subject is None and is_in_doubt:
        alerts.update(store, changed(alert, "doubt_ended", at=now))
    elif subject is None and alert_validity.may_be_true_again(store, alert, now):
        alerts.update(store, changed(alert, "postponed", at=now, due=now + LEASE))
    elif subject is None:
        alerts.update(store, changed(alert, "wait_closed", at=now))
    elif responder is None:
        log.count(ALERTS_NOT_DELIVERED)
        alerts.update(store, changed(alert, "refused", at=now))
    else:
        _Delivery(store, configuration, channel, responder, subject, now).deliver(alert)


def _is_repeated(responder: Responder, alert: Alert) -> bool:
    """Whether an alert in doubt is sent again by a channel that may then notify twice.

    It is if it asks for something, and the responder has no other channel.
    """
    others = (other for other in channels.used_by(responder, alert.kind) if other.name != alert.by)
    return alert.kind not in FOR_INFORMATION and not any(others)


@dataclass(frozen=True, slots=True)
class _Delivery:
    """One attempt to send an alert that still says what is true."""

    store: Store
    configuration: Configuration
    channel: Channel
    responder: Responder
    subject: Subject
    now: datetime

    def deliver(self, alert: Alert) -> None:
        to = self.channel.address(self.responder)
        if to is None:
            # The configuration has changed, or a report has said that the address takes nothing.
            log.event("alert.no_address", alert=alert.id, by=alert.by)
            fall_back(self.store, changed(alert, "refused", at=self.now), self.responder, self.now)
            return
        if self._put_off(alert):
            return
        lead = Member(alert, self.subject)
        others = self._held_with(lead)
        due = self.now + self.channel.doubt_wait
        announced = bundling.announced(self.store, lead, others, due=due, now=self.now)
        if announced:
            self._send(announced, to)
        else:
            self._give_back(alert)

    def _put_off(self, alert: Alert) -> bool:
        """Postpones the alert, or lets another channel carry it, if it cannot be sent now. Returns
        False if it can: then the message has its slot.

        An alert waits for the end of quiet hours, and for a minute after the responder's last
        message on this channel. Another channel carries it if this one's budget of the month, or
        its limit for the hour, is used up.
        """
        quiet = self._quiet_until(alert)
        if quiet is not None:
            log.event("alert.held", alert=alert.id, by=alert.by)
            alerts.update(self.store, changed(alert, "postponed", at=self.now, due=quiet))
            return True
        if monthly_budget.is_used_up(self.store, self.configuration, self.channel, self.now):
            log.event("alert.over_budget", alert=alert.id, by=alert.by)
            if self._leave_to_other_channel(alert):
                return True
        slot = self._take_slot(alert)
        if slot.free_at is None:
            return False
        if alert.held and not slot.is_hour_full:
            return True  # the message in this slot carries it, or else the checker lists it again
        log.event("alert.limited", alert=alert.id, by=alert.by)
        if not (slot.is_hour_full and self._leave_to_other_channel(alert)):
            alerts.update(self.store, changed(alert, "postponed", at=self.now, due=slot.free_at))
        return True

    def _leave_to_other_channel(self, alert: Alert) -> bool:
        """Lets another channel carry the alert, or ends it if one has notified the responder.
        Returns False if it must still be sent here."""
        superseded = changed(alert, "superseded", at=self.now)
        if use_next_channel(self.store, superseded, self.responder, self.now):
            return True
        return is_notified_otherwise(self.store, alert, self.now) and alerts.update(
            self.store, superseded
        )

    def _quiet_until(self, alert: Alert) -> datetime | None:
        """Until when the responder's quiet hours hold the alert, or None."""
        if alert.urgent or not self.channel.keeps_quiet_hours:
            return None
        return quiet_until(self.responder.available, self.now)

    def _take_slot(self, alert: Alert) -> Slot:
        max_per_hour = self.channel.max_per_hour(self.configuration)
        if not (max_per_hour or isinstance(self.channel, Bundler)):
            return Slot()
        name = self.responder.name
        may_wait = alert.kind == "step" and alert.step == 0 and not alert.urgent
        customer = schema.customer_name(alert.conversation) if may_wait else ""
        return rate_limits.take_slot(self.store, name, alert.by, max_per_hour, self.now, customer)

    def _held_with(self, lead: Member) -> list[Member]:
        if not isinstance(self.channel, Bundler):
            return []
        quiet = quiet_until(self.responder.available, self.now) is not None
        return bundling.held_with(self.store, lead, self.channel, self.now, only_urgent=quiet)

    def _send(self, announced: list[Member], to: str) -> None:
        """Calls the provider, and records the outcome for each alert of the message."""
        sent, lead = [member.alert for member in announced], announced[0].alert
        try:
            provider_id = self._call(announced, to)
        except NotSentError as error:
            _report("alert.not_sent", lead, error)
            self._give_back(lead)
            left = [a for a in sent if a.attempts < MAX_UNSENT or not self._use_other_channel(a)]
            self._try_later(left, error.retry_after)
        except ProviderBlockedError as error:
            _report("alert.blocked", lead, error)
            log.count(CHANNEL_BLOCKED)
            self._give_back(lead)
            self._try_later([alert for alert in sent if not self._use_other_channel(alert)])
        except RefusedError as error:
            _report("alert.refused", lead, error)
            self._give_back(lead)
            for alert in sent:
                self._refuse(alert)
            self._note_dead(lead, to, error)
        except InDoubtError as error:
            self._spend()
            # Its state says so already. It is due again once a receipt has had time to arrive.
            _report("alert.in_doubt", lead, error)
        else:
            log.event("alert.sent", alert=lead.id, by=lead.by, alerts=len(sent))
            self._spend()
            accepted = [
                changed(alert, "accepted", at=self.now, provider_id=provider_id) for alert in sent
            ]
            alerts.update_all(self.store, accepted)

    def _call(self, announced: list[Member], to: str) -> str:
        if len(announced) == 1 or not isinstance(self.channel, Bundler):
            return self.channel.send(self._notice(announced[0]), to)
        groups = bundling.by_customer(announced)
        listed = [Entry(self._notice(group[0]), waits_of(group)) for group in groups[:MAX_LISTED]]
        bundle = Bundle(
            lead=announced[0].alert,
            entries=tuple(listed),
            more=len(groups) - len(listed),
            alerts=len(announced),
        )
        return self.channel.send_bundle(bundle, to)

    def _notice(self, member: Member) -> Notice:
        return Notice(
            store=self.store,
            configuration=self.configuration,
            alert=member.alert,
            record=member.subject.record,
            wait=member.subject.wait,
            now=self.now,
        )

    def _give_back(self, lead: Alert) -> None:
        rate_limits.give_back(self.store, self.responder.name, lead.by, self.now)

    def _spend(self) -> None:
        monthly_budget.spend(self.store, self.configuration, self.channel, self.now)

    def _use_other_channel(self, alert: Alert) -> bool:
        """Lets another channel carry the alert. Returns False if none is left, or if the alert
        updates what another system shows: an email does not end an incident there."""
        if self.channel.mirrors_waits and alert.kind in FOR_INFORMATION:
            return False
        superseded = changed(alert, "superseded", at=self.now)
        try:
            return use_next_channel(self.store, superseded, self.responder, self.now)
        except ConflictError:
            return True  # another function has written it

    def _refuse(self, alert: Alert) -> None:
        with suppress(ConflictError):
            fall_back(self.store, changed(alert, "refused", at=self.now), self.responder, self.now)

    def _note_dead(self, lead: Alert, to: str, error: RefusedError) -> None:
        if error.suppresses:
            with suppress(ConflictError):
                address = Address(lead.by, to)
                note_dead(self.store, address, error.suppresses, lead.id, self.now)

    def _try_later(self, unsent: list[Alert], at_least: timedelta = timedelta(0)) -> None:
        def later(alert: Alert) -> Alert:
            if alert.kind in FOR_INFORMATION and self._is_old(alert):
                return changed(alert, "refused", at=self.now)
            due = self.now + max(backoff(alert.attempts), at_least)
            return changed(alert, "not_accepted", at=self.now, due=due)

        alerts.update_all(self.store, [later(alert) for alert in unsent])

    def _is_old(self, alert: Alert) -> bool:
        return alert.claimed_at is not None and self.now - alert.claimed_at >= INFORMS_FOR


def _report(event: str, alert: Alert, error: Exception) -> None:
    """Logs the outcome, and counts failures for the alarms."""
    log.event(event, alert=alert.id, by=alert.by, error=str(error))
    log.count(SENDS_FAILED)

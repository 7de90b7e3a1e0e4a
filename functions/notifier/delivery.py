"""Sends one alert: announces it, calls the provider, records the outcome. Each is its own write.

A function may stop between any two of them. The announcement tells the next function that the
responder may have been notified:

    claimed    nothing was sent: send it
    sending    it may have been sent: the channel's receipt tells, or another channel carries it
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from functions.notifier import channels, limits
from functions.notifier.channels.channel import (
    Channel,
    InDoubtError,
    NotSentError,
    ProviderBlockedError,
    RefusedError,
)
from functions.notifier.fallback import (
    ALERTS_NOT_DELIVERED,
    hand_over,
    is_notified_otherwise,
    use_next_channel,
)
from functions.notifier.notice import Notice
from shared.config.configuration import Configuration, Responder
from shared.conversation import members
from shared.conversation.members import Subject
from shared.domain.alerts import Alert, backoff, changed
from shared.runtime import log
from shared.storage import alerts
from shared.storage.store import Store

SENDS_FAILED = "SendsFailed"
"""The metric that counts sends that a provider did not take. An alarm watches it."""

CHANNEL_BLOCKED = "ChannelBlocked"
"""The metric that counts sends on a channel that takes nothing at all. An alarm watches it."""


def deliver(store: Store, configuration: Configuration, alert: Alert, now: datetime) -> None:
    """Sends the alert, unless its wait has closed or another function is sending it."""
    channel = channels.named(alert.by)
    subject = members.subject_of(store, alert, now)
    responder = configuration.responders.get(alert.responder)
    stays_in_doubt = alert.state == "sending" and not channel.can_repeat
    if stays_in_doubt and responder and _has_other_channel(responder, alert):
        hand_over(store, changed(alert, "doubt_ended", at=now), responder, now)
    elif subject is None:
        alerts.update(
            store, changed(alert, "doubt_ended" if stays_in_doubt else "wait_closed", at=now)
        )
    elif responder is None:
        log.count(ALERTS_NOT_DELIVERED)
        alerts.update(store, changed(alert, "refused", at=now))
    else:
        _Delivery(store, configuration, channel, responder, subject, now).deliver(alert)


def _has_other_channel(responder: Responder, alert: Alert) -> bool:
    return any(other.name != alert.by for other in channels.used_by(responder, alert.kind))


@dataclass(frozen=True, slots=True)
class _Delivery:
    """One attempt to send an alert of which what it says is true."""

    store: Store
    configuration: Configuration
    channel: Channel
    responder: Responder
    subject: Subject
    now: datetime

    def deliver(self, alert: Alert) -> None:
        to = self.channel.address(self.responder)
        if to is None:  # the configuration has changed since the step was claimed
            hand_over(self.store, changed(alert, "refused", at=self.now), self.responder, self.now)
            return
        if self._is_over_limit(alert):
            return
        attempts = alert.attempts + 1
        due = self.now + self.channel.doubt_wait
        announced = changed(alert, "announced", at=self.now, due=due, attempts=attempts)
        if alerts.update(self.store, announced):
            self._send(announced, to)

    def _is_over_limit(self, alert: Alert) -> bool:
        """Whether the responder has had the hour's alerts on this channel. If so, another channel
        carries this one, or it waits for a place. A repeated attempt needs no second place."""
        if alert.state != "claimed" or alert.attempts:
            return False
        max_per_hour = self.channel.max_per_hour(self.configuration)
        free_at = limits.take_place(
            self.store, self.responder.name, alert.by, max_per_hour, self.now
        )
        if free_at is None:
            return False
        log.event("alert.limited", alert=alert.id, by=alert.by)
        superseded = changed(alert, "superseded", at=self.now)
        if not use_next_channel(self.store, superseded, self.responder, self.now):
            is_notified = is_notified_otherwise(self.store, alert, self.now)
            postponed = changed(alert, "postponed", at=self.now, due=free_at)
            alerts.update(self.store, superseded if is_notified else postponed)
        return True

    def _send(self, announced: Alert, to: str) -> None:
        """Calls the provider, and records the outcome."""
        notice = Notice(
            store=self.store,
            configuration=self.configuration,
            alert=announced,
            record=self.subject.record,
            wait=self.subject.wait,
            now=self.now,
        )
        try:
            provider_id = self.channel.send(notice, to)
        except NotSentError as error:
            _report("alert.not_sent", announced, error)
            self._try_later(announced, error.retry_after)
        except ProviderBlockedError as error:
            _report("alert.blocked", announced, error)
            log.count(CHANNEL_BLOCKED)
            superseded = changed(announced, "superseded", at=self.now)
            if not use_next_channel(self.store, superseded, self.responder, self.now):
                self._try_later(announced)
        except RefusedError as error:
            _report("alert.refused", announced, error)
            hand_over(
                self.store, changed(announced, "refused", at=self.now), self.responder, self.now
            )
        except InDoubtError as error:
            # Its state already says so: it is due again when its receipt has had time to arrive.
            _report("alert.in_doubt", announced, error)
        else:
            log.event(
                "alert.sent", alert=announced.id, by=announced.by, attempts=announced.attempts
            )
            alerts.update(
                self.store, changed(announced, "accepted", at=self.now, provider_id=provider_id)
            )

    def _try_later(self, announced: Alert, at_least: timedelta = timedelta(0)) -> None:
        due = self.now + max(backoff(announced.attempts), at_least)
        alerts.update(self.store, changed(announced, "not_accepted", at=self.now, due=due))


def _report(event: str, alert: Alert, error: Exception) -> None:
    """Writes a log line, and counts the failure for the alarms."""
    log.event(event, alert=alert.id, by=alert.by, error=str(error))
    log.count(SENDS_FAILED)

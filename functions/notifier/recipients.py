"""Whom a step notifies at a moment, and by which channels."""

from datetime import datetime

from functions.notifier import channels
from functions.notifier.fallback import ALERTS_NOT_DELIVERED
from functions.notifier.usable_addresses import reachable
from shared.config.configuration import Configuration, Responder
from shared.config.on_duty import channels_of, on_duty
from shared.domain.policies import Medium, Step
from shared.runtime import log
from shared.storage.store import Store


def recipients(
    store: Store, configuration: Configuration, step: Step, now: datetime
) -> list[tuple[Responder, Medium]]:
    """The responders on duty, each with every channel by which the step notifies them.

    If nobody is left whom the step names, or none of them has an address that takes messages, the
    backup is notified too. If there is nobody at all, an alarm says so.
    """
    found = on_duty(configuration, step, now, lambda people: reachable(store, people, now))
    if step.notify and not found.is_anybody_reached:
        log.event("step.reaches_nobody")
        log.count(ALERTS_NOT_DELIVERED)
    return [(one, by) for one in found.people for by in channels_of(step, _used(one))]


def _used(responder: Responder) -> list[Medium]:
    return [channel.name for channel in channels.used_by(responder)]

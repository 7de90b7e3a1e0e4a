"""Whom a step, a window step or a reminder notifies, and by which channels."""

from dataclasses import replace
from datetime import datetime

from functions.notifier import channels
from functions.notifier.next_channel import ALERTS_NOT_DELIVERED
from functions.notifier.usable_addresses import reachable
from shared.config.configuration import Configuration, Responder
from shared.config.duty_and_backup import on_duty, present
from shared.domain import ownership
from shared.domain.escalation import Escalation
from shared.domain.fold import Wait
from shared.domain.policies import Medium, Step
from shared.runtime import log
from shared.storage.store import Store

NO_STEP = Step(at="no longer configured")


def recipients(
    store: Store, configuration: Configuration, step: Step, now: datetime
) -> list[tuple[Responder, Medium]]:
    """The responders on duty, in pairs with each channel by which the step notifies them.

    If nobody whom the step names is present, or none of them has an address that takes messages,
    the backup is notified too. If that reaches nobody either, an alarm says so.
    """
    found = on_duty(configuration, step, now, lambda people: reachable(store, people, now))
    if step.notify and not found.is_anybody_reached:
        log.event("step.reaches_nobody")
        log.count(ALERTS_NOT_DELIVERED)
    return [(one, by) for one in found.people for by in step.media(_used(one))]


def step_of(configuration: Configuration, wait: Wait, number: int) -> Step:
    """The step to fire. Its moment was fixed when the wait opened. Its recipients are those of
    today's configuration.

    If the wait's policy is no longer configured, the step notifies every responder. If only the
    step is missing, it notifies nobody.
    """
    policy = configuration.policy_set.policy(wait.terms.policy)
    if policy is None:
        return Step(at="due", notify=tuple(configuration.responders))
    of_policy = wait.terms.repeated_step(number)
    step = policy.steps[of_policy] if of_policy < len(policy.steps) else NO_STEP
    if number == of_policy:
        return step
    return replace(step, at=f"repeat {number - len(wait.terms.moments) + wait.terms.repeats + 1}")


def window_step_of(configuration: Configuration, wait: Wait, number: int) -> Step:
    """The window step to fire. Its moment was fixed when the wait opened. Its recipients are those
    of today's configuration.

    If the wait's policy is no longer configured, it notifies every responder. If only the step is
    missing, it notifies nobody.
    """
    policy = configuration.policy_set.policy(wait.terms.policy)
    if policy is None:
        return Step(at="window closes", notify=tuple(configuration.responders))
    if number >= len(policy.window_steps):
        return NO_STEP
    return policy.window_steps[number]


def with_owner_only(
    configuration: Configuration, escalation: Escalation, step: Step, now: datetime
) -> Step:
    """The window step. While alerts pause, it notifies only the owner, if that is a responder who
    is not absent. It is then urgent, since it notifies nobody else."""
    owner = escalation.acknowledged_by or ""
    is_for_owner = ownership.is_paused(escalation, now) and present(configuration, [owner], now)
    return replace(step, notify=(owner,), urgent=True) if step.notify and is_for_owner else step


def people_to_remind(
    configuration: Configuration, escalation: Escalation, now: datetime
) -> list[str]:
    """The names of those who are reminded of a wait that somebody has.

    This is the owner. If the owner is absent or no responder, it is everybody who was notified. If
    all of them are absent, it is the backup. If nobody is present at all, it is the owner.
    """
    owner = escalation.acknowledged_by or ""
    groups = ([owner], escalation.notified, configuration.backup)
    people = next(filter(None, (present(configuration, names, now) for names in groups)), [])
    return [one.name for one in people] or [owner]


def _used(responder: Responder) -> list[Medium]:
    return [channel.name for channel in channels.used_by(responder)]

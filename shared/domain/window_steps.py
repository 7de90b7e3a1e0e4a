"""When people are warned that a platform's reply window is about to close.

A policy's window steps count back from the end of the window, which moves with every message of the
customer. They fire whether or not the policy's other steps have fired, and no pause of alerts
delays them: the platform does not wait. Example, with `window_steps = ["2h before"]` on Messenger:

    Mon 10:00  customer "Where is it?"      the window closes on Tue at 10:00
    Tue 08:00                               the window step fires
    Tue 09:00  customer "Hello?"            the window closes on Wed at 09:00
    Wed 07:00                               the window step fires for this end, too
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from shared.domain.escalation import Escalation, WindowWarning
from shared.domain.fold import Wait

MAX_WARNINGS = 8
"""Claimed window steps that an escalation remembers, so that those who were warned can learn that
the wait has ended."""


class WindowStep(NamedTuple):
    """A window step of an open wait."""

    number: int
    """Its place in the policy's `window_steps`, from 0."""
    at: datetime
    """Its moment, counted back from the end of the window."""
    fires_at: datetime
    """`at`, or the opening of the wait if that is later."""
    closes_at: datetime
    """The end of the window that it warns of."""


def next_window_step(
    escalation: Escalation, wait: Wait, closes_at: datetime | None
) -> WindowStep | None:
    """The next window step of the wait, or None.

    There is none if all have been claimed, or if the platform had no open window when the wait
    opened.
    """
    return min(_unclaimed(escalation, wait, closes_at), key=lambda step: step.at, default=None)


def due_window_step(
    escalation: Escalation, wait: Wait, closes_at: datetime | None, now: datetime
) -> WindowStep | None:
    """The window step that is due, or None. If several are due, the last: they become one alert."""
    due = [step for step in _unclaimed(escalation, wait, closes_at) if step.fires_at <= now]
    return max(due, key=lambda step: step.at, default=None)


def claimed(
    escalation: Escalation,
    wait: Wait,
    step: WindowStep,
    *,
    has_new_alerts: bool,
    notified: Iterable[str],
) -> Escalation:
    """The escalation after this window step has been claimed. The arguments are as in
    `escalation.claimed`."""
    people = tuple(notified)
    warning = WindowWarning(wait.terms.policy, step.number, step.closes_at)
    return replace(
        escalation,
        window_warned_at=step.at,
        warnings=_with(escalation.warnings, warning) if people else escalation.warnings,
        opened_by=wait.opened_by if has_new_alerts else escalation.opened_by,
        named_after=escalation.named_after or wait.opened_by,
        notified=tuple(dict.fromkeys([*escalation.notified, *people])),
    )


def _with(warnings: tuple[WindowWarning, ...], newest: WindowWarning) -> tuple[WindowWarning, ...]:
    return (*(one for one in warnings if one != newest), newest)[-MAX_WARNINGS:]


def _unclaimed(escalation: Escalation, wait: Wait, closes_at: datetime | None) -> list[WindowStep]:
    """The window steps for this end of the window that have not been claimed."""
    if closes_at is None or closes_at <= wait.opened_at:
        return []
    offsets = enumerate(wait.terms.window_offsets_s)
    moments = [(number, closes_at - timedelta(seconds=offset_s)) for number, offset_s in offsets]
    warned_at = escalation.window_warned_at
    return [
        WindowStep(number, at, max(at, wait.opened_at), closes_at)
        for number, at in moments
        if warned_at is None or at > warned_at
    ]

"""What policies would have sent: the alerts of the steps and window steps of past waits.

Used to compare policies. It knows the messages, and who is on duty when, but not what responders
would have done. So nobody acknowledges anything, every address takes what it is sent, no limit of
text messages is reached, and no crowd makes a step come early. Example, with a deadline at 23:00,
one step at the deadline and Ada's quiet hours from 22:00 to 07:00:

    answered at 22:30    no alert: the wait is closed before its step
    answered at 06:00    no alert: it is held, and the wait is closed before quiet hours end
    answered at 09:00    an alert at 07:00
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import chain, groupby, pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from shared.config.configuration import READ_BY_PEOPLE, Configuration, Responder
from shared.config.duty_and_backup import on_duty
from shared.domain.availability import quiet_until
from shared.domain.escalation import Escalation
from shared.domain.fold import Wait, whole
from shared.domain.policies import Medium, Policy, Step
from shared.domain.reply_window import answerable_until
from shared.domain.window_steps import due_window_step, next_window_step

NIGHT_BEGINS, NIGHT_ENDS = 22, 7
"""Hours of the responder's zone."""

MINUTE = timedelta(minutes=1)


class PastWait(NamedTuple):
    """A wait, the account of the brand where the customer waits, and when the customer wrote."""

    wait: Wait
    channel: str
    account: str
    surface: str = "private"
    heard: tuple[datetime, ...] = ()
    """The times of all messages of the customer in the conversation."""


class Projected(NamedTuple):
    """An alert that would have been sent at that moment."""

    responder: str
    by: Medium
    at: datetime
    is_at_night: bool


@dataclass(slots=True)
class Counts:
    """What one responder would have received."""

    alerts: Counter[Medium] = field(default_factory=Counter)
    """By channel."""
    at_night: int = 0
    messages: int = 0
    """One message can carry several alerts."""


def counts(
    configuration: Configuration,
    waits: Iterable[PastWait],
    *,
    until: datetime,
    since: datetime | None = None,
) -> dict[str, Counts]:
    """What each responder would have received in [since, until), by name. No zero counts."""
    times: defaultdict[tuple[str, Medium], list[datetime]] = defaultdict(list)
    found: defaultdict[str, Counts] = defaultdict(Counts)
    for alert in projected(configuration, waits, until):
        if since is not None and alert.at < since:
            continue
        times[alert.responder, alert.by].append(alert.at)
        found[alert.responder].alerts[alert.by] += 1
        found[alert.responder].at_night += alert.is_at_night
    for (responder, by), moments in times.items():
        found[responder].messages += messages(moments) if by in READ_BY_PEOPLE else len(moments)
    return {name: found[name] for name in configuration.responders if name in found}


def messages(moments: Iterable[datetime]) -> int:
    """How many messages carry alerts of these moments, to one responder by one channel.

    At most one a minute, which carries all that waits: of alerts at 10:30:00, 10:30:10 and 10:30:50
    the first is a message at once, and the other two are one message at 10:31:00.
    """
    count, last = 0, None
    for moment in sorted(moments):
        if last is None or moment > last:
            count += 1
            last = moment if last is None else max(moment, last + MINUTE)
    return count


def projected(
    configuration: Configuration, waits: Iterable[PastWait], until: datetime
) -> Iterator[Projected]:
    """The alerts that would have been sent before `until`, unsorted."""
    zones = {(a.channel, a.id): a.zone for a in configuration.accounts}
    for past in waits:
        ends = min(past.wait.closed_at or until, until)
        alerts = chain(
            _of_wait(configuration, past.wait, ends), _of_window(configuration, past, ends)
        )
        for responder, by, at in alerts:
            zone = responder.zone or zones.get((past.channel, past.account), "UTC")
            yield Projected(responder.name, by, at, _is_night(at, zone))


def _of_wait(
    configuration: Configuration, wait: Wait, ends: datetime
) -> Iterator[tuple[Responder, Medium, datetime]]:
    moments = wait.terms.moments
    for moment, positions in groupby(range(len(moments)), key=moments.__getitem__):
        if moment >= ends:
            return
        for responder, step in _claimed(configuration, wait, positions, moment):
            for by in step.media(responder.media):
                at = _sent_at(responder, step, by, moment)
                if at < ends:
                    yield responder, by, at


def _of_window(
    configuration: Configuration, past: PastWait, ends: datetime
) -> Iterator[tuple[Responder, Medium, datetime]]:
    """The alerts of the window steps. Each message of the customer moves the end of the window, and
    what was held for the earlier end is dropped."""
    wait = past.wait
    if not wait.terms.window_offsets_s:
        return
    policy = _policy(configuration, wait)
    later = sorted({whole(at) for at in past.heard if wait.opened_at < at < ends})
    first = max((whole(at) for at in past.heard if at <= wait.opened_at), default=wait.opened_at)
    known = Escalation(opened_by=wait.opened_by, previous_reply=wait.previous_reply)
    for last_at, until in pairwise([first, *later, ends]):
        closes_at = answerable_until(past.channel, past.surface, last_at)
        while (following := next_window_step(known, wait, closes_at)) and (
            following.fires_at < until
        ):
            due = due_window_step(known, wait, closes_at, following.fires_at) or following
            known = replace(known, window_warned_at=due.at)
            step = policy.window_steps[due.number]
            for responder in on_duty(configuration, step, due.fires_at).people:
                for by in step.media(responder.media):
                    at = _sent_at(responder, step, by, due.fires_at)
                    if at < until:
                        yield responder, by, at


def _policy(configuration: Configuration, wait: Wait) -> Policy:
    policy = configuration.policy_set.policy(wait.terms.policy)
    assert policy is not None, "the wait was folded with another configuration"
    return policy


def _claimed(
    configuration: Configuration, wait: Wait, positions: Iterable[int], moment: datetime
) -> Iterable[tuple[Responder, Step]]:
    """Whom these steps notify, which are due together. Each responder is notified once, of the last
    step that names them."""
    policy = _policy(configuration, wait)
    found: dict[str, tuple[Responder, Step]] = {}
    for position in positions:
        step = policy.steps[wait.terms.repeated_step(wait.terms.step_number(position))]
        people = on_duty(configuration, step, moment).people
        found |= {responder.name: (responder, step) for responder in people}
    return found.values()


def _sent_at(responder: Responder, step: Step, by: Medium, moment: datetime) -> datetime:
    """At once, or when the responder's quiet hours end."""
    if step.urgent or by not in READ_BY_PEOPLE:
        return moment
    return quiet_until(responder.available, moment) or moment


def _is_night(at: datetime, zone: str) -> bool:
    hour = at.astimezone(ZoneInfo(zone)).hour
    return hour >= NIGHT_BEGINS or hour < NIGHT_ENDS

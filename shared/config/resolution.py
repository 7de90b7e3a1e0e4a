"""Turns the validated file into the domain's policies and calendars."""

import hashlib
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal, NamedTuple

from shared.config import closures, opening_hours, people, validation
from shared.config.configuration import Account, Configuration
from shared.config.file_model import CalendarTable, File, PolicyTable, StepTable, WindowStepTable
from shared.config.file_values import (
    WorkingDays,
    in_seconds,
    parse_step_time,
    parse_window_step_time,
)
from shared.config.mistakes import Mistake
from shared.config.toml_lines import KeyPath
from shared.domain import calendars
from shared.domain.calendars import Calendar, Interval
from shared.domain.policies import Policy, Step
from shared.domain.policy_set import PolicySet

DEFAULTS = Path(__file__).parent / "defaults.toml"
CLASSIFIER = Path(__file__).parents[1] / "domain" / "intents"

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Tried(NamedTuple):
    """What a file says, and what it would say if its shadow policies took effect."""

    configuration: Configuration
    with_shadows: Configuration
    shadows: tuple[Policy, ...]
    """The shadow policies, in the order of the file."""


def tried(file: File, resolved: Mapping[str, Calendar], rotations: people.Named) -> Tried:
    """The configuration with and without the shadow policies of the file."""
    without = configuration(file, resolved, rotations)
    names = {table.name for table in file.policies if table.shadow}
    if not names:
        return Tried(without, without, ())
    both = configuration(file, resolved, rotations, with_shadows=True)
    return Tried(without, both, tuple(p for p in both.policy_set.policies if p.name in names))


def configuration(
    file: File,
    resolved: Mapping[str, Calendar],
    rotations: people.Named,
    *,
    with_shadows: bool = False,
) -> Configuration:
    """The configuration that the file describes, with these calendars and rotations.
    `with_shadows`: as if its shadow policies were policies like others."""
    return Configuration(
        brand=file.brand.name,
        mail_from=file.brand.mail_from,
        dashboard_url=file.brand.dashboard_url,
        accounts=tuple(
            Account(
                channel=a.channel,
                id=a.id,
                name=a.name or a.channel,
                zone=a.zone,
                phone=a.phone,
                channel_name=file.channels[a.channel].name if a.channel in file.channels else None,
            )
            for a in file.accounts
        ),
        responders=people.responders(file),
        rotations=rotations,
        backup=file.alerts.backup,
        policy_set=PolicySet.of(
            _policies(file, resolved, with_shadows=with_shadows),
            resolved,
            classifier_version(file.intents.model),
        ),
        bots=frozenset(file.automated.apps),
        deflection_languages=file.deflection_languages,
        silence_s=file.segments.silence,
        sms_per_hour=file.alerts.sms_per_hour or None,
        sms_per_month=file.alerts.sms_per_month or None,
        excerpt=file.privacy.excerpt,
        names=file.privacy.names,
        text_days=file.privacy.text_days,
        quarantine_days=file.privacy.quarantine_days,
        events_bus=file.events.bus,
        opinion_model=file.intents.model,
    )


def classifier_version(model: str | None = None) -> str:
    """A hash of 8 characters of the classifier's word lists and rules, and of the model that gives
    a second opinion.

    It is part of the deployed configuration, so a release with other lists counts as a changed
    configuration: open waits keep their terms.
    """
    content = hashlib.blake2b(digest_size=4)
    for file in sorted(CLASSIFIER.glob("*.py")):
        content.update(file.read_bytes())
    content.update((model or "").encode())
    return content.hexdigest()


def default_policies(everyone: tuple[str, ...] = ()) -> list[Policy]:
    """The policies of `defaults.toml`. Their steps notify everyone."""
    raw = tomllib.loads(DEFAULTS.read_text(encoding="utf-8"))
    return [_policy(table, everyone, None) for table in validation.valid_policies(raw)]


def working_day_s(calendar: Calendar | None) -> int:
    """The open seconds of a working day: the longest day of the calendar's week. 0: it has none."""
    week = calendar.week if calendar else ()
    return max((60 * sum(end - start for start, end in day) for day in week), default=0)


def calendar(
    name: str, table: CalendarTable, folder: Path
) -> tuple[Calendar | None, list[Mistake]]:
    """The calendar with its holidays, or None and its mistakes.

    An ICS file is read from `folder`. Where a date is both closed and has hours of its own, the
    hours apply.
    """
    mistakes: list[Mistake] = []
    key: KeyPath = ("calendars", name)

    def hours(text: str, *keys: str) -> tuple[Interval, ...]:
        try:
            parsed = calendars.parse_hours(text)
        except ValueError as error:
            mistakes.append(Mistake((*key, *keys), str(error)))
            return ()
        if reason := opening_hours.overlap(parsed):
            mistakes.append(Mistake((*key, *keys), reason))
        return parsed

    exceptions: dict[date, tuple[Interval, ...]] = {}
    for source in ("holidays", "ics"):
        try:
            closed = (
                closures.public_holidays(table, _years())
                if source == "holidays"
                else closures.ics_days(table, folder, _years()).closed
            )
            exceptions |= dict.fromkeys(closed, ())
        except ValueError as error:
            mistakes.append(Mistake((*key, source), str(error)))
    for day, text in table.dates.items():
        exceptions[day] = hours(text, "dates", day.isoformat())
    week = tuple(hours(getattr(table, day), day) for day in DAYS)
    for number, reason in opening_hours.overlapping_days(week):
        mistakes.append(Mistake((*key, DAYS[number]), reason))
    if mistakes:
        return None, mistakes
    try:
        made = Calendar(name=name, zone=table.zone, week=week, exceptions=exceptions)
        return calendars.check(made), []
    except ValueError as error:
        return None, [Mistake(key, str(error))]


def _years() -> range:
    """The years whose holidays are resolved: two back, since `replywatch rebuild` may recompute the
    waits of last year, and five ahead, for a stack that is not deployed again for years."""
    this = datetime.now(UTC).year
    return range(this - 2, this + 6)


def _policies(file: File, resolved: Mapping[str, Calendar], *, with_shadows: bool) -> list[Policy]:
    """The policies of the file, then the default policies whose names these do not use."""
    everyone = tuple(r.name for r in file.responders)
    tables = [t for t in file.policies if with_shadows or not t.shadow]
    policies = [_policy(t, everyone, resolved.get(t.calendar or "")) for t in tables]
    if file.default_policies:
        used = {p.name for p in policies}
        policies += [p for p in default_policies(everyone) if p.name not in used]
    return policies


def _policy(table: PolicyTable, everyone: tuple[str, ...], calendar: Calendar | None) -> Policy:
    day_s = working_day_s(calendar)
    later = table.first_response if table.next_response is None else table.next_response
    return Policy(
        name=table.name,
        channels=table.channels,
        surfaces=table.surfaces,
        accounts=table.accounts,
        intents=table.intents,
        languages=table.languages,
        reach_at_least=table.reach_at_least,
        first_response_s=_target_s(table.first_response, day_s),
        next_response_s=_target_s(later, day_s),
        follow_up_s=_target_s(table.follow_up, day_s),
        clock=table.clock,
        calendar=table.calendar,
        courtesy=table.courtesy,
        bot_closes=table.bot_closes,
        steps=tuple(_step(s, everyone, day_s) for s in table.steps),
        window_steps=tuple(_window_step(s, everyone) for s in table.window_steps),
        repeat_every_s=in_seconds(table.repeat_every or 0, day_s),
        repeat_times=table.repeat_times,
        crowd_customers=table.crowd.customers if table.crowd else None,
        crowd_within_s=table.crowd.within if table.crowd else 3600,
        source=table.source,
    )


def _target_s(target: int | WorkingDays | Literal["none"], day_s: int) -> int | None:
    return None if target == "none" else in_seconds(target, day_s)


def _step(table: StepTable, everyone: tuple[str, ...], day_s: int) -> Step:
    time = parse_step_time(table.at, day_s)
    return Step(
        at=table.at,
        offset_s=time.offset_s,
        share=time.share,
        wall=time.wall,
        notify=table.notify or everyone,
        urgent=table.urgent,
        by=table.by,
    )


def _window_step(table: WindowStepTable, everyone: tuple[str, ...]) -> Step:
    return Step(
        at=table.at,
        offset_s=-parse_window_step_time(table.at),
        notify=table.notify or everyone,
        urgent=table.urgent,
        by=table.by,
    )

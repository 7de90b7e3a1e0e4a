"""Turns the tables of policies into the domain's policies, and adds the default ones."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from shared.config import validation
from shared.config.file_model import File, PolicyTable, StepTable, WindowStepTable
from shared.config.policy_times import parse_step_time, parse_window_step_time
from shared.config.working_days import WorkingDays, in_seconds, working_day_s
from shared.domain.calendars import Calendar
from shared.domain.policies import Policy, Step

DEFAULTS = Path(__file__).parent / "default_policies.toml"


def default_policies(everyone: tuple[str, ...] = ()) -> list[Policy]:
    """The policies of `default_policies.toml`. Their steps notify everyone."""
    raw = tomllib.loads(DEFAULTS.read_text(encoding="utf-8"))
    return [_policy(table, everyone, None) for table in validation.valid_policies(raw)]


def policies(file: File, resolved: Mapping[str, Calendar], *, with_shadows: bool) -> list[Policy]:
    """The policies of the file, then the default policies with other names. Names that differ only
    in case are equal."""
    everyone = tuple(r.name for r in file.responders)
    tables = [t for t in file.policies if with_shadows or not t.shadow]
    policies = [_policy(t, everyone, resolved.get(t.calendar or "")) for t in tables]
    if file.default_policies:
        used = {p.name.casefold() for p in policies}
        policies += [p for p in default_policies(everyone) if p.name.casefold() not in used]
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

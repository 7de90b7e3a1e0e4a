"""Finds keys of a valid file that have no effect, and empty lists, which match everything."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from shared.config import message_kinds
from shared.config.configuration import Configuration
from shared.config.file_model import File
from shared.config.mistakes import Mistake
from shared.config.toml_lines import KeyPath
from shared.domain.events import CHANNELS
from shared.domain.policies import Policy
from shared.domain.reply_window import has_window

_CONDITIONS = ("channels", "surfaces", "accounts", "intents", "languages")


def lint(
    file: File, raw: Mapping[str, Any], configuration: Configuration, today: date
) -> Iterator[Mistake]:
    """One warning for each such key. `configuration` is that with shadow policies."""
    yield from _no_windows(configuration)
    yield from _no_crowds(configuration)
    yield from _no_effect(configuration)
    yield from _empty_lists(raw)
    yield from _calendars(file, configuration, today)


def _calendars(file: File, configuration: Configuration, today: date) -> Iterator[Mistake]:
    for name, table in file.calendars.items():
        key: KeyPath = ("calendars", name)
        if table.ics_free is not None and table.ics is None:
            yield Mistake((*key, "ics_free"), "has no effect: expected ics, too")
        calendar = configuration.policy_set.calendars[name]
        last = max((day for day, hours in calendar.exceptions.items() if hours), default=today)
        if not any(calendar.week) and last < today:
            reason = (
                "counts every hour, since its last date has passed: expected hours on a weekday, "
                "or dates to come"
            )
            yield Mistake(key, reason)


def _no_windows(configuration: Configuration) -> Iterator[Mistake]:
    """Finds window steps that never fire."""
    for index, policy in enumerate(configuration.policy_set.policies):
        places = _places(configuration, policy)
        if policy.window_steps and not any(has_window(*place) for place in places):
            reason = (
                "never fire, since no account of this policy has a reply window: expected "
                "channels such as messenger, instagram or whatsapp"
            )
            yield Mistake(("policies", index, "window_steps"), reason)


def _no_crowds(configuration: Configuration) -> Iterator[Mistake]:
    """Finds crowds that never occur, because a crowd needs a public thread."""
    for index, policy in enumerate(configuration.policy_set.policies):
        surfaces = {surface for _, surface in _places(configuration, policy)}
        if policy.crowd_customers and surfaces == {"private"}:
            reason = (
                "never applies, since this policy is for private messages only: expected a policy "
                "for public ones, such as those of facebook, instagram, threads or x"
            )
            yield Mistake(("policies", index, "crowd"), reason)


def _empty_lists(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    """Finds empty lists. An empty list looks as if it matched nothing, but it matches
    everything."""
    for index, policy in enumerate(raw.get("policies", ())):
        for name in _CONDITIONS:
            if policy.get(name) == []:
                reason = f"is no condition: expected some, or no {name}"
                yield Mistake(("policies", index, name), reason)
        for key in ("steps", "window_steps"):
            for number, step in enumerate(policy.get(key, ())):
                for name, all_ in (("notify", "every responder"), ("by", "every channel")):
                    if isinstance(step, dict) and step.get(name) == []:
                        reason = f"means {all_}: expected some, or no {name}"
                        yield Mistake(("policies", index, key, number, name), reason)


def _no_effect(configuration: Configuration) -> Iterator[Mistake]:
    """Finds keys of a policy that have no effect, because the policy lacks what they change."""
    can_mark = any(account.channel not in CHANNELS for account in configuration.accounts)
    for index, policy in enumerate(configuration.policy_set.policies):
        if policy.bot_closes and not (configuration.bots or can_mark):
            reason = "has no effect: expected the apps that reply automatically in [automated]"
            yield Mistake(("policies", index, "bot_closes"), reason)
        if policy.calendar and policy.clock != "business":
            reason = 'has no effect: expected clock = "business", too'
            yield Mistake(("policies", index, "calendar"), reason)
        if policy.repeat_times and not policy.steps:
            reason = "has no effect without steps: expected a step, since the last one is repeated"
            yield Mistake(("policies", index, "repeat_every"), reason)


def _places(configuration: Configuration, policy: Policy) -> set[tuple[str, str]]:
    """The channels and surfaces of the messages that a policy can match."""
    return {
        (account.channel, surface)
        for account in configuration.accounts
        if account.channel in (policy.channels or (account.channel,))
        if account.id in (policy.accounts or (account.id,))
        for surface in message_kinds.surfaces(account.channel)
        if surface in (policy.surfaces or (surface,))
    }

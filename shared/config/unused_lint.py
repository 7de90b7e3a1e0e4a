"""Finds calendars, rotations and responders of a valid file that nothing uses."""

from collections.abc import Iterator

from shared.config.configuration import Configuration
from shared.config.file_model import File
from shared.config.mistakes import Mistake


def lint(file: File, with_shadows: Configuration, never: set[int]) -> Iterator[Mistake]:
    """One warning for each. What a shadow policy names counts as used. So does what a policy that
    never applies names, because such a policy has its own warning. `never` has their indexes."""
    yield from _calendars(file)
    own = len(file.policies)
    policies = enumerate(with_shadows.policy_set.policies)
    counted = [policy for index, policy in policies if index < own or index not in never]
    steps = [step for p in counted for step in (*p.steps, *p.window_steps)]
    named = {name for step in steps for name in step.notify}
    yield from _rotations(with_shadows, named)
    yield from _responders(file, with_shadows, named)


def _calendars(file: File) -> Iterator[Mistake]:
    used = {policy.calendar for policy in file.policies}
    for name in file.calendars:
        if name not in used:
            reason = f'is used by no policy: expected calendar = "{name}" in one'
            yield Mistake(("calendars", name), reason)


def _rotations(configuration: Configuration, named: set[str]) -> Iterator[Mistake]:
    for name in configuration.rotations:
        if name not in named:
            reason = f'is notified by no step: expected notify = ["{name}"] in a step of a policy'
            yield Mistake(("rotations", name), reason)


def _responders(file: File, configuration: Configuration, named: set[str]) -> Iterator[Mistake]:
    """Finds responders whom neither a step nor a rotation names, and who are not a backup."""
    notified = named.union(configuration.backup)
    for rotation in configuration.rotations.values():
        shifts = (*rotation.shifts, *rotation.overrides)
        notified.update(rotation.people, (shift.person for shift in shifts))
    for index, responder in enumerate(file.responders):
        if responder.name not in notified:
            reason = (
                f"no step notifies {responder.name!r}: expected the name in notify, in a rotation "
                "or in alerts.backup"
            )
            yield Mistake(("responders", index), reason)

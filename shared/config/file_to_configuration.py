"""Turns the validated file into the domain's policies and calendars."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from shared.config import file_to_people, file_to_policies
from shared.config.configuration import Account, Configuration
from shared.config.file_model import File
from shared.domain.calendars import Calendar
from shared.domain.policies import Policy
from shared.domain.policy_set import PolicySet

CLASSIFIER = Path(__file__).parents[1] / "domain" / "intents"


class Tried(NamedTuple):
    """The configuration of a file, and that in which its shadow policies take effect."""

    configuration: Configuration
    with_shadows: Configuration
    shadows: tuple[Policy, ...]
    """The shadow policies, in the order of the file."""


def tried(file: File, resolved: Mapping[str, Calendar], rotations: file_to_people.Named) -> Tried:
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
    rotations: file_to_people.Named,
    *,
    with_shadows: bool = False,
) -> Configuration:
    """The configuration that the file describes, with these calendars and rotations.
    `with_shadows`: its shadow policies take effect."""
    return Configuration(
        brand=file.brand.name,
        mail_from=file.brand.mail_from,
        dashboard_url=file.brand.dashboard_url,
        reply_to=file.brand.reply_to,
        accounts=tuple(
            Account(
                channel=a.channel,
                id=a.id,
                name=a.name or a.channel,
                zone=a.zone,
                phone=a.phone,
                username=a.username,
                inbox=a.inbox,
                channel_name=file.channels[a.channel].name if a.channel in file.channels else None,
            )
            for a in file.accounts
        ),
        responders=file_to_people.responders(file),
        rotations=rotations,
        backup=file.alerts.backup,
        policy_set=PolicySet.of(
            file_to_policies.policies(file, resolved, with_shadows=with_shadows),
            resolved,
            classifier_version(file.intents.model),
        ),
        bots=frozenset(file.automated.apps),
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

"""What policies would have sent: which steps count, for whom, on which channel, and when."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from cli import projection
from cli.projection import Counts, PastWait, Projected
from functions.notifier import channels, rate_limits
from functions.notifier.channels.channel import Bundler
from shared.config.configuration import READ_BY_PEOPLE, Account, Configuration, Responder
from shared.domain.availability import AbsentDays, quiet_hours
from shared.domain.policies import Step
from shared.domain.rotations import Rotation
from tests import builders
from tests.builders import ACCOUNT, HOUR, at, message, reply

ADA = Responder(name="ada", email="ada@example.com", phone="+4915100000001", zone="UTC")
LIN = Responder(name="lin", email="lin@example.com", pagerduty="support", zone="UTC")
EMAIL = {"by": ("email",)}
DUE = Step(at="due", notify=("ada",), **EMAIL)
NIGHT = replace(ADA, quiet_hours=(quiet_hours(range(7), "22:00", "07:00"),))
AWAY = replace(ADA, absent=(AbsentDays(at(0).date(), at(0).date()),))
END = at(48 * HOUR)


def configured(*steps: Step, people: Any = (ADA, LIN), policy: Any = None, **more: Any) -> Any:
    """One policy with a target of half an hour and these steps."""
    return Configuration(
        brand="Example",
        mail_from="replywatch@example.com",
        accounts=(Account(channel="messenger", id=ACCOUNT, name="M", zone="Asia/Tokyo"),),
        responders={one.name: one for one in people},
        policy_set=builders.policy_set(steps=steps, **policy or {}),
        **more,
    )


def past(configuration: Configuration, *messages: Any) -> list[PastWait]:
    found = builders.waits(*messages, promised=configuration.policy_set)
    return [PastWait(wait, "messenger", ACCOUNT) for wait in found]


def sent(
    configuration: Configuration, *messages: Any, until: datetime = END
) -> list[tuple[str, str, datetime]]:
    """The responder, channel and time of each alert, ordered by time."""
    waits = past(configuration, *(messages or [message(0)]))
    found = projection.projected(configuration, waits, until)
    return sorted(((p.responder, p.by, p.at) for p in found), key=lambda one: (one[2], one[:2]))


# --- Which steps --------------------------------------------------------------------------------


@pytest.mark.parametrize(("answered", "alerts"), [(29, 0), (30, 0), (31, 1)])
def test_a_step_counts_if_it_fires_before_the_wait_closes(answered: int, alerts: int) -> None:
    assert len(sent(configured(DUE), message(0), reply(answered))) == alerts


@pytest.mark.parametrize(("until", "alerts"), [(at(30), 0), (at(31), 1)])
def test_of_an_open_wait_only_past_steps_count(until: datetime, alerts: int) -> None:
    assert len(sent(configured(DUE), until=until)) == alerts


def test_repetitions_notify_whom_the_last_step_notifies() -> None:
    early = Step(at="50 %", share=0.5, notify=("lin",), **EMAIL)
    repeated = configured(DUE, early, policy={"repeat_every_s": 3600, "repeat_times": 2})
    assert sent(repeated) == [
        ("lin", "email", at(15)),
        ("ada", "email", at(30)),
        ("ada", "email", at(90)),
        ("ada", "email", at(150)),
    ]


def test_steps_that_are_due_together_notify_each_responder_once_of_the_last() -> None:
    first = Step(at="1h before", offset_s=-3600, notify=("ada", "lin"), **EMAIL)
    second = Step(at="50m before", offset_s=-3000, notify=("ada",), by=("sms",))
    assert sent(configured(first, second)) == [
        ("ada", "sms", at(0)),
        ("lin", "email", at(0)),
    ]


# --- For whom, by which channel -----------------------------------------------------------------


def test_a_step_uses_its_channels_or_else_all_of_the_responders() -> None:
    assert [by for _, by, _ in sent(configured(replace(DUE, by=("sms", "slack"))))] == ["sms"]
    assert [by for _, by, _ in sent(configured(replace(DUE, by=("slack",))))] == ["email", "sms"]


def test_who_is_on_call_at_the_moment_of_the_step_is_notified() -> None:
    starts = at(30).replace(tzinfo=None)
    weekly = Rotation(name="support", people=("lin", "ada"), starts=starts)
    configuration = configured(
        Step(at="5m before", offset_s=-300, notify=("support",), **EMAIL),
        Step(at="due", notify=("support",), **EMAIL),
        rotations={"support": weekly},
        backup=("ada",),
    )
    assert sent(configuration) == [("ada", "email", at(25)), ("lin", "email", at(30))]


def test_an_absent_responder_is_replaced_by_the_backup() -> None:
    assert sent(configured(DUE, people=(AWAY, LIN), backup=("lin",)))[0][0] == "lin"
    assert sent(configured(DUE, people=(AWAY, LIN))) == []


def test_a_step_that_names_nobody_notifies_nobody() -> None:
    assert sent(configured(Step(at="due"), backup=("lin",))) == []


# --- Quiet hours and nights ---------------------------------------------------------------------

LATE, SEVEN = 12 * HOUR, at(21 * HOUR)  # messages at 22:00 and on the next morning


@pytest.mark.parametrize(("answered", "moments"), [(21 * HOUR, []), (21 * HOUR + 1, [SEVEN])])
def test_quiet_hours_hold_an_alert_until_they_end_or_the_wait_closes(
    answered: int, moments: list[datetime]
) -> None:
    found = sent(configured(DUE, people=(NIGHT,)), message(LATE), reply(answered))
    assert [moment for _, _, moment in found] == moments


def test_an_urgent_step_and_a_channel_that_programs_read_keep_no_quiet_hours() -> None:
    urgent = sent(configured(replace(DUE, urgent=True), people=(NIGHT,)), message(LATE))
    assert urgent == [("ada", "email", at(LATE + 30))]
    crm = replace(NIGHT, webhook="crm")
    posted = sent(configured(replace(DUE, by=("webhook",)), people=(crm,)), message(LATE))
    assert posted == [("ada", "webhook", at(LATE + 30))]


@pytest.mark.parametrize(
    ("clock", "zone", "is_night"),
    [
        ("21:59", "UTC", False), ("22:00", "UTC", True), ("06:59", "UTC", True),
        ("07:00", "UTC", False), ("20:30", "Europe/Berlin", False),
        ("21:30", "Europe/Berlin", True), ("13:30", None, True), ("12:30", None, False),
    ],
)  # fmt: skip
def test_the_night_is_that_of_the_responder_or_else_of_the_account(
    clock: str, zone: str | None, is_night: bool
) -> None:
    hour, minute = map(int, clock.split(":"))
    due = at(0).replace(hour=hour, minute=minute) + timedelta(days=1)
    configuration = configured(DUE, people=(replace(ADA, zone=zone),))
    waits = past(configuration, message(0)._replace(at=due - timedelta(minutes=30)))
    (alert,) = projection.projected(configuration, waits, due + timedelta(days=1))
    assert alert == Projected("ada", "email", due, is_night)


# --- Counts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "messages"),
    [([], 0), ([0], 1), ([0, 0], 1), ([0, 10, 50], 2), ([0, 10, 80], 3), ([0, 60, 120], 3),
     ([0, 10, 60, 61], 3)],
)  # fmt: skip
def test_one_message_a_minute_carries_all_held_alerts(seconds: list[int], messages: int) -> None:
    moments = [at(0) + timedelta(seconds=second) for second in seconds]
    assert projection.messages(reversed(moments)) == messages


def test_alerts_are_counted_by_responder_and_channel_in_the_order_of_the_file() -> None:
    configuration = configured(Step(at="due", notify=("lin", "ada"), by=("email", "sms")))
    found = projection.counts(configuration, 3 * past(configuration, message(0)), until=END)
    assert list(found.items()) == [
        ("ada", Counts({"email": 3, "sms": 3}, at_night=0, messages=2)),
        ("lin", Counts({"email": 3}, at_night=0, messages=1)),
    ]


def test_each_alert_that_programs_read_is_a_message() -> None:
    configuration = configured(Step(at="due", notify=("lin",), by=("pagerduty",)))
    found = projection.counts(configuration, 3 * past(configuration, message(0)), until=END)
    assert found["lin"].messages == 3


@pytest.mark.parametrize(("since", "alerts"), [(at(30), 1), (at(31), 0)])
def test_only_alerts_within_the_time_are_counted(since: datetime, alerts: int) -> None:
    configuration = configured(DUE)
    waits = past(configuration, message(0))
    assert len(projection.counts(configuration, waits, since=since, until=END)) == alerts


def test_the_notifier_has_the_same_channels_for_people_and_the_same_pace() -> None:
    quiet = {one.name for one in channels.CHANNELS if one.keeps_quiet_hours}
    bundling = {one.name for one in channels.CHANNELS if isinstance(one, Bundler)}
    assert quiet == bundling == READ_BY_PEOPLE
    assert rate_limits.MINUTE == projection.MINUTE

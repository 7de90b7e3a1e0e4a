"""Defects of other SLA engines, each with its own test: none of them may happen here."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.domain import statistics
from tests import builders
from tests.builders import (
    DAY,
    HOUR,
    MONDAY,
    at,
    bot,
    calendar,
    courtesy,
    dismissal,
    message,
    policy_set,
    reply,
    wait,
    waits,
)
from tests.fakes.backend import Backend


def summary(*found, now):
    figures = statistics.Figures()
    for each in found:
        statistics.count(figures, each, channel="messenger", surface="private", zone="UTC")
    return statistics.summary(figures, now)


def test_an_answer_exactly_at_the_deadline_does_not_leave_the_wait_open():
    only = wait(message(0), reply(30))
    assert (only.outcome, only.margin_s) == ("met", 0)


@pytest.mark.parametrize(("answered", "outcome"), [("30:31", "met"), ("30:32", "late")])
def test_a_deadline_is_not_rounded_to_the_minute(answered, outcome):
    assert wait(message("0:31"), reply(answered)).outcome == outcome


def test_a_late_answer_before_any_check_ran_does_not_count_as_met():
    assert wait(message(0), reply("30:01")).outcome == "late"


def test_averages_do_not_leave_out_the_waits_that_are_still_open():
    quick = [wait(message(0), reply(5)) for _ in range(2)]
    ignored = [wait(message(0)) for _ in range(8)]
    found = summary(*quick, *ignored, now=at(31))
    assert (found["overdue"], found["sla_attainment"], found["share_unanswered"]) == (8, 0.2, 0.8)


def test_answering_only_the_easy_ones_does_not_raise_the_share_met():
    late = wait(message(0), reply(40))
    never = wait(message(0))
    now = at(2 * HOUR)
    assert (
        summary(late, now=now)["sla_attainment"] == summary(never, now=now)["sla_attainment"] == 0
    )


def test_a_weekend_exclusion_does_not_shorten_the_deadline():
    # Friday 16:00 and four hours of an office open from 09:00 to 17:00: Monday 12:00.
    week = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "09:00-17:00")
    friday = datetime(2026, 11, 20, 16, tzinfo=UTC)
    only = wait(message(at=friday), promised=policy_set(target_s=4 * 3600, hours=calendar(**week)))
    assert only.due_at == MONDAY.replace(hour=12)
    assert only.due_at > friday + timedelta(hours=4)


def test_a_message_at_the_weekend_is_not_due_before_the_office_opens():
    week = dict.fromkeys(("monday", "tuesday"), "09:00-17:00")
    only = wait(message(0), promised=policy_set(hours=calendar(**week)))
    assert only.due_at == MONDAY.replace(hour=9, minute=30)


def test_overnight_hours_are_possible():
    only = wait(message(at=MONDAY.replace(hour=5)), promised=policy_set(
        target_s=7200, hours=calendar(sunday="22:00-06:00", monday="22:00-06:00")
    ))  # fmt: skip
    assert only.due_at == MONDAY.replace(hour=23)


def test_a_never_open_calendar_does_not_fall_back_to_the_wall_clock():
    with pytest.raises(ValueError, match="never open"):
        calendar()


def test_a_bots_hand_off_after_14_days_is_not_a_response_time_of_14_days():
    # If bots may answer, only the last question waited for the human. If they may not, the
    # first one did, and the bot's answer has its own figure.
    said = [message(0), bot(1), message(14 * DAY), bot(14 * DAY + 1), reply(14 * DAY + 5)]
    held = wait(*said)
    assert (held.any_response_s, held.response_s) == (60, (14 * DAY + 5) * 60)
    *_, handed_off = waits(*said, bot_closes=True)
    assert (handed_off.opened_at, handed_off.any_response_s) == (at(14 * DAY), 60)
    assert handed_off.kind == "first"


def test_a_final_thanks_does_not_breach():
    only = wait(message(0), reply(5), courtesy(6))
    assert (only.outcome, only.opened_at) == ("met", at(0))


def test_a_dismissed_message_does_not_breach():
    found = summary(wait(message(0), dismissal(40)), now=at(DAY))
    assert (found["overdue"], found["late"], found["dismissed"]) == (0, 0, 1)


def test_a_reopened_conversation_does_not_count_from_its_first_message():
    _, reopened = waits(message(0), reply(5), message(10 * DAY), reply(10 * DAY + 4))
    assert (reopened.response_s, reopened.outcome) == (240, "met")


def test_a_reply_before_anything_was_asked_answers_nothing():
    assert wait(reply(0), message(1)).outcome == "open"


def test_a_late_delivery_of_an_older_message_is_not_lost():
    assert wait(message(20), reply(25), message(0)).opened_at == at(0)


def test_a_redelivered_message_opens_no_second_wait():
    again = [message(0), reply(5), message(0), reply(5), message(0)]
    assert waits(*again) == waits(message(0), reply(5))


def test_ten_impatient_messages_are_one_wait_and_one_breach():
    found = summary(*waits(*map(message, range(10))), now=at(DAY))
    assert (found["opened"], found["overdue"]) == (1, 1)


def test_a_changed_target_does_not_rewrite_what_was_met():
    backend = Backend()
    backend.say(message(0), reply(20))
    (before,) = backend.waits()
    backend.configuration = builders.configuration(policy_set(target_s=60))
    backend.say(courtesy(10))
    (after,) = backend.waits()
    assert (after.outcome, after.terms) == ("met", before.terms)

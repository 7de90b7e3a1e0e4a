"""The rules of what a wait is, as docs/waits.md states them. Each rule has at least one test with
the rule as its name."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from functions.api import conversations
from functions.notifier import delivery
from functions.webhook import meta, storing, x
from shared.config import configuration_file
from shared.config.configuration import ConfigurationError
from shared.domain import escalation as escalations
from shared.domain import fold, statistics
from shared.domain.calendars import NeverOpenError
from shared.domain.policies import Step
from shared.storage import alerts, messages
from shared.storage.messages import is_message
from tests import builders
from tests.builders import (
    DAY,
    HOUR,
    MONDAY,
    at,
    bot,
    courtesy,
    deflection,
    dismissal,
    elsewhere,
    message,
    reply,
    wait,
)
from tests.events import dm_reply, please_dm, post
from tests.fakes.backend import Backend

EDGES = [("29:59", "met", 1), ("30:00", "met", 0), ("30:01", "late", -1)]


NOTIFYING = builders.configuration(builders.policy_set(steps=(Step(at="due", notify=("ada",)),)))


def tracked(*said, known=None):
    """The backend after these messages were stored and tracked."""
    backend = Backend(known)
    backend.say(*said)
    return backend


# --- When a wait opens --------------------------------------------------------------------------


def test_several_messages_before_a_reply_are_one_wait_from_the_oldest():
    only = wait(message(0), message(10), message(20), reply(25))
    assert (only.opened_by, only.response_s) == ("customer@0", 25 * 60)
    assert only.last_at == at(20)


def test_an_older_message_that_arrives_late_opens_the_wait_earlier():
    before, after = wait(message(10)), wait(message(10), message(0))
    assert (before.opened_at, before.due_at) == (at(10), at(40))
    assert (after.opened_at, after.due_at) == (at(0), at(30))
    assert after.previous_reply == before.previous_reply


def test_an_older_message_that_arrives_late_moves_wait_and_escalation():
    backend = tracked(message(70), known=NOTIFYING)
    backend.claim()
    backend.say(message(10))
    record = backend.record()
    assert (record.wait.opened_at, record.escalation.named_after) == (at(10), message(70).id)
    assert [fact.wait.opened_at for fact in backend.facts()] == [at(10)]


def test_a_reply_that_arrives_before_the_message_it_answers_is_put_in_its_place():
    assert wait(reply(5), message(0)) == wait(message(0), reply(5))
    assert wait(reply(5), message(0)).outcome == "met"


def test_at_equal_times_the_customer_comes_before_the_brand():
    only = wait(reply(0), message(0))
    assert (only.outcome, only.response_s) == ("met", 0)


def test_of_two_messages_at_one_time_the_lower_id_opens_the_wait_in_any_order():
    one, other = message(0, id="a"), message(0, id="b")
    assert wait(one, other) == wait(other, one)
    assert wait(one, other).opened_by == "a"


def test_no_wait_opens_before_the_customer_writes():
    assert builders.waits(reply(0), reply(5)) == []
    only = wait(reply(0), reply(5), message(10))
    assert (only.opened_at, only.kind, only.previous_reply) == (at(10), "first", fold.START)


def test_two_replies_in_a_row_close_one_wait():
    only = wait(message(0), reply(5), reply(40))
    assert (only.closed_by, only.response_s) == ("brand@5", 300)


def test_a_message_after_a_reply_opens_a_new_wait_and_the_old_one_is_history():
    old, new = builders.waits(message(0), reply(5), message(10))
    assert old == wait(message(0), reply(5))
    assert (new.outcome, new.opened_at, new.previous_reply) == ("open", at(10), "brand@5")


# --- First or next ------------------------------------------------------------------------------


def test_a_wait_is_first_until_the_brand_has_answered_and_next_from_then_on():
    kinds = [w.kind for w in builders.waits(message(0), reply(5), message(9), reply(10))]
    assert kinds == ["first", "next"]


@pytest.mark.parametrize(
    ("silence", "kind"), [(f"{DAY - 1}:59", "next"), (DAY, "first"), (f"{DAY}:01", "first")]
)
def test_24_hours_of_silence_start_a_new_segment(silence, kind):
    minutes = builders.at(silence) - builders.at()
    later = message(id="later", at=at(5) + minutes)
    *_, last = builders.waits(message(0), reply(5), later)
    assert last.kind == kind


def test_the_silence_is_configurable():
    *_, last = builders.waits(message(0), reply(5), message(5 + HOUR), silence_s=3600)
    assert last.kind == "first"


def test_silence_while_the_customer_waits_changes_nothing_for_that_wait():
    first, second = builders.waits(
        message(0), message(2 * DAY), reply(2 * DAY + 1), message(3 * DAY)
    )
    assert (first.kind, first.opened_at, second.kind) == ("first", at(0), "next")


@pytest.mark.parametrize("said", [bot, deflection, dismissal])
def test_what_is_no_answer_leaves_the_next_wait_a_first_one(said):
    *_, last = builders.waits(message(0), said(5), message(10))
    assert last.kind == "first"


def test_first_and_next_have_their_own_targets():
    promised = builders.policy_set(first_response_s=1800, next_response_s=600)
    first, later = builders.waits(message(0), reply(5), message(10), promised=promised)
    assert (first.due_at, later.due_at) == (at(30), at(20))


# --- When it closes -----------------------------------------------------------------------------


@pytest.mark.parametrize(("answered", "outcome", "margin"), EDGES)
def test_exactly_at_the_deadline_is_met(answered, outcome, margin):
    only = wait(message(0), reply(answered))
    assert (only.outcome, only.margin_s) == (outcome, margin)


@pytest.mark.parametrize(("answered", "outcome", "margin"), EDGES)
def test_a_business_deadline_has_the_same_edge(answered, outcome, margin):
    hours = builders.policy_set(hours=builders.calendar(sunday="10:00-18:00"))
    only = wait(message(0), reply(answered), promised=hours)
    assert (only.outcome, only.margin_s) == (outcome, margin)
    assert only.business_s == only.response_s


def test_the_second_is_the_finest_unit():
    only = wait(message("0:00.900"), reply("30:00.999"))
    assert (only.opened_at, only.closed_at) == (at(0), at(30))
    assert (only.response_s, only.margin_s, only.outcome) == (1800, 0, "met")


def test_answered_late_but_before_any_check_ran_is_late():
    only = wait(message(0), reply(31))
    assert (only.outcome, only.margin_s) == ("late", -60)


@pytest.mark.parametrize(("now", "overdue"), [("29:59", 0), ("30:00", 0), ("30:01", 1)])
def test_still_open_after_the_deadline_counts_as_overdue_in_every_rate(now, overdue):
    figures = statistics.Figures()
    for found in builders.waits(message(0)) + builders.waits(message(0), reply(5)):
        statistics.count(figures, found, channel="messenger", surface="private", zone="UTC")
    summary = statistics.summary(figures, at(now))
    assert (summary["open"], summary["overdue"]) == (1, overdue)
    assert summary["sla_attainment"] == (0.5 if overdue else 1.0)
    assert wait(message(0)).overdue(at(now)) == bool(overdue)


def test_a_dismissed_wait_has_a_share_of_its_own_and_no_response_time():
    only = wait(message(0), dismissal(50, reason="a final thanks"))
    assert (only.outcome, only.closed_at) == ("dismissed", at(50))
    assert (only.dismissed_by, only.reason) == ("ada", "a final thanks")
    assert (only.response_s, only.margin_s) == (None, None)
    figures = statistics.Figures()
    statistics.count(figures, only, channel="messenger", surface="private", zone="UTC")
    summary = statistics.summary(figures, at(60))
    assert (summary["dismissed"], summary["answered"], summary["overdue"]) == (1, 0, 0)
    assert summary["sla_attainment"] is None


def test_what_was_deleted_before_a_dismissal_opens_no_wait():
    """The dismissal has its place right after the last message seen, but was made later."""
    said = [message(n, deleted=n < 2, deleted_at=at(9) if n < 2 else None) for n in range(3)]
    only = wait(*said, dismissal(2, id="~dismissal", dismissed_at=at(20)))
    assert (only.opened_by, only.closed_at) == (message(2).id, at(20))


def test_after_a_dismissal_the_customers_next_message_opens_a_new_wait():
    old, new = builders.waits(message(0), dismissal(5), message(10))
    assert (old.outcome, new.outcome, new.opened_at) == ("dismissed", "open", at(10))


# --- What opens or closes no wait ---------------------------------------------------------------


def test_a_courtesy_message_opens_no_wait():
    assert builders.waits(message(0), reply(5), courtesy(6)) == builders.waits(message(0), reply(5))


def test_a_courtesy_message_is_recognised_by_its_text_and_recorded_as_courtesy():
    stored = builders.item(message(0), text="Thanks!", marks=None)
    assert messages.message_of(stored, builders.configuration()).courtesy
    backend = Backend()
    backend.put(stored)
    assert backend.facts() == []


def test_a_courtesy_message_opens_a_wait_where_the_policy_says_so():
    assert wait(courtesy(0), courtesy=False).opened_by == "thanks@0"


def test_a_courtesy_message_amid_a_wait_changes_only_the_last_message():
    with_thanks = wait(message(0), courtesy(3), reply(5))
    assert replace(with_thanks, last_at=at(0)) == wait(message(0), reply(5))


def test_a_courtesy_message_before_a_question_does_not_open_the_questions_wait():
    assert wait(courtesy(0), message(3)).opened_at == at(3)


def test_an_answered_courtesy_makes_the_next_wait_a_next_one():
    assert wait(courtesy(0), reply(5), message(6)).kind == "next"


def test_an_automated_reply_does_not_close_the_wait_and_has_its_own_clock():
    only = wait(message(0), bot(1), reply(20))
    assert (only.any_response_s, only.response_s, only.closed_by) == (60, 1200, "brand@20")
    assert wait(message(0), bot(1)).outcome == "open"


def test_an_automated_reply_closes_the_wait_where_the_policy_says_so():
    only = wait(message(0), bot(1), reply(20), bot_closes=True)
    assert (only.any_response_s, only.response_s, only.closed_by) == (60, 60, "bot@1")


def test_an_automated_reply_before_the_message_is_no_response_to_it():
    assert wait(bot(0), message(1)).any_response_s is None
    assert wait(bot("0:01.200"), message("0:01.700")).any_response_s is None


def test_a_deflection_is_an_acknowledgement_and_leaves_the_wait_unanswered():
    only = wait(message(0), deflection(4))
    assert (only.outcome, only.deflected_at, only.any_response_s) == ("open", at(4), 240)
    assert wait(message(0), deflection(4), reply(40)).outcome == "late"


def test_a_deflected_wait_ends_when_the_customer_is_answered_in_private():
    only = wait(message(0), deflection(4), elsewhere(20))
    assert (only.outcome, only.response_s, only.closed_by) == ("met", 1200, "elsewhere@20")


@pytest.mark.parametrize(
    "said",
    [
        (message(0), elsewhere(20)),
        (deflection(-5), message(0), elsewhere(20)),
        (courtesy(-9), deflection(-5), message(0), elsewhere(20)),
    ],
)
def test_a_private_reply_ends_no_public_wait_that_was_not_deflected(said):
    assert wait(*said).outcome == "open"


def test_a_private_reply_that_ends_nothing_does_not_break_the_silence():
    said = [message(0), reply(1), message(DAY + 2)]
    assert builders.waits(*said, elsewhere(HOUR)) == builders.waits(*said)


@pytest.mark.parametrize("reply_first", [True, False])
def test_a_private_reply_ends_the_deflected_wait_in_either_order(reply_first):
    asked, answered = [post("1", 0), please_dm("2", 4, "1")], [dm_reply("d1", 20)]
    backend = Backend()
    backend.receive(*(answered + asked if reply_first else asked + answered))
    (found,) = backend.waits("public")
    assert (found.outcome, found.response_s) == ("met", 1200)


@pytest.mark.parametrize(
    ("platform", "name"),
    [
        ("meta", "messenger_reaction"),
        ("meta", "instagram_reaction"),
        ("meta", "whatsapp_reaction"),
        ("meta", "page_reaction"),
        ("meta", "messenger_read"),
        ("meta", "instagram_read"),
        ("meta", "messenger_delivery"),
        ("meta", "messenger_typing"),
        ("meta", "page_own_post"),
        ("x", "xaa_like_create_inbound"),
        ("x", "xaa_post_create_repost"),
        ("x", "xaa_post_create_root"),
        ("x", "xaa_dm_read"),
        ("x", "xaa_dm_indicate_typing"),
        ("x", "aaa_tweet_create_retweet"),
    ],
)
def test_reactions_reads_typing_reposts_and_own_posts_are_not_stored(platform, name):
    path = builders.payload(f"{platform}/{name}")
    body = json.loads(path.read_text(encoding="utf-8"))
    events = meta.parse(body) if platform == "meta" else x.parse(body)
    sorted_out = storing.route(events, builders.configuration(any_account=True))
    assert events
    assert (sorted_out.items, sorted_out.quarantined, sorted_out.untimed) == ([], [], [])


# --- Business hours -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "opened", "due"),
    [
        ({"monday": "09:00-12:30, 13:00-18:00"}, "12:20", "13:20"),
        ({"monday": "22:00-06:00"}, "23:50", "24:20"),
        ({"monday": "22:00-24:00", "tuesday": "08:00-09:00"}, "23:50", "32:20"),
        ({"monday": "09:00-24:00", "tuesday": "00:00-09:00"}, "23:50", "24:20"),
        ({"monday": "00:00-24:00"}, "23:30", "24:00"),
        ({"monday": "09:00-17:00"}, "08:00", "09:30"),
        ({"monday": "09:00-17:00"}, "16:30", "17:00"),
    ],
)
def test_business_deadlines_know_lunch_nights_midnight_and_closing_time(hours, opened, due):
    def monday(time):
        hour, minute = map(int, time.split(":"))
        return MONDAY.replace(hour=0) + timedelta(hours=hour, minutes=minute)

    promised = builders.policy_set(hours=builders.calendar(**hours))
    assert wait(message(at=monday(opened)), promised=promised).due_at == monday(due)


def test_business_deadlines_know_holidays_and_dates_of_their_own():
    hours = builders.calendar(
        monday="09:00-17:00",
        tuesday="09:00-17:00",
        on_2026_11_23="closed",
        on_2026_11_24="11:00-12:00",
    )
    promised = builders.policy_set(hours=hours)
    only = wait(message(at=MONDAY), reply(at=MONDAY + timedelta(days=1)), promised=promised)
    assert only.due_at == datetime(2026, 11, 24, 11, 30, tzinfo=UTC)
    assert only.business_s == 0
    assert only.response_s == 86_400


def test_a_local_time_that_does_not_exist_is_the_next_valid_one():
    # In Berlin, 02:00 to 03:00 on 2027-03-28 is skipped.
    hours = builders.calendar(zone="Europe/Berlin", sunday="02:30-06:00")
    promised = builders.policy_set(hours=hours)
    opened = datetime(2027, 3, 28, 0, 0, tzinfo=UTC)
    assert wait(message(at=opened), promised=promised).due_at == datetime(
        2027, 3, 28, 1, 30, tzinfo=UTC
    )


def test_an_ambiguous_local_time_is_its_first_occurrence():
    # In Berlin, 02:00 to 03:00 on 2026-10-25 is shown twice.
    hours = builders.calendar(zone="Europe/Berlin", sunday="02:30-06:00")
    promised = builders.policy_set(hours=hours)
    opened = datetime(2026, 10, 24, 23, 0, tzinfo=UTC)
    assert wait(message(at=opened), promised=promised).due_at == datetime(
        2026, 10, 25, 1, 0, tzinfo=UTC
    )


def test_a_never_open_calendar_is_rejected_when_the_configuration_is_read(tmp_path):
    with pytest.raises(NeverOpenError):
        builders.calendar()
    file = tmp_path / "replywatch.toml"
    file.write_text(builders.toml('[calendars.office]\nzone = "Europe/Berlin"'))
    with pytest.raises(ConfigurationError, match="never open"):
        configuration_file.read(file)


# --- Later changes ------------------------------------------------------------------------------


def test_a_changed_policy_leaves_what_an_open_wait_was_opened_with():
    backend = tracked(message(0))
    (before,) = backend.waits()
    backend.configuration = builders.configuration(builders.policy_set(target_s=60))
    backend.say(message(1))
    assert [w.terms for w in backend.waits()] == [before.terms]
    backend.say(reply(20), message(30))
    closed, new = backend.waits()
    assert (closed.outcome, closed.terms) == ("met", before.terms)
    assert new.due_at == at(31)


def test_a_changed_calendar_leaves_the_deadline_of_an_open_wait():
    early = builders.policy_set(hours=builders.calendar(sunday="09:00-17:00"))
    later = builders.policy_set(hours=builders.calendar(sunday="15:00-17:00"))
    backend = tracked(message(0), known=builders.configuration(early))
    (before,) = backend.waits()
    backend.configuration = builders.configuration(later)
    backend.say(message(1))
    (after,) = backend.waits()
    assert after.due_at == before.due_at == at(30)
    assert after.terms.calendar_version == before.terms.calendar_version


def test_a_snooze_silences_the_steps_and_the_customers_clock_runs_on():
    steps = (Step(at="15m before", offset_s=-900), Step(at="due"))
    only = wait(message(0), steps=steps)
    new = escalations.of_wait(only, frozenset(), None, ())
    snoozed = replace(new, snoozed_until=at(25))
    assert (new.next_step_at(only), snoozed.next_step_at(only)) == (at(15), at(25))
    assert escalations.claimed(snoozed, only).next_step_at(only) == at(30)
    assert only.due_at == at(30)


def test_the_customer_deletes_the_only_message_and_the_wait_is_withdrawn():
    only = wait(message(0, deleted=True, deleted_at=at(7)))
    assert (only.outcome, only.opened_at, only.closed_at) == ("withdrawn", at(0), at(7))
    assert (only.response_s, only.closed_by) == (None, None)


def test_a_deletion_without_a_time_withdraws_the_wait_too():
    assert wait(message(0, deleted=True)).outcome == "withdrawn"


def test_a_withdrawn_message_loses_its_text_and_keeps_its_times():
    gone = message(0, deleted=True, deleted_at=at(7))
    stored = builders.item(gone, text="My order is late.", marks=None)
    backend = Backend()
    backend.put(stored)
    backend.put(builders.deletion(gone))
    assert [w.outcome for w in backend.waits()] == ["withdrawn"]
    (kept,) = [i for i in backend.items("C#") if is_message(i)]
    assert "text" not in kept
    assert kept["at"] == stored["at"]


def test_a_text_that_is_delivered_again_after_its_deletion_goes_again():
    gone = message(0, deleted=True, deleted_at=at(7))
    stored = builders.item(gone, text="My order is late.", marks=None)
    backend = Backend()
    for item in (stored, builders.deletion(gone), stored):
        backend.put(item)
    assert backend.texts() == []


def test_of_several_messages_one_deleted_leaves_the_wait_to_the_others():
    only = wait(message(0, deleted=True, deleted_at=at(1)), message(3), reply(9))
    assert (only.opened_at, only.outcome, only.response_s) == (at(3), "met", 360)


def test_a_withdrawn_wait_ends_when_the_last_message_that_opened_it_went():
    gone = [message(m, deleted=True, deleted_at=at(m + 5)) for m in (0, 3)]
    thanks = courtesy(4, deleted=True, deleted_at=at(2 * DAY))
    assert wait(*gone, thanks).closed_at == at(8)


@pytest.mark.parametrize("deleted_at", [None, at(6)])
def test_a_message_deleted_after_its_answer_does_not_rewrite_history(deleted_at):
    deleted = message(0, deleted=True, deleted_at=deleted_at)
    assert wait(deleted, reply(5)) == wait(message(0), reply(5))


def test_a_deleted_reply_opens_the_wait_again_from_its_first_message():
    only = wait(message(0), reply(5, deleted=True, deleted_at=at(90)))
    assert only == wait(message(0))


def test_a_deleted_reply_joins_the_waits_on_either_side_of_it():
    said = [message(0), reply(5), message(10), reply(15)]
    assert len(builders.waits(*said)) == 2
    said[1] = reply(5, deleted=True)
    only = wait(*said)
    assert (only.opened_at, only.response_s) == (at(0), 900)


def test_a_deleted_reply_takes_the_stored_wait_after_it_away():
    backend = tracked(message(0), reply(5), message(90), reply(95))
    assert len(backend.facts()) == 2
    backend.delete(reply(5, deleted_at=at(99)))
    (only,) = backend.waits()
    assert (only.opened_at, only.closed_at, only.outcome) == (at(0), at(95), "late")


def test_an_edit_has_no_effect_on_the_clock():
    stored = builders.item(message(0), text="Why?", marks=None)
    edit = {
        "pk": stored["pk"],
        "sk": f"E#{stored['message_id']}#2026-11-22T10:20:00.000Z",
        "message_id": stored["message_id"],
        "text": "Thanks!",
        "direction": "in",
        "at": "2026-11-22T10:20:00.000Z",
    }
    backend = Backend()
    backend.put(stored)
    before = backend.waits()
    backend.put(edit)
    assert (backend.waits(), set(backend.texts())) == (before, {"Thanks!"})
    backend.say(reply(29))
    (closed,) = backend.waits()
    assert (closed.outcome, closed.response_s) == ("met", 29 * 60)


def test_a_message_from_the_future_counts_from_when_it_arrived_and_is_flagged():
    ahead = builders.item(message(3 * HOUR))
    backend = Backend()
    backend.put(ahead, at=at(2))
    (before,) = backend.waits()
    assert (before.opened_at, before.skewed) == (at(2), True)
    backend.put(ahead | {"text": "The same again"}, at=at(50))
    assert backend.waits() == [before]


def test_a_message_that_arrived_late_counts_from_its_own_time():
    backend = Backend()
    backend.put(builders.item(message(0)), at=at(3 * HOUR))
    (fact,) = backend.facts()
    assert (fact.wait.opened_at, fact.wait.skewed) == (at(0), False)
    assert fact.received_at == at(3 * HOUR)


def test_the_platforms_reply_window_is_a_deadline_of_its_own():
    record = tracked(message(0)).record()
    shown = conversations.shown(record, record.wait, at(1))
    assert shown["answerable_until"] == "2026-11-23T10:00:00Z"


def test_a_reply_that_races_an_alert_is_seen_just_before_the_alert_is_sent():
    backend = tracked(message(0), known=NOTIFYING)
    (alert,) = backend.claim()
    backend.say(reply("30:01"))
    delivery.deliver(backend.store, backend.configuration, alert, at("30:02"))
    assert alerts.from_item(backend.store.get(alerts.key_of(alert))).state == "dropped"

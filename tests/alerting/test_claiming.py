"""Claiming a step: it is claimed once, for today's recipients, and again if its wait opens
again."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.api import conversation_forms
from functions.notifier import delivery, existing_alerts, handler
from functions.notifier.claiming import claim
from shared.domain.alerts import Alert, changed
from shared.domain.fold import Message
from shared.domain.policies import Step
from shared.runtime import log
from shared.storage import alerts
from shared.storage.errors import ConflictError, RejectedError
from tests import builders
from tests.alerting.desk import ADA, BOB, LIN, MINUTE, NO_ANSWER, SECOND, Desk
from tests.builders import at, message, reply

BY_BOTH = ("email", "sms")


def due_steps(*offsets_s: int) -> list[Step]:
    return [Step(at=str(s), offset_s=s, notify=("ada",)) for s in offsets_s]


# --- One claim of each step ---------------------------------------------------------------------


@pytest.mark.parametrize(("early", "sent"), [(SECOND, 1), (SECOND * 1.5, 0)])
def test_an_entry_may_be_a_second_early(desk: Desk, early: timedelta, sent: int) -> None:
    desk.arrive(message(0))
    (entry,) = desk.entries()
    handler.process_entry(desk.store, desk.configuration, entry, at(30) - early)
    assert len(desk.sent) == sent


def test_an_entry_for_an_unknown_conversation_is_ignored(desk: Desk) -> None:
    entry = {"record": "unknown", "due": "2026-11-22T10:00:00.000Z"}
    handler.process_entry(desk.store, desk.configuration, entry, at(30))
    assert desk.alerts() == []


def test_an_entry_whose_step_is_claimed_is_ignored(desk: Desk) -> None:
    desk.arrive(message(0))
    (entry,) = desk.entries()
    for _ in range(2):
        handler.process_entry(desk.store, desk.configuration, entry, at(30))
    assert len(desk.sent) == 1


def test_an_alert_that_a_later_update_drops_is_not_sent(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A late reply to the first message makes an all clear due together with the step of the second
    message. Before the all clear is claimed, the brand replies to the second message too, so the
    alert about it is dropped."""
    desk.arrive(message(0))
    desk.process(30)
    desk.arrive(message(41))
    desk.now = at(72)
    desk.arrive(reply(40))
    write = desk.store.write

    def written(changes: Any) -> None:
        monkeypatch.setattr(desk.store, "write", write)
        write(changes)
        desk.arrive(reply(72))

    monkeypatch.setattr(desk.store, "write", written)
    assert [a.kind for a in desk.claim(72)] == ["all_clear"]
    assert "dropped" in {a.state for a in desk.alerts()}


def before_the_write(desk: Desk, monkeypatch: pytest.MonkeyPatch, act: Any) -> None:
    """Lets another function act after the next claim has read and before it writes."""
    write = desk.store.write

    def interrupted(changes: Any) -> None:
        monkeypatch.setattr(desk.store, "write", write)
        act()
        write(changes)

    monkeypatch.setattr(desk.store, "write", interrupted)


def test_of_two_simultaneous_claims_only_one_gets_the_alerts(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.arrive(message(0))
    first: list[Any] = []
    before_the_write(desk, monkeypatch, lambda: first.extend(desk.claim(30)))
    assert desk.claim(30) == []
    assert first == desk.alerts()
    assert desk.record().steps_claimed == 1


def test_a_claim_survives_a_message_that_changes_only_the_record(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.arrive(message(0))
    before_the_write(desk, monkeypatch, lambda: desk.arrive(message(20)))
    assert len(desk.claim(30)) == 1


def acknowledge(desk: Desk, alert: Alert) -> None:
    """The responder acknowledges at minute 30."""
    form = {"action": "acknowledge"}
    conversation_forms.perform(
        desk.store, desk.configuration, desk.record(), alert, form, "UTC", at(30)
    )


def test_an_acknowledgement_during_the_claim_pauses_its_alerts(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.configure(*due_steps(-600, 0))
    desk.arrive(message(0))
    (first,) = desk.claim(20)
    before_the_write(desk, monkeypatch, lambda: acknowledge(desk, first))
    assert desk.claim(30) == []
    assert desk.record().next_moment == at(90)


def test_a_claim_gives_up_when_other_functions_keep_writing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.arrive(message(0))

    def contested(_changes: Any) -> None:
        raise ConflictError

    monkeypatch.setattr(desk.store, "write", contested)
    with pytest.raises(ConflictError):
        desk.claim(30)


def test_a_step_is_claimed_once_and_the_next_one_stays(desk: Desk) -> None:
    desk.configure(*due_steps(0, 3600))
    desk.arrive(message(0))
    desk.process(30, 31)
    assert len(desk.alerts()) == 1
    assert desk.record().next_moment == at(90)


def test_a_claimed_alert_is_left_for_a_minute_to_the_function_that_claimed_it(desk: Desk) -> None:
    desk.arrive(message(0))
    desk.claim(30)
    assert [alert.due for alert in desk.alerts()] == [at(31)]
    desk.process("30:59")
    assert desk.sent == []
    desk.process(31)
    assert len(desk.sent) == 1


# --- Recipients ---------------------------------------------------------------------------------


def test_a_step_of_a_removed_policy_notifies_every_responder(desk: Desk) -> None:
    desk.arrive(message(0))
    others = builders.policy_set(builders.policy(name="other"))
    desk.configuration = replace(desk.configuration, policy_set=others)
    desk.process(30)
    assert {m.to for m in desk.sent} == {ADA.email, BOB.email, LIN.phone}


def test_a_removed_step_notifies_nobody(desk: Desk) -> None:
    desk.arrive(message(0))
    desk.configure()
    desk.process(30)
    assert desk.sent == []


def test_a_responder_without_the_named_channel_gets_another(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("bob", "lin"), by=("sms",)))
    desk.arrive(message(0))
    desk.process(30)
    assert [(m.by, m.to) for m in desk.sent] == [("email", BOB.email), ("sms", LIN.phone)]


def test_a_responder_who_is_not_configured_is_left_out(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("gone", "bob")))
    desk.arrive(message(0))
    desk.process(30)
    assert [m.to for m in desk.sent] == [BOB.email]


# --- A wait that closes, changes or opens again -------------------------------------------------


@pytest.mark.parametrize("closing", [reply(32), builders.dismissal(32)], ids=["reply", "dismissal"])
def test_an_alert_whose_wait_closes_before_it_is_sent_is_dropped(
    desk: Desk, closing: Message
) -> None:
    desk.arrive(message(0))
    desk.claim(30)
    desk.arrive(closing)
    desk.process(33)
    assert (desk.sent, desk.states()) == ([], {"email": "dropped"})


def test_an_older_message_that_arrives_late_repeats_no_alert(desk: Desk) -> None:
    desk.arrive(message(0))
    desk.process(30)
    desk.arrive(message(-10))
    desk.process(31, 32, 33)
    assert len(desk.sent) == 1


def test_an_alert_of_a_wait_that_a_late_message_changes_is_sent_once(desk: Desk) -> None:
    desk.arrive(message(0))
    desk.claim(30)
    desk.arrive(message(-10))
    desk.process(31, 32, 33)
    assert len(desk.sent) == 1


def test_a_claimed_alert_that_is_claimed_again_can_no_longer_be_dropped(desk: Desk) -> None:
    """Another function has read the wait before it changed, and is about to drop the alert."""
    desk.arrive(message(0))
    (first,) = desk.claim(30)
    desk.arrive(message(-10))
    (second,) = desk.claim(31)
    assert (second.id, second.version) == (first.id, first.version + 1)
    assert not alerts.update(desk.store, changed(first, "wait_closed"))


def test_an_alert_that_is_claimed_again_with_an_urgent_step_becomes_urgent(desk: Desk) -> None:
    """Quiet hours then no longer hold it."""
    desk.arrive(message(0))
    (first,) = desk.claim(30)
    wanted = [replace(first, urgent=True)]
    found = existing_alerts.claimed(desk.store, wanted, [first], {first.responder}, at(31))
    assert (first.urgent, [one.urgent for one in found.to_send]) == (False, [True])


def reopen(desk: Desk) -> None:
    """The step is claimed, a reply arrives before anything is sent, and the reply is then
    deleted."""
    desk.arrive(message(0))
    (claimed,) = desk.claim(30)
    answered = reply(29)
    desk.arrive(answered)
    delivery.deliver(desk.store, desk.configuration, claimed, at(31))
    assert desk.states() == {"email": "dropped"}
    desk.delete(answered, 40)


def test_a_dropped_alert_is_sent_when_its_wait_opens_again(desk: Desk) -> None:
    reopen(desk)
    desk.process(45)
    assert (len(desk.sent), desk.states()) == (1, {"email": "sent"})


def test_a_responder_added_meanwhile_is_notified_when_a_wait_opens_again(desk: Desk) -> None:
    reopen(desk)
    desk.configure(Step(at="due", notify=("ada", "bob")))
    desk.process(45)
    assert sorted(m.to for m in desk.sent) == [ADA.email, BOB.email]


def test_a_responder_who_was_notified_is_not_notified_of_the_reopened_wait(desk: Desk) -> None:
    desk.arrive(message(0))
    desk.process(30)
    answered = reply(31)
    desk.arrive(answered)
    desk.delete(answered, 40)
    desk.process(41, 42)
    assert desk.record().open_wait is not None
    assert len(desk.sent) == 1


def test_an_sms_in_doubt_is_not_repeated_when_its_wait_opens_again(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("lin",), by=("sms",)))
    desk.arrive(message(0))
    desk.providers.answers = [NO_ANSWER]
    desk.process(30)
    answered = reply(31)
    desk.arrive(answered)
    desk.process(33)
    desk.delete(answered, 40)
    assert desk.record().open_wait is not None
    desk.process(41, 42, 60)
    assert [alert.state for alert in desk.alerts() if alert.kind == "step"] == ["in_doubt"]
    (sms,) = desk.sent
    assert "Waiting again: Messenger message" in sms.text


# --- Alerts and messages that have expired ------------------------------------------------------


def expire(desk: Desk, *prefixes: str) -> None:
    """DynamoDB deletes every item of these kinds."""
    table: Any = desk.store.client
    for item in desk.items():
        if item["pk"].startswith(prefixes):
            table._delete((item["pk"], item["sk"]))


@pytest.mark.parametrize("deleted", [("C#", "A#"), ("C#",)], ids=["deleted", "still there"])
def test_expired_alerts_do_not_silence_a_customer_who_returns(
    desk: Desk, deleted: tuple[str, ...]
) -> None:
    """In both conversations the opening message has the same id, and so do the alerts."""
    desk.configure(Step(at="due", notify=("ada", "bob"), by=BY_BOTH))
    later = desk.configuration.text_days * 24 * 60 + 60
    for start in (0, later):
        desk.arrive(message(start, id="m"))
        desk.process(start + 31, start + 33)
        desk.arrive(reply(start + 40))
        expire(desk, *deleted)
    assert len(desk.sent) == 6


def test_an_expired_alert_on_another_channel_does_not_stop_a_fallback(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("ada",), by=("sms",)))
    later = desk.configuration.text_days * 24 * 60 + 60
    for start in (0, later):
        desk.arrive(message(start, id="m"))
        desk.providers.answers = [NO_ANSWER]
        desk.process(start + 31, start + 33, start + 34)
        desk.arrive(reply(start + 40))
        expire(desk, "C#")
    assert desk.channels() == ["email", "email"]


def test_an_alert_expires_with_its_message(desk: Desk) -> None:
    desk.arrive(message(0))
    desk.process(31)
    (alert,) = desk.alerts()
    assert alert.expires_at == at(0) + timedelta(days=desk.configuration.text_days)


def test_an_alert_about_a_very_old_message_is_sent_once_and_kept_two_days(desk: Desk) -> None:
    desk.arrive(message(0))
    now = at(0) + timedelta(days=desk.configuration.text_days + 1)
    record = desk.record()
    (entry,) = desk.entries()
    for moment in (now, now + MINUTE):
        for alert in claim(desk.store, desk.configuration, record.key, entry["due"], moment):
            delivery.deliver(desk.store, desk.configuration, alert, moment)
    assert len(desk.sent) == 1
    assert [alert.expires_at for alert in desk.alerts()] == [now + timedelta(days=2)]


# --- A claim that can never succeed -------------------------------------------------------------


def test_a_claim_that_dynamodb_always_refuses_is_skipped_and_counted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.arrive(message(0))
    write, counted = desk.store.write, []

    def refused(changes: Any) -> None:
        if len(changes) > 1:
            raise RejectedError
        write(changes)

    monkeypatch.setattr(desk.store, "write", refused)
    monkeypatch.setattr(
        log, "count", lambda name, number=1, **_more: counted.append((name, number))
    )
    (entry,) = desk.entries()
    handler.process_entry(desk.store, desk.configuration, entry, at(30))
    assert desk.sent == []
    assert counted == [("AlertsNotDelivered", 1)]
    assert desk.entries() == []


def test_a_step_that_repeats_a_responder_or_a_channel_notifies_once(desk: Desk) -> None:
    twice = Step(at="due", notify=("ada", "ada"), by=("email", "email"))
    desk.configure(twice)
    desk.arrive(message(0))
    desk.process(30)
    assert len(desk.sent) == 1


def test_steps_due_at_the_same_time_are_one_alert_for_each_responder(desk: Desk) -> None:
    """After an outage of an hour, Ada is notified of the last step that names her."""
    steps = (
        Step(at="due", notify=("ada",)),
        Step(at="15m after", offset_s=900, notify=("ada", "bob")),
        Step(at="30m after", offset_s=1800, notify=("bob",)),
    )
    desk.configure(*steps, responders={"ada": ADA, "bob": BOB})
    desk.arrive(message(0))
    desk.process(90)
    assert sorted((a.responder, a.at) for a in desk.alerts()) == [
        ("ada", "15m after"),
        ("bob", "30m after"),
    ]
    assert desk.entries() == []

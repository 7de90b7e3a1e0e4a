"""Updates to those who were notified: who owns the wait, that it has ended, that it waits again;
and reminders to its owner."""

import re
from dataclasses import replace
from datetime import datetime

import pytest

from functions.notifier.delivery import deliver
from shared.conversation import alert_validity
from shared.conversation.alert_validity import Subject
from shared.domain.alerts import Alert
from shared.domain.availability import AbsentDays, QuietHours
from shared.domain.policies import Step
from shared.storage.store import Store
from tests import builders
from tests.alerting.desk import ADA, BOB, LIN, NO_ANSWER, THROTTLED, Desk, Sent, received
from tests.alerting.posts import Receivers
from tests.alerting.visitor import Visitor
from tests.builders import at, courtesy, message, reply

SUNDAY = 6
POST = "https://m.me/lena"


@pytest.fixture
def notified(desk: Desk) -> Desk:
    """Ada and Bob are notified at minute 15; the deadline is at minute 30, without a step."""
    desk.configure(Step(at="15m before", offset_s=-900, notify=("ada", "bob"), by=("email",)))
    desk.arrive(message(0), text="Where is it?", customer_name="Lena F", permalink=POST)
    desk.process(15)
    desk.sent.clear()
    return desk


@pytest.fixture
def ada(desk: Desk, notified: Desk) -> Visitor:
    return _visitor(desk, "ada")


@pytest.fixture
def bob(desk: Desk, notified: Desk) -> Visitor:
    return _visitor(desk, "bob")


def _visitor(desk: Desk, name: str) -> Visitor:
    """A visitor with the link of that person's first email."""
    address = {"ada": ADA, "bob": BOB}[name].email
    request = next(
        r for r in desk.providers.requests if r["Destination"]["ToAddresses"] == [address]
    )
    text = request["Content"]["Simple"]["Body"]["Text"]["Data"]
    desk.sent.append(Sent("email", str(address), text))
    found = Visitor(desk, str(address))
    desk.sent.clear()
    return found


# --- The wait has an owner ------------------------------------------------------------------------


def test_the_others_are_sent_an_update_about_the_new_owner(desk: Desk, ada: Visitor) -> None:
    ada.press(16, "acknowledge")
    desk.process(17, 18)
    assert received(desk) == [("bob", "ada has this one. You don't need to do anything.")]


def test_an_update_about_the_owner_offers_no_action(desk: Desk, ada: Visitor) -> None:
    ada.press(16, "acknowledge")
    desk.process(17)
    (mail,) = desk.sent
    assert f"\nOpen: {POST}\nTake over: https://api.example.com/c/" in mail.text
    assert 'class="button first"' not in mail.html
    assert "Also notified" not in mail.text  # only Ada, who is the owner


def test_an_acknowledgement_undone_immediately_sends_no_update(desk: Desk, ada: Visitor) -> None:
    ada.press(16, "acknowledge")
    ada.press(16.5, "undo")
    desk.process(17, 18)
    assert received(desk) == []


def test_a_released_wait_is_announced_as_waiting_again(desk: Desk, ada: Visitor) -> None:
    ada.press(16, "acknowledge")
    desk.process(17)
    ada.press(18, "undo")
    desk.sent.clear()
    desk.process(19, 20)
    assert received(desk) == [("bob", "Lena F is waiting again. Nobody has this one.")]


def test_a_wait_that_has_an_owner_names_them_when_it_waits_again(desk: Desk, ada: Visitor) -> None:
    answered = reply(20)
    ada.press(16, "acknowledge")
    desk.process(17)
    desk.arrive(answered)
    desk.process(21)
    desk.delete(answered, 22)
    desk.sent.clear()
    desk.process(23)
    assert received(desk) == [
        ("ada", "Lena F is waiting again. You have this one."),
        ("bob", "Lena F is waiting again. ada has this one."),
    ]


def test_an_update_names_the_owner_at_the_moment_at_which_it_is_sent(
    desk: Desk, ada: Visitor, bob: Visitor
) -> None:
    bob.press(16, "acknowledge")
    desk.providers.answers = [THROTTLED]
    desk.process("16:10")
    ada.press("16:12", "acknowledge")
    desk.process("16:20")
    assert received(desk)[0] == ("ada", "You have this one. Lena F is still waiting.")


def test_a_reminder_of_a_wait_released_meanwhile_says_that_nobody_has_it(
    desk: Desk, ada: Visitor
) -> None:
    ada.press(16, "acknowledge")
    desk.process(17)
    desk.providers.answers = [THROTTLED]
    desk.process("30:10")
    desk.sent.clear()
    ada.press("30:12", "undo")
    desk.process("30:20")
    assert received(desk)[0] == ("ada", "Lena F is waiting again. Nobody has this one.")


def test_a_wait_handed_over_twice_is_no_longer_the_first_ones(desk: Desk, ada: Visitor) -> None:
    ada.press(16, "hand-over", to="lin")
    desk.providers.answers = [THROTTLED] * 2
    desk.process("16:10")
    ada.press("16:12", "hand-over", to="bob")
    desk.process("16:20")
    (sms,) = [one for one in desk.sent if one.to == LIN.phone]
    assert "Brand: bob has it, still waiting: Messenger message waiting" in sms.text


def test_the_previous_owner_is_sent_an_update_about_a_takeover(
    desk: Desk, ada: Visitor, bob: Visitor
) -> None:
    ada.press(16, "acknowledge")
    desk.process(17)
    bob.press(18, "acknowledge")
    desk.sent.clear()
    desk.process(19)
    assert received(desk) == [("ada", "bob has this one. You don't need to do anything.")]


def test_a_wait_can_be_handed_over_to_a_responder_who_was_not_notified(
    desk: Desk, ada: Visitor
) -> None:
    assert ada.press(16, "hand-over", to="lin").status == 303
    desk.process(17)
    sms, email = sorted(desk.sent, key=lambda one: one.by, reverse=True)
    assert (sms.to, email.to) == (LIN.phone, BOB.email)
    assert "ada hands over: Messenger message waiting 17 min, due 10:30." in sms.text
    assert email.text.startswith("lin has this one. You don't need to do anything.")
    desk.sent.clear()
    desk.arrive(reply(20))
    desk.process(21)  # Lin has no channel for updates
    assert [who for who, _ in received(desk)] == ["ada", "bob"]


def test_the_owner_learns_that_the_customer_writes_again_after_deleting(
    desk: Desk, ada: Visitor
) -> None:
    """Lin stays the owner, so she must learn of the new message."""
    ada.press(16, "hand-over", to="lin")
    desk.process(17)
    desk.delete(message(0), 18)
    desk.process(19)
    desk.sent.clear()
    desk.arrive(message(25))
    desk.process(26)
    (sms,) = desk.sent
    assert sms.to == LIN.phone
    assert "ada hands over: Messenger message" in sms.text


@pytest.mark.parametrize("to", ["", "nobody", "ADA"])
def test_a_wait_can_be_handed_over_only_to_a_responder(desk: Desk, ada: Visitor, to: str) -> None:
    answer = ada.press(16, "hand-over", to=to)
    assert answer.status == 400
    assert "Please fill in this field: To." in answer.html
    assert desk.record().escalation.acknowledged_by is None  # type: ignore[union-attr]


def test_the_owner_is_offered_what_an_owner_does(desk: Desk, ada: Visitor) -> None:
    ada.press(16, "hand-over", to="bob")
    desk.process(17)
    (mail,) = [one for one in desk.sent if one.to == BOB.email]
    assert f"\nOpen and reply: {POST}\nSnooze, hand over or dismiss: https" in mail.text


# --- The wait has ended ---------------------------------------------------------------------------


def test_a_notified_responder_learns_that_the_customer_has_a_reply(
    desk: Desk, notified: Desk
) -> None:
    desk.arrive(reply(20))
    desk.process(21, 22)
    assert [one.subject for one in desk.sent] == ["[Answered] Messenger message · Lena F"] * 2
    assert f"\nOpen: {POST}\n" in desk.sent[0].text

    text = desk.sent[0].text
    assert received(desk) == [
        (n, "Lena F has a reply. There is nothing left to do.") for n in ("ada", "bob")
    ]
    assert "Messenger message, answered 10:20 after 20 min." in text
    assert "    Where is it?" in text
    assert "Acknowledge" not in text
    assert "You're receiving this because you were notified of this wait before." in text


def test_an_all_clear_leads_to_the_post_of_its_wait_and_not_of_the_next(
    desk: Desk, notified: Desk
) -> None:
    desk.arrive(reply(20))
    desk.arrive(message(20.5), permalink="https://m.me/next")
    desk.process(21, 22)
    assert {POST in one.text for one in desk.sent} == {True}
    assert not [one for one in desk.sent if "next" in one.text]


def test_an_all_clear_without_a_post_leads_to_the_dashboard(desk: Desk) -> None:
    desk.configure(Step(at="15m before", offset_s=-900, notify=("ada",), by=("email",)))
    desk.arrive(message(0))
    desk.process(15)
    desk.arrive(reply(20))
    desk.process(21)
    assert "\nOpen the dashboard: https://api.example.com/dashboard\n" in desk.sent[-1].text


def test_a_dismissal_names_who_dismissed(desk: Desk, notified: Desk) -> None:
    desk.arrive(builders.dismissal(20))
    desk.process(21)
    assert received(desk)[0][1] == "ada dismissed this one. There is nothing left to do."


def test_a_customer_who_deletes_everything_ends_the_wait(desk: Desk, notified: Desk) -> None:
    desk.delete(message(0), 20)
    desk.process(21, 22)
    assert received(desk)[0] == (
        "ada",
        "A customer deleted what they wrote. There is nothing left to do.",
    )
    desk.arrive(message(25, id="new"))
    desk.process(41)
    assert [line.partition(" is ")[2] for _, line in received(desk)] == [
        "waiting for a reply from Example."
    ] * 2


@pytest.mark.parametrize("ends", ["reply", "deletion"])
def test_a_responder_whose_alert_was_never_sent_gets_no_all_clear(desk: Desk, ends: str) -> None:
    desk.arrive(message(0))
    desk.claim(30)
    end_it(desk, ends, 31)
    desk.process(32, 33)
    assert (desk.sent, [a.state for a in desk.alerts()]) == ([], ["dropped"])


def test_only_a_responder_who_was_sent_an_alert_learns_of_the_deletion(desk: Desk) -> None:
    """Only Bob was sent an alert: Ada has no email yet."""
    desk.configure(Step(at="due", notify=("ada", "bob"), by=("email",)))
    desk.arrive(message(0))
    _, to_bob = desk.claim(30)
    deliver(desk.store, desk.configuration, to_bob, at(30))
    desk.sent.clear()
    desk.delete(message(0), 31)
    desk.process(32, 33)
    assert [who for who, _ in received(desk)] == ["bob"]


def end_it(desk: Desk, how: str, minute: float) -> None:
    """The brand replies, or the customer deletes every message."""
    if how == "reply":
        desk.arrive(reply(minute))
    else:
        desk.delete(message(0), minute)


@pytest.mark.parametrize("ends", ["reply", "deletion"])
def test_an_alert_about_to_be_sent_is_not_sent_if_its_wait_has_ended(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, ends: str
) -> None:
    """Ada gets no all clear, since nothing was sent to her. So no alert may be sent afterwards."""
    desk.configure(Step(at="due", notify=("ada",), by=("sms",)))
    desk.arrive(message(0))
    (claimed,) = desk.claim(30)
    reads_the_wait_as_it_is_now(desk, claimed, monkeypatch)
    end_it(desk, ends, 30.1)
    desk.process(30.2)
    deliver(desk.store, desk.configuration, claimed, at(30.3))
    assert received(desk) == []
    assert desk.states() == {"sms": "dropped"}


def test_an_alert_about_to_be_sent_names_the_new_owner(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.configure(Step(at="due", notify=("ada", "bob"), by=("email",)))
    desk.arrive(message(0))
    to_ada, to_bob = desk.claim(30)
    deliver(desk.store, desk.configuration, to_bob, at(30))
    with monkeypatch.context() as patches:
        reads_the_wait_as_it_is_now(desk, to_ada, patches)
        Visitor(desk, str(BOB.email)).press(30.1, "acknowledge")
        desk.sent.clear()
        desk.process(30.2)
        deliver(desk.store, desk.configuration, to_ada, at(30.3))
    assert received(desk) == []
    desk.process(31, 32)
    (mail,) = desk.sent
    assert mail.to == ADA.email
    assert re.search(r"^Owner: +bob", mail.text, re.MULTILINE)


def reads_the_wait_as_it_is_now(desk: Desk, alert: Alert, patches: pytest.MonkeyPatch) -> None:
    """Fixes what the function that sends the alert has read: the wait as it is at this moment."""
    seen, real = alert_validity.subject_of(desk.store, alert, desk.now), alert_validity.subject_of
    assert seen

    def subject_of(store: Store, one: Alert, now: datetime) -> Subject | None:
        return seen if one is alert else real(store, one, now)

    patches.setattr(alert_validity, "subject_of", subject_of)


def test_an_owner_in_quiet_hours_learns_of_the_hand_over_and_of_the_end(desk: Desk) -> None:
    """Lin's alert of the step is held, so nothing was sent to her before."""
    mornings = QuietHours(tuple(range(7)), (7 * 60, 12 * 60))
    lin = replace(LIN, email="lin@example.com", phone=None, zone="UTC", quiet_hours=(mornings,))
    desk.configure(Step(at="due", notify=("bob", "lin"), by=("email",)))
    desk.configuration = replace(desk.configuration, responders={"bob": BOB, "lin": lin})
    desk.arrive(message(0))
    desk.process(30)
    bob = Visitor(desk, str(BOB.email))
    assert bob.press(31, "hand-over", to="lin").status == 303
    desk.sent.clear()
    desk.process(32)
    assert [to for to, _ in received(desk)] == ["lin"]
    desk.process(93)
    assert [to for to, _ in received(desk)] == ["lin"]
    desk.arrive(reply(95))
    desk.process(96)
    assert [to for to, _ in received(desk)] == ["bob"]
    desk.process(121)  # her quiet hours are over
    assert [to for to, _ in received(desk)] == ["lin"]


def test_a_wait_that_ends_and_reopens_immediately_sends_no_update(
    desk: Desk, notified: Desk
) -> None:
    answered = reply(20)
    desk.arrive(answered)
    desk.delete(answered, 21)
    desk.process(22, 23)
    assert received(desk) == []


def test_a_responder_who_got_the_all_clear_learns_of_the_reopening(
    desk: Desk, notified: Desk
) -> None:
    answered = reply(20)
    desk.arrive(answered)
    desk.process(21)
    received(desk)
    desk.delete(answered, 22)
    desk.process(23, 24)
    assert received(desk) == [
        (n, "Lena F is waiting again. Nobody has this one.") for n in ("ada", "bob")
    ]


def test_a_wait_that_late_messages_undo_and_restore_answered_has_ended(desk: Desk) -> None:
    """An older reply makes it a next response, for which there is no target, until that reply is
    deleted."""
    step = Step(at="due", notify=("ada",), by=("email",))
    desk.configure(step)
    policies = builders.policy_set(builders.policy(next_response_s=None, steps=(step,)))
    desk.configuration = replace(desk.configuration, policy_set=policies)
    desk.arrive(message(0))
    desk.process(30)
    desk.sent.clear()
    older = reply(-5)
    desk.arrive(courtesy(-10), older)
    assert desk.record().wait is None
    desk.arrive(reply(20))
    desk.process(31, 32)
    assert received(desk) == []
    desk.delete(older, 33)
    desk.process(34, 35)
    assert received(desk) == [("ada", "A customer has a reply. There is nothing left to do.")]


def test_a_responder_notified_of_two_waits_that_merge_gets_one_all_clear(
    desk: Desk,
) -> None:
    """Ada was notified of both waits, and Bob of the second only."""
    first = Step(at="due", notify=("ada",), by=("email",))
    both = Step(at="due", notify=("ada", "bob"), by=("email",))
    desk.configure(first)
    policies = builders.policy_set(
        builders.policy(name="complaints", intents=("complaint",), steps=(both,)),
        builders.policy(name="others", steps=(first,)),
    )
    desk.configuration = replace(desk.configuration, policy_set=policies)
    answered = reply(40)
    desk.arrive(message(0))
    desk.process(30)
    desk.arrive(answered, message(50), marks={"intents": ["complaint"]})
    desk.process(51, 80)
    desk.delete(answered, 85)
    desk.process(86, 87)
    desk.sent.clear()
    desk.arrive(reply(100))
    desk.process(101, 102, 103)
    assert received(desk) == [
        (n, "A customer has a reply. There is nothing left to do.") for n in ("ada", "bob")
    ]


def test_after_a_reply_was_deleted_the_wait_gets_a_second_all_clear(desk: Desk) -> None:
    """The wait ended, was notified again as part of the next one, and ends again."""
    step = Step(at="due", notify=("ada",), by=("email",))
    desk.configure(step)
    answered = reply(40)
    desk.arrive(message(0))
    desk.process(30)
    desk.arrive(answered, message(50))
    desk.process(51, 80)
    desk.delete(answered, 85)
    desk.process(86, 87)
    desk.sent.clear()
    desk.arrive(reply(100))
    desk.process(101, 102)
    assert received(desk) == [("ada", "A customer has a reply. There is nothing left to do.")]


def test_an_all_clear_that_is_no_longer_true_is_not_sent(desk: Desk, notified: Desk) -> None:
    answered = reply(20)
    desk.arrive(answered)
    claimed = desk.claim(21)
    assert {alert.kind for alert in claimed} == {"all_clear"}
    desk.delete(answered, 21)
    desk.process(23, 24)
    assert [line for _, line in received(desk)] == [
        "Lena F is waiting again. Nobody has this one."
    ] * 2


def test_an_all_clear_that_is_true_again_before_anybody_heard_otherwise_is_sent(
    desk: Desk, notified: Desk
) -> None:
    answered = reply(20)
    desk.arrive(answered)
    desk.providers.answers = [THROTTLED] * 2
    desk.process(21)
    desk.delete(answered, "21:10")
    for alert in desk.alerts():
        if alert.kind == "all_clear":
            deliver(desk.store, desk.configuration, alert, at("21:20"))  # not true now
    desk.arrive(reply("21:40"))
    desk.process(23, 24)
    assert received(desk) == [
        (n, "Lena F has a reply. There is nothing left to do.") for n in ("ada", "bob")
    ]


def test_an_all_clear_of_a_wait_that_another_has_replaced_is_dropped(
    desk: Desk, notified: Desk
) -> None:
    desk.delete(message(0), "20:10")
    desk.arrive(message("20:30"))
    desk.process(21, 22)
    assert received(desk) == []
    assert {a.state for a in desk.alerts() if a.kind == "all_clear"} == {"dropped"}


def test_an_email_about_the_end_does_not_quote_the_next_question(
    desk: Desk, notified: Desk
) -> None:
    desk.arrive(reply(20))
    desk.arrive(message(21), text="Thank you! And the invoice?")
    desk.process(22)
    assert "    Where is it?" in desk.sent[0].text
    assert "invoice" not in desk.sent[0].text


def test_an_all_clear_is_never_sent_by_sms(desk: Desk, notified: Desk) -> None:
    desk.arrive(reply(20))
    desk.providers.answers = [NO_ANSWER] * 2
    desk.process(21, 32, 43)
    assert {one.by for one in desk.sent} <= {"email"}
    assert [a.by for a in desk.alerts() if a.kind == "all_clear"] == ["email", "email"]


@pytest.mark.parametrize("minute", [20.1, 20.9])
def test_an_all_clear_is_sent_although_a_late_message_opens_the_wait(
    desk: Desk, notified: Desk, minute: float
) -> None:
    desk.arrive(reply(20))
    if minute > 20.5:
        desk.claim(20.5)
    late = message(-1)
    desk.arrive(late._replace(id="late"))
    desk.process(21, 22)
    assert [to for to, _ in received(desk)] == ["ada", "bob"]


def test_an_alert_in_doubt_is_followed_by_an_all_clear(
    desk: Desk,
) -> None:
    """The first attempt gets no answer, and the second is throttled."""
    desk.configure(Step(at="15m before", offset_s=-900, notify=("ada",), by=("email",)))
    desk.arrive(message(0))
    desk.providers.answers = [NO_ANSWER, THROTTLED]
    desk.process(15, 25)
    desk.arrive(reply(25.01))
    desk.process(25.5, 26)
    assert [line for _, line in received(desk)] == [
        "A customer has a reply. There is nothing left to do."
    ]


def test_a_responder_who_was_only_texted_learns_of_the_owner_by_email(desk: Desk) -> None:
    desk.configure(
        Step(at="15m before", offset_s=-900, notify=("ada",), by=("sms",)),
        Step(at="15m before", offset_s=-900, notify=("bob", "lin")),
    )
    desk.arrive(message(0), customer_name="Lena F")
    desk.process(15)
    assert {one.by for one in desk.sent if one.to in {ADA.phone, ADA.email}} == {"sms"}
    _visitor(desk, "bob").press(16, "acknowledge")
    desk.process(17, 18)
    assert [(one.by, one.to) for one in desk.sent] == [("email", ADA.email)]  # Lin has a phone only
    assert desk.sent[0].text.startswith("bob has this one.")


# --- Reminders ------------------------------------------------------------------------------------


def test_a_snooze_ends_in_a_reminder_even_if_no_step_is_left(desk: Desk, ada: Visitor) -> None:
    ada.press(31, "snooze-15")
    desk.process(32, 45)
    received(desk)
    desk.process(46, 47, 90)
    assert received(desk) == [("ada", "You have this one. Lena F is still waiting.")]


def test_a_deadline_within_a_snooze_sends_a_reminder(desk: Desk, ada: Visitor) -> None:
    ada.press(16, "acknowledge")  # until 11:16
    desk.process(17)
    received(desk)
    desk.process(29, 30, 31)
    assert [one.subject.split("]")[0] for one in desk.sent] == ["[Still waiting, due 10:30"]
    assert received(desk) == [("ada", "You have this one. Lena F is still waiting.")]
    desk.process(75, 76, 77)
    assert received(desk) == [("ada", "You have this one. Lena F is still waiting.")]


AWAY = (AbsentDays(builders.SUNDAY.date(), builders.SUNDAY.date()),)


@pytest.mark.parametrize(
    ("absent", "backup", "reminded"),
    [
        ({"ada"}, (), ["bob"]),
        ({"ada", "bob"}, ("lin",), ["+15550101"]),
        ({"ada", "bob"}, (), ["ada"]),
    ],
    ids=["the owner", "all who were notified", "everybody"],
)
def test_while_the_owner_is_absent_others_are_reminded(
    desk: Desk, ada: Visitor, absent: set[str], backup: tuple[str, ...], reminded: list[str]
) -> None:
    ada.press(16, "acknowledge")
    desk.process(17)
    received(desk)
    people = {p.name: replace(p, absent=AWAY if p.name in absent else ()) for p in (ADA, BOB, LIN)}
    step = Step(at="15m before", offset_s=-900, notify=("ada", "bob"), by=("email",))
    desk.configure(step, responders=people, backup=backup)
    desk.process(30, 31)
    assert [to for to, _ in received(desk)] == reminded


@pytest.mark.parametrize(
    ("notified", "why"),
    [
        (("ada",), "nobody who was notified before is available"),
        (("ada", "bob"), "you were notified of this wait before"),
    ],
)
def test_a_reminder_says_why_it_goes_to_another_responder_than_the_owner(
    desk: Desk, notified: tuple[str, ...], why: str
) -> None:
    step = Step(at="15m before", offset_s=-900, notify=notified, by=("email",))
    desk.configure(step)
    desk.arrive(message(0))
    desk.process(15)
    _visitor(desk, "ada").press(16, "acknowledge")
    desk.process(17)
    desk.sent.clear()
    people = {"ada": replace(ADA, absent=AWAY), "bob": BOB, "lin": LIN}
    desk.configure(step, responders=people, backup=("bob",) if "bob" not in notified else ("lin",))
    desk.process(30, 31)
    (mail,) = desk.sent
    assert mail.to == BOB.email
    assert f"You're receiving this because {why}. Times are in UTC." in mail.text


def test_a_reminder_to_another_responder_names_the_owner(desk: Desk, ada: Visitor) -> None:
    ada.press(16, "acknowledge")
    step = Step(at="15m before", offset_s=-900, notify=("ada", "bob"), by=("email",))
    desk.process(17)
    received(desk)
    desk.configure(step, responders={"ada": replace(ADA, absent=AWAY), "bob": BOB})
    desk.process(30, 31)
    (sent,) = desk.sent
    assert sent.text.startswith("ada has this one. Lena F is still waiting.")
    assert "Acknowledge or snooze" in sent.text


def test_an_owner_notified_of_a_step_gets_no_reminder_as_well(desk: Desk) -> None:
    steps = [Step(at=str(s), offset_s=s, notify=("ada",), by=("email",)) for s in (-900, 900)]
    desk.configure(*steps)
    desk.arrive(message(0))
    desk.process(15)
    visitor = Visitor(desk, str(ADA.email))
    visitor.press(31, "snooze-15")
    desk.process(46, 47)
    assert [alert.kind for alert in desk.alerts()] == ["step", "step"]
    assert len(desk.sent) == 2


def test_an_answered_wait_reminds_nobody(desk: Desk, ada: Visitor) -> None:
    ada.press(16, "acknowledge")
    desk.arrive(reply(20))
    desk.process(21, 30, 76, 90)
    assert [line for _, line in received(desk)] == [
        "Lena F has a reply. There is nothing left to do."
    ] * 2


def test_quiet_hours_hold_no_reminder_about_a_wait_that_its_owner_took(desk: Desk) -> None:
    """The step was urgent, Ada has taken the wait at night, and the deadline passes."""
    asleep = QuietHours((SUNDAY,), (0, 24 * 60))
    step = Step(at="15m before", offset_s=-900, notify=("ada",), by=("email",), urgent=True)
    desk.configure(step, responders={"ada": replace(ADA, quiet_hours=(asleep,))})
    desk.arrive(message(0))
    desk.process(15)
    Visitor(desk, str(ADA.email)).press(16, "acknowledge")
    desk.sent.clear()
    desk.process(30, 31)
    assert received(desk) == [("ada", "You have this one. A customer is still waiting.")]


def test_a_reminder_uses_the_channel_of_its_step_in_any_order_of_steps(desk: Desk) -> None:
    """The second step fires first: its alert has the number 1."""
    late = Step(at="due", notify=("bob",), by=("email",))
    early = Step(at="15m before", offset_s=-900, notify=("ada",), by=("email",))
    desk.configure(late, early)
    desk.arrive(message(0))
    desk.process(15)
    Visitor(desk, str(ADA.email)).press(16, "acknowledge")
    desk.sent.clear()
    desk.process(30, 31)
    assert [(one.by, one.to) for one in desk.sent] == [("email", str(ADA.email))]


# --- Systems that show a wait's state -------------------------------------------------------------


def test_an_incident_follows_its_wait_even_if_its_responder_acknowledges(
    desk: Desk, receivers: Receivers
) -> None:
    both = replace(ADA, pagerduty="support", phone=None)
    step = Step(at="due", notify=("ada",), by=("email", "pagerduty"))
    desk.configure(step, responders={"ada": both})
    desk.arrive(message(0))
    desk.process(30)
    visitor = Visitor(desk, str(ADA.email))
    desk.sent.clear()
    visitor.press(31, "acknowledge")
    desk.process(32)
    desk.arrive(reply(33))
    desk.process(34)
    assert [post.content["event_action"] for post in receivers.posts] == [
        "trigger", "acknowledge", "resolve",
    ]  # fmt: skip
    assert len({post.content["dedup_key"] for post in receivers.posts}) == 1
    assert received(desk) == [("ada", "A customer has a reply. There is nothing left to do.")]

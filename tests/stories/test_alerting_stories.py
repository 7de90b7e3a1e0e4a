"""What responders experience on a Saturday night. `night.py` explains the words.

Each story mentions every message that is sent in it: a further one fails the story.
"""

from collections.abc import Iterator

import pytest

from tests.alerting import metrics
from tests.alerting.conftest import connected, receiving
from tests.stories.night import Night


@pytest.fixture
def night(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Night]:
    """A night whose text messages can be answered."""
    monkeypatch.setenv("SMS_ORIGINATION", "pool-1")
    monkeypatch.setenv("SMS_CONFIGURATION_SET", "texts")
    monkeypatch.setenv("SMS_REPLIES", "true")
    desk, receivers = connected(monkeypatch), receiving(monkeypatch)
    made = Night(desk, receivers, lambda: metrics.counted(capsys))
    yield made
    made.expect_nothing()


# --- What an alert says ---------------------------------------------------------------------------


def test_an_email_says_who_waits_what_they_wrote_and_until_when(night: Night) -> None:
    night.notify("ada", at="15m before")
    night.customer_writes("Where is my order?", at="22:40")
    night.customer_writes("Hello? It was paid twice!", at="22:50")
    night.fast_forward("22:55")
    night.expect_email(
        "ada",
        "[Due 23:10] Messenger message · Lena F · waiting 15 min",
        "Lena F is waiting for a reply from Example.",
        "Hello? It was paid twice!",
        "Open and reply: https://m.me/lena",
        "Acknowledge or snooze: https://api.example.com/c/",
    )


def test_a_text_message_says_the_same_in_one_segment_with_a_link(night: Night) -> None:
    night.notify("lin", at="15m before", by="sms")
    night.customer_writes("Where is my order?", at="22:40")
    night.fast_forward("22:55")
    night.expect_sms(
        "lin", "Example Brand: Messenger message waiting 15 min, due 23:10.",
        "Reply 1 to take it.", "https://api.example.com/c/",
    )  # fmt: skip


# --- What the page behind the link offers ---------------------------------------------------------


def test_an_acknowledgement_pauses_alerts_and_reminds_its_owner(night: Night) -> None:
    night.notify("ada", at="15m before")
    night.notify("bob", at="5m before")
    night.customer_writes("Where is my order?", at="22:40")
    night.fast_forward("22:55")
    night.expect_email("ada", "[Due 23:10]")
    night.press("ada", "Acknowledge")
    night.expect_page(
        "ada", "It's yours. Alerts are paused until 23:55. The deadline (23:10) does not change."
    )
    night.fast_forward("23:10")
    night.expect_email("ada", "[Still waiting, due 23:10]", "You have this one.")
    night.fast_forward("23:54")
    night.expect_nothing()
    night.fast_forward("23:56")
    night.expect_email("ada", "[Still waiting, overdue since 23:10]")
    night.expect_email("bob", "[Overdue since 23:10]")


def test_a_snooze_ends_with_an_alert_before_the_deadline(night: Night) -> None:
    night.notify("ada", at="25m before")
    night.customer_writes("Where is my order?", at="22:40")
    night.fast_forward("22:45")
    night.expect_email("ada", "[Due 23:10]")
    night.press("ada", "15 min")
    night.fast_forward("22:59")
    night.expect_nothing()
    night.fast_forward("23:01")
    night.expect_email(
        "ada", "[Still waiting, due 23:10]", "You have this one. Lena F is still waiting."
    )


def test_a_wait_that_is_handed_over_reaches_the_other_person(night: Night) -> None:
    night.notify("ada", at="15m before")
    night.customer_writes("Where is my order?", at="22:40")
    night.fast_forward("22:55")
    night.expect_email("ada", "[Due 23:10]")
    night.press("ada", "Hand over", to="lin")
    night.expect_page("ada", "Handed over to lin (22:55).", "Alerts are paused until 23:55.")
    night.fast_forward("22:57")
    night.expect_sms("lin", "ada hands over: Messenger message waiting 16 min, due 23:10.")


def test_a_dismissal_ends_the_alerts_and_can_be_undone(night: Night) -> None:
    night.notify("ada", at="15m before")
    night.notify("ada", at="due")
    night.customer_writes("Win a phone!", at="22:40")
    night.fast_forward("22:55")
    night.expect_email("ada", "[Due 23:10]")
    night.press("ada", "Dismiss", reason="Spam")
    night.fast_forward("23:00")
    night.expect_email("ada", "ada dismissed this one. There is nothing left to do.")
    night.press("ada", "Undo: open the wait again")
    night.fast_forward("23:02")
    night.expect_email("ada", "Lena F is waiting again. Nobody has this one.")
    night.fast_forward("23:10")
    night.expect_email("ada", "[Due 23:10]")


# --- Several people -------------------------------------------------------------------------------


def test_two_people_do_not_answer_the_same_customer(night: Night) -> None:
    night.notify("ada", "bob", at="15m before")
    night.customer_writes("Where is my order?", at="22:40")
    night.fast_forward("22:55")
    night.expect_email("ada", "[Due 23:10]", "Also notified:        bob")
    night.expect_email("bob", "[Due 23:10]", "Also notified:        ada")
    night.press("ada", "Acknowledge")
    night.fast_forward("22:57")
    night.expect_email("bob", "[Taken by ada]", "ada has this one. You don't need to do anything.")
    night.expect_page("bob", "ada has had this one since 22:55.", "Take over")


def test_after_the_reply_everybody_gets_the_all_clear_in_one_thread(night: Night) -> None:
    night.notify("ada", "bob", at="15m before")
    night.customer_writes("Where is my order?", at="22:40")
    night.fast_forward("22:55")
    night.expect_email("ada", "[Due 23:10]")
    night.expect_email("bob", "[Due 23:10]")
    night.brand_replies("It arrives tomorrow.", at="23:00")
    night.fast_forward("23:30")
    night.expect_email("ada", "[Answered]", "Lena F has a reply. There is nothing left to do.")
    night.expect_email("bob", "[Answered]")
    night.expect_one_thread("ada")


# --- Channels -------------------------------------------------------------------------------------


def test_if_the_carrier_refuses_an_sms_an_email_takes_over(night: Night) -> None:
    night.notify("ada", at="15m before", by="sms")
    night.reject_sms()
    night.customer_writes("Where is my order?", at="22:40")
    night.fast_forward("22:56")
    night.expect_email("ada", "[Due 23:10]", "Where is my order?")


def test_if_an_email_bounces_an_sms_takes_over(night: Night) -> None:
    night.notify("ada", at="15m before", by="email")
    night.customer_writes("Where is my order?", at="22:40")
    night.fast_forward("22:55")
    night.expect_email("ada", "[Due 23:10]")
    night.bounce_email("ada")
    night.fast_forward("22:57")
    night.expect_sms("ada", "Messenger message waiting", "due 23:10")


def test_a_team_gets_alerts_in_slack_pagerduty_and_its_own_system(night: Night) -> None:
    night.notify("eve", at="due", by=("slack", "pagerduty", "webhook"))
    night.customer_writes("Where is my order?", at="22:40")
    night.fast_forward("23:10")
    night.expect_slack("[Due 23:10]", "Lena F", "Where is my order?", "Acknowledge or snooze")
    night.expect_pagerduty("trigger", "[Due 23:10] Messenger message · Lena F")
    night.expect_webhook("alert.step", "Lena F", "Where is my order?")
    night.brand_replies("It arrives tomorrow.", at="23:20")
    night.fast_forward("23:22")
    night.expect_slack("[Answered]")
    night.expect_pagerduty("resolve")
    night.expect_webhook("alert.all_clear")


def test_a_text_reply_of_1_takes_the_wait(night: Night) -> None:
    night.notify("lin", "bob", at="15m before", by=("sms", "email"))
    night.customer_writes("Where is my order?", at="22:40")
    night.fast_forward("22:55")
    night.expect_sms("lin", "Reply 1 to take it.")
    night.expect_email("bob", "[Due 23:10]")
    night.text_reply("lin", "1")
    night.expect_sms("lin", "Example Brand: Yours until 23:55.")
    night.fast_forward("22:57")
    night.expect_email("bob", "[Taken by lin]")


# --- People ---------------------------------------------------------------------------------------


def test_quiet_hours_hold_an_alert_until_the_morning(night: Night) -> None:
    night.is_quiet_for("bob", "22:00", "07:00")
    night.notify("bob", at="due")
    night.customer_writes("Where is my order?", at="22:40")
    night.fast_forward("06:59")
    night.expect_nothing()
    night.fast_forward("07:00")
    night.expect_email("bob", "[Overdue since", "Where is my order?")


def test_an_urgent_step_comes_through_in_quiet_hours(night: Night) -> None:
    night.is_quiet_for("bob", "22:00", "07:00")
    night.notify("bob", at="15m before")
    night.notify("bob", at="due", urgent=True)
    night.customer_writes("Where is my order?", at="22:40")
    night.fast_forward("23:09")
    night.expect_nothing()
    night.fast_forward("23:10")
    night.expect_email("bob", "[Due 23:10]")


def test_the_backup_replaces_an_absent_responder(night: Night) -> None:
    night.is_away("ada")
    night.configure(backup=("bob",))
    night.notify("ada", at="due")
    night.customer_writes("Where is my order?", at="22:40")
    night.fast_forward("23:10")
    night.expect_email("bob", "[Due 23:10]")


def test_an_alarm_says_that_a_step_has_reached_nobody(night: Night) -> None:
    night.is_away("ada")
    night.notify("ada", at="due")
    night.customer_writes("Where is my order?", at="22:40")
    night.fast_forward("23:10")
    night.expect_nothing()
    night.expect_alarm("AlertsNotDelivered")


def test_an_alarm_says_that_no_channel_has_worked(night: Night) -> None:
    night.notify("lin", at="due", by="sms")
    night.reject_sms()
    night.customer_writes("Where is my order?", at="22:40")
    night.fast_forward("23:12")
    night.expect_nothing()
    night.expect_alarm("AlertsNotDelivered")


def test_everybody_reads_their_own_language_and_time(night: Night) -> None:
    night.reads("ada", "de", "Europe/Berlin")
    night.notify("ada", "bob", at="15m before")
    night.customer_writes("Where is my order?", at="22:40")
    night.fast_forward("22:55")
    night.expect_email("ada", "[Fällig So 00:10] Nachricht (Messenger)", "wartet seit 15 min")
    night.expect_email("bob", "[Due 23:10]", "waiting 15 min")


# --- Storms ---------------------------------------------------------------------------------------


def test_several_breaches_at_once_are_one_message(night: Night) -> None:
    night.notify("ada", at="due")
    for name in ("Lena F", "Bea", "Cy", "Dan"):
        night.customer_writes("Is the shop down?", at="22:40", who=name)
    night.fast_forward("23:12")
    night.expect_email("ada", "[Due 23:10]")
    night.expect_email("ada", "3 alerts", "Bea", "Cy", "Dan", "Is the shop down?")


def test_a_flood_of_one_customer_is_one_line_that_says_so(night: Night) -> None:
    night.notify("ada", at="due")
    night.customer_floods(20, at="22:40", who="@lena_f")
    night.fast_forward("23:13")
    night.expect_email("ada", "X message · @lena_f")
    night.expect_email("ada", "@lena_f: 19 unanswered posts, the first overdue since 23:10")


def test_once_the_budget_of_text_messages_is_used_up_emails_follow(night: Night) -> None:
    night.configure(sms_per_month=1)
    night.notify("ada", at="15m before", by="sms")
    night.notify("ada", at="due", by="sms")
    night.customer_writes("Where is my order?", at="22:40")
    night.fast_forward("23:11")
    night.expect_sms("ada", "due 23:10")
    night.expect_email("ada", "[Overdue since 23:10]")


# --- The other deadlines --------------------------------------------------------------------------


def test_people_are_notified_before_the_reply_window_closes(night: Night) -> None:
    night.notify_before_the_window_closes("bob", at="2h before")
    night.customer_writes("Where is my order?", at="22:40")
    night.fast_forward("20:39")
    night.expect_nothing()
    night.fast_forward("20:40")
    night.expect_email("bob", "[Reply by 22:40]", "the reply window is only open until 22:40")


def test_a_promised_answer_that_does_not_come_is_an_alert(night: Night) -> None:
    night.notify("ada", at="due")
    night.customer_writes("Where is my order?", at="22:40")
    night.brand_promises("We are looking into it.", at="22:50")
    night.fast_forward("23:19")
    night.expect_nothing()
    night.fast_forward("23:21")
    night.expect_email("ada", "Lena F", "follow-up")

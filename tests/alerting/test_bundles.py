"""Quiet hours and storms: which alerts are held, and which one message carries."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from functions.notifier import bundling, handler, report_effects
from functions.notifier.bundle_entries import MAX_LISTED
from functions.notifier.delivery import deliver
from shared.config.configuration import Account
from shared.domain.alerts import Alert, changed
from shared.domain.availability import QuietHours, quiet_hours
from shared.domain.policies import Step
from shared.storage import alerts, held_alerts
from shared.storage.store import Store
from shared.wording import gsm
from tests.alerting.desk import (
    ADA,
    BLOCKED,
    BOB,
    BOUNCE,
    DELIVERY,
    NO_ANSWER,
    REFUSED,
    SEND,
    THROTTLED,
    Desk,
    run,
    state_counts,
    write,
)
from tests.builders import ACCOUNT, at, message, reply

SUNDAY = 6


def quiet(start: str, end: str) -> Any:
    """A responder with quiet hours on Sundays, in UTC."""
    return replace(ADA, quiet_hours=(quiet_hours([SUNDAY], start, end),))


def storm(desk: Desk, count: int) -> None:
    """That many customers write, a second apart."""
    for n in range(count):
        write(desk, message(n / 60, id=f"m{n}"), str(8000 + n))


# --- Quiet hours ---------------------------------------------------------------------------------


def test_an_alert_in_quiet_hours_is_sent_when_they_end(desk: Desk) -> None:
    desk.configure(
        Step(at="due", notify=("ada",), by=("email", "sms")),
        responders={"ada": quiet("09:00", "12:00")},
    )
    desk.arrive(message(0))
    desk.process(30, 60, 119)
    assert desk.sent == []
    assert state_counts(desk) == {"claimed": 2}
    desk.process(120)
    assert sorted(desk.channels()) == ["email", "sms"]


def test_an_urgent_step_notifies_in_quiet_hours(desk: Desk) -> None:
    desk.configure(
        Step(at="due", notify=("ada",), urgent=True), responders={"ada": quiet("09:00", "12:00")}
    )
    desk.arrive(message(0))
    desk.process(30)
    assert desk.channels() == ["email"]


def test_an_urgent_step_that_becomes_one_alert_with_a_later_one_stays_urgent(desk: Desk) -> None:
    """For example, after an outage of the notifier, both steps are due at the same time."""
    desk.configure(
        Step(at="due", notify=("ada",), urgent=True),
        Step(at="10m after", offset_s=600, notify=("ada",)),
        responders={"ada": quiet("09:00", "12:00")},
    )
    desk.arrive(message(0))
    desk.process(45)
    assert [one.to for one in desk.sent] == [ADA.email]


def test_an_alert_held_in_quiet_hours_is_not_sent_if_its_wait_was_answered(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("ada",)), responders={"ada": quiet("09:00", "12:00")})
    desk.arrive(message(0))
    desk.process(30)
    desk.arrive(reply(60))
    desk.process(61, 120, 121)
    assert desk.sent == []
    assert state_counts(desk) == {"dropped": 1}


def test_alerts_held_in_quiet_hours_are_one_message_when_they_end(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("ada",)), responders={"ada": quiet("09:00", "12:00")})
    storm(desk, 5)
    desk.process(31, 60)
    assert desk.sent == []
    desk.process(120)
    (digest,) = desk.sent
    assert digest.subject.startswith("5 alerts · [Overdue since 10:30]")
    assert state_counts(desk) == {"sent": 5}


def test_a_responder_without_quiet_hours_is_notified_immediately(desk: Desk) -> None:
    desk.configure(
        Step(at="due", notify=("ada", "bob")),
        responders={"ada": quiet("09:00", "12:00"), "bob": BOB},
    )
    desk.arrive(message(0))
    desk.process(30)
    assert [sent.to for sent in desk.sent] == [BOB.email]


def test_an_alert_held_longer_than_messages_are_kept_is_still_sent(desk: Desk) -> None:
    whole_days = QuietHours((6, 0, 1, 2, 3), (0, 1440))
    desk.configure(
        Step(at="due", notify=("ada",)),
        responders={"ada": replace(ADA, quiet_hours=(whole_days,))},
        text_days=1,
    )
    desk.arrive(message(0))
    desk.process(30)
    friday = datetime(2026, 11, 27, tzinfo=at(0).tzinfo)
    (alert,) = desk.alerts()
    assert alert.due == friday
    assert alert.expires_at
    assert alert.expires_at >= friday + timedelta(days=2)
    desk.process((friday - at(0)) / timedelta(minutes=1))
    assert len(desk.sent) == 1


# --- Storms --------------------------------------------------------------------------------------


def test_the_first_alert_is_sent_at_once_and_the_rest_a_minute_later(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("ada",)))
    storm(desk, 4)
    desk.process(30, "30:05", "30:30", "30:59")
    assert len(desk.sent) == 1
    run(desk, 31, until=32)
    first, bundle = desk.sent
    assert first.subject.startswith("[Due 10:30]")
    assert bundle.subject.startswith("3 alerts · [Overdue since 10:30]")
    assert state_counts(desk) == {"sent": 4}


def test_a_bundle_lists_the_most_urgent_first_with_its_words_and_link(desk: Desk) -> None:
    desk.configure(Step(at="5m before", offset_s=-300, notify=("ada",)))
    storm(desk, 1)
    desk.process(25)
    write(desk, message(0.4, id="b"), "b", text="Second", customer_name="Bea")
    write(desk, message(-4, id="a"), "a", text="First", customer_name="Al")
    desk.process("25:30")
    desk.process("26:00")
    (_, bundle) = desk.sent
    lines = [line for line in bundle.text.splitlines() if line.startswith(("[Due", "    "))]
    assert lines == [
        "[Due 10:26] Messenger message · Al · waiting 30 min",
        "    First",
        "[Due 10:30] Messenger message · Bea · waiting 25 min",
        "    Second",
    ]
    assert bundle.text.count("https://api.example.com/c/") == 2
    assert "&lt;" not in bundle.html
    assert bundle.html.count("https://api.example.com/c/") == 2
    assert bundle.text.count("\nOpen the dashboard: ") == 2
    assert bundle.html.count('class="button first"') == 2


def test_a_bundle_says_what_is_overdue_and_offers_no_action_for_an_all_clear(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("ada",)))
    storm(desk, 3)
    desk.process(30, 31)
    write(desk, reply(32), "8000")
    desk.process(33)
    write(desk, reply(33), "8001")
    write(desk, message(2, id="late"), "late")
    desk.process("33:30", 34)
    bundle = desk.sent[-1]
    overdue, answered = bundle.text.split("[Answered]")
    assert "[Overdue since 10:32] Messenger message · A customer · waiting 32 min\n" in overdue
    assert "overdue by" not in overdue  # the line already says this
    assert 'class="late"' in bundle.html
    assert "Acknowledge or snooze: " in overdue
    assert "overdue" not in answered
    assert "Acknowledge" not in answered
    assert "\nOpen the dashboard: " in answered


def second_lines(desk: Desk, **more: Any) -> list[str]:
    """The text below the headlines of two alerts that arrive in one message."""
    desk.configure(Step(at="due", notify=("ada", "bob")), **more)
    storm(desk, 3)
    run(desk, 30, until=32)
    lines = next(s.text for s in desk.sent[::-1] if s.to == ADA.email).splitlines()
    return [after for line, after in pairwise(lines) if line.startswith("[")]


def test_an_entry_says_who_else_was_notified_and_why(desk: Desk) -> None:
    assert second_lines(desk) == ["Also notified: bob · Policy p, step 1 of 1"] * 2


def test_an_entry_names_its_account_if_the_channel_has_several(desk: Desk) -> None:
    accounts = tuple(
        Account(channel="messenger", id=id_, name=name)
        for id_, name in ((ACCOUNT, "Example Shoes"), ("2", "Example Hats"))
    )
    line = "Example Shoes · Also notified: bob · Policy p, step 1 of 1"
    assert second_lines(desk, accounts=accounts) == [line] * 2


def test_without_texts_a_bundle_says_so_once(desk: Desk) -> None:
    second_lines(desk, excerpt=False)
    for part in (desk.sent[-1].text, desk.sent[-1].html):
        assert part.count("Message texts are not shown in alerts.") == 1


def test_a_long_bundle_lists_some_and_counts_the_rest(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("ada", "lin"), by=("email", "sms")), sms_per_hour=20)
    storm(desk, 30)
    run(desk, 30, until=33)
    bundles = [sent for sent in desk.sent if "29 alerts" in sent.text]
    email, text = sorted(bundles, key=lambda sent: sent.by)[0], bundles[-1]
    assert email.text.count("[Overdue since ") == MAX_LISTED
    assert "And 9 more." in email.text
    assert text.by == "sms"
    assert text.text.startswith("Example Brand: 29 alerts. First: Messenger message, overdue ")
    assert gsm.septets(text.text) <= 160
    assert state_counts(desk) == {"sent": 30 * 3}


@pytest.mark.parametrize("people", [1, 3])
def test_in_a_storm_everybody_gets_at_most_one_message_a_minute(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, people: int
) -> None:
    desk.configure(Step(at="due", notify=("ada", "bob", "lin")[:people], by=("email", "sms")))
    storm(desk, 60)
    times: list[tuple[str, str, datetime]] = []
    take = desk.providers.take

    def taken(sent: Any) -> Any:
        times.append((sent.by, sent.to, desk.now))
        return take(sent)

    monkeypatch.setattr(desk.providers, "take", taken)
    run(desk, 30, until=40, every_s=5)
    for channel, to in {(by, to) for by, to, _ in times}:
        moments = [when for by, who, when in times if (by, who) == (channel, to)]
        gaps = [b - a for a, b in pairwise(moments)]
        assert all(gap >= timedelta(minutes=1) for gap in gaps), (channel, to, gaps)
    assert set(state_counts(desk)) == {"sent"}


def test_a_bundle_is_bounded_and_the_next_message_carries_the_rest(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundling, "MAX_BUNDLE", 10)
    desk.configure(Step(at="due", notify=("ada",)))
    storm(desk, 30)
    run(desk, 30, until=36)
    counts = [int(s.subject.split()[0]) for s in desk.sent if "alerts" in s.subject]
    assert sum(counts) + 1 == 30
    assert max(counts) <= 11
    assert state_counts(desk) == {"sent": 30}


def test_a_wait_that_was_answered_meanwhile_is_not_in_the_bundle(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("ada",)))
    storm(desk, 3)
    desk.process(30, "30:30")
    assert len(desk.sent) == 1
    (_, second, third) = sorted(desk.alerts(), key=lambda a: a.state, reverse=True)
    write(desk, reply("30:40"), third.conversation.rpartition(":")[2])
    desk.process(31)
    assert desk.sent[1].subject.startswith("[Overdue since 10:30]")
    found = {a.id: a.state for a in desk.alerts() if a.kind == "step"}
    assert (found[second.id], found[third.id]) == ("sent", "dropped")


# --- Answers and receipts of a bundle ------------------------------------------------------------


def bundle_of_three(desk: Desk, *answers: Exception) -> None:
    """Sends one alert, and then a bundle of three others to which the provider gives this
    answer."""
    desk.configure(Step(at="due", notify=("ada",), by=("email",)))
    storm(desk, 4)
    desk.process(30, "30:30")
    desk.providers.answers = list(answers)
    desk.process(31)


def bundled(desk: Desk) -> list[Alert]:
    return [alert for alert in desk.alerts() if alert.bundle]


def test_a_bundle_that_was_not_accepted_is_sent_as_one_message_later(desk: Desk) -> None:
    bundle_of_three(desk, THROTTLED)
    assert len(desk.sent) == 1
    run(desk, 31.2, until=33)
    assert [sent.subject[:8] for sent in desk.sent[1:]] == ["3 alerts"]
    assert state_counts(desk) == {"sent": 4}


@pytest.mark.parametrize("answer", [REFUSED, BLOCKED])
def test_another_channel_carries_every_alert_of_a_refused_bundle(
    desk: Desk, answer: Exception
) -> None:
    bundle_of_three(desk, answer)
    run(desk, 31.1, until=34)
    assert desk.channels() == ["email", "sms", "sms"]
    texts = [a for a in desk.alerts() if a.by == "sms"]
    assert [a.state for a in texts] == ["sent"] * 3


def test_a_bundle_in_doubt_is_settled_by_the_receipt_of_its_lead(desk: Desk) -> None:
    bundle_of_three(desk, NO_ANSWER)
    assert state_counts(desk) == {"sent": 1, "sending": 3}
    lead = next(a for a in bundled(desk) if a.lead == a.id)
    desk.report(SEND, lead)
    assert state_counts(desk) == {"sent": 4}
    run(desk, 32, until=45)
    assert len(desk.sent) == 1
    desk.report(DELIVERY, lead)
    assert state_counts(desk) == {"sent": 1, "delivered": 3}


def test_a_receipt_is_applied_without_the_index_which_may_lag(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle_of_three(desk, NO_ANSWER)
    lead = next(a for a in bundled(desk) if a.lead == a.id)
    with monkeypatch.context() as lagging:
        lagging.setattr(Store, "all_public", lambda _store, _name: iter(()))
        desk.report(SEND, lead)
    assert state_counts(desk) == {"sent": 4}


def test_an_interrupted_receipt_is_applied_to_the_remaining_alerts(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle_of_three(desk, NO_ANSWER)
    lead = next(a for a in bundled(desk) if a.lead == a.id)
    with monkeypatch.context() as interrupted:
        interrupted.setattr(report_effects, "_carried", lambda _store, alert_id: [alert_id])
        desk.report(SEND, lead)
    assert state_counts(desk) == {"sent": 2, "sending": 2}
    run(desk, 32, until=45)
    assert state_counts(desk) == {"sent": 4}
    assert len(desk.sent) == 1


def test_a_bundle_in_doubt_without_a_receipt_is_repeated_as_one_message(desk: Desk) -> None:
    bundle_of_three(desk, NO_ANSWER)
    run(desk, 32, until=45)
    assert len(desk.sent) <= 3
    assert state_counts(desk) == {"sent": 4}


def test_if_a_bundle_bounces_another_channel_carries_its_alerts(desk: Desk) -> None:
    bundle_of_three(desk)
    lead = next(a for a in bundled(desk) if a.lead == a.id)
    desk.report(BOUNCE, lead)
    run(desk, 31.5, until=34)
    assert desk.channels() == ["email", "email", "sms", "sms"]
    assert len([a for a in desk.alerts() if a.by == "sms" and a.state == "sent"]) == 3


def test_a_function_that_stops_while_it_announces_a_bundle_loses_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_store: Any, changed: Any) -> list[Any]:
        if changed:
            raise RuntimeError
        return []

    desk.configure(Step(at="due", notify=("ada",)))
    storm(desk, 4)
    desk.process(30, "30:30")
    with monkeypatch.context() as patched:
        patched.setattr(bundling.alerts, "update_all", stop)
        with pytest.raises(RuntimeError):
            desk.process(31)
    run(desk, 31.1, until=45)
    assert state_counts(desk) == {"sent": 4}
    assert len(desk.sent) == 3


def test_two_functions_at_the_same_time_send_a_bundle_once(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("ada",)))
    storm(desk, 4)
    desk.process(30, "30:30")
    desk.now = at(31)
    entries = desk.entries()
    for entry in [*entries, *entries]:
        handler.process_entry(desk.store, desk.configuration, entry, desk.now)
    assert [sent.subject[:8] for sent in desk.sent[1:]] == ["3 alerts"]


def test_the_index_holds_no_alert_that_is_settled(desk: Desk) -> None:
    bundle_of_three(desk)
    assert held_alerts.held(desk.store, "ada", "email", at(60)) == []


def test_the_text_of_a_bundle_with_the_longest_brand_name_fits_one_segment(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("lin",), by=("sms",)), brand="B" * 80)
    storm(desk, 3)
    run(desk, 30, until=32)
    assert desk.sent[-1].text.startswith("2 alerts. First: Messenger message, overdue ")
    assert gsm.septets(desk.sent[-1].text) <= 160


def test_two_queue_entries_at_the_same_time_send_what_was_held(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first takes the minute's slot. The second arrives before the first has announced its
    send."""
    desk.configure(Step(at="due", notify=("ada",), by=("email",)))
    storm(desk, 2)
    desk.process(30, "30:30")
    real, entries = bundling.announced, [0]

    def announced(*given: Any, **more: Any) -> Any:
        entries[0] += 1
        if entries[0] == 1:
            desk.process(31)
        return real(*given, **more)

    monkeypatch.setattr(bundling, "announced", announced)
    desk.process(31)
    assert entries == [1]
    assert len(desk.sent) == 2


def test_a_message_describes_a_wait_at_one_moment(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reply arrives after the wait was read, and before the held alerts are read."""
    desk.configure(*(Step(at=f"{s}s", offset_s=s, notify=("ada",)) for s in (0, 20, 40)))
    desk.arrive(message(0))
    desk.process(30, 30.5, 30.9)
    assert state_counts(desk) == {"sent": 1, "claimed": 2}
    held = held_alerts.held

    def after_the_reply(*args: Any) -> list[Alert]:
        monkeypatch.setattr(held_alerts, "held", held)
        desk.arrive(reply(31))
        return held(*args)

    monkeypatch.setattr(held_alerts, "held", after_the_reply)
    desk.process(31.5)
    assert state_counts(desk) == {"sent": 3}


def test_a_step_that_is_claimed_after_the_wait_was_read_is_not_dropped(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.configure(*(Step(at=f"{s}s", offset_s=s, notify=("ada",)) for s in (0, 20, 60)))
    desk.arrive(message(0))
    desk.process(30, 30.5)
    assert state_counts(desk) == {"sent": 1, "claimed": 1}
    held = held_alerts.held

    def after_the_claim(*args: Any) -> list[Alert]:
        monkeypatch.setattr(held_alerts, "held", held)
        now = desk.now
        (third,) = desk.claim(31)
        alerts.update(desk.store, changed(third, "postponed", at=desk.now, due=desk.now))
        desk.now = now
        return held(*args)

    monkeypatch.setattr(held_alerts, "held", after_the_claim)
    alert = next(a for a in desk.alerts() if a.state == "claimed")
    desk.now = at(31.5)
    deliver(desk.store, desk.configuration, alert, desk.now)
    assert state_counts(desk) == {"sent": 3}

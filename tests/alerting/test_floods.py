"""One author with very many posts: a message has one line for all of them, and no other customer's
alert is late."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.notifier import bundling, rate_limits
from functions.notifier.bundle_entries import MAX_LISTED
from shared.conversation import alert_validity, tracking
from shared.domain.alerts import Alert
from shared.domain.policies import Step
from shared.storage import held_alerts
from shared.wording import gsm, phrases
from tests import builders
from tests.alerting.desk import ADA, LIN, SECOND, Desk, Sent, run, state_counts, write
from tests.alerting.posts import EVE, Receivers
from tests.builders import ACCOUNT, at, message, reply

LENA, BEA = "42", "77"


def post(
    desk: Desk, n: int, minute: float, customer: str | None = LENA, name: str = "@lena_f"
) -> None:
    """The nth post, in its own thread. If `customer` is None, the platform withholds the author."""
    write(
        desk,
        message(minute, id=f"p{n}"),
        customer,
        conversation=f"x:{ACCOUNT}:t{n}:{customer or f'unknown-p{n}'}",
        channel="x",
        surface="public",
        text=f"Post {n}",
        customer_name=name if customer else None,
    )


def flood(desk: Desk, count: int, *, since: int = 0, minute: float = 0) -> None:
    """Lena writes that many posts within one second."""
    for n in range(since, since + count):
        post(desk, n, minute + (n - since) / count / 60)


def lines(sent: Sent) -> list[str]:
    """The lines of an email that name a customer."""
    return [line for line in sent.text.splitlines() if " · " in line]


# --- One line ------------------------------------------------------------------------------------


def test_more_posts_than_a_message_carries_are_one_line_beside_other_customers(
    desk: Desk,
) -> None:
    desk.configure(Step(at="due", notify=("ada",)))
    flood(desk, 1_200)
    write(desk, message(0.1, id="b"), BEA, text="My order?", customer_name="@bea")
    write(desk, message(0.2, id="c"), "88", text="Hello?", customer_name="@cy")
    desk.process("30:20", "31:30", "32:40")
    single, both, rest = desk.sent
    assert single.subject == "[Overdue since 10:30] X message · @lena_f · waiting 30 min"
    assert both.subject.startswith("1,001 alerts · X · @lena_f · 1,199 posts, the first")
    assert lines(both)[1:] == [
        "[Overdue since 10:30] Messenger message · @bea · waiting 31 min",
        "[Overdue since 10:30] Messenger message · @cy · waiting 31 min",
    ]
    assert rest.subject == "@lena_f: 200 unanswered posts, the first overdue since 10:30"
    assert state_counts(desk) == {"sent": 1_202}


@pytest.fixture
def everywhere(desk: Desk, receivers: Receivers) -> Desk:
    """Ada is notified by email, Lin by SMS and Eve in Slack. Lena has six posts, of which the last
    five are held."""
    desk.configure(
        Step(at="due", notify=("ada",), by=("email",)),
        Step(at="due", notify=("lin",), by=("sms",)),
        Step(at="due", notify=("eve",), by=("slack",)),
        responders={"ada": ADA, "lin": LIN, "eve": EVE},
    )
    flood(desk, 6)
    return desk


def test_a_message_about_one_customer_says_so_on_every_channel(
    everywhere: Desk, receivers: Receivers
) -> None:
    run(everywhere, 30, until=32)
    said = "@lena_f: 5 unanswered posts, the first overdue since 10:30"
    email = next(sent for sent in everywhere.sent[::-1] if sent.by == "email")
    text = next(sent for sent in everywhere.sent[::-1] if sent.by == "sms")
    slack = receivers.posts[-1].content
    assert email.subject == said
    assert email.text.startswith(said)
    assert said in email.html
    assert text.text.startswith(f"Example Brand: {said}. https://")
    assert gsm.septets(text.text) <= 160
    assert slack["blocks"][0]["text"]["text"] == said
    line = "X · @lena_f · 5 posts, the first overdue since 10:30"
    assert slack["blocks"][1]["text"]["text"].splitlines() == [
        line,
        "Also notified: ada, lin · Policy p, step 3 of 3",
        "“Post 5”",
    ]
    assert lines(email) == [line, "Also notified: lin, eve · Policy p, step 1 of 3"]
    assert email.text.count("https://api.example.com/c/") == 1


def test_in_slack_a_flood_leaves_others_their_lines(everywhere: Desk, receivers: Receivers) -> None:
    write(everywhere, message(0.1, id="b"), BEA, customer_name="@bea")
    run(everywhere, 30, until=32)
    blocks = [b["text"]["text"] for b in receivers.posts[-1].content["blocks"] if "text" in b]
    assert blocks[0] == "6 alerts"
    assert blocks[1].startswith("X · @lena_f · 5 posts, the first overdue")
    assert blocks[3].splitlines() == [
        "[Overdue since 10:30] Messenger message · @bea · waiting 30 min",
        "Also notified: ada, lin · Policy p, step 3 of 3",
    ]


def test_the_list_of_an_email_counts_customers_and_not_posts(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("ada",)))
    flood(desk, 40)
    for n in range(MAX_LISTED + 2):
        write(desk, message(0.1 + n / 100, id=f"c{n}"), f"c{n}")
    run(desk, 30, until=32)
    (_, bundle) = desk.sent
    assert len(lines(bundle)) == MAX_LISTED
    assert "And 3 more." in bundle.text


def test_the_most_urgent_post_stands_for_its_customer(desk: Desk) -> None:
    """Bea's deadline is between those of Lena's posts."""
    desk.configure(Step(at="due", notify=("ada",)))
    post(desk, 1, 4)
    write(desk, message(2, id="b"), BEA)
    post(desk, 0, 1)
    desk.process(34)
    subjects = alert_validity.subjects_of(desk.store, desk.alerts(), desk.now)
    found = [bundling.Member(a, s) for a in desk.alerts() if (s := subjects[a.id])]
    groups = bundling.by_customer(found)
    assert [[m.alert.opened_by for m in group] for group in groups] == [["p0", "p1"], ["b"]]
    assert bundling.waits_of(groups[0]) == 2


def test_without_an_id_each_post_has_its_own_line(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("ada",)))
    for n in range(4):
        post(desk, n, n / 60, customer=None)
    run(desk, 30, until=32)
    assert desk.sent[1].subject.startswith("3 alerts · [Overdue since 10:30]")
    assert len(lines(desk.sent[1])) == 4 - 1


def test_posts_on_two_accounts_count_as_two_customers() -> None:
    waiting = [f"x:{account}:t{n}:{LENA}" for n, account in enumerate("1122")]
    in_turn = bundling.in_turn([held(n, c, n) for n, c in enumerate(waiting)], at(0))
    assert [alert.opened_by for alert in in_turn] == ["m0", "m2", "m1", "m3"]


def test_waits_that_have_ended_have_their_own_line(desk: Desk) -> None:
    """A line about waiting posts therefore does not count those that have a reply."""
    desk.configure(Step(at="due", notify=("ada",)))
    flood(desk, 6)
    run(desk, 30, until=32)
    for n in range(4):
        conversation = f"x:{ACCOUNT}:t{n}:{LENA}"
        one = reply(33 + n / 60, id=f"r{n}")
        item = builders.item(one, conversation=conversation, channel="x", surface="public")
        desk.store.put_all([item])
        tracking.track(
            desk.store, desk.configuration, conversation, {}, [item], partial(getattr, one, "at")
        )
    flood(desk, 3, since=6, minute=4.5)
    run(desk, 33.2, until=38)
    found = [line for sent in desk.sent[2:] for line in lines(sent)]
    assert any(line.startswith("[Answered] ") and line.endswith(" posts") for line in found)
    waiting = [line for line in found if "posts, the first" in line]
    assert waiting
    assert all("Answered" not in line for line in waiting)


@pytest.mark.parametrize("language", phrases.languages())
def test_a_flood_is_described_in_every_language_and_fits_a_text_message(
    desk: Desk, language: str
) -> None:
    lin = replace(LIN, language=language)
    ada = replace(ADA, phone=None, language=language)
    desk.configure(Step(at="due", notify=("ada", "lin")), responders={"ada": ada, "lin": lin})
    flood(desk, 12)
    desk.process("30:01", "31:02")
    email = next(sent for sent in desk.sent[::-1] if sent.by == "email")
    text = next(sent for sent in desk.sent[::-1] if sent.by == "sms")
    assert email.subject.startswith("@lena_f")
    assert " 11 " in email.subject
    assert " 11 " in text.text
    assert gsm.septets(text.text) <= 160


@pytest.mark.parametrize(
    ("language", "number"),
    [("en", "1,240"), ("de", "1.240"), ("fr", "1\u202f240"), ("es", "1.240")],
)
def test_large_numbers_are_written_as_in_the_language(language: str, number: str) -> None:
    assert f"{1_240:,}".replace(",", phrases.phrase(language, "format.thousands")) == number


@pytest.mark.parametrize(
    ("name", "said"), [("🦊", "A customer: 3 unanswered posts"), ("@" + "x" * 80, f"@{'x' * 38}")]
)
def test_a_text_message_about_a_flood_fits_whatever_the_name(
    desk: Desk, name: str, said: str
) -> None:
    desk.configure(Step(at="due", notify=("lin",), by=("sms",)), brand="B" * 80)
    for n in range(4):
        post(desk, n, n / 60, name=name)
    desk.process("30:05", "31:06")
    text = desk.sent[-1].text
    assert text.startswith(said)
    assert "3 unanswered posts" in text
    assert gsm.septets(text) <= 160


# --- Nobody else is late -------------------------------------------------------------------------


def held(n: int, conversation: str, claimed_s: float = 0) -> Alert:
    """A held alert about a wait of this conversation."""
    return Alert(
        conversation=conversation, opened_by=f"m{n}", policy="p", step=0, at="due",
        responder="ada", by="email", held=True, claimed_at=at(0) + claimed_s * SECOND,
    )  # fmt: skip


def test_every_customer_is_in_the_first_message_after_their_alert_is_due(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A message has ten places. Lena has forty posts, and three others write after her."""
    monkeypatch.setattr(bundling, "MAX_BUNDLE", 10)
    desk.configure(Step(at="due", notify=("ada",)))
    flood(desk, 40)
    for n, name in enumerate(("bea", "cy", "dan")):
        write(desk, message(0.5 + n / 60, id=name), name, customer_name=f"@{name}")
    run(desk, 30, until=31)
    assert {line.split(" · ")[1] for line in lines(desk.sent[1])} == {
        "@lena_f", "@bea", "@cy", "@dan"
    }  # fmt: skip


def test_a_message_looks_at_a_bounded_number_of_alerts(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_alerts, "MAX_READ", 5)
    desk.configure(Step(at="due", notify=("ada",)))
    flood(desk, 8)
    desk.process("30:05")
    assert len(held_alerts.held(desk.store, "ada", "email", at(60))) == 5


@given(
    customers=st.lists(st.sampled_from("aaaaaabcd"), max_size=40),
    places=st.integers(1, 40),
)
def test_places_in_a_message_are_shared_evenly_between_customers(
    customers: str, places: int
) -> None:
    """A customer with an alert left out has at most one place fewer than any other customer."""
    waiting = [held(n, f"x:1:t{n}:{c}", n) for n, c in enumerate(customers)]
    picked = bundling.in_turn(waiting, at(0))[:places]
    had = {c: sum(a.conversation.endswith(c) for a in picked) for c in set(customers)}
    for customer, places_had in had.items():
        if places_had < list(customers).count(customer):
            assert max(had.values()) <= places_had + 1
    assert len(picked) == min(places, len(waiting))


def test_customers_get_places_in_turn_urgent_alerts_first_then_the_oldest() -> None:
    waiting = [held(0, "x:1:t:b", 5), held(1, "x:1:t:c", 1), held(2, "x:1:t:a", 9)]
    waiting.append(replace(held(3, "x:1:u:b", 10), urgent=True))
    assert [a.opened_by for a in bundling.in_turn(waiting, at(0))] == ["m3", "m1", "m2", "m0"]


# --- A flood of hours ----------------------------------------------------------------------------


def moments(desk: Desk, patches: pytest.MonkeyPatch, until: float) -> list[float]:
    """The minutes after 10:30 at which messages are sent. Lena writes a post every half minute."""
    times: list[float] = []
    take = desk.providers.take

    def taken(message: Sent) -> dict[str, str]:
        times.append((desk.now - at(30)) / timedelta(minutes=1))
        return take(message)

    patches.setattr(desk.providers, "take", taken)
    minute, n = 0.0, 0
    while minute <= until:
        post(desk, n, minute)
        if minute >= 30:
            desk.process(minute, minute + 0.25)
        minute, n = minute + 0.5, n + 1
    return [round(time) for time in times]


def test_a_flood_of_hours_is_five_messages_and_then_one_in_ten_minutes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.configure(Step(at="due", notify=("ada",)))
    assert moments(desk, monkeypatch, 90) == [0, 1, 2, 3, 4, 14, 24, 34, 44, 54]
    assert set(state_counts(desk)) == {"sent", "claimed"}


@pytest.mark.parametrize(
    "steps",
    [
        [Step(at="due", notify=("ada",), urgent=True)],
        [Step(at="5m before", offset_s=-300, notify=("bob",)), Step(at="due", notify=("ada",))],
    ],
    ids=["urgent", "a later step"],
)
def test_only_first_steps_that_are_not_urgent_are_kept_for_ten_minutes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, steps: list[Step]
) -> None:
    desk.configure(*steps, responders={"ada": ADA})
    assert moments(desk, monkeypatch, 40) == list(range(11))


def test_others_are_notified_as_usual_while_a_flood_is_paused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.configure(Step(at="due", notify=("ada",)))
    write(desk, message(7, id="b"), BEA, customer_name="@bea")
    assert moments(desk, monkeypatch, 40) == [0, 1, 2, 3, 4, 7]
    assert desk.sent[-1].subject == "[Due 10:37] Messenger message · @bea · waiting 30 min"


def test_a_message_that_was_not_sent_does_not_count_for_the_pause(desk: Desk) -> None:
    def take(now: datetime) -> rate_limits.Slot:
        return rate_limits.take_slot(desk.store, "ada", "email", None, now, "lena")

    for n in range(20):
        assert take(at(n)) == rate_limits.Slot()
        rate_limits.give_back(desk.store, "ada", "email", at(n))


def test_messages_of_an_hour_ago_do_not_count_for_the_pause() -> None:
    led = [at(n) for n in range(5)]
    assert rate_limits.paused_until(led) == at(14)
    assert rate_limits.paused_until(led[1:]) is None

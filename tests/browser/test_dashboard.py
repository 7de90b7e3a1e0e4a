"""Everything that a person can do on the dashboard."""

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from shared.domain.availability import AbsentDays
from shared.domain.rotations import Rotation
from tests.browser import brand
from tests.browser.conftest import Opened
from tests.browser.service import READER, TOKEN, Service, serving

FIRST = "Maya Lind"
"""Whose deadline is the earliest."""


def row(page: Page, name: str) -> Locator:
    return page.locator("#waits > li").filter(has=page.get_by_role("button", name=name, exact=True))


def names(page: Page) -> list[str]:
    return page.locator("#waits .open-row").all_inner_texts()


def is_loaded(page: Page) -> None:
    expect(page.locator("#waits > li")).to_have_count(len(brand.OPEN))
    expect(page.locator("#groups table")).to_be_visible()


def answering(page: Page, path: str, body: Any, status: int = 200) -> None:
    """From now on, the API gives this answer below this path."""

    def answer(route: Route) -> None:
        route.fulfill(status=status, content_type="application/json", body=json.dumps(body))

    page.route(re.compile(rf"/v1/{path}"), answer)


def renewed(page: Page) -> None:
    page.get_by_role("button", name="Refresh").click()


# --- Signing in and out ---------------------------------------------------------------------------


def test_the_page_shows_nothing_before_somebody_signs_in(show: Opened, service: Service) -> None:
    page = show(service, token=None)
    expect(page.get_by_label("API token")).to_be_focused()
    expect(page.locator("#board")).to_be_hidden()
    assert not [r for r in service.requests if "/v1/" in r]


def test_a_wrong_token_is_refused_with_a_reason(show: Opened, service: Service) -> None:
    page = show(service, token="wrong")
    expect(page.get_by_role("alert")).to_contain_text("This token is not valid.")
    expect(page.locator("#board")).to_be_hidden()
    assert page.evaluate("sessionStorage.length") == 0


def test_the_token_is_kept_for_the_tab_and_is_in_no_address(show: Opened, service: Service) -> None:
    page = show(service)
    is_loaded(page)
    page.reload()
    is_loaded(page)
    assert not [r for r in service.requests if "token" in r]
    assert "token" not in page.url
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("API token")).to_be_visible()
    assert page.evaluate("sessionStorage.length") == 0


# --- The list -------------------------------------------------------------------------------------


def test_the_most_urgent_customer_is_first_with_all_that_matters(
    show: Opened, service: Service
) -> None:
    page = show(service)
    is_loaded(page)
    assert names(page)[:3] == ["Maya Lind", "Tomás Vidal", "Lena Falk"]
    shown = row(page, FIRST)
    for text in ("Where is my parcel?", "Example on Messenger", "overdue by 3 h", "No owner"):
        expect(shown).to_contain_text(text)
    expect(row(page, "Tomás Vidal")).to_contain_text("lin has it, alerts paused until 15:15")
    expect(row(page, "Ines Duarte")).to_contain_text("Escalated early: 6 customers within 10 min")
    expect(row(page, "Lena Falk").get_by_role("link", name="Reply")).to_have_attribute(
        "href", "https://example.com/x/m-open-1"
    )


def test_the_numbers_count_what_waits(show: Opened, service: Service) -> None:
    page = show(service)
    expect(page.locator("#n-overdue")).to_have_text("2")
    expect(page.locator("#n-soon")).to_have_text("3")
    expect(page.locator("#n-waiting")).to_have_text("7")
    expect(page).to_have_title("(2) overdue · ReplyWatch")
    assert ">2<" in (page.locator("#icon").get_attribute("href") or "")


def test_a_configuration_without_excerpts_shows_no_customers_words(show: Opened) -> None:
    from tests.browser.service import serving

    with serving(brand.backend(excerpt=False)) as service:
        page = show(service)
        is_loaded(page)
        page.get_by_role("button", name=FIRST, exact=True).click()
        expect(page.locator(".timeline .in")).to_have_count(1)
        assert "parcel" not in page.content()


def test_names_and_words_of_customers_are_never_markup(show: Opened) -> None:
    from tests.browser.service import serving

    made = brand.backend(is_open=False)
    bad = "<img src=x onerror=alert(1)>"
    made.receive(brand.event(made.configuration, "b", brand.NOW, ("x", "public"), bad, text=bad))
    with serving(made) as service:
        page = show(service)
        page.get_by_role("button", name=bad, exact=True).click()
        expect(page.locator(".timeline .in")).to_contain_text(bad)
        expect(page.locator("#board img")).to_have_count(0)


def test_search_sort_and_selection_are_kept_in_the_address(show: Opened, service: Service) -> None:
    page = show(service)
    is_loaded(page)
    page.get_by_label("Sort by").select_option("customer")
    assert names(page) == sorted(names(page))
    page.get_by_label("Show").select_option("free")
    expect(page.locator("#waits > li")).to_have_count(5)
    page.get_by_label("Search").fill("refund ines")
    expect(page.locator("#waits > li")).to_have_count(1)
    page.reload()
    expect(page.locator("#waits > li")).to_have_count(1)
    assert {"sort=customer", "show=free", "q=refund+ines"} <= set(page.url.split("?")[1].split("&"))
    page.get_by_label("Search").fill("nobody")
    expect(page.locator("#waits-empty")).to_have_text("No waiting conversation matches.")


def test_a_filter_holds_for_the_list_and_the_figures(show: Opened, service: Service) -> None:
    page = show(service)
    is_loaded(page)
    page.locator("select[name=channel]").select_option("x")
    expect(page.locator("#waits > li")).to_have_count(2)
    expect(page.locator("#groups tbody tr")).to_have_count(1)
    page.get_by_role("button", name="Clear filters").click()
    is_loaded(page)


def test_new_customers_appear_and_are_spoken_by_name(show: Opened, service: Service) -> None:
    page = show(service)
    is_loaded(page)
    known = service.backend.configuration
    arrived = brand.event(known, "new", brand.NOW, ("x", "public"), "Li Wen", text="Help?")
    service.backend.receive(arrived)
    page.clock.run_for(16_000)
    expect(row(page, "Li Wen")).to_be_visible()
    expect(page.locator("#announce")).to_contain_text("New: Li Wen on X, due")


def test_what_becomes_overdue_is_spoken_and_counted_also_when_hidden(
    show: Opened, service: Service
) -> None:
    page = show(service)
    is_loaded(page)
    page.evaluate("Object.defineProperty(document, 'hidden', { get: () => true })")
    service.backend.now = brand.NOW.replace(minute=52)
    page.clock.fast_forward(12 * 60_000)
    expect(page).to_have_title("(3) overdue · ReplyWatch")
    expect(page.locator("#announce")).to_contain_text("Overdue: Lena Falk on X.")


def test_a_page_that_stays_open_over_midnight_names_the_day(show: Opened, service: Service) -> None:
    page = show(service)
    page.get_by_role("button", name="Lena Falk", exact=True).click()
    expect(page.locator(".detail")).to_contain_text("First reply due 14:51")
    service.backend.now = brand.NOW + timedelta(hours=10)
    page.clock.fast_forward(10 * 3_600_000)
    expect(row(page, "Lena Falk")).to_contain_text("due 26 Nov, 14:51")
    page.clock.run_for(16_000)
    expect(page.locator(".detail")).to_contain_text("First reply due 26 Nov, 14:51")


def test_a_page_that_stays_open_learns_of_absences_and_new_names(
    show: Opened, service: Service
) -> None:
    page = show(service)
    page.get_by_role("button", name=FIRST, exact=True).click()
    expect(page.get_by_role("option", name="lin", exact=True)).to_be_enabled()
    known = service.backend.configuration
    today = AbsentDays(brand.NOW.date(), brand.NOW.date())
    service.backend.configuration = replace(
        known,
        responders=dict(known.responders)
        | {"lin": replace(known.responders["lin"], absent=(today,))},
        accounts=tuple(replace(one, name=f"New {one.name}") for one in known.accounts),
    )
    page.clock.run_for(61_000)
    expect(row(page, FIRST)).to_contain_text("New Example on Messenger")
    page.clock.run_for(16_000)
    expect(page.get_by_role("option", name="lin (away)")).to_be_disabled()


def test_names_that_could_not_be_loaded_are_loaded_later(show: Opened, service: Service) -> None:
    page = show(service, token=None)
    page.route(re.compile("/v1/configuration"), lambda route: route.abort(), times=1)
    page.get_by_label("API token").fill(TOKEN)
    page.keyboard.press("Enter")
    expect(page.locator("#trouble")).to_contain_text("Could not refresh the configuration")
    page.clock.run_for(61_000)
    expect(page.locator("#trouble")).to_be_hidden()
    expect(row(page, FIRST)).to_contain_text("Example on Messenger")


# --- A row ----------------------------------------------------------------------------------------


def test_a_row_opens_its_timeline_and_says_why_it_is_due(show: Opened, service: Service) -> None:
    page = show(service)
    opener = page.get_by_role("button", name="Lena Falk", exact=True)
    opener.click()
    detail = page.locator(".detail")
    expect(detail).to_contain_text("@brand my account is locked")
    expect(detail).to_contain_text("First reply due 14:51 · x-complaints")
    expect(detail).to_contain_text("first reply within 30 min, counted around the clock from 14:21")
    expect(detail).to_contain_text("praise: does not apply")
    expect(opener).to_have_attribute("aria-expanded", "true")
    page.reload()
    expect(page.locator(".detail")).to_contain_text("@brand my account is locked")
    page.get_by_role("button", name="Lena Falk", exact=True).press("Escape")
    expect(page.locator(".detail")).to_have_count(0)
    assert "open=" not in page.url


def test_a_timeline_shows_who_has_the_wait_since_when(show: Opened, service: Service) -> None:
    page = show(service)
    page.get_by_role("button", name="Tomás Vidal", exact=True).click()
    expect(page.locator(".timeline")).to_contain_text("lin acknowledged, alerts paused until 15:15")


def test_a_new_message_does_not_interrupt_typing_a_reason(show: Opened, service: Service) -> None:
    page = show(service)
    page.get_by_role("button", name="Lena Falk", exact=True).click()
    page.get_by_label("Reason").press_sequentially("sp")
    again = brand.waiting_event(service.backend.configuration, brand.OPEN[1])
    service.backend.receive(again._replace(message_id="again", at=brand.NOW, text="Hello?"))
    page.clock.run_for(16_000)
    expect(row(page, "Lena Falk").locator(".words")).to_have_text("Hello?")
    page.keyboard.type("am")
    expect(page.get_by_label("Reason")).to_have_value("spam")


def test_a_hand_over_needs_a_choice(show: Opened, service: Service) -> None:
    page = show(service)
    page.get_by_role("button", name=FIRST, exact=True).click()
    expect(page.get_by_label("Hand over to")).to_have_value("")
    page.get_by_role("button", name="Hand over", exact=True).click()
    page.get_by_label("Hand over to").select_option("lin")
    page.get_by_role("button", name="Hand over", exact=True).click()
    expect(row(page, FIRST)).to_contain_text("lin has it")
    assert len([r for r in service.requests if "/hand-over" in r]) == 1


def test_who_is_away_is_marked_and_cannot_be_chosen(show: Opened) -> None:
    today = AbsentDays(brand.NOW.date(), brand.NOW.date())
    made = brand.backend()
    people = dict(made.configuration.responders)
    people["lin"] = replace(people["lin"], absent=(today,))
    made.configuration = replace(made.configuration, responders=people)
    with serving(made) as service:
        page = show(service)
        page.get_by_role("button", name=FIRST, exact=True).click()
        expect(page.get_by_role("option", name="lin (away)")).to_be_disabled()
        expect(page.get_by_role("option", name="ada", exact=True)).to_be_enabled()


def test_a_time_of_day_that_has_just_passed_does_not_snooze(show: Opened, service: Service) -> None:
    page = show(service)
    is_loaded(page)
    page.get_by_role("button", name=FIRST, exact=True).click()
    page.get_by_label("Until (time of day)").fill("14:39")
    page.get_by_role("button", name="Snooze until then").click()
    expect(page.locator(".detail [role=status]")).to_have_text(
        "The next 14:39 is more than 12 hours away. Nothing has changed."
    )
    assert not [one for one in service.requests if "snooze" in one]


def test_a_snooze_lasts_until_a_time_of_day_in_the_chosen_zone(
    show: Opened, service: Service
) -> None:
    page = show(service, "/dashboard?zone=Asia/Kolkata")
    page.get_by_role("button", name=FIRST, exact=True).click()
    page.get_by_label("Until (time of day)").fill("03:15")
    page.get_by_role("button", name="Snooze until then").click()
    expect(row(page, FIRST)).to_contain_text("alerts paused until 27 Nov, 03:15")


def test_a_timeline_shows_when_an_alert_changed_and_who_had_the_wait(
    show: Opened, service: Service
) -> None:
    page = show(service)
    is_loaded(page)
    alert = {
        "kind": "reminder", "step": None, "responder": "ada", "by": "email", "state": "delivered",
        "claimed_at": "2026-11-26T13:20:00Z", "sent_at": None,
        "history": [{"event": "delivered", "at": "2026-11-26T13:25:00Z"}],
    }  # fmt: skip
    before = {
        "name": "ada", "since": "2026-11-26T13:10:00Z", "until": "2026-11-26T13:30:00Z",
        "handed_over_by": None,
    }  # fmt: skip
    found = {"messages": [], "waits": [], "alerts": [alert], "previous_owners": [before]}
    answering(page, r"conversations/\w+", found)
    page.get_by_role("button", name=FIRST, exact=True).click()
    timeline = page.locator(".timeline")
    expect(timeline).to_contain_text("14:20 reminder to ada by email: delivered, 14:25")
    expect(timeline).to_contain_text("14:10 ada acknowledged, until 14:30")


def test_a_timeline_shows_the_alerts_and_the_strip_those_that_failed(
    show: Opened, service: Service
) -> None:
    asked = brand.waiting_event(service.backend.configuration, brand.OPEN[1])
    service.backend.claim(str(asked.conversation))
    failed = {"alerts": [{"state": "failed"}], "next_cursor": None}
    page = show(service, token=None)
    answering(page, "alerts", failed)
    page.get_by_label("API token").fill("a-token-of-ada")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#accounts")).to_contain_text("1 failed or in doubt in the last 24 h")
    page.get_by_role("button", name="Lena Falk", exact=True).click()
    expect(page.locator(".timeline")).to_contain_text("step 1 to ada by email: claimed")


def test_a_wait_can_be_dismissed_with_a_reason(show: Opened, service: Service) -> None:
    page = show(service)
    page.get_by_role("button", name=FIRST, exact=True).click()
    page.get_by_label("Reason").fill("spam")
    page.get_by_role("button", name="Dismiss without a reply").click()
    expect(page.locator("#notice")).to_contain_text("Maya Lind: dismissed.")
    expect(row(page, FIRST)).to_have_count(0)
    expect(page.locator("#n-waiting")).to_have_text("6")
    (dismissed,) = [w for w in service.backend.waits() if w.outcome == "dismissed"]
    assert dismissed.dismissed_by == "ada"


def test_a_dismissal_of_a_wait_that_was_answered_meanwhile_says_so(
    show: Opened, service: Service
) -> None:
    page = show(service)
    page.get_by_role("button", name=FIRST, exact=True).click()
    page.get_by_label("Reason").fill("spam")
    answering(page, r"conversations/\w+/dismiss", {"detail": "not open"}, 409)
    page.get_by_role("button", name="Dismiss without a reply").click()
    expect(page.locator(".detail [role=status]")).to_contain_text(
        "This changed while you were deciding."
    )


def test_acknowledging_in_the_row_names_the_wait_that_was_shown(
    show: Opened, service: Service
) -> None:
    page = show(service)
    is_loaded(page)
    sent: list[Any] = []

    def answer(route: Route) -> None:
        sent.append((route.request.post_data_json, route.request.headers["idempotency-key"]))
        route.fulfill(status=200, content_type="application/json", body="{}")

    page.route(re.compile(r"/v1/conversations/\w+/acknowledge$"), answer)
    row(page, FIRST).get_by_role("button", name=f"Acknowledge {FIRST}").click()
    expect(page.locator("#notice")).to_contain_text("Maya Lind: it's yours.")
    ((body, key),) = sent
    assert body == {"opened_by": "m-open-4"}
    assert len(key) == 32


def test_a_token_that_may_only_read_shows_no_texts_and_no_actions(
    show: Opened, service: Service
) -> None:
    page = show(service, token=READER)
    is_loaded(page)
    expect(page.locator(".acknowledge").first).to_be_hidden()
    page.locator(".open-row").first.click()
    expect(page.locator(".timeline .in")).to_have_count(1)
    expect(page.locator(".actions")).to_be_hidden()
    assert "parcel" not in page.content()
    assert FIRST not in page.content()


def test_the_list_works_with_the_keyboard_alone(show: Opened, service: Service) -> None:
    page = show(service)
    is_loaded(page)
    page.get_by_role("button", name=FIRST, exact=True).focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="Tomás Vidal", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".detail")).to_be_visible()
    page.keyboard.press("Home")
    with page.expect_request(re.compile("/acknowledge$")):
        page.keyboard.press("a")


# --- Health and errors ----------------------------------------------------------------------------

SILENT = {
    "channel": "x", "account": "1500000000000000001", "name": "Example on X", "silent": True,
    "last_message_at": "2026-11-26T02:31:00Z", "quarantined": 0,
}  # fmt: skip


def test_healthy_accounts_are_folded_and_a_problem_says_what_to_do(
    show: Opened, service: Service
) -> None:
    page = show(service, token=None)
    found = {"channels": [SILENT | {"silent": False, "name": "Fine"}, SILENT]}
    answering(
        page, "channels", found | {"quarantined": {"count": 2, "since": brand.NOW.isoformat()}}
    )
    page.get_by_label("API token").fill("a-token-of-ada")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#accounts .wrong").first).to_contain_text("replywatch replay --list")
    expect(page.locator("#accounts")).not_to_contain_text("Fine")
    page.get_by_text("1 account receives messages").click()
    expect(page.locator("#healthy-accounts")).to_contain_text("Fine last message 03:31")


ON_CALL = {
    "name": "weekly", "zone": "Europe/Berlin", "next": None, "gaps": [],
    "now": {"responders": ["ada", "bob"], "absent": ["bob"], "to": "2026-11-30T08:00:00Z"},
}  # fmt: skip
NOBODY = {
    "name": "nights", "zone": "Europe/Berlin", "next": None,
    "gaps": [{"from": "2026-11-26T13:40:00Z", "to": "2026-11-26T21:00:00Z"}],
    "now": {"responders": [], "absent": [], "to": "2026-11-26T21:00:00Z"},
}  # fmt: skip
AWAY = NOBODY | {"now": {"responders": ["lin"], "absent": ["lin"], "to": None}}
SATURDAY = [{"from": "2026-11-28T08:00:00Z", "to": "2026-11-28T20:00:00Z"}] * 3


@pytest.mark.parametrize(
    ("rotations", "backup", "wrong", "said"),
    [
        ([ON_CALL], ["ada"], [], ["On call ada until 30 Nov, 09:00"]),
        (
            [ON_CALL, NOBODY],
            ["ada"],
            ["nights: nobody until 22:00. Steps that name nobody else notify the backup: ada."],
            ["On call weekly: ada until 30 Nov, 09:00"],
        ),
        (
            [AWAY],
            [],
            ["nobody (lin away) until 22:00. Steps that name nobody else notify no one: alerts."],
            [],
        ),
        (
            [ON_CALL | {"gaps": SATURDAY}],
            ["ada"],
            [],
            ["ada until", "On call nobody from 28 Nov, 09:00 to 28 Nov, 21:00, and 2 more in 7 d"],
        ),
        ([], ["ada"], [], []),
    ],
)
@pytest.mark.parametrize("width", [375, 1280])
def test_the_strip_says_who_is_on_call_and_warns_if_nobody_is(
    show: Opened, empty: Service, rotations: list[Any], backup: list[str], wrong: list[str],
    said: list[str], width: int,
) -> None:  # fmt: skip
    page = show(empty, token=None, width=width)
    answering(page, "on-call", {"rotations": rotations, "backup": backup})
    page.get_by_label("API token").fill("a-token-of-ada")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#groups")).not_to_be_empty()
    shown = page.locator("#on-call")
    expect(shown.locator("li")).to_have_count(len(wrong) + len(said))
    expect(shown.locator(".wrong")).to_contain_text(wrong)
    for text in said:
        expect(shown).to_contain_text(text)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_who_is_on_call_comes_from_the_configuration(show: Opened) -> None:
    from tests.browser.service import serving

    known = brand.configuration()
    rotation = Rotation(name="weekly", people=("lin",), starts=datetime(2026, 11, 23, 9))  # noqa: DTZ001
    with serving(brand.backend(is_open=False, rotations={"weekly": rotation})) as service:
        assert "lin" in known.responders
        expect(show(service).locator("#on-call")).to_have_text("On call lin")


def test_an_empty_list_makes_no_claim_if_the_feed_is_unknown(show: Opened, empty: Service) -> None:
    page = show(empty)
    answering(page, "channels", {}, 404)
    renewed(page)
    expect(page.locator("#waits-empty")).to_contain_text(
        "Whether messages still arrive is unknown."
    )


def test_an_empty_list_under_a_dead_feed_says_that_messages_may_be_missing(
    show: Opened, empty: Service
) -> None:
    page = show(empty, token=None)
    answering(page, "channels", {"channels": [SILENT]})
    page.get_by_label("API token").fill("a-token-of-ada")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#waits-empty")).to_have_text(
        "No open waits, but messages may be missing: Example on X. Last message received 03:31."
    )
    expect(page.locator("#accounts .wrong")).to_contain_text("Example on X silent")


def test_an_empty_list_with_a_live_feed_names_its_last_one(show: Opened, empty: Service) -> None:
    page = show(empty, token=None)
    answering(page, "channels", {"channels": [SILENT | {"silent": False}]})
    page.get_by_label("API token").fill("a-token-of-ada")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#waits-empty")).to_have_text(
        "No one is waiting. Last message received 03:31."
    )


@pytest.mark.parametrize("status", [500, 503])
def test_an_error_keeps_the_list_and_says_how_old_it_is(
    show: Opened, service: Service, status: int
) -> None:
    page = show(service)
    is_loaded(page)
    answering(page, "waits", {"detail": "the database is busy"}, status)
    renewed(page)
    expect(page.locator("#trouble")).to_contain_text(
        f"Could not refresh the list: The API returned {status}: the database is busy."
    )
    expect(page.locator("#trouble")).to_contain_text("Showing data from 14:40.")
    is_loaded(page)


def test_an_unreachable_api_is_reported_and_the_page_recovers(
    show: Opened, service: Service
) -> None:
    page = show(service)
    is_loaded(page)
    page.route(re.compile("/v1/"), lambda route: route.abort())
    renewed(page)
    expect(page.locator("#trouble")).to_contain_text("The API cannot be reached.")
    page.unroute_all()
    renewed(page)
    expect(page.locator("#trouble")).to_be_hidden()


# --- Figures and wall mode ------------------------------------------------------------------------


def test_the_figures_follow_the_period_and_the_grouping(show: Opened, past: Any) -> None:
    with past() as service:
        page = show(service)
        expect(page.locator("#trend svg rect").first).to_be_visible()
        expect(page.locator("#n-change")).to_contain_text("in 7 d")
        expect(page.locator("#trend-title")).to_have_text("Trend per day")
        expect(page.locator("#trend-table tbody tr")).to_have_count(8)  # the first and last in part
        expect(page.locator("#span")).to_contain_text(" to 26 Nov, 14:40")
        page.locator("#period").get_by_text("24 h").click()
        expect(page.locator("#n-change")).to_contain_text("in 24 h")
        expect(page.locator("#trend-title")).to_have_text("Trend per hour")
        page.locator("#by").get_by_text("Policy").click()
        expect(page.locator("#groups-title")).to_have_text("By policy")
        expect(page.locator("#groups tbody")).to_contain_text("x-complaints")
        page.locator("#heat").get_by_text("Targets missed").click()
        expect(page.locator("#week-legend")).to_contain_text("targets missed")
        page.get_by_text("Response times as a table").click()
        expect(page.locator("#spread-table tbody tr")).to_have_count(9)
        assert {"period=1", "by=policy", "heat=missed"} <= set(page.url.split("?")[1].split("&"))


def test_the_trend_marks_days_that_are_shown_in_part(show: Opened, past: Any) -> None:
    with past() as service:
        page = show(service)
        expect(page.locator("#trend-legend")).to_contain_text("pale: only a part of the day")
        page.get_by_text("Trend as a table").click()
        days = page.locator("#trend-table tbody th").all_inner_texts()
        assert [" (in part)" in label for label in days] == [True, *[False] * 6, True]
        pale, columns = page.locator("#trend rect.part"), page.locator("#trend rect")
        assert 0 < pale.count() < columns.count()
        expect(page.locator("#trend .line.part")).not_to_have_count(0)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(5400, "1 h 30 min"), (90_000, "25 h"), (181_800, "2 d 2 h 30 min"), (630, "10 min 30 s")],
)
def test_a_configured_target_is_not_rounded(
    show: Opened, past: Any, seconds: int, text: str
) -> None:
    with past() as service:
        policies = [{"name": "p", "clock": "calendar", "first_response_s": seconds}]
        page = show(service, token=None)
        page.route(re.compile("/v1/configuration"), lambda route: _with_policies(route, policies))
        page.get_by_label("API token").fill(TOKEN)
        page.keyboard.press("Enter")
        spread = page.locator("#spread .target-text")
        expect(spread).to_have_text(text.replace(" ", "\u00a0"))
        expect(page.locator("#spread-legend")).to_contain_text(f"target {text}: p")


def _with_policies(route: Route, policies: list[dict[str, Any]]) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, json=answer.json() | {"policies": policies})


def test_the_reason_of_a_deadline_has_the_exact_target(show: Opened, service: Service) -> None:
    page = show(service)
    is_loaded(page)

    def longer(route: Route) -> None:
        answer = route.fetch()
        found = answer.json()
        found["waits"] = [wait | {"target_s": 181_800} for wait in found["waits"]]
        route.fulfill(response=answer, json=found)

    page.route(re.compile("/explain"), longer)
    page.get_by_role("button", name="Lena Falk", exact=True).click()
    expect(page.locator(".note").last).to_contain_text("first reply within 2 d 2 h 30 min, counted")


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_the_labels_of_targets_do_not_overlap(show: Opened, past: Any, width: int) -> None:
    with past() as service:
        page = show(service, width=width)
        labels = page.locator("#spread .target-text")
        expect(labels.first).to_be_visible()
        boxes = [box for label in labels.all() if (box := label.bounding_box())]
    assert len(boxes) > 2
    for one, other in combinations(boxes, 2):
        is_beside = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
        assert is_beside or abs(one["y"] - other["y"]) >= one["height"], (one, other)


def test_times_are_in_the_zone_of_the_address(show: Opened, service: Service) -> None:
    page = show(service, "/dashboard?zone=Asia/Kolkata")
    expect(row(page, "Lena Falk")).to_contain_text("due 19:21")
    expect(page.locator("#footer")).to_have_text("Times are in Asia/Kolkata.")
    page.get_by_label("Time zone").select_option("UTC")
    expect(row(page, "Lena Falk")).to_contain_text("due 13:51")
    expect(page.locator("#footer")).to_have_text("Times are in UTC.")


def test_numbers_and_dates_are_in_the_form_of_the_browser(show: Opened, past: Any) -> None:
    with past() as service:
        page = show(service, locale="de-DE")
        expect(page.locator("#n-attainment")).to_contain_text("\u00a0%")
        expect(page.locator("#trend")).to_contain_text("Nov")
        assert page.evaluate("document.documentElement.lang") == "en"


def test_times_have_24_hours_as_in_alerts(show: Opened, service: Service) -> None:
    page = show(service, locale="en-US")
    expect(row(page, "Lena Falk")).to_contain_text("due 14:51")


def test_wall_mode_doubles_the_type_and_hides_controls(show: Opened, service: Service) -> None:
    page = show(service, "/dashboard?wall", width=1920)
    is_loaded(page)
    size = page.evaluate("getComputedStyle(document.documentElement).fontSize")
    assert size == "32px"
    for control in ("#leave", "#now", "#filters", "#list-controls", ".acknowledge >> nth=0"):
        expect(page.locator(control)).to_be_hidden()
    expect(page.locator("#refreshed")).to_have_text("Refreshed 14:40")
    assert page.url.endswith("?wall")


def test_a_wall_shows_all_columns_of_the_groups(show: Opened, service: Service) -> None:
    page = show(service, "/dashboard?wall", width=1920)
    is_loaded(page)
    table = page.locator("#groups")
    expect(table).to_contain_text("Unanswered")
    assert table.evaluate("box => box.scrollWidth - box.clientWidth") == 0


def test_a_wall_says_what_it_leaves_out(show: Opened, service: Service) -> None:
    page = show(service, "/dashboard?wall&channel=x&policy=x-complaints&show=free&q=locked")
    expect(page.locator("#brand")).to_have_text("Example Brand · X · x-complaints")
    expect(page.locator("#waits-title")).to_have_text(
        "Waiting conversations · without an owner · “locked”"
    )
    page.goto(f"{service.url}/dashboard?wall")
    expect(page.locator("#brand")).to_have_text("Example Brand")
    expect(page.locator("#waits-title")).to_have_text("Waiting conversations")


def test_invalid_parameters_in_the_address_are_replaced_by_defaults(
    show: Opened, service: Service
) -> None:
    page = show(service, "/dashboard?period=x&zone=Nowhere&sort=%00&show=constructor")
    is_loaded(page)
    expect(page.locator("#n-change")).to_contain_text("in 7 d")

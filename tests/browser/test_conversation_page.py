"""The page behind an alert's link, and what it shows when there is nothing to do."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from shared.runtime import links
from tests.browser import brand
from tests.browser.conftest import Opened
from tests.browser.service import TOKEN, Service, serving
from tests.browser.test_looks import sideways, violations

LENA = brand.OPEN[1]


class Notified:
    """Lena Falk's wait. Ada has been notified of it."""

    def __init__(self, service: Service) -> None:
        self.service, made = service, service.backend
        event = brand.waiting_event(made.configuration, LENA)
        self.conversation = str(event.conversation)
        alert = made.claim(self.conversation)[0]
        self.path = f"/c/{links.token(alert.id, (TOKEN,), made.now)}"


@pytest.fixture
def notified() -> Iterator[Notified]:
    with serving(brand.backend()) as service:
        yield Notified(service)


def test_a_person_takes_a_wait_and_gives_it_back(show: Opened, notified: Notified) -> None:
    page = show(notified.service, notified.path, token=None, width=375)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lena Falk")
    assert page.evaluate("getComputedStyle(document.querySelector('main')).maxWidth") == "720px"
    page.get_by_role("button", name="Acknowledge").click()
    expect(page.get_by_role("button", name="Release")).to_be_visible()
    record = notified.service.backend.record(notified.conversation)
    assert record
    assert record.escalation
    assert record.escalation.acknowledged_by


@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_is_accessible_and_fits(show: Opened, notified: Notified, width: int) -> None:
    page = show(notified.service, notified.path, token=None, width=width, bypass_csp=True)
    assert sideways(page) <= 0
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []


def test_a_second_tap_on_acknowledge_gives_nothing_back(show: Opened, notified: Notified) -> None:
    page = show(notified.service, notified.path, token=None, width=375)
    page.route("https://**", lambda route: route.abort())
    place = page.get_by_role("button", name="Acknowledge").bounding_box()
    assert place
    page.get_by_role("button", name="Acknowledge").click()
    expect(page.get_by_role("button", name="Release")).to_be_visible()
    page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    page.wait_for_timeout(300)
    record = notified.service.backend.record(notified.conversation)
    assert record
    assert record.escalation
    assert record.escalation.acknowledged_by


def test_a_dismissal_is_undone_on_its_page(show: Opened, notified: Notified) -> None:
    page = show(notified.service, notified.path, token=None, width=375)
    page.locator("input[name=reason]").fill("spam")
    page.get_by_role("button", name="Dismiss").click()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("link", name="Acknowledge").click()
    expect(page.get_by_role("button", name="Acknowledge")).to_be_visible()


@pytest.mark.parametrize("state", ["expired", "closed", "dismissed"])
def test_the_notices_are_accessible(show: Opened, notified: Notified, state: str) -> None:
    made = notified.service.backend
    if state == "expired":
        made.now += timedelta(days=90)
    if state == "closed":
        asked = brand.waiting_event(made.configuration, LENA)
        made.receive(brand.reply_to(asked, made.now))
    page = show(notified.service, notified.path, token=None, width=320, bypass_csp=True)
    if state == "dismissed":
        page.locator("input[name=reason]").fill("spam")
        page.locator("button[value=dismiss]").click()
    expect(page.locator("form")).to_have_count(1 if state == "dismissed" else 0)
    expect(page.get_by_role("link", name="Open the dashboard")).to_be_visible()
    assert sideways(page) <= 0
    assert violations(page) == []

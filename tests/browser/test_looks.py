"""Rules for every page at every width: it is accessible and does not scroll sideways."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from functions.api.dashboard import assembled
from tests.browser.conftest import Opened
from tests.browser.service import Service

MAX_BYTES = 100_000
MIN_TOUCH_PX = 44
"""WCAG 2.2, success criterion 2.5.5."""


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {[node['html'][:90] for node in one['nodes'][:3]]}" for one in found]


def sideways(page: Page) -> int:
    """By how many pixels the page is too wide."""
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


@pytest.mark.parametrize("width", [320, 375, 1280, 1920])
def test_the_dashboard_is_accessible_and_fits(show: Opened, past: Any, width: int) -> None:
    with past() as service:
        page = show(service, width=width, bypass_csp=True)
        page.get_by_role("button", name="Lena Falk", exact=True).first.click()
        expect(page.locator(".timeline .in")).to_have_count(1)
        expect(page.locator("#week rect").first).to_be_visible()
        for summary in page.locator("summary").all():
            summary.click()
        assert sideways(page) <= 0
        assert violations(page) == []
        page.emulate_media(color_scheme="dark")
        assert violations(page) == []


def test_on_a_phone_controls_are_large_enough_for_a_finger(show: Opened, past: Any) -> None:
    with past() as service:
        page = show(service, width=375)
        page.get_by_role("button", name="Lena Falk", exact=True).first.click()
        expect(page.locator(".timeline .in")).to_have_count(1)
        targets = "button, a.button, select, summary, .choice span, input:not([type=radio])"
        found = page.locator(targets).filter(visible=True)
        heights = {one.inner_text()[:30]: one.bounding_box()["height"] for one in found.all()}
    assert len(heights) > 20
    assert {name: height for name, height in heights.items() if height < MIN_TOUCH_PX} == {}


def test_a_printed_page_has_no_buttons(show: Opened, past: Any) -> None:
    with past() as service:
        page = show(service)
        page.get_by_role("button", name="Lena Falk", exact=True).first.click()
        expect(page.locator(".timeline .in")).to_have_count(1)
        page.emulate_media(media="print")
        pressed = page.locator("button:not(.open-row), a.button, select, input")
        expect(pressed.filter(visible=True)).to_have_count(0)
        for shown in ("#n-overdue", "#refreshed"):
            expect(page.locator(shown)).to_be_visible()


@pytest.mark.parametrize("path", ["/dashboard", "/dashboard?wall"])
def test_signing_in_is_accessible(show: Opened, empty: Service, path: str) -> None:
    page = show(empty, path, token="wrong", bypass_csp=True, width=320)
    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(page) == []
    assert sideways(page) <= 0


def test_the_page_is_one_small_file_that_loads_nothing() -> None:
    page, policy = assembled()
    assert len(page.encode()) < MAX_BYTES
    assert "src=" not in page
    assert "innerHTML" not in page
    assert "unsafe" not in policy

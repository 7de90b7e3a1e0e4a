"""A responder's settings page on a phone, by keyboard, in dark mode and with invalid input."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from shared.domain import own_settings as domain
from shared.domain.own_settings import OwnSettings
from shared.runtime import address_codes, links
from shared.storage import own_settings
from tests.browser import brand
from tests.browser.conftest import Opened
from tests.browser.service import TOKEN, Service, serving
from tests.browser.test_looks import sideways, violations

NEW = "+4930222333"


class Invited:
    """Ada, with the link of her invitation."""

    def __init__(self, service: Service) -> None:
        self.service, self.now = service, service.backend.now
        self.path = f"/r/{links.invitation(domain.id_of('ada'), (TOKEN,), self.now)}"

    @property
    def own(self) -> OwnSettings:
        return own_settings.read(self.service.backend.store, "ada")

    def code(self) -> str:
        (sending,) = self.own.sendings
        return address_codes.code(sending.name, str(sending.to), (TOKEN,))


@pytest.fixture
def invited() -> Iterator[Invited]:
    with serving(brand.backend(is_open=False)) as service:
        yield Invited(service)


def number(page: Page) -> Locator:
    """The phone number field."""
    return page.get_by_role("textbox", name="Phone number")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def test_a_person_changes_their_quiet_hours_by_keyboard(show: Opened, invited: Invited) -> None:
    page = show(invited.service, invited.path, token=None, width=375)
    page.locator("select[name=zone]").select_option("Europe/Berlin")
    first = page.get_by_role("group", name="Quiet hours 1")
    first.get_by_label("Fri").focus()
    page.keyboard.press("Space")
    first.get_by_label("From").fill("22:00")
    first.get_by_label("To").fill("07:00")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Saved.")
    expect(page.get_by_role("group", name="Quiet hours 2")).to_be_visible()
    assert invited.own.values["quiet_hours"][0].hours == (1320, 1860)


def test_a_new_number_is_confirmed_by_its_code(show: Opened, invited: Invited) -> None:
    page = show(invited.service, invited.path, token=None, width=375)
    number(page).fill("+49 30 222333")
    save(page)
    box = page.get_by_role("region", name="Phone number for text messages")
    expect(box).to_contain_text(f"Code for {NEW}: being sent.")
    box.get_by_label("Code").fill("1")
    box.get_by_role("button", name="Confirm").click()
    expect(box).to_contain_text("This code is wrong.")
    box.get_by_label("Code").fill(invited.code())
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Saved.")
    expect(number(page)).to_have_value(NEW)
    expect(box).to_have_count(0)


def test_a_mistake_loses_nothing_that_was_typed(show: Opened, invited: Invited) -> None:
    page = show(invited.service, invited.path, token=None, width=375)
    number(page).fill("030 222333")
    page.get_by_role("group", name="Absence 1").get_by_label("From").fill("2026-12-24")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Nothing was saved.")
    expect(number(page)).to_have_value("030 222333")
    expect(number(page)).to_have_accessible_description(
        "Please enter the number with a plus sign and the country code, such as +49 30 123456."
    )
    expect(page.get_by_role("group", name="Absence 1").get_by_label("From")).to_have_value(
        "2026-12-24"
    )
    assert invited.own.version == 0


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_is_accessible_and_fits(
    show: Opened, invited: Invited, width: int, theme: str
) -> None:
    page = show(
        invited.service, invited.path, token=None, width=width, theme=theme, bypass_csp=True
    )
    assert (sideways(page), violations(page)) == (0, [])
    number(page).fill(NEW)
    save(page)
    page.get_by_role("button", name="Send me a test").click()
    expect(page.get_by_role("listitem")).not_to_have_count(0)
    assert (sideways(page), violations(page)) == (0, [])
    number(page).fill("1")
    page.locator("input[name=absent-0-from]").fill("2026-12-24")
    page.locator("input[name=quiet-0-from]").fill("22:00")
    save(page)
    expect(page.get_by_role("alert")).to_be_visible()
    assert (sideways(page), violations(page)) == (0, [])


def test_a_link_that_has_expired_is_accessible(show: Opened, invited: Invited) -> None:
    invited.service.backend.now += timedelta(days=8)
    page = show(invited.service, invited.path, token=None, width=320, bypass_csp=True)
    expect(page.get_by_role("heading", level=1)).to_have_text("This link is no longer valid.")
    assert (sideways(page), violations(page)) == (0, [])

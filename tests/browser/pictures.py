"""Makes the pictures of the README, from an invented brand: `make pictures`."""

import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from functions.notifier.channels import email
from functions.notifier.notice import Notice
from tests.browser import brand
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.service import TOKEN, Service, serving
from tests.builders import ROOT
from tests.fakes.backend import Backend

FOLDER = Path(ROOT) / "docs" / "pictures"
DAYS, COLORS, MAX_BYTES = 60, 160, 200_000


def main() -> None:
    """Writes the pictures."""
    FOLDER.mkdir(exist_ok=True)
    assert CHROMIUM, "Cannot find Chromium. Install it, or set CHROMIUM=/path/to/it."
    os.environ.setdefault("API_URL", "https://replywatch.example.com")
    with serving(brand.backend(DAYS, is_answered=True)) as service, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        _dashboard(browser, service)
        _email(browser, service.backend)
        browser.close()


def _dashboard(browser: Browser, service: Service) -> None:
    page = _page(browser, 1280)
    page.goto(f"{service.url}/dashboard?period=30")
    page.get_by_label("API token").fill(TOKEN)
    page.keyboard.press("Enter")
    page.locator("#week rect").first.wait_for()
    _keep(page, "dashboard", page.locator("#groups").bounding_box()["y"] - 60)


def _email(browser: Browser, made: Backend) -> None:
    conversation = str(brand.waiting_event(made.configuration, brand.OPEN[1]).conversation)
    alert = made.claim(conversation)[0]
    record = made.record(conversation)
    assert record
    assert record.open_wait
    notice = Notice(
        store=made.store, configuration=made.configuration, alert=alert, record=record,
        wait=record.open_wait, now=made.now,
    )  # fmt: skip
    page = _page(browser, 375)
    page.set_content(email.mail(notice).html)
    _keep(page, "email", page.locator("main").bounding_box()["height"])


def _page(browser: Browser, width: int) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, locale="en-GB", timezone_id="Europe/Berlin",
        reduced_motion="reduce",
    )  # fmt: skip
    page = context.new_page()
    page.clock.install(time=brand.NOW)
    return page


def _keep(page: Page, name: str, height: float) -> None:
    path = FOLDER / f"{name}.png"
    size = page.viewport_size or {}
    page.screenshot(
        path=path, full_page=True,
        clip={"x": 0, "y": 0, "width": size["width"], "height": int(height)},
    )  # fmt: skip
    Image.open(path).convert("RGB").quantize(COLORS, dither=Image.Dither.NONE).save(
        path, optimize=True
    )
    assert path.stat().st_size < MAX_BYTES, path
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()

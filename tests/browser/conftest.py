"""A browser that uses the real API. `make browser` runs these tests. `make test` skips them:
without Playwright, nothing here is collected."""

import importlib.util
import os
import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import brand
from tests.browser.service import TOKEN, Service, serving

HAS_PLAYWRIGHT = importlib.util.find_spec("playwright") is not None
collect_ignore_glob = [] if HAS_PLAYWRIGHT else ["test_*.py"]

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    from playwright.sync_api import sync_playwright

    if CHROMIUM is None:
        pytest.fail("Cannot find Chromium. Install it, or set CHROMIUM=/path/to/it.")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture
def service() -> Iterator[Service]:
    """The brand with seven waiting customers and no earlier traffic."""
    with serving(brand.backend()) as started:
        yield started


@pytest.fixture
def empty() -> Iterator[Service]:
    """The brand before its first customer."""
    with serving(brand.backend(is_open=False)) as started:
        yield started


@pytest.fixture(scope="session")
def past() -> Callable[[], Any]:
    """The brand after a week of traffic; for tests that change nothing."""
    made = brand.backend(8)
    return lambda: serving(made)


type Opened = Callable[..., "Page"]


@pytest.fixture
def show(browser: "Browser") -> Iterator[Opened]:
    """Opens a page of a service, signed in unless `token` says otherwise. The page's clock shows
    `brand.NOW`. At the end, checks that no page has raised an error or violated its content
    security policy."""
    contexts, errors = [], []

    def opened(
        service: Service, path: str = "/dashboard", *, token: str | None = TOKEN, width: int = 1280,
        theme: str = "light", **more: Any,
    ) -> "Page":  # fmt: skip
        usual = {
            "viewport": {"width": width, "height": 900}, "color_scheme": theme, "locale": "en-GB",
            "timezone_id": "Europe/Berlin", "reduced_motion": "reduce",
        }  # fmt: skip
        context = browser.new_context(**usual | more)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.extend(_violations(said.text)))
        page.clock.install(time=brand.NOW)
        page.goto(service.url + path)
        if token:
            page.get_by_label("API token").fill(token)
            page.get_by_role("button", name="Sign in").click()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert errors == []


def _violations(said: str) -> list[str]:
    return [said] if "Content Security" in said or "Trusted" in said else []

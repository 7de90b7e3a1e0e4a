"""Alert emails as a mail program with a browser engine shows them: accessible, and no wider than
the screen."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, get_args

import pytest

from functions.notifier.channels import email
from functions.notifier.notice import Plain
from shared.domain.alerts import Kind
from shared.domain.policies import Step
from tests.alerting.conftest import connected
from tests.alerting.desk import Desk, write
from tests.browser.test_looks import sideways, violations
from tests.builders import at, message
from tests.previews import alerts
from tests.previews.cases import CASES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AWKWARD = ("overdue", "right-to-left", "long", "inbox", "no-text")
SHOWN = [*(("plain", kind) for kind in get_args(Kind)), *((case, "step") for case in AWKWARD)]


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    return connected(monkeypatch)


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def check(page: "Page", html: str) -> None:
    """Checks the email at both widths and in both themes."""
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.set_content(html)
            assert sideways(page) <= 0, (theme, width)
            assert violations(page) == [], (theme, width)


@pytest.mark.parametrize(("case", "kind"), SHOWN)
def test_an_alert_email_is_accessible_and_fits(
    page: "Page", desk: Desk, case: str, kind: Kind
) -> None:
    check(page, email.mail(alerts.notice(desk, CASES[case], kind)).html)


def test_an_email_with_several_alerts_is_accessible_and_fits(page: "Page", desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("ada",), by=("email",)))
    for number in range(5):
        said = message(number / 60, id=f"m{number}")
        write(desk, said, str(8000 + number), text="Where is it?", permalink="https://m.me/lena")
    desk.process(*(30 + minute / 2 for minute in range(6)))
    (bundle,) = [one for one in desk.sent if one.subject.startswith("4 alerts")]
    check(page, bundle.html)


def test_an_email_about_no_wait_is_accessible_and_fits(page: "Page") -> None:
    link = "https://api.example.com/r/" + "7Kq2Zp" * 6
    plain = Plain(
        id="1", brand="Example", reply_to=None, language="en", title="Your settings",
        text="Change them.", short="your settings", link=link, attempts=1, now=at(0),
    )  # fmt: skip
    check(page, email.plain_mail(plain).html)

"""The previews show every kind of alert and every case, and a browser can open each."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args

import pytest

from shared.domain.alerts import Kind
from shared.domain.policies import Medium
from tests.previews.__main__ import main
from tests.previews.cases import CASES


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return main(tmp_path_factory.mktemp("previews")).parent


class Page(HTMLParser):
    """The tags of a page, and the text of its title."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.title, self._in_title = "", False
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append((tag, dict(attrs)))
        self._in_title = tag == "title"

    def handle_data(self, data: str) -> None:
        self.title += data if self._in_title else ""
        self._in_title = False


def test_every_kind_of_alert_is_shown_in_every_case_on_every_channel(folder: Path) -> None:
    for case in CASES:
        for kind in get_args(Kind):
            for channel in set(get_args(Medium)) - {"sms"}:  # which carries no update
                assert list((folder / channel).glob(f"{case}-{kind}.*")), (channel, case, kind)


def test_the_list_leads_to_every_file(folder: Path) -> None:
    linked = {about["href"] for tag, about in Page(folder / "index.html").tags if tag == "a"}
    written = {p.relative_to(folder).as_posix() for p in folder.rglob("*.*")} - {"index.html"}
    assert linked == written


def test_every_page_has_a_title_a_language_and_no_script(folder: Path) -> None:
    for path in [*(folder / "email").glob("*.html"), *(folder / "page").glob("*.html")]:
        page = Page(path)
        assert page.title.strip(), path
        assert ("html", {"lang": "en"}) in page.tags, path
        assert not [tag for tag, _ in page.tags if tag in {"script", "b"}], path


def test_the_settings_page_is_shown_in_every_language(folder: Path) -> None:
    found = [Page(path).tags for path in (folder / "settings").glob("*.html")]
    languages = {about.get("lang") for tags in found for tag, about in tags if tag == "html"}
    assert languages == {"de", "en", "es", "fr"}


def test_no_text_message_is_longer_than_a_segment(folder: Path) -> None:
    from shared.wording.gsm import SEGMENT_SEPTETS, septets

    for path in (folder / "sms").glob("*.txt"):
        assert septets(path.read_text(encoding="utf-8")) <= SEGMENT_SEPTETS, path

"""The previews show every kind of alert and every case, and a browser can open each."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args

import pytest

from shared.domain.alerts import Kind
from shared.domain.policies import Medium
from shared.wording import phrases
from tests.previews.__main__ import main
from tests.previews.cases import CASES
from tests.previews.messages import SENT_BY


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return main(tmp_path_factory.mktemp("previews")).parent


LANGUAGES = phrases.languages()


class Page(HTMLParser):
    """The tags of a page, and its title."""

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
            for channel in set(get_args(Medium)) - {"sms"}:  # text messages carry no updates
                assert list((folder / channel).glob(f"{case}-{kind}.*")), (channel, case, kind)


@pytest.mark.parametrize("language", LANGUAGES)
def test_bundles_and_plain_messages_are_shown_in_every_language(
    folder: Path, language: str
) -> None:
    names = {
        *(
            f"{channel}/{name}"
            for name in ("bundle", "flood")
            for channel in ("email", "sms", "slack")
        ),
        *(f"{channel}/{purpose}" for purpose, channels in SENT_BY.items() for channel in channels),
        *(f"sms/{name}" for name in ("reply-code", "answer-yours", "answer-other", "answer-over")),
    }
    if language != "en":  # English has every case
        names |= {f"email/plain-{kind}" for kind in get_args(Kind)}
    for name in names:
        assert list(folder.glob(f"{name}-{language}.*")), name


def test_a_closed_window_hidden_texts_and_a_picture_are_shown(folder: Path) -> None:
    words = {
        "window-closed-window_closing": "[Reply window closed, overdue since Sun 10:30]",
        "texts-hidden-step": phrases.phrase("en", "alert.hidden"),
        "picture-step": phrases.phrase("en", "alert.older_text"),
        "without-a-link-step": phrases.phrase("en", "page.dashboard"),
        "inbox-step": "Open and reply: https://desk.example.com/inbox",
    }
    for name, said in words.items():
        assert said in (folder / "email" / f"{name}.txt").read_text(encoding="utf-8"), name


def test_the_list_leads_to_every_file(folder: Path) -> None:
    linked = {about["href"] for tag, about in Page(folder / "index.html").tags if tag == "a"}
    written = {p.relative_to(folder).as_posix() for p in folder.rglob("*.*")} - {"index.html"}
    assert linked == written


def test_every_page_has_a_title_a_language_and_no_script(folder: Path) -> None:
    for path in [*(folder / "email").glob("*.html"), *(folder / "page").glob("*.html")]:
        page = Page(path)
        assert page.title.strip(), path
        languages = [about.get("lang") for tag, about in page.tags if tag == "html"]
        assert languages == [next((n for n in LANGUAGES if path.stem.endswith(f"-{n}")), "en")]
        assert not [tag for tag, _ in page.tags if tag in {"script", "b"}], path


def test_the_settings_page_is_shown_in_every_language(folder: Path) -> None:
    found = [Page(path).tags for path in (folder / "settings").glob("*.html")]
    languages = {about.get("lang") for tags in found for tag, about in tags if tag == "html"}
    assert languages == {"de", "en", "es", "fr"}


def test_no_text_message_is_longer_than_a_segment(folder: Path) -> None:
    from shared.wording.gsm import SEGMENT_SEPTETS, septets

    for path in (folder / "sms").glob("*.txt"):
        assert septets(path.read_text(encoding="utf-8")) <= SEGMENT_SEPTETS, path

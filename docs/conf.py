"""The documentation site: `make docs` builds it into build/docs."""

import re
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent

project = "ReplyWatch"
copyright = "the ReplyWatch authors"  # noqa: A001 the setting's name
extensions = ["myst_parser"]
html_theme = "furo"
html_title = "ReplyWatch"
html_copy_source = False
html_show_sphinx = False
exclude_patterns: list[str] = []

nitpicky = True
myst_heading_anchors = 4
suppress_warnings = [
    "misc.highlighting_failure",  # examples leave things out with "…"
]

OUTSIDE = re.compile(r"\[([^\]]*)\]\((\.\./[^)#\s]+)[^)]*\)")
"""A link upwards. Files outside docs/ are no pages: the site has a copy of each that is linked."""


def with_files(text: str, folder: Path) -> str:
    """The page with links that download files outside docs/. A folder is named by its path.

    The repository has no address that all of its copies share, so the files go onto the site.
    tests/operator/test_docs_links.py checks that they exist.
    """

    def linked(match: re.Match[str]) -> str:
        target = (folder / match[2]).resolve()
        if target.is_relative_to(DOCS):
            return match[0]
        if target.is_file():
            return f"{{download}}`{match[1].strip('`')} <{match[2]}>`"
        return f"{match[1]} (`{target.relative_to(ROOT)}`)"

    return OUTSIDE.sub(linked, text)


def setup(app: Any) -> None:
    """Sphinx calls it."""

    def source_read(_app: Any, name: str, content: list[str]) -> None:
        content[0] = with_files(content[0], (DOCS / name).parent)
        if name == "index" and not any(DOCS.glob("connect-*.md")):
            content[0] = content[0].replace("connect-*\n", "")

    app.connect("source-read", source_read)

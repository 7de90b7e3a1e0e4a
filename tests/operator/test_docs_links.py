"""Every link in the repository's documentation leads to an existing file and heading.

`make docs` checks the same for the site. This test needs no Sphinx.
"""

import re
import runpy
import subprocess
from functools import cache
from pathlib import Path

import pytest

from tests.builders import ROOT

PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / ".github").rglob("*.md")]
)
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")


def prose(page: Path) -> str:
    """The text of the page without code, which may look like a link."""
    text = re.sub(r"^ *```.*?^ *```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    return re.sub(r"`[^`\n]*`", "", text)


@cache
def anchors(page: Path) -> frozenset[str]:
    """The anchors of a page's headings, as GitHub and the site generate them."""
    text = re.sub(r"^ *```.*?^ *```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    headings = re.findall(r"^#{1,4} (.+)$", text, flags=re.M)
    slugs = (re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings)
    return frozenset(slugs)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    missing = []
    for path, anchor in LINK.findall(prose(page)):
        target = (page.parent / path).resolve() if path else page
        if not target.exists():
            missing.append(path)
        elif anchor and target.suffix == ".md" and anchor not in anchors(target):
            missing.append(f"{path}#{anchor}")
    assert missing == []


def test_every_page_of_the_site_is_in_its_contents() -> None:
    docs = ROOT / "docs"
    trees = re.findall(
        r"```\{toctree\}\n(.*?)```",
        "".join((docs / name).read_text("utf-8") for name in ("index.md", "decisions/index.md")),
        flags=re.S,
    )
    entries = [line for tree in trees for line in tree.splitlines() if line and line[0] != ":"]
    listed = {
        str(page.relative_to(docs))
        for entry in entries
        for page in [*docs.glob(f"{entry}.md"), *docs.glob(f"decisions/{entry}.md")]
    }
    every = {str(page.relative_to(docs)) for page in docs.rglob("*.md")}
    assert every - listed == {"index.md"}


def test_no_page_names_a_machine() -> None:
    found = subprocess.run(
        ["git", "grep", "-lE", "(^|[^.])/(home|Users|root)/[a-z]", "--", "*.md"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert found.stdout == ""


@pytest.mark.parametrize(
    ("link", "on_the_site"),
    [
        ("[`Event`](../../cdk.json)", "{download}`Event <../../cdk.json>`"),
        ("[alerts](../alerts.md#bundles)", "[alerts](../alerts.md#bundles)"),
        ("[the examples](../../examples)", "the examples (`examples`)"),
        ("[the site](https://example.com)", "[the site](https://example.com)"),
    ],
)
def test_the_site_has_a_copy_of_each_file_that_is_linked(link: str, on_the_site: str) -> None:
    with_files = runpy.run_path(str(ROOT / "docs" / "conf.py"))["with_files"]
    text = f"See {link}, and so on."
    assert with_files(text, ROOT / "docs" / "tutorials") == f"See {on_the_site}, and so on."

"""`make previews`: writes every alert and every state of the pages to build/previews.

The real renderers write them, from conversations in memory. Open build/previews/index.html.
"""

import os
import shutil
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import get_args

import pytest

from shared.domain.alerts import Kind
from shared.wording import phrases
from tests.alerting.conftest import connected
from tests.alerting.desk import Desk
from tests.previews import alerts, messages, pages
from tests.previews.cases import CASES

FOLDER = Path(__file__).parents[2] / "build" / "previews"

STYLE = """
body { font: 16px/1.5 system-ui; margin: 24px; color-scheme: light dark; }
td, th { padding: 4px 12px; text-align: left; vertical-align: top; }
"""


def main(folder: Path = FOLDER) -> Path:
    """Writes all previews, and the page that lists them."""
    shutil.rmtree(folder, ignore_errors=True)
    with pytest.MonkeyPatch.context() as patch:

        def new_desk() -> Desk:
            return connected(patch)

        rows = [
            (case, kind, [_written(folder, f"{case}-{kind}", f) for f in alerts.files(alert)])
            for case in CASES
            for kind in get_args(Kind)
            if (alert := alerts.notice(new_desk(), CASES[case], kind))
        ]
        rows += [
            (name, kind, [_written(folder, f"plain-{kind}-{name}", f) for f in alerts.files(alert)])
            for name in phrases.languages()
            if name != "en"
            for kind in get_args(Kind)
            if (alert := alerts.notice(new_desk(), CASES["plain"], kind, name))
        ]
        others: dict[str, list[str]] = {}
        for of in (messages.of_bundles, messages.of_plain, messages.of_replies):
            for name, file in of(new_desk):
                others.setdefault(name, []).append(_written(folder, name, file))
        rows += [(*name.rsplit("-", 1), paths) for name, paths in others.items()]
        kinds = (pages.of_states, pages.of_cases, pages.in_languages)
        shown = [page for kind in kinds for page in kind(new_desk)]
        listed = [_written(folder, n, alerts.File("page", "html", html)) for n, html in shown]
        settings = [
            _written(folder, name, alerts.File("settings", "html", html))
            for name, html in pages.of_settings(new_desk)
        ]
    index = folder / "index.html"
    index.write_text("\n".join(_index(rows, listed, settings)), encoding="utf-8")
    return index


def _written(folder: Path, name: str, file: alerts.File) -> str:
    """Writes the file. Returns its path in the folder."""
    path = Path(file.channel) / f"{name.replace(',', '').replace(' ', '-')}.{file.ending}"
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(file.content, encoding="utf-8")
    return str(path)


def _index(
    rows: list[tuple[str, str, list[str]]], listed: list[str], settings: list[str]
) -> Iterator[str]:
    yield f'<!doctype html><html lang="en"><meta charset="utf-8"><style>{STYLE}</style>'
    yield "<title>ReplyWatch previews</title><h1>Previews</h1><h2>Alerts</h2><table>"
    for case, kind, paths in rows:
        links = " · ".join(
            _link(path, path.partition("/")[0] + Path(path).suffix) for path in paths
        )
        yield f"<tr><th>{escape(case)}</th><td>{escape(kind)}</td><td>{links}</td></tr>"
    yield "</table><h2>The conversation page</h2><ul>"
    yield from (f"<li>{_link(path, Path(path).stem)}</li>" for path in listed)
    yield "</ul><h2>The settings page</h2><ul>"
    yield from (f"<li>{_link(path, Path(path).stem)}</li>" for path in settings)
    yield "</ul></html>"


def _link(path: str, label: str) -> str:
    return f'<a href="{escape(path)}">{escape(label)}</a>'


if __name__ == "__main__":
    os.environ |= {"POWERTOOLS_LOG_LEVEL": "CRITICAL", "POWERTOOLS_METRICS_DISABLED": "true"}
    print(main())

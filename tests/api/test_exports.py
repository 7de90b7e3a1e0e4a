"""`GET /v1/waits` as CSV and as JSON lines."""

import csv
import io
import json
import re
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest

from functions.api import export, models
from tests.api import documented
from tests.api.calls import TOKEN
from tests.api.test_http import send
from tests.builders import ROOT, at
from tests.events import whatsapp, whatsapp_reply
from tests.fakes.backend import Backend

WAITS = "/v1/waits"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_columns_are_the_fields_of_a_wait() -> None:
    fields = models.PlacedWait.__annotations__
    assert set(export.COLUMNS) == set(fields)
    listed = models.ListedWait.__annotations__
    assert set(export.EXCERPT) == listed.keys() - fields.keys()


def test_a_csv_has_a_header_row_and_a_row_for_each_wait(backend: Backend) -> None:
    answer = send(path=WAITS, query="format=csv")
    assert answer["headers"]["content-type"] == "text/csv; charset=utf-8"
    assert answer["text"].startswith(",".join(export.COLUMNS) + "\r\n")
    (row,) = rows(answer["text"])
    (shown,) = send(path=WAITS)["json"]["waits"]
    assert row["id"] == shown["id"]
    assert (row["overdue"], row["closed_at"], row["seconds_to_due"]) == ("false", "", "600")
    assert row["intents"] == " ".join(shown["intents"])


def test_json_lines_are_the_waits_of_the_list(backend: Backend) -> None:
    backend.receive(whatsapp("w9", 3, "4902"))
    answer = send(path=WAITS, query="format=ndjson")
    assert answer["headers"]["content-type"] == "application/x-ndjson"
    assert answer["text"].endswith("}\n")
    lines = [json.loads(line) for line in answer["text"].splitlines()]
    assert lines == send(path=WAITS)["json"]["waits"]


def test_an_empty_page_is_a_header_row_or_nothing(backend: Backend) -> None:
    assert rows(send(path=WAITS, query="format=csv&channel=x")["text"]) == []
    assert send(path=WAITS, query="format=csv&channel=x")["text"].count("\r\n") == 1
    assert send(path=WAITS, query="format=ndjson&channel=x")["text"] == ""


@pytest.mark.parametrize("outcome", ["open", "open,met"])
def test_pages_follow_each_other_and_only_the_first_has_a_header_row(
    backend: Backend, outcome: str
) -> None:
    backend.receive(*(whatsapp(f"w{n}", n, f"49{n}") for n in range(10, 16)))
    backend.receive(whatsapp_reply("r1", 17, "4910"))
    text, cursor, pages = "", "", 0
    while pages == 0 or cursor:
        more = f"&cursor={cursor}" if cursor else ""
        answer = send(path=WAITS, query=f"format=csv&limit=2&outcome={outcome}{more}")
        text += answer["text"]
        cursor = answer["headers"].get("x-next-cursor", "")
        pages += 1
    assert pages >= 3
    found = [row["id"] for row in rows(text)]
    assert len(found) == len(set(found)) == (7 if "met" in outcome else 6)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\0"])
def test_a_text_that_a_spreadsheet_would_execute_begins_with_an_apostrophe(start: str) -> None:
    wait: dict[str, Any] = dict.fromkeys((*export.COLUMNS, *export.EXCERPT))
    text = f'{start}HYPERLINK("https://evil.example","x")'
    wait |= {"reason": text, "excerpt": text, "seconds_to_due": -5, "intents": [f"{start}1"]}
    (row,) = rows(export.answer("csv", [wait], None, is_first=True, has_excerpt=True).body or "")
    assert row["reason"] == row["excerpt"] == f"'{text}"
    assert row["intents"] == f"'{start}1"
    assert row["seconds_to_due"] == "-5", "a number is no text"


@pytest.mark.parametrize("delimiter", [";", "\t"])
@pytest.mark.parametrize(
    "formula",
    [
        *("=cmd|/C calc!A0", "+1", "-2+3", "-(2)", "-D2", "@SUM(A1)", " =1", "\t=1", "\0=1"),
        *('"=1;', '" "=1;', "-);=1", "-) ;-2", '-)";=1'),
    ],
)
def test_no_separator_makes_a_text_a_formula(delimiter: str, formula: str) -> None:
    """In Germany, spreadsheets expect `;` to separate the cells of a CSV."""
    wait: dict[str, Any] = dict.fromkeys((*export.COLUMNS, *export.EXCERPT))
    for begin in ("", "Hi", "Hi;"):
        text = f"{begin}{delimiter}{formula}"
        wait |= {"customer_name": text, "excerpt": text}
        body = export.answer("csv", [wait], None, is_first=True, has_excerpt=True).body
        cells = [c for row in csv.reader(io.StringIO(body), delimiter=delimiter) for c in row]
        assert not [cell for cell in cells if re.match(r"[\s\0]*([=+@]|-(?!\)))", cell)]


@pytest.mark.parametrize(
    "text",
    [
        'two\nlines, a "quote", 你好',
        *(f"Thanks{space};-{mouth} bye" for space in ("", " ") for mouth in ")]}*/|"),
        ";-)",
        ";) or :-( or a-b;c",
    ],
)
def test_any_other_text_reads_back_from_a_csv(text: str) -> None:
    wait: dict[str, Any] = dict.fromkeys(export.COLUMNS) | {"reason": text}
    (row,) = rows(export.answer("csv", [wait], None, is_first=True, has_excerpt=False).body or "")
    assert row["reason"] == text


def test_customers_texts_are_exported_only_on_request(backend: Backend) -> None:
    (row,) = rows(send(path=WAITS, query="format=csv&include=excerpt")["text"])
    assert {"customer_name", "excerpt"} <= row.keys()
    (row,) = rows(send(path=WAITS, query="format=csv")["text"])
    assert not {"customer_name", "excerpt"} & row.keys()


def test_another_format_is_refused(backend: Backend) -> None:
    answer = send(path=WAITS, query="format=xlsx")
    assert answer["statusCode"] == 400
    assert "json, csv, ndjson" in answer["json"]["detail"]


def test_the_formats_and_the_header_are_documented() -> None:
    (found,) = [documented.document()["paths"][WAITS]["get"]["responses"]["200"]]
    assert set(found["content"]) == {"application/json", "text/csv", "application/x-ndjson"}
    assert set(found["headers"]) == {export.NEXT_CURSOR}


# --- The commands of the documentation ------------------------------------------------------------


@pytest.fixture
def served(backend: Backend) -> Iterator[str]:
    """Serves the API on loopback."""

    class Api(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            headers = {"authorization": self.headers["authorization"]}
            answer = send(path=parts.path, query=parts.query, **headers)
            body = answer["text"].encode()
            self.send_response(answer["statusCode"])
            for name in ("content-type", "x-next-cursor"):
                if name in answer["headers"]:
                    self.send_header(name, answer["headers"][name])
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Prints nothing."""

    server = HTTPServer(("127.0.0.1", 0), Api)
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_the_script_of_the_documentation_exports_every_page(
    backend: Backend, served: str, tmp_path: Path
) -> None:
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    (script,) = [s for s in re.findall(r"```sh\n(.*?)```", text, flags=re.S) if "waits.csv" in s]
    backend.receive(*(whatsapp(f"w{n}", n, f"49{n}") for n in range(10, 16)))
    backend.now = at(20)
    script = script.replace("limit=200", "limit=2")
    subprocess.run(
        ["bash", "-eu", "-c", script],
        check=True,
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "ApiUrl": served, "TOKEN": TOKEN, "no_proxy": "127.0.0.1"},
        timeout=60,
    )
    exported = rows((tmp_path / "waits.csv").read_text(encoding="utf-8"))
    assert len({row["id"] for row in exported}) == len(exported) == 7

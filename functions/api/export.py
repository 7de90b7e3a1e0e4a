"""Pages of waits for spreadsheets (CSV) and programs (JSON lines).

Pages can be appended to each other: only the first one of a CSV has the header row. A text that a
spreadsheet would run as a formula gets an apostrophe before it, as OWASP advises:
https://owasp.org/www-community/attacks/CSV_Injection
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from aws_lambda_powertools.event_handler import Response

FORMATS = ("json", "csv", "ndjson")
NEXT_CURSOR = "X-Next-Cursor"
"""The header with the cursor of the next page; without it, there is none."""

COLUMNS = (
    "id", "conversation", "channel", "surface", "account", "customer", "permalink", "kind",
    "outcome", "opened_by", "opened_at", "due_at", "overdue", "seconds_to_due", "policy",
    "closed_by", "closed_at", "response_s", "business_response_s", "seconds_before_due",
    "first_reply_including_bots_s", "moved_to_private_at", "intents", "language", "agent",
    "dismissed_by", "reason", "last_message_at", "answerable_until", "human_agent_until",
    "acknowledged_by", "snoozed_until", "escalated_early_reason", "escalation_steps_sent",
    "next_notification_at",
)  # fmt: skip
EXCERPT = ("customer_name", "excerpt")
FORMULA = re.compile(
    r'^(?=[\s"\0]*[=+\-@])|^(?=[\t\r\n\0])'
    r'|([;\t\r\n])(?=[\s"\0]*(?:[=+@]|-(?![)\]}*/|])))'
)
"""The beginning of a cell that a spreadsheet may run as a formula. In many languages, a spreadsheet
also splits a text at each `;` if the file is opened with a double click. Quotes do not protect the
cells after the first. No formula begins with `-)`, so a smiley `;-)` in a text stays as it is."""


def answer(
    kind: str,
    waits: Sequence[dict[str, Any]],
    cursor: str | None,
    *,
    is_first: bool,
    has_excerpt: bool,
) -> Response[str]:
    """The page in this format. `cursor` leads on from it."""
    headers = {NEXT_CURSOR: cursor} if cursor else {}
    if kind == "csv":
        columns = (*COLUMNS, *EXCERPT) if has_excerpt else COLUMNS
        table = _csv(waits, columns, has_header=is_first)
        return Response(200, "text/csv; charset=utf-8", table, headers=headers)
    lines = "".join(json.dumps(wait, ensure_ascii=False) + "\n" for wait in waits)
    return Response(200, "application/x-ndjson", lines, headers=headers)


def _csv(waits: Iterable[dict[str, Any]], columns: Sequence[str], *, has_header: bool) -> str:
    text = io.StringIO()
    writer = csv.writer(text)  # lines end with CR LF, as in RFC 4180
    if has_header:
        writer.writerow(columns)
    writer.writerows([_cell(wait[name]) for name in columns] for wait in waits)
    return text.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return _safe(" ".join(map(str, value)))
    return _safe(value) if isinstance(value, str) else str(value)


def _safe(text: str) -> str:
    return FORMULA.sub(r"\1'", text)

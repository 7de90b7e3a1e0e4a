"""The dashboard: one page, assembled from the files beside this one.

The page contains its style and its script, and needs nothing else. The content security policy
allows only these two, by their hashes. So no data from the network can run as code or load
anything.
"""

import base64
import hashlib
import json
import re
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from functions.api.conversation_forms import MAX_AHEAD, SNOOZES_MIN
from functions.api.dismissal import MAX_REASON_CHARACTERS

FOLDER = Path(__file__).parent

SCRIPTS = ("base", "api", "health", "list", "timeline", "actions", "charts", "figures", "main")
"""The scripts, in this order. They share one scope: later ones use what earlier ones define."""

LIMITS = {
    "max_reason": MAX_REASON_CHARACTERS,
    "max_ahead_h": MAX_AHEAD // timedelta(hours=1),
    "snoozes_s": [minutes * 60 for minutes in SNOOZES_MIN.values()],
}
"""Limits that the script shares with the conversation page, because both offer the same actions."""


class Dashboard(NamedTuple):
    """The page, and the content security policy under which it runs."""

    html: str
    policy: str


@cache
def assembled() -> Dashboard:
    """The page, assembled once."""
    script = "\n".join(_read(f"{name}.js") for name in SCRIPTS)
    limits = f"const LIMITS = {json.dumps(LIMITS)};\n"
    html = _read("index.html").replace("/* style */", _read("style.css"))
    html = html.replace("/* script */", f'"use strict";\n{limits}{script}')
    policy = (
        f"default-src 'none'; script-src {hashes(html, 'script')}; "
        f"style-src {hashes(html, 'style')}; connect-src 'self'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    return Dashboard(html, policy)


def hashes(html: str, tag: str) -> str:
    """The sources of a policy that allow the page's own elements of this name, and no others."""
    found = re.findall(rf"<{tag}>(.*?)</{tag}>", html, flags=re.DOTALL)
    digests = (hashlib.sha256(text.encode()).digest() for text in found)
    return " ".join(f"'sha256-{base64.b64encode(d).decode()}'" for d in digests) or "'none'"


def _read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")

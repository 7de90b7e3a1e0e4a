"""The parts of the code that the dashboard's script must match. What it shows is tested in a
browser."""

import re
from typing import get_args

from functions.api import conversation_forms, dismissal
from functions.api.dashboard import LIMITS, assembled
from shared.domain.alerts import Kind


def test_the_timeline_names_each_kind_of_alert() -> None:
    found = re.search(r"const ALERTS = \{(.*?)\};", assembled().html, re.DOTALL)
    assert found
    assert set(re.findall(r"(\w+):", found[1])) == {*get_args(Kind)} - {"step"}


def test_the_dashboard_offers_what_the_conversation_page_does() -> None:
    snoozes = [minutes * 60 for minutes in conversation_forms.SNOOZES_MIN.values()]
    reason = dismissal.MAX_REASON_CHARACTERS
    assert {"max_reason": reason, "max_ahead_h": 12, "snoozes_s": snoozes} == LIMITS
    assert set(re.findall(r"LIMITS\.(\w+)", assembled().html)) == LIMITS.keys()

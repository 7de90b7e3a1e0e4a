"""What the dashboard's script must know of the code. What it shows is tested in a browser."""

import re
from typing import get_args

from functions.api.dashboard import assembled
from shared.domain.alerts import Kind


def test_the_timeline_names_each_kind_of_alert() -> None:
    found = re.search(r"const ALERTS = \{(.*?)\};", assembled().html, re.DOTALL)
    assert found
    assert set(re.findall(r"(\w+):", found[1])) == {*get_args(Kind)} - {"step"}

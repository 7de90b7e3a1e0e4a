"""The API's secret: its callers' tokens, and the keys that sign acknowledge links.

Read from Secrets Manager at most every five minutes, so that a rotation needs no deployment.
"""

import time

from shared.runtime import aws

KEPT_S = 300

_kept: tuple[float, dict[str, tuple[str, ...]]] | None = None


def values(name: str) -> tuple[str, ...]:
    """The live values under `tokens` or `link_keys`; empty until an operator has filled them in."""
    global _kept  # noqa: PLW0603 a cache with a time
    if _kept is None or time.monotonic() - _kept[0] > KEPT_S:
        _kept = (time.monotonic(), aws.secret_lists("API_SECRET_ID"))
    return _kept[1].get(name, ())

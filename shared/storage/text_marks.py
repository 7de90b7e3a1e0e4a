"""What the fold needs to know of a message's text.

The marks are computed from the text. When the text must be deleted, they are stored in its place.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from shared.config.configuration import Configuration

MAX_READINGS = 4_096
"""How many texts have their marks cached."""


def of_item(item: Mapping[str, Any], configuration: Configuration) -> dict[str, Any]:
    """The marks of a stored message. Empty if it has no text."""
    text = item.get("text")
    if item.get("direction") == "in":
        return _reading(text, item.get("lang"))
    if not text:
        return {}
    is_public = item.get("surface") == "public"
    marks = {}
    if is_public:
        marks["deflects"] = _deflects(text)
    if configuration.policy_set.has_follow_ups:
        marks["holding"] = _is_holding(text)
    if _asks(text):
        marks["asks"] = True
    return marks


@lru_cache(MAX_READINGS)
def _reading(text: str | None, lang: str | None) -> dict[str, Any]:
    from shared.domain.intents import classifier  # its word lists would slow the webhook's start

    reading = classifier.read(text, lang=lang)
    return {
        "courtesy": reading.courtesy,
        "affirms": reading.affirms,
        "intents": sorted(reading.intents),
        "language": reading.language or lang,
    }


@lru_cache(MAX_READINGS)
def _asks(text: str) -> bool:
    from shared.domain.intents import classifier

    return classifier.asks(text)


@lru_cache(MAX_READINGS)
def _is_holding(text: str) -> bool:
    from shared.domain.intents import classifier

    return classifier.is_holding(text)


@lru_cache(MAX_READINGS)
def _deflects(text: str) -> bool:
    from shared.domain.intents import classifier

    return classifier.deflects(text)

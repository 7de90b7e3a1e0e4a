"""`python -m functions.api.event_schema`: writes the JSON Schema of published events, which is the
`detail` of an event of EventBridge, of the types in `event_models`."""

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from functions.api import event_models
from shared.config.validation import WithoutTitles

DOCUMENT = Path(__file__).parents[2] / "docs" / "events.schema.json"


def document() -> dict[str, Any]:
    """The JSON Schema."""
    adapter: TypeAdapter[Any] = TypeAdapter(event_models.WaitEvent | event_models.AlertEvent)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "ReplyWatch event",
        **adapter.json_schema(schema_generator=WithoutTitles),
    }


def text() -> str:
    """The document as it is stored."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    DOCUMENT.write_text(text(), encoding="utf-8")

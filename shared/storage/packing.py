"""Figures as compressed text: about a fifth of their JSON, and so are the units to read them."""

import base64
import json
import zlib
from collections.abc import Mapping
from typing import Any


def pack(values: Mapping[str, Any]) -> str:
    """JSON, compressed, in Base64. Equal values give the same text."""
    raw = json.dumps(values, separators=(",", ":"), sort_keys=True).encode()
    return base64.b64encode(zlib.compress(raw, 9)).decode()


def unpack(packed: str) -> dict[str, Any]:
    """The inverse of `pack`. JSON that is not compressed is read, too: hourly figures were stored
    so before."""
    raw = packed if packed.startswith("{") else zlib.decompress(base64.b64decode(packed))
    values: dict[str, Any] = json.loads(raw)
    return values

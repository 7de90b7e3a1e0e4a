"""Makes short names of texts, for the table's keys."""

import hashlib


def fingerprint(text: str) -> str:
    """A short, stable name for any text."""
    return hashlib.blake2b(text.encode(), digest_size=10).hexdigest()

"""Short names for texts, for keys of the table."""

import hashlib


def fingerprint(text: str) -> str:
    """A short, stable name for any text."""
    return hashlib.blake2b(text.encode(), digest_size=10).hexdigest()

"""Makes the public ids of conversations, for URLs, queues and logs."""

import secrets
import string

CHARACTERS = 16
ALPHABET = string.ascii_letters + string.digits
"""No `-`, which a command line would read as an option. A double click selects the whole id. An id
holds 95 random bits."""


def new_public_id() -> str:
    """A random id, such as `hX3nQ0c1TgqkVb8m`."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CHARACTERS))

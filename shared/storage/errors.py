"""The table's errors in our words."""

from typing import Any

from botocore.exceptions import ClientError

PERMANENT_CODES = ("ValidationException", "ItemCollectionSizeLimitExceededException")
PERMANENT_REASONS = ("ValidationError", "ItemCollectionSizeLimitExceeded")
"""DynamoDB's codes for what it will always refuse: an item over 400 KB, or one item twice in a
transaction."""


class ConflictError(Exception):
    """Another function wrote the item in between. Read it again and decide again."""


class OverloadedError(Exception):
    """DynamoDB did not take all of a batch, even after waiting. The caller fails too, and is called
    again: the whole batch may be written twice."""


class RejectedError(Exception):
    """DynamoDB will never accept this write. To try again is useless."""


def has_code(error: ClientError, *codes: str) -> bool:
    """Whether AWS's error has one of these codes."""
    return error.response.get("Error", {}).get("Code") in codes


def is_rejected(error: ClientError) -> bool:
    """Whether DynamoDB will always refuse this write, or a part of this transaction."""
    reasons: Any = error.response.get("CancellationReasons", ())
    is_permanent = any(reason.get("Code") in PERMANENT_REASONS for reason in reasons)
    return is_permanent or has_code(error, *PERMANENT_CODES)

"""The errors of the table, in place of AWS's."""

from typing import Any

from botocore.exceptions import ClientError

PERMANENT_CODES = ("ValidationException", "ItemCollectionSizeLimitExceededException")
PERMANENT_REASONS = ("ValidationError", "ItemCollectionSizeLimitExceeded")
"""DynamoDB's codes for what it will always refuse: an item over 400 KB, or one item twice in a
transaction."""


class ConflictError(Exception):
    """Another function has written the item since it was read. Read it again, and decide again."""


class OverloadedError(Exception):
    """DynamoDB did not accept all items of a batch, even after several attempts.

    The caller fails as well, and is called again. So the whole batch may be written twice.
    """


class RejectedError(Exception):
    """DynamoDB will never accept this write, so it must not be repeated."""


def has_code(error: ClientError, *codes: str) -> bool:
    """Whether this error of AWS has one of these codes."""
    return error.response.get("Error", {}).get("Code") in codes


def is_rejected(error: ClientError) -> bool:
    """Whether DynamoDB would refuse this write, or a part of this transaction, every time."""
    reasons: Any = error.response.get("CancellationReasons", ())
    is_permanent = any(reason.get("Code") in PERMANENT_REASONS for reason in reasons)
    return is_permanent or has_code(error, *PERMANENT_CODES)

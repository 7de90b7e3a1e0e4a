"""AWS's list prices for US East (N. Virginia), `us-east-1`, in US dollars.

Free allowances are not deducted, so an account that has some left pays less. Encryption with AWS's
own keys is free, and so are Lambda's reads from a table's stream.
"""

from typing import NamedTuple

MILLION = 1_000_000


class Price(NamedTuple):
    """What `per` units cost."""

    usd: float
    per: float
    source: str
    """AWS's page with the price."""
    noted: str
    """The month in which this was the price, `YYYY-MM`. AWS's page has today's."""

    def of(self, units: float) -> float:
        """US dollars for that many units."""
        return self.usd * units / self.per


_DYNAMODB = "https://aws.amazon.com/dynamodb/pricing/on-demand/"
_LAMBDA = "https://aws.amazon.com/lambda/pricing/"
_GATEWAY = "https://aws.amazon.com/api-gateway/pricing/"
_SQS = "https://aws.amazon.com/sqs/pricing/"
_EVENTBRIDGE = "https://aws.amazon.com/eventbridge/pricing/"
_CLOUDWATCH = "https://aws.amazon.com/cloudwatch/pricing/"
_SES = "https://aws.amazon.com/ses/pricing/"
_SNS = "https://aws.amazon.com/sns/pricing/"
_SECRETS = "https://aws.amazon.com/secrets-manager/pricing/"

WRITE_UNIT = Price(0.625, MILLION, _DYNAMODB, "2025-05")
READ_UNIT = Price(0.125, MILLION, _DYNAMODB, "2025-05")
TABLE_GB_MONTH = Price(0.25, 1, _DYNAMODB, "2025-05")
RECOVERY_GB_MONTH = Price(0.20, 1, _DYNAMODB, "2025-05")
"""Point-in-time recovery, by the size of the table."""

INVOCATION = Price(0.20, MILLION, _LAMBDA, "2026-05")
ARM_GB_SECOND = Price(0.0000133334, 1, _LAMBDA, "2026-05")
HTTP_REQUEST = Price(1.00, MILLION, _GATEWAY, "2025-05")
"""An HTTP API's request of at most 512 KB."""

QUEUE_REQUEST = Price(0.40, MILLION, _SQS, "2026-05")
SCHEDULED_RUN = Price(1.00, MILLION, _EVENTBRIDGE, "2026-03")
LOG_GB = Price(0.50, 1, _CLOUDWATCH, "2026-02")
"""Logs taken in."""

LOG_GB_MONTH = Price(0.03, 1, _CLOUDWATCH, "2026-02")
"""Logs kept. AWS charges the compressed size."""

METRIC = Price(0.30, 1, _CLOUDWATCH, "2026-02")
"""A custom metric: one combination of name and dimension values."""

ALARM = Price(0.10, 1, _CLOUDWATCH, "2026-02")
"""One metric of an alarm, for a month. The alarm's period is a minute or longer."""

SECRET = Price(0.40, 1, _SECRETS, "2026-05")
SECRET_CALL = Price(0.05, 10_000, _SECRETS, "2026-05")

EMAIL = Price(0.10, 1_000, _SES, "2026-05")
TOPIC_REQUEST = Price(0.50, MILLION, _SNS, "2026-05")
"""A provider's event about an email; its delivery to a function is free."""

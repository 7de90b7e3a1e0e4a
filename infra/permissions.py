"""Who may do what: the one table of permissions. Nothing else gives a function any.

Every function may also write to its own log group, and to no other.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from aws_cdk import aws_iam as iam


class On(StrEnum):
    """What is permitted upon."""

    TABLE = "table"
    DUE_INDEX = "due index"
    STREAM = "stream"
    STREAMS = "streams of the table"
    STREAM_DEAD_LETTERS = "stream dead letters"
    ALERTS = "alerts queue"
    DELIVERY_DEAD_LETTERS = "delivery events' dead letters"
    WEBHOOK_SECRET = "webhook secret"  # noqa: S105
    API_SECRET = "api secret"  # noqa: S105
    SENDER = "mail from the configured address"
    MAIL_SETTINGS = "mail configuration set"
    PHONES = "telephone numbers"


_READ_STREAM = {
    On.STREAM: ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"),
    On.STREAMS: ("dynamodb:ListStreams",),
    On.STREAM_DEAD_LETTERS: ("sqs:SendMessage",),
}

PERMISSIONS: Mapping[str, Mapping[On, tuple[str, ...]]] = {
    "webhook": {
        On.TABLE: ("dynamodb:BatchWriteItem", "dynamodb:GetItem", "dynamodb:PutItem"),
        On.WEBHOOK_SECRET: ("secretsmanager:GetSecretValue",),
    },
    # A transaction needs the permissions of what it does, and none of its own.
    "tracker": _READ_STREAM
    | {
        On.TABLE: (
            "dynamodb:BatchGetItem",
            "dynamodb:BatchWriteItem",
            "dynamodb:DeleteItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
        ),
    },
    "sla_checker": {
        On.DUE_INDEX: ("dynamodb:Query",),
        On.ALERTS: ("sqs:SendMessage",),
    },
    "notifier": {
        On.TABLE: (
            "dynamodb:BatchGetItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
        ),
        On.ALERTS: ("sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"),
        On.DELIVERY_DEAD_LETTERS: ("sqs:SendMessage",),
        On.SENDER: ("ses:SendEmail",),
        On.MAIL_SETTINGS: ("ses:SendEmail",),
        On.PHONES: ("sns:Publish",),
        On.API_SECRET: ("secretsmanager:GetSecretValue",),
    },
    "rollup": _READ_STREAM
    | {
        On.TABLE: ("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"),
    },
    "api": {
        On.TABLE: (
            "dynamodb:BatchGetItem",
            "dynamodb:BatchWriteItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
        ),
        On.DUE_INDEX: ("dynamodb:Query",),
        On.API_SECRET: ("secretsmanager:GetSecretValue",),
    },
}


def statements(
    function: str, *, arns: Mapping[On, Sequence[str]], mail_from: str
) -> list[iam.PolicyStatement]:
    """The function's rows of the table, as IAM puts them."""
    return [
        _statement(on, list(actions), arns, mail_from)
        for on, actions in PERMISSIONS[function].items()
    ]


def _statement(
    on: On, actions: list[str], arns: Mapping[On, Sequence[str]], mail_from: str
) -> iam.PolicyStatement:
    if on is On.PHONES:
        # A telephone number has no ARN; what is not a topic is one.
        return iam.PolicyStatement(actions=actions, not_resources=["arn:*:sns:*:*:*"])
    if on is On.SENDER:
        # SES asks for the sender's domain or address, whichever it knows, and in its sandbox for
        # the reader's, too: so not the identity is what limits this, but the address in From.
        only = {"StringEquals": {"ses:FromAddress": mail_from}}
        return iam.PolicyStatement(actions=actions, resources=list(arns[on]), conditions=only)
    return iam.PolicyStatement(actions=actions, resources=list(arns[on]))

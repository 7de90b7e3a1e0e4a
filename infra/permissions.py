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
    MAIL = "mail identity and configuration set"
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
        On.MAIL: ("ses:SendEmail",),
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


def statements(function: str, *, arns: Mapping[On, Sequence[str]]) -> list[iam.PolicyStatement]:
    """The function's rows of the table, as IAM puts them."""
    return [
        # A telephone number has no ARN; what is not a topic is one.
        iam.PolicyStatement(actions=list(actions), not_resources=["arn:*:sns:*:*:*"])
        if on is On.PHONES
        else iam.PolicyStatement(actions=list(actions), resources=list(arns[on]))
        for on, actions in PERMISSIONS[function].items()
    ]

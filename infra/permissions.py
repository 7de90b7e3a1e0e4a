"""The permissions of every function, in one table. Nothing else grants any.

Every function may also write to its own log group.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from aws_cdk import aws_iam as iam


class Resource(StrEnum):
    """What a permission applies to."""

    TABLE = "table"
    DUE_INDEX = "due index"
    PUBLIC_INDEX = "public index"
    WAITING_INDEX = "waiting index"
    ALERTS_INDEX = "alerts index"
    STREAM = "table's stream"
    ALL_STREAMS = "all streams"
    STREAM_DEAD_LETTERS = "stream dead letters"
    ALERTS = "alerts queue"
    EVENTS = "queue of events"
    EVENT_BUS = "event bus"
    DELIVERY_DEAD_LETTERS = "delivery events' dead letters"
    WEBHOOK_SECRET = "webhook secret"  # noqa: S105
    API_SECRET = "api secret"  # noqa: S105
    CHANNELS_SECRET = "channels secret"  # noqa: S105
    SENDER = "email from the configured address"
    MAIL_SETTINGS = "email configuration set"
    PHONES = "phone numbers"
    SMS_ORIGINATION = "SMS origination identity"
    MODEL = "language model or inference profile"
    PROFILE_MODEL = "the inference profile's model in its Regions"
    SMS_SETTINGS = "SMS configuration set"


_READ_STREAM = {
    Resource.STREAM: (
        "dynamodb:DescribeStream",
        "dynamodb:GetRecords",
        "dynamodb:GetShardIterator",
    ),
    # IAM knows no resource for this action; a policy that names one does not allow it:
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
    Resource.ALL_STREAMS: ("dynamodb:ListStreams",),
    Resource.STREAM_DEAD_LETTERS: ("sqs:SendMessage",),
}

PERMISSIONS: Mapping[str, Mapping[Resource, tuple[str, ...]]] = {
    "webhook": {
        Resource.TABLE: ("dynamodb:BatchWriteItem", "dynamodb:GetItem", "dynamodb:PutItem"),
        Resource.WEBHOOK_SECRET: ("secretsmanager:GetSecretValue",),
    },
    # A transaction needs the permissions of its parts and none of its own.
    "tracker": _READ_STREAM
    | {
        Resource.TABLE: (
            "dynamodb:BatchGetItem",
            "dynamodb:BatchWriteItem",
            "dynamodb:DeleteItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
        ),
        # Where a second opinion is configured. A profile needs both.
        Resource.MODEL: ("bedrock:InvokeModel",),
        Resource.PROFILE_MODEL: ("bedrock:InvokeModel",),
    },
    "sla_checker": {
        Resource.DUE_INDEX: ("dynamodb:Query",),
        # Once an hour: the accounts' last messages, and what is usual.
        Resource.TABLE: ("dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"),
        Resource.ALERTS: ("sqs:GetQueueAttributes", "sqs:SendMessage"),
    },
    "notifier": {
        Resource.PUBLIC_INDEX: ("dynamodb:Query",),
        Resource.TABLE: (
            "dynamodb:BatchGetItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
        ),
        Resource.ALERTS: ("sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"),
        Resource.DELIVERY_DEAD_LETTERS: ("sqs:SendMessage",),
        Resource.SENDER: ("ses:SendEmail",),
        Resource.MAIL_SETTINGS: ("ses:SendEmail",),
        # One of them: SNS without the setting sms_origination, End User Messaging with it.
        Resource.PHONES: ("sns:Publish",),
        Resource.SMS_ORIGINATION: ("sms-voice:SendTextMessage",),
        Resource.SMS_SETTINGS: ("sms-voice:SendTextMessage",),
        Resource.API_SECRET: ("secretsmanager:GetSecretValue",),
        Resource.CHANNELS_SECRET: ("secretsmanager:GetSecretValue",),
    },
    "rollup": _READ_STREAM
    | {
        Resource.TABLE: ("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"),
        # Both only where events are published.
        Resource.EVENT_BUS: ("events:PutEvents",),
        Resource.EVENTS: (
            "sqs:DeleteMessage",
            "sqs:GetQueueAttributes",
            "sqs:ReceiveMessage",
            "sqs:SendMessage",
        ),
    },
    "api": {
        Resource.PUBLIC_INDEX: ("dynamodb:Query",),
        Resource.TABLE: (
            "dynamodb:BatchGetItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
        ),
        Resource.WAITING_INDEX: ("dynamodb:Query",),
        Resource.ALERTS_INDEX: ("dynamodb:Query",),
        Resource.API_SECRET: ("secretsmanager:GetSecretValue",),
    },
}


def statements(
    function: str, *, arns: Mapping[Resource, Sequence[str]], mail_from: str
) -> list[iam.PolicyStatement]:
    """The function's rows of the table as IAM statements. A resource that the deployment does not
    have is left out."""
    return [
        _statement(resource, list(actions), arns, mail_from)
        for resource, actions in PERMISSIONS[function].items()
        if arns[resource]
    ]


def _statement(
    resource: Resource,
    actions: list[str],
    arns: Mapping[Resource, Sequence[str]],
    mail_from: str,
) -> iam.PolicyStatement:
    if resource is Resource.PHONES:
        # A phone number has no ARN, so the statement excludes every ARN of a topic instead.
        return iam.PolicyStatement(actions=actions, not_resources=list(arns[resource]))
    if resource is Resource.SENDER:
        # SES checks the identity of the sender, which is its domain or its address, and in the
        # sandbox also the recipient's. So the limit is the From address, not the identity.
        only = {"StringEquals": {"ses:FromAddress": mail_from}}
        return iam.PolicyStatement(actions=actions, resources=list(arns[resource]), conditions=only)
    if resource is Resource.PROFILE_MODEL:
        # A profile sends each request to one of its Regions, and AWS may add Regions to it. So the
        # Region is left open, and the model can be called by this profile only:
        # https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html
        (profile,) = arns[Resource.MODEL]
        only = {"StringEquals": {"bedrock:InferenceProfileArn": profile}}
        return iam.PolicyStatement(actions=actions, resources=list(arns[resource]), conditions=only)
    return iam.PolicyStatement(actions=actions, resources=list(arns[resource]))

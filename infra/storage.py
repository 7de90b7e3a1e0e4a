"""What is kept: the one table, and the dead letters of its stream."""

from typing import cast

from aws_cdk import Acknowledgment, CfnElement, RemovalPolicy, Stack, Validations
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.queues import dead_letter_queue
from infra.settings import Settings
from shared.storage import schema


class Storage(Construct):
    """The table, in the shape that `shared/storage/schema.py` draws."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Settings) -> None:
        super().__init__(scope, construct_id)
        text = dynamodb.AttributeType.STRING
        # Encrypted with a key that AWS owns: a key of one's own costs a request charge for every
        # call, and would protect from nobody who is not already held off by IAM.
        self.table = dynamodb.Table(
            self,
            "Table",
            partition_key=dynamodb.Attribute(name=schema.PK, type=text),
            sort_key=dynamodb.Attribute(name=schema.SK, type=text),
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            stream=dynamodb.StreamViewType.NEW_IMAGE,
            time_to_live_attribute=schema.TTL,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            deletion_protection=settings.production,
            removal_policy=RemovalPolicy.RETAIN if settings.production else RemovalPolicy.DESTROY,
        )
        self.table.add_global_secondary_index(
            index_name=schema.DUE_INDEX,
            partition_key=dynamodb.Attribute(name=schema.DUE_SHARD, type=text),
            sort_key=dynamodb.Attribute(name=schema.DUE_NEXT, type=text),
            projection_type=dynamodb.ProjectionType.INCLUDE,
            non_key_attributes=list(schema.DUE_INCLUDES),
        )
        table = Stack.of(self).get_logical_id(cast("CfnElement", self.table.node.default_child))
        Validations.of(Stack.of(self)).acknowledge(
            Acknowledgment(
                id=f"AwsSolutions-IAM5[Resource::<{table}.Arn>/stream/*]",
                reason="Only for ListStreams, which is asked of all streams of a table and tells "
                "no more than their names.",
            )
        )
        self.stream_dead_letters: sqs.Queue = dead_letter_queue(self, "StreamDeadLetters")

    @property
    def stream_arn(self) -> str:
        """The table's stream."""
        arn = self.table.table_stream_arn
        assert arn is not None
        return arn

    @property
    def due_index_arn(self) -> str:
        """The index of what is due."""
        return f"{self.table.table_arn}/index/{schema.DUE_INDEX}"

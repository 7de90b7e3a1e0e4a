"""The DynamoDB table, and the dead-letter queue of its stream."""

from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.queues import dead_letter_queue
from infra.removal import table_policy
from infra.settings import Settings
from shared.storage import schema


class Storage(Construct):
    """The table in the shape that `shared/storage/schema.py` draws."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Settings) -> None:
        super().__init__(scope, construct_id)
        self.table = self._existing(settings) if settings.table_name else self._new(settings)
        self.stream_dead_letters: sqs.Queue = dead_letter_queue(self, "StreamDeadLetters")

    def _existing(self, settings: Settings) -> dynamodb.ITable:
        """A table that another stack has left, or that was restored from a backup.

        `replywatch prepare-table` gives it what this stack gives to a new table.
        """
        return dynamodb.Table.from_table_attributes(
            self,
            "Existing",
            table_name=settings.table_name,
            table_stream_arn=settings.table_stream_arn,
        )

    def _new(self, settings: Settings) -> dynamodb.Table:
        text = dynamodb.AttributeType.STRING
        # AWS's own key encrypts it. A customer-managed key adds a charge to every request, and who
        # can read the table here could use that key too.
        table = dynamodb.Table(
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
            deletion_protection=settings.keeps_data,
            removal_policy=table_policy(settings),
        )
        for name, partition_key, sort_key, included in (
            (schema.DUE_INDEX, schema.DUE_SHARD, schema.DUE_NEXT, schema.DUE_INCLUDES),
            (schema.WAITING_INDEX, schema.ACCOUNT, schema.LISTED, schema.WAITING_INCLUDES),
            (schema.ALERTS_INDEX, schema.ACCOUNT, schema.CLAIMED, schema.ALERTS_INCLUDES),
        ):
            table.add_global_secondary_index(
                index_name=name,
                partition_key=dynamodb.Attribute(name=partition_key, type=text),
                sort_key=dynamodb.Attribute(name=sort_key, type=text),
                projection_type=dynamodb.ProjectionType.INCLUDE,
                non_key_attributes=list(included),
            )
        table.add_global_secondary_index(
            index_name=schema.PUBLIC_INDEX,
            partition_key=dynamodb.Attribute(name=schema.PUBLIC_ID, type=text),
            projection_type=dynamodb.ProjectionType.KEYS_ONLY,
        )
        return table

    @property
    def stream_arn(self) -> str:
        """The table's stream."""
        arn = self.table.table_stream_arn
        assert arn is not None
        return arn

    def index_arn(self, name: str) -> str:
        """The index with this name."""
        return f"{self.table.table_arn}/index/{name}"

"""A CDK stack with two recipes from docs/events.md: events into a data lake, and events to a web
service. It is separate from ReplyWatch's own stacks and knows only the bus.

    cdk deploy --app "python examples/events.py" -c bus=default -c post_to=https://tickets.example/events

Secrets Manager generates the key for the web service: replace it with the service's own key.
"""

import aws_cdk as cdk
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_glue as glue
from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

SOURCE = ["replywatch"]
WAIT = (
    "struct<id:string,conversation:string,channel:string,surface:string,account:string,kind:string,"
    "outcome:string,opened_at:string,due_at:string,closed_at:string,policy:string,"
    "response_s:bigint,business_response_s:bigint,intents:array<string>,language:string>"
)
ALERT = "struct<id:string,conversation:string,kind:string,responder:string,by:string,state:string>"
COLUMNS = {
    "detail": f"struct<id:string,type:string,time:string,version:bigint,wait:{WAIT},alert:{ALERT}>",
}
DAY = "!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}"


class EventLake(Construct):
    """Stores all events as JSON lines in S3, with a table for Athena."""

    def __init__(self, scope: Construct, construct_id: str, *, bus: events.IEventBus) -> None:
        super().__init__(scope, construct_id)
        bucket = s3.Bucket(
            self,
            "Events",
            enforce_ssl=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            encryption=s3.BucketEncryption.S3_MANAGED,
        )
        stream = firehose.DeliveryStream(
            self,
            "Stream",
            destination=firehose.S3Bucket(
                bucket,
                data_output_prefix=f"events/year={DAY}/",
                error_output_prefix="failed/!{firehose:error-output-type}/",
                processors=[firehose.AppendDelimiterToRecordProcessor()],
            ),
        )
        events.Rule(
            self,
            "All",
            event_bus=bus,
            event_pattern=events.EventPattern(source=SOURCE),
            targets=[targets.FirehoseDeliveryStream(stream)],
        )
        self._table(bucket)

    def _table(self, bucket: s3.Bucket) -> None:
        account = cdk.Stack.of(self).account
        database = glue.CfnDatabase(
            self,
            "Database",
            catalog_id=account,
            database_input=glue.CfnDatabase.DatabaseInputProperty(name="replywatch"),
        )
        location = f"s3://{bucket.bucket_name}/events/"
        table = glue.CfnTable(
            self,
            "Table",
            catalog_id=account,
            database_name="replywatch",
            table_input=glue.CfnTable.TableInputProperty(
                name="replywatch_events",
                table_type="EXTERNAL_TABLE",
                partition_keys=[
                    glue.CfnTable.ColumnProperty(name=name, type="string")
                    for name in ("year", "month", "day")
                ],
                parameters={  # no crawler: Athena computes the partitions
                    "projection.enabled": "true",
                    "projection.year.type": "integer",
                    "projection.year.range": "2026,2036",
                    "projection.month.type": "integer",
                    "projection.month.range": "1,12",
                    "projection.month.digits": "2",
                    "projection.day.type": "integer",
                    "projection.day.range": "1,31",
                    "projection.day.digits": "2",
                    "storage.location.template": (
                        location + "year=${year}/month=${month}/day=${day}/"
                    ),
                },
                storage_descriptor=glue.CfnTable.StorageDescriptorProperty(
                    location=location,
                    columns=[
                        glue.CfnTable.ColumnProperty(name=name, type=kind)
                        for name, kind in COLUMNS.items()
                    ],
                    input_format="org.apache.hadoop.mapred.TextInputFormat",
                    output_format="org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
                    serde_info=glue.CfnTable.SerdeInfoProperty(
                        serialization_library="org.openx.data.jsonserde.JsonSerDe"
                    ),
                ),
            ),
        )
        table.add_dependency(database)


class EventPosts(Construct):
    """Posts events about overdue waits and failed alerts to an HTTPS address."""

    def __init__(
        self, scope: Construct, construct_id: str, *, bus: events.IEventBus, post_to: str
    ) -> None:
        super().__init__(scope, construct_id)
        key = secretsmanager.Secret(self, "Key", description="Sent as X-Api-Key")
        destination = events.ApiDestination(
            self,
            "Service",
            endpoint=post_to,
            http_method=events.HttpMethod.POST,
            rate_limit_per_second=10,
            connection=events.Connection(
                self,
                "Connection",
                authorization=events.Authorization.api_key(
                    "X-Api-Key", cdk.SecretValue.secrets_manager(key.secret_arn)
                ),
            ),
        )
        events.Rule(
            self,
            "Some",
            event_bus=bus,
            event_pattern=events.EventPattern(
                source=SOURCE, detail_type=["wait.overdue", "alert.failed"]
            ),
            targets=[
                targets.ApiDestination(
                    destination, event=events.RuleTargetInput.from_event_path("$.detail")
                )
            ],
        )


class Subscribers(cdk.Stack):
    """Both recipes. The second is deployed only if an address is given."""

    def __init__(self, scope: Construct, construct_id: str, *, bus: str, post_to: str = "") -> None:
        super().__init__(scope, construct_id)
        known = events.EventBus.from_event_bus_name(self, "Bus", bus)
        EventLake(self, "EventLake", bus=known)
        if post_to:
            EventPosts(self, "EventPosts", bus=known, post_to=post_to)


if __name__ == "__main__":
    app = cdk.App()
    context = app.node.try_get_context
    Subscribers(
        app,
        "ReplyWatch-Events",
        bus=context("bus") or "default",
        post_to=context("post_to") or "",
    )
    app.synth()

"""One Lambda function: code, role, logs and limits, and the stream or queue that invokes it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aws_cdk import Acknowledgment, AssetHashType, Duration, Validations
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra import packaging, permissions
from infra.permissions import Resource
from infra.removal import removal_policy
from infra.settings import Settings

RUNTIME = lambda_.Runtime.PYTHON_3_13
ALIAS = "live"

STREAM_RETRY_S = 6 * 3600
"""How long a reader of the table's stream retries a change before it becomes a dead letter. A
stream keeps its records for 24 hours; six leave the operators time to look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """A function's memory and timeout. More memory also means more processor time."""

    memory_mb: int
    seconds: int


LIMITS: Mapping[str, Limits] = {
    "webhook": Limits(memory_mb=1024, seconds=10),  # X waits for 10 s, Meta for a few more
    "tracker": Limits(memory_mb=512, seconds=60),
    "sla_checker": Limits(memory_mb=512, seconds=50),  # the next run starts after 60 s
    "notifier": Limits(memory_mb=512, seconds=20),  # a sixth of the queue's visibility timeout
    "rollup": Limits(memory_mb=512, seconds=60),
    "api": Limits(memory_mb=1024, seconds=15),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionDefaults:
    """What all functions of a deployment share."""

    settings: Settings
    configuration: str
    mail_from: str
    layer: lambda_.LayerVersion
    arns: Mapping[Resource, Sequence[str]]


def dependency_layer(scope: Construct, *, settings: Settings) -> lambda_.LayerVersion:
    """The third-party packages, built for the processor that runs them."""
    return lambda_.LayerVersion(
        scope,
        "Dependencies",
        code=_code(packaging.layer_asset(settings)),
        compatible_runtimes=[RUNTIME],
        compatible_architectures=[_architecture(settings)],
        description="Third-party packages, as locked in requirements/layer.txt",
    )


class Function(Construct):
    """A function with exactly the permissions that `infra/permissions.py` lists for it."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        name: str,
        defaults: FunctionDefaults,
        environment: Mapping[str, str],
    ) -> None:
        super().__init__(scope, construct_id)
        self.name = name
        settings, limits = defaults.settings, LIMITS[name]
        self.log_group = logs.LogGroup(
            self,
            "Logs",
            retention=logs.RetentionDays.ONE_MONTH,
            removal_policy=removal_policy(settings),
        )
        self.function = lambda_.Function(
            self,
            "Function",
            description=f"ReplyWatch {settings.stage}: {name}",
            code=_code(packaging.function_asset(name, configuration=defaults.configuration)),
            handler=f"functions.{name}.handler.handler",
            runtime=RUNTIME,
            architecture=_architecture(settings),
            layers=[defaults.layer],
            memory_size=limits.memory_mb,
            timeout=Duration.seconds(limits.seconds),
            role=self._role(defaults),
            log_group=self.log_group,
            environment={
                "STAGE": settings.stage,
                "POWERTOOLS_SERVICE_NAME": name,
                **environment,
            },
        )
        self.alias = None if settings.is_local else self._alias(settings)
        Validations.of(self.function).acknowledge(
            Acknowledgment(
                id="AwsSolutions-L1",
                reason="The code is tested, locked and compiled for Python 3.13, which AWS "
                "supports until mid-2029.",
            )
        )

    def _alias(self, settings: Settings) -> lambda_.Alias:
        """What everything invokes: it leads to the published version that is in use.

        A local stage has none. Its tests change the configuration of `$LATEST`.
        """
        provisioned = settings.provisioned if self.name == "webhook" else 0
        return lambda_.Alias(
            self,
            "Live",
            alias_name=ALIAS,
            version=self.function.current_version,
            provisioned_concurrent_executions=provisioned or None,
        )

    @property
    def target(self) -> lambda_.IFunction:
        """What to invoke."""
        return self.alias or self.function

    @property
    def qualifier(self) -> str:
        """The alias's name; of a local stage the unpublished version."""
        return ALIAS if self.alias else "$LATEST"

    def _role(self, defaults: FunctionDefaults) -> iam.Role:
        role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            description=f"ReplyWatch {defaults.settings.stage}: {self.name}",
        )
        if Resource.ALL_STREAMS in permissions.PERMISSIONS[self.name]:
            Validations.of(role).acknowledge(
                Acknowledgment(
                    id="AwsSolutions-IAM5[Resource::*]",
                    reason="dynamodb:ListStreams knows no resource. It returns names only.",
                )
            )
        for statement in permissions.statements(
            self.name, arns=defaults.arns, mail_from=defaults.mail_from
        ):
            role.add_to_principal_policy(statement)
        role.add_to_principal_policy(
            iam.PolicyStatement(
                actions=["logs:CreateLogStream", "logs:PutLogEvents"],
                resources=[self.log_group.log_group_arn],
            )
        )
        return role

    def feed_from_stream(
        self,
        *,
        stream_arn: str,
        changes: Sequence[str],
        prefixes: Sequence[str],
        batch: int,
        window_s: int,
        dead_letters: str,
        max_age_s: int,
        sort_keys: Sequence[str] = (),
    ) -> None:
        """Invokes the function for changes of the table's items.

        `changes` are INSERT, MODIFY and REMOVE; `prefixes` are those of the partition keys. With
        `sort_keys`, an item's sort key must start with one of these as well. For example,
        `prefixes=("C#",), sort_keys=("M#", "X#")` passes `C#…/M#…` and neither `C#…/STATE` nor
        `P#…/M#…`.

        A failing batch is retried until it is `max_age_s` old, with no limit on the attempts, so
        that an outage does not produce dead letters. The function itself sends what it can never
        handle to the dead letters, and what it cannot handle in time (`shared/runtime/stream.py`).
        If it ends without an answer, for example because it is out of memory, Lambda splits the
        batch in half, so that the records before the cause are handled. The cause itself becomes a
        dead letter when it is `max_age_s` old.
        """
        keys = {"pk": _starts_with(prefixes)}
        if sort_keys:
            keys["sk"] = _starts_with(sort_keys)
        pattern = {"eventName": list(changes), "dynamodb": {"Keys": keys}}
        self._feed(
            "FromStream",
            event_source_arn=stream_arn,
            starting_position="TRIM_HORIZON",
            batch_size=batch,
            maximum_batching_window_in_seconds=window_s,
            bisect_batch_on_function_error=True,
            maximum_retry_attempts=-1,  # no limit: only the age counts
            maximum_record_age_in_seconds=max_age_s,
            # No parallelization_factor: a shard's batches run one after the other. With several at
            # a time, two invocations could handle the items of one conversation.
            filter_criteria={"filters": [{"pattern": json.dumps(pattern)}]},
            destination_config={"onFailure": {"destination": dead_letters}},
        )

    def feed_from_queue(self, *, queue_arn: str, max_concurrency: int) -> None:
        """Invokes the function for the queue's messages, in up to so many places at a time."""
        self._feed(
            "FromQueue",
            event_source_arn=queue_arn,
            batch_size=10,
            scaling_config={"maximumConcurrency": max_concurrency},
        )

    def _feed(self, construct_id: str, **properties: Any) -> None:
        # The CDK's event source classes would add permissions to the role.
        lambda_.CfnEventSourceMapping(
            self,
            construct_id,
            function_name=self.target.function_arn,
            function_response_types=["ReportBatchItemFailures"],
            **properties,
        )


def errors_of(functions: Sequence[Function], period: Duration) -> cloudwatch.MathExpression:
    """How often one of the functions failed in each period."""
    used = {
        f"m{number}": function.function.metric_errors(period=period)
        for number, function in enumerate(functions)
    }
    return cloudwatch.MathExpression(
        expression=f"SUM([{','.join(used)}])", using_metrics=dict(used), period=period
    )


def _starts_with(prefixes: Sequence[str]) -> dict[str, Any]:
    """A filter on a key: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html."""
    return {"S": [{"prefix": prefix} for prefix in prefixes]}


def _architecture(settings: Settings) -> lambda_.Architecture:
    return (
        lambda_.Architecture.X86_64
        if settings.architecture == "x86_64"
        else lambda_.Architecture.ARM_64
    )


def _code(asset: packaging.Asset) -> lambda_.AssetCode:
    return lambda_.Code.from_asset(
        str(asset.path), asset_hash=asset.hash, asset_hash_type=AssetHashType.CUSTOM
    )

"""One function: its code, role, logs and limits; and how a stream or a queue feeds it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aws_cdk import Acknowledgment, AssetHashType, Duration, RemovalPolicy, Validations
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra import packaging, permissions
from infra.permissions import On
from infra.settings import Settings

RUNTIME = lambda_.Runtime.PYTHON_3_13


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a function gets. Memory buys processor: imports and signatures are what it is for."""

    memory_mb: int
    seconds: int


LIMITS: Mapping[str, Limits] = {
    "webhook": Limits(memory_mb=1024, seconds=10),  # X gives up after 10 s, and Meta soon after
    "tracker": Limits(memory_mb=512, seconds=60),
    "sla_checker": Limits(memory_mb=512, seconds=50),  # the next one starts after 60 s
    "notifier": Limits(memory_mb=512, seconds=20),  # a sixth of the queue's visibility timeout
    "rollup": Limits(memory_mb=512, seconds=60),
    "api": Limits(memory_mb=1024, seconds=15),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What all functions have in common."""

    settings: Settings
    configuration: str
    mail_from: str
    layer: lambda_.LayerVersion
    arns: Mapping[On, Sequence[str]]


def dependency_layer(scope: Construct, *, settings: Settings) -> lambda_.LayerVersion:
    """The third-party packages, built for the processor that will run them."""
    return lambda_.LayerVersion(
        scope,
        "Dependencies",
        code=_code(packaging.layer_asset(settings)),
        compatible_runtimes=[RUNTIME],
        compatible_architectures=[_architecture(settings)],
        description="Third-party packages, as locked in requirements/layer.txt",
    )


class Function(Construct):
    """A function that may do what `infra/permissions.py` says, and no more."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        name: str,
        workshop: Workshop,
        environment: Mapping[str, str],
    ) -> None:
        super().__init__(scope, construct_id)
        self.name = name
        settings = workshop.settings
        self.log_group = logs.LogGroup(
            self,
            "Logs",
            retention=logs.RetentionDays.ONE_MONTH,
            removal_policy=RemovalPolicy.RETAIN if settings.production else RemovalPolicy.DESTROY,
        )
        limits = LIMITS[name]
        self.function = lambda_.Function(
            self,
            "Function",
            description=f"ReplyWatch {settings.stage}: {name}",
            code=_code(packaging.function_asset(name, configuration=workshop.configuration)),
            handler=f"functions.{name}.handler.handler",
            runtime=RUNTIME,
            architecture=_architecture(settings),
            layers=[workshop.layer],
            memory_size=limits.memory_mb,
            timeout=Duration.seconds(limits.seconds),
            role=self._role(workshop),
            log_group=self.log_group,
            environment={
                "STAGE": settings.stage,
                "POWERTOOLS_SERVICE_NAME": name,
                "POWERTOOLS_METRICS_NAMESPACE": "ReplyWatch",
                "POWERTOOLS_LOG_LEVEL": settings.log_level,
                **environment,
            },
        )
        Validations.of(self.function).acknowledge(
            Acknowledgment(
                id="AwsSolutions-L1",
                reason="Python 3.13 is what everything is tested, locked and compiled for. AWS "
                "supports it until mid-2029.",
            )
        )

    def _role(self, workshop: Workshop) -> iam.Role:
        role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            description=f"ReplyWatch {workshop.settings.stage}: {self.name}",
        )
        for statement in permissions.statements(
            self.name, arns=workshop.arns, mail_from=workshop.mail_from
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
    ) -> None:
        """Give the function these kinds of changes of the partitions that start so.

        The function sends what it cannot handle to the dead letters itself; an error that it raises
        is the platform's, and is retried for long enough to outlast an outage.
        """
        pattern = {
            "eventName": list(changes),
            "dynamodb": {"Keys": {"pk": {"S": [{"prefix": prefix} for prefix in prefixes]}}},
        }
        self._feed(
            "FromStream",
            event_source_arn=stream_arn,
            starting_position="TRIM_HORIZON",
            batch_size=batch,
            maximum_batching_window_in_seconds=window_s,
            bisect_batch_on_function_error=True,
            maximum_retry_attempts=-1,  # the age alone decides
            maximum_record_age_in_seconds=max_age_s,
            filter_criteria={"filters": [{"pattern": json.dumps(pattern)}]},
            destination_config={"onFailure": {"destination": dead_letters}},
        )

    def feed_from_queue(self, *, queue_arn: str, batch: int, at_once: int) -> None:
        """Give the function the queue's messages, to so many of it at the same time."""
        self._feed(
            "FromQueue",
            event_source_arn=queue_arn,
            batch_size=batch,
            scaling_config={"maximumConcurrency": at_once},
        )

    def _feed(self, construct_id: str, **properties: Any) -> None:
        # Not the event source classes: those add permissions of their own choice to the role.
        lambda_.CfnEventSourceMapping(
            self,
            construct_id,
            function_name=self.function.function_name,
            function_response_types=["ReportBatchItemFailures"],
            **properties,
        )


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

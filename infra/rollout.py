"""Gradual deployment: a new version gets some of the calls first, and errors bring the old back."""

from collections.abc import Sequence

from aws_cdk import Acknowledgment, Duration, Validations
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_codedeploy as codedeploy
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.function import ALIAS, Function, errors_of
from infra.settings import Settings

_CONFIGURATIONS = {
    "canary": codedeploy.LambdaDeploymentConfig.CANARY_10_PERCENT_5_MINUTES,
    "linear": codedeploy.LambdaDeploymentConfig.LINEAR_10_PERCENT_EVERY_1_MINUTE,
}


class Rollout(Construct):
    """Moves every function's alias to a new version step by step.

    Two versions run for some minutes. That is safe as long as each understands the items that the
    other writes; within a shard of the stream, batches still run one after the other.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        settings: Settings,
        functions: Sequence[Function],
    ) -> None:
        super().__init__(scope, construct_id)
        application = codedeploy.LambdaApplication(self, "Application")
        alarm, role = _errors(self, functions), self._role(functions)
        for function in functions:
            assert function.alias is not None
            codedeploy.LambdaDeploymentGroup(
                self,
                function.node.id,
                application=application,
                alias=function.alias,
                deployment_config=_CONFIGURATIONS[settings.rollout],
                alarms=[alarm],
                # Otherwise the CDK adds a managed policy for all functions of the account.
                role=role.without_policy_updates(),
            ).node.add_dependency(role)

    def _role(self, functions: Sequence[Function]) -> iam.Role:
        """May move these aliases, and read alarms."""
        role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("codedeploy.amazonaws.com"))
        for actions, resources in (
            (
                ["lambda:GetAlias", "lambda:GetProvisionedConcurrencyConfig", "lambda:UpdateAlias"],
                [
                    f"{function.function.function_arn}{part}"
                    for function in functions
                    for part in ("", f":{ALIAS}")
                ],
            ),
            (["cloudwatch:DescribeAlarms"], ["*"]),
        ):
            role.add_to_policy(iam.PolicyStatement(actions=actions, resources=resources))
        Validations.of(role).acknowledge(
            Acknowledgment(
                id="AwsSolutions-IAM5[Resource::*]",
                reason="cloudwatch:DescribeAlarms: CodeDeploy reads the alarm by its name.",
            )
        )
        return role


def _errors(scope: Construct, functions: Sequence[Function]) -> cloudwatch.Alarm:
    """One error of any function within a minute. It notifies nobody: it only ends a rollout."""
    return errors_of(functions, Duration.minutes(1)).create_alarm(
        scope,
        "Errors",
        alarm_description="Brings the old version back while a new one takes over. "
        "It notifies nobody.",
        threshold=0,
        comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
        evaluation_periods=1,
        treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
    )

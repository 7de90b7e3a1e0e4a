"""The schedule that runs the checker every minute."""

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.function import Function

_MINUTE = Duration.minutes(1)


class CheckerSchedule(Construct):
    """Runs the checker every minute, without retries: the next run does what a failed one did not.

    Retries are turned off in both places that have them: the rule retries when Lambda does not take
    the event, and Lambda retries when the function fails or has to wait.
    """

    def __init__(self, scope: Construct, construct_id: str, *, sla_checker: Function) -> None:
        super().__init__(scope, construct_id)
        events.Rule(
            self,
            "EveryMinute",
            description="Runs the SLA checker",
            schedule=events.Schedule.rate(_MINUTE),
            targets=[
                targets.LambdaFunction(sla_checker.target, retry_attempts=0, max_event_age=_MINUTE)
            ],
        )
        no_retries = lambda_.CfnEventInvokeConfig(
            self,
            "NoRetries",
            function_name=sla_checker.function.function_name,
            qualifier=sla_checker.qualifier,
            maximum_retry_attempts=0,
            maximum_event_age_in_seconds=_MINUTE.to_seconds(),
        )
        no_retries.node.add_dependency(sla_checker.target)  # it names the alias, and must wait

"""The second stack: the operators' alarms and dashboard.

It is separate, so that it can be changed or left out without touching the functions.
"""

from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from infra.alarms import Alarms
from infra.dashboard import Dashboard
from infra.settings import Settings
from infra.stack import ReplyWatch, stack_options


class Operations(Stack):
    """Notifies the operators when ReplyWatch itself does not work."""

    def __init__(
        self, scope: Construct, construct_id: str, *, settings: Settings, watched: ReplyWatch
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            description=f"ReplyWatch {settings.stage}: alarms and the operators' dashboard",
            **stack_options(settings),
        )
        self.topic = self._topic(settings.alarm_email)
        CfnOutput(self, "AlarmTopicArn", value=self.topic.topic_arn)
        # "Default" stays out of the alarms' names, which operators read.
        self.alarms = Alarms(self, "Default", watched=watched, topic=self.topic)
        Dashboard(self, "Metrics", watched=watched, alarms=self.alarms.all)

    def _topic(self, alarm_email: str | None) -> sns.Topic:
        topic = sns.Topic(self, "Alarms", enforce_ssl=True)
        topic.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
                actions=["sns:Publish"],
                resources=[topic.topic_arn],
                conditions={"StringEquals": {"aws:SourceAccount": self.account}},
            )
        )
        if alarm_email:
            topic.add_subscription(subscriptions.EmailSubscription(alarm_email))
        return topic

"""What the notifier needs: the alerts queue, the email sender and the providers' reports."""

from aws_cdk import Acknowledgment, RemovalPolicy, Stack, Validations
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_ses as ses
from aws_cdk import aws_smsvoice as smsvoice
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from infra.function import LIMITS, Function
from infra.queues import dead_letter_queue, work_queue
from infra.settings import Settings, SettingsError

_EMAIL_EVENTS = (
    ses.EmailSendingEvent.SEND,
    ses.EmailSendingEvent.DELIVERY,
    ses.EmailSendingEvent.BOUNCE,
    ses.EmailSendingEvent.COMPLAINT,
    ses.EmailSendingEvent.REJECT,
    ses.EmailSendingEvent.DELIVERY_DELAY,
)

MAX_NOTIFIERS = 5
"""Concurrent notifiers. SES starts an account with 14 emails a second, and a notifier sends about
seven a second. A new AWS account runs ten functions at a time, and the webhook needs some."""


class Alerting(Construct):
    """Everything between the checker and the responders, except for the notifier itself."""

    def __init__(
        self, scope: Construct, construct_id: str, *, settings: Settings, mail_from: str
    ) -> None:
        super().__init__(scope, construct_id)
        self.dead_letters = dead_letter_queue(self, "AlertsDeadLetters")
        self.queue = work_queue(
            self,
            "Alerts",
            dead_letters=self.dead_letters,
            consumer_s=LIMITS["notifier"].seconds,
        )
        self.dkim_records: list[ses.DkimRecord] = []
        self._sender(settings, mail_from)
        self.configuration_set = ses.ConfigurationSet(
            self,
            "Mail",
            reputation_metrics=True,
            tls_policy=ses.ConfigurationSetTlsPolicy.REQUIRE if settings.mail_tls else None,
        )
        self.delivery_topic = sns.Topic(self, "DeliveryEvents", enforce_ssl=True)
        self.sms_configuration_set: smsvoice.CfnConfigurationSet | None = None
        if settings.sms_origination and not settings.is_local:  # locally a stand-in reports
            self.sms_configuration_set = self._text_reports(takes_replies=settings.sms_replies)
        self.delivery_dead_letters = dead_letter_queue(self, "DeliveryDeadLetters")
        self._reports = ses.ConfigurationSetEventDestination(
            self,
            "ToDeliveryEvents",
            configuration_set=self.configuration_set,
            destination=ses.EventDestination.sns_topic(self.delivery_topic),
            events=list(_EMAIL_EVENTS),
        )

    def _text_reports(self, *, takes_replies: bool) -> smsvoice.CfnConfigurationSet:
        """Makes End User Messaging publish what becomes of each text message. With `takes_replies`
        it may also publish the messages that the account's numbers get.

        The topic's policy is from
        https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-sns-creating-role.html
        and https://docs.aws.amazon.com/sms-voice/latest/userguide/two-way-sms-iam-policy-auto.html
        """
        stack = Stack.of(self)
        source = "*" if takes_replies else "configuration-set/*"
        here = f"arn:{stack.partition}:sms-voice:{stack.region}:{stack.account}"
        allowed = self.delivery_topic.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("sms-voice.amazonaws.com")],
                actions=["sns:Publish"],
                resources=[self.delivery_topic.topic_arn],
                conditions={
                    "StringEquals": {"aws:SourceAccount": stack.account},
                    "ArnLike": {"aws:SourceArn": f"{here}:{source}"},
                },
            )
        )
        destination = smsvoice.CfnConfigurationSet.EventDestinationProperty(
            enabled=True,
            event_destination_name="DeliveryEvents",
            matching_event_types=["TEXT_ALL"],
            sns_destination=smsvoice.CfnConfigurationSet.SnsDestinationProperty(
                topic_arn=self.delivery_topic.topic_arn
            ),
        )
        made = smsvoice.CfnConfigurationSet(self, "Texts", event_destinations=[destination])
        if allowed.policy_dependable:
            made.node.add_dependency(allowed.policy_dependable)
        return made

    def _sender(self, settings: Settings, mail_from: str) -> None:
        """Registers the sender with SES, unless SES has an identity for it already.

        A registered identity stays when the stack is deleted or the setting is removed, even that
        of an ephemeral stage: other stages may use it. It is deleted only if the deployment that
        registers it fails, because the next attempt would fail if it existed.
        """
        given = settings.mail_identity
        if given is None:
            domain = mail_from.rpartition("@")[2]
            wanted = (
                ses.Identity.domain(domain)
                if settings.mail_domain
                else ses.Identity.email(mail_from)
            )
            identity = ses.EmailIdentity(self, "Sender", identity=wanted)
            identity.apply_removal_policy(
                RemovalPolicy.DESTROY
                if settings.is_local
                else RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
            )
            self.dkim_records = identity.dkim_records if settings.mail_domain else []
        elif mail_from != given and not mail_from.endswith((f"@{given}", f".{given}")):
            raise SettingsError(f"mail_identity: {given!r} is neither {mail_from} nor its domain")
        Validations.of(Stack.of(self)).acknowledge(
            Acknowledgment(
                id="AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:<AWS::Region>:"
                "<AWS::AccountId>:identity/*]",
                reason="A condition limits it to email from the configured address.",
            )
        )

    @property
    def identities_arn(self) -> str:
        """Every address and domain that SES knows in this account."""
        return Stack.of(self).format_arn(service="ses", resource="identity", resource_name="*")

    @property
    def configuration_set_arn(self) -> str:
        """The configuration set, which makes SES publish delivery events."""
        name = self.configuration_set.configuration_set_name
        return Stack.of(self).format_arn(
            service="ses", resource="configuration-set", resource_name=name
        )

    def feed(self, notifier: Function) -> None:
        """Invokes the notifier for due alerts and for the providers' reports."""
        notifier.feed_from_queue(queue_arn=self.queue.queue_arn, max_concurrency=MAX_NOTIFIERS)
        self.delivery_topic.add_subscription(subscriptions.LambdaSubscription(notifier.target))
        # SES checks the topic when this is created. That has failed for some right after the topic
        # and its policy were made (https://github.com/aws/aws-cdk/issues/32501), so it comes late.
        self._reports.node.add_dependency(notifier.target)
        if notifier.alias:
            Validations.of(notifier.alias).acknowledge(
                Acknowledgment(
                    id="CloudFormation-Validate::W3694",
                    reason="The endpoint is an alias of the function, whose ARN SNS accepts.",
                )
            )
        failures = lambda_.CfnEventInvokeConfig(
            self,
            "DeliveryEventsToNotifier",
            function_name=notifier.function.function_name,
            qualifier=notifier.qualifier,
            maximum_retry_attempts=2,
            destination_config={"onFailure": {"destination": self.delivery_dead_letters.queue_arn}},
        )
        failures.node.add_dependency(notifier.target)  # it names the alias, and must wait

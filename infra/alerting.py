"""How responders are told: the queue of alerts, the sender of mail, and what becomes of it."""

from aws_cdk import Acknowledgment, Duration, Stack, Validations
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from infra.function import LIMITS, Function
from infra.queues import dead_letter_queue, work_queue
from infra.settings import Settings, SettingsError

_EVENTS = (
    ses.EmailSendingEvent.SEND,
    ses.EmailSendingEvent.DELIVERY,
    ses.EmailSendingEvent.BOUNCE,
    ses.EmailSendingEvent.COMPLAINT,
    ses.EmailSendingEvent.REJECT,
    ses.EmailSendingEvent.DELIVERY_DELAY,
)


_SENDERS = 5
"""SES begins with 14 mails a second, and one sender takes about a seventh of a second for each; a
new account runs ten functions at once, of which the webhook must have its share."""


class Alerting(Construct):
    """Everything between the checker and a responder but the notifier, which `feed` connects."""

    def __init__(
        self, scope: Construct, construct_id: str, *, settings: Settings, mail_from: str
    ) -> None:
        super().__init__(scope, construct_id)
        self.dead_letters = dead_letter_queue(self, "AlertsDeadLetters")
        self.queue = work_queue(
            self,
            "Alerts",
            dead_letters=self.dead_letters,
            consumer_timeout=Duration.seconds(LIMITS["notifier"].seconds),
        )
        known = settings.mail_identity
        if known and not mail_from.endswith((f"@{known}", f".{known}")) and known != mail_from:
            raise SettingsError(f"mail_identity: {known!r} is neither {mail_from} nor its domain")
        if not known:
            ses.EmailIdentity(self, "Sender", identity=ses.Identity.email(mail_from))
        Validations.of(Stack.of(self)).acknowledge(
            Acknowledgment(
                id="AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:<AWS::Region>:"
                "<AWS::AccountId>:identity/*]",
                reason="Mail from the configured address only, which a condition sees to.",
            )
        )
        self.configuration_set = ses.ConfigurationSet(self, "Mail", reputation_metrics=True)
        self.delivery_topic = sns.Topic(self, "DeliveryEvents", enforce_ssl=True)
        self.delivery_dead_letters = dead_letter_queue(self, "DeliveryDeadLetters")
        ses.ConfigurationSetEventDestination(
            self,
            "ToDeliveryEvents",
            configuration_set=self.configuration_set,
            destination=ses.EventDestination.sns_topic(self.delivery_topic),
            events=list(_EVENTS),
        )

    @property
    def identities_arn(self) -> str:
        """The account's senders and readers, as far as SES knows them."""
        return Stack.of(self).format_arn(service="ses", resource="identity", resource_name="*")

    @property
    def configuration_set_arn(self) -> str:
        """What has SES tell what becomes of a mail."""
        name = self.configuration_set.configuration_set_name
        return Stack.of(self).format_arn(
            service="ses", resource="configuration-set", resource_name=name
        )

    def feed(self, notifier: Function) -> None:
        """Give the notifier the alerts that are due and the events of its mail."""
        notifier.feed_from_queue(queue_arn=self.queue.queue_arn, batch=10, at_once=_SENDERS)
        self.delivery_topic.add_subscription(subscriptions.LambdaSubscription(notifier.function))
        lambda_.CfnEventInvokeConfig(
            self,
            "DeliveryEventsToNotifier",
            function_name=notifier.function.function_name,
            qualifier="$LATEST",
            maximum_retry_attempts=2,
            destination_config={"onFailure": {"destination": self.delivery_dead_letters.queue_arn}},
        )

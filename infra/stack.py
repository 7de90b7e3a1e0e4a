"""The stack: makes the parts and joins them. What each part is, its own module says."""

import json

from aws_cdk import CfnOutput, Duration, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.alerting import Alerting
from infra.function import Function, Workshop, dependency_layer
from infra.http_api import WebApi
from infra.permissions import On
from infra.secrets import Secrets
from infra.settings import COUNTING_S, Settings
from infra.storage import Storage

_MINUTE = Duration.minutes(1)

_OUTAGE_S = 6 * 3600
"""How long the stream's readers try again before a change becomes a dead letter."""


class ReplyWatch(Stack):
    """One deployment of ReplyWatch, but for its alarms."""

    def __init__(
        self, scope: Construct, construct_id: str, *, settings: Settings, configuration: str
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            description=f"ReplyWatch {settings.stage}: who still waits for an answer",
            termination_protection=settings.production,
        )
        mail_from: str = json.loads(configuration)["mail_from"]
        self.settings = settings
        self.storage = Storage(self, "Storage", settings=settings)
        self.secrets = Secrets(self, "Secrets", settings=settings)
        self.alerting = Alerting(self, "Alerting", settings=settings, mail_from=mail_from)
        self._workshop = Workshop(
            settings=settings,
            configuration=configuration,
            mail_from=mail_from,
            layer=dependency_layer(self, settings=settings),
            arns=self._arns(),
        )
        webhook_secret, api_secret = self.secrets.webhook.secret_arn, self.secrets.api.secret_arn
        reader = {"STREAM_DLQ_URL": self.storage.stream_dead_letters.queue_url}
        if settings.local:  # the emulator knows no answer that names single records
            reader["STREAM_FAILURES"] = "raise"
        self.webhook = self._function("Webhook", WEBHOOK_SECRET_ID=webhook_secret)
        self.tracker = self._function("Tracker", **reader)
        self.rollup = self._function("Rollup", **reader)
        self.sla_checker = self._function(
            "SlaChecker", ALERTS_QUEUE_URL=self.alerting.queue.queue_url
        )
        self.api = self._function("Api", API_SECRET_ID=api_secret)
        self.web = WebApi(self, "Web", settings=settings, webhook=self.webhook, api=self.api)
        self.notifier = self._function(
            "Notifier",
            API_SECRET_ID=api_secret,
            API_URL=self.web.url,
            MAIL_FROM=mail_from,
            MAIL_CONFIGURATION_SET=self.alerting.configuration_set.configuration_set_name,
        )
        self._join()
        self._tell()

    @property
    def functions(self) -> tuple[Function, ...]:
        """All six."""
        return (
            self.webhook,
            self.tracker,
            self.sla_checker,
            self.notifier,
            self.rollup,
            self.api,
        )

    def _function(self, construct_id: str, **environment: str) -> Function:
        return Function(
            self,
            construct_id,
            name="sla_checker" if construct_id == "SlaChecker" else construct_id.lower(),
            workshop=self._workshop,
            environment={"TABLE_NAME": self.storage.table.table_name, **environment},
        )

    def _arns(self) -> dict[On, list[str]]:
        table = self.storage.table.table_arn
        return {
            On.TABLE: [table],
            On.DUE_INDEX: [self.storage.due_index_arn],
            On.STREAM: [self.storage.stream_arn],
            On.STREAMS: [f"{table}/stream/*"],
            On.STREAM_DEAD_LETTERS: [self.storage.stream_dead_letters.queue_arn],
            On.ALERTS: [self.alerting.queue.queue_arn],
            On.DELIVERY_DEAD_LETTERS: [self.alerting.delivery_dead_letters.queue_arn],
            On.WEBHOOK_SECRET: [self.secrets.webhook.secret_arn],
            On.API_SECRET: [self.secrets.api.secret_arn],
            On.SENDER: [self.alerting.identities_arn],
            On.MAIL_SETTINGS: [self.alerting.configuration_set_arn],
        }

    def _join(self) -> None:
        local = self.settings.local
        stream = self.storage.stream_arn
        dead_letters = self.storage.stream_dead_letters.queue_arn
        # An emulator that retries a failing batch for ever would hold up all that follow.
        max_age_s = 60 if local else _OUTAGE_S
        self.tracker.feed_from_stream(
            stream_arn=stream,
            changes=("INSERT", "MODIFY"),
            prefixes=("C#", "P#", "W#"),
            batch=100,
            window_s=0,
            dead_letters=dead_letters,
            max_age_s=max_age_s,
        )
        self.rollup.feed_from_stream(
            stream_arn=stream,
            # A wait that is taken back counts no more; none ever expires.
            changes=("INSERT", "MODIFY", "REMOVE"),
            prefixes=("W#",),
            batch=1000,
            window_s=1 if local else COUNTING_S,
            dead_letters=dead_letters,
            max_age_s=max_age_s,
        )
        self.alerting.feed(self.notifier)
        events.Rule(
            self,
            "EveryMinute",
            description="Looks for what is due",
            schedule=events.Schedule.rate(_MINUTE),
            targets=[
                targets.LambdaFunction(
                    self.sla_checker.function, retry_attempts=0, max_event_age=_MINUTE
                )
            ],
        )
        # The next minute's run does what a failed one did not, whether the event did not reach
        # Lambda (above) or the function failed or had to wait (here).
        lambda_.CfnEventInvokeConfig(
            self,
            "SlaCheckerOnce",
            function_name=self.sla_checker.function.function_name,
            qualifier="$LATEST",
            maximum_retry_attempts=0,
            maximum_event_age_in_seconds=_MINUTE.to_seconds(),
        )

    def _tell(self) -> None:
        url = self.web.url
        outputs = {
            "TableName": self.storage.table.table_name,
            "ApiUrl": url,
            "WebhookMetaUrl": f"{url}/webhooks/meta",
            "WebhookXUrl": f"{url}/webhooks/x",
            "DashboardUrl": f"{url}/dashboard",
            "WebhookSecretId": self.secrets.webhook.secret_arn,
            "ApiSecretId": self.secrets.api.secret_arn,
            "AlertsQueueUrl": self.alerting.queue.queue_url,
            "AlertsDeadLetterQueueUrl": self.alerting.dead_letters.queue_url,
            "StreamDeadLetterQueueUrl": self.storage.stream_dead_letters.queue_url,
            "DeliveryDeadLetterQueueUrl": self.alerting.delivery_dead_letters.queue_url,
            "WebhookFunction": self.webhook.function.function_name,
            "SlaCheckerFunction": self.sla_checker.function.function_name,
            "DeliveryTopicArn": self.alerting.delivery_topic.topic_arn,
            "NextSteps": (
                "Each in docs/operations.md. 1. Fill in WebhookSecretId and ApiSecretId. "
                "2. Have SES verify the sender and lift the account out of its sandbox; for SMS, "
                "likewise, and raise its monthly limit. 3. Register WebhookMetaUrl with Meta and "
                "WebhookXUrl with X. "
                "4. Open DashboardUrl."
            ),
        }
        for name, value in outputs.items():
            CfnOutput(self, name, value=value)

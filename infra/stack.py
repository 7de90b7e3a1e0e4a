"""The main stack: makes the constructs and connects them. Each construct explains itself."""

import json
from typing import Any

from aws_cdk import CfnOutput, DefaultStackSynthesizer, PermissionsBoundary, Stack
from constructs import Construct

from infra import second_opinion
from infra.alerting import Alerting
from infra.events import Events
from infra.function import STREAM_RETRY_S, Function, FunctionDefaults, dependency_layer
from infra.http_api import WebApi
from infra.permissions import Resource
from infra.rollout import Rollout
from infra.schedule import CheckerSchedule
from infra.secrets import Secrets
from infra.settings import EVENTS_WINDOW_S, ROLLUP_WINDOW_S, Settings
from infra.storage import Storage
from shared.config.configuration import SECRET_CHANNELS
from shared.storage import schema

_NEXT_STEPS = (
    "docs/operations.md explains each step. 1. Fill in WebhookSecretId and ApiSecretId. "
    "2. Verify the sender in SES and ask AWS for production access; for text messages, leave the "
    "SMS sandbox and raise the monthly spending limit. "
    "3. Run `replywatch connect meta` and `connect x`; adapters use WebhookMessagesUrl. "
    "4. Open DashboardUrl."
)


def stack_options(settings: Settings) -> dict[str, Any]:
    """What both stacks of a deployment share: the CDK's qualifier, and the roles' boundary."""
    options: dict[str, Any] = {}
    if settings.qualifier:
        options["synthesizer"] = DefaultStackSynthesizer(qualifier=settings.qualifier)
    if settings.permissions_boundary:
        options["permissions_boundary"] = PermissionsBoundary.from_name(
            settings.permissions_boundary
        )
    return options


class ReplyWatch(Stack):
    """One deployment of ReplyWatch, without its alarms."""

    def __init__(
        self, scope: Construct, construct_id: str, *, settings: Settings, configuration: str
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            description=f"ReplyWatch {settings.stage}: finds unanswered customers and alerts",
            termination_protection=settings.keeps_data,
            **stack_options(settings),
        )
        compiled = json.loads(configuration)
        mail_from: str = compiled["mail_from"]
        self.settings = settings
        self._model: str | None = compiled["opinion_model"]
        self.channels = sorted({account["channel"] for account in compiled["accounts"]})
        self.storage = Storage(self, "Storage", settings=settings)
        self.secrets = Secrets(
            self,
            "Secrets",
            settings=settings,
            has_channels=any(
                responder.get(name)
                for responder in compiled["responders"].values()
                for name in SECRET_CHANNELS
            ),
        )
        self.alerting = Alerting(self, "Alerting", settings=settings, mail_from=mail_from)
        bus: str | None = compiled["events_bus"]
        self.events = Events(self, "Events", bus=bus) if bus else None
        self._defaults = FunctionDefaults(
            settings=settings,
            configuration=configuration,
            mail_from=mail_from,
            layer=dependency_layer(self, settings=settings),
            arns=self._arns(),
        )
        webhook_secret, api_secret = self.secrets.webhook.secret_arn, self.secrets.api.secret_arn
        reader = {"STREAM_DLQ_URL": self.storage.stream_dead_letters.queue_url}
        if settings.is_local:  # the emulator does not support failures of single records
            reader["STREAM_FAILURES"] = "raise"
        self.webhook = self._function("Webhook", WEBHOOK_SECRET_ID=webhook_secret)
        opinions = second_opinion.environment(settings, self._model)
        self.tracker = self._function("Tracker", **reader, **opinions)
        queued = {"EVENTS_QUEUE_URL": self.events.queue.queue_url} if self.events else {}
        self.rollup = self._function("Rollup", **reader, **queued)
        self.sla_checker = self._function(
            "SlaChecker", ALERTS_QUEUE_URL=self.alerting.queue.queue_url
        )
        # The function then takes no named token, by whichever route a request comes.
        issuer = {"JWT_ISSUER": settings.jwt_issuer} if settings.jwt_issuer else {}
        self.api = self._function("Api", API_SECRET_ID=api_secret, **issuer)
        self.web = WebApi(self, "Web", settings=settings, webhook=self.webhook, api=self.api)
        self.notifier = self._function(
            "Notifier",
            API_SECRET_ID=api_secret,
            API_URL=self.web.url,
            MAIL_FROM=mail_from,
            MAIL_CONFIGURATION_SET=self.alerting.configuration_set.configuration_set_name,
            **self._optional(),
        )
        self._connect()
        if not settings.is_local and settings.rollout != "all_at_once":
            Rollout(self, "Rollout", settings=settings, functions=self.functions)
        self._outputs()

    @property
    def functions(self) -> tuple[Function, ...]:
        """All functions."""
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
            defaults=self._defaults,
            environment={"TABLE_NAME": self.storage.table.table_name, **environment},
        )

    def _optional(self) -> dict[str, str]:
        """The notifier's settings that only some deployments have."""
        texts = self.alerting.sms_configuration_set
        found = {
            "SMS_ORIGINATION": self.settings.sms_origination,
            "SMS_CONFIGURATION_SET": texts.ref if texts else None,
            "SMS_REPLIES": "true" if self.settings.sms_replies else None,
            "CHANNELS_SECRET_ID": self.secrets.channels and self.secrets.channels.secret_arn,
        }
        if self.settings.is_local and self.settings.stand_ins:
            found["STAND_INS_URL"] = self.settings.stand_ins
            found["AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2"] = self.settings.stand_ins
            found["SMS_CONFIGURATION_SET"] = "local"
        return {name: value for name, value in found.items() if value}

    def _arns(self) -> dict[Resource, list[str]]:
        origination, texts = self.settings.sms_origination, self.alerting.sms_configuration_set
        return {
            Resource.TABLE: [self.storage.table.table_arn],
            Resource.DUE_INDEX: [self.storage.index_arn(schema.DUE_INDEX)],
            Resource.PUBLIC_INDEX: [self.storage.index_arn(schema.PUBLIC_INDEX)],
            Resource.ALERTS_INDEX: [self.storage.index_arn(schema.ALERTS_INDEX)],
            Resource.WAITING_INDEX: [self.storage.index_arn(schema.WAITING_INDEX)],
            Resource.STREAM: [self.storage.stream_arn],
            Resource.ALL_STREAMS: ["*"],
            Resource.STREAM_DEAD_LETTERS: [self.storage.stream_dead_letters.queue_arn],
            Resource.ALERTS: [self.alerting.queue.queue_arn],
            Resource.EVENTS: [self.events.queue.queue_arn] if self.events else [],
            Resource.EVENT_BUS: [self.events.bus_arn] if self.events else [],
            Resource.DELIVERY_DEAD_LETTERS: [self.alerting.delivery_dead_letters.queue_arn],
            Resource.WEBHOOK_SECRET: [self.secrets.webhook.secret_arn],
            Resource.API_SECRET: [self.secrets.api.secret_arn],
            Resource.CHANNELS_SECRET: (
                [self.secrets.channels.secret_arn] if self.secrets.channels else []
            ),
            Resource.SENDER: [self.alerting.identities_arn],
            Resource.MAIL_SETTINGS: [self.alerting.configuration_set_arn],
            Resource.PHONES: [] if origination else ["arn:*:sns:*:*:*"],
            Resource.SMS_ORIGINATION: [origination] if origination else [],
            Resource.SMS_SETTINGS: [texts.attr_arn] if texts else [],
            **second_opinion.arns(self, self._model),
        }

    def _connect(self) -> None:
        local = self.settings.is_local
        stream = self.storage.stream_arn
        dead_letters = self.storage.stream_dead_letters.queue_arn
        # The emulator repeats a failing batch and reads nothing else meanwhile.
        max_age_s = 60 if local else STREAM_RETRY_S
        self.tracker.feed_from_stream(
            stream_arn=stream,
            changes=("INSERT", "MODIFY"),
            prefixes=(schema.CONVERSATIONS, schema.POINTERS),
            sort_keys=schema.TRACKED,
            batch=100,
            window_s=0,
            dead_letters=dead_letters,
            max_age_s=max_age_s,
        )
        self.rollup.feed_from_stream(
            stream_arn=stream,
            # A fact that is deleted no longer counts. Facts do not expire.
            changes=("INSERT", "MODIFY", "REMOVE"),
            prefixes=(schema.FACTS, *((schema.REMOVED, schema.ALERTS) if self.events else ())),
            batch=1000,
            window_s=1 if local else (EVENTS_WINDOW_S if self.events else ROLLUP_WINDOW_S),
            dead_letters=dead_letters,
            max_age_s=max_age_s,
        )
        self.alerting.feed(self.notifier)
        if self.events:
            self.events.feed(self.rollup)
        CheckerSchedule(self, "Schedule", sla_checker=self.sla_checker)

    def _outputs(self) -> None:
        url = self.web.url
        outputs = {
            "TableName": self.storage.table.table_name,
            "ApiUrl": url,
            "WebhookMetaUrl": f"{url}/webhooks/meta",
            "WebhookXUrl": f"{url}/webhooks/x",
            "WebhookMessagesUrl": f"{url}/v1/messages",
            "DashboardUrl": f"{url}/dashboard",
            "WebhookSecretId": self.secrets.webhook.secret_arn,
            "ApiSecretId": self.secrets.api.secret_arn,
            "AlertsQueueUrl": self.alerting.queue.queue_url,
            "AlertsDeadLetterQueueUrl": self.alerting.dead_letters.queue_url,
            "StreamDeadLetterQueueUrl": self.storage.stream_dead_letters.queue_url,
            "DeliveryDeadLetterQueueUrl": self.alerting.delivery_dead_letters.queue_url,
            "WebhookFunction": self.webhook.function.function_name,
            "NotifierFunction": self.notifier.function.function_name,
            "TrackerFunction": self.tracker.function.function_name,
            "RollupFunction": self.rollup.function.function_name,
            "SlaCheckerFunction": self.sla_checker.function.function_name,
            "DeliveryTopicArn": self.alerting.delivery_topic.topic_arn,
            "NextSteps": _NEXT_STEPS,
        }
        if self.secrets.channels:
            outputs["ChannelsSecretId"] = self.secrets.channels.secret_arn
        if self.events:
            outputs["EventsDeadLetterQueueUrl"] = self.events.dead_letters.queue_url
            outputs["EventsQueueUrl"] = self.events.queue.queue_url
        if self.web.domain:  # the custom domain's DNS record is an alias for this name
            outputs["DomainTarget"] = self.web.domain.regional_domain_name
        for number, record in enumerate(self.alerting.dkim_records, 1):
            outputs[f"DkimRecord{number}"] = f"CNAME {record.name} {record.value}"
        for name, value in outputs.items():
            CfnOutput(self, name, value=value)

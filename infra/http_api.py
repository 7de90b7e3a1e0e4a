"""The HTTP API. Meta and X call the webhooks; people and programs call the other routes."""

import json
from collections.abc import Mapping, Sequence
from typing import cast

from aws_cdk import Acknowledgment, Validations
from aws_cdk import aws_apigatewayv2 as gateway
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.function import Function
from infra.removal import removal_policy
from infra.settings import Settings

_GET, _POST = gateway.HttpMethod.GET, gateway.HttpMethod.POST

WEBHOOK_ROUTES: Mapping[str, Sequence[gateway.HttpMethod]] = {
    "/webhooks/meta": (_GET, _POST),
    "/webhooks/meta/deauthorize": (_POST,),
    "/webhooks/meta/deletion": (_POST,),
    "/webhooks/meta/deletion/{code}": (_GET,),
    "/webhooks/x": (_GET, _POST),
}
API_ROUTES: Mapping[str, Sequence[gateway.HttpMethod]] = {
    "/": (_GET,),
    "/ack/{token}": (_GET, _POST),
    "/dashboard": (_GET,),
    "/health": (_GET,),
    "/v1/{proxy+}": (_GET, _POST),
}

_ACCESS_LOG = {
    # The route, not the path or the query: those contain acknowledge tokens and verify tokens. Not
    # the caller's address either: it is personal data that nothing here needs.
    "at": "$context.requestTime",
    "request": "$context.requestId",
    "route": "$context.routeKey",
    "status": "$context.status",
    "bytes": "$context.responseLength",
    "milliseconds": "$context.responseLatency",
    "function_milliseconds": "$context.integrationLatency",
    "function_status": "$context.integration.integrationStatus",
    "error": "$context.integrationErrorMessage",
}


class WebApi(Construct):
    """The HTTP API with its routes, throttle and access log."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        settings: Settings,
        webhook: Function,
        api: Function,
    ) -> None:
        super().__init__(scope, construct_id)
        self.http_api = gateway.HttpApi(
            self,
            "HttpApi",
            description=f"ReplyWatch {settings.stage}: webhooks, statistics and dashboard",
            create_default_stage=False,
        )
        self.log_group = logs.LogGroup(
            self,
            "AccessLog",
            retention=logs.RetentionDays.ONE_MONTH,
            removal_policy=removal_policy(settings),
        )
        stage = gateway.HttpStage(
            self,
            "Stage",
            http_api=self.http_api,
            stage_name="$default",
            auto_deploy=True,
            # Below the account's own limit, which its other APIs share. Meta and X deliver again
            # what is answered with 429.
            throttle=gateway.ThrottleSettings(rate_limit=1000, burst_limit=2000),
        )
        # HttpStage has a property for this, but jsii cannot pass it from Python.
        resource = cast("gateway.CfnStage", stage.node.default_child)
        resource.access_log_settings = gateway.CfnStage.AccessLogSettingsProperty(
            destination_arn=self.log_group.log_group_arn, format=json.dumps(_ACCESS_LOG)
        )
        self._route("Webhook", WEBHOOK_ROUTES, webhook)
        self._route("Api", API_ROUTES, api)
        # The emulator serves every API under one address, by its id.
        self.url = (
            f"{settings.endpoint}/_aws/execute-api/{self.http_api.api_id}"
            if settings.is_local
            else self.http_api.api_endpoint
        )

    def _route(
        self, name: str, routes: Mapping[str, Sequence[gateway.HttpMethod]], function: Function
    ) -> None:
        integration = integrations.HttpLambdaIntegration(
            name, function.function, scope_permission_to_route=False
        )
        for path, methods in routes.items():
            for route in self.http_api.add_routes(
                path=path, methods=list(methods), integration=integration
            ):
                Validations.of(route).acknowledge(
                    Acknowledgment(
                        id="AwsSolutions-APIG4",
                        reason="The functions authorise: they verify the signatures of Meta, X "
                        "and acknowledge links, and compare the API's tokens.",
                    )
                )

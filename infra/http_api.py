"""The HTTP API. Meta and X call the webhooks; people and programs call the other routes."""

import json
from collections.abc import Mapping, Sequence
from typing import cast

from aws_cdk import Acknowledgment, Aws, Duration, Fn, Stack, Validations
from aws_cdk import aws_apigatewayv2 as gateway
from aws_cdk import aws_apigatewayv2_authorizers as authorizers
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_iam as iam
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
    "/v1/messages": (_POST,),  # adapters; more specific than the API's /v1/{proxy+}
}
PLATFORM_ROUTES = ("POST /webhooks/meta", "POST /webhooks/x", "POST /v1/messages")
"""Where the platforms and adapters deliver."""

API_PATH = "/v1/{proxy+}"

API_ROUTES: Mapping[str, Sequence[gateway.HttpMethod]] = {
    "/": (_GET,),
    "/c/{token}": (_GET, _POST),
    "/dashboard": (_GET,),
    "/docs": (_GET,),
    "/health": (_GET,),
    "/openapi.json": (_GET,),
    "/r/{token}": (_GET, _POST),
    API_PATH: (_GET, _POST),
}

BURST_S = 2
"""A burst has as many requests as the rate allows in so many seconds."""

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
            cors_preflight=_cors(settings.allowed_origins),
            # What stands in front of the domain would be no protection beside an open back door.
            disable_execute_api_endpoint=(
                settings.domain is not None and not settings.is_local and not settings.aws_address
            ),
        )
        self.log_group = logs.LogGroup(
            self,
            "AccessLog",
            # Log delivery adds each group to one resource policy of limited size, except for those
            # under this prefix. The stack's unique part keeps the name free after a redeployment.
            log_group_name=f"/aws/vendedlogs/replywatch/{settings.stage}/{_unique_part()}",
            retention=logs.RetentionDays.ONE_MONTH,
            removal_policy=removal_policy(settings),
        )
        # Other methods and paths get the API's problems, not API Gateway's shape of error.
        self._default_function = api
        self._authorizer = self._jwt_authorizer(settings)
        self.domain = self._domain(settings)
        routes = self._routes("Webhook", WEBHOOK_ROUTES, webhook)
        routes += self._routes("Api", API_ROUTES, api)
        self._stage(settings, routes)
        self.url = self._url(settings)

    def _domain(self, settings: Settings) -> gateway.DomainName | None:
        if settings.domain is None or settings.certificate_arn is None:
            return None
        certificate = acm.Certificate.from_certificate_arn(
            self, "Certificate", settings.certificate_arn
        )
        return gateway.DomainName(
            self, "Domain", domain_name=settings.domain, certificate=certificate
        )

    def _jwt_authorizer(self, settings: Settings) -> gateway.IHttpRouteAuthorizer | None:
        if settings.jwt_issuer is None:
            return None
        return authorizers.HttpJwtAuthorizer(
            "Issuer", settings.jwt_issuer, jwt_audience=settings.audiences
        )

    def _stage(self, settings: Settings, routes: Sequence[gateway.HttpRoute]) -> None:
        stage = gateway.HttpStage(
            self,
            "Stage",
            http_api=self.http_api,
            stage_name="$default",
            auto_deploy=True,
            throttle=gateway.ThrottleSettings(
                rate_limit=settings.api_rate, burst_limit=BURST_S * settings.api_rate
            ),
            domain_mapping=(
                gateway.DomainMappingOptions(domain_name=self.domain) if self.domain else None
            ),
        )
        # HttpStage has properties for these, but jsii cannot pass the first from Python, and the
        # second covers all routes.
        resource = cast("gateway.CfnStage", stage.node.default_child)
        resource.access_log_settings = gateway.CfnStage.AccessLogSettingsProperty(
            destination_arn=self.log_group.log_group_arn,
            format=json.dumps({"stage": settings.stage} | _ACCESS_LOG),
        )
        # A flood of forged webhooks of one platform keeps neither the other's out nor people.
        # Meta and X deliver again what is answered with 429.
        resource.route_settings = {
            route: {
                "ThrottlingRateLimit": settings.webhook_rate,
                "ThrottlingBurstLimit": BURST_S * settings.webhook_rate,
            }
            for route in PLATFORM_ROUTES
        }
        for route in routes:  # API Gateway refuses settings of a route that does not exist yet
            stage.node.add_dependency(route)

    def _url(self, settings: Settings) -> str:
        if settings.is_local:  # the emulator serves every API under one address, by its id
            return f"{settings.endpoint}/_aws/execute-api/{self.http_api.api_id}"
        return f"https://{settings.domain}" if settings.domain else self.http_api.api_endpoint

    def _routes(
        self, name: str, routes: Mapping[str, Sequence[gateway.HttpMethod]], function: Function
    ) -> list[gateway.HttpRoute]:
        made: list[gateway.HttpRoute] = []
        integration = integrations.HttpLambdaIntegration(
            name, function.target, scope_permission_to_route=False
        )
        for path, methods in routes.items():
            is_authorized = self._authorizer is not None and path == API_PATH
            made += self.http_api.add_routes(
                path=path,
                # HEAD by the default route would have no claims.
                methods=[*methods, gateway.HttpMethod.HEAD] if is_authorized else list(methods),
                integration=integration,
                authorizer=self._authorizer if is_authorized else None,
            )
        if function is self._default_function:
            # The permission that comes with the integration is for a method and a path, and the
            # default route has neither: https://github.com/aws/serverless-application-model/issues/1860
            function.target.add_permission(
                "DefaultRoute",
                principal=iam.ServicePrincipal("apigateway.amazonaws.com"),
                source_arn=Stack.of(self).format_arn(
                    service="execute-api",
                    resource=self.http_api.api_id,
                    resource_name="*/$default",
                ),
            )
            made.append(
                gateway.HttpRoute(
                    self,
                    "Default",
                    http_api=self.http_api,
                    route_key=gateway.HttpRouteKey.DEFAULT,
                    integration=integration,
                )
            )
        for route in made:
            Validations.of(route).acknowledge(
                Acknowledgment(
                    id="AwsSolutions-APIG4",
                    reason="The functions authorise: they verify the signatures of Meta, X, "
                    "adapters and acknowledge links, and compare the API's tokens.",
                )
            )
        return made


def _cors(origins: list[str]) -> gateway.CorsPreflightOptions | None:
    """What API Gateway adds to answers, for browsers. AWS documents that it answers OPTIONS itself
    where no route does, and also that the default route catches OPTIONS: so `api` answers OPTIONS
    with 204, and both ways lead to the same. The default route has no authorizer, since a browser
    sends no token with OPTIONS. No cookies: callers send their token.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html"""
    if not origins:
        return None
    return gateway.CorsPreflightOptions(
        allow_origins=origins,
        allow_methods=[gateway.CorsHttpMethod.GET, gateway.CorsHttpMethod.POST],
        allow_headers=["authorization", "content-type", "idempotency-key", "if-none-match"],
        expose_headers=["etag", "retry-after", "x-next-cursor", "x-request-id"],
        max_age=Duration.hours(1),
    )


def _unique_part() -> str:
    """The part of the stack's id that no other stack has, nor a later one of the same name."""
    return Fn.select(2, Fn.split("/", Aws.STACK_ID))

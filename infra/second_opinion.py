"""What the tracker needs to ask a model on Amazon Bedrock for a second opinion."""

import re

from aws_cdk import Acknowledgment, Stack, Validations

from infra.permissions import Resource
from infra.settings import Settings

_PROFILE = re.compile(r"(?:[a-z]{2}|apac|us-gov|global)\.(?P<model>.+)")
"""The id of a cross-Region inference profile: that of its model after a geography
(https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html)."""


def arns(stack: Stack, model: str | None) -> dict[Resource, list[str]]:
    """The ARNs of the model or inference profile with this id."""
    if model is None:
        return {Resource.MODEL: [], Resource.PROFILE_MODEL: []}
    profile = _PROFILE.fullmatch(model)
    if profile is None:
        own = f"arn:{stack.partition}:bedrock:{stack.region}::foundation-model/{model}"
        return {Resource.MODEL: [own], Resource.PROFILE_MODEL: []}
    behind = f":bedrock:*::foundation-model/{profile['model']}"
    Validations.of(stack).acknowledge(
        Acknowledgment(
            id=f"AwsSolutions-IAM5[Resource::arn:<AWS::Partition>{behind}]",
            reason="A condition limits it to calls by the configured inference profile.",
        )
    )
    own = stack.format_arn(service="bedrock", resource="inference-profile", resource_name=model)
    return {Resource.MODEL: [own], Resource.PROFILE_MODEL: [f"arn:{stack.partition}{behind}"]}


def environment(settings: Settings, model: str | None) -> dict[str, str]:
    """The tracker's variables: a local stage asks a stand-in."""
    if model is None or not (settings.is_local and settings.stand_ins):
        return {}
    return {"AWS_ENDPOINT_URL_BEDROCK_RUNTIME": settings.stand_ins}

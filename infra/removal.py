"""What is kept when a stack is deleted."""

from aws_cdk import RemovalPolicy

from infra.settings import Settings


def removal_policy(settings: Settings) -> RemovalPolicy:
    """For the table, the secrets and the logs: kept, unless the stage is ephemeral."""
    return RemovalPolicy.RETAIN if settings.keeps_data else RemovalPolicy.DESTROY

"""What is kept when a stack is deleted."""

from aws_cdk import RemovalPolicy

from infra.settings import Settings


def removal_policy(settings: Settings) -> RemovalPolicy:
    """For the table, the secrets and the logs: production keeps them, other stages do not."""
    return RemovalPolicy.RETAIN if settings.is_production else RemovalPolicy.DESTROY

"""What is kept when a stack is deleted."""

from aws_cdk import RemovalPolicy

from infra.settings import Settings


def removal_policy(settings: Settings) -> RemovalPolicy:
    """For the secrets and the logs: kept, unless the stage is ephemeral.

    If a deployment fails, those that it has made are deleted: they are empty, and each attempt
    would leave others behind.
    """
    return (
        RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE if settings.keeps_data else RemovalPolicy.DESTROY
    )


def table_policy(settings: Settings) -> RemovalPolicy:
    """For the table: kept, unless the stage is ephemeral.

    A new table is also kept if the deployment fails: it is protected from deletion, so
    CloudFormation could not delete it, and the rollback would fail as well.
    """
    return RemovalPolicy.RETAIN if settings.keeps_data else RemovalPolicy.DESTROY

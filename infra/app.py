"""The CDK's entry point: reads settings and configuration, and makes the two stacks."""

import sys

from aws_cdk import App, Validations
from cdk_nag import AwsSolutionsChecks

from infra import settings
from infra.operations import Operations
from infra.settings import Settings, SettingsError
from infra.stack import ReplyWatch
from shared.config.configuration import ConfigurationError, compile_file


def assemble(app: App, *, settings: Settings, configuration: str) -> ReplyWatch:
    """Adds one deployment's stacks to the app, with cdk-nag's checks."""
    name = f"ReplyWatch-{settings.stage}"
    stack = ReplyWatch(app, name, settings=settings, configuration=configuration)
    if not settings.is_local:
        Operations(app, f"{name}-Operations", settings=settings, watched=stack)
    Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    return stack


def main() -> None:
    """Synthesises. A mistake in the input is printed in one message, without a traceback."""
    app = App()
    try:
        chosen = settings.from_context(app.node.try_get_context)
        assemble(app, settings=chosen, configuration=compile_file(chosen.config))
    except (ConfigurationError, SettingsError) as mistake:
        sys.exit(str(mistake))
    app.synth()


if __name__ == "__main__":
    main()

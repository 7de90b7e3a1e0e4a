"""The CDK's entry point: reads settings and configuration, and makes the two stacks."""

import os
import sys

from aws_cdk import App, Tags, Validations
from cdk_nag import AwsSolutionsChecks

from infra import settings
from infra.operations import Operations
from infra.setting_problems import elsewhere
from infra.settings import Settings, SettingsError
from infra.stack import ReplyWatch
from shared.config.configuration import ConfigurationError, compile_file


def assemble(app: App, *, settings: Settings, configuration: str) -> ReplyWatch:
    """Adds one deployment's stacks to the app, with cdk-nag's checks."""
    name = f"ReplyWatch-{settings.stage}"
    stack = ReplyWatch(app, name, settings=settings, configuration=configuration)
    if not settings.is_local:
        Operations(app, f"{name}-Operations", settings=settings, watched=stack)
    for key, value in settings.tags.items():
        Tags.of(app).add(key, value)
    Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    return stack


def main() -> None:
    """Synthesises. A mistake in the input is printed in one message, without a traceback.

    Prints what a deployment should know to standard error; the CDK reads standard output.
    """
    app = App()
    try:
        chosen = settings.from_context(app.node.try_get_context, app.node.get_all_context())
        _check_place(chosen)
        assemble(app, settings=chosen, configuration=compile_file(chosen.config))
    except (ConfigurationError, SettingsError) as mistake:
        sys.exit(str(mistake))
    for note in notes(chosen):
        print(f"Note: {note}", file=sys.stderr)
    app.synth()


def _check_place(settings: Settings) -> None:
    """Raises SettingsError for an ARN that AWS would refuse in the middle of a deployment. The CDK
    names account and region if it has credentials."""
    place = {name: os.environ.get(f"CDK_DEFAULT_{name.upper()}") for name in ("account", "region")}
    for problem in elsewhere(settings, **place):
        raise SettingsError(problem)


def notes(settings: Settings) -> list[str]:
    """What is allowed, and may be a mistake."""
    if settings.is_local:
        return []
    found = []
    if settings.alarm_email is None:
        found.append(
            "alarm_email is not set: alarms show in CloudWatch only. Set it in cdk.json, or "
            "subscribe to the output AlarmTopicArn."
        )
    if settings.ephemeral:
        found.append(f"stage {settings.stage} is ephemeral: deleting it deletes its data.")
    return found


if __name__ == "__main__":
    main()

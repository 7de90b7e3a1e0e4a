"""`python -m cli.local.rehearsal`: deploys a stage as to an account, and runs the smoke test on it.

The local stage differs from that of an account: no aliases, no alarms, and whole batches are
repeated. Here the emulator gets the templates of an account's stage, with IAM enforced. What it
lacks stays away: CodeDeploy, alarms on expressions, and the dashboard that shows them.
"""

import argparse
import contextlib
import json
import shutil
import sys
from pathlib import Path

from cli import main as command_line
from cli.arguments import MAX_PORT, whole_number
from cli.local import deploy, emulator, enforced, signals
from cli.local.deploy import BUILD, CONFIGURATION, Secrets, Stack
from cli.local.errors import LocalRunError
from cli.local.terminal import Terminal

STAGE = "rehearsal"
SETTINGS = {"stage": STAGE, "rollout": "all_at_once", "ephemeral": "true"}


def main(arguments: list[str] | None = None) -> int:
    """The smoke test's exit status; 2 if there was no deployment."""
    parser = argparse.ArgumentParser(prog="python -m cli.local.rehearsal", description=__doc__)
    parser.add_argument("--port", type=whole_number(1, MAX_PORT), default=4566)
    port = parser.parse_args(arguments).port
    terminal, files = Terminal(), BUILD / f"rehearsal-{port}"
    shutil.rmtree(files, ignore_errors=True)
    files.mkdir(parents=True)
    try:
        return _rehearse(port, files, terminal)
    except LocalRunError as error:
        terminal.problem(str(error), log=error.log)
        return 2
    finally:
        shutil.rmtree(files, ignore_errors=True)


def _rehearse(port: int, files: Path, terminal: Terminal) -> int:
    emulator.check_port_is_free(port)
    endpoint, assembly = f"http://{emulator.HOST}:{port}", files / "cdk"
    terminal.heading("A stage as in an account, on this machine")
    with contextlib.ExitStack() as cleanup:
        with terminal.step("synthesise the stage (CDK)"):
            synthesis = cleanup.enter_context(
                deploy.synthesising(
                    endpoint, configuration=CONFIGURATION, assembly=assembly, settings=SETTINGS
                )
            )
            synthesis.check("cdk synth")
            enforced.adapt(assembly / f"ReplyWatch-{STAGE}.template.json")
            _drop_unsupported(assembly / f"ReplyWatch-{STAGE}-Operations.template.json")
        with terminal.step("start the AWS emulator"):
            log = deploy.emulator_log(endpoint)
            cleanup.enter_context(
                emulator.running(port=port, state=files / "state", log=log, enforces_iam=True)
            )
            deploy.bootstrap(endpoint, enforced.bootstrap_template(endpoint, files))
        with terminal.step("deploy the stage"):
            outputs = deploy.deploy(endpoint, synthesis, assembly=assembly)
            stack = Stack(endpoint=endpoint, outputs=outputs, secrets=Secrets())
            deploy.write_secrets(deploy.session(), stack)
        terminal.line()
        return _smoke(endpoint)


def _drop_unsupported(template: Path) -> None:
    content = json.loads(template.read_text(encoding="utf-8"))
    content["Resources"] = {
        name: resource
        for name, resource in content["Resources"].items()
        if resource["Type"] != "AWS::CloudWatch::Dashboard"
        and "Metrics" not in resource.get("Properties", {})
    }
    template.write_text(json.dumps(content), encoding="utf-8")


def _smoke(endpoint: str) -> int:
    with emulator.as_environment(endpoint):
        which = ["--stack", f"ReplyWatch-{STAGE}", "--endpoint-url", endpoint]
        return command_line.main(["smoke", "--yes", *which, "--config", str(CONFIGURATION)])


if __name__ == "__main__":
    signals.install()
    try:
        status = main()
    except signals.Interrupted as interrupted:
        status = interrupted.status
    sys.exit(status)

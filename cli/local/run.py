"""`make run`, `make story`, `replywatch local`: the AWS emulator, then the stack, then the demo."""

import argparse
import contextlib
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cli.arguments import MAX_PORT, whole_number
from cli.commands import prepare_table
from cli.local import address_file, deploy, emulator, enforced, published_events, stand_ins
from cli.local.deploy import BUILD, Secrets, Stack
from cli.local.emulator import Emulator
from cli.local.errors import LocalRunError
from cli.local.signals import Interrupted, install
from cli.local.stand_ins import StandIns
from cli.local.terminal import Terminal
from shared.config.configuration import Configuration, ConfigurationError, load_file


class ChecksFailedError(Exception):
    """At least one check of the demo failed. The checks have been printed."""


def add(parser: argparse.ArgumentParser) -> None:
    """The command's options, which `make run` and `make story` have, too."""
    parser.add_argument(
        "--port",
        type=whole_number(1, MAX_PORT),
        default=4566,
        help="port on 127.0.0.1 (default: 4566)",
    )
    parser.add_argument(
        "--config",
        type=Path,
        default=deploy.CONFIGURATION,
        help="the configuration to deploy (default: the demo's)",
    )
    parser.add_argument(
        "--iam", action="store_true", help="refuse what the roles' policies do not allow"
    )
    parser.add_argument("--story", action="store_true", help="play the demo, check it, then exit")
    parser.add_argument("--no-story", action="store_true", help="serve without playing the demo")


def main(arguments: list[str] | None = None) -> int:
    """`python -m cli.local`."""
    parser = argparse.ArgumentParser(prog="python -m cli.local", description=__doc__)
    add(parser)
    return run(parser.parse_args(arguments))


def run(args: argparse.Namespace) -> int:
    """Runs until Ctrl-C, or with --story until the demo ends. 0 on success, 1 if a check of the
    demo failed, 2 if the stack could not run."""
    install()
    terminal = Terminal()
    serving = threading.Event()
    try:
        configuration = _configuration(args.config)
        with _deployed(args, configuration, terminal) as local:
            try:
                _serve(args, configuration, local, terminal, serving)
            except Interrupted:  # what follows can take a minute on a slow disk
                terminal.line()
                terminal.line("Stopping, and deleting the emulator's files …")
                raise
    except Interrupted as interrupted:
        terminal.line()
        terminal.line("Stopped. No process is left running.")
        return 0 if serving.is_set() else interrupted.status
    except ChecksFailedError:
        return 1
    except LocalRunError as error:
        terminal.problem(str(error), log=error.log)
        return 2
    return 0


def _configuration(path: Path) -> Configuration:
    try:
        return load_file(path)
    except ConfigurationError as error:
        raise LocalRunError(str(error)) from error


class Local(NamedTuple):
    """What runs on this machine."""

    aws: Emulator
    stack: Stack
    stand_ins: StandIns


@contextlib.contextmanager
def _deployed(
    args: argparse.Namespace, configuration: Configuration, terminal: Terminal
) -> Iterator[Local]:
    """The emulator, the stand-ins and the deployed stack, while the block runs."""
    emulator.check_port_is_free(args.port)
    terminal.heading("ReplyWatch on this machine")
    endpoint = f"http://{emulator.HOST}:{args.port}"
    files = BUILD / f"local-{args.port}"
    with contextlib.ExitStack() as cleanup:
        shutil.rmtree(files, ignore_errors=True)
        cleanup.callback(shutil.rmtree, files, ignore_errors=True)
        receivers = cleanup.enter_context(stand_ins.serving(endpoint))
        synthesis = cleanup.enter_context(
            deploy.synthesising(
                endpoint,
                configuration=args.config,
                assembly=files / "cdk",
                settings=deploy.with_stand_ins(receivers.url),
            )
        )
        with terminal.step("start the AWS emulator"):
            aws = cleanup.enter_context(
                emulator.running(
                    port=args.port,
                    state=files / "emulator",
                    log=deploy.emulator_log(endpoint),
                    enforces_iam=args.iam,
                )
            )
            deploy.bootstrap(
                endpoint, enforced.bootstrap_template(endpoint, files) if args.iam else None
            )
        with terminal.step("synthesise the stack (CDK)"):
            synthesis.wait()
            if args.iam:
                enforced.adapt(files / "cdk" / "ReplyWatch-local.template.json")
        with terminal.step("deploy the stack"):
            outputs = deploy.deploy(endpoint, synthesis, assembly=files / "cdk")
        with terminal.step("generate and store the secrets"):
            stack = Stack(
                endpoint=endpoint,
                outputs=outputs,
                secrets=Secrets(),
                outbox_url=receivers.outbox_url,
                sms_reply_url=receivers.reply_url,
                events_url=receivers.events_url,
            )
            session = deploy.session()
            deploy.write_secrets(session, stack, receivers.entries(configuration))
            # The emulator ignores it in the template.
            tables = session.client("dynamodb", endpoint_url=endpoint)
            prepare_table.enable_time_to_live(tables, outputs["TableName"])
            receivers.publish = deploy.publisher(session, stack)
            if configuration.events_bus:
                published_events.subscribe(session, endpoint, configuration.events_bus)
        yield Local(aws, stack, receivers)


def _serve(
    args: argparse.Namespace,
    configuration: Configuration,
    local: Local,
    terminal: Terminal,
    serving: threading.Event,
) -> None:
    """Plays the demo, then serves. Sets `serving` once Ctrl-C is a normal end.

    The result of the demo is checked only with --story, because otherwise people may write messages
    of their own meanwhile.
    """
    from cli.local.checker_loop import CheckerLoop
    from cli.local.demo import report
    from cli.local.demo.player import MAX_LAG_S, MAX_START_S, Player
    from cli.local.platforms import account_ids

    stack = local.stack
    accounts = account_ids(configuration)
    with (
        address_file.reserved(args.port) as details,
        CheckerLoop(stack).running() as checker_loop,
    ):
        deploy.write_addresses(stack, accounts, details, configuration=args.config)
        if not args.story:
            serving.set()
        if not args.no_story:
            player = Player(
                stack=stack,
                configuration=configuration,
                terminal=terminal,
                stand_ins=local.stand_ins,
                max_start_s=MAX_LAG_S if args.story else MAX_START_S,
            )
            seen = report.play(player, terminal)
            if args.story and not report.check(
                seen, player, stack, terminal, checker_loop=checker_loop
            ):
                raise ChecksFailedError
        if not args.story:
            shown = address_file.described(details, endpoint=stack.endpoint)
            report.print_addresses(stack, terminal, details=shown)
            _wait_while_alive(local.aws, deploy.emulator_log(stack.endpoint))


def _wait_while_alive(aws: Emulator, log: Path) -> None:
    while aws.is_alive:
        time.sleep(0.5)
    raise emulator.EmulatorError("The AWS emulator has stopped unexpectedly", log=log)

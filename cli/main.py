"""`replywatch`: each command is a module, imported only when that command is run."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import NamedTuple


class Command(NamedTuple):
    """A command's module has `add(subparsers)`, which adds its options, and `run(args) -> int`."""

    module: str
    help: str


COMMANDS = {
    "check-config": Command("cli.commands.check_config", "check replywatch.toml and its targets"),
    "inspect": Command("cli.commands.inspect", "show the events in a webhook body"),
    "backtest": Command("cli.commands.backtest", "apply policies to past messages"),
    "explain": Command(
        "cli.commands.explain", "show why a conversation has its policy and deadline"
    ),
    "outputs": Command("cli.commands.outputs", "print a deployment's addresses for the shell"),
    "rebuild": Command(
        "cli.commands.rebuild", "recompute waits from their messages, and report differences"
    ),
    "recompute": Command("cli.commands.recompute", "apply the current configuration to open waits"),
    "replay": Command("cli.commands.replay", "process quarantined events again"),
    "forget": Command("cli.commands.forget", "delete a customer's data by id, and verify it"),
    "redrive": Command("cli.commands.redrive", "handle dead letters again"),
    "doctor": Command("cli.commands.doctor", "check a deployment end to end"),
    "connect": Command("cli.commands.connect", "register the webhooks at Meta and X"),
    "simulate": Command("cli.commands.simulate", "send signed test traffic to a deployment"),
    "prepare-table": Command(
        "cli.commands.prepare_table", "make a restored table ready for a deployment"
    ),
    "cost": Command("cli.commands.cost", "estimate the monthly bill"),
    "smoke": Command("cli.commands.smoke", "show that a deployment's parts work together"),
    "token": Command("cli.commands.token", "make, list, rotate and revoke API tokens"),
    "local": Command("cli.local.run", "run the whole stack on this machine, with a demo"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command that the arguments name, and returns its exit status."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    try:
        parsed = _parser(command=arguments[0] if arguments else None).parse_args(arguments)
        return int(importlib.import_module(COMMANDS[parsed.command].module).run(parsed))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader has closed the pipe (`| head`). Python must not fail on it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _parser(*, command: str | None) -> argparse.ArgumentParser:
    """Knows all commands by name, and the options of the given command only."""
    parser = argparse.ArgumentParser(
        prog="replywatch", description="Shows which customers wait for a reply, and until when."
    )
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, entry in COMMANDS.items():
        if name == command:
            importlib.import_module(entry.module).add(subparsers)
        else:
            subparsers.add_parser(name, help=entry.help)
    return parser


if __name__ == "__main__":
    sys.exit(main())

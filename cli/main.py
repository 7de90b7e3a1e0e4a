"""`replywatch`: one module a command, imported only when that command is asked for."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import NamedTuple


class Command(NamedTuple):
    """A command's module has `add(subparsers)`, which says its options, and `run(args) -> int`."""

    module: str
    help: str


COMMANDS = {
    "check-config": Command(
        "cli.commands.check_config", "check replywatch.toml, and what it promises"
    ),
    "inspect": Command("cli.commands.inspect", "what ReplyWatch understands of a webhook body"),
    "backtest": Command("cli.commands.backtest", "what policies would have made of a history"),
    "explain": Command("cli.commands.explain", "which policy a conversation is held to, and why"),
    "outputs": Command("cli.commands.outputs", "a deployment's addresses, for the shell"),
    "rebuild": Command(
        "cli.commands.rebuild", "recompute waits from their messages, say what differed"
    ),
    "recompute": Command("cli.commands.recompute", "hold open waits to the present configuration"),
    "replay": Command("cli.commands.replay", "land what was kept aside, where that works now"),
    "forget": Command("cli.commands.forget", "delete a customer's data by id, and prove it"),
    "local": Command("cli.local.run", "run the whole stack on this machine, with a story to watch"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """The exit status of the command that the arguments ask for."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    try:
        parsed = _parser(asked=arguments[0] if arguments else None).parse_args(arguments)
        return int(importlib.import_module(COMMANDS[parsed.command].module).run(parsed))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has enough of it (`| head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _parser(*, asked: str | None) -> argparse.ArgumentParser:
    """All commands by name; the options only of the one asked for."""
    parser = argparse.ArgumentParser(prog="replywatch", description="Who waits for an answer?")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, command in COMMANDS.items():
        if name == asked:
            importlib.import_module(command.module).add(subparsers)
        else:
            subparsers.add_parser(name, help=command.help)
    return parser


if __name__ == "__main__":
    sys.exit(main())

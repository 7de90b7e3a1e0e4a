"""`replywatch`: each command is a module, imported only when that command is run."""

import argparse
import importlib
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self


class Command(NamedTuple):
    """What the help says about a command. Its module has `add(parser)`, which adds its options, and
    `run(args) -> int`."""

    help: str
    examples: tuple[str, ...]
    """The arguments of the examples, without `replywatch`."""

    @classmethod
    def of(cls, text: str, *examples: str) -> Self:
        return cls(text, examples)


COMMANDS = {
    "check-config": Command.of(
        "check replywatch.toml and its targets",
        "check-config",
        "check-config staging.toml --quiet",
    ),
    "inspect": Command.of("show the events in a webhook body", "inspect --full body.json"),
    "backtest": Command.of(
        "apply policies to past messages",
        "backtest --config replywatch.toml --summary messages.jsonl",
        "backtest --config replywatch.toml --alerts messages.jsonl",
    ),
    "shadow": Command.of(
        "show what shadow policies would have sent",
        "shadow --stack ReplyWatch-production",
        "shadow --stack ReplyWatch-production --days 30 --json",
    ),
    "explain": Command.of(
        "show why a wait has its policy and deadline",
        "explain --stack ReplyWatch-production hX3nQ0c1TgqkVb8m",
    ),
    "outputs": Command.of(
        "print a deployment's addresses for the shell",
        'eval "$(replywatch outputs --stack ReplyWatch-production)"',
        "outputs --local --json",
    ),
    "rebuild": Command.of(
        "compare waits with their messages, and repair differences",
        "rebuild --stack ReplyWatch-production --all --dry-run",
        "rebuild --stack ReplyWatch-production hX3nQ0c1TgqkVb8m",
    ),
    "recompute": Command.of(
        "apply the current configuration to open waits",
        "recompute --stack ReplyWatch-production --open --dry-run",
    ),
    "replay": Command.of(
        "process quarantined events again",
        "replay --stack ReplyWatch-production --list",
        "replay --stack ReplyWatch-production --reason account",
    ),
    "forget": Command.of(
        "delete a customer's data by id, and verify it",
        "forget --stack ReplyWatch-production --channel whatsapp --customer 49151000000",
        "forget --stack ReplyWatch-production --requests",
    ),
    "redrive": Command.of(
        "process dead letters again",
        "redrive --stack ReplyWatch-production --dry-run",
        "redrive --stack ReplyWatch-production --queue stream",
    ),
    "doctor": Command.of(
        "check a deployment end to end, and say what to do",
        "doctor --stack ReplyWatch-production",
    ),
    "addresses": Command.of(
        "list responders' suppressed addresses, and clear them",
        "addresses --stack ReplyWatch-production",
        "addresses --stack ReplyWatch-production --clear ada",
    ),
    "connect": Command.of(
        "register the webhooks with Meta and X, and subscribe the accounts",
        "connect meta --stack ReplyWatch-production --app-id 470000000000001 --dry-run",
        "connect x --stack ReplyWatch-production --wait 5m",
        "connect x --stack ReplyWatch-production --replay 2026-11-26T09:00Z 2026-11-26T11:00Z",
        "connect x --stack ReplyWatch-production --remove --dry-run",
    ),
    "simulate": Command.of(
        "send signed test traffic to a deployment",
        "simulate --local --rate 20 --seconds 60 --shape burst",
    ),
    "prepare-table": Command.of(
        "make a restored table ready for a deployment",
        "prepare-table --table replywatch-restored --dry-run",
    ),
    "cost": Command.of("estimate the monthly bill", "cost --messages 50000 --emails 2000"),
    "smoke": Command.of(
        "test that a deployment's parts work together",
        "smoke --stack ReplyWatch-test",
    ),
    "token": Command.of(
        "create, list, rotate and revoke API tokens",
        "token create grafana --scope read --stack ReplyWatch-dev",
        "token list --stack ReplyWatch-dev",
        "token rotate grafana --hours 48 --stack ReplyWatch-dev",
        "token revoke grafana --stack ReplyWatch-dev",
    ),
    "invite": Command.of(
        "give a responder a link to their own settings",
        "invite ada --stack ReplyWatch-production",
        "invite ada --send --stack ReplyWatch-production",
    ),
    "responders": Command.of(
        "list and reset what responders have changed themselves",
        "responders list --stack ReplyWatch-production",
        "responders reset ada --stack ReplyWatch-production",
    ),
    "local": Command.of(
        "run the whole stack on this machine, with a demo",
        "local --port 4600 --no-story",
    ),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command that the arguments name, and returns its exit status."""
    _replace_closed_streams()
    arguments = sys.argv[1:] if argv is None else list(argv)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that does not take UTF-8 lacks some of the signs that are printed.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader has closed the pipe (`| head`)
        _give_up_output()
        return 141
    except OSError as error:  # the disk is full, for example
        _give_up_output()
        place = f"{error.filename}: " if error.filename else ""
        sys.stderr.write(f"replywatch: {place}{error.strerror or error}\n")
        return 2


def _replace_closed_streams() -> None:
    """A closed stream (`<&-`) is None in Python. It becomes one that is empty, or takes all."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115


def _run(arguments: list[str]) -> int:
    """Runs the command, and writes its output before exit, when errors can still be handled."""
    try:
        parsed = _parser(command=arguments[0] if arguments else None).parse_args(arguments)
        return int(_module(parsed.command).run(parsed))
    finally:
        print(end="", flush=True)


def _give_up_output() -> None:
    """Discards output that is not written yet, so that Python does not fail on it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser(*, command: str | None) -> argparse.ArgumentParser:
    """The parser, with all commands by name, and only the options of the given command."""
    parser = argparse.ArgumentParser(
        prog="replywatch", description="Shows which customers are waiting, and when a reply is due."
    )
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, entry in COMMANDS.items():
        own = subparsers.add_parser(name, help=entry.help)
        if name == command:
            _module(name).add(own)
            _explain(own, entry.help, entry.examples)
    return parser


def _module(command: str) -> Any:
    return importlib.import_module(module_of(command))


def module_of(command: str) -> str:
    """The name of the command's module."""
    return "cli.local.run" if command == "local" else f"cli.commands.{command.replace('-', '_')}"


def _explain(parser: argparse.ArgumentParser, text: str, examples: Sequence[str]) -> None:
    """Adds a description and examples to the help of the command, and of each of its actions."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.description = f"{text[0].upper()}{text[1:]}."
    whole = [e if "replywatch " in e else f"replywatch {e}" for e in examples]
    parser.epilog = "\n".join(["examples:", *(f"  {example}" for example in whole)])
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {choice.dest: str(choice.help) for choice in action._choices_actions}
            for name, leaf in action.choices.items():
                of_leaf = [e for e in examples if e.split()[1] == name]
                _explain(leaf, helps[name], of_leaf or examples)


if __name__ == "__main__":
    sys.exit(main())

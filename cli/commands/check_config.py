"""`replywatch check-config [FILE]`: every mistake at once; else what each policy promises."""

import argparse
import json
import sys
from pathlib import Path

from shared.config import configuration_file, policy_lint
from shared.config.configuration import ConfigurationError, load_file


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The command's options."""
    parser = subparsers.add_parser("check-config", help="check replywatch.toml")
    parser.add_argument("file", nargs="?", type=Path, default=Path("replywatch.toml"))
    parser.add_argument("--schema", action="store_true", help="print the file's JSON Schema, only")
    parser.add_argument("--quiet", action="store_true", help="only mistakes")
    parser.set_defaults(command="check-config")


def run(args: argparse.Namespace) -> int:
    """0 where the file is right, 1 where it is not."""
    if args.schema:
        print(json.dumps(configuration_file.schema(), indent=1))
        return 0
    try:
        configuration = load_file(args.file)
    except ConfigurationError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if not args.quiet:
        accounts, policies = len(configuration.accounts), len(configuration.policy_set.policies)
        people = len(configuration.responders)
        print(f"{args.file}: {accounts} accounts, {policies} policies, {people} responders")
        for line in policy_lint.lint(configuration):
            print(f"  {line}")
    return 0

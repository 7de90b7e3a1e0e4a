"""`replywatch check-config [FILE]`: prints all mistakes, or what each policy's target means.

A target's line says how many customers expect a reply within that time.
"""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from shared.config import complaint_lint, configuration_file, people_lint, policy_lint
from shared.config.configuration import ConfigurationError, load_file


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The command's options."""
    parser = subparsers.add_parser("check-config", help="check replywatch.toml and its targets")
    parser.add_argument(
        "file",
        nargs="?",
        type=Path,
        default=Path("replywatch.toml"),
        help="default: replywatch.toml",
    )
    parser.add_argument(
        "--schema", action="store_true", help="only print the JSON Schema of the file"
    )
    parser.add_argument("--quiet", action="store_true", help="print mistakes only")
    parser.set_defaults(command="check-config")


def run(args: argparse.Namespace) -> int:
    """0 if the file is valid, 1 if it is not."""
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
        for line in (*policy_lint.lint(configuration), *complaint_lint.lint(configuration)):
            print(f"  {line}")
        for line in people_lint.lint(configuration, datetime.now(UTC)):
            print(f"  {line}")
    return 0

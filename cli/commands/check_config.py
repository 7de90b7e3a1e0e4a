"""`replywatch check-config [FILE]`: prints all mistakes, or what a valid file means.

For a valid file it prints warnings, the closed days of the next twelve months, and how many
customers expect a reply within each target.
"""

import argparse
import json
import sys
import textwrap
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from cli.printing import counted
from shared.config import (
    configuration_file,
    expectation_lint,
    inbox_lint,
    rotation_lint,
    validation,
)
from shared.config.closures import ClosedDays
from shared.config.configuration import ConfigurationError
from shared.config.configuration_file import Checked

_WIDTH = 100


def add(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    one = parser.add_mutually_exclusive_group()
    one.add_argument("file", nargs="?", type=Path, help="default: replywatch.toml")
    one.add_argument("--config", type=Path, help="the same file, given as an option")
    parser.add_argument(
        "--schema", action="store_true", help="only print the JSON Schema of the file"
    )
    parser.add_argument("--quiet", action="store_true", help="print mistakes and warnings only")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """0 if the file is valid, with warnings or without; 1 if it is not."""
    if args.schema:
        print(json.dumps(validation.schema(), indent=1))
        return 0
    path: Path = args.file or args.config or Path("replywatch.toml")
    try:
        checked = configuration_file.check(path, now=datetime.now(UTC))
    except ConfigurationError as error:
        if args.json:
            print(json.dumps({"valid": False, "mistakes": str(error).splitlines()}))
        else:
            sys.stderr.write(f"{error}\n")
        return 1
    if args.json:
        print(json.dumps(_as_json(checked), ensure_ascii=False))
        return 0
    for line in _lines(path, checked, quiet=args.quiet):
        print(line)
    return 0


def _lines(path: Path, checked: Checked, *, quiet: bool) -> Iterator[str]:
    configuration = checked.configuration
    warnings = [_as_warning(line) for line in checked.warnings]
    if quiet:
        yield from warnings
        return
    accounts, policies = len(configuration.accounts), len(configuration.policy_set.policies)
    people = len(configuration.responders)
    counts = {"accounts": accounts, "policies": policies, "responders": people}
    yield f"{path}: {', '.join(counted(number, things) for things, number in counts.items())}"
    if checked.shadows:
        yield f"  shadow policies, which never take effect: {', '.join(_shadows(checked))}"
    yield from warnings
    for name, closed in checked.closed.items():
        shown = "; ".join(map(_closed, closed)) or "none"
        text = f"{name}: closed in the next twelve months: {shown}"
        yield textwrap.fill(text, _WIDTH, initial_indent="  ", subsequent_indent="    ")
    for line in inbox_lint.lint(configuration):
        yield f"  {line}"
    for line in rotation_lint.on_call_now(configuration, datetime.now(UTC)):
        yield f"  {line}"
    for line in _targets(checked):
        yield f"  {line}"


def _shadows(checked: Checked) -> list[str]:
    return [policy.name for policy in checked.shadows]


def _targets(checked: Checked) -> Iterator[str]:
    """The lines that compare the policies' targets with expectations, those of shadow policies
    last."""
    channels = {account.channel for account in checked.configuration.accounts}
    yield from expectation_lint.lint(checked.configuration.policy_set.policies, channels)
    for line in expectation_lint.lint(checked.shadows, channels):
        yield line if line.startswith(" ") else f"shadow policy {line}"


def _as_warning(line: str) -> str:
    """`replywatch.toml:12: policies[0]: …` with `warning:` before the key, as compilers do."""
    place, _, rest = line.partition(": ")
    return f"{place}: warning: {rest}"


def _closed(days: ClosedDays) -> str:
    last = "" if days.last == days.first else f"–{_date(days.last)}"
    return f"{_date(days.first)}{last} {days.name}"


def _date(day: date) -> str:
    return f"{day:%a} {day.isoformat()}"


def _as_json(checked: Checked) -> dict[str, Any]:
    return {
        "valid": True,
        "warnings": list(checked.warnings),
        "suggestions": list(inbox_lint.lint(checked.configuration)),
        "closed_days": {
            name: [
                {"first": d.first.isoformat(), "last": d.last.isoformat(), "name": d.name}
                for d in closed
            ]
            for name, closed in checked.closed.items()
        },
        "rotations": list(rotation_lint.on_call_now(checked.configuration, datetime.now(UTC))),
        "shadow_policies": _shadows(checked),
        "targets": [line.strip() for line in _targets(checked)],
    }

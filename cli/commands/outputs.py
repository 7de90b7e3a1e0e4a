"""`replywatch outputs`: a deployment's outputs as shell variables.

Use as `eval "$(replywatch outputs --stack NAME)"`.
"""

import argparse
import shlex
from typing import Any

from cli import stack


def add(subparsers: Any) -> None:
    """The command's options."""
    parser = subparsers.add_parser("outputs", help="print a deployment's addresses for the shell")
    stack.options(parser, config=False)


@stack.report_errors
def run(args: argparse.Namespace) -> int:
    """Prints one `export NAME=VALUE` per line."""
    for name, value in sorted(stack.outputs(args).items()):
        if name != "NextSteps":
            print(f"export {name}={shlex.quote(value)}")
    return 0

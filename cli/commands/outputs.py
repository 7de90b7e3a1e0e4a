"""What a deployment says of itself, for a shell: `eval "$(replywatch outputs --stack NAME)"`."""

import argparse
import shlex
from typing import Any

from cli import stack


def add(subparsers: Any) -> None:
    """The command's options."""
    parser = subparsers.add_parser("outputs", help="a deployment's addresses, for the shell")
    stack.options(parser, config=False)


@stack.told
def run(args: argparse.Namespace) -> int:
    """Prints one `export` a line."""
    for name, value in sorted(stack.outputs(args).items()):
        if name != "NextSteps":
            print(f"export {name}={shlex.quote(value)}")
    return 0

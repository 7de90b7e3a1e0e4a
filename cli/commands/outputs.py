"""`replywatch outputs`: a deployment's outputs as shell variables.

Use as `eval "$(replywatch outputs --stack NAME)"`.
"""

import argparse
import json
import shlex

from cli import stack


def add(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    stack.options(parser, config=False, needs_outputs=True)


@stack.report_errors
def run(args: argparse.Namespace) -> int:
    """Prints one `export NAME=VALUE` per line, or one JSON object."""
    found = {name: value for name, value in stack.outputs(args).items() if name != "NextSteps"}
    if args.json:
        print(json.dumps(found, indent=1, sort_keys=True))
        return 0
    for name, value in sorted(found.items()):
        print(f"export {name}={shlex.quote(value)}")
    return 0

"""Asks before a command does what cannot be undone, or what other people notice."""

import sys

from cli.printing import escape_controls
from cli.stack import OperatorError


def confirm(question: str, *, otherwise: str, is_given: bool) -> None:
    """Returns if the operator says yes, or has with `--yes` (`is_given`).

    Raises OperatorError with `otherwise`, such as "Nothing was sent.". Without a terminal nobody
    can answer.
    """
    if is_given:
        return
    if not sys.stdin.isatty():
        raise OperatorError(f"{otherwise} Use --yes to answer the question: {question}")
    sys.stderr.write(f"{escape_controls(question)} [y/N] ")
    sys.stderr.flush()
    try:
        answer = input()
    except EOFError:  # Ctrl-D
        sys.stderr.write("\n")
        answer = ""
    if answer.strip().lower() not in {"y", "yes"}:
        raise OperatorError(otherwise)

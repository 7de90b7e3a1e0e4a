"""What a check found, and how it is printed: shared by `doctor`, `smoke` and `connect`."""

from typing import NamedTuple

from cli.printing import escape_controls, to_json


class Finding(NamedTuple):
    """The result of a check. `advice` says what to do, unless all is well."""

    check: str
    status: str
    """`ok`; `changed`, or `planned` in a dry run; `warning`; `failed`; or `unknown` where the check
    could not be made."""
    text: str
    advice: str = ""


def line(finding: Finding) -> str:
    """The finding for the terminal, with its advice below."""
    advice = f"\n{'':<11}{finding.advice}" if finding.advice and finding.status != "ok" else ""
    return f"{finding.status:<8} {finding.check}: {finding.text}{advice}"


def show(finding: Finding, *, as_json: bool) -> None:
    """Prints the finding at once: a later check may take long."""
    if as_json:
        print(to_json(finding._asdict()), flush=True)
    else:
        print("\n".join(map(escape_controls, line(finding).split("\n"))), flush=True)

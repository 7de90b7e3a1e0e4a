"""What a check found, and how it is printed: shared by `doctor`, `smoke` and `connect`."""

from typing import NamedTuple

from botocore.exceptions import ClientError

from cli.printing import escape_controls, to_json


class Finding(NamedTuple):
    """The result of a check. `advice` says what to do, unless all is well."""

    check: str
    status: str
    """`ok`; `changed`, or `planned` in a dry run; `warning`; `failed`; or `unknown` where the check
    could not be made."""
    text: str
    advice: str = ""


def refused(check: str, error: ClientError, *, is_emulator: bool, right: str) -> Finding:
    """The finding for a call that AWS refused. `right` is what the credentials must permit: `read`
    or `do`. The emulator checks no permissions: it refuses only calls that it lacks."""
    if is_emulator:
        return Finding(check, "unknown", "cannot be checked here: the AWS emulator lacks this call")
    code = error.response.get("Error", {}).get("Code", "unknown")
    advice = f"Use credentials that may {right} this."
    return Finding(check, "unknown", f"AWS answered {code}", advice)


def line(finding: Finding) -> str:
    """The finding for the terminal, with its advice below."""
    advice = f"\n{'':<11}{finding.advice}" if finding.advice and finding.status != "ok" else ""
    return f"{finding.status:<8} {finding.check}: {finding.text}{advice}"


def show(finding: Finding, *, as_json: bool) -> None:
    """Prints the finding immediately, because a later check may take long."""
    if as_json:
        print(to_json(finding._asdict()), flush=True)
    else:
        print("\n".join(map(escape_controls, line(finding).split("\n"))), flush=True)

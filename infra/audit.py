"""`python -m infra.audit`: known vulnerabilities of the locked packages, by pip-audit.

Works without a network, too, and then lists the packages that it could not look up. With
`--strict`, as in CI, that is a failure.
"""

import argparse
import json
import subprocess
import sys
from typing import Any, NamedTuple

from infra.packaging import BUILD
from infra.settings import ROOT

LOCKS = ("layer.txt", "dev.txt")
ENVIRONMENT = BUILD / "audit-venv"
TIMEOUT_S = 300


class Result(NamedTuple):
    """What the audit of one lock found."""

    vulnerable: list[str]
    unknown: list[str]
    """Packages that could not be looked up in the database."""
    asked: int


def main(arguments: list[str] | None = None) -> int:
    """0; 1 if a package has a known vulnerability or, with --strict, could not be looked up."""
    parser = argparse.ArgumentParser(prog="python -m infra.audit", description=__doc__)
    parser.add_argument("--strict", action="store_true")
    args = parser.parse_args(arguments)
    status = 0
    for lock in LOCKS:
        found = read(_audit(lock))
        known = found.asked - len(found.unknown)
        print(
            f"{lock}: {found.asked} packages, {known} asked about, "
            f"{len(found.vulnerable)} vulnerable"
        )
        print("".join(f"  {line}\n" for line in found.vulnerable), end="")
        if found.unknown:
            print(f"  not asked about: {', '.join(found.unknown)}")
        if found.vulnerable or (args.strict and found.unknown):
            status = 1
    return status


def read(report: dict[str, Any]) -> Result:
    """The result in pip-audit's report."""
    packages = report["dependencies"]
    return Result(
        vulnerable=[
            f"{p['name']} {p['version']}: {v['id']}, fixed in {', '.join(v['fix_versions']) or '-'}"
            for p in packages
            for v in p.get("vulns", ())
        ],
        unknown=[p["name"] for p in packages if "skip_reason" in p],
        asked=len(packages),
    )


def locked(lock: str) -> list[str]:
    """The names of the packages in a lock."""
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    return [line.partition("==")[0] for line in text.splitlines() if "==" in line[:60]]


def _audit(lock: str) -> dict[str, Any]:
    """pip-audit's report. If it cannot run, a report that knows nothing."""
    try:
        _install()
        command = [str(ENVIRONMENT / "bin" / "pip-audit"), "-r", f"requirements/{lock}"]
        command += ["--disable-pip", "--require-hashes", "--format", "json"]
        command += ["--progress-spinner", "off"]
        done = _run(command)
        report: dict[str, Any] = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return {"dependencies": [{"name": n, "skip_reason": "no audit"} for n in locked(lock)]}
    return report


def _install() -> None:
    if not (ENVIRONMENT / "bin" / "pip-audit").exists():
        uv = str(ROOT / ".tools" / "bin" / "uv")
        _run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(ENVIRONMENT)])
        sync = [uv, "pip", "sync", "--quiet", "--require-hashes", "requirements/audit.txt"]
        _run([*sync, "--python", str(ENVIRONMENT / "bin" / "python")]).check_returncode()


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 the project's own tools
        command, check=False, cwd=ROOT, capture_output=True, text=True, timeout=TIMEOUT_S
    )


if __name__ == "__main__":
    sys.exit(main())

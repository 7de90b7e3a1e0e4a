"""The audit of the locked packages, with and without a network."""

import re
import subprocess
from typing import Any

import pytest

from infra import audit

CLEAN = {"dependencies": [{"name": "a", "version": "1", "vulns": []}]}
VULNERABLE = {
    "dependencies": [
        {"name": "a", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]}
    ]
}
UNKNOWN = {"dependencies": [{"name": "a", "skip_reason": "not found"}]}


@pytest.mark.parametrize(
    ("report", "status", "strict"),
    [(CLEAN, 0, 0), (VULNERABLE, 1, 1), (UNKNOWN, 0, 1)],
)
def test_a_vulnerability_fails_and_what_is_unknown_fails_if_strict(
    monkeypatch: pytest.MonkeyPatch, report: Any, status: int, strict: int
) -> None:
    monkeypatch.setattr(audit, "_audit", lambda _lock: report)
    assert audit.main([]) == status
    assert audit.main(["--strict"]) == strict


def test_a_vulnerability_is_named_with_its_fix(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(audit, "_audit", lambda _lock: VULNERABLE)
    audit.main([])
    assert "a 1: CVE-1, fixed in 2" in capsys.readouterr().out


def test_without_a_network_every_package_is_listed_as_unknown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def offline(_command: list[str]) -> None:
        raise subprocess.TimeoutExpired("uv", 1)

    monkeypatch.setattr(audit, "_run", offline)
    assert audit.main([]) == 0
    out = capsys.readouterr().out
    assert "0 asked about" in out
    assert "botocore" in out


@pytest.mark.parametrize("lock", ["layer.txt", "dev.txt", "tools.txt", "bench.txt", "audit.txt"])
def test_every_locked_package_has_hashes_and_no_address(lock: str) -> None:
    text = (audit.ROOT / "requirements" / lock).read_text(encoding="utf-8")
    packages = [part for part in re.split(r"^(?=\S)", text, flags=re.M) if part.strip()]
    assert packages
    assert len(audit.locked(lock)) == len(packages)
    assert all("--hash=sha256:" in package for package in packages)
    assert "://" not in text

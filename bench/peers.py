"""The peers' Python environment, `build/bench-venv`: installed on first use from the lock file."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build"
VENV = BUILD / "bench-venv"
REQUIREMENTS = ROOT / "requirements" / "bench.txt"


class PeerError(Exception):
    """A peer could not be installed or has failed. The message has its error output."""


def run(
    module: str,
    *arguments: str,
    timeout_s: float = 900,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> Any:
    """Runs one of our modules in the peers' environment. Returns the JSON of its last line."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(_python()), "-m", module, *arguments],
        cwd=ROOT,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        timeout=timeout_s,
        check=False,
    )
    if done.returncode:
        raise PeerError(f"{module}: {done.stderr.strip()[-600:]}")
    return json.loads(done.stdout.splitlines()[-1])


def _python() -> Path:
    python, stamp = VENV / "bin" / "python", VENV / ".locked"
    locked = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text("ascii") != locked:
        shutil.rmtree(VENV, ignore_errors=True)
        _uv("venv", "--python", sys.executable, str(VENV))
        _uv("pip", "sync", "--require-hashes", "--python", str(python), str(REQUIREMENTS))
        stamp.write_text(locked, "ascii")
    return python


def _uv(*arguments: str) -> None:
    bundled = ROOT / ".tools" / "bin" / "uv"
    uv = str(bundled) if bundled.exists() else shutil.which("uv")
    if not uv:
        raise PeerError("uv is neither in .tools/bin nor on the PATH: run `make setup`")
    done = subprocess.run([uv, *arguments, "--quiet"], capture_output=True, text=True, check=False)
    if done.returncode:
        raise PeerError(f"uv {arguments[0]}: {done.stderr.strip()[-600:]}")

"""Builds what is uploaded: one asset for each function, and the layer of third-party packages.

Everything is built in `build/`, in a folder named by the hash of what went into it. So a second
synth builds nothing, two at once cannot disturb each other, and an asset changes only when its
sources do. Bytecode is shipped: see docs/decisions/0003-bytecode.md.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import MAGIC_NUMBER
from pathlib import Path

from infra.settings import ROOT, Settings, SettingsError

BUILD = ROOT / "build"
REQUIREMENTS = ROOT / "requirements" / "layer.txt"

CLIENTS = ("dynamodb", "secretsmanager", "sesv2", "sns", "sqs", "sts")
"""The services whose descriptions boto3 keeps in the layer: 2 MB instead of 27 MB."""

_PLATFORMS = {"arm64": "aarch64-manylinux_2_28", "x86_64": "x86_64-manylinux_2_28"}
_RECIPE = "1"  # count up when the way of building changes, or the old assets will be used
_KEPT_S = 86_400  # after its last use
_NOT_SHIPPED = shutil.ignore_patterns("__pycache__", "*.pyc", ".*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A folder to upload, and the hash of what it was made from."""

    path: Path
    hash: str


def function_asset(name: str, *, configuration: str) -> Asset:
    """One function: its own folder, `shared`, and the compiled configuration at the root."""
    sources = [Path("functions/__init__.py"), *_sources("shared"), *_sources(f"functions/{name}")]

    def fill(target: Path) -> None:
        for folder in ("shared", f"functions/{name}"):
            shutil.copytree(ROOT / folder, target / folder, ignore=_NOT_SHIPPED)
        shutil.copy(ROOT / "functions/__init__.py", target / "functions")
        (target / "configuration.json").write_text(configuration, encoding="utf-8")
        _compile(target, installed_at="/var/task")

    hashed = _hash(configuration, *(f"{s}\n{(ROOT / s).read_text('utf-8')}" for s in sources))
    return _built(f"function-{name}", hashed, fill)


def layer_asset(settings: Settings) -> Asset:
    """The third-party packages, as locked, for the processor and system that will run them."""
    platform = None if settings.local else _PLATFORMS[settings.architecture]

    def fill(target: Path) -> None:
        packages = target / "python"
        _install(packages, uv=_uv(settings), platform=platform)
        _trim(packages)
        _compile(packages, installed_at="/opt/python")

    hashed = _hash(REQUIREMENTS.read_text("utf-8"), str(platform), *CLIENTS)
    own = "-local" if settings.local else ""
    return _built(f"layer-{settings.architecture}{own}", hashed, fill)


def _built(name: str, hashed: str, fill: Callable[[Path], None]) -> Asset:
    target = BUILD / f"{name}-{hashed[:12]}"
    if not target.exists():
        BUILD.mkdir(exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=BUILD))
        try:
            fill(draft)
            draft.chmod(0o755)
            draft.rename(target)
        except OSError:
            if not target.exists():  # else another synth was quicker with the same
                raise
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        _forget_unused(name)
    os.utime(target)
    return Asset(path=target, hash=hashed)


def _forget_unused(name: str) -> None:
    for folder in BUILD.glob(f"{name}-*"):
        if folder.stat().st_mtime < time.time() - _KEPT_S:
            shutil.rmtree(folder, ignore_errors=True)


def _sources(folder: str) -> Iterator[Path]:
    for path in sorted((ROOT / folder).rglob("*")):
        relative = path.relative_to(ROOT)
        hidden = any(part.startswith((".", "__pycache__")) for part in relative.parts)
        if path.is_file() and not hidden and path.suffix != ".pyc":
            yield relative


def _hash(*parts: str) -> str:
    digest = hashlib.sha256(f"{_RECIPE} {MAGIC_NUMBER.hex()}".encode())
    for part in parts:
        digest.update(f"{len(part)}:{part}".encode())
    return digest.hexdigest()


def _install(target: Path, *, uv: str, platform: str | None) -> None:
    command = [
        uv,
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--require-hashes",
        "--only-binary=:all:",
    ]
    command += ["--python", sys.executable, "--python-version", "3.13", "--target", str(target)]
    command += ["--link-mode=copy", "-r", str(REQUIREMENTS)]
    command += ["--python-platform", platform] if platform else []
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise SettingsError(f"The layer could not be built: {' '.join(command)}\n{done.stderr}")


def _trim(packages: Path) -> None:
    shutil.rmtree(packages / "bin", ignore_errors=True)
    (packages / ".lock").unlink(missing_ok=True)
    for service in (packages / "botocore" / "data").iterdir():
        if service.is_dir() and service.name not in CLIENTS:
            shutil.rmtree(service)


def _compile(folder: Path, *, installed_at: str) -> None:
    """Bytecode that is trusted without a look at its source, whose time a zip does not keep."""
    command = [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash"]
    command += ["-j", "0", "-s", str(folder), "-p", installed_at, str(folder)]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": "0"})  # noqa: S603


def _uv(settings: Settings) -> str:
    shipped = ROOT / ".tools" / "bin" / "uv"
    found = settings.uv or (str(shipped) if shipped.exists() else shutil.which("uv"))
    if not found:
        raise SettingsError("uv is neither in .tools/bin nor on the PATH: run `make setup`.")
    return found

"""Builds what is uploaded: one asset for each function, and the layer of third-party packages.

Each asset is a folder in `build/`, named by the hash of its sources. So a second synthesis builds
nothing, two concurrent ones do not interfere, and an asset changes only when its sources do.
Assets contain bytecode: docs/decisions/0003-bytecode.md says why.
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

CLIENTS = (
    "bedrock-runtime",
    "dynamodb",
    "pinpoint-sms-voice-v2",
    "events",
    "secretsmanager",
    "sesv2",
    "sns",
    "sqs",
    "sts",
)
"""The AWS services whose API descriptions stay in the layer: 2 MB instead of 27 MB."""

_PLATFORMS = {"arm64": "aarch64-manylinux_2_28", "x86_64": "x86_64-manylinux_2_28"}
_API_PAGE = Path("docs/api.md")
"""Says what the fields mean, also in the OpenAPI document."""
_BUILD_VERSION = "3"  # increase it when the build changes: the hash covers the sources only
MAX_UNUSED_S = 86_400
_NOT_SHIPPED = shutil.ignore_patterns("__pycache__", "*.pyc", ".*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A folder to upload, and the hash under which it is uploaded."""

    path: Path
    hash: str


def function_asset(name: str, *, configuration: str) -> Asset:
    """One function: its own folder, `shared`, and the compiled configuration at the root. That of
    `api` also has the OpenAPI document."""
    sources = [Path("functions/__init__.py"), *_sources("shared"), *_sources(f"functions/{name}")]
    sources += [_API_PAGE] if name == "api" else []

    def fill(target: Path) -> None:
        for folder in ("shared", f"functions/{name}"):
            shutil.copytree(ROOT / folder, target / folder, ignore=_NOT_SHIPPED)
        shutil.copy(ROOT / "functions/__init__.py", target / "functions")
        if name == "api":
            document = target / "functions" / "api" / "openapi.json"
            command = [sys.executable, "-m", "functions.api.openapi", str(document)]
            subprocess.run(command, check=True, cwd=ROOT)  # noqa: S603
        (target / "configuration.json").write_text(configuration, encoding="utf-8")
        _compile(target, installed_at="/var/task")

    hashed = _hash(configuration, *(f"{s}\n{(ROOT / s).read_text('utf-8')}" for s in sources))
    path = _built(f"function-{name}", hashed, fill)
    # Not the hash of the sources: the OpenAPI document has only a part of the page. Lambda does not
    # publish a function again that is as before, so a new hash alone would fail the deployment:
    # https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html
    files = (f"{f.relative_to(path)}\n{f.read_text('utf-8')}" for f in _files(path))
    return Asset(path=path, hash=_hash(*files))


def layer_asset(settings: Settings) -> Asset:
    """The locked third-party packages, for the processor and system that run them."""
    platform = None if settings.is_local else _PLATFORMS[settings.architecture]

    def fill(target: Path) -> None:
        packages = target / "python"
        _install(packages, platform=platform)
        _trim(packages)
        _compile(packages, installed_at="/opt/python")

    hashed = _hash(REQUIREMENTS.read_text("utf-8"), str(platform), *CLIENTS)
    local = "-local" if settings.is_local else ""
    return Asset(path=_built(f"layer-{settings.architecture}{local}", hashed, fill), hash=hashed)


def _built(name: str, hashed: str, fill: Callable[[Path], None]) -> Path:
    target = BUILD / f"{name}-{hashed[:12]}"
    if not target.exists():
        BUILD.mkdir(exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=BUILD))
        try:
            fill(draft)
            _make_readable(draft)
            draft.rename(target)
        except OSError:
            if not target.exists():  # otherwise a concurrent synthesis has built the same
                raise
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        _remove_unused(name)
    os.utime(target)
    return target


def _make_readable(folder: Path) -> None:
    """Lets everybody read the files, whatever the umask. Lambda runs them as another user than the
    one who owns them: https://repost.aws/knowledge-center/lambda-deployment-package-errors"""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def _remove_unused(name: str) -> None:
    for folder in BUILD.glob(f"{name}-*"):
        if folder.stat().st_mtime < time.time() - MAX_UNUSED_S:
            shutil.rmtree(folder, ignore_errors=True)


def _sources(folder: str) -> Iterator[Path]:
    return (path.relative_to(ROOT) for path in _files(ROOT / folder))


def _files(folder: Path) -> Iterator[Path]:
    """Those without bytecode, which differs between releases of Python 3.13."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith((".", "__pycache__")) for part in parts)
        if path.is_file() and not hidden and path.suffix != ".pyc":
            yield path


def _hash(*parts: str) -> str:
    digest = hashlib.sha256(f"{_BUILD_VERSION} {MAGIC_NUMBER.hex()}".encode())
    for part in parts:
        digest.update(f"{len(part)}:{part}".encode())
    return digest.hexdigest()


def _install(target: Path, *, platform: str | None) -> None:
    command = [
        _uv(),
        "pip",
        "install",
        "--quiet",
        "--color=never",  # the CDK asks for colours, also where its output goes to a file
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
    """Compiles to bytecode that Python uses without checking the source file's time, which
    uploading changes."""
    command = [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash"]
    command += ["-j", "0", "-s", str(folder), "-p", installed_at, str(folder)]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": "0"})  # noqa: S603


def _uv() -> str:
    own = ROOT / ".tools" / "bin" / "uv"
    found = str(own) if own.exists() else shutil.which("uv")
    if not found:
        raise SettingsError("Cannot find uv in .tools/bin or on the PATH. Run `make setup`.")
    return found

"""Assets: each function needs only its own asset and the layer."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from functions.api import openapi
from infra import packaging
from infra.function import LIMITS
from infra.packaging import Asset
from infra.settings import LOCAL, ROOT, Settings, SettingsError, from_context
from shared.config.configuration import compile_file
from tests.builders import EXAMPLE

CONFIGURATION = compile_file(EXAMPLE)
HASHED_UNCHECKED = b"\x01\x00\x00\x00"


@pytest.fixture(scope="module")
def layer() -> Asset:
    """The layer built for this machine. It stays in build/ between runs."""
    return packaging.layer_asset(from_context({"stage": LOCAL}.get))


def asset(name: str) -> Asset:
    return packaging.function_asset(name, configuration=CONFIGURATION)


@pytest.mark.parametrize("name", LIMITS)
def test_a_handler_can_be_imported_from_its_asset_and_the_layer(name: str, layer: Asset) -> None:
    paths = [str(asset(name).path), str(layer.path / "python")]
    script = f"""
import sys
sys.path += {paths!r}
from functions.{name} import handler
assert callable(handler.handler)
assert handler.__file__.startswith({paths[0]!r})
from shared.config.configuration import deployed_configuration
deployed_configuration()
"""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script],
        check=False,
        env={},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", LIMITS)
def test_an_asset_contains_one_function(name: str) -> None:
    path = asset(name).path
    assert {p.name for p in path.iterdir()} == {"configuration.json", "functions", "shared"}
    folders = {p.name for p in (path / "functions").iterdir() if p.name != "__pycache__"}
    assert folders == {"__init__.py", name}
    assert json.loads((path / "configuration.json").read_text()) == json.loads(CONFIGURATION)


def test_the_asset_of_the_api_has_the_openapi_document() -> None:
    document = asset("api").path / "functions" / "api" / "openapi.json"
    assert document.read_text(encoding="utf-8") == openapi.text()


def test_the_same_sources_build_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = asset("webhook")
    monkeypatch.setattr(packaging, "BUILD", tmp_path)
    again = asset("webhook")
    assert again.hash == first.hash
    assert contents(again.path) == contents(first.path)


def test_lambda_can_read_an_asset_that_was_built_under_a_strict_umask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packaging, "BUILD", tmp_path)
    before = os.umask(0o077)
    try:
        built = asset("api").path
    finally:
        os.umask(before)
    modes: dict[bool, set[str]] = {True: set(), False: set()}
    for path in (built, *built.rglob("*")):
        modes[path.is_dir()].add(oct(path.stat().st_mode & 0o777))
    assert modes == {True: {"0o755"}, False: {"0o644"}}


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_an_asset_that_is_unused_for_a_day_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packaging, "BUILD", tmp_path)
    for name in ("function-webhook-old", "function-webhook-new", "function-api-old"):
        (tmp_path / name).mkdir()
        if name.endswith("old"):
            os.utime(tmp_path / name, (0, 0))
    kept = asset("webhook").path.name
    assert {p.name for p in tmp_path.iterdir()} == {
        kept,
        "function-webhook-new",
        "function-api-old",
    }


def test_sources_that_change_nothing_in_an_asset_do_not_change_its_hash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lambda would publish no new version, and the deployment would fail."""
    monkeypatch.setattr(packaging, "BUILD", tmp_path)
    first = asset("api")
    monkeypatch.setattr(packaging, "_API_PAGE", Path("README.md"))  # as if its prose had changed
    again = asset("api")
    assert again.path != first.path
    assert again.hash == first.hash


def test_another_configuration_builds_another_asset() -> None:
    other = packaging.function_asset("webhook", configuration=CONFIGURATION + "\n")
    assert other.hash != asset("webhook").hash


def test_every_module_has_bytecode_that_python_does_not_check(layer: Asset) -> None:
    for folder in (layer.path / "python" / "msgspec", asset("tracker").path):
        for source in folder.rglob("*.py"):
            compiled = source.parent / "__pycache__" / f"{source.stem}.cpython-313.pyc"
            assert compiled.read_bytes()[4:8] == HASHED_UNCHECKED


def test_the_layer_has_the_api_descriptions_of_every_service_in_use(layer: Asset) -> None:
    code = "\n".join(
        path.read_text("utf-8")
        for folder in ("functions", "shared")
        for path in (ROOT / folder).rglob("*.py")
    )
    called = set(re.findall(r'client\("(\w+)"', code))
    described = {p.name for p in (layer.path / "python/botocore/data").iterdir() if p.is_dir()}
    assert called <= described == set(packaging.CLIENTS)


def test_a_missing_uv_is_reported_with_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packaging, "BUILD", tmp_path)
    monkeypatch.setattr(packaging, "ROOT", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SettingsError, match="make setup"):
        packaging.layer_asset(Settings())
    assert list(tmp_path.iterdir()) == []


def test_the_reason_why_a_layer_cannot_be_built_has_no_colours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packaging, "BUILD", tmp_path)
    without_hashes = tmp_path / "layer.txt"
    without_hashes.write_text("nothing-of-this-name", encoding="utf-8")
    monkeypatch.setattr(packaging, "REQUIREMENTS", without_hashes)
    monkeypatch.setenv("FORCE_COLOR", "1")
    with pytest.raises(SettingsError, match="The layer could not be built") as refused:
        packaging.layer_asset(Settings())
    assert "\x1b" not in str(refused.value)


def test_the_deployed_packages_are_those_that_are_tested() -> None:
    def locked(name: str) -> dict[str, str]:
        text = (ROOT / "requirements" / name).read_text("utf-8")
        return dict(re.findall(r"^([\w-]+)==(\S+)", text, flags=re.M))

    tested = locked("dev.txt")
    shipped = locked("layer.txt")
    assert {name: tested.get(name) for name in shipped} == shipped

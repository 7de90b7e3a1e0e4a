"""The command line does not depend on the functions, except on how the webhook reads requests."""

import ast
from pathlib import Path

import pytest

CLI = Path(__file__).parents[2] / "cli"

ALLOWED = {
    "inspect": {"functions.webhook"},
    "replay": {"functions.webhook"},
    # A simulated receiver verifies Standard Webhooks as the function does, which alone can verify.
    "stand_in_rules": {"functions.webhook"},
    "webhook_checks": {"functions.webhook"},
}


def imported_functions(file: Path) -> set[str]:
    """The function packages that a module imports: `functions.webhook`, for example."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        found |= {".".join(n.split(".")[:2]) for n in names if n.startswith("functions.")}
    return found


@pytest.mark.parametrize("file", sorted(CLI.rglob("*.py")), ids=lambda f: str(f.relative_to(CLI)))
def test_a_cli_module_imports_only_the_allowed_functions(file: Path) -> None:
    assert imported_functions(file) <= ALLOWED.get(file.stem, set())

"""The layout: which layer may import which, where table keys are spelled out, and how long files
are."""

import ast
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("shared", "functions", "cli", "infra")
MAX_LINES, MAX_DEPTH = 330, 3

DATA = ("shared/domain/intents/lexicon.py", "shared/config/holiday_rules.py")
"""Modules that hold data: they may be longer."""

LONGER = {
    "functions/api/models.py": "the API's types, of which the OpenAPI document is made",
    "shared/domain/fold.py": "the fold: its parts read best together",
}
"""Files over MAX_LINES, each with the reason."""

DEEPER: tuple[str, ...] = ()
"""Packages deeper than MAX_DEPTH."""


@cache
def modules() -> dict[str, Path]:
    """The product's modules by their dotted name."""
    found = chain.from_iterable((ROOT / layer).rglob("*.py") for layer in LAYERS)
    return {_name(path): path for path in found if "__pycache__" not in path.parts}


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(modules()[module].read_text(encoding="utf-8"))


def imports(module: str, *, only_on_import: bool = False) -> set[str]:
    """The product's modules that this module imports. With `only_on_import`, imports within
    functions are left out."""
    found: set[str] = set()
    for node in _nodes(tree(module), skip_functions=only_on_import):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                found.add(full if full in modules() else node.module)
    return {name for name in found if name.split(".")[0] in LAYERS}


def _nodes(node: ast.AST, *, skip_functions: bool) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        is_function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
        is_for_types = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
        if not skip_functions or not (is_function or is_for_types):
            yield from _nodes(child, skip_functions=skip_functions)


def within(name: str, packages: tuple[str, ...]) -> bool:
    """Whether the module is one of these packages, or is inside one."""
    return any(name == p or name.startswith(f"{p}.") for p in packages)


ALLOWED = {
    "shared.domain": ("shared.domain",),
    "shared.storage": (
        "shared.domain",
        "shared.storage",
        "shared.config",
        "shared.runtime.retry",
        "shared.runtime.aws",
    ),
    "shared.wording": ("shared.domain", "shared.storage", "shared.config", "shared.wording"),
    "shared.conversation": (
        "shared.domain",
        "shared.storage",
        "shared.config",
        "shared.conversation",
    ),
    "shared": ("shared",),
    "cli": ("cli", "shared", "functions.webhook"),
    "infra": ("infra", "shared"),
}

EXCEPTIONS: dict[str, tuple[str, ...]] = {}
"""By module: imports against the rules that are still to be removed."""


@pytest.mark.parametrize("package", ALLOWED)
def test_a_layer_imports_only_the_layers_below_it(package: str) -> None:
    wrong = {
        module: sorted(foreign)
        for module in modules()
        if within(module, (package,))
        and (
            foreign := {
                name
                for name in imports(module)
                if not within(name, (*ALLOWED[package], *EXCEPTIONS.get(module, ())))
            }
        )
    }
    assert wrong == {}


def test_a_function_imports_no_other_function() -> None:
    wrong = {
        module: sorted(foreign)
        for module in modules()
        if module.startswith("functions.")
        and (
            foreign := {
                name
                for name in imports(module)
                if not within(name, ("shared", ".".join(module.split(".")[:2])))
            }
        )
    }
    assert wrong == {}


WEBHOOK_READERS = {
    "cli.commands.inspect",
    "cli.commands.replay",
    # A stand-in verifies Standard Webhooks by the function's code, the only one that can.
    "cli.local.stand_in_rules",
}


def test_few_modules_of_the_command_line_import_the_webhook_function() -> None:
    assert {
        module
        for module in modules()
        if within(module, ("cli",)) and any(within(n, ("functions",)) for n in imports(module))
    } == WEBHOOK_READERS


def test_the_domain_reads_no_clock_and_no_environment() -> None:
    forbidden = {"now", "utcnow", "today", "environ", "getenv", "monotonic", "time_ns"}
    wrong = [
        f"{module}:{node.lineno} {ast.unparse(node)}"
        for module in modules()
        if within(module, ("shared.domain",))
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Attribute)
        and node.attr in forbidden
        and ast.unparse(node.value) in {"datetime", "date", "os", "time", "datetime.datetime"}
    ]
    assert wrong == []


def test_the_domain_uses_the_standard_library_only() -> None:
    """The files of the shared layers are left out: they have their own rule."""
    import sys

    wrong = {
        f"{module}: {name}"
        for module in modules()
        if within(module, ("shared.domain",))
        for node in ast.walk(tree(module))
        for name in _roots(node)
        if name not in sys.stdlib_module_names and name != "shared"
    }
    assert wrong == set()


def _roots(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name.split(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module.split(".")[0]]
    return []


def test_imports_have_no_cycle() -> None:
    graph = {m: imports(m, only_on_import=True) & modules().keys() for m in modules()}
    done: set[str] = set()

    def visit(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " -> ".join((*way[way.index(module) :], module))
        if module not in done:
            for name in sorted(graph[module] - {module}):
                visit(name, (*way, module))
            done.add(module)

    for module in sorted(graph):
        visit(module, ())


# --- Keys -----------------------------------------------------------------------------------------

SCHEMA = "shared.storage.schema"
PREFIXES = (
    "C#", "M#", "E#", "X#", "X#D#", "X#O#", "X#F#", "X#R#",
    "W#", "G#", "P#", "A#", "T#", "L#", "R#", "S#", "Q#", "D#", "H#", "N#", "U#",
    "ALIAS#", "ARRIVALS#", "ARRIVED#", "DEFLECTED#", "REQUEST#", "UNDER#", "STANDIN#", "DUE#",
    "HELD#",
)  # fmt: skip
NAMES = ("STATE", "POINTER", "SEEN", "ALERT", "LAST_MESSAGE", "REPLIES", "SUPPRESSED")

KEY_EXCEPTIONS: dict[str, tuple[str, ...]] = {}
"""By module: keys that are still to be replaced by names of the schema."""


def test_keys_are_spelled_in_the_schema_only() -> None:
    wrong = [
        f"{module}:{node.lineno} {node.value!r}"
        for module in modules()
        if module != SCHEMA
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node not in _docstrings(module)
        and _is_key(node.value)
        and node.value not in KEY_EXCEPTIONS.get(module, ())
    ]
    assert wrong == []


@cache
def _docstrings(module: str) -> frozenset[ast.AST]:
    found = (n.value for n in ast.walk(tree(module)) if isinstance(n, ast.Expr))
    return frozenset(value for value in found if isinstance(value, ast.Constant))


def _is_key(text: str) -> bool:
    return text.startswith(PREFIXES) or text in NAMES


def test_the_rule_about_keys_knows_every_prefix_of_the_schema() -> None:
    """A new kind of item must not escape the rule."""
    spelled = {
        node.value
        for node in ast.walk(tree(SCHEMA))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node not in _docstrings(SCHEMA)
    }
    keys = {text for text in spelled if text.endswith("#") and text != "#"}
    assert [key for key in sorted(keys) if not _is_key(key)] == []


# --- Sizes ----------------------------------------------------------------------------------------


def test_files_are_short() -> None:
    lines = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in modules().values()
    }
    long = {name: n for name, n in lines.items() if n > MAX_LINES}
    assert {name for name in long if name not in LONGER and not name.startswith(DATA)} == set()


def test_packages_are_not_deep() -> None:
    deep = {module for module in modules() if module.count(".") > MAX_DEPTH}
    assert {module for module in deep if not within(module, DEEPER)} == set()

"""Every place in the code from which a function calls AWS."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
SIMULATED = ("shared", "functions")
SERVICES = {
    "sqs": ("send_message", "send_message_batch", "get_queue_attributes"),
    "events": ("put_events",),
    "sesv2": ("send_email",),
    "sns": ("publish",),
    "pinpoint-sms-voice-v2": ("send_text_message",),
    "secretsmanager": ("get_secret_value",),
    "bedrock-runtime": ("converse",),
}
"""The operations of other services that functions call. `test_fault_matrix.py` checks that none is
missing."""


class CallSite(NamedTuple):
    """A place that calls AWS: its file, its function and the operation."""

    file: str
    function: str
    operation: str

    def __str__(self) -> str:
        return f"{self.file}:{self.function}:{self.operation}"

    def calls_now(self) -> bool:
        """Whether the current call comes from this place."""
        frame = sys._getframe(1)
        while frame is not None:
            code = frame.f_code
            if code.co_name == self.function and code.co_filename.endswith(self.file):
                return True
            frame = frame.f_back
        return False


def call_sites() -> list[CallSite]:
    """All call sites, in the order in which the code has them."""
    found: dict[CallSite, None] = {}
    for folder in SIMULATED:
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found |= dict.fromkeys(_of_the_table(name, tree))
            found |= dict.fromkeys(_of_services(name, tree))
    return list(found)


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _calls(function: ast.FunctionDef) -> Iterator[ast.Call]:
    return (node for node in ast.walk(function) if isinstance(node, ast.Call))


def _of_the_table(name: str, tree: ast.AST) -> Iterator[CallSite]:
    """Finds calls of the form `self.client.<operation>(…)`."""
    for function in _functions(tree):
        for call in _calls(function):
            target = call.func
            if isinstance(target, ast.Attribute) and ast.unparse(target.value) == "self.client":
                yield CallSite(name, function.name, target.attr)


def _of_services(name: str, tree: ast.AST) -> Iterator[CallSite]:
    """Finds calls of the form `<client>.<operation>(…)` of other services, whose operations have
    unique names."""
    operations = {operation for names in SERVICES.values() for operation in names}
    for function in _functions(tree):
        for call in _calls(function):
            if isinstance(call.func, ast.Attribute) and call.func.attr in operations:
                yield CallSite(name, function.name, call.func.attr)


def services() -> set[str]:
    """The services for which some function creates a client."""
    found = set()
    for folder in SIMULATED:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(call, ast.Call) and ast.unparse(call.func) in {
                    "client",
                    "aws.client",
                }:
                    found.add(str(ast.literal_eval(call.args[0])))
    return found

"""The commands in the documentation exist, with these options."""

import re
import shlex
from pathlib import Path
from typing import NamedTuple

import pytest
from botocore import xform_name
from botocore.loaders import Loader
from botocore.model import OperationModel, ServiceModel

from cli.main import _parser
from tests.builders import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
VARIABLES = [*re.findall(r"^([A-Z_]+) \?=", MAKEFILE, flags=re.M), "STACK", "MINUTES", "STRICT"]
PLACEHOLDERS = re.compile(r"(?:[<>|&]|; ?done).*|\$\(.*|#.*|\\$")
"""What a shell reads and the command does not: pipes, comments, substitutions."""


def shell_lines(page: Path) -> list[str]:
    """The lines of the page's shell blocks, with continued lines joined."""
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", page.read_text("utf-8"), flags=re.M | re.S)
    joined = re.sub(r"\\\n\s*", " ", "".join(blocks))
    return [line.strip() for line in joined.splitlines()]


def commands(name: str) -> dict[str, list[str]]:
    """The arguments of each use of a command in shell blocks, by line."""
    found = {}
    for page in PAGES:
        for line in shell_lines(page):
            if match := re.search(rf"(?:^|\$\(|do |\| ){name} (?!=)(.*)", line):
                arguments = PLACEHOLDERS.sub("", match[1]).rstrip(") ")
                found[line] = shlex.split(arguments.removesuffix(')"'))
    return found


REPLYWATCH, MAKE = commands("replywatch"), commands("make")


@pytest.mark.parametrize("line", REPLYWATCH)
def test_a_replywatch_command_is_valid(line: str) -> None:
    arguments = REPLYWATCH[line]
    assert _parser(command=arguments[0]).parse_args(arguments).command == arguments[0]


@pytest.mark.parametrize("line", MAKE)
def test_a_make_command_exists_and_knows_its_variables(line: str) -> None:
    for argument in MAKE[line]:
        name, is_variable, _ = argument.partition("=")
        assert name in VARIABLES if is_variable else f"\n{name}:" in MAKEFILE, argument


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_command_within_a_sentence_exists(page: Path) -> None:
    text = page.read_text("utf-8")
    targets = set(re.findall(r"(?:`|run: )make ([a-z]+)", text))
    assert {name for name in targets if f"\n{name}:" not in MAKEFILE} == set()
    from cli.main import COMMANDS

    used = set(re.findall(r"`replywatch ([a-z-]+)", text))
    assert used <= set(COMMANDS)


# --- The AWS command line ------------------------------------------------------------------------

GLOBAL = {"query", "output", "region", "profile"}
"""Options of every command."""


OF_THE_CLI = {("logs", "tail"): {"since", "follow", "format", "filter-pattern"}}
"""Commands that are no operation of a service:
https://docs.aws.amazon.com/cli/latest/reference/logs/tail.html"""


class AwsCommand(NamedTuple):
    """A command of the AWS CLI: `aws SERVICE OPERATION --option value …`."""

    service: str
    operation: str
    options: set[str]
    is_whole: bool
    """Whether it stands in a shell block, and so has to have every option that it needs."""


def aws_commands() -> dict[str, AwsCommand]:
    """Each AWS command in a shell block or between backticks, by its text."""
    found = {}
    for page in PAGES:
        text = page.read_text("utf-8")
        blocks = "".join(re.findall(r"^ *```sh\n(.*?)^ *```", text, flags=re.M | re.S))
        whole = re.sub(r"\\\n\s*", " ", blocks)
        prose = re.sub(r"^ *```.*?^ *```", "", text, flags=re.M | re.S)
        for line in re.findall(r"(?:^ *|\$\()(aws (?:[^\n']|'[^']*')+)", whole, flags=re.M):
            found[line] = _aws_command(line.removesuffix(")"), is_whole=True)
        for line in re.findall(r"`(aws [^`]+)`", prose):
            found[line] = _aws_command(line, is_whole=False)
    return found


def _aws_command(line: str, *, is_whole: bool) -> AwsCommand:
    _, service, operation, *rest = shlex.split(line, comments=True)
    if operation == "wait":
        operation = f"wait {rest.pop(0)}"
    options = {word.removeprefix("--") for word in rest if word.startswith("--")}
    return AwsCommand(service, operation, options - GLOBAL, is_whole)


AWS = aws_commands()


@pytest.mark.parametrize("line", AWS)
def test_an_aws_command_exists_with_its_options(line: str) -> None:
    command = AWS[line]
    if (command.service, command.operation) in OF_THE_CLI:
        assert command.options <= OF_THE_CLI[command.service, command.operation]
        return
    loader = Loader()
    model = ServiceModel(loader.load_service_model(command.service, "service-2"), command.service)
    operation = _operation(loader, model, command)
    members = operation.input_shape.members if operation.input_shape else {}
    options = {xform_name(name, "-"): shape.type_name for name, shape in members.items()}
    allowed = options.keys() | {f"no-{n}" for n, kind in options.items() if kind == "boolean"}
    assert command.options - allowed == set()
    required = {xform_name(name, "-") for name in operation.input_shape.required_members}
    given = {option.removeprefix("no-") for option in command.options}
    assert not command.is_whole or required <= given


def _operation(loader: Loader, model: ServiceModel, command: AwsCommand) -> OperationModel:
    first, _, waited = command.operation.partition(" ")
    if first == "wait":
        waiters = loader.load_service_model(command.service, "waiters-2")["waiters"]
        name = next(w["operation"] for n, w in waiters.items() if xform_name(n, "-") == waited)
    else:
        names = {xform_name(name, "-"): name for name in model.operation_names}
        name = names[command.operation]
    return model.operation_model(name)


def test_there_are_examples_to_check() -> None:
    assert len(AWS) >= 25
    assert len(REPLYWATCH) >= 20
    assert len(MAKE) >= 8

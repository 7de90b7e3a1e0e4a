"""Which deployment a command uses, and how it reports that it cannot."""

import argparse
import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import boto3
import pytest
from botocore.exceptions import (
    ClientError,
    NoCredentialsError,
    NoRegionError,
    UnauthorizedSSOTokenError,
)
from botocore.stub import Stubber

from cli import stack
from cli.local import address_file, deploy
from cli.main import main
from cli.table import Table
from shared.storage.schema import PK, SK
from tests.builders import EXAMPLE, ROOT
from tests.operator.world import CONVERSATION, NOON, World, a_story


@contextlib.contextmanager
def cloudformation(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stubber]:
    """A stub for CloudFormation. All other clients are unchanged."""
    client, make = boto3.client("cloudformation"), stack.Connection.client
    monkeypatch.setattr(
        stack.Connection,
        "client",
        lambda aws, service: client if service == "cloudformation" else make(aws, service),
    )
    with Stubber(client) as answers:
        yield answers
    answers.assert_no_pending_responses()


def _a_stack() -> dict[str, Any]:
    return {"StackName": "S", "CreationTime": NOON, "StackStatus": "CREATE_COMPLETE"}


def test_a_scan_reads_every_page(world: World) -> None:
    items = [{PK: f"C#{n}", SK: "M#", "text": "x" * 2000} for n in range(700)]
    world.table.put_all(items)
    assert {i[PK] for i in world.table.scan((PK,))} == {i[PK] for i in items}
    assert len(list(world.table.scan())) == 700


def test_the_table_is_found_by_the_stacks_outputs(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_story(world)
    arguments = ["--stack", "ReplyWatch-dev", "--config", str(world.config)]
    outputs = [{"OutputKey": "TableName", "OutputValue": "replies"}]
    with cloudformation(monkeypatch) as answers:
        answers.add_response(
            "describe_stacks",
            {"Stacks": [_a_stack() | {"Outputs": outputs}]},
            {"StackName": "ReplyWatch-dev"},
        )
        assert main(["rebuild", CONVERSATION, *arguments]) == 0


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (None, "No stack Other in this account and region."),
        ([], "The stack Other has no output TableName. Is it a ReplyWatch stack?"),
    ],
)
def test_a_missing_or_foreign_stack_is_an_error(
    world: World, answer: Any, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with cloudformation(monkeypatch) as answers:
        if answer is None:
            answers.add_client_error("describe_stacks", "ValidationError")
        else:
            answers.add_response("describe_stacks", {"Stacks": [_a_stack()]})
        assert main(["rebuild", "--all", "--stack", "Other"]) == 2
    assert world.capsys.readouterr().err == f"replywatch rebuild: {reason}\n"


def test_outputs_are_printed_as_exports_for_a_shell(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"TableName": "replies", "ApiUrl": "https://x/a b", "NextSteps": "1. …"}
    outputs = [{"OutputKey": k, "OutputValue": v} for k, v in said.items()]
    with cloudformation(monkeypatch) as answers:
        answers.add_response("describe_stacks", {"Stacks": [_a_stack() | {"Outputs": outputs}]})
        assert main(["outputs", "--stack", "ReplyWatch-dev"]) == 0
        answers.add_response("describe_stacks", {"Stacks": [_a_stack() | {"Outputs": outputs}]})
        assert main(["outputs", "--stack", "ReplyWatch-dev", "--json"]) == 0
    exports, _, as_json = world.capsys.readouterr().out.partition("{")
    assert exports == "export ApiUrl='https://x/a b'\nexport TableName=replies\n"
    assert json.loads("{" + as_json) == {"ApiUrl": "https://x/a b", "TableName": "replies"}
    assert main(["outputs", "--table", "replies"]) == 2
    assert "A table has no outputs" in world.capsys.readouterr().err


def test_the_region_comes_from_aws_region_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-west-3")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    given = argparse.Namespace(local=False, endpoint_url=None)
    assert stack.connection(given).session.region_name == "eu-west-3"


def test_the_local_run_is_found_by_its_local_json(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = world.folder / "local.json"
    settings = {"endpoint_url": "http://127.0.0.1:4566", "configuration": str(world.config)}
    file.write_text(json.dumps(settings), encoding="utf-8")
    monkeypatch.setattr(stack, "LOCAL", file)
    asked: list[tuple[str, str | None]] = []

    def table_name(aws: stack.Connection, name: str) -> str:
        asked.append((name, aws.endpoint))
        return "replies"

    monkeypatch.setattr(stack, "_table_name", table_name)
    monkeypatch.setattr(stack.Connection, "client", lambda _connection, _service: world)
    assert main(["rebuild", "--all", "--local"]) == 0
    assert asked == [("ReplyWatch-local", "http://127.0.0.1:4566")]


def test_a_second_local_run_leaves_the_first_its_file(tmp_path: Path) -> None:
    with address_file.reserved(4566, build=tmp_path) as first:
        first.write_text("{}", encoding="utf-8")
        with address_file.reserved(4600, build=tmp_path) as second:
            second.write_text("{}", encoding="utf-8")
        assert (first.name, second.name) == ("local.json", "local-4600.json")
        assert (first.exists(), second.exists()) == (True, False)
    assert not first.exists()
    at = "http://127.0.0.1:4600"
    assert address_file.described(second, endpoint=at).endswith(f"use --local --endpoint-url {at}")


def test_two_local_runs_write_to_different_logs(monkeypatch: pytest.MonkeyPatch) -> None:
    logs: list[Path] = []
    monkeypatch.setattr(deploy, "CDK", Path(__file__))
    monkeypatch.setattr(
        deploy, "started", lambda *_, log, **_more: logs.append(log) or nullcontext(Mock())
    )
    for port in (4566, 4600):
        endpoint = f"http://127.0.0.1:{port}"
        logs.append(deploy.emulator_log(endpoint))
        deploy.bootstrap(endpoint)
        with deploy.synthesising(endpoint, configuration=EXAMPLE, assembly=ROOT / "build"):
            pass
    assert len(set(logs)) == len(logs) == 6


def test_a_local_run_replaces_the_file_of_one_that_was_killed(tmp_path: Path) -> None:
    killed = "import os, pathlib, signal; from cli.local.address_file import reserved\n"
    killed += f"with reserved(4566, build=pathlib.Path({str(tmp_path)!r})) as file:\n"
    killed += "    file.touch(); os.kill(os.getpid(), signal.SIGKILL)"
    subprocess.run([sys.executable, "-c", killed], check=False, cwd=ROOT)
    assert (tmp_path / "local.json").exists()
    with address_file.reserved(4600, build=tmp_path) as file:
        assert file == tmp_path / "local.json"


def test_a_second_local_run_is_found_by_its_endpoint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, port in (("local", 4566), ("local-4600", 4600)):
        content = {"endpoint_url": f"http://127.0.0.1:{port}", "configuration": f"{port}.toml"}
        (tmp_path / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    monkeypatch.setattr(stack, "LOCAL", tmp_path / "local.json")
    parser = argparse.ArgumentParser()
    stack.options(parser)
    for given, expected in [
        ([], "4566.toml"),
        (["--endpoint-url", "http://127.0.0.1:4600"], "4600.toml"),
        (["--endpoint-url", "http://localhost:4600/"], "4600.toml"),
        (["--endpoint-url", "http://localhost:4566"], "4566.toml"),
    ]:
        found = stack.configuration_path(parser.parse_args(["--local", *given]))
        assert found == Path(expected)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], "replywatch.toml"),
        (["--config", "mine.toml"], "mine.toml"),
        (["--local"], "/of/the/run.toml"),
        (["--local", "--config", "mine.toml"], "mine.toml"),
    ],
)
def test_the_configuration_is_that_of_the_local_run_unless_one_is_given(
    world: World, monkeypatch: pytest.MonkeyPatch, given: list[str], expected: str
) -> None:
    file = world.folder / "local.json"
    file.write_text('{"configuration": "/of/the/run.toml"}', encoding="utf-8")
    monkeypatch.setattr(stack, "LOCAL", file)
    parser = argparse.ArgumentParser()
    stack.options(parser)
    assert stack.configuration_path(parser.parse_args(given)) == Path(expected)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([], "No deployment given. Use --stack NAME or --table NAME."),
        (["--table", "nothing"], "No table nothing in this account and region."),
        (["--local"], "No local run found. Start one with `make run`."),
        (["--table", "replies", "--config", "none.toml"], "none.toml: there is no such file"),
    ],
)
def test_an_error_is_one_line(
    world: World, arguments: list[str], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stack, "LOCAL", world.folder / "local.json")
    assert main(["rebuild", "--all", *arguments]) == 2
    shown = world.capsys.readouterr().err
    assert shown.startswith(f"replywatch rebuild: {reason}")
    assert shown.count("\n") == 1


def test_a_command_that_needs_outputs_does_not_ask_for_a_table(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stack, "LOCAL", world.folder / "local.json")
    assert main(["outputs"]) == 2
    expected = "replywatch outputs: No deployment given. Use --stack NAME.\n"
    assert world.capsys.readouterr().err == expected


def test_a_local_run_that_was_killed_is_reported_as_ended(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "local.json"
    file.write_text('{"endpoint_url": "http://127.0.0.1:9"}', encoding="utf-8")
    monkeypatch.setattr(stack, "LOCAL", file)
    assert main(["outputs", "--local"]) == 2
    expected = "The local run no longer answers. Start one with `make run`.\n"
    assert capsys.readouterr().err == f"replywatch outputs: {expected}"


@pytest.mark.parametrize("arguments", [["--stack", "x"], ["--table", "x"]])
def test_an_empty_region_counts_as_not_set(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    """boto3 would call `https://dynamodb..amazonaws.com`."""
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.setenv(name, "")
    assert main(["rebuild", "--all", *arguments]) == 2
    assert "rebuild: No AWS region given. Set one" in capsys.readouterr().err


def test_a_table_that_does_not_exist_is_named(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = ClientError({"Error": {"Code": "ResourceNotFoundException"}}, "Scan")
    monkeypatch.setattr(Table, "scan", Mock(side_effect=error))
    monkeypatch.setattr(stack.Connection, "client", lambda _connection, _service: world)
    assert main(["rebuild", "--all", "--table", "replies-2"]) == 2
    expected = "replywatch rebuild: No table replies-2 in this account and region.\n"
    assert world.capsys.readouterr().err == expected


@pytest.mark.parametrize("command", ["explain", "rebuild"])
@pytest.mark.parametrize(("given", "length"), [("", "0"), ("  ", "2"), ("x" * 1001, "1,001")])
def test_an_invalid_conversation_id_is_refused(
    capsys: pytest.CaptureFixture[str], command: str, given: str, length: str
) -> None:
    with pytest.raises(SystemExit):
        main([command, given, "--table", "replies"])
    expected = f"expected an id of 1 to 1,000 characters, got {length}\n"
    assert capsys.readouterr().err.endswith(expected)


@pytest.mark.parametrize(
    ("error", "advised"),
    [
        (NoRegionError(), "No AWS region given. Set one: export AWS_REGION="),
        (NoCredentialsError(), "No AWS credentials found. Sign in: aws sso login"),
        (UnauthorizedSSOTokenError(), "AWS no longer accepts these credentials. Sign in again"),
        (
            ClientError({"Error": {"Code": "ExpiredToken", "Message": "expired"}}, "Query"),
            "AWS no longer accepts these credentials. Sign in again",
        ),
        (
            ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "Query"),
            "AWS error AccessDenied: no",
        ),
    ],
    ids=["region", "credentials", "session", "token", "permission"],
)
def test_an_error_of_the_environment_says_what_to_do(
    world: World, monkeypatch: pytest.MonkeyPatch, error: Exception, advised: str
) -> None:
    def refused(*_args: Any, **_named: Any) -> None:
        raise error

    monkeypatch.setattr(Table, "partition", refused)
    assert world.run("replay", "--list")[0] == 2
    assert world.errors.startswith(f"replywatch replay: {advised}")
    assert world.errors.count("\n") == 1

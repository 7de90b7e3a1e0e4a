"""The command line: every command can be run, and only its own module is imported."""

import contextlib
import importlib
import json
import os
import shlex
import stat
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from cli import stack
from cli.local import deploy
from cli.local.deploy import Secrets, Stack, loopback_url, write_addresses
from cli.main import COMMANDS, main, module_of
from cli.stack import OperatorError
from tests import builders


def test_help_names_every_command(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    for name in COMMANDS:
        assert name in shown


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name, capsys):
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: replywatch {name}")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_can_be_run(name):
    assert callable(importlib.import_module(module_of(name)).run)


ON_DEPLOYMENTS = [
    shlex.split(example)
    for entry in COMMANDS.values()
    for example in entry.examples
    if " --stack " in example and not example.startswith("eval")
]


@pytest.mark.parametrize("example", ON_DEPLOYMENTS, ids=" ".join)
def test_a_command_that_refuses_a_table_does_not_list_it(example, capsys, monkeypatch, tmp_path):
    def client(*_):
        raise OperatorError("works on the table")

    monkeypatch.setattr(stack.Connection, "client", client)
    shadow = builders.toml('[[policies]]\nname = "tried"\nfirst_response = "1h"\nshadow = true')
    (tmp_path / "replywatch.toml").write_text(shadow, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    place = example.index("--stack")
    assert main([*example[:place], "--table", "replies", *example[place + 2 :]]) == 2
    works = "works on the table" in (error := capsys.readouterr().err)
    assert works or "A table has no outputs" in error
    with pytest.raises(SystemExit):
        main([*example, "--help"])
    assert ("--table" in capsys.readouterr().out) == works


def test_an_unknown_command_is_an_error_with_the_known_ones(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["answer-for-me"])
    assert ended.value.code == 2
    assert "local" in capsys.readouterr().err


def test_a_missing_command_is_an_error(capsys):
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 2
    assert "COMMAND" in capsys.readouterr().err


def printed(*arguments, stdout, **environment):
    """Runs a command that prints to this output. Returns its exit status and errors."""
    ended = subprocess.run(
        [sys.executable, "-m", "cli.main", *arguments], stdout=stdout, stderr=subprocess.PIPE,
        text=True, check=False, cwd=builders.ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "", **environment},
    )  # fmt: skip
    return ended.returncode, ended.stderr


SHORT = [["--help"], ["cost", "--help"], ["cost", "--messages", "1e5"]]


@pytest.mark.parametrize("arguments", [*SHORT, ["check-config", "--schema"]])
def test_a_closed_pipe_ends_a_command_silently(arguments):
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as pipe:
        assert printed(*arguments, stdout=pipe) == (141, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("arguments", SHORT[1:])
def test_output_that_cannot_be_written_is_one_line(arguments):
    with Path("/dev/full").open("wb") as full:
        status, errors = printed(*arguments, stdout=full)
    assert (status, errors) == (2, "replywatch: No space left on device\n")


def test_a_file_that_cannot_be_used_is_named_in_one_line():
    failing = (
        "import sys; from cli import main; from cli.commands import cost\n"
        "def run(args): open('/nowhere/build')\n"
        "cost.run = run; sys.exit(main.main(['cost', '--messages', '1']))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", failing], capture_output=True, text=True, check=False,
        cwd=builders.ROOT,
    )  # fmt: skip
    expected = "replywatch: /nowhere/build: No such file or directory\n"
    assert (ended.returncode, ended.stderr) == (2, expected)


@pytest.mark.parametrize(
    ("arguments", "status", "error"),
    [
        ("inspect", 1, "replywatch inspect: Not a body"),
        ("backtest --config cli/local/demo/replywatch.toml --summary", 0, ""),
        ("check-config --quiet", 0, ""),
        (
            "forget --table t --channel x --customer 1 --endpoint-url http://127.0.0.1:1",
            2,
            "replyw",
        ),
    ],
)
def test_standard_input_may_be_closed(arguments, status, error):
    shell = f"{shlex.quote(sys.executable)} -m cli.main {arguments} <&-"
    ended = subprocess.run(
        ["/bin/sh", "-c", shell], capture_output=True, text=True, check=False, cwd=builders.ROOT
    )
    assert (ended.returncode, ended.stderr[: len(error) or None]) == (status, error), ended.stderr


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(("file", "status"), [("replywatch.toml", 0), ("none.toml", 1)])
def test_standard_output_and_errors_may_be_closed(closed, file, status):
    shell = f"{shlex.quote(sys.executable)} -m cli.main check-config {file} {closed}"
    ended = subprocess.run(
        ["/bin/sh", "-c", shell], capture_output=True, text=True, check=False, cwd=builders.ROOT
    )
    assert ended.returncode == status
    assert "Traceback" not in ended.stderr


def test_a_terminal_without_utf_8_gets_the_characters_that_it_can_show(tmp_path):
    file, out = tmp_path / "müller.toml", tmp_path / "out"
    file.write_text(builders.toml(), encoding="utf-8")
    with out.open("wb") as written:
        assert printed("check-config", str(file), stdout=written, PYTHONIOENCODING="ascii")[0] == 0
    assert rb"m\xfcller.toml: 1 account" in out.read_bytes()


def imported_by(*arguments):
    listing = (
        f"import sys; from cli.main import main\ntry: main({list(arguments)})\n"
        "finally: print(*sys.modules)"
    )
    shown = subprocess.run(
        [sys.executable, "-c", listing], capture_output=True, text=True, check=True
    ).stdout
    return shown.splitlines()[-1].split()


def test_a_file_without_closed_days_imports_no_library_for_them(tmp_path):
    file = tmp_path / "replywatch.toml"
    file.write_text(builders.toml(), encoding="utf-8")
    imported = imported_by("check-config", str(file))
    assert "shared.config.file_warnings" in imported
    assert not {"holidays", "icalendar"} & set(imported)


def test_help_imports_no_command():
    imported = imported_by("--help")
    assert "cli.main" in imported
    assert not {"boto3", "rich", "pydantic", "shared.config.configuration"} & set(imported)
    assert not set(map(module_of, COMMANDS)) & set(imported)


@pytest.mark.parametrize(
    ("output", "path"),
    [
        ("https://abc123.execute-api.eu-west-1.amazonaws.com/v1", "/_aws/execute-api/abc123/v1"),
        ("https://xyz.lambda-url.us-east-1.on.aws/", "/_aws/lambda-url/xyz/"),
    ],
)
def test_an_output_of_the_local_stack_has_a_loopback_url(output, path):
    endpoint = "http://127.0.0.1:4566"
    assert loopback_url(output, endpoint=endpoint) == endpoint + path
    assert loopback_url(endpoint + "/x", endpoint=endpoint) == endpoint + "/x"


def local_stack():
    names = ["WebhookMetaUrl", "WebhookXUrl", "WebhookMessagesUrl", "ApiUrl", "DashboardUrl"]
    outputs = dict.fromkeys(names, "http://127.0.0.1:1/x")
    return Stack(endpoint="http://127.0.0.1:1", outputs=outputs, secrets=Secrets())


def test_local_json_has_the_addresses_and_secrets_but_not_the_link_key(tmp_path):
    stack, file = local_stack(), tmp_path / "local.json"
    write_addresses(stack, {"x": "1"}, file, configuration=Path("mine.toml"))
    written = json.loads(file.read_text())
    assert list(written) == [
        "endpoint_url", "webhook_meta_url", "webhook_x_url", "webhook_messages_url",
        "api_url", "dashboard_url", "api_token", "meta_app_secret", "meta_verify_token",
        "x_consumer_secret", "messages_secret", "outbox_url",
        "sms_reply_url", "events_url", "accounts", "configuration",
    ]  # fmt: skip
    assert written["configuration"] == str(Path.cwd() / "mine.toml")
    assert written["api_token"] == stack.secrets.api_token
    assert stack.secrets.link_key not in file.read_text()


def test_local_json_is_readable_by_its_owner_only(tmp_path):
    file = tmp_path / "local.json"
    for existing in (file, file.with_suffix(".part")):
        existing.write_text("{}")
        existing.chmod(0o644)
    write_addresses(local_stack(), {}, file, configuration=Path("mine.toml"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_local_run_can_be_started_in_any_folder(tmp_path, monkeypatch):
    """The CDK looks for cdk.json in its own folder, and resolves the file's path from there."""
    asked = []

    def started(command, *, cwd, **_given):
        asked.append((command, cwd))
        return contextlib.nullcontext(SimpleNamespace(check=lambda _name: None))

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(deploy, "started", started)
    monkeypatch.setattr(deploy, "CDK", tmp_path)
    deploy.bootstrap("http://127.0.0.1:1")
    mine = Path("mine.toml")
    with deploy.synthesising("http://127.0.0.1:1", configuration=mine, assembly=tmp_path):
        pass
    assert [cwd for _, cwd in asked] == [deploy.ROOT, deploy.ROOT]
    assert f"config={tmp_path / 'mine.toml'}" in asked[1][0]

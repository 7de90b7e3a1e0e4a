"""The command line finds its commands, and pays for none that was not asked for."""

import importlib
import subprocess
import sys

import pytest

from cli.local.deploy import Secrets, Stack, loopback
from cli.main import COMMANDS, main


def test_help_names_every_command(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    for name in COMMANDS:
        assert name in shown


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_tells_its_options(name, capsys):
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: replywatch {name}")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_can_be_run(name):
    assert callable(importlib.import_module(COMMANDS[name].module).run)


def test_an_unknown_command_is_refused_with_the_names_of_those_there_are(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["answer-for-me"])
    assert ended.value.code == 2
    assert "local" in capsys.readouterr().err


def test_no_command_at_all_is_refused(capsys):
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 2
    assert "COMMAND" in capsys.readouterr().err


def test_help_imports_no_command():
    listing = (
        "import sys; from cli.main import main\ntry: main(['--help'])\nfinally: print(*sys.modules)"
    )
    shown = subprocess.run(
        [sys.executable, "-c", listing], capture_output=True, text=True, check=True
    ).stdout
    imported = shown.splitlines()[-1].split()
    assert "cli.main" in imported
    assert not {"boto3", "rich", "pydantic", "shared.config.configuration"} & set(imported)
    assert not {command.module for command in COMMANDS.values()} & set(imported)


@pytest.mark.parametrize(
    ("output", "reached_at"),
    [
        ("https://abc123.execute-api.eu-west-1.amazonaws.com/v1", "/_aws/execute-api/abc123/v1"),
        ("https://xyz.lambda-url.us-east-1.on.aws/", "/_aws/lambda-url/xyz/"),
    ],
)
def test_the_local_run_reaches_what_is_deployed_by_way_of_loopback(output, reached_at):
    endpoint = "http://127.0.0.1:4566"
    assert loopback(output, endpoint=endpoint) == endpoint + reached_at
    assert loopback(endpoint + "/x", endpoint=endpoint) == endpoint + "/x"


def test_the_addresses_of_a_local_run_hold_no_key_for_links():
    outputs = dict.fromkeys(
        ["WebhookMetaUrl", "WebhookXUrl", "ApiUrl", "DashboardUrl"], "http://127.0.0.1:1/x"
    )
    secrets = Secrets()
    told = Stack(endpoint="http://127.0.0.1:1", outputs=outputs, secrets=secrets).addresses({})
    assert told["api_token"] == secrets.api_token
    assert secrets.link_key not in str(told)

"""The examples and the commands of docs/messages.md, run against the webhook on loopback."""

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.error import HTTPError

import pytest

from functions.webhook import handler as webhook
from functions.webhook.secret import Secrets
from shared.config import configuration
from shared.config.configuration import Account
from tests import builders
from tests.builders import ROOT
from tests.webhook.test_webhook import Table, request

MESSAGES_SECRET = "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcY"
META_SECRET = "the secret of the example"
ACCOUNTS = (
    Account(channel="reviews", id="shop", name="Reviews", channel_name="Reviews"),
    Account(channel="tiktok", id="example", name="TikTok", channel_name="TikTok"),
    Account(channel="whatsapp", id="106000000000001", name="WhatsApp"),
)


class Webhook(BaseHTTPRequestHandler):
    """Passes HTTP requests to the function, as API Gateway does."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = webhook.handler(request("POST", self.path, body, **headers), None)
        self.send_response(answer["statusCode"])
        self.end_headers()
        self.wfile.write(answer["body"].encode())

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Table]]:
    """The address of the webhook, and its table."""
    known = Secrets(
        meta_app_secrets=(META_SECRET,),
        meta_verify_tokens=(),
        x_consumer_secrets=(),
        messages_secrets=(MESSAGES_SECRET,),
    )
    table, deployed = Table(), builders.configuration(accounts=ACCOUNTS)
    monkeypatch.setattr(webhook, "shared_store", lambda: table)
    monkeypatch.setattr(webhook, "secrets", lambda **_: known)
    monkeypatch.setattr(configuration, "deployed_configuration", lambda: deployed)
    server = HTTPServer(("127.0.0.1", 0), Webhook)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", table
    server.shutdown()
    thread.join()
    server.server_close()


# --- docs/messages.md ---------------------------------------------------------------------------

PAGE = (ROOT / "docs" / "messages.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"```sh\n(.*?)```", PAGE, flags=re.DOTALL)


@pytest.mark.skipif(not (shutil.which("curl") and shutil.which("openssl")), reason="needs curl")
def test_the_commands_of_the_page_send_a_message(served: tuple[str, Table], tmp_path: Path) -> None:
    url, table = served
    settings = {"webhook_messages_url": f"{url}/v1/messages", "messages_secret": MESSAGES_SECRET}
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "local.json").write_text(json.dumps(settings), encoding="utf-8")
    sending = next(block for block in COMMANDS if "curl" in block)
    done = subprocess.run(
        ["sh", "-euc", sending],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    printed = re.findall(r"```json\n(.*?)```", PAGE, flags=re.DOTALL)
    assert json.loads(done.stdout) == json.loads(printed[0])
    (item,) = table.messages()
    assert item["pk"] == "C#tiktok:example:video55:u881"


@pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl")
def test_the_command_of_the_page_makes_a_secret() -> None:
    from shared.runtime import standard_webhooks

    making = next(block for block in COMMANDS if "rand" in block)
    made = subprocess.run(["sh", "-c", making], capture_output=True, text=True, check=True)
    assert standard_webhooks.key_of(made.stdout) is not None


# --- examples/reviews.py ------------------------------------------------------------------------


def reviews(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "examples/reviews.py", *arguments],
        cwd=ROOT,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def settings_of(url: str, secret: str = MESSAGES_SECRET) -> dict[str, str]:
    return {"MESSAGES_URL": f"{url}/v1/messages", "MESSAGES_SECRET": secret}


def test_the_example_of_reviews_sends_reviews_and_replies(served: tuple[str, Table]) -> None:
    url, table = served
    done = reviews(**settings_of(url))
    assert done.returncode == 0, done.stderr
    page = (ROOT / "docs" / "tutorials" / "add-a-channel.md").read_text(encoding="utf-8")
    assert done.stdout in page
    assert sorted((item["pk"], item["kind"]) for item in table.messages()) == [
        ("C#reviews:shop:kettle:a17", "message"),
        ("C#reviews:shop:kettle:a18", "message"),
        ("C#reviews:shop:kettle:a18", "reply"),
    ]


def test_a_refusal_is_printed_with_its_reason(served: tuple[str, Table], tmp_path: Path) -> None:
    sent = {"created_at": None, "id": "r1", "product_id": "p", "author_id": "a", "url": None}
    file = tmp_path / "reviews.json"
    file.write_text(json.dumps([sent | {"author_name": "Lena", "text": "Broken"}]))
    done = reviews(str(file), **settings_of(served[0]))
    expected = "answered 400: messages[0].sent_at: expected a time. Correct the adapter.\n"
    assert (done.returncode, done.stderr) == (1, expected)
    page = (ROOT / "docs" / "tutorials" / "add-a-channel.md").read_text(encoding="utf-8")
    assert expected in page


def test_another_secret_is_refused_in_words(served: tuple[str, Table]) -> None:
    done = reviews(**settings_of(served[0], f"whsec_{'A' * 32}"))
    assert done.returncode == 1
    assert done.stderr.startswith("answered 403: expected webhook-id, ")


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"MESSAGES_URL": "http://127.0.0.1:9/", "MESSAGES_SECRET": "whsec_"}, "no answer ("),
        ({"MESSAGES_SECRET": "whsec_"}, "MESSAGES_URL is not set"),
    ],
)
def test_a_missing_setting_is_reported_without_a_traceback(
    settings: dict[str, str], reason: str
) -> None:
    done = reviews(**settings)
    assert done.returncode == 1
    assert done.stderr.startswith(reason)


# --- examples/aws_whatsapp.py -------------------------------------------------------------------

EVENT = json.loads((Path(__file__).parent / "aws_whatsapp_event.json").read_text("utf-8"))


@pytest.fixture
def aws_whatsapp(served: tuple[str, Table], monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The example's functions, with a Secrets Manager that holds the secret."""

    class SecretsManager:
        def get_secret_value(self, **named: str) -> dict[str, str]:
            assert named == {"SecretId": "the-secret"}
            return {"SecretString": META_SECRET}

    boto3 = SimpleNamespace(client=lambda name: SecretsManager())
    monkeypatch.setitem(sys.modules, "boto3", boto3)
    monkeypatch.setenv("WEBHOOK_META_URL", f"{served[0]}/webhooks/meta")
    monkeypatch.setenv("SIGNING_SECRET_ID", "the-secret")
    return runpy.run_path(str(ROOT / "examples" / "aws_whatsapp.py"))


def test_the_events_of_aws_become_a_message_and_its_reply(
    served: tuple[str, Table], aws_whatsapp: dict[str, Any]
) -> None:
    _, table = served
    aws_whatsapp["handler"](EVENT, None)
    question, reply = sorted(table.messages(), key=lambda item: item["at"])
    assert question["pk"] == reply["pk"] == "C#whatsapp:106000000000001:15550199"
    assert (question["kind"], question["text"]) == ("message", "Where is my parcel?")
    assert (reply["kind"], reply["message_id"]) == ("reply", "wamid.B1")


def test_an_event_that_is_not_accepted_is_repeated_by_aws(
    aws_whatsapp: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "secrets", lambda **_: Secrets(
        meta_app_secrets=("another",), meta_verify_tokens=(), x_consumer_secrets=()
    ))  # fmt: skip
    with pytest.raises(HTTPError) as refused:
        aws_whatsapp["handler"](EVENT, None)
    refused.value.close()
    assert refused.value.code == 403

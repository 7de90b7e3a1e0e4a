"""docs/operations.md names only commands, outputs and alarms that exist. The pages on connecting
name only existing fields, permissions, events and prices."""

import re
from pathlib import Path

import pytest

from cli.connect import meta_fields, x
from cli.main import _parser
from functions.webhook.meta import fields
from functions.webhook.x import activity

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
META, X = ((ROOT / "docs" / f"connect-{p}.md").read_text(encoding="utf-8") for p in ("meta", "x"))
EXAMPLES = re.findall(r"^replywatch .*$", TEXT, flags=re.M)


def row(first: str) -> list[str]:
    """The names in the second cell of every table row whose first cell is `first`."""
    cells = re.findall(rf"^\| {first} \| (.*?) \|", META, flags=re.M)
    return [name for cell in cells for name in re.findall(r"`(\w+)`", cell)]


def test_every_command_in_a_runbook_can_be_copied_as_written() -> None:
    """Links to a command's section, and general remarks about a command, are not commands."""
    section = TEXT.split("\n## Alarms\n")[1].split("\n## What is kept\n")[0]
    written = re.findall(r"(?<!\[)`replywatch ([^`]+)`", section)
    assert len(written) >= 8
    for command in (" ".join(one.split()) for one in written):
        assert command.startswith("check-config") or "--stack ReplyWatch-production" in command
        _parser(command=command.split()[0]).parse_args(command.split())


def test_every_operator_command_has_an_example() -> None:
    named = {example.split()[1] for example in EXAMPLES}
    assert named >= {"explain", "rebuild", "recompute", "replay", "forget"}


@pytest.mark.parametrize(
    ("product", "known"),
    [
        ("Page", fields.PAGE),
        ("Instagram", fields.INSTAGRAM),
        ("WhatsApp", fields.WHATSAPP),
    ],
)
def test_every_subscribed_field_is_parsed(product: str, known: frozenset[str]) -> None:
    assert row(product)
    assert set(row(product)) <= known


@pytest.mark.parametrize(
    ("product", "channels"),
    [
        ("Page", ("facebook", "messenger")),
        ("Instagram", ("instagram",)),
        ("WhatsApp", ("whatsapp",)),
    ],
)
def test_the_documentation_lists_the_subscribed_fields(
    product: str, channels: tuple[str, ...]
) -> None:
    assert set(row(product)) == meta_fields.fields_of(channels).all
    assert set(row("Threads")) == set(meta_fields.THREADS_FIELDS)


@pytest.mark.parametrize("channel", meta_fields.PERMISSIONS)
def test_the_permissions_of_a_channel_are_listed(channel: str) -> None:
    assert set(row(f"`{channel}`")) == set(meta_fields.PERMISSIONS[channel])


def test_every_listed_event_type_of_x_is_subscribed_and_parsed() -> None:
    table = X.split("| event type |")[1].split("\n\n")[0]
    named = set(re.findall(r"`([a-z]+\.[a-z.]+)`", table))
    assert named == set(x.EVENTS)
    assert named <= activity.EVENT_TYPES


def test_the_prices_of_x_are_those_of_the_command() -> None:
    text = X.split("## What it costs")[1].split("##")[0]
    first, second = text.split("0.005 USD", 1)
    for event, usd in x.PRICES_USD.items():
        assert f"`{event}`" in (first if usd == 0.005 else second.split("0.01 USD")[0])
    assert f"{x.SELF_SERVE_LIMIT:,}" in text


def test_every_named_output_alarm_and_secret_exists() -> None:
    infra = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "infra").glob("*.py"))
    # A list that the secret's template lacks: see decision 35.
    infra += (ROOT / "functions" / "webhook" / "secret.py").read_text(encoding="utf-8")
    named = re.findall(r"\$?(\w+(?:QueueUrl|SecretId)|Webhook(?:Meta|X)Url)\b", TEXT)
    named += re.findall(r"^\| `(\w+)` \| `\w+SecretId`", TEXT, flags=re.M)
    named += [n.removesuffix("Waiting") for n in re.findall(r"`(\w+Waiting)`", TEXT)]
    named += re.findall(
        r"`(ChecksNotCompleted|Alerts(?:Late|NotDelivered)|SendsFailed|WebServerErrors)`", TEXT
    )
    assert len(named) > 20
    assert [name for name in named if f'"{name}"' not in infra] == []

"""`replywatch cost`, and the tables of docs/cost.md."""

import json
import re
from itertools import pairwise

import pytest

from cli import cost_model, cost_page
from cli.main import main
from functions.api import dashboard, openapi, reference
from tests.builders import ROOT


def total(messages: float, k: float = 3, emails: float = 0) -> float:
    return sum(cost_model.parts(cost_model.estimate(messages, k, emails)))


def test_the_page_shows_what_the_model_computes() -> None:
    page = cost_page.PAGE.read_text(encoding="utf-8")
    assert page == cost_page.filled(page), "python -m bench.cost_usage writes it"


def test_a_measured_month_is_its_own_estimate() -> None:
    for (messages, k), usage in cost_model.load().items():
        assert cost_model.estimate(messages, k) == pytest.approx(usage)


def test_more_messages_cost_more_and_each_costs_less() -> None:
    totals = [(n, total(n)) for n in (10_000, 30_000, 100_000, 400_000, 1_000_000, 10_000_000)]
    for (fewer, cheap), (more, dear) in pairwise(totals):
        assert cheap < dear
        assert cheap / fewer > dear / more


def test_a_million_messages_without_alerts_cost_less_than_20_usd() -> None:
    assert total(1_000_000) < 20


def test_more_customer_messages_per_reply_cost_less() -> None:
    assert total(1_000_000, 1) > total(1_000_000, 2) > total(1_000_000, 3) > total(1_000_000, 6)


def test_an_email_costs_a_tenth_of_a_cent_at_most() -> None:
    one = (total(1_000_000, emails=50_000) - total(1_000_000)) / 50_000
    assert 0.0001 < one < 0.001, "SES takes 0.0001"


def test_a_body_of_6_mb_is_metered_as_twelve_requests() -> None:
    more = cost_page.forged_usd(1, cost_page.MAX_REQUEST_BYTES) - cost_page.forged_usd(1)
    assert more == pytest.approx(11 * 86_400 / 1_000_000)


def test_the_page_on_deployment_says_what_a_flood_costs_at_most() -> None:
    page = " ".join((ROOT / "docs" / "deployment.md").read_text("utf-8").split())
    rate = cost_page.FLOOD_RATE
    small, large = (
        cost_page.forged_usd(rate),
        cost_page.forged_usd(rate, cost_page.MAX_REQUEST_BYTES),
    )
    assert f"at most {rate} requests a second, which cost {small:.0f} to {large:.0f} USD" in page


def test_the_page_says_what_a_flood_of_the_public_pages_transfers() -> None:
    """A page may grow by a tenth before the documentation must follow."""
    kilobytes, gigabytes, usd = (
        [float(number) for number in re.findall(r"[\d.]+", found)]
        for found in re.findall(
            r"have (\d+ to \d+) KB each.* are (\d+) GB a day: about (\d+) USD",
            " ".join(cost_page.PAGE.read_text("utf-8").split()),
        )[0]
    )
    shown = len(dashboard.assembled().html.encode())
    sizes = [shown, shown, len(reference.page().encode()), len(openapi.text().encode())]
    assert kilobytes == pytest.approx([min(sizes) / 1e3, max(sizes) / 1e3], rel=0.1)
    transferred = sum(sizes) * cost_page.API_RATE * 86_400 / 1e9
    assert gigabytes == [pytest.approx(transferred, rel=0.1)]
    assert usd == [pytest.approx(transferred * 0.09, rel=0.1)]


def test_the_command_prints_the_parts_and_their_sum(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cost", "--messages", "250000", "--per-reply", "2", "--emails", "4000"]) == 0
    lines = capsys.readouterr().out.splitlines()
    shown = [float(line.split()[1]) for line in lines]
    assert sum(shown[:-1]) == pytest.approx(shown[-1], abs=0.05)
    assert lines[-1].startswith("all ")


def test_text_messages_are_counted_with_their_price(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["cost", "--messages", "10000", "--sms", "100", "--sms-price", "0.05", "--json"]
    assert main(arguments) == 0
    shown = json.loads(capsys.readouterr().out)
    total = shown.pop("total")
    assert shown["sms"] == 5.0
    assert total == pytest.approx(sum(shown.values()), abs=0.01)


@pytest.mark.parametrize(
    "wrong",
    [
        ["--messages", "9000"],
        ["--messages", "1e8"],
        ["--messages", "1e6", "--per-reply", "0.5"],
        ["--messages", "1e6", "--sms", "5"],
    ],
)
def test_what_was_not_measured_is_refused(
    wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cost", *wrong]) == 2
    assert "expected" in (error := capsys.readouterr().err) or "needs" in error


@pytest.mark.parametrize("amount", ["-1", "nan", "inf", "many"])
def test_an_amount_that_is_no_number_is_refused(
    amount: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["cost", "--messages", "1e6", f"--emails={amount}"])
    assert stopped.value.code == 2
    assert "argument --emails: expected a number of at least 0" in capsys.readouterr().err

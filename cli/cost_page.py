"""Writes the tables of docs/cost.md from the measured quantities."""

from collections.abc import Mapping
from pathlib import Path

from cli import cost_model, prices
from cli.cost_model import Usage

PAGE = Path(__file__).parents[1] / "docs" / "cost.md"
BEGIN, END = "<!-- begin: {} -->", "<!-- end: {} -->"
ALERTED = 0.05
"""The share of messages for which an email is sent, in the table with alerts."""


def write() -> None:
    """Replaces the tables in the page."""
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


def filled(page: str, computed: Mapping[str, list[str]] | None = None) -> str:
    """The page with its tables replaced by the computed ones. Without `computed`, those of
    docs/cost.md."""
    for name, lines in (tables() if computed is None else computed).items():
        begin, end = BEGIN.format(name), END.format(name)
        head, _, rest = page.partition(begin)
        _, _, tail = rest.partition(end)
        page = f"{head}{begin}\n{chr(10).join(lines)}\n{end}{tail}"
    return page


def tables() -> dict[str, list[str]]:
    """The lines of each table, by name."""
    months = cost_model.load()
    volumes = sorted({volume for volume, _ in months})
    without = {f"{v:,}".replace(",", " "): months[v, 3] for v in volumes}
    return {
        "without alerts": cost_model.table(without, _usd),
        "ratios": _ratios(),
        "with alerts": cost_model.table(
            {
                title: cost_model.estimate(v, 3, ALERTED * v)
                for title, v in zip(without, volumes, strict=True)
            },
            _usd,
        ),
        "strangers": _strangers(),
        "flood": _flood(),
    }


def _ratios() -> list[str]:
    months = cost_model.load()
    volumes, ratios = sorted({v for v, _ in months}), sorted({k for _, k in months})
    head = " | ".join(f"{v:,}".replace(",", " ") for v in volumes)
    lines = [f"| customer messages per reply | {head} |", f"| ---: |{' ---: |' * len(volumes)}"]
    for k in ratios:
        cells = " | ".join(_usd(sum(cost_model.parts(months[v, k]))) for v in volumes)
        lines.append(f"| {k} | {cells} |")
    return lines


FORGED_BILLED_S, FORGED_LOG_BYTES = 0.010, 1_000
"""Assumptions for a refused webhook: its billed time at 1 GB, and the bytes that Lambda, the access
log and the metric add to the logs."""

METERED_BYTES, MAX_REQUEST_BYTES = 512 * 1024, 6 * 1024 * 1024
"""API Gateway meters a request in units of 512 KB; Lambda takes at most 6 MB."""


def forged_usd(rate: float, body_bytes: int = 0) -> float:
    """US dollars for a day of that many forged webhooks a second."""
    requests = rate * 86_400
    metered = max(1, -(-body_bytes // METERED_BYTES))
    log_gb = requests * FORGED_LOG_BYTES / 1024**3
    return (
        prices.HTTP_REQUEST.of(requests * metered)
        + prices.INVOCATION.of(requests)
        + prices.ARM_GB_SECOND.of(requests * FORGED_BILLED_S)
        + prices.LOG_GB.of(log_gb)
    )


def _strangers() -> list[str]:
    lines = ["| requests a second | small bodies | bodies of 6 MB |", "| ---: | ---: | ---: |"]
    for rate in (10, 100, 200, 1_000):
        small, large = forged_usd(rate), forged_usd(rate, MAX_REQUEST_BYTES)
        lines.append(f"| {rate:,} | {_usd(small)} a day | {_usd(large)} a day |")
    return lines


PLATFORM_ROUTES, OTHER_ROUTES = 3, 17
"""Routes with the throttle `webhook_rate`, and those with `api_rate`."""

WEBHOOK_RATE, API_RATE = 100, 10
"""Their defaults, in requests a second."""

FLOOD_RATE = PLATFORM_ROUTES * WEBHOOK_RATE + OTHER_ROUTES * API_RATE
"""Requests a second, if every route gets as many as its throttle lets through."""


def _flood() -> list[str]:
    small, large = forged_usd(FLOOD_RATE), forged_usd(FLOOD_RATE, MAX_REQUEST_BYTES)
    return [
        f"With the defaults, a flood of all {PLATFORM_ROUTES + OTHER_ROUTES} routes is at most "
        f"{FLOOD_RATE} requests a second: {PLATFORM_ROUTES} × {WEBHOOK_RATE} to Meta's and X's",
        f"webhooks and to adapters' `POST /v1/messages`, and {OTHER_ROUTES} × {API_RATE} to the "
        "other routes, with the one that takes unknown addresses.",
        f"A day of it costs {small:.0f} USD, or {large:.0f} USD with bodies of 6 MB, besides data "
        "transfer.",
    ]


def _usd(value: float) -> str:
    return f"{value:,.2f}" if value < 100 else f"{value:,.0f}"


def lines(usage: Usage) -> list[str]:
    """The parts of a month for the terminal, the most expensive first."""
    parts = cost_model.parts(usage)
    listed = sorted(parts._asdict().items(), key=lambda part: -part[1])
    found = [f"{name:<12}{usd:>12,.2f}" for name, usd in listed if usd >= 0.005]
    return [*found, f"{'all':<12}{sum(parts):>12,.2f}  USD a month"]

"""`python -m bench [NAME…]`: runs all benchmarks, or the named ones; writes `build/bench.json`."""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from importlib import import_module

from bench.peers import BUILD
from bench.results import Result

BENCHMARKS = {
    "webhook": "webhook",
    "imports": "imports",
    "fold": "fold",
    "synth": "synth",
    "capacity": "capacity",
    "cost": "monthly_cost",
    "reads": "bounded_reads",
    "api": "api_reads",
    "checker": "checker_cost",
    "delays": "delays",
    "queue": "checker_queue",
    "storm": "alert_storm",
    "start": "first_alert",
}
"""The module of each benchmark, by name."""

FILE = BUILD / "bench.json"


def main(arguments: list[str] | None = None) -> int:
    """Returns 0 if every figure was measured, even if it misses its limit, and 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    chosen = parser.parse_args(arguments).names or list(BENCHMARKS)
    if unknown := sorted(set(chosen) - set(BENCHMARKS)):
        parser.error(f"unknown: {', '.join(unknown)}; known: {', '.join(BENCHMARKS)}")
    results: list[Result] = []
    for name in chosen:
        print(f"{name:<10}", end="", flush=True)
        begun = time.monotonic()
        results += run(name)
        print(f"{time.monotonic() - begun:6.0f} s", flush=True)
    BUILD.mkdir(exist_ok=True)
    FILE.write_text(json.dumps([r.to_json() for r in results], indent=1) + "\n", encoding="utf-8")
    print("\n" + "\n".join(table(results)) + f"\n\nDetails: {FILE.relative_to(FILE.parents[1])}")
    return int(any(result.value is None for result in results))


def run(name: str) -> list[Result]:
    """The figures of a benchmark. A benchmark that fails gives one result without a value, with the
    reason."""
    try:
        results: list[Result] = import_module(f"bench.{BENCHMARKS[name]}").measure()
    except Exception as error:  # noqa: BLE001 the other benchmarks still run
        reason = f"{type(error).__name__}: {error}"
        return [Result(name, None, "not measured", note=reason)]
    return results


def table(results: Sequence[Result]) -> list[str]:
    """The lines for the terminal: one per figure, with its note below."""
    width = max(len(result.name) for result in results)
    lines = [f"{'':<{width}}  {'measured':>9} {'at most':>9} {'floor':>7} {'peer':>9}  "]
    for result in results:
        numbers = f"{_number(result.value):>9} {_number(result.at_most):>9} "
        numbers += f"{_number(result.floor):>7} {_number(result.peer):>9}"
        unit = f"{result.unit}{', MISSED' if result.missed else ''}"
        lines += [f"{result.name:<{width}}  {numbers}  {unit}"]
        lines += [f"{'':<{width}}    {result.note}"] if result.note else []
    return lines


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"


if __name__ == "__main__":
    sys.exit(main())

"""`python -m bench [NAME…]`: takes all measurements, or those named, into `build/bench.json`."""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from importlib import import_module

from bench.peers import BUILD
from bench.results import Result

MEASUREMENTS = {
    "webhook": "webhook",
    "imports": "imports",
    "fold": "fold",
    "synth": "synth",
    "capacity": "capacity",
    "checker": "checker_cost",
    "delays": "delays",
    "queue": "checker_queue",
    "start": "first_alert",
}
"""Each by its name, and its module."""

FILE = BUILD / "bench.json"


def main(arguments: list[str] | None = None) -> int:
    """0 when every figure could be taken; whether it is as good as it is meant to be, it tells."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MEASUREMENTS))
    chosen = parser.parse_args(arguments).names or list(MEASUREMENTS)
    if unknown := sorted(set(chosen) - set(MEASUREMENTS)):
        parser.error(f"{', '.join(unknown)}: not one of {', '.join(MEASUREMENTS)}")
    results: list[Result] = []
    for name in chosen:
        print(f"{name:<10}", end="", flush=True)
        begun = time.monotonic()
        found = measured(name)
        results += found
        print(f"{time.monotonic() - begun:6.0f} s", flush=True)
    BUILD.mkdir(exist_ok=True)
    FILE.write_text(json.dumps([r.plain() for r in results], indent=1) + "\n", encoding="utf-8")
    print("\n" + "\n".join(table(results)) + f"\n\nAll of it: {FILE.relative_to(FILE.parents[1])}")
    return int(any(result.value is None for result in results))


def measured(name: str) -> list[Result]:
    """The figures of that name; of one that failed, the reason."""
    try:
        results: list[Result] = import_module(f"bench.{MEASUREMENTS[name]}").measure()
    except Exception as error:  # noqa: BLE001 the others are measured all the same
        reason = f"{type(error).__name__}: {error}"
        return [Result(name, None, "not measured", note=reason)]
    return results


def table(results: Sequence[Result]) -> list[str]:
    """For the terminal: a line a figure, and its note below."""
    wide = max(len(result.name) for result in results)
    lines = [f"{'':<{wide}}  {'measured':>9} {'at most':>9} {'floor':>7} {'peer':>9}  "]
    for result in results:
        numbers = f"{_number(result.value):>9} {_number(result.at_most):>9} "
        numbers += f"{_number(result.floor):>7} {_number(result.peer):>9}"
        told = f"{result.unit}{', MISSED' if result.missed else ''}"
        lines += [f"{result.name:<{wide}}  {numbers}  {told}"]
        lines += [f"{'':<{wide}}    {result.note}"] if result.note else []
    return lines


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"


if __name__ == "__main__":
    sys.exit(main())

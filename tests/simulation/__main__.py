"""Runs simulation seeds: `python -m tests.simulation --seeds 1000`, or one seed: `--seed 7
--trace`."""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable
from functools import partial
from multiprocessing import Pool

from tests.simulation import id_changes, scenarios
from tests.simulation.faults import CRUSH
from tests.simulation.runs import Result, play
from tests.simulation.wiring import wired

BATCH = 50
KINDS = {
    "ordinary": scenarios.scenario,
    "backlog": scenarios.backlog,
    "quiet-hours": scenarios.quiet_hours,
    "hand-overs": scenarios.hand_overs,
    "every-channel": scenarios.every_channel,
    "retracted-replies": scenarios.retracted_replies,
    "same-moments": scenarios.same_moments,
    "id-changes": id_changes.scenario,
    "notified-elsewhere": id_changes.notified_elsewhere,
}


def main(arguments: list[str] | None = None) -> int:
    """Returns 0 if no seed goes wrong, otherwise 1."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seeds", type=int, default=1000, help="how many")
    parser.add_argument("--start", type=int, default=0, help="the first of them")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    parser.add_argument("--seed", type=int, help="one seed only")
    parser.add_argument("--trace", action="store_true", help="print all that happens in it")
    parser.add_argument("--most", type=int, default=5, help="failing seeds to show")
    parser.add_argument("--kind", choices=KINDS, default="ordinary", help="kind of scenario")
    parser.add_argument(
        "--overlap", action="store_true", help="every second seed with overlapping invocations"
    )
    parser.add_argument("--mutants", action="store_true", help="the first seed of each mistake")
    given = parser.parse_args(arguments)
    if given.mutants:
        return _mutants()
    if given.seed is not None:
        (result,) = _batch([given.seed], given.kind, overlap=given.overlap, trace=given.trace)
        print("\n".join(result.trace))
        _report([result], 1, most=1)
        return bool(result.wrong)
    started = time.monotonic()
    seeds = range(given.start, given.start + given.seeds)
    parts = [seeds[i : i + BATCH] for i in range(0, len(seeds), BATCH)]
    with Pool(given.workers) as pool:
        batches = pool.imap(partial(_batch, kind=given.kind, overlap=given.overlap), parts)
        results = [p for batch in batches for p in batch]
    _report(results, given.seeds, most=given.most)
    print(f"{time.monotonic() - started:.0f} s")
    return any(p.wrong for p in results)


def _mutants() -> int:
    from tests.simulation.mutants import MUTANTS, first_caught

    with wired() as install:
        found = {name: first_caught(name, install, 1000) for name in MUTANTS}
    for name, seed in found.items():
        print(f"{seed!s:>6}  {name}")
    return None in found.values()


def _batch(seeds: Iterable[int], kind: str, *, overlap: bool, trace: bool = False) -> list[Result]:
    """Runs a batch of seeds. With `overlap`, every second seed uses the profile CRUSH."""
    with wired() as install:
        return [
            play(
                seed,
                install,
                trace=trace,
                scenario=KINDS[kind](seed),
                under=CRUSH if overlap and seed % 2 else None,
            )
            for seed in seeds
        ]


def _report(results: list[Result], seeds: int, *, most: int) -> None:
    counts: Counter[str] = Counter()
    for one in results:
        counts += one.counts
        counts[f"seeds in {one.profile}"] += 1
    for name, number in sorted(counts.items()):
        print(f"{number:>10,}  {name}")
    failed = [p for p in results if p.wrong]
    print(f"{seeds:,} seeds, {len(failed)} wrong: {[p.seed for p in failed[:20]]}")
    for one in failed[:most]:
        print(f"seed {one.seed} ({one.profile}):")
        for line in one.wrong[:8]:
            print(f"    {line}")


if __name__ == "__main__":
    sys.exit(main())

"""Plays seeds: `python -m tests.simulation --seeds 1000`, or tells one: `--seed 7 --story`."""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable
from functools import partial
from multiprocessing import Pool

from tests.simulation import plot
from tests.simulation.faults import CRUSH
from tests.simulation.play import Played, play
from tests.simulation.stage import stage

BATCH = 50


def main(arguments: list[str] | None = None) -> int:
    """Returns how a shell wants to know it: 0 when all is well."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seeds", type=int, default=1000, help="how many")
    parser.add_argument("--start", type=int, default=0, help="the first of them")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    parser.add_argument("--seed", type=int, help="one seed only")
    parser.add_argument("--story", action="store_true", help="tell all that happened in it")
    parser.add_argument("--most", type=int, default=5, help="failing seeds to show")
    parser.add_argument("--backlog", action="store_true", help="stories that begin held up")
    parser.add_argument("--mutants", action="store_true", help="the first seed of each mistake")
    given = parser.parse_args(arguments)
    if given.mutants:
        return _mutants()
    if given.seed is not None:
        (played,) = _batch([given.seed], backlog=given.backlog, narrate=given.story)
        print("\n".join(played.told))
        _tell([played], 1, most=1)
        return bool(played.wrong)
    started = time.monotonic()
    seeds = range(given.start, given.start + given.seeds)
    parts = [seeds[i : i + BATCH] for i in range(0, len(seeds), BATCH)]
    with Pool(given.workers) as pool:
        batches = pool.imap(partial(_batch, backlog=given.backlog), parts)
        played_all = [p for batch in batches for p in batch]
    _tell(played_all, given.seeds, most=given.most)
    print(f"{time.monotonic() - started:.0f} s")
    return any(p.wrong for p in played_all)


def _mutants() -> int:
    from tests.simulation.mutants import MUTANTS, first_caught

    with stage() as put_on:
        found = {name: first_caught(name, put_on, 1000) for name in MUTANTS}
    for name, seed in found.items():
        print(f"{seed!s:>6}  {name}")
    return None in found.values()


def _batch(seeds: Iterable[int], *, backlog: bool, narrate: bool = False) -> list[Played]:
    """Backlogs also in the weather in which much runs at the same time, every second one."""
    with stage() as put_on:
        return [
            play(
                seed,
                put_on,
                narrate=narrate,
                story=plot.backlog(seed) if backlog else None,
                under=CRUSH if backlog and seed % 2 else None,
            )
            for seed in seeds
        ]


def _tell(played: list[Played], seeds: int, *, most: int) -> None:
    counts: Counter[str] = Counter()
    for one in played:
        counts += one.counts
        counts[f"seeds in {one.weather}"] += 1
    for name, number in sorted(counts.items()):
        print(f"{number:>10,}  {name}")
    failed = [p for p in played if p.wrong]
    print(f"{seeds:,} seeds, {len(failed)} wrong: {[p.seed for p in failed[:20]]}")
    for one in failed[:most]:
        print(f"seed {one.seed} ({one.weather}):")
        for line in one.wrong[:8]:
            print(f"    {line}")


if __name__ == "__main__":
    sys.exit(main())

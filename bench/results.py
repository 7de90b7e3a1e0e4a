"""A measured figure, and how several runs become one."""

import os
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple


class Result(NamedTuple):
    """One figure. `floor` is what nothing can be better than, `at_most` what is aimed at, `peer`
    what others take for the same, measured in the same run."""

    name: str
    value: float | None
    unit: str
    at_most: float | None = None
    floor: float | None = None
    peer: float | None = None
    note: str = ""

    @property
    def missed(self) -> bool:
        """Not measured, or beyond what is aimed at."""
        return self.value is None or (self.at_most is not None and self.value > self.at_most)

    def plain(self) -> dict[str, Any]:
        """For the file: all fields, and how busy the machine was."""
        return self._asdict() | {"load": round(os.getloadavg()[0], 2)}


def interleaved(
    contenders: Mapping[str, Callable[[], object]], *, rounds: int, slice_s: float = 0.02
) -> dict[str, list[float]]:
    """Processor seconds for one call of each, once a round and in turn, so that whatever else the
    machine does befalls all alike."""
    calls = {name: _calls_in(work, slice_s) for name, work in contenders.items()}
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, work in contenders.items():
            taken[name].append(_once(work, calls[name]))
    return taken


def _calls_in(work: Callable[[], object], slice_s: float) -> int:
    work()
    return max(1, int(slice_s / max(_once(work, 3), 1e-9)))


def _once(work: Callable[[], object], calls: int) -> float:
    begun = time.process_time()
    for _ in range(calls):
        work()
    return (time.process_time() - begun) / calls


def ratio(of: Sequence[float], to: Sequence[float]) -> float:
    """The median of the rounds' ratios."""
    return statistics.median(a / b for a, b in zip(of, to, strict=True))


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that so large a share of all do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.499999) - 1))]

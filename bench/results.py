"""A benchmark's result, and helpers that compare several runs."""

import os
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple


class Result(NamedTuple):
    """One figure.

    `floor` is the best possible value, `at_most` our limit, and `peer` the value of comparable
    software, measured in the same run.
    """

    name: str
    value: float | None
    unit: str
    at_most: float | None = None
    floor: float | None = None
    peer: float | None = None
    note: str = ""

    @property
    def missed(self) -> bool:
        """Whether the figure was not measured, or exceeds our limit."""
        return self.value is None or (self.at_most is not None and self.value > self.at_most)

    def to_json(self) -> dict[str, Any]:
        """All fields, with the load of the machine."""
        return self._asdict() | {"load": round(os.getloadavg()[0], 2)}


SLICE_S = 0.02
"""How long one contender works in its turn."""


def interleaved(
    contenders: Mapping[str, Callable[[], object]], *, rounds: int
) -> dict[str, list[float]]:
    """Processor seconds per call, for each contender and round.

    The contenders take turns, so that other load on the machine affects all of them equally.
    """
    calls = {name: _calls_per_slice(work) for name, work in contenders.items()}
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, work in contenders.items():
            seconds[name].append(_seconds_per_call(work, calls[name]))
    return seconds


def _calls_per_slice(work: Callable[[], object]) -> int:
    work()
    return max(1, int(SLICE_S / max(_seconds_per_call(work, 3), 1e-9)))


def _seconds_per_call(work: Callable[[], object], calls: int) -> float:
    begun = time.process_time()
    for _ in range(calls):
        work()
    return (time.process_time() - begun) / calls


def ratio(of: Sequence[float], to: Sequence[float]) -> float:
    """The median of the ratios of the rounds."""
    return statistics.median(a / b for a, b in zip(of, to, strict=True))


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed.

    For example, `percentile([1, 2, 3, 4], 0.5)` is 2.
    """
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.499999) - 1))]

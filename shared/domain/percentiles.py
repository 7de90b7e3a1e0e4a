"""Counts of durations in buckets that can be added up, and the percentiles of such counts.

Every whole second up to 99 s has a bucket of its own. Above, a bucket holds the durations that its
value differs from by at most 1 %. The values are whole seconds, so that no rounding adds to the
error. Example: 201 to 205 s count in one bucket, as 203 s.
"""

import math
from bisect import bisect_left
from collections.abc import Mapping

MAX_ERROR_PERCENT = 1
_LONGEST_S = 20 * 366 * 86_400
"""Longer durations count in the last bucket."""


def _buckets() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The longest duration of each bucket, and its value."""
    longest, values = [0], [0]
    while longest[-1] < _LONGEST_S:
        shortest = longest[-1] + 1
        value = shortest * (100 + MAX_ERROR_PERCENT) // 100
        values.append(value)
        longest.append(value * 100 // (100 - MAX_ERROR_PERCENT))
    return tuple(longest), tuple(values)


_LONGEST, _VALUES = _buckets()


def bucket(seconds: int) -> str:
    """The number of the bucket that holds a duration."""
    return str(min(bisect_left(_LONGEST, seconds), len(_VALUES) - 1))


def bucket_seconds(name: str) -> int:
    """The duration in seconds that represents a bucket: at most 1 % off."""
    return _VALUES[int(name)]


def percentile(buckets: Mapping[str, int], percent: int) -> int | None:
    """The duration in seconds at or below which this share of the durations lies (nearest rank).

    None: there are no durations.
    """
    total = sum(buckets.values())
    return _at_rank(buckets, max(1, math.ceil(total * percent / 100))) if total else None


def median(buckets: Mapping[str, int]) -> float | None:
    """The middle duration in seconds; of an even number the mean of the two middle ones.

    Example: of 10, 20, 40 and 50 s it is 30 s; of 1 and 2 s it is 1.5 s. None: there are none.
    """
    total = sum(buckets.values())
    if not total:
        return None
    twice = _at_rank(buckets, (total + 1) // 2) + _at_rank(buckets, total // 2 + 1)
    return twice // 2 if twice % 2 == 0 else twice / 2


def _at_rank(buckets: Mapping[str, int], rank: int) -> int:
    for name in sorted(buckets, key=int):
        rank -= buckets[name]
        if rank <= 0:
            return bucket_seconds(name)
    raise ValueError("the rank is beyond the number of durations")

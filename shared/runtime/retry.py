"""Calls a function again when it fails, with exponential backoff and full jitter.

docs/decisions/0018-one-retry-helper.md says why this is not a library.
"""

import random
import time
from collections.abc import Callable

FIRST_PAUSE_S, MAX_PAUSE_S = 0.1, 2.0

type Errors = type[Exception] | tuple[type[Exception], ...]


def retry[Result](
    call: Callable[[], Result],
    *,
    on: Errors,
    attempts: int,
    pause: Callable[[float], None] = time.sleep,
) -> Result:
    """Calls until a call does not raise one of the errors in `on`, and returns its result.

    Calls at most `attempts` times, then raises the last error. Any other error is raised
    immediately. Writes of the table go through `Store.retry`. `pause` waits for a number of
    seconds. The simulation passes the pause of its virtual clock.
    """
    for failures in range(1, attempts):
        try:
            return call()
        except on:
            pause(pause_s(failures))
    return call()


def pause_s(failures: int) -> float:
    """A random time of up to 0.1, 0.2, 0.4, 0.8, 1.6 and then 2 seconds.

    The pause can be anything from zero, so that callers who failed together do not meet again:
    https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
    """
    longest_s = min(MAX_PAUSE_S, FIRST_PAUSE_S * 2 ** (failures - 1))
    return random.uniform(0, longest_s)  # noqa: S311 jitter, not a secret

"""Looks for what is due every few seconds, for as long as the local run serves."""

import contextlib
import threading
from collections.abc import Iterator

from cli.local import deploy
from cli.local.deploy import Stack

TICK_S = 3.0


class Ticker:
    """Invokes the sla_checker beside the stack's own schedule of one minute.

    The demonstration's promises are seconds, not hours: waiting for the minute would show nothing.
    The function only reads, so that a look more changes nothing.
    """

    def __init__(self, stack: Stack) -> None:
        from botocore.config import Config

        config = Config(read_timeout=20, retries={"total_max_attempts": 1})
        self._client = deploy.session().client("lambda", endpoint_url=stack.endpoint, config=config)
        self._function = stack.outputs["SlaCheckerFunction"]
        self._stopped = threading.Event()
        self.failed = 0

    @contextlib.contextmanager
    def ticking(self) -> Iterator["Ticker"]:
        """Ticks while the block runs."""
        thread = threading.Thread(target=self._tick, name="ticker", daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._stopped.set()

    def _tick(self) -> None:
        while not self._stopped.wait(TICK_S):
            try:
                answer = self._client.invoke(FunctionName=self._function, Payload=b"{}")
                failed = "FunctionError" in answer
            except Exception:  # noqa: BLE001 - the next tick is the retry, and the count is shown
                failed = True
            if failed and not self._stopped.is_set():
                self.failed += 1

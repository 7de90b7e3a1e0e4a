"""Runs the SLA checker every few seconds while the local run serves."""

import contextlib
import threading
from collections.abc import Iterator

from cli.local import deploy
from cli.local.deploy import Stack

INTERVAL_S = 3.0


class CheckerLoop:
    """Invokes the sla_checker in addition to the stack's own schedule of one minute.

    The demo's targets are 20 seconds, so waiting for the minute would delay its alerts too much.
    The checker only reads, so an additional run is harmless.
    """

    def __init__(self, stack: Stack) -> None:
        from botocore.config import Config

        config = Config(read_timeout=20, retries={"total_max_attempts": 1})
        self._client = deploy.session().client("lambda", endpoint_url=stack.endpoint, config=config)
        self._function = stack.outputs["SlaCheckerFunction"]
        self._stopped = threading.Event()
        self.failed_runs = 0

    @contextlib.contextmanager
    def running(self) -> Iterator["CheckerLoop"]:
        """Runs the loop in a thread while the block runs."""
        thread = threading.Thread(target=self._loop, name="checker-loop", daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._stopped.set()

    def _loop(self) -> None:
        while not self._stopped.wait(INTERVAL_S):
            try:
                answer = self._client.invoke(FunctionName=self._function, Payload=b"{}")
                failed = "FunctionError" in answer
            except Exception:  # noqa: BLE001 - the next run is the retry, and failures are counted
                failed = True
            if failed and not self._stopped.is_set():
                self.failed_runs += 1

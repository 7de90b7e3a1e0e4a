"""What stops a local run: one base class, which every module of the local run extends."""

from pathlib import Path


class LocalRunError(Exception):
    """The local run cannot continue. `log` is the file with the details, where there is one."""

    def __init__(self, message: str, *, log: Path | None = None) -> None:
        super().__init__(message)
        self.log = log

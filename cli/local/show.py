"""What the local run prints: few lines, aligned, plain where the output is no terminal."""

import contextlib
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDTH = 120
LABEL = 34
COLOURS = {"writes": "cyan", "answers": "green", "email": "yellow", "sms": "yellow"}


class Terminal:
    """The one place that prints."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(highlight=False, emoji=False, markup=False)
        self._console.width = (
            min(self._console.width, WIDTH) if self._console.is_terminal else WIDTH
        )

    def heading(self, text: str) -> None:
        self._print()
        self._print(text, style="bold")
        self._print()

    def line(self, text: str = "") -> None:
        self._print(f"  {text}" if text else "")

    def summary(self, *, passed: int, failed: int) -> None:
        """The last line, in the form that CI systems look for."""
        self._print()
        self._print(f"{passed} passed, {failed} failed", style="bold red" if failed else "green")

    @contextlib.contextmanager
    def step(self, what: str) -> Iterator[None]:
        """One line for something that takes a while: what it is, then how long it took."""
        begun = time.monotonic()
        self._console.print(f"  {what:<{LABEL}}", end="", soft_wrap=True)
        try:
            yield
        except BaseException as error:
            self._print("failed" if isinstance(error, Exception) else "interrupted", style="red")
            raise
        self._print(f"{time.monotonic() - begun:5.1f} s", style="dim")

    def happened(self, at_s: float, who: str, channel: str, did: str, what: str) -> None:
        """One line of the story."""
        line = Text(f"  {at_s:5.1f} s  ", style="dim")
        line.append(f"{who:<13}", style="bold")
        line.append(f"{channel:<18}", style="dim")
        line.append(f"{did:<10}", style=COLOURS.get(did.partition(" ")[0], "red"))
        line.append(what)
        line.truncate(self._console.width, overflow="ellipsis")
        self._console.print(line, soft_wrap=True)

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table without a frame; nothing in it wraps."""
        table = Table(box=None, padding=(0, 3, 0, 0), header_style="dim", pad_edge=False)
        for column in columns:
            table.add_column(column, no_wrap=True, overflow="ellipsis")
        for row in rows:
            table.add_row(*row)
        with self._console.capture() as captured:
            self._console.print(table)
        for line in captured.get().splitlines():
            self._print(f"  {line}".rstrip())

    def sent(self, title: str, headers: Mapping[str, str], text: str) -> None:
        """A message as it left, unaltered, behind a bar."""
        self._print(f"  {title}", style="yellow")
        head = [f"{name + ':':<9}{value}" for name, value in headers.items()]
        for line in [*head, *([""] if head else []), *text.rstrip().splitlines()]:
            self._print(f"  | {line}".rstrip())
        self._print()

    def addresses(self, named: Mapping[str, str]) -> None:
        wide = max(map(len, named))
        for name, value in named.items():
            self._print(f"  {name:<{wide}}  {value}")

    def check(self, what: str, *, ok: bool, found: Any = None) -> None:
        """One claim of the story, and whether it holds."""
        line = Text("  ok      " if ok else "  FAILED  ", style="green" if ok else "bold red")
        line.append(what, style="")
        if not ok and found is not None:
            line.append(f": {found}", style="")
        self._console.print(line, soft_wrap=True)

    def problem(self, what: str, *, log: Path | None = None) -> None:
        """What went wrong, with the end of the log that tells why."""
        self._print()
        self._print(f"  {what}", style="bold red")
        if log is not None and log.exists():
            for line in log.read_text(errors="replace").splitlines()[-25:]:
                self._print(f"  | {line}", style="dim")
            self._print(f"  All of it: {log}")

    def _print(self, text: str = "", *, style: str = "") -> None:
        self._console.print(Text(text, style=style), soft_wrap=True)

"""Prints the local run's output: short aligned lines, without colours if it is not a terminal."""

import contextlib
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from rich.console import Console
from rich.table import Table
from rich.text import Text

from shared.domain.policies import Medium

MAX_WIDTH = 120
"""Characters of a line."""
STEP_WIDTH = 34
MAX_LOG_LINES = 25
COLOURS = {
    **dict.fromkeys(("writes", "repeats"), "cyan"),
    "replies": "green",
    **dict.fromkeys(get_args(Medium), "yellow"),
}


class Terminal:
    """All output of the local run."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(highlight=False, emoji=False, markup=False)
        self._errors = Console(highlight=False, emoji=False, markup=False, stderr=True)
        self._console.width = (
            min(self._console.width, MAX_WIDTH) if self._console.is_terminal else MAX_WIDTH
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
    def step(self, name: str) -> Iterator[None]:
        """One line for a step that takes seconds: its name first, its duration at the end."""
        begun = time.monotonic()
        self._console.print(f"  {name:<{STEP_WIDTH}}", end="", soft_wrap=True)
        try:
            yield
        except BaseException as error:
            self._print("failed" if isinstance(error, Exception) else "interrupted", style="red")
            raise
        self._print(f"{time.monotonic() - begun:5.1f} s", style="dim")

    def event(self, at_s: float, actor: str, place: str, action: str, details: str) -> None:
        """One line for something that happens during the demo, cut to the terminal's width."""
        line = Text(f"  {at_s:5.1f} s  ", style="dim")
        line.append(f"{actor:<13}", style="bold")
        line.append(f"{place:<18}", style="dim")
        line.append(f"{action:<10}", style=COLOURS.get(action.partition(" ")[0], "red"))
        line.append(details)
        line.truncate(self._console.width, overflow="ellipsis")
        self._console.print(line, soft_wrap=True)

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table without borders. No cell wraps."""
        table = Table(box=None, padding=(0, 3, 0, 0), header_style="dim", pad_edge=False)
        for column in columns:
            table.add_column(column, no_wrap=True, overflow="ellipsis")
        for row in rows:
            table.add_row(*row)
        with self._console.capture() as captured:
            self._console.print(table)
        for line in captured.get().splitlines():
            self._print(f"  {line}".rstrip())

    def message(self, title: str, headers: Mapping[str, str], text: str) -> None:
        """A sent message, unaltered, with a bar before each line."""
        self._print(f"  {title}", style="yellow")
        head = [f"{name + ':':<9}{value}" for name, value in headers.items()]
        for line in [*head, *([""] if head else []), *text.rstrip().splitlines()]:
            self._print(f"  | {line}".rstrip())
        self._print()

    def addresses(self, named: Mapping[str, str]) -> None:
        """One line per address, aligned."""
        width = max(map(len, named))
        for name, value in named.items():
            self._print(f"  {name:<{width}}  {value}")

    def check(self, name: str, *, ok: bool, found: Any = None) -> None:
        """One line for a check. A failed one shows what was found."""
        line = Text("  ok      " if ok else "  FAILED  ", style="green" if ok else "bold red")
        line.append(name, style="")
        if not ok and found is not None:
            line.append(f"; found: {found}", style="")
        self._console.print(line, soft_wrap=True)

    def problem(self, message: str, *, log: Path | None = None) -> None:
        """The error, and the end of its log, on the standard error output."""
        lines = [(f"replywatch: {message}", "bold red")]
        if log is not None and log.exists():
            last = log.read_text(errors="replace").splitlines()[-MAX_LOG_LINES:]
            lines += [(f"  | {line}", "dim") for line in last]
            lines.append((f"  Full log: {log}", ""))
        for line, style in lines:
            self._errors.print(Text(line, style=style), soft_wrap=True)

    def _print(self, text: str = "", *, style: str = "") -> None:
        self._console.print(Text(text, style=style), soft_wrap=True)

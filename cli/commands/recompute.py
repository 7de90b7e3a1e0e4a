"""`replywatch recompute --open`: holds the open waits to the present configuration.

A changed configuration touches no wait by itself: each keeps what it was opened with. This command
is how an operator says otherwise. Waits that are over are history, and stay.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace

from shared.conversation.history import History
from shared.storage.rows import Key, Row

from cli import stack
from cli.commands import whole
from cli.table import Table
from functions.tracker import tracking
from shared.config.configuration import Configuration
from shared.conversation import history
from shared.domain import alerts
from shared.domain.policies import Medium, Terms
from shared.domain.waits import Wait
from shared.storage import rows
from shared.storage.schema import PK, SHARDS, SK
from shared.storage.store import ConflictError, Delete, Put

ATTEMPTS = 8
_MEDIA: tuple[Medium, ...] = ("email", "sms")


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The command's options."""
    parser = subparsers.add_parser(
        "recompute", help="hold open waits to the present configuration, and say what changed"
    )
    parser.add_argument(
        "--open", action="store_true", required=True, help="the open waits; there are no others"
    )
    parser.add_argument("--dry-run", action="store_true", help="write nothing, only say it")
    stack.options(parser)
    parser.set_defaults(command="recompute")


@stack.report_errors
def run(args: argparse.Namespace) -> int:
    """0, whether anything changed or not; 2 where it could not be done."""
    table, configuration = stack.table(args, dry_run=args.dry_run), stack.configuration(args)
    changed = 0
    for line in recompute(table, configuration):
        changed += 1
        print(line)
    print(f"{changed} open waits {'would change' if args.dry_run else 'changed'}")
    return 0


def recompute(table: Table, configuration: Configuration) -> Iterator[str]:
    """A line for each open wait that changes."""
    for key in open_waits(table):
        line = _one(table, configuration, key)
        if line:
            yield line


def open_waits(table: Table) -> list[Key]:
    """Where the open waits lie: the due index holds them all, and alerts besides."""
    return [
        Key(item[PK], item[SK])
        for shard in range(SHARDS)
        for state in ("DUE", "TOLD")
        for item in table.due(f"{state}#{shard}")
        if str(item[PK]).startswith("W#")
    ]


def _one(table: Table, configuration: Configuration, key: Key) -> str | None:
    """Decides anew whenever somebody else wrote in between, a reply above all."""
    for _ in range(ATTEMPTS):
        item = table.get(key)
        row = rows.from_item(item) if item else None
        if row is None or row.wait.outcome != "open":
            return None
        stretch, stored = whole.read(table, row.conversation, configuration)
        stretch = whole.since(stretch, row)
        held = history.waits_of(stretch, configuration, [*stored.values(), row])
        if not any(w.boundary == row.wait.boundary and w.outcome == "open" for w in held):
            return None  # answered already; the tracker is about to write so
        change = _Change.of(configuration, stretch, row, stored)
        if not change.waits or change.waits[0] != _same_but_last(row, change.waits[0]):
            try:
                change.write(table, configuration)
            except ConflictError:
                continue
            return change.line
        return None
    raise ConflictError(f"no quiet moment in {ATTEMPTS} attempts")


def _same_but_last(row: Row, wait: Wait) -> Wait:
    return replace(row.wait, last_at=wait.last_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """An open wait, and what becomes of it: usually itself, held to something else."""

    stretch: History
    row: Row
    waits: list[Wait]

    @classmethod
    def of(
        cls,
        configuration: Configuration,
        stretch: History,
        row: Row,
        stored: dict[Key, Row],
    ) -> "_Change":
        """By the same fold as the tracker's, with nothing frozen of the open wait."""
        others = [r for r in stored.values() if r.wait.outcome != "open"]
        over = {r.wait.boundary for r in others}
        waits = [
            wait
            for wait in history.waits_of(stretch, configuration, others)
            if wait.boundary not in over
            and (wait.boundary == row.wait.boundary or wait.opened_at > row.wait.opened_at)
        ]
        return cls(stretch=stretch, row=row, waits=waits)

    def write(self, table: Table, configuration: Configuration) -> None:
        """Raises ConflictError where the wait is no longer as it was read."""
        changes, written = tracking.plan(self.stretch, self.waits, {self.row.key: self.row}, {})
        expected = [change.expects for change in changes if isinstance(change, Put)]
        puts: list[Put | Delete] = []
        deletes = [change for change in changes if isinstance(change, Delete)]
        forgotten: list[Put | Delete] = []
        for row, expects in zip(written, expected, strict=True):
            step = row.step
            if row.wait.boundary == self.row.wait.boundary:
                step = next_step(row)
                forgotten += _told_before(table, configuration, self.row, step)
            puts.append(Put(rows.to_item(replace(row, step=step)), expects=expects))
        table.write([*puts, *deletes, *forgotten])

    @property
    def line(self) -> str:
        """From → to."""
        now = next((w for w in self.waits if w.boundary == self.row.wait.boundary), None)
        name = f"{self.row.conversation} since {_time(self.row.wait)}"
        if now is None:
            return f"{name}: {_words(self.row.wait.terms)} → opens no wait"
        closed = "" if now.outcome == "open" else f", {now.outcome} by {now.closed_by}"
        before, after = _words(self.row.wait.terms), _words(now.terms)
        if before == after and not closed:
            return f"{name}: {before} → the same, by the policy as it is now"
        return f"{name}: {before} → {after}{closed}"


def next_step(row: Row) -> int:
    """Which step is next: a step that was told is not told again. Where the new policy has no more
    steps than were told, but its last is still to come, that one is."""
    moments = row.wait.terms.moments
    if row.step < len(moments) or not moments or moments[-1] <= stack.now():
        return row.step
    return len(moments) - 1


def _told_before(
    table: Table, configuration: Configuration, row: Row, step: int
) -> list[Put | Delete]:
    """Settled alerts of a step that is to be told once more, under another deadline: an alert is
    made only where there is none."""
    if step >= row.step:
        return []
    named = [
        alerts.key_of(
            alerts.alert_id(
                row.conversation, row.wait.boundary, step, name, by, told_anew=row.round
            )
        )
        for name in configuration.responders
        for by in _MEDIA
    ]
    found = [alerts.from_item(item) for item in table.get_all(named).values()] if named else []
    return [Delete(a.key, expects=a.version) for a in found if a.settled]


def _words(terms: Terms) -> str:
    steps = ", ".join(f"{m:%m-%d %H:%M}" for m in terms.moments) or "none"
    return f"{terms.policy}, due {terms.due_at:%Y-%m-%d %H:%M:%S}, steps {steps}"


def _time(wait: Wait) -> str:
    return f"{wait.opened_at:%Y-%m-%d %H:%M:%S}"

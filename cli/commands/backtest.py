"""`replywatch backtest [MESSAGES.jsonl]`: the waits that policies would have opened in the past.

Reads the lines that `replywatch inspect` prints, in any order, and computes the waits with the
tracker's own `fold`. A line may have `text` or `intents`. Without them no policy with `intents`
matches, and no message counts as a courtesy.

For example, a message at 10:00 and a reply at 10:45, with a target of 2 hours, give one line:
`{"kind": "first", "opened_at": "…T10:00:00Z", "outcome": "met", "response_s": 2700, …}`.

With `--alerts`, it prints how many alerts each responder would have received: with the policies
that take effect, and with the shadow policies, too.
"""

import argparse
import io
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli import projection, projection_text
from cli.arguments import content_of
from cli.commands.inspect import iso
from cli.history_file import Line, LineError, ignored, parse_time, read_lines
from cli.past_waits import FoundWait, conversation_of, waits
from cli.printing import counted, print_error, to_json
from cli.projection import Counts, PastWait
from shared.config.configuration import Configuration, ConfigurationError
from shared.domain import statistics
from shared.domain.fold import Wait
from shared.domain.statistics import Figures

if TYPE_CHECKING:
    from shared.config.file_to_configuration import Tried


def add(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("file", nargs="?", type=Path, help="JSON lines; default: standard input")
    parser.add_argument(
        "--config", type=Path, help="default: the default policies, for any account"
    )
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument(
        "--summary", action="store_true", help="also print statistics, as the last line"
    )
    instead.add_argument(
        "--alerts",
        action="store_true",
        help="print how many alerts each responder would have received, instead of the waits",
    )
    parser.add_argument(
        "--json",
        action="store_true",
        help="print the alerts as one JSON object; waits are always JSON",
    )
    parser.add_argument(
        "--now",
        metavar="TIME",
        help="the time at which waits are judged overdue, in ISO 8601 (default: now)",
    )


def run(args: argparse.Namespace) -> int:
    """0; 1 if the configuration or a line is invalid."""
    try:
        tried = _configurations(args.config)
        now = parse_time(args.now, "--now") if args.now else datetime.now(UTC)
        lines = list(read_lines(_text(args.file).split("\n")))
    except OSError as error:
        print_error("backtest", f"{error.filename}: {error.strerror}")
        return 1
    except UnicodeDecodeError:
        print_error("backtest", "the text is not UTF-8: save it in this encoding")
        return 1
    except (ConfigurationError, LineError) as error:
        print_error("backtest", str(error))
        return 1
    skipped: Counter[str] = Counter()
    found = list(waits(lines, tried.configuration, skipped))
    if args.alerts:
        _print_alerts(lines, found, tried, now, as_json=args.json)
    else:
        _print_waits(found, tried.configuration, now, is_summed_up=args.summary)
    for reason, number in skipped.items():
        print_error("backtest", f"skipped {counted(number, 'lines')}: {reason}")
    for reason, number in ignored(lines).items():
        print_error("backtest", f"ignored in {counted(number, 'lines')}: {reason}")
    return 0


def _text(file: Path | None) -> str:
    """The text of the file, or of standard input. Both are UTF-8, whatever the locale is."""
    return io.TextIOWrapper(io.BytesIO(content_of(file)), encoding="utf-8").read()


def _configurations(path: Path | None) -> "Tried":
    from shared.config import configuration_file
    from shared.config.file_to_configuration import Tried

    if path is not None:
        return configuration_file.read_with_shadows(path)
    without = configuration_file.without_file()
    return Tried(without, without, ())


def _print_waits(
    found: list[FoundWait],
    configuration: Configuration,
    now: datetime,
    *,
    is_summed_up: bool,
) -> None:
    figures = Figures()
    zones = {(a.channel, a.id): a.zone for a in configuration.accounts}
    found.sort(key=lambda one: (one.wait.opened_at, conversation_of(one.line), one.wait.opened_by))
    for first, wait, _heard in found:
        sys.stdout.write(to_json(wait_to_json(first, wait)) + "\n")
        zone = zones.get((first.channel, first.account), "UTC")
        statistics.count(figures, wait, channel=first.channel, surface=first.surface, zone=zone)
    if is_summed_up:
        sys.stdout.write(to_json(statistics.summary(figures, now)) + "\n")


def _print_alerts(
    lines: list[Line],
    found: list[FoundWait],
    tried: "Tried",
    now: datetime,
    *,
    as_json: bool,
) -> None:
    def count(configuration: Configuration, of: Iterable[FoundWait]) -> dict[str, Counts]:
        past = [
            PastWait(wait, first.channel, first.account, first.surface, heard)
            for first, wait, heard in of
        ]
        return projection.counts(configuration, past, until=now)

    shadows = [policy.name for policy in tried.shadows]
    current = count(tried.configuration, found)
    both = tried.with_shadows
    with_shadows = count(both, waits(lines, both, Counter())) if shadows else {}
    projection_text.print_report(shadows, current, with_shadows, as_json=as_json)


def wait_to_json(line: Line, wait: Wait) -> dict[str, Any]:
    """The fields that are printed for a wait. Durations are whole seconds."""
    return {
        "conversation": conversation_of(line),
        "account": line.account,
        "channel": line.channel,
        "surface": line.surface,
        "customer": line.customer,
        "kind": wait.kind,
        "policy": wait.terms.policy,
        "opened_at": iso(wait.opened_at),
        "due_at": iso(wait.due_at),
        "closed_at": iso(wait.closed_at),
        "outcome": wait.outcome,
        "response_s": wait.response_s,
        "business_s": wait.business_s,
        "margin_s": wait.margin_s,
    }

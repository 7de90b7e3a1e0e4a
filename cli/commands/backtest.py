"""`replywatch backtest [MESSAGES.jsonl]`: what would these policies have made of this history?

Reads the lines that `replywatch inspect` prints, in any order, and folds them with the same fold
that the tracker uses. A line may also carry `text` or `intents`; without them no policy on intents
can match, and no message is taken for a courtesy.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cli.commands.inspect import iso
from shared.config.configuration import Configuration, ConfigurationError, load_file
from shared.domain import statistics
from shared.domain.events import utc
from shared.domain.policies import Terms, Traits, WaitKind
from shared.domain.statistics import Figures
from shared.domain.waits import Message, Wait, fold, whole
from shared.storage import messages

_OPTIONAL: Mapping[str, tuple[type, str]] = {
    "text": (str, "a text"),
    "lang": (str, "a language tag"),
    "language": (str, "a language tag"),
    "app": (str, "an app's id or name"),
    "intents": (list, "a list of intents"),
    "reach": (int, "a whole number"),
}


ONE_ID = frozenset({"x", "instagram"})
"""Channels on which a customer's id is the same in public and in private."""


class LineError(ValueError):
    """A line that cannot be read; `str()` names its number and what was expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line, understood."""

    kind: str
    channel: str
    surface: str
    account: str
    customer: str | None
    message_id: str
    answers: str | None
    at: datetime | None
    conversation: str | None
    plain: Mapping[str, Any]

    @property
    def identity(self) -> tuple[str, str, str]:
        """The message concerned."""
        return (self.channel, self.account, self.message_id)

    @property
    def order(self) -> tuple[bool, float, str]:
        """By time, what has none last; of lines with one identity the first one counts."""
        at = 0.0 if self.at is None else self.at.timestamp()
        return (self.at is None, at, json.dumps(self.plain, sort_keys=True))


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The command's options."""
    parser = subparsers.add_parser("backtest", help="what policies would have made of a history")
    parser.add_argument("file", nargs="?", type=Path, help="JSON lines; default: standard input")
    parser.add_argument("--config", type=Path, help="default: the shipped policies, any account")
    parser.add_argument("--summary", action="store_true", help="also the measures, as a last line")
    parser.add_argument("--now", help="when overdue is judged; default: the present")
    parser.set_defaults(command="backtest")


def run(args: argparse.Namespace) -> int:
    """0; 1 where the configuration or a line cannot be read."""
    try:
        configuration = _configuration(args.config)
        now = at_of(args.now, "--now") if args.now else datetime.now(UTC)
        stdin = args.file is None or str(args.file) == "-"
        text = sys.stdin.read() if stdin else args.file.read_text(encoding="utf-8")
        lines = list(read(text.split("\n")))
    except (ConfigurationError, LineError, OSError, UnicodeDecodeError) as error:
        sys.stderr.write(f"replywatch backtest: {error}\n")
        return 1
    left_out: Counter[str] = Counter()
    figures = Figures()
    zones = {(a.channel, a.id): a.zone for a in configuration.accounts}
    told = list(waits(lines, configuration, left_out))
    for first, wait in sorted(told, key=lambda t: (t[1].opened_at, _name(t[0]), t[1].opened_by)):
        sys.stdout.write(json.dumps(shown(first, wait), ensure_ascii=False) + "\n")
        zone = zones.get((first.channel, first.account), "UTC")
        statistics.count(figures, wait, channel=first.channel, surface=first.surface, zone=zone)
    if args.summary:
        sys.stdout.write(json.dumps(statistics.summary(figures, now)) + "\n")
    for reason, number in left_out.items():
        sys.stderr.write(f"replywatch backtest: left out {number} lines: {reason}\n")
    return 0


def _configuration(path: Path | None) -> Configuration:
    if path is not None:
        return load_file(path)
    from shared.config import configuration_file

    return configuration_file.without_file()


def read(lines: Iterable[str]) -> Iterator[Line]:
    """The lines, understood. Raises LineError."""
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        try:
            plain = json.loads(text)
        except ValueError:
            raise LineError(f"line {number}: expected a JSON object") from None
        if not isinstance(plain, dict) or "kind" not in plain:
            raise LineError(f"line {number}: kind: expected an object with a kind") from None
        yield _line(plain, number)


def _line(plain: dict[str, Any], number: int) -> Line:
    kind = str(plain["kind"])
    message_id = plain.get("message_id")
    if kind in {"message", "reply", "delete"} and message_id is None:
        raise LineError(f"line {number}: message_id: expected an id")
    for name, (kinds, expected) in _OPTIONAL.items():
        if plain.get(name) is not None and not isinstance(plain[name], kinds):
            raise LineError(f"line {number}: {name}: expected {expected}")
    at = plain["at"] if plain.get("at") is not None else plain.get("sent_at")
    return Line(
        kind=kind,
        channel=str(plain.get("channel") or ""),
        surface=str(plain.get("surface") or "private"),
        account=str(plain.get("account") or ""),
        customer=_text(plain.get("customer")),
        message_id=str(message_id),
        answers=_text(plain.get("answers")),
        at=None if at is None else at_of(at, f"line {number}: at"),
        conversation=_text(plain.get("conversation")),
        plain=plain,
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def at_of(value: object, name: str) -> datetime:
    """ISO 8601, or epoch seconds as a number or digits. Raises LineError."""
    expected = f"{name}: expected ISO 8601 or epoch seconds"
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return utc(value)
        if isinstance(value, str):
            if value.strip().replace(".", "", 1).lstrip("-").isdigit():
                return utc(float(value))
            at = datetime.fromisoformat(value.strip())
            return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        raise LineError(expected) from None
    raise LineError(expected)


def waits(
    lines: Iterable[Line], configuration: Configuration, left_out: Counter[str]
) -> Iterator[tuple[Line, Wait]]:
    """Every wait, with the line that opened it."""
    used = sorted(_used(lines, configuration, left_out), key=lambda line: line.order)
    deletions: dict[tuple[str, str, str], Line] = {}
    for line in used:
        if line.kind == "delete":
            deletions.setdefault(line.identity, line)
    conversations: defaultdict[str, dict[tuple[str, str], Line]] = defaultdict(dict)
    for name, line in _addressed([u for u in used if u.kind != "delete"], left_out):
        conversations[name].setdefault((line.kind, line.message_id), line)
    private = _private_replies(used)
    for group in conversations.values():
        kept = list(group.values())
        yield from _folded(kept, _elsewhere(kept, private), deletions, configuration)


def _private_replies(lines: Iterable[Line]) -> dict[tuple[str, str, str | None], list[Line]]:
    """By channel, account and customer, where a customer has one id in public and in private."""
    found: defaultdict[tuple[str, str, str | None], list[Line]] = defaultdict(list)
    for line in lines:
        if line.kind == "reply" and line.surface == "private" and line.channel in ONE_ID:
            found[line.channel, line.account, line.customer].append(line)
    return found


def _elsewhere(
    lines: list[Line], private: Mapping[tuple[str, str, str | None], list[Line]]
) -> list[Line]:
    """The private replies to the customer of a public conversation: they end what was deflected."""
    asked = next((i for i in lines if i.kind == "message" and i.surface == "public"), None)
    if asked is None or asked.customer is None:
        return []
    return private.get((asked.channel, asked.account, asked.customer), [])


def _used(
    lines: Iterable[Line], configuration: Configuration, left_out: Counter[str]
) -> Iterator[Line]:
    for line in lines:
        if line.kind not in {"message", "reply", "delete"}:
            continue
        if not configuration.knows(line.channel, line.account):
            left_out["the account is not configured"] += 1
        elif line.at is None and line.kind != "delete":
            left_out["the message has no time"] += 1
        else:
            yield line


def _addressed(lines: list[Line], left_out: Counter[str]) -> Iterator[tuple[str, Line]]:
    """Each message with its conversation. A public reply is in that of the message it answers,
    as far as the lines hold it: it may name neither customer nor thread itself."""
    by_id = {line.identity: line for line in lines}
    for line in lines:
        place: Line | None = line
        seen: set[tuple[str, str, str]] = set()
        while place and place.kind == "reply" and place.surface == "public" and place.answers:
            parent = by_id.get((place.channel, place.account, place.answers))
            if parent is None or parent.identity in seen:
                break
            seen.add(parent.identity)
            place = parent
        name = _name(place or line)
        if name:
            yield name, line
        else:
            left_out["the conversation is not known"] += 1


def _name(line: Line) -> str:
    if line.conversation:
        return line.conversation
    if line.customer and line.surface == "private":
        return f"{line.channel}:{line.account}:{line.customer}"
    return ""


def _folded(
    lines: list[Line],
    elsewhere: list[Line],
    deletions: Mapping[tuple[str, str, str], Line],
    configuration: Configuration,
) -> Iterator[tuple[Line, Wait]]:
    by_id = {line.message_id: line for line in lines if line.kind == "message"}
    folded = [_message(line, deletions.get(line.identity), configuration) for line in lines]
    folded += [
        reply._replace(elsewhere=True)
        for line in elsewhere
        if not (reply := _message(line, deletions.get(line.identity), configuration)).automated
    ]

    def terms_of(message: Message, kind: WaitKind) -> Terms | None:
        line = by_id[message.id]
        traits = Traits(
            line.channel,
            line.surface,
            line.account,
            message.intents,
            message.language,
            message.reach,
        )
        return configuration.policy_set.terms(
            traits, kind, whole(message.at), courtesy=message.courtesy
        )

    for wait in fold(
        folded,
        terms_of,
        business_seconds=configuration.policy_set.business_seconds,
        silence_s=configuration.silence_s,
    ):
        yield by_id[wait.opened_by], wait


def _message(line: Line, deletion: Line | None, configuration: Configuration) -> Message:
    inbound = line.kind == "message"
    plain = line.plain
    item = {
        "direction": "in" if inbound else "out",
        "text": plain.get("text"),
        "lang": plain.get("lang"),
        "surface": line.surface,
    }
    marks = messages.marks_of(item, configuration) if item["text"] else {}
    app, own = plain.get("app"), plain.get("intents")
    return Message(
        id=line.message_id,
        at=line.at or datetime.min.replace(tzinfo=UTC),
        inbound=inbound,
        automated=not inbound and (bool(plain.get("automated")) or app in configuration.bots),
        deflects=bool(plain.get("deflects", marks.get("deflects"))),
        courtesy=bool(plain.get("courtesy", marks.get("courtesy"))),
        deleted=deletion is not None,
        deleted_at=deletion.at if deletion else None,
        intents=frozenset(map(str, marks.get("intents", ()) if own is None else own)),
        language=plain.get("language") or marks.get("language") or plain.get("lang"),
        reach=plain.get("reach"),
        surface=line.surface,
    )


def shown(line: Line, wait: Wait) -> dict[str, Any]:
    """A wait as it is printed. Durations in whole seconds."""
    return {
        "conversation": _name(line),
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

"""Two projections beside each other, as sentences and as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cli import printing
from cli.printing import counted, escape_controls
from cli.projection import Counts
from shared.wording.phrases import phrase

type ByResponder = Mapping[str, Counts]


def to_json(
    shadows: Sequence[str], current: ByResponder, with_shadows: ByResponder
) -> dict[str, Any]:
    """Both counts of each responder who has any; without shadow policies, only the current ones."""

    def both(name: str) -> dict[str, Any]:
        tried = {"with_shadows": _counts(with_shadows.get(name))} if shadows else {}
        return {"responder": name, "current": _counts(current.get(name)), **tried}

    names = dict.fromkeys((*current, *with_shadows))
    return {"shadow_policies": list(shadows), "responders": [both(name) for name in names]}


def _counts(found: Counts | None) -> dict[str, Any]:
    one = found or Counts()
    return {
        "alerts": one.alerts.total(),
        "by_channel": dict(one.alerts),
        "at_night": one.at_night,
        "messages": one.messages,
    }


def lines(shadows: Sequence[str], current: ByResponder, with_shadows: ByResponder) -> Iterator[str]:
    """The same as text: a line for each responder."""
    names = dict.fromkeys((*current, *with_shadows))
    if not names:
        yield "Nobody would have received an alert."
    for name in names:
        one = current.get(name) or Counts()
        if not shadows:
            yield f"{name} would have received {_words(one)}."
            continue
        tried = with_shadows.get(name) or Counts()
        yield (
            f"With the shadow policies, {name} would have received {_words(tried)}. "
            f"Without them: {_words(one)}."
        )


def print_report(
    shadows: Sequence[str], current: ByResponder, with_shadows: ByResponder, *, as_json: bool
) -> None:
    """Prints one JSON object, or the lines."""
    if as_json:
        print(printing.to_json(to_json(shadows, current, with_shadows)))
        return
    for line in lines(shadows, current, with_shadows):
        print(escape_controls(line))


def _words(found: Counts) -> str:
    """Example: `41 alerts (38 by email, 3 by SMS), 6 at night, in 30 messages`."""
    total = found.alerts.total()
    if not total:
        return "no alerts"
    channels = ", ".join(
        f"{n} by {phrase('en', f'by.{by}')}" for by, n in sorted(found.alerts.items())
    )
    night = f"{found.at_night or 'none'} at night"
    alerts, messages = counted(total, "alerts"), counted(found.messages, "messages")
    return f"{alerts} ({channels}), {night}, in {messages}"

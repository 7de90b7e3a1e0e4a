"""The history on the conversation page: each alert of the wait with its state, and who had the
wait. It is the same while the wait is open and once it has ended."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from functions.api import conversation_alerts
from shared.config.configuration import Configuration
from shared.domain.alerts import Alert
from shared.domain.escalation import Escalation
from shared.storage.store import Store
from shared.wording import step_times
from shared.wording.wait_view import WaitView


class Line(NamedTuple):
    """One line of the history: what happened, its result, and when."""

    text: str
    state: str | None = None
    at: str | None = None


def read(store: Store, configuration: Configuration, shown: WaitView, name: str) -> list[Line]:
    """The history, oldest first. `name` is that of the wait's escalation."""
    since = shown.wait.opened_at
    found = conversation_alerts.read(store, configuration, shown.record, since, shown.now, of=name)
    known = next((e for e in shown.record.escalations if e.name == name), None)
    lines = [(alert.claimed_at or since, _alert(alert, shown)) for alert in found]
    lines += _owners(known, shown) if known else ()
    return [line for _, line in sorted(lines, key=lambda pair: pair[0])]


def _alert(alert: Alert, shown: WaitView) -> Line:
    when = shown.at(alert.claimed_at or shown.wait.opened_at)
    to = {"name": alert.responder, "by": shown.say(f"by.{alert.by}"), "when": when}
    changed = alert.history[-1].at if alert.history else None
    return Line(
        text=_what(alert, shown, to),
        state=shown.say(f"state.{alert.state}"),
        at=shown.at(changed) if changed else None,
    )


def _what(alert: Alert, shown: WaitView, to: dict[str, str]) -> str:
    """`10:30: step 2 (due), ada by email`. A step of another policy than the wait's also has that
    policy's name."""
    terms = shown.wait.terms
    if alert.kind == "window_closing":
        return shown.say("page.window_alert", at=_step_time(alert, shown), **to)
    if alert.kind != "step":
        return shown.say("page.update", what=shown.say(f"update.{alert.kind}"), **to)
    numbers = terms.step_numbers()
    if alert.policy == terms.policy and alert.step in numbers:
        position = numbers.index(alert.step)
        to |= {"when": shown.at(terms.moments[position])}
        return shown.say("page.alert", step=position + 1, at=_step_time(alert, shown), **to)
    at = f"{alert.policy}: {_step_time(alert, shown)}"
    return shown.say("page.alert", step=alert.step + 1, at=at, **to)


def _step_time(alert: Alert, shown: WaitView) -> str:
    """`15 min vorher`, for a step `at = "15m before"`."""
    return step_times.text(alert.at, shown.language)


def _owners(known: Escalation, shown: WaitView) -> Iterator[tuple[datetime, Line]]:
    """Who had the wait since when, who gave it to them, and until when its alerts pause."""
    name, since, until = known.acknowledged_by, known.acknowledged_at, known.snoozed_until
    following = [one.since for one in known.past_owners[1:]]
    for before, after in zip(
        known.past_owners, [*following, since if name else None], strict=False
    ):
        yield before.since, Line(_taken(before.name, before.since, before.handed_over_by, shown))
        if after is None or after > before.until:
            text = shown.say("page.did_release", at=shown.at(before.until), name=before.name)
            yield before.until, Line(text)
    if name and since:
        paused = shown.say("page.did_pause", at=shown.at(until)) if until else None
        yield since, Line(_taken(name, since, known.handed_over_by, shown), paused)


def _taken(name: str, since: datetime, by: str | None, shown: WaitView) -> str:
    phrase_name = "page.did_hand_over" if by else "page.did_acknowledge"
    return shown.say(phrase_name, at=shown.at(since), name=name, by=by)

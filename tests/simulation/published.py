"""Compares the published events with the table: none is lost or false, and versions order them."""

from typing import Any

from shared.conversation.wait_json import fact_to_json
from shared.storage import alerts, wait_facts
from shared.storage.attributes import decode
from tests.simulation.callers import Environment
from tests.simulation.world import World

AS_OF_NOW = {"overdue", "seconds_to_due", "last_message_at"}
"""What depends on the time, or that further messages change without an event."""
SENT = {"alert.sent": "sent", "alert.delivered": "delivered", "alert.failed": "failed"}


def judge(judged: Any, world: World, environment: Environment) -> None:
    """Reports what is wrong with the events."""
    ids: dict[str, Any] = {}
    for event in world.bus.events:
        same = ids.setdefault(event["id"], event)
        if same != event:
            judged.wrong.append(f"two events have the id {event['id']}")
    waits = [event for event in ids.values() if "wait" in event]
    judged.counts["events of waits"] += len(waits)
    judged.counts["events of alerts"] += len(ids) - len(waits)
    shown = {(event["wait"]["id"], event["version"]) for event in waits}
    if shown != environment.changes:
        judged.wrong.append(f"events lost or made up: {shown ^ environment.changes}")
    if len(shown) != len(waits):
        judged.wrong.append("two events of a wait have the same version")
    _judge_newest(judged, world, waits)
    _judge_milestones(judged, waits)
    _judge_alerts(judged, world, list(ids.values()))


def _judge_newest(judged: Any, world: World, waits: list[dict[str, Any]]) -> None:
    """Checks that the newest event of each wait equals the fact in the table."""
    newest = {e["wait"]["id"]: e for e in sorted(waits, key=lambda e: e["version"])}
    kept = {
        name: _lasting(event["wait"])
        for name, event in newest.items()
        if event["type"] != "wait.removed"
    }
    stored = {}
    for pk, items in world.table.items.items():
        for item in items.values() if pk.startswith("W#") else ():
            fact = wait_facts.from_item(decode(item))
            stored[fact.wait.opened_by] = _lasting(fact_to_json(fact, world.clock()))
    for name in kept.keys() | stored.keys():
        if kept.get(name) != stored.get(name):
            judged.wrong.append(f"published {kept.get(name)}, stored {stored.get(name)}")


def _lasting(wait: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in wait.items() if name not in AS_OF_NOW}


def _judge_milestones(judged: Any, waits: list[dict[str, Any]]) -> None:
    """Checks that each wait that is open at the end was reported as overdue, and that no other
    event says so."""
    overdue = {e["wait"]["id"] for e in waits if e["type"] == "wait.overdue"}
    newest = {e["wait"]["id"]: e for e in sorted(waits, key=lambda e: e["version"])}
    judged.counts["events overdue"] += len(overdue)
    for name, event in newest.items():
        is_open = event["wait"]["outcome"] == "open" and event["type"] != "wait.removed"
        if is_open and name not in overdue:
            judged.wrong.append(f"never overdue: {event}")
    for event in waits:
        if event["type"] == "wait.overdue" and not event["wait"]["overdue"]:
            judged.wrong.append(f"not overdue: {event}")


def _judge_alerts(judged: Any, world: World, events: list[dict[str, Any]]) -> None:
    """Checks that the newest event of each alert has the state in which it ended."""
    found = sorted((e for e in events if "alert" in e), key=lambda e: e["version"])
    last = {e["alert"]["id"]: SENT[e["type"]] for e in found}
    for pk, items in world.table.items.items():
        if pk.startswith("A#"):
            alert = alerts.from_item(decode(items["ALERT"]))
            if alert.state in SENT.values() and last.get(alert.id) != alert.state:
                judged.wrong.append(f"alert {alert.id}: {alert.state}, not {last.get(alert.id)}")

"""A batch with one bad record at each position: the others are handled, and the bad one is kept
once."""

import json

import pytest

from shared.domain.events import utc
from shared.storage import schema
from shared.storage.attributes import decode, encode, stamp
from shared.storage.schema import Key
from tests.simulation import scenarios
from tests.simulation.callers import MAX_RECEIVES, Environment
from tests.simulation.faults import CALM
from tests.simulation.providers import STREAM_DLQ
from tests.simulation.rules import META_ACCOUNT, configuration
from tests.simulation.wiring import handlers
from tests.simulation.world import TABLE, World

BATCH = 5


@pytest.fixture
def world(install):
    made = World(1, scenarios.START, CALM, handlers())
    install(made, configuration(1))
    return made


def message(n):
    at = stamp(utc(scenarios.START + n))
    item = {
        "pk": f"C#messenger:{META_ACCOUNT}:{n}",
        "sk": f"M#{at}#0#m_{n}",
        "kind": "message",
        "channel": "messenger",
        "surface": "private",
        "account": META_ACCOUNT,
        "customer": str(n),
        "direction": "in",
        "message_id": f"m_{n}",
        "at": at,
        "text": scenarios.QUESTIONS[0],
    }
    return {"TableName": TABLE, "Item": encode(item)}


def poison(n):
    item = {"pk": f"C#poison:{n}", "sk": "M#what#0#is-this"}
    return {"TableName": TABLE, "Item": encode(item)}


def stream_batch(world, bad):
    """The records of that many messages, one of them malformed."""
    records = []
    world.table.on_record = records.append
    for n in range(BATCH):
        world.table.put_item(**(poison(n) if n == bad else message(n)))
    world.table.on_record = lambda _record: None
    return {"Records": records}


def called(world, name, event):
    """Calls the function, and returns its answer."""
    ended = []
    world.invoke(name, event, ended.append)
    world.run(world.now + 3600)
    return ended[0].result


def contents(world):
    """All items, without the version that every tracker run increments."""
    return {
        (pk, sk): {name: value for name, value in item.items() if name != "version"}
        for pk, items in world.table.items.items()
        for sk, item in items.items()
    }


def waits(world):
    """The conversations with an open wait."""
    return sorted(
        pk.removeprefix("C#")
        for pk, items in world.table.items.items()
        if "due_at" in items.get("STATE", {})
    )


@pytest.mark.parametrize("bad", range(BATCH))
def test_a_malformed_record_does_not_hold_up_the_others(world, bad):
    letters = []
    world.queued = lambda queue, body, _delay: letters.append((queue, json.loads(body)))
    batch = stream_batch(world, bad)
    answer = called(world, "tracker", batch)
    assert answer == {"batchItemFailures": []}
    assert waits(world) == [f"messenger:{META_ACCOUNT}:{n}" for n in range(BATCH) if n != bad]
    assert [queue for queue, _ in letters] == [STREAM_DLQ]
    key = Key(f"C#poison:{bad}", "M#what#0#is-this")
    assert letters[0][1]["items"] == [schema.opaque(key)]


@pytest.mark.parametrize("bad", range(BATCH))
def test_the_same_batch_again_changes_nothing(world, bad):
    world.queued = lambda _queue, _body, _delay: None
    batch = stream_batch(world, bad)
    called(world, "tracker", batch)
    before = contents(world)
    called(world, "tracker", batch)
    assert contents(world) == before


@pytest.mark.parametrize("bad", range(BATCH))
def test_a_record_without_an_item_is_kept_too(world, bad):
    letters = []
    world.queued = lambda queue, body, _delay: letters.append(body)
    batch = stream_batch(world, bad=None)
    batch["Records"][bad] = {"eventName": "INSERT", "dynamodb": {"SequenceNumber": "7"}}
    assert called(world, "tracker", batch) == {"batchItemFailures": []}
    assert len(waits(world)) == BATCH - 1
    assert len(letters) == 1


def held(world):
    """The queue entries of alerts that wait for others of the same responder."""
    return [
        json.dumps({"alert": schema.alert_of(pk), "due": at})
        for (pk, _), (shard, at) in world.table.index.now.items()
        if pk.startswith("A#") and shard.startswith("DUE#")
    ]


def alert_states(world):
    """The states of each conversation's alerts."""
    found = {}
    for pk, items in world.table.items.items():
        if pk.startswith("A#"):
            alert = decode(items["ALERT"])
            found.setdefault(alert["conversation"], set()).add(alert["state"])
    return found


def queue_batch(bodies):
    return {"Records": [{"messageId": str(n), "body": body} for n, body in enumerate(bodies)]}


@pytest.mark.parametrize("bad", range(BATCH))
def test_a_malformed_queue_message_does_not_hold_up_the_others(world, bad):
    world.queued = lambda _queue, _body, _delay: None
    called(world, "tracker", stream_batch(world, bad=None))
    due = list(world.table.index.now.items())
    world.now += 7200
    bodies = [
        json.dumps({"record": decode(world.table.items[pk][sk])["public_id"], "due": at})
        for (pk, sk), (_, at) in due
    ]
    others = {pk.removeprefix("C#") for n, ((pk, _), _) in enumerate(due) if n != bad}
    bodies[bad] = "no JSON"
    answer = called(world, "notifier", queue_batch(bodies))
    assert answer == {"batchItemFailures": [{"itemIdentifier": str(bad)}]}
    assert alert_states(world).keys() == others
    world.now += 61
    assert called(world, "notifier", queue_batch(held(world))) == {"batchItemFailures": []}
    assert alert_states(world) == {conversation: {"sent"} for conversation in others}
    sent = [world.table.items[f"A#{one.alert}"]["ALERT"] for one in world.sent]
    assert {alert["conversation"]["S"] for alert in sent} == others


def test_poison_in_the_queue_ends_in_its_dead_letters_and_may_be_put_back(world):
    environment = Environment(world)
    environment.alerts.arrived("no JSON", 0)
    world.run(world.now + 7200)
    assert [m.receives for m in environment.alerts.dead] == [MAX_RECEIVES]
    environment.alerts.redrive()
    world.run(world.now + 7200)
    assert len(environment.alerts.dead) == 1
    assert world.table.items == {}
    assert set(world.unexpected) == {"notifier: JSONDecodeError"}

"""Compares the final table and the providers' messages with what the oracle expects."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from shared.config import configuration as _configuration
from shared.domain.fold import START, Wait
from shared.storage import hourly_figures, records, wait_facts
from shared.storage.attributes import decode, moment
from shared.storage.packing import unpack
from shared.storage.records import ConversationRecord
from shared.storage.wait_facts import WaitFact
from tests.simulation import (
    hand_overs,
    incidents,
    notifications,
    oracle,
    quiet_hours,
    reminders,
    rules,
    updates,
    window_warnings,
)
from tests.simulation.callers import Environment
from tests.simulation.oracle import Dismissal, Expected, KnownAt
from tests.simulation.rules import X_BOT
from tests.simulation.scenarios import Action, Scenario
from tests.simulation.world import World

OUTCOMES = ("met", "late", "dismissed", "withdrawn")


@dataclass(slots=True)
class Judged:
    """What is wrong, in words, and the counts of what was checked."""

    wrong: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def state(world: World) -> Any:
    """Everything that a harmless event must leave unchanged."""
    table = {pk: dict(items) for pk, items in world.table.items.items() if items}
    return table, len(world.sent), dict(world.table.index.now)


def judge(world: World, environment: Environment, scenario: Scenario) -> Judged:
    """Judges a world in which nothing is left to do."""
    judged = Judged()
    judged.wrong += world.unexpected
    judged.wrong += [f"poison: {body}" for body in environment.stream_dead]
    for reader in (environment.tracker, environment.rollup):
        judged.wrong += [f"{reader.name} gave up on {record}" for record in reader.dead]
    judged.wrong += [
        f"the provider's event got nowhere: {event}" for event in environment.lost_events
    ]
    conversations: dict[str, list[Action]] = {}
    for one in scenario.actions:
        conversations.setdefault(one.conversation, []).append(one)
    found = _facts(world, scenario)
    for conversation, here in conversations.items():
        before = scenario.before.get(conversation, ())
        known_at = known_at_of(world, conversation, *before)
        moved = answers_elsewhere(here[0], scenario)
        _judge_stored(judged, conversation, here, known_at, {h.id for h in moved})
        folded = known_at
        if moved:
            private = known_at_of(world, moved[0].conversation)
            at = {h.id: private.messages[h.id] for h in moved}
            known_at = known_at._replace(messages=known_at.messages | at)
        actions = [*here, *moved]
        rule = scenario.rules[actions[0].platform]
        expected = oracle.waits(oracle.messages(actions, known_at, float("inf")), rule)
        _compare(judged, conversation, expected, found.pop(conversation, []))
        names = (conversation, *before)
        notifications.judge(judged, world, names, actions, known_at, rule, folded=folded)
        if not before and not moved:
            updates.judge(judged, world, conversation, actions, known_at, rule)
            window_warnings.judge(judged, world, conversation, actions, known_at, rule)
            quiet_hours.judge(judged, world, conversation, rule)
            hand_overs.judge(judged, world, conversation)
            reminders.judge(judged, world, conversation, actions, known_at, rule)
            incidents.judge(judged, world, conversation, actions, known_at, rule)
    judged.wrong += [
        f"facts of no conversation of the scenario: {conversation}" for conversation in found
    ]
    _judge_index(judged, world)
    _judge_alerts(judged, world)
    _judge_hours(judged, world, scenario)
    for conversation, before in scenario.before.items():
        conversations |= dict.fromkeys(before, conversations[conversation])
    _judge_text(judged, world, conversations)
    return judged


def answers_elsewhere(public: Action, scenario: Scenario) -> list[Action]:
    """The brand's private messages to the customer of a public conversation on X."""
    return [
        h
        for h in scenario.actions
        if public.platform == "x"
        and (h.platform, h.customer, h.kind) == ("x-dm", public.customer, "reply")
        and h.app != X_BOT
    ]


def known_at_of(world: World, *conversations: str) -> KnownAt:
    """The times at which the messages of this conversation became known, under all of its ids."""
    messages: dict[str, float] = {}
    deletions: dict[str, float] = {}
    dismissals: dict[str, Dismissal] = {}
    for (pk, sk), at in world.stored_at.items():
        if pk.removeprefix("C#") not in conversations:
            continue
        if sk.startswith("M#"):
            _, stamp, _, identity = sk.split("#")
            messages[identity] = min(at, messages.get(identity, at))
            if (pk, sk) in world.dismissals:
                made = decode(world.table.items[pk][sk])["dismissed_at"]
                dismissals[identity] = Dismissal(_ms(stamp), _ms(made))
        elif sk.startswith(("X#D#", "X#O#")):
            deletions[sk[4:]] = at
    return KnownAt(messages, deletions, dismissals)


def _ms(stamp: str) -> int:
    return round(moment(stamp).timestamp() * 1000)


def _judge_stored(
    judged: Judged,
    conversation: str,
    actions: Iterable[Action],
    known_at: KnownAt,
    copied: set[str],
) -> None:
    messages, deletions = oracle.visible(actions)
    known = known_at.messages.keys() - known_at.dismissals.keys() - copied
    for what, must, does in (
        ("message", messages, known),
        ("deletion", deletions, known_at.deletions.keys()),
    ):
        if must != set(does):
            judged.wrong.append(f"{conversation}: {what}s missing or made up: {must ^ set(does)}")


def _facts(world: World, scenario: Scenario) -> dict[str, list[WaitFact]]:
    """The wait facts by conversation, with the messages' ids in place of their hashes."""
    held = {r.public_id: r for r in _records(world).values()}
    homes = {
        before: conversation for conversation, names in scenario.before.items() for before in names
    }
    ids = {START, *(h.id for h in scenario.actions), *world.dismissals.values()}
    found: dict[str, list[WaitFact]] = {}
    for pk, items in world.table.items.items():
        for item in items.values() if pk.startswith("W#") else ():
            fact = wait_facts.from_item(decode(item))
            record = held[fact.public_id]
            named = {wait_facts.name_of(one, record.salt): one for one in ids}
            wait = replace(
                fact.wait,
                opened_by=named.get(fact.wait.opened_by, fact.wait.opened_by),
                decided_by=named.get(fact.wait.decided_by, fact.wait.decided_by),
                previous_reply=named.get(fact.wait.previous_reply, fact.wait.previous_reply),
                closed_by=named.get(fact.wait.closed_by, fact.wait.closed_by)
                if fact.wait.closed_by
                else None,
            )
            conversation = homes.get(record.conversation, record.conversation)
            found.setdefault(conversation, []).append(replace(fact, wait=wait))
    return found


def _records(world: World) -> dict[str, ConversationRecord]:
    return {
        pk[2:]: records.from_item(decode(items["STATE"]))
        for pk, items in world.table.items.items()
        if pk.startswith("C#") and "STATE" in items
    }


def _compare(
    judged: Judged, conversation: str, expected: list[Expected], found: list[WaitFact]
) -> None:
    judged.counts["waits"] += len(expected)
    stored = sorted(
        (_as_expected(fact.wait) for fact in found), key=lambda w: (w.opened_s, w.previous_reply)
    )
    wanted = sorted(expected, key=lambda w: (w.opened_s, w.previous_reply))
    if stored != wanted:
        for one in wanted:
            if one not in stored:
                judged.wrong.append(f"{conversation}: expected {one}")
        for one in stored:
            if one not in wanted or stored.count(one) > 1:
                judged.wrong.append(f"{conversation}: stored   {one}")
    for one in wanted:
        judged.counts[f"waits {one.outcome}"] += 1


def _as_expected(wait: Wait) -> Expected:
    def s(at: datetime | None) -> int | None:
        return int(at.timestamp()) if at else None

    return Expected(
        previous_reply=wait.previous_reply,
        opened_by=wait.opened_by,
        decided_by=wait.decided_by,
        policy=wait.terms.policy,
        bot_closes=wait.terms.bot_closes,
        kind=wait.kind,
        opened_s=s(wait.opened_at) or 0,
        due_s=s(wait.due_at) or 0,
        outcome=wait.outcome,
        closed_by=wait.closed_by,
        closed_s=s(wait.closed_at),
        response_s=wait.response_s,
        any_response_s=wait.any_response_s,
        deflected_s=s(wait.deflected_at),
        moments=tuple(int(m.timestamp()) for m in wait.terms.moments),
    )


def _judge_index(judged: Judged, world: World) -> None:
    """Checks that the waiting index holds exactly the open waits, and the due index nothing."""
    for index in (world.table.index, world.table.waiting):
        if set(index.projected) != set(index.now):
            judged.wrong.append("an index has not caught up")
    held = set(world.table.waiting.now)
    open_waits = {(r.key.pk, r.key.sk) for r in _records(world).values() if r.open_wait is not None}
    if held != open_waits:
        judged.wrong.append(f"the index differs from the open waits by {held ^ open_waits}")
    judged.wrong += [f"still due: {key}" for key in world.table.index.now]


def _judge_alerts(judged: Judged, world: World) -> None:
    for pk, items in world.table.items.items():
        if pk.startswith("A#"):
            status = items["ALERT"]["state"]["S"]
            judged.counts[f"alerts {status}"] += 1
            if status in {"claimed", "sending"}:
                judged.wrong.append(f"unsettled: {pk} is {status}")


def _judge_hours(judged: Judged, world: World, scenario: Scenario) -> None:
    """Checks that an hour's figures are those of its facts, by the product's count and by our
    own."""
    by_hour: dict[str, list[WaitFact]] = {}
    for pk, items in world.table.items.items():
        for sk, item in items.items() if pk.startswith("W#") else ():
            by_hour.setdefault(sk[:13], []).append(wait_facts.from_item(decode(item)))
    stored = {
        sk: item["figures"]["S"]
        for pk, items in world.table.items.items()
        if pk.startswith("R#")
        for sk, item in items.items()
    }
    known: _configuration.Configuration = rules.configuration(scenario.plan)
    for hour in by_hour.keys() | stored.keys():
        there = by_hour.get(hour, [])
        again = unpack(
            hourly_figures.to_item(hour, hourly_figures.figures_of(there, known), 1)["figures"]
        )
        stored_now = unpack(stored.get(hour, "{}"))
        if stored_now != again:
            judged.wrong.append(f"figures of {hour}: {stored_now}, not {again}")
        parts = stored_now.values()
        ours = Counter(r.wait.outcome for r in there)
        theirs = {o: sum(p[o] for p in parts) for o in OUTCOMES}
        theirs["open"] = sum(sum(p["due"].values()) for p in parts)
        if any(ours[o] != n for o, n in theirs.items()):
            judged.wrong.append(f"counts of {hour}: {theirs}, not {dict(ours)}")


def _judge_text(judged: Judged, world: World, conversations: dict[str, list[Action]]) -> None:
    """Checks that a deleted message has no text and that an edited one has the newest text."""
    for conversation, actions in conversations.items():
        items = world.table.items.get(f"C#{conversation}", {})
        deleted = {sk[4:] for sk in items if sk.startswith(("X#D#", "X#O#"))}
        newest: dict[str, str] = {}
        for one in sorted((h for h in actions if h.kind == "edit"), key=lambda h: h.at):
            newest[one.id] = one.text
        for sk, item in items.items():
            if "message_id" not in item or "text" not in item or sk == "STATE":
                continue
            identity = item["message_id"]["S"]
            if identity in deleted:
                judged.wrong.append(f"{conversation}: {sk} was deleted and still has its text")
            elif (
                sk.startswith("M#")
                and newest.get(identity, item["text"]["S"]) != (item["text"]["S"])
            ):
                judged.wrong.append(f"{conversation}: {sk} was edited and still has the old text")

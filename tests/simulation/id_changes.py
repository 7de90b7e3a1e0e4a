"""Scenarios of a WhatsApp customer whose id changes during a wait.

Each scenario has one wait. The messages under all ids are one conversation, under the last id.
"""

from itertools import pairwise
from random import Random

from tests.simulation.rules import CHANNELS, PLANS, rules
from tests.simulation.scenarios import ANSWERS, QUESTIONS, START, Action, Kind, Scenario

WAYS = (
    ("4915100000001", "4915100000002"),
    ("4915100000001", "4915100000002", "4915100000003"),
    ("4915100000001", "4915100000002", "4915100000001"),
    ("DE.811", "4915100000001"),
    ("DE.811", "4915100000001", "4915100000002"),
)
"""The ids, one after another. A scoped id changes to a number with a message that names both."""


def scenario(seed: int) -> Scenario:
    """The scenario of a seed."""
    rng = Random(f"id_changes {seed}")
    plan = rng.randrange(PLANS)
    made = Scenario(seed=seed, plan=plan, rules=rules(plan))
    way = rng.choice(WAYS)
    conversation, *before = dict.fromkeys(
        f"{':'.join(CHANNELS['whatsapp'])}:{one}" for one in way[::-1]
    )
    made.before[conversation] = tuple(before)
    now = START + rng.random() * 3600

    def say(kind: Kind, customer: str, parent: str = "") -> None:
        nonlocal now
        number = len(made.actions)
        text = rng.choice(QUESTIONS if kind == "message" else ANSWERS)
        made.actions.append(
            Action(
                platform="whatsapp",
                conversation=conversation,
                customer=customer,
                thread="",
                kind=kind,
                id=f"wamid.{number}",
                at=int(now) * 1000,
                inbound=kind != "reply",
                parent=parent,
                text=text,
                delivered_at=_delivered_at(rng, now),
            )
        )
        now += rng.choice((1, 20, 300, 1500)) * (0.5 + rng.random())

    say("message", way[0])
    for old, new in pairwise(way):
        if "." in old:
            say("message", new, old)
            continue
        say("change", new, old)
        now += 60  # no customer changes to a third number within the minute
        if rng.random() < 0.5:
            say("message", new)
    if rng.random() < 0.6:
        now += rng.choice((0, 600, 4000)) * rng.random()
        say("reply", way[-1])
    return made


def notified_elsewhere(seed: int) -> Scenario:
    """A responder was notified of a customer's question under a scoped id. Then an older question
    under the number arrives late, and a moment later it becomes known that both ids are one
    customer."""
    rng = Random(f"notified elsewhere {seed}")
    plan = rng.randrange(PLANS)
    scoped, number = "DE.811", "4915100000001"
    conversation, before = (f"{':'.join(CHANNELS['whatsapp'])}:{one}" for one in (number, scoped))
    made = Scenario(seed=seed, plan=plan, rules=rules(plan))
    made.before[conversation] = (before,)
    at = START + rng.random() * 3600
    late = at + 9000 + rng.random() * 60

    def message(
        identity: str, customer: str, at: float, delivered_at: float, parent: str = ""
    ) -> None:
        made.actions.append(
            Action(
                platform="whatsapp",
                conversation=conversation,
                customer=customer,
                thread="",
                kind="message",
                id=identity,
                at=int(at) * 1000,
                inbound=True,
                parent=parent,
                text=QUESTIONS[0],
                delivered_at=(delivered_at,),
            )
        )

    message("wamid.1", scoped, at, at + 1)
    message("wamid.0", number, at - 60, late)
    message("wamid.2", number, at + 8900, late + rng.random() * 3, scoped)
    return made


def _delivered_at(rng: Random, at: float) -> tuple[float, ...]:
    luck = rng.random()
    first = at + (rng.uniform(0.3, 4) if luck < 0.8 else rng.uniform(5, 3000))
    return (first, first + rng.uniform(1, 900)) if rng.random() < 0.15 else (first,)

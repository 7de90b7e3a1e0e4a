"""Random scenarios: who writes what and when, and when the platforms deliver it."""

from dataclasses import dataclass, field
from itertools import groupby
from random import Random
from typing import Literal, NamedTuple

from tests.simulation.rules import (
    BOT_APP,
    CHANNELS,
    DAY_S,
    HUMAN_APP,
    PLANS,
    PUBLIC,
    WITH_EVERY_CHANNEL,
    WITH_QUIET_HOURS,
    X_BOT,
    Rules,
    rules,
)

START = 1_772_438_400  # Monday 2 March 2026, 08:00 UTC
"""Epoch seconds; a scenario begins within the hour after."""

QUESTIONS = ("Where is my order?", "My parcel came broken", "When do you open tomorrow?")
THANKS = "Thanks!"
ANSWERS = ("It left this morning", "We open at nine")
DEFLECTION = "Please send us a DM so we can help"
HOLDING = "We are looking into it and will get back to you"
COMPLAINTS = frozenset({"My parcel came broken"})
"""Which of the questions are complaints."""

Kind = Literal["message", "reply", "delete", "edit", "dismissal", "change"]


class Action(NamedTuple):
    """One thing that a person does, at the platform's time."""

    platform: str
    conversation: str
    """The conversation's id."""
    customer: str
    thread: str
    """Public only: the post, or the first post of a thread on X."""
    kind: Kind
    id: str
    """Of a deletion or an edit: the id of the message concerned."""
    at: int
    """Milliseconds."""
    inbound: bool
    parent: str = ""
    """The message answered; on WhatsApp the customer's other id."""
    text: str = ""
    app: str = ""
    delivered_at: tuple[float, ...] = ()
    """When the platform delivers it, epoch seconds; several, if it is repeated."""
    ahead: bool = False
    """The platform's time lies in the future when it is delivered."""

    @property
    def public(self) -> bool:
        return self.platform in PUBLIC


class Delivery(NamedTuple):
    """One body that a platform sends."""

    at: float
    actions: tuple[Action, ...]


@dataclass(slots=True)
class Scenario:
    """Everything that happens in a seed."""

    seed: int
    plan: int
    rules: Rules
    actions: list[Action] = field(default_factory=list)
    presses_all: bool = False
    """Whether those who are notified use every form of the conversation page, and often."""
    before: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """For a customer with several ids: the conversations under the earlier ids, by the last one."""

    @property
    def end(self) -> float:
        """The time of the last delivery."""
        return max([max(h.delivered_at) for h in self.actions] + [float(START)])

    def deliveries(self) -> list[Delivery]:
        """Groups the actions into bodies: what one platform delivers at the same time is one
        body."""
        messages = [(at, h) for h in self.actions if h.kind != "dismissal" for at in h.delivered_at]

        def body(one: tuple[float, Action]) -> tuple[float, str]:
            return (one[0], one[1].platform)

        messages.sort(key=body)
        return [
            Delivery(at, tuple(h for _, h in group))
            for (at, _), group in groupby(messages, key=body)
        ]


def scenario(seed: int) -> Scenario:
    """The scenario of a seed."""
    rng = Random(f"scenario {seed}")
    plan = rng.randrange(PLANS)
    made = Scenario(seed=seed, plan=plan, rules=rules(plan))
    for number in range(rng.choice((1, 1, 2, 2, 3, 4))):
        conversation = _Conversation(rng, number, made.rules)
        made.actions += _held_up(conversation.actions(), seed, number)
        if conversation.platform == "x" and rng.random() < 0.4:
            moved = _Conversation(rng, number, made.rules, platform="x-dm")
            moved.now = made.actions[-1].at / 1000 - 5000 * rng.random() ** 3
            made.actions += moved.actions()
    return made


def _held_up(messages: list[Action], seed: int, number: int) -> list[Action]:
    """Sometimes delays part of a conversation, so that the platform delivers it at one time, long
    after later parts were stored."""
    rng = Random(f"held up {seed} {number}")
    if len(messages) < 3 or rng.random() > 0.4:
        return messages
    first = rng.choice((0, rng.randrange(len(messages) - 1)))
    held = {h.id for h in messages[first : first + rng.randint(2, 6)]}
    until = max(h.at for h in messages) / 1000 + rng.choice((1, 60, 4000)) * rng.random()
    together = rng.random() < 0.5
    return [
        h._replace(delivered_at=(until if together else until + 3 * rng.random(),))
        if h.id in held and h.kind in ("message", "reply") and not h.ahead
        else h
        for h in messages
    ]


def backlog(seed: int) -> Scenario:
    """The same scenario, except that the platform delivers the beginning of each conversation last,
    in pieces within seconds, long after everything that follows was stored."""
    made = scenario(seed)
    rng = Random(f"backlog {seed}")
    made.actions = [
        late
        for _, messages in groupby(made.actions, key=lambda h: h.conversation)
        for late in _beginning_held_up(list(messages), rng)
    ]
    return made


def quiet_hours(seed: int) -> Scenario:
    """The same scenario, or a crowd in every fourth seed. Some responders have quiet hours, and
    some steps are urgent."""
    made = scenario(seed) if seed % 4 else crowd(seed)
    made.plan += WITH_QUIET_HOURS
    made.rules = rules(made.plan)
    return made


def hand_overs(seed: int) -> Scenario:
    """The same scenario, or one with quiet hours or every channel. Many of those who are notified
    hand the wait over, snooze it, or undo what they did."""
    made = (scenario, quiet_hours, every_channel)[seed % 3](seed)
    made.presses_all = True
    return made


def every_channel(seed: int) -> Scenario:
    """The same scenario, with a webhook, a Slack channel and PagerDuty as additional channels. Some
    steps are repeated."""
    made = scenario(seed)
    made.plan += WITH_EVERY_CHANNEL
    made.rules = rules(made.plan)
    return made


def _beginning_held_up(messages: list[Action], rng: Random) -> list[Action]:
    spoken = [h.id for h in sorted(messages, key=lambda h: h.at) if h.kind in ("message", "reply")]
    held = set(spoken[: rng.randint(2, max(2, len(spoken) - 1))])
    until = max(at for h in messages for at in h.delivered_at) + 30 * rng.random()
    return [
        h._replace(delivered_at=(until + 3 * rng.random(),))
        if h.id in held and h.kind != "dismissal" and not h.ahead
        else h
        for h in messages
    ]


def retracted_replies(seed: int) -> Scenario:
    """Some customers repeatedly thank the brand. Each time, the brand replies and deletes its
    reply, and all of that is delivered within a second. So the brand has never answered when the
    customer finally asks a question."""
    rng = Random(f"retracted {seed}")
    plan = rng.randrange(PLANS)
    made = Scenario(seed=seed, plan=plan, rules=rules(plan))
    for number in range(12):
        at = START + rng.random() * 600
        for _ in range(5):
            at += 30 + rng.random() * 60
            thanks = _private(number, "message", at, at + 1)._replace(text=THANKS)
            reply = _private(number, "reply", at + 0.2, at + 1 + rng.random() * 0.7)
            deleted = _private(number, "delete", at + 0.4, at + 1.2 + rng.random() * 0.8)
            made.actions += [thanks, reply, deleted._replace(id=reply.id)]
        made.actions.append(_private(number, "message", at + 60, at + 61))
    return made


def crowd(seed: int) -> Scenario:
    """Many customers of one account write within minutes and get no reply. Their alerts are due
    together, so most are sent as bundles."""
    rng = Random(f"crowd {seed}")
    plan = rng.randrange(PLANS)
    made = Scenario(seed=seed, plan=plan, rules=rules(plan))
    for number in range(10):
        at = START + rng.random() * 200
        made.actions.append(_private(number, "message", at, at + 1))
    return made


def _private(number: int, kind: Kind, at: float, delivered_at: float) -> Action:
    """One action in a private conversation on Messenger."""
    channel, account = CHANNELS["messenger"]
    customer = f"70000000001{number:02d}"
    return Action(
        platform="messenger",
        conversation=f"{channel}:{account}:{customer}",
        customer=customer,
        thread="",
        kind=kind,
        id=f"m_{number}_{int(at * 1000)}",
        at=int(at * 1000),
        inbound=kind == "message",
        text=QUESTIONS[0] if kind == "message" else ANSWERS[0] if kind == "reply" else "",
        app="" if kind == "message" else HUMAN_APP,
        delivered_at=(delivered_at,),
    )


def same_moments(seed: int) -> Scenario:
    """The same scenario, except that customer and brand often write in the same second, and the
    customer's message is delivered last."""
    made = scenario(seed)
    rng = Random(f"same {seed}")
    changed = []
    for _, messages in groupby(made.actions, key=lambda h: h.conversation):
        here = list(messages)
        replies = [h for h in here if h.kind == "reply"]
        for one in here:
            if one.kind == "message" and replies and not one.ahead and rng.random() < 0.4:
                reply = rng.choice(replies)
                delivered_at = (max(reply.delivered_at) + 20 * rng.random() + 1,)
                one = one._replace(at=reply.at, delivered_at=delivered_at)  # noqa: PLW2901
            changed.append(one)
    made.actions = changed
    return made


class _Conversation:
    """Generates one conversation."""

    def __init__(self, rng: Random, number: int, known: Rules, platform: str = "") -> None:
        self.rng, self.number = rng, number
        self.platform = platform or rng.choice(
            ("messenger", "messenger", "instagram", "facebook", "x", "x")
        )
        self.rule = known[self.platform]
        self.public = self.platform in PUBLIC
        self.customer = f"70000000000{number:02d}"
        self.ids = iter(range(1, 100))
        channel, account = CHANNELS[self.platform]
        self.thread = f"{account}_5{number}" if self.platform == "facebook" else ""
        if self.platform == "x":
            self.thread = self._id()
        self.conversation = f"{channel}:{account}:{self.customer}"
        if self.public:
            self.conversation = f"{channel}:{account}:{self.thread}:{self.customer}"
        self.hasty = rng.random() < 0.3
        self.answered_next = False
        self.last_in = ""
        self.now = START + rng.random() * 3600

    def actions(self) -> list[Action]:
        messages: list[Action] = []
        for _ in range(min(self.rng.randint(1, 12), self.rng.randint(1, 12))):
            messages.append(self._said(first=not messages))
            self.now += self._gap()
        if self.platform == "x-dm":  # X reports neither edits nor deletions there
            return messages
        more = [self._undone(one) for one in messages if self.rng.random() < 0.12]
        more += [
            self._edited(one)
            for one in messages
            if one.kind == "message" and self.platform != "x" and self.rng.random() < 0.06
        ]
        if self.rng.random() < 0.12:
            at = (
                messages[0].at / 1000
                + self.rng.choice((30, 700, 5000, 100_000)) * self.rng.random()
            )
            more.append(self._one("dismissal", f"dismissal {self.number}", at, False))
        return messages + more

    def _said(self, *, first: bool) -> Action:
        rng = self.rng
        answered, self.answered_next = self.answered_next, False
        if not answered and rng.random() < (0.9 if first else 0.55):
            text = THANKS if rng.random() < 0.15 else rng.choice(QUESTIONS)
            identity = self.thread if self.platform == "x" and not self.last_in else self._id()
            self.last_in = self.last_in or identity
            one = self._one("message", identity, self.now, True, text=text)
            self.last_in = identity if rng.random() < 0.7 else self.last_in
            return one
        app = ""
        if rng.random() < 0.15:
            app = X_BOT if self.platform.startswith("x") else BOT_APP
        elif not self.public:
            app = HUMAN_APP
        if self.platform == "facebook":
            app = ""
        text = DEFLECTION if self.public and rng.random() < 0.15 else rng.choice(ANSWERS)
        text = HOLDING if text != DEFLECTION and rng.random() < 0.2 else text
        return self._one(
            "reply",
            self._id(),
            self.now,
            False,
            parent=self.last_in or self.thread,
            text=text,
            app=app,
        )

    def _undone(self, one: Action) -> Action:
        at = one.at / 1000 + self.rng.choice((5, 60, 600, 7200)) * self.rng.random()
        return self._one("delete", one.id, at, one.inbound, parent=one.parent)

    def _edited(self, one: Action) -> Action:
        at = one.at / 1000 + self.rng.choice((5, 600)) * self.rng.random()
        text = THANKS if self.rng.random() < 0.3 else f"{one.text} (edited)"
        return self._one("edit", one.id, at, True, text=text)

    def _one(self, kind: Kind, identity: str, at: float, inbound: bool, **more: str) -> Action:
        rng = self.rng
        first = at + self._delay()
        ahead = kind == "message" and self.platform == "messenger" and rng.random() < 0.04
        if ahead:
            at = first + rng.choice((4, 60, 4000, 20_000)) * (0.9 + rng.random() / 10)
        delivered_at = [first]
        if kind != "dismissal" and rng.random() < 0.1:
            delivered_at.append(first + rng.choice((0.5, 30, 4000)) * rng.random())
        if rng.random() < 0.2:
            delivered_at = [float(round(x / 5 + 0.5) * 5) for x in delivered_at]
        whole_ms = int(at) * 1000
        return Action(
            platform=self.platform,
            conversation=self.conversation,
            customer=self.customer,
            thread=self.thread,
            kind=kind,
            id=identity,
            at=whole_ms if self.platform == "facebook" else max(whole_ms, int(at * 1000)),
            inbound=inbound,
            delivered_at=tuple(delivered_at),
            ahead=ahead,
            **more,
        )

    def _delay(self) -> float:
        rng = self.rng
        luck = rng.random()
        if luck < 0.75:
            return rng.uniform(0.3, 4)
        if luck < 0.9:
            return rng.uniform(5, 300)
        return rng.uniform(300, 10_800) if luck < 0.97 else rng.uniform(10_800, 36_000)

    def _gap(self) -> float:
        """The time to the next message in seconds, often exactly at the limit of a rule."""
        rng = self.rng
        if self.hasty and rng.random() < 0.8:
            return rng.uniform(0.2, 40)
        luck = rng.random()
        if luck < 0.15:
            return 0.0
        if luck < 0.35:
            self.now = float(int(self.now))
            target = rng.choice((self.rule.first_s, self.rule.first_s, self.rule.next_s or 300))
            self.answered_next = rng.random() < 0.8
            return target + rng.choice((-1, 0, 0, 0.999, 1))
        if luck < 0.5:
            return rng.uniform(0.2, 12)
        if luck < 0.72:
            return rng.uniform(8, 600)
        if luck < 0.93:
            return rng.uniform(600, 7200)
        self.now = float(int(self.now))
        return DAY_S + rng.choice((-1, 0, 1, 3600, 40_000))

    def _id(self) -> str:
        n = next(self.ids)
        match self.platform:
            case "facebook":
                return f"5{self.number}_{n}"
            case "x":
                return f"211754607{self.number:02d}{n:08d}"
            case "x-dm":
                return f"211754608{self.number:02d}{n:08d}"
            case _:
                return f"m_{self.number}_{n}"

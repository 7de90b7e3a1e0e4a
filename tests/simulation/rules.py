"""The brand of a seed: what it promises, whom it tells. In plain numbers, for the oracle; the
configuration that the functions get is made from them."""

from dataclasses import dataclass
from functools import cache
from random import Random

from shared.config.configuration import Account, Configuration, Responder
from shared.domain.policies import Medium, Policy, PolicySet, Step

META_ACCOUNT, INSTAGRAM_ACCOUNT, X_ACCOUNT = "100200300", "17841400000000001", "1480000000000101"
WHATSAPP_NUMBER = "106000000000001"
HUMAN_APP, BOT_APP, X_BOT = "26390203743090", "555000555", "Auto Reply"
CHANNELS = {
    "messenger": ("messenger", META_ACCOUNT),
    "instagram": ("instagram", INSTAGRAM_ACCOUNT),
    "facebook": ("facebook", META_ACCOUNT),
    "x": ("x", X_ACCOUNT),
    "x-dm": ("x", X_ACCOUNT),
    "whatsapp": ("whatsapp", WHATSAPP_NUMBER),
}
"""Channel and account by the platform's name in a story."""

PUBLIC = {"facebook", "x"}

RESPONDERS = {
    "ada": Responder(name="ada", email="ada@example.com", phone="+15550100"),
    "bob": Responder(name="bob", email="bob@example.com"),
    "eve": Responder(name="eve", email="eve@example.com", phone="+15550102"),
}
"""Everybody has an address: who has only a telephone is told twice when an SMS is in doubt."""

PLANS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """A step: so many seconds from the deadline, or at that share of the target."""

    offset_s: int = 0
    share: float | None = None
    whom: tuple[str, ...]
    by: tuple[Medium, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What is promised on one platform, and when to tell whom."""

    first_s: int
    next_s: int | None
    courtesy: bool
    bot_closes: bool
    tells: tuple[Tell, ...]

    def target_s(self, kind: str) -> int | None:
        """Of the first reply, or of a further one."""
        return self.first_s if kind == "first" else self.next_s


Rules = dict[str, Rule]
"""By platform."""


@cache
def rules(plan: int) -> Rules:
    """One of the plans."""
    rng = Random(plan)
    return {platform: _rule(rng) for platform in CHANNELS}


def _rule(rng: Random) -> Rule:
    offsets = sorted(rng.sample((-120, -60, 0, 0, 1, 300, 1800, 3600), rng.randint(1, 3)))
    tells = [_tell(rng, offset_s=offset) for offset in offsets]
    if rng.random() < 0.3:
        tells[0] = Tell(share=0.8, whom=tells[0].whom, by=tells[0].by)
        tells[1:] = [t for t in tells[1:] if t.offset_s >= 0]
    return Rule(
        first_s=rng.choice((300, 600, 1800)),
        next_s=rng.choice((300, 900, 3600, None)),
        courtesy=rng.random() < 0.8,
        bot_closes=rng.random() < 0.2,
        tells=tuple(tells),
    )


def _tell(rng: Random, *, offset_s: int) -> Tell:
    whom = tuple(rng.sample(sorted(RESPONDERS), rng.choice((1, 1, 2))))
    by: tuple[Medium, ...] = rng.choice((("email",), ("email",), ("sms",), ("email", "sms")))
    return Tell(offset_s=offset_s, whom=whom, by=by)


@cache
def configuration(plan: int) -> Configuration:
    """As the functions read it."""
    policies = [
        Policy(
            name=platform,
            channels=(CHANNELS[platform][0],),
            surfaces=("public" if platform in PUBLIC else "private",),
            first_response_s=rule.first_s,
            next_response_s=rule.next_s,
            courtesy=rule.courtesy,
            bot_closes=rule.bot_closes,
            steps=tuple(
                Step(
                    at=f"step {number}",
                    offset_s=tell.offset_s,
                    share=tell.share,
                    notify=tell.whom,
                    by=tell.by,
                )
                for number, tell in enumerate(rule.tells)
            ),
        )
        for platform, rule in rules(plan).items()
    ]
    return Configuration(
        brand="Brand",
        mail_from="alerts@example.com",
        accounts=tuple(
            Account(channel=channel, id=account, name=platform)
            for platform, (channel, account) in CHANNELS.items()
        ),
        responders=RESPONDERS,
        policy_set=PolicySet.of(policies, {}),
        bots=frozenset({BOT_APP, X_BOT}),
        sms_per_hour=3 if plan % 3 == 0 else None,
    )


def recipients(tell: Tell) -> list[tuple[str, Medium]]:
    """Who is told by what: by each medium named that the person has, else by any."""
    found: list[tuple[str, Medium]] = []
    for name in tell.whom:
        person = RESPONDERS[name]
        has: tuple[Medium, ...] = ("email", "sms") if person.phone else ("email",)
        found += [(name, by) for by in ([b for b in tell.by if b in has] or has)]
    return found


def address(name: str, by: Medium) -> str | None:
    """Where this person gets it."""
    person = RESPONDERS[name]
    return person.email if by == "email" else person.phone

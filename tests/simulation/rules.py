"""The targets and steps of the brand of a seed. They are plain numbers for the oracle, from which
the functions' configuration is made."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from random import Random

from shared.config.configuration import Account, Configuration, Responder
from shared.domain.availability import QuietHours
from shared.domain.policies import Medium, Policy, Step
from shared.domain.policy_set import PolicySet

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
"""Channel and account, by the platform's name in a scenario."""

PUBLIC = {"facebook", "x"}

RESPONDERS = {
    "ada": Responder(name="ada", email="ada@example.com", phone="+15550100"),
    "bob": Responder(name="bob", email="bob@example.com"),
    "eve": Responder(name="eve", email="eve@example.com", phone="+15550102"),
}
"""Everybody has an email address: a responder with only a telephone is notified twice when an SMS
is in doubt."""

OTHERS = {
    "crm": Responder(name="crm", webhook="crm"),
    "pager": Responder(name="pager", email="pager@example.com", pagerduty="support"),
    "room": Responder(name="room", email="room@example.com", slack="support"),
}
"""Who is notified, too, in some plans: a program, a service of PagerDuty and a room in Slack."""
MEDIA: tuple[Medium, ...] = ("email", "sms", "slack", "pagerduty", "webhook")
EVERYBODY = RESPONDERS | OTHERS
UNREPEATABLE: tuple[Medium, ...] = ("sms", "slack")
"""Media whose providers neither report nor know a message again."""

PLANS = 24
"""How many there are. The next as many are the same with quiet hours and urgent steps, and those
after them with every notification channel and with repeated steps."""
WITH_QUIET_HOURS, WITH_EVERY_CHANNEL = PLANS, 2 * PLANS
DAY_S = 86_400
HOURS = ((500, 530), (510, 570), (540, 720), (600, 1080), (1320, 1860))
"""Quiet hours, in minutes of the day. A scenario begins between 08:00 and 09:00, minute 480 to
540."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleStep:
    """A step: seconds from the deadline, or a share of the target. A repeat: seconds after the
    previous step."""

    offset_s: int = 0
    share: float | None = None
    repeated_after_s: int | None = None
    responders: tuple[str, ...]
    by: tuple[Medium, ...]
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One platform's targets and steps."""

    first_s: int
    next_s: int | None
    follow_up_s: int | None
    """After a holding reply."""
    courtesy: bool
    bot_closes: bool
    steps: tuple[RuleStep, ...]
    """In the order of their moments, the repeats of the last one at the end."""
    name: str = ""
    window_before_s: int | None = None
    """So long before the reply window closes people are warned."""
    window_responders: tuple[str, ...] = ()
    window_urgent: bool = False
    urgent: "Rule | None" = None
    """The rule for complaints, if they have their own."""

    def target_s(self, kind: str) -> int | None:
        """The target of a first reply, of a next reply, or of what a holding reply promised."""
        if kind == "follow_up":
            return self.follow_up_s
        return self.first_s if kind == "first" else self.next_s

    def named(self, policy: str) -> "Rule":
        """The rule of the policy with this name: this rule, or that for complaints."""
        return self if self.urgent is None or self.urgent.name != policy else self.urgent

    def of(self, complains: bool) -> "Rule":
        """The rule that applies to a message."""
        return self.urgent if complains and self.urgent else self


Rules = dict[str, Rule]
"""By platform."""


@cache
def rules(plan: int) -> Rules:
    """The rules of one of the plans."""
    rng = Random(plan % PLANS)
    found = {platform: _with_urgent(rng, platform) for platform in CHANNELS}
    if plan < WITH_QUIET_HOURS:
        return found
    changed = _with_urgent_steps if plan < WITH_EVERY_CHANNEL else _with_others
    return {platform: changed(rule) for platform, rule in found.items()}


def _with_others(rule: Rule) -> Rule:
    """Lets some steps, and half of the warnings, notify the other responders too. Some rules repeat
    their last step."""
    rng = Random(f"others of {rule}")
    steps = [_with_some(rng, one) if rng.random() < 0.8 else one for one in rule.steps]
    if rng.random() < 0.4:
        after_s = rng.choice((300, 1800))
        steps += [replace(steps[-1], repeated_after_s=after_s)] * rng.choice((1, 2))
    warned = rule.window_responders
    if warned and rng.random() < 0.5:
        warned += tuple(sorted(OTHERS))
    complaints = _with_others(rule.urgent) if rule.urgent else None
    if complaints:
        complaints = replace(complaints, window_responders=warned)
    return replace(rule, steps=tuple(steps), window_responders=warned, urgent=complaints)


def _with_some(rng: Random, step: RuleStep) -> RuleStep:
    """The step with some of the other responders, on their own channels only, or on those and by
    email."""
    by: tuple[Medium, ...] = rng.choice((("sms",), step.by))
    some = rng.sample(sorted(OTHERS), rng.choice((1, 2, 3)))
    return replace(step, responders=(*step.responders, *some), by=(*by, "slack", "pagerduty"))


def _with_urgent_steps(rule: Rule) -> Rule:
    """Makes some steps urgent, and sometimes the warning of the reply window."""
    rng = Random(f"urgent steps of {rule}")
    steps = tuple(replace(one, urgent=rng.random() < 0.4) for one in rule.steps)
    window_urgent = rng.random() < 0.4
    complaints = _with_urgent_steps(rule.urgent) if rule.urgent else None
    if complaints:
        complaints = replace(complaints, window_urgent=window_urgent)
    return replace(rule, steps=steps, window_urgent=window_urgent, urgent=complaints)


@cache
def quiet_hours(plan: int) -> Mapping[str, tuple[int, int]]:
    """The plan's quiet hours by responder: the minutes of the day (UTC) at which they begin and
    end."""
    if not WITH_QUIET_HOURS <= plan < WITH_EVERY_CHANNEL:
        return {}
    rng = Random(f"quiet hours {plan}")
    return {name: rng.choice(HOURS) for name in rng.sample(sorted(RESPONDERS), rng.choice((1, 2)))}


@cache
def responders(plan: int) -> Mapping[str, Responder]:
    """The responders of the plan."""
    if plan >= WITH_EVERY_CHANNEL:
        return EVERYBODY
    hours = {name: (QuietHours(tuple(range(7)), h),) for name, h in quiet_hours(plan).items()}
    return {
        name: replace(one, zone="UTC", quiet_hours=hours[name]) if name in hours else one
        for name, one in RESPONDERS.items()
    }


def _with_urgent(rng: Random, platform: str) -> Rule:
    """Gives half of the rules a separate rule for complaints."""
    rule = _rule(rng, platform)
    urgent = replace(_rule(rng, f"{platform} urgent"), first_s=rng.choice((60, 300, 900)))
    rule = replace(rule, urgent=urgent) if rng.random() < 0.5 else rule
    return _with_window(Random(f"window {rule}"), rule)


def _with_window(rng: Random, rule: Rule) -> Rule:
    """Makes half of the rules warn before the reply window closes, soon after the last message, so
    that the scenario is still running."""
    if rng.random() < 0.5:
        return rule
    before_s = DAY_S - rng.choice((120, 600, 3600))
    responders = tuple(rng.sample(sorted(RESPONDERS), rng.choice((1, 2))))
    warning = {"window_before_s": before_s, "window_responders": responders}
    urgent = replace(rule.urgent, **warning) if rule.urgent else None
    return replace(rule, urgent=urgent, **warning)


def _rule(rng: Random, name: str) -> Rule:
    offsets = sorted(rng.sample((-120, -60, 0, 0, 1, 300, 1800, 3600), rng.randint(1, 3)))
    steps = [_rule_step(rng, offset_s=offset) for offset in offsets]
    if rng.random() < 0.3:
        steps[0] = RuleStep(share=0.8, responders=steps[0].responders, by=steps[0].by)
        steps[1:] = [t for t in steps[1:] if t.offset_s >= 0]
    return Rule(
        first_s=rng.choice((300, 600, 1800)),
        next_s=rng.choice((300, 900, 3600, None)),
        follow_up_s=rng.choice((None, 600, 3600)),
        name=name,
        courtesy=rng.random() < 0.8,
        bot_closes=rng.random() < 0.2,
        steps=tuple(steps),
    )


def _rule_step(rng: Random, *, offset_s: int) -> RuleStep:
    responders = tuple(rng.sample(sorted(RESPONDERS), rng.choice((1, 1, 2))))
    by: tuple[Medium, ...] = rng.choice((("email",), ("email",), ("sms",), ("email", "sms")))
    return RuleStep(offset_s=offset_s, responders=responders, by=by)


def _policy(platform: str, rule: Rule, *, complaints: bool) -> Policy:
    return Policy(
        name=rule.name,
        channels=(CHANNELS[platform][0],),
        surfaces=("public" if platform in PUBLIC else "private",),
        intents=("complaint",) if complaints else (),
        first_response_s=rule.first_s,
        next_response_s=rule.next_s,
        follow_up_s=rule.follow_up_s,
        courtesy=rule.courtesy,
        bot_closes=rule.bot_closes,
        steps=tuple(
            Step(
                at=f"step {number}",
                offset_s=one.offset_s,
                share=one.share,
                notify=one.responders,
                by=one.by,
                urgent=one.urgent,
            )
            for number, one in enumerate(rule.steps)
            if one.repeated_after_s is None
        ),
        repeat_every_s=rule.steps[-1].repeated_after_s or 0,
        repeat_times=sum(one.repeated_after_s is not None for one in rule.steps),
        window_steps=_window_steps(rule),
    )


def _window_steps(rule: Rule) -> tuple[Step, ...]:
    if rule.window_before_s is None:
        return ()
    return (
        Step(
            at="window step",
            offset_s=-rule.window_before_s,
            notify=rule.window_responders,
            by=("email",),
            urgent=rule.window_urgent,
        ),
    )


@cache
def configuration(plan: int) -> Configuration:
    """The plan as a configuration for the functions."""
    policies = [
        _policy(platform, one, complaints=one is rule.urgent)
        for platform, rule in rules(plan).items()
        for one in (rule.urgent, rule)
        if one is not None
    ]
    return Configuration(
        brand="Brand",
        mail_from="alerts@example.com",
        accounts=tuple(
            Account(channel=channel, id=account, name=platform)
            for platform, (channel, account) in CHANNELS.items()
        ),
        responders=responders(plan),
        policy_set=PolicySet.of(policies, {}),
        bots=frozenset({BOT_APP, X_BOT}),
        sms_per_hour=3 if plan % 3 == 0 else None,
    )


def recipients(one: RuleStep) -> list[tuple[str, Medium]]:
    """The responders to notify, with the channels: each named channel that the responder has,
    otherwise any."""
    found: list[tuple[str, Medium]] = []
    for name in one.responders:
        has = [by for by in MEDIA if address(name, by)]
        found += [(name, by) for by in ([b for b in one.by if b in has] or has)]
    return found


def address(name: str, by: Medium) -> str | None:
    """The responder's address on this channel."""
    return EVERYBODY[name].addresses.get(by)


def instead(name: str, by: Medium) -> Medium:
    """The responder's other channel. No responder has three."""
    return next((m for m in MEDIA if m != by and address(name, m)), "email")


def is_last(dead: set[str], name: str, by: Medium) -> bool:
    """Whether this may be the only channel left to the responder, since mail to the `dead`
    addresses has bounced. A message in doubt is then sent again."""
    return by in UNREPEATABLE and bool(address(name, by)) and address(name, "email") in dead

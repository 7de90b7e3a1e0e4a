"""The first lines of an alert: what has happened, and how urgent it is. Each kind of alert has its
own phrases (`[kind]` in the languages' files)."""

from shared.domain.alerts import FOR_INFORMATION, Kind
from shared.wording.facts import Facts


def subject(facts: Facts, kind: Kind) -> str:
    """`[Due 23:05] X complaint · @lena_f · waiting 25 min`."""
    text = f"[{tag(facts, kind)}] {facts.what} · {facts.who}"
    return f"{text} · {facts.waiting}" if facts.wait.outcome == "open" else text


def of_waits(facts: Facts, kind: Kind, waits: int) -> str:
    """Several waits of one customer: `X · @lena_f · 1,240 posts, the first due 23:05`. Where the
    alerts only inform: `[Answered] X complaint · @lena_f · 1,240 posts`."""
    count = facts.number(waits)
    if kind in FOR_INFORMATION:
        return f"{subject(facts, kind)} · {facts.say('bundle.posts', count=count)}"
    said = facts.say("bundle.customer", who=facts.who, count=count, due=facts.due_short)
    return f"{facts.channel} · {said}"


def flood(facts: Facts, who: str, waits: int) -> str:
    """`@lena_f: 2,000 unanswered posts, the first due 23:05`."""
    count = facts.number(waits)
    return facts.say("bundle.flood", who=who, count=count, due=facts.due_short)


def headline(facts: Facts, kind: Kind) -> str:
    """One sentence: `Lena F is waiting for a reply from Example.`"""
    known = facts.escalation
    return facts.say(
        f"kind.{_name(facts, kind)}",
        who=facts.who,
        account=facts.account.name,
        owner=facts.wait.dismissed_by or (known.acknowledged_by if known else None) or "",
        by=(known.handed_over_by if known else None) or "",
        channel=facts.channel,
        at=facts.window_at,
    )


def is_special(facts: Facts, kind: Kind) -> bool:
    """Whether an alert says more than that a step is due."""
    return _name(facts, kind) != "step"


def lead_in(facts: Facts, kind: Kind) -> str | None:
    """What a text message says before all else: `Yours, still waiting:`. None: nothing."""
    name = _name(facts, kind)
    if name == "step":
        return None
    by = (facts.escalation.handed_over_by if facts.escalation else None) or ""
    return facts.say(f"sms.{name}", by=by, at=facts.window_at)


def tag(facts: Facts, kind: Kind) -> str:
    """What stands in brackets before a subject: `Due 23:05`, `Overdue since 23:05`, `Answered`."""
    if kind == "step":
        is_overdue = facts.wait.outcome == "open" and facts.now > facts.wait.due_at
        name = "due.overdue_subject" if is_overdue else "due.subject"
        return facts.say(name, at=facts.at(facts.wait.due_at))
    owner = facts.escalation.acknowledged_by if facts.escalation else None
    return facts.say(f"tag.{_name(facts, kind)}", owner=owner or "", at=facts.window_at)


def status(facts: Facts) -> str:
    """`X complaint, waiting 25 min, due 23:05, in 5 min`."""
    return ", ".join(filter(None, (facts.what, progress(facts))))


def progress(facts: Facts) -> str:
    """`waiting 25 min, due 23:05, in 5 min`; of a wait that has ended: `answered 22:58 after 25
    min`."""
    wait = facts.wait
    if wait.outcome == "open":
        return f"{facts.waiting}, {facts.due}"
    if wait.closed_at is None:
        return ""
    waited = facts.duration((wait.closed_at - wait.opened_at).total_seconds())
    name = f"ended.{wait.outcome}"
    return facts.say(name, at=facts.at(wait.closed_at), waited=waited)


def _name(facts: Facts, kind: Kind) -> str:
    """An all clear says how its wait ended, a step whether an answer was promised, and a warning of
    the reply window whether that has closed meanwhile."""
    if kind == "step":
        return "promised" if facts.wait.kind == "follow_up" else kind
    if kind == "window_closing":
        return "window_closed" if facts.is_window_closed else kind
    if kind != "all_clear":
        return kind
    is_answered = facts.wait.outcome in {"met", "late"}
    return "answered" if is_answered else str(facts.wait.outcome)

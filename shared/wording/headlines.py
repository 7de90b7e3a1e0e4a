"""The first lines of an alert: what has happened, and how urgent it is. Each kind of alert has its
own phrases (`[kind]` in the languages' files)."""

from shared.domain.alerts import FOR_INFORMATION, Kind
from shared.wording.plain import isolated
from shared.wording.wait_view import WaitView


def subject(view: WaitView, kind: Kind) -> str:
    """The subject of an alert: `[Due 23:05] X complaint · @lena_f · waiting 25 min`."""
    text = f"[{tag(view, kind)}] {view.what} · {isolated(view.who)}"
    return f"{text} · {view.waiting}" if view.wait.outcome == "open" else text


def of_waits(view: WaitView, kind: Kind, waits: int) -> str:
    """The line for several waits of one customer: `X · @lena_f · 1,240 posts, the first due 23:05`.

    If its alerts only inform: `[Answered] X complaint · @lena_f · 1,240 posts`.
    """
    count = view.number(waits)
    if kind in FOR_INFORMATION:
        return f"{subject(view, kind)} · {view.say('bundle.posts', count=count)}"
    said = view.say("bundle.customer", who=view.who, count=count, due=view.due_short)
    return f"{isolated(view.channel)} · {said}"


def flood(view: WaitView, who: str, waits: int) -> str:
    """The line for a customer's flood: `@lena_f: 2,000 unanswered posts, the first due 23:05`."""
    count = view.number(waits)
    return view.say("bundle.flood", who=who, count=count, due=view.due_short)


def headline(view: WaitView, kind: Kind) -> str:
    """The first sentence of an alert: `Lena F is waiting for a reply from Example.`"""
    known = view.escalation
    return view.say(
        f"kind.{_name(view, kind)}",
        who=view.who,
        account=view.account.name,
        owner=view.wait.dismissed_by or (known.acknowledged_by if known else None) or "",
        by=(known.handed_over_by if known else None) or "",
        channel=view.channel,
        at=view.window_at,
    )


def is_special(view: WaitView, kind: Kind) -> bool:
    """Whether the alert says more than that a step is due."""
    return _name(view, kind) != "step"


def lead_in(view: WaitView, kind: Kind) -> str | None:
    """The first words of a text message, such as `Yours, still waiting:`, or None."""
    name = _name(view, kind)
    if name == "step":
        return None
    known = view.escalation
    by, owner = (known.handed_over_by, known.acknowledged_by) if known else (None, None)
    return view.say(f"sms.{name}", by=by or "", owner=owner or "", at=view.window_at)


def tag(view: WaitView, kind: Kind) -> str:
    """The words in brackets before a subject: `Due 23:05`, `Overdue since 23:05`, `Yours, due
    23:05`, `Answered`.

    They never say "now", because a subject may be read much later.
    """
    due = view.at(view.wait.due_at)
    is_overdue = view.wait.outcome == "open" and view.now > view.wait.due_at
    if kind == "step":
        return view.say("due.overdue_subject" if is_overdue else "due.subject", at=due)
    owner = view.escalation.acknowledged_by if view.escalation else None
    name = _name(view, kind)
    text = view.say(f"tag.{name}", owner=owner or "", at=view.window_at)
    if kind in FOR_INFORMATION or name == "window_closing":  # which has a time of its own
        return text
    return f"{text}, {view.say('due.overdue_short' if is_overdue else 'due.short', at=due)}"


def status(view: WaitView) -> str:
    """The state of a wait in one line: `X complaint, waiting 25 min, due 23:05, in 5 min`."""
    return ", ".join(filter(None, (view.what, progress(view))))


def progress(view: WaitView) -> str:
    """How far a wait is: `waiting 25 min, due 23:05, in 5 min`. Once it has ended: `answered 22:58
    after 25 min`."""
    wait = view.wait
    if wait.outcome == "open":
        return f"{view.waiting}, {view.due}"
    if wait.closed_at is None:
        return ""
    waited = view.duration((wait.closed_at - wait.opened_at).total_seconds())
    name = f"ended.{wait.outcome}"
    return view.say(name, at=view.at(wait.closed_at), waited=waited)


def _name(view: WaitView, kind: Kind) -> str:
    """The name of the phrases for this alert.

    It depends on how the wait ended (all clear), on whether an answer was promised (step), on
    whether the reply window has closed meanwhile (step, window closing), and on who has the wait
    (all others).
    """
    if kind == "step" and view.wait.kind == "follow_up":
        return "promised"
    if kind in {"step", "window_closing"}:
        return "window_closed" if view.is_window_closed else kind
    if kind != "all_clear":
        return _name_by_owner(view, kind)
    is_answered = view.wait.outcome in {"met", "late"}
    return "answered" if is_answered else str(view.wait.outcome)


def _name_by_owner(view: WaitView, kind: Kind) -> str:
    """The name of the phrases that say who has the wait. That can have changed since the alert was
    made: while an email that Bob has it waits for a minute, its reader can take the wait over."""
    escalation = view.escalation
    if escalation is None or escalation.acknowledged_by is None:
        return "waiting_again" if kind == "reminder" else kind
    if kind == "waiting_again":
        return "waiting_again_yours" if view.is_readers else "waiting_again_taken"
    if view.is_readers:
        return "handed_over" if kind == "handed_over" and escalation.handed_over_by else "reminder"
    return "taken" if kind == "taken" else "reminder_instead"

"""Who gets which update of a wait that they were notified of: that somebody has it, that it waits
again, or the all clear.

The news is who has the wait, or that it has ended. It is a state, not an event: it is computed from
the escalation, so it is right again after late and deleted messages. Those who were notified get an
update whenever the news differs from what was last reported. Example:

    10:30  Ada and Bob are notified        news: nobody has it    reported: nobody has it
    10:31  Ada acknowledges                news: Ada has it       update to Bob
    10:40  the brand replies               news: it has ended     update to both
    10:41  the reply is deleted            news: Ada has it       update to both: it waits again

If the news changes, and changes back before the update is claimed, no update is sent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import chain

from shared.domain.alerts import Kind
from shared.domain.escalation import Escalation, FactName
from shared.domain.fold import Folded, Wait

NOBODY, ENDED = "", "ended"


def news_of(escalation: Escalation) -> str:
    """The news, as `reported` stores it: an empty text (nobody has the wait), `owner ada` or
    `ended`."""
    if escalation.ended is not None:
        return ENDED
    owner = escalation.acknowledged_by
    return f"owner {owner}" if owner else NOBODY


def due_since(escalation: Escalation) -> datetime | None:
    """Since when an update has been due, or None if nobody needs one."""
    has_recipients = bool(escalation.notified or escalation.handed_over_by)
    is_due = has_recipients and news_of(escalation) != escalation.reported
    return escalation.news_at if is_due else None


def kinds(escalation: Escalation) -> Mapping[str, Kind]:
    """The kind of update that each responder gets, by name. Those who made the news are included
    (`authors`)."""
    news, people = news_of(escalation), escalation.notified
    if news == ENDED:
        return dict.fromkeys(people, "all_clear")
    if news == NOBODY or escalation.reported == ENDED:
        return dict.fromkeys(people, "waiting_again")
    found: dict[str, Kind] = dict.fromkeys(people, "taken")
    if escalation.acknowledged_by and escalation.handed_over_by:
        found[escalation.acknowledged_by] = "handed_over"
    return found


def authors(escalation: Escalation) -> frozenset[str]:
    """The responder who made the news and so knows it: who took the wait, handed it over or
    released it. Empty if nobody did."""
    news, before = news_of(escalation), escalation.reported
    if ENDED in {news, before}:
        return frozenset()
    if news == NOBODY:
        return frozenset({before.removeprefix("owner ")})
    by = escalation.handed_over_by or escalation.acknowledged_by
    return frozenset({by} if by else ())


def reported(escalation: Escalation) -> Escalation:
    """The escalation after its updates have been claimed.

    The new owner of a wait that was handed over counts as notified from then on.
    """
    new_owner = (name for name, kind in kinds(escalation).items() if kind == "handed_over")
    notified = tuple(dict.fromkeys([*escalation.notified, *new_owner]))
    return replace(escalation, reported=news_of(escalation), notified=notified)


def reminded(escalation: Escalation, at: datetime, people: Iterable[str]) -> Escalation:
    """The escalation after the reminder of that moment has been claimed for these responders.

    They count as notified from then on: an owner may have taken the wait without an alert. If
    nobody was notified before, nobody else has to learn who the owner is.
    """
    notified = tuple(dict.fromkeys([*escalation.notified, *people]))
    is_only_owner = not (escalation.notified or escalation.handed_over_by)
    news = news_of(escalation) if is_only_owner else escalation.reported
    return replace(escalation, reminded_at=at, notified=notified, reported=news)


def ended(escalation: Escalation, wait: FactName, now: datetime) -> Escalation:
    """The escalation after it has ended with this wait. If its end is already reported, and that it
    waits again is not, this is no news."""
    news_at = escalation.news_at if escalation.reported == ENDED else now.replace(microsecond=0)
    return replace(escalation, ended=wait, news_at=news_at)


def reopened(escalation: Escalation, now: datetime) -> Escalation:
    """The escalation of an open wait. If it had ended, it is open again, which is news.

    If it begins again because the customer had deleted everything, nobody counts as notified. An
    owner to whom it was handed over is then notified of the new wait, too.
    """
    if escalation.ended is None:
        return escalation
    opened = replace(escalation, ended=None, news_at=now.replace(microsecond=0))
    if escalation.named_after is None:
        return replace(opened, notified=(), reported=NOBODY)
    return opened


def end_of(escalation: Escalation, folded: Folded, *, or_last: bool) -> Wait | None:
    """The wait with which the escalation ended, or None if there is none.

    It is the last closed wait that one of the escalation's messages opened, or in which it would
    continue. After late messages, there may be no such wait. `or_last`: then it is the last closed
    wait.
    """
    pairs = reversed(list(zip(folded.waits, folded.unanswered_by_wait, strict=True)))
    closed = [(wait, unanswered) for wait, unanswered in pairs if wait.outcome != "open"]
    own = {escalation.opened_by, escalation.named_after}
    return next(
        chain(
            (wait for wait, _ in closed if wait.opened_by in own),
            (wait for wait, unanswered in closed if escalation.continues_in(wait, unanswered)),
            (wait for wait, _ in closed if or_last),
        ),
        None,
    )


def informed(escalation: Escalation, others: Iterable[Escalation]) -> frozenset[str]:
    """The responders who already have the all clear, through another escalation.

    If a reply is deleted, two waits may become one. Their escalations then end at the same time
    with the same wait. Who was notified of both gets one all clear.
    """
    if escalation.ended is None:
        return frozenset()
    end = (escalation.ended, escalation.news_at)
    same = (e for e in others if (e.ended, e.news_at) == end and e.reported == ENDED)
    return frozenset(name for one in same for name in one.notified)


def is_true(escalation: Escalation, kind: Kind) -> bool:
    """Whether what an alert of this kind says is still true.

    An all clear says that the wait has ended. Every other kind says that it is open. `taken` and
    `handed_over` also say that somebody has it.
    """
    if kind == "all_clear":
        return escalation.ended is not None
    has_owner = escalation.acknowledged_by is not None
    return escalation.ended is None and (has_owner or kind not in {"taken", "handed_over"})


def is_reported(escalation: Escalation, kind: Kind) -> bool:
    """Whether an update of this kind is the last one that was claimed.

    If it is not true now, the update that says so has not been claimed yet. Should the news change
    back before, no other update is made, and this one is true again. Example:

        10:40:00  the brand replies, and the all clear is claimed
        10:40:05  the reply is deleted, before PagerDuty has the all clear: it is not true now
        10:40:30  another reply: it is true again, and still the only one
    """
    match kind:
        case "all_clear":
            return escalation.reported == ENDED
        case "taken" | "handed_over":
            return escalation.reported not in {NOBODY, ENDED}
        case "waiting_again" | "reminder":
            return escalation.reported != ENDED
        case _:
            return False

"""Who gets which update of a wait that they were notified of: that somebody has it, that it waits
again, or the all clear.

An update tells the news: who has the wait, or that it has ended. The news follows from the
escalation, so it becomes right again after late and deleted messages.

The news is a state, not an event. Those who were notified get an update while the news differs from
what was last reported. Example:

    10:30  Ada and Bob are notified        news: nobody has it    reported: nobody has it
    10:31  Ada acknowledges                news: Ada has it       Bob is informed
    10:40  the brand replies               news: it has ended     both are informed
    10:41  the reply is deleted            news: Ada has it       both learn that it is open again

What changes and changes back before the update is claimed is never sent.
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
    """Since when an update has been due, or None if everybody knows the news."""
    is_known = bool(escalation.notified or escalation.handed_over_by)
    is_owed = is_known and news_of(escalation) != escalation.reported
    return escalation.news_at if is_owed else None


def kinds(escalation: Escalation) -> Mapping[str, Kind]:
    """The kind of update with which each responder learns the news, by name.

    This includes those who made the news (`authors`).
    """
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
    """The responders who made the news, so they know it: who took the wait, handed it over or gave
    it back."""
    news, before = news_of(escalation), escalation.reported
    if ENDED in {news, before}:
        return frozenset()
    if news == NOBODY:
        return frozenset({before.removeprefix("owner ")})
    by = escalation.handed_over_by or escalation.acknowledged_by
    return frozenset({by} if by else ())


def reported(escalation: Escalation) -> Escalation:
    """The escalation once the updates with its news have been claimed.

    A person to whom the wait was handed over counts as notified from then on.
    """
    informed = (n for n, kind in kinds(escalation).items() if kind == "handed_over")
    notified = tuple(dict.fromkeys([*escalation.notified, *informed]))
    return replace(escalation, reported=news_of(escalation), notified=notified)


def ended(escalation: Escalation, wait: FactName, now: datetime) -> Escalation:
    """The escalation once its wait has ended, which is news."""
    return replace(escalation, ended=wait, news_at=now.replace(microsecond=0))


def reopened(escalation: Escalation, now: datetime) -> Escalation:
    """The escalation of an open wait, without an end if it had one.

    One that begins again after its customer deleted everything owes nothing to those who were
    notified before.
    """
    if escalation.ended is None:
        return escalation
    if escalation.named_after is None:
        return replace(escalation, ended=None, news_at=None, notified=(), reported=NOBODY)
    return replace(escalation, ended=None, news_at=now.replace(microsecond=0))


def end_of(escalation: Escalation, folded: Folded, *, has_moved: bool) -> Wait | None:
    """The wait with which the escalation ended, or None.

    It is the wait in which the escalation would continue if it were open. After late messages,
    there may be none. Then the escalation ended with the last wait, unless its wait may have moved
    to another conversation of the customer.
    """
    pairs = reversed(list(zip(folded.waits, folded.unanswered_by_wait, strict=True)))
    closed = [(wait, unanswered) for wait, unanswered in pairs if wait.outcome != "open"]
    named = {escalation.opened_by, escalation.named_after}
    return next(
        chain(
            (wait for wait, _ in closed if wait.opened_by in named),
            (wait for wait, unanswered in closed if escalation.continues_in(wait, unanswered)),
            () if has_moved else (wait for wait, _ in closed),
        ),
        None,
    )


def informed(escalation: Escalation, others: Iterable[Escalation]) -> frozenset[str]:
    """Who already knows that the wait has ended.

    If a reply is deleted, two waits may become one. Then those who were notified of either were
    informed of the same end.
    """
    if escalation.ended is None:
        return frozenset()
    end = (escalation.ended, escalation.news_at)
    same = (e for e in others if (e.ended, e.news_at) == end and e.reported == ENDED)
    return frozenset(name for one in same for name in one.notified)


def is_true(escalation: Escalation, kind: Kind) -> bool:
    """Whether what an alert of this kind says is still so. An all clear says that the wait has
    ended, every other kind that it is open. `taken` and `handed_over` say that somebody has it."""
    if kind == "all_clear":
        return escalation.ended is not None
    has_owner = escalation.acknowledged_by is not None
    return escalation.ended is None and (has_owner or kind not in {"taken", "handed_over"})

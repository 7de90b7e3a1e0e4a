"""Reads what a request for the list of waits asks for."""

from datetime import datetime, timedelta
from typing import get_args

from functions.api.problems import parameter
from functions.api.query_parameters import MAX_LIMIT, Query, check_period, place_filters
from functions.api.waits import WaitQuery
from shared.config.configuration import Configuration
from shared.domain.fold import Outcome

OUTCOMES: tuple[str, ...] = get_args(Outcome)
USUAL = timedelta(days=7)
"""The default period for closed waits."""


def read(
    query: Query, configuration: Configuration, now: datetime, *, has_excerpt: bool
) -> WaitQuery:
    """Reads the list's parameters from the query. Raises ProblemError."""
    only = place_filters(query, configuration)
    only |= {n: values for n in ("language", "agent") if (values := query.values(n))}
    asked = WaitQuery(
        limit=query.limit(MAX_LIMIT),
        only=only,
        outcomes=query.values("outcome", OUTCOMES) or ("open",),
        is_overdue=query.flag("overdue"),
        is_unacknowledged=query.flag("unacknowledged"),
        due_before=query.moment("due_before"),
        opened_from=query.moment("opened_from"),
        opened_to=query.moment("opened_to"),
        has_excerpt=has_excerpt,
    )
    check_period("opened_from", *opened(asked, now), is_bounded=not asked.is_of_open_waits)
    _check_outcomes(asked)
    return asked


def _check_outcomes(asked: WaitQuery) -> None:
    """Raises ProblemError for filters that the requested outcomes do not have. They would have no
    effect, or match nothing."""
    of_open_waits = {
        "unacknowledged": asked.is_unacknowledged is not None,
        "include": asked.has_excerpt,
    }
    for name, is_asked in of_open_waits.items():
        if is_asked and not asked.is_of_open_waits:
            raise parameter(name, "expected only with outcome=open")
    if asked.is_overdue is not None and "open" not in asked.outcomes:
        raise parameter("overdue", "expected only with `open` among the outcomes")


def opened(asked: WaitQuery, now: datetime) -> tuple[datetime, datetime]:
    """The period in which the waits opened; by default, the last week. Open waits may be older."""
    end = asked.opened_to or now + timedelta(seconds=1)
    return asked.opened_from or end - USUAL, end

"""Shows a wait as the API, `replywatch explain` and published events do."""

from datetime import datetime
from typing import Any

from shared.domain.fold import Wait
from shared.storage.wait_facts import WaitFact


def time_to_json(at: datetime | None) -> str | None:
    """ISO 8601 in UTC, to the second."""
    return None if at is None else at.strftime("%Y-%m-%dT%H:%M:%SZ")


def wait_to_json(wait: Wait, now: datetime) -> dict[str, Any]:
    """What is known of a wait from the wait alone."""
    left_s = int((wait.due_at - now).total_seconds()) if wait.outcome == "open" else None
    return {
        "kind": wait.kind,
        "outcome": wait.outcome,
        "opened_by": wait.opened_by,
        "opened_at": time_to_json(wait.opened_at),
        "due_at": time_to_json(wait.due_at),
        "overdue": wait.overdue(now),
        "seconds_to_due": left_s,
        "policy": wait.terms.policy,
        "closed_by": wait.closed_by,
        "closed_at": time_to_json(wait.closed_at),
        "response_s": wait.response_s,
        "business_response_s": wait.business_s,
        "seconds_before_due": wait.margin_s,
        "first_reply_including_bots_s": wait.any_response_s,
        "moved_to_private_at": time_to_json(wait.deflected_at),
        "intents": list(wait.intents),
        "language": wait.language,
        "agent": wait.agent,
        "dismissed_by": wait.dismissed_by,
        "reason": wait.reason,
    }


def fact_to_json(fact: WaitFact, now: datetime) -> dict[str, Any]:
    """A closed wait, with the same fields as an open one in the API's list.

    Fields that only the conversation's record could fill are null.
    """
    wait = fact.wait
    return {
        "id": wait.opened_by,
        "conversation": fact.public_id,
        "channel": fact.channel,
        "surface": fact.surface,
        "account": fact.account,
        "customer": None,
        "permalink": None,
        **wait_to_json(wait, now),
        "opened_by": None,
        "closed_by": None,
        "last_message_at": time_to_json(wait.last_at),
        **dict.fromkeys(_OF_RECORDS),
    }


_OF_RECORDS = (
    "answerable_until", "human_agent_until", "acknowledged_by", "snoozed_until",
    "escalated_early_reason", "escalation_steps_sent", "next_notification_at",
)  # fmt: skip

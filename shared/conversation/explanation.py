"""Explains a conversation: all of it, and why each wait is due when it is.

`replywatch explain` prints this, and the API returns parts of it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.config.configuration import Configuration
from shared.conversation import full_history
from shared.conversation.wait_json import time_to_json, wait_to_json
from shared.domain import policies
from shared.domain.fold import Message, Wait
from shared.storage import messages
from shared.storage.attributes import stamp
from shared.storage.records import ConversationRecord
from shared.storage.store import Store


def message_to_json(message: Message) -> dict[str, Any]:
    """One message, without its text."""
    return {
        "id": message.id,
        "at": stamp(message.at),
        "direction": "in" if message.inbound else "out",
        "automated": message.automated,
        "courtesy": message.courtesy,
        "deflection": message.deflects,
        "dismissal": message.dismissed_by is not None,
        "dismissed_at": stamp(message.dismissed_at) if message.dismissed_at else None,
        "deleted": message.deleted,
        "intents": sorted(message.intents),
        "language": message.language,
    }


def conversation_to_json(
    store: Store, configuration: Configuration, record: ConversationRecord, now: datetime
) -> dict[str, Any]:
    """All stored waits and messages of a conversation, oldest first, without texts."""
    history = full_history.read(store, configuration, record.conversation, now)
    return {
        "conversation": record.public_id,
        "waits": [wait_to_json(wait, now) for wait in history.waits],
        "messages": [message_to_json(m) for m in history.part.messages],
    }


def explain(
    store: Store, configuration: Configuration, record: ConversationRecord, now: datetime
) -> dict[str, Any]:
    """For each wait: the policy with which it was opened, and why the policies before it did not
    match."""
    history = full_history.read(store, configuration, record.conversation, now)
    by_id = {m.id: m for m in history.part.messages}
    explained = [
        {
            "id": history.slice_fold.fact_of(wait, None).wait.opened_by,
            **explain_wait(configuration, record, wait, by_id),
        }
        for wait in history.waits
    ]
    return {"conversation": record.public_id, "waits": explained}


def explain_wait(
    configuration: Configuration,
    record: ConversationRecord,
    wait: Wait,
    by_id: Mapping[str, Message],
) -> dict[str, Any]:
    """Why one wait is due when it is. `by_id` must contain the message that opened it."""
    decided = by_id.get(wait.decided_by)
    deciding = decided or by_id[wait.opened_by]
    traits = messages.traits(
        deciding._replace(intents=frozenset(wait.intents), language=wait.language),
        channel=record.channel,
        surface=record.surface,
        account=record.account,
    )
    found = policies.findings(configuration.policy_set.policies, traits)
    terms = wait.terms
    return {
        "opened_by": wait.opened_by,
        "opened_at": time_to_json(wait.opened_at),
        "decided_by": wait.decided_by,
        "counted_from": time_to_json(wait.counted_from(decided.at if decided else None)),
        "kind": wait.kind,
        "policy": terms.policy,
        "policy_changed_since": configuration.policy_set.versions.get(terms.policy)
        != terms.policy_version,
        "clock": terms.clock,
        "calendar": terms.calendar,
        "target_s": terms.target_s,
        "due_at": time_to_json(terms.due_at),
        "steps": [time_to_json(m) for m in terms.moments],
        "rules": [
            {"policy": f.policy, "matches": f.failed is None, "because": f.failed} for f in found
        ],
        "intents": list(wait.intents),
        "language": wait.language,
    }

"""Shows one conversation, page by page, and why its waits are due when they are."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from functions.api import conversation_alerts, message_texts
from functions.api.alert_list import alert_and_life, records_of
from functions.api.waits import shown
from shared.config.configuration import Configuration
from shared.conversation import explanation, message_page
from shared.conversation.explanation import message_to_json
from shared.conversation.wait_json import time_to_json, wait_to_json
from shared.domain.alerts import Alert
from shared.domain.fold import Message
from shared.storage.records import ConversationRecord
from shared.storage.store import Store


class Asked(NamedTuple):
    """Which page of which conversation a request asks for."""

    record: ConversationRecord
    limit: int
    position: str = ""
    has_text: bool = False
    """Whether each message has its text."""


type Found = tuple[dict[str, Any], str | None]
"""The answer, and the position of the page before."""


def one(store: Store, configuration: Configuration, asked: Asked, now: datetime) -> Found:
    """The last stored messages of a conversation, and the waits that they opened."""
    record, wait = asked.record, asked.record.open_wait
    page = _page(store, configuration, asked, now)
    alerts = _alerts(store, configuration, asked, page, now)
    known = records_of(store, alerts, record)
    return {
        "conversation": record.public_id,
        "channel": record.channel,
        "surface": record.surface,
        "account": record.account,
        "customer": record.customer,
        "open_wait": _open_wait(record, page, now),
        "owner": _owner(record) if wait else None,
        "previous_owners": _previous_owners(record) if wait else [],
        "waits": [{"id": name, **wait_to_json(one, now)} for name, one in page.waits.items()],
        "messages": [_message(configuration, asked, page, m) for m in page.messages],
        "alerts": [alert_and_life(a, known.get(a.conversation)) for a in alerts],
    }, page.position


def _open_wait(
    record: ConversationRecord, page: message_page.ConversationPage, now: datetime
) -> dict[str, Any] | None:
    """The open wait, as in the list. If the opening message has no permalink, the wait has that of
    the customer's newest message on this page."""
    if record.open_wait is None:
        return None
    said = [page.items[m.id] for m in reversed(page.messages) if m.inbound and m.id in page.items]
    permalink = record.permalink or message_texts.permalink_of(said)
    return shown(record, record.open_wait, now) | {"permalink": permalink}


def _owner(record: ConversationRecord) -> dict[str, Any] | None:
    known = record.escalation
    if known is None or known.acknowledged_by is None:
        return None
    return {
        "name": known.acknowledged_by,
        "since": time_to_json(known.acknowledged_at),
        "handed_over_by": known.handed_over_by,
    }


def _previous_owners(record: ConversationRecord) -> list[dict[str, Any]]:
    return [
        {
            "name": one.name,
            "since": time_to_json(one.since),
            "until": time_to_json(one.until),
            "handed_over_by": one.handed_over_by,
        }
        for one in (record.escalation.past_owners if record.escalation else ())
    ]


def _message(
    configuration: Configuration,
    asked: Asked,
    page: message_page.ConversationPage,
    message: Message,
) -> dict[str, Any]:
    item = page.items.get(message.id, {})
    answer = message_to_json(message) | {"permalink": item.get("permalink")}
    if asked.has_text:
        answer["text"] = message_texts.text_of(configuration, item)
    return answer


def _alerts(
    store: Store,
    configuration: Configuration,
    asked: Asked,
    page: message_page.ConversationPage,
    now: datetime,
) -> list[Alert]:
    """For the newest page: the alerts since its first wait opened, oldest first."""
    since = min((wait.opened_at for wait in page.waits.values()), default=None)
    if asked.position or since is None:
        return []
    return conversation_alerts.read(store, configuration, asked.record, since, now)


def explain(store: Store, configuration: Configuration, asked: Asked, now: datetime) -> Found:
    """For the waits of the same page: the policy with which each was opened, and why others did not
    match."""
    page = _page(store, configuration, asked, now)
    by_id: Mapping[str, Any] = {m.id: m for m in page.messages}
    explained = [
        {"id": name, **explanation.explain_wait(configuration, asked.record, wait, by_id)}
        for name, wait in page.waits.items()
        if wait.opened_by in by_id
    ]
    return {"conversation": asked.record.public_id, "waits": explained}, page.position


def _page(
    store: Store, configuration: Configuration, asked: Asked, now: datetime
) -> message_page.ConversationPage:
    return message_page.read(
        store, configuration, asked.record, now, limit=asked.limit, position=asked.position
    )

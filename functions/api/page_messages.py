"""The messages on the conversation page: the last ones of all the customer's conversations with the
account."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from functions.api import dismissal
from functions.api.viewer import Viewer
from shared.config.configuration import Configuration
from shared.conversation import message_page
from shared.runtime import links
from shared.storage.attributes import Item, moment
from shared.storage.messages import is_deleted_text, is_inbound
from shared.storage.records import ConversationRecord
from shared.storage.store import Store
from shared.wording.plain import isolated, one_line
from shared.wording.wait_view import WaitView

MAX_MESSAGES = 10


def read(
    store: Store, configuration: Configuration, record: ConversationRecord, who: Viewer
) -> Sequence[Item]:
    """The last messages, the newest first."""
    return message_page.newest(store, configuration, record, who.now, limit=MAX_MESSAGES)


def seen_tokens(found: Iterable[Item], who: Viewer) -> str:
    """Tokens for the messages that a page shows. The form that dismisses sends them. There is one
    for each message, because a new message pushes the oldest one off the page."""
    return " ".join(links.form_token(who.token, _state(item), who.keys) for item in found)


def unseen(given: str, found: Iterable[Item], who: Viewer) -> list[Item]:
    """Those of these messages that were not on the page with these tokens."""
    tokens = given.split()[:MAX_MESSAGES]
    return [item for item in found if not any(_is_of(token, item, who) for token in tokens)]


def _is_of(token: str, item: Item, who: Viewer) -> bool:
    return links.is_form_token(token, who.token, _state(item), who.keys)


def _state(item: Item) -> str:
    return f"seen {item['message_id']}"


def is_dismissed(store: Store, found: Iterable[Item]) -> bool:
    """Whether the newest message is a dismissal that nobody has undone.

    A dismissal that was undone keeps its place among the messages.
    """
    for item in found:
        if "dismissed_by" not in item:
            return False
        if not dismissal.is_undone(store, item):
            return True
    return False


def shown(
    configuration: Configuration, found: Iterable[Item], view: WaitView
) -> list[dict[str, Any]]:
    """The messages as the page shows them. Without texts, if the configuration hides them."""
    return [
        {
            "who": _author(item, view),
            "inbound": is_inbound(item),
            "at": view.at(_moment(item)),
            "text": _text(item, view, is_allowed=configuration.excerpt),
        }
        for item in found
    ]


def _moment(item: Mapping[str, Any]) -> datetime:
    """When the message was written. The `at` of a dismissal is that of the last message that was
    seen."""
    return moment(item.get("dismissed_at") or item["at"])


def _author(item: Mapping[str, Any], view: WaitView) -> str:
    if is_inbound(item):
        return isolated(view.who)
    by = item.get("dismissed_by")
    if not by:
        return isolated(view.account.name)
    return f"{isolated(by)}{view.say('format.colon')} {view.say('tag.dismissed')}"


def _text(item: Mapping[str, Any], view: WaitView, *, is_allowed: bool) -> str:
    if not is_allowed:
        return view.say("page.hidden")
    text = item.get("text") or item.get("reason")
    shown = one_line(str(text or ""), 2_000)
    return shown or view.say("page.deleted" if is_deleted_text(item) else "page.no_text")

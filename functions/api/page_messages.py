"""The messages on the conversation page: the last ones, wherever the customer wrote them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from functions.api.viewer import Viewer
from shared.config.configuration import Configuration
from shared.conversation import message_page
from shared.runtime import links
from shared.storage.attributes import Item, moment
from shared.storage.messages import is_inbound
from shared.storage.records import ConversationRecord
from shared.storage.store import Store
from shared.wording.plain import one_line
from shared.wording.wait_view import WaitView

MAX_MESSAGES = 10


def read(
    store: Store, configuration: Configuration, record: ConversationRecord, who: Viewer
) -> Sequence[Item]:
    """The last messages, the newest first."""
    return message_page.newest(store, configuration, record, who.now, limit=MAX_MESSAGES)


def seen_token(found: Iterable[Item], who: Viewer) -> str:
    """What the form that dismisses sends: which messages its page showed."""
    return links.form_token(who.token, _state(found), who.keys)


def are_seen(given: str, found: Iterable[Item], who: Viewer) -> bool:
    """Whether the page with this token showed these messages."""
    return links.is_form_token(given, who.token, _state(found), who.keys)


def _state(found: Iterable[Item]) -> str:
    return " ".join(["seen", *(str(item["message_id"]) for item in found)])


def shown(
    configuration: Configuration, found: Iterable[Item], view: WaitView
) -> list[dict[str, Any]]:
    """As the page shows them; without their text if the configuration says so."""
    return [
        {
            "who": _author(item, view),
            "inbound": is_inbound(item),
            "at": view.at(moment(item["at"])),
            "text": _text(item, view, is_allowed=configuration.excerpt),
        }
        for item in found
    ]


def _author(item: Mapping[str, Any], view: WaitView) -> str:
    if is_inbound(item):
        return view.who
    by = item.get("dismissed_by")
    return f"{by}: {view.say('tag.dismissed')}" if by else view.say("page.brand")


def _text(item: Mapping[str, Any], view: WaitView, *, is_allowed: bool) -> str:
    if not is_allowed:
        return view.say("page.hidden")
    text = item.get("text") or item.get("reason")
    return one_line(str(text), 2_000) if text else view.say("page.no_text")

"""The brand's own accounts are never customers.

One account of the brand can mention another, comment under its posts or write to it. Neither side
then waits for an answer. But if it answers a customer's message in public, that is the brand's
reply. Example: under a post of the Page, a customer asks, and the shop's own Page answers. Whose
message is answered is known once that message has arrived (`pending_events`).
"""

from collections.abc import Iterable, Iterator

from shared.config.configuration import Configuration
from shared.domain.events import OTHER_ACCOUNTS_REPLY, Event

_CONVERSING = frozenset({"message", "reply", "edit", "delete"})


def without_own(events: Iterable[Event], configuration: Configuration) -> Iterator[Event]:
    """The events. If the customer of one is itself an account of the brand, the event no longer
    counts as a customer's message."""
    for event in events:
        if event.kind not in _CONVERSING or not _is_own(event, configuration):
            yield event
        elif event.surface == "public" and (_is_answer(event) or event.kind == "delete"):
            yield _from_brand(event)
        else:
            yield event._replace(
                kind="not_a_message",
                customer=None,
                customer_name=None,
                text=None,
                needs_parent=False,
                alias=None,
            )


def _is_answer(event: Event) -> bool:
    """Whether it answers a message, and not the post that the thread begins with."""
    is_reply = event.answers not in {None, event.message_id, event.thread} or event.channel == "x"
    return event.kind == "message" and event.answers is not None and is_reply


def _from_brand(event: Event) -> Event:
    """The event as one of a reply, or of a reply's deletion."""
    is_message = event.kind == "message"
    return event._replace(
        kind="reply" if is_message else event.kind,
        event_name=OTHER_ACCOUNTS_REPLY if is_message else event.event_name,
        customer=None,
        customer_name=None,
        direction="out",
        needs_parent=True,
        is_account_guessed=False,
    )


def _is_own(event: Event, configuration: Configuration) -> bool:
    """Whether the customer is one of the brand's accounts, by id, and on Instagram also by name. On
    Facebook, people choose their names freely, and on Threads the name is the id."""
    name = event.customer_name if event.channel == "instagram" else None
    return configuration.is_own(event.channel, event.customer, name)

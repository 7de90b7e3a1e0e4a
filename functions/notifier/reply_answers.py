"""Answers a reply to a text message, so that a person can tell success from failure.

    22:50  "… Reply 1 to take it."
    22:53  Ada replies 1                "Yours until 23:53.", or "Bob has it."

The answer is sent at most once: the reply has already had its effect, and the page shows it. The
answer counts towards the month's budget. It need not wait for the next minute, since it is no
alert.
"""

from datetime import datetime

from functions.notifier import channels, monthly_budget, text_replies
from functions.notifier.channels.channel import (
    InDoubtError,
    NotSentError,
    ProviderBlockedError,
    RefusedError,
)
from functions.notifier.notice import Plain
from functions.notifier.text_replies import Answer, TextReply
from shared.config.configuration import Configuration
from shared.runtime import log
from shared.storage.store import Store


def process(store: Store, configuration: Configuration, reply: TextReply, now: datetime) -> None:
    """Does what the reply says, and answers it. Raises ConflictError if other functions keep
    writing."""
    answer = text_replies.process(store, configuration, reply, now)
    if answer is None:
        return
    channel = channels.OF_REPLIES
    if monthly_budget.is_used_up(store, configuration, channel, now):
        log.event("reply.not_answered", alert=answer.alert, reason="budget")
        return
    try:
        channel.send_plain(message(configuration, answer, now), reply.phone)
    except (NotSentError, RefusedError, ProviderBlockedError) as error:
        log.event("reply.not_answered", alert=answer.alert, reason=type(error).__name__)
        return
    except InDoubtError:
        log.event("reply.in_doubt", alert=answer.alert)
    monthly_budget.spend(store, configuration, channel, now)


def message(configuration: Configuration, answer: Answer, now: datetime) -> Plain:
    """The text message with the answer. Its id is not an alert's, since the provider's reports
    about it settle no alert."""
    return Plain(
        id=f"{answer.alert}-answer",
        brand=configuration.brand,
        reply_to=configuration.reply_to,
        language=answer.language,
        title=answer.text,
        text=answer.text,
        short=answer.text,
        link=None,
        attempts=0,
        now=now,
    )

"""Replies to text messages: "1" takes the wait that the message was about.

Each message to a phone number has a reply code. All messages of a wait have the same code, and the
first wait of a day has 1. So even if a message about a second wait arrives while a person types,
the reply is about the right one. Example, with texts to Ada:

    22:50  wait A: "… Reply 1 to take it."
    22:58  wait B: "… Reply 2 to take it."
    22:59  Ada replies 1      A is hers, as if she had pressed Acknowledge
    23:00  the same again     nothing: the code is used up until A's next message

A reply changes nothing if it is late or repeated, is no code, comes from another number, or if
somebody else has the wait. In the last case, the code can be used again once the owner's pause is
over.

`reply_answers` answers a reply with a valid code. Repetitions and other texts get no answer.
AWS handles STOP and HELP by itself:
https://docs.aws.amazon.com/sms-voice/latest/userguide/two-way-sms-payload.html has the message.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from shared.config.configuration import Configuration, Responder
from shared.conversation import actions, alert_validity
from shared.domain import ownership
from shared.domain.alerts import Alert
from shared.runtime import aws, log
from shared.storage import alerts, schema
from shared.storage.changes import Put
from shared.storage.errors import ConflictError
from shared.storage.records import ConversationRecord
from shared.storage.schema import TTL
from shared.storage.store import Store
from shared.wording import wait_view
from shared.wording.gsm import is_readable
from shared.wording.local_times import moment_text
from shared.wording.phrases import phrase

ANSWERABLE = timedelta(hours=4)
"""How long after its message a code takes the wait."""

RESERVED = timedelta(days=1)
"""How long a code is not used for another wait, because its message may still be on a screen."""

MAX_CODE = 99
MAX_ATTEMPTS = 5

REPLIES_IGNORED = "SmsRepliesIgnored"
"""The metric that counts replies that changed nothing."""

_CODE = re.compile(r"[^\w+-]*([1-9][0-9]?)\W*")
"""A code among signs: `1`, `1)`, `“1”`, `1️⃣`. A word beside it may say something else: `not 1`."""


def are_taken() -> bool:
    """Whether the deployment has a phone number that receives replies (`sms_replies`)."""
    return aws.optional_setting("SMS_REPLIES") is not None


# --- Codes ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """A text message that a reply may be about."""

    code: int
    alert: str
    wait: str
    sent_s: int
    """Epoch seconds."""
    used_until_s: int = 0
    """Epoch seconds. Until then, a reply with this code is a repetition, and is not answered."""

    def used(self) -> "_Text":
        """The text message after its code was used."""
        return replace(self, used_until_s=self.sent_s + int(RESERVED.total_seconds()))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phone:
    """The last text messages to a phone number."""

    phone: str
    texts: tuple[_Text, ...] = ()
    version: int | None = None

    def with_text(self, text: _Text) -> "_Phone":
        """The messages, with this one in place of an earlier one with its code."""
        return replace(self, texts=(*(t for t in self.texts if t.code != text.code), text))

    def put(self) -> Put:
        """The write of the next version."""
        key = schema.replies_key(self.phone)
        last_s = max(text.sent_s for text in self.texts)
        item = {
            **key.attributes,
            "texts": [[t.code, t.alert, t.wait, t.sent_s, t.used_until_s] for t in self.texts],
            "version": 0 if self.version is None else self.version + 1,
            TTL: last_s + int(RESERVED.total_seconds()),
        }
        return Put(item, expects=self.version)


def code_for(store: Store, phone: str, alert: Alert, now: datetime) -> int | None:
    """The reply code of a message that is about to be sent.

    None if no code is left, or if other functions keep writing. The message still has its link.
    """
    try:
        return store.retry(partial(_code_for, store, phone, alert, now), attempts=MAX_ATTEMPTS)
    except ConflictError:
        return None


def _code_for(store: Store, phone: str, alert: Alert, now: datetime) -> int | None:
    of_phone = _phone(store, phone, now)
    of_wait = [text.code for text in of_phone.texts if text.wait == alert.wait_id]
    taken = {text.code for text in of_phone.texts}
    code = next(iter([*of_wait, *(c for c in range(1, MAX_CODE + 1) if c not in taken)]), None)
    if code is not None:
        text = _Text(code=code, alert=alert.id, wait=alert.wait_id, sent_s=int(now.timestamp()))
        store.write([of_phone.with_text(text).put()])
    return code


def _phone(store: Store, phone: str, now: datetime) -> _Phone:
    item = store.get(schema.replies_key(phone))
    if item is None:
        return _Phone(phone=phone)
    since = (now - RESERVED).timestamp()
    texts = tuple(
        _Text(code=int(code), alert=alert, wait=wait, sent_s=int(sent), used_until_s=int(until))
        for code, alert, wait, sent, until in item["texts"]
        if sent > since
    )
    return _Phone(phone=phone, texts=texts, version=item["version"])


# --- Replies --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class TextReply:
    """A text message that a person sent to the deployment's number."""

    phone: str
    text: str


class _IgnoredError(Exception):
    """The reply changes nothing and is not answered. `str()` says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to the person who replied."""

    alert: str
    """The alert whose message was answered."""
    language: str
    text: str
    ignored: str | None = None
    """Why the reply has changed nothing, or None if the responder is the owner now."""


def read(text: str) -> TextReply | None:
    """The reply that End User Messaging has published, or None for anything else."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    if not isinstance(found, dict) or "inboundMessageId" not in found:
        return None
    phone, body = found.get("originationNumber"), found.get("messageBody")
    return TextReply(
        phone=phone if isinstance(phone, str) else "", text=body if isinstance(body, str) else ""
    )


def process(
    store: Store, configuration: Configuration, reply: TextReply, now: datetime
) -> Answer | None:
    """Does what the reply says. Returns the answer. Raises ConflictError if other functions keep
    writing."""
    try:
        answer = store.retry(
            partial(_take, store, configuration, reply, now), attempts=MAX_ATTEMPTS
        )
    except _IgnoredError as why:
        _log_ignored(str(why))
        return None
    if answer.ignored:
        _log_ignored(answer.ignored)
    else:
        log.event("reply.taken", alert=answer.alert)
    return answer


def _log_ignored(reason: str) -> None:
    log.event("reply.ignored", reason=reason)
    log.count(REPLIES_IGNORED)


def _take(store: Store, configuration: Configuration, reply: TextReply, now: datetime) -> Answer:
    """Makes the responder the wait's owner and marks the code as used, in one transaction.

    A second delivery of the same reply finds the code used. If somebody has the wait already, the
    code counts as used until their pause is over, so it gets at most one answer in that time.
    """
    if not are_taken():
        raise _IgnoredError("switched off")
    of_phone = _phone(store, reply.phone, now)
    text = _answered(of_phone.texts, reply.text, now)
    alert = alerts.read(store, text.alert)
    responder = configuration.responders.get(alert.responder) if alert else None
    if alert is None or responder is None or responder.phone != reply.phone:
        raise _IgnoredError("not the responder's number")
    used = text.used()
    answer = Answer(alert=alert.id, language=responder.language, text="")
    record = alert_validity.open_record(store, alert, now)
    if text.sent_s < (now - ANSWERABLE).timestamp():
        why, said = "late", phrase(responder.language, "answer.late")
    elif record is None or record.escalation is None:
        why, said = "no longer open", phrase(responder.language, "answer.over")
    elif (until := ownership.paused_until(record.escalation, now)) is not None:
        used = replace(text, used_until_s=int(until.timestamp()))
        why, said = "taken already", _who_has_it(configuration, record, responder, now)
    else:
        after = actions.acknowledge(record, alert.responder, now)
        actions.write(store, after, [of_phone.with_text(used).put()])
        return replace(answer, text=_who_has_it(configuration, after, responder, now))
    store.write([of_phone.with_text(used).put()])
    return replace(answer, text=said, ignored=why)


def _who_has_it(
    configuration: Configuration, record: ConversationRecord, responder: Responder, now: datetime
) -> str:
    """`Yours until 23:53.`, `Bob has it.`, or `Somebody else has it.` if GSM-7 cannot show the
    name."""
    escalation, language = record.escalation, responder.language
    owner = escalation.acknowledged_by if escalation else None
    if (
        escalation is None
        or owner is None
        or escalation.snoozed_until is None
        or owner != responder.name
    ):
        name = owner or ""
        return phrase(language, f"answer.{'other' if is_readable(name) else 'somebody'}", name=name)
    zone = responder.zone or wait_view.account_of(configuration, record).zone
    return phrase(
        language, "answer.yours", at=moment_text(escalation.snoozed_until, now, zone, language)
    )


def _answered(texts: Sequence[_Text], reply: str, now: datetime) -> _Text:
    """The text message that the reply answers, by its code. Raises _IgnoredError if there is none,
    or if its code was used."""
    if not texts:
        raise _IgnoredError("unknown number")
    code = _CODE.fullmatch(reply)
    if code is None:
        raise _IgnoredError("no code")
    text = next((t for t in texts if t.code == int(code[1])), None)
    if text is None:
        raise _IgnoredError("unknown code")
    if text.used_until_s > now.timestamp():
        raise _IgnoredError("repeated")
    return text

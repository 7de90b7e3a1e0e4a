"""What an alert and the conversation page say about a wait: who, where, what, how urgent, and
why."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.config.configuration import Account, Configuration, Responder
from shared.domain.durations import format_duration, format_exact
from shared.domain.escalation import Escalation
from shared.domain.fold import Wait
from shared.domain.policies import dominant_intent
from shared.storage.records import ConversationRecord
from shared.storage.store import Store
from shared.wording import customer_words
from shared.wording.customer_words import Said
from shared.wording.local_times import moment_text
from shared.wording.phrases import phrase
from shared.wording.plain import isolated

CHANNEL_NAMES = {
    ("facebook", "public"): "Facebook",
    ("messenger", "private"): "Messenger",
    ("instagram", "public"): "Instagram",
    ("instagram", "private"): "Instagram DM",
    ("whatsapp", "private"): "WhatsApp",
    ("threads", "public"): "Threads",
    ("x", "public"): "X",
    ("x", "private"): "X DM",
}

SOON = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitView:
    """One wait as one person sees it, in that person's time zone and language."""

    record: ConversationRecord
    wait: Wait
    account: Account
    said: Said
    now: datetime
    zone: str
    language: str
    others: tuple[str, ...] = ()
    """Who else was notified. The owner is not included."""
    escalation: Escalation | None = None
    """The escalation of the wait."""
    reader: str = ""
    """The responder who reads it."""

    @property
    def other_names(self) -> str:
        """Who else was notified, in one line: `bob, lin`."""
        return ", ".join(map(isolated, self.others))

    @property
    def place(self) -> str:
        """The platform, and who can read along there: `Messenger (private)`."""
        return f"{isolated(self.channel)} ({self.say(f'value.{self.record.surface or "private"}')})"

    def say(self, phrase_name: str, **values: object) -> str:
        """A phrase in the person's language."""
        return phrase(self.language, phrase_name, **values)

    @property
    def channel(self) -> str:
        """The name of the platform as people know it: `Instagram DM`."""
        known = CHANNEL_NAMES.get((self.record.channel, self.record.surface))
        return known or self.account.channel_name or self.record.channel

    @property
    def intent(self) -> str | None:
        """The most urgent intent of the wait. A complaint comes before all others."""
        return dominant_intent(self.wait.intents)

    @property
    def what(self) -> str:
        """`X complaint`, `WhatsApp message`."""
        return self.say(f"what.{self.intent or 'other'}", channel=self.channel)

    @property
    def noun(self) -> str:
        """`complaint`, `message`."""
        return self.say(f"noun.{self.intent or 'other'}")

    @property
    def who(self) -> str:
        """The customer's name or handle, or `A customer`."""
        return self.said.name or self.say("alert.customer")

    @property
    def permalink(self) -> str | None:
        """The address of the wait's message on the platform. The record's is the open wait's, and
        a holding reply may have none."""
        own = self.record.permalink if self.wait.outcome == "open" else None
        return own or self.said.permalink

    @property
    def reply_url(self) -> str | None:
        """Where to reply: at the message on the platform, or otherwise in the account's inbox. None
        if neither is known."""
        return self.permalink or self.account.inbox

    @property
    def waiting(self) -> str:
        """`waiting 25 min`."""
        waited = self.duration((self.now - self.wait.opened_at).total_seconds())
        return self.say("alert.waiting", waiting=waited)

    @property
    def due_short(self) -> str:
        """`due 23:05`, `due now`, `overdue since 23:05`."""
        if self._is_due_now:
            return self.say("due.now")
        name = "due.overdue_short" if self.now > self.wait.due_at else "due.short"
        return self.say(name, at=self.at(self.wait.due_at))

    @property
    def due(self) -> str:
        """`due 23:05, in 5 min`."""
        if self._is_due_now:
            return self.say("due.now")
        left_s = (self.wait.due_at - self.now).total_seconds()
        name = "due.left" if left_s > 0 else "due.overdue"
        return self.say(name, at=self.at(self.wait.due_at), left=self.duration(left_s))

    @property
    def urgency(self) -> str:
        """The style of the time that is left: `late` after the deadline; before it `soon`, in the
        last third of the target and the last 30 minutes, as on the dashboard; otherwise `muted`."""
        if self.now > self.wait.due_at:
            return "late"
        third = (self.wait.due_at - self.wait.opened_at) / 3
        return "soon" if self.wait.due_at - self.now <= min(SOON, third) else "muted"

    @property
    def _is_due_now(self) -> bool:
        """Whether the deadline is less than a second away, in either direction."""
        return abs((self.wait.due_at - self.now).total_seconds()) < 1

    @property
    def window(self) -> str | None:
        """When the platform's reply window closes or has closed: `closes 10:00`. None if there is
        no window."""
        name = "value.window_closed" if self.is_window_closed else "value.window"
        return self.say(name, at=self.window_at) if self.window_at else None

    def labelled(self, name: str, value: str) -> str:
        """A fact with its label: `Reply window: closes 10:00`. `name` is the name of the label."""
        return f"{self.say(f'label.{name}')}{self.say('format.colon')} {value}"

    @property
    def window_at(self) -> str:
        """When the reply window closes: `23:05`. Empty if there is no window."""
        until = self.record.window_closes_at
        return "" if until is None else self.at(until)

    @property
    def is_window_closed(self) -> bool:
        """Whether the platform's reply window has closed."""
        until = self.record.window_closes_at
        return until is not None and until <= self.now

    @property
    def is_readers(self) -> bool:
        """Whether the reader is the wait's owner."""
        known = self.escalation
        return known is not None and known.acknowledged_by == self.reader

    @property
    def owner(self) -> str | None:
        """Who has the wait: `ada has had it since 22:50.` None if nobody has it."""
        known = self.escalation
        if known is None or known.acknowledged_by is None:
            return None
        since = self.at(known.acknowledged_at or self.now)
        return self.say("alert.has_it", name=known.acknowledged_by, at=since)

    @property
    def count(self) -> str:
        """The number of messages: `3`, `50+`. Empty where the customer has written none since a
        holding reply."""
        return f"{self.said.count}{'+' if self.said.has_more else ''}" if self.said.count else ""

    def number(self, count: int) -> str:
        """`1,240`."""
        return f"{count:,}".replace(",", self.say("format.thousands"))

    def at(self, moment: datetime) -> str:
        """The time in the person's zone. `moment_text` has examples."""
        return moment_text(moment, self.now, self.zone, self.language)

    def duration(self, seconds: float) -> str:
        """`1 h 59 min`, `2 d 4 h`."""
        return format_duration(seconds, day=self.say("format.day"))

    def configured(self, seconds: int) -> str:
        """A duration from the configuration, in full: `2 d 2 h 30 min`."""
        return format_exact(seconds, day=self.say("format.day"))

    @property
    def text_note(self) -> str | None:
        """A note on the quoted text, or why there is none. None if the newest message is quoted."""
        if self.said.is_hidden:
            return self.say("alert.hidden")
        if self.said.newest is None:
            return self.say("alert.deleted" if self.said.is_deleted else "alert.no_text")
        return self.say("alert.older_text") if self.said.is_older else None

    @property
    def early_reason(self) -> str | None:
        """Why the wait was escalated early, or None if it was not."""
        crowd = self.escalation.expedited_by if self.escalation else None
        if crowd is None:
            return None
        within = self.configured(crowd.within_s)
        return self.say("alert.crowd", customers=self.number(crowd.customers), within=within)

    @property
    def early(self) -> str | None:
        """`Escalated early: 3 customers within 10 min in one thread`."""
        reason = self.early_reason
        return self.labelled("early", reason) if reason else None

    @property
    def intents(self) -> str:
        """All intents: `complaint, request`."""
        return ", ".join(self.say(f"intent.{intent}") for intent in self.wait.intents)


def of(
    store: Store,
    configuration: Configuration,
    record: ConversationRecord,
    wait: Wait,
    responder: Responder | None,
    now: datetime,
) -> WaitView:
    """The view of a wait of this record: the open one, or one that has ended."""
    account = account_of(configuration, record)
    known = _escalation_of(record, wait)
    name = responder.name if responder else ""
    owner = known.acknowledged_by if known else None
    return WaitView(
        record=record,
        wait=wait,
        account=account,
        said=customer_words.read(store, record, wait, has_text=configuration.excerpt),
        now=now,
        zone=(responder.zone if responder else None) or account.zone,
        language=responder.language if responder else "en",
        escalation=known,
        reader=name,
        others=tuple(n for n in (known.notified if known else ()) if n not in {name, owner}),
    )


def _escalation_of(record: ConversationRecord, wait: Wait) -> Escalation | None:
    if wait.outcome == "open":
        return record.escalation
    opened = wait.opened_at
    return next((e for e in record.earlier if e.ended and e.ended.opened_at == opened), None)


def account_of(configuration: Configuration, record: ConversationRecord) -> Account:
    """The brand's account, as it is configured."""
    key = (record.channel, record.account)
    found = next((a for a in configuration.accounts if (a.channel, a.id) == key), None)
    return found or Account(channel=record.channel, id=record.account, name=configuration.brand)

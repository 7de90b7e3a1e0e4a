"""The words in which stories about responders are written.

A story says who is notified when, what customers and the brand write, and which messages arrive.
"""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape
from typing import Any

from shared.config.configuration import Responder
from shared.config.policy_times import parse_step_time
from shared.domain.availability import AbsentDays, quiet_hours
from shared.domain.policies import Medium, Step
from shared.wording import gsm
from tests import builders
from tests.alerting.desk import (
    ADA,
    BOB,
    BOUNCE,
    LIN,
    MINUTE,
    SECOND,
    Desk,
    Sent,
    refusal,
    tracked,
    write,
)
from tests.alerting.posts import EVE, PAGERDUTY_KEY, SLACK_URL, WEBHOOK_URL, Receivers
from tests.alerting.visitor import HIDDEN, Visitor
from tests.builders import ACCOUNT, SUNDAY

SATURDAY = SUNDAY.replace(day=28, hour=22)
EVERY_DAY = range(7)
LENA = "Lena F"
BUTTON = re.compile(r'<button[^>]* value="([\w-]+)"[^>]*>([^<]+)<')

TAG = re.compile(r"<[^>]+>")


class Night:
    """A Saturday night, from 22:00, of a brand that promises a reply within half an hour.

    Ada has an email address and a phone, Bob only an email address, Lin only a phone. Eve is a
    team with a Slack channel, PagerDuty and a webhook. Times are in UTC.

        night.notify("ada", at="15m before", by="email")
        night.customer_writes("Where is my order?", at="22:40")
        night.fast_forward("22:55")
        night.expect_email("ada", "[Due 23:10]", "Where is my order?")
        night.press("ada", "Acknowledge")
        night.expect_page("ada", "It's yours.")

    An expectation reads the oldest message that it can be about, and each message is read once.
    """

    def __init__(self, desk: Desk, receivers: Receivers, alarms: Callable[[], list[str]]) -> None:
        self._desk, self._receivers, self._alarms = desk, receivers, alarms
        self._people = {one.name: one for one in (ADA, BOB, LIN, EVE)}
        self._policy = builders.policy(name="support", follow_up_s=1800)
        self._settings: dict[str, Any] = {}
        self._unread: list[Sent] = []
        self._answers: dict[str, str] = {}
        """The page that the person's last press has led to, if it is not the link's."""
        self._collected = 0
        self._customers: dict[str, str] = {}
        self._written = 0
        desk.now = SATURDAY

    # --- What the operator has configured -------------------------------------------------------

    def notify(
        self, *people: str, at: str, by: Medium | tuple[Medium, ...] = "email", urgent: bool = False
    ) -> None:
        """Adds a step: these people are notified at this time, such as `"15m before"`."""
        step = _step(people, at, by, urgent=urgent)
        self._policy = replace(self._policy, steps=(*self._policy.steps, step))

    def notify_before_the_window_closes(self, *people: str, at: str) -> None:
        """Adds a step that counts from the end of the platform's reply window."""
        step = _step(people, at)
        self._policy = replace(self._policy, window_steps=(*self._policy.window_steps, step))

    def configure(self, **settings: Any) -> None:
        """Sets a setting of the brand, such as `backup` or `sms_per_month`."""
        self._settings |= settings

    def is_quiet_for(self, person: str, start: str, end: str) -> None:
        """This person has quiet hours, every night."""
        self._change(person, zone="UTC", quiet_hours=(quiet_hours(EVERY_DAY, start, end),))

    def is_away(self, person: str) -> None:
        """This person is absent today."""
        self._change(person, absent=(AbsentDays(SATURDAY.date(), SATURDAY.date()),))

    def reads(self, person: str, language: str, zone: str) -> None:
        """This person reads another language, in another time zone."""
        self._change(person, language=language, zone=zone)

    # --- What happens ---------------------------------------------------------------------------

    def fast_forward(self, to: str) -> None:
        """Lets the time pass until the next time that a clock shows this. What is due is sent
        every minute."""
        end = self._next(to)
        while self._desk.now < end:
            self._pass(min(self._desk.now + MINUTE, end))

    def customer_writes(self, text: str, *, at: str | None = None, who: str = LENA) -> None:
        """A customer sends a message on Messenger."""
        self._write(builders.message, who, at, text=text, customer_name=who)

    def customer_floods(self, posts: int, *, at: str, who: str = LENA) -> None:
        """A customer writes that many public posts on X, a second apart."""
        self.fast_forward(at)
        for _ in range(posts):
            self._written += 1
            self._desk.now += SECOND
            write(
                self._desk,
                builders.message(self._minute, id=f"message {self._written}"),
                self._customer(who),
                conversation=f"x:{ACCOUNT}:t{self._written}:{self._customer(who)}",
                channel="x",
                surface="public",
                text=f"Post {self._written}",
                customer_name=who,
            )

    def brand_replies(self, text: str, *, at: str | None = None, to: str = LENA) -> None:
        """A person at the brand replies."""
        self._write(builders.reply, to, at, text=text)

    def brand_promises(self, text: str, *, at: str | None = None, to: str = LENA) -> None:
        """A person at the brand promises an answer, but gives none."""
        self._write(builders.holding, to, at, text=text)

    def press(self, person: str, button: str, **fields: str) -> None:
        """This person opens the link of the first alert, and presses the button of this name. The
        alert is about the first customer of the story."""
        visitor = self._visitor(person)
        page = self._answers.pop(person, None) or visitor.open(self._minute).html
        named = {unescape(name).strip(): action for action, name in BUTTON.findall(page)}
        assert button in named, f"{person} sees {sorted(named)}"
        form = dict(HIDDEN.findall(page))["form"]
        answer = visitor.press(self._minute, named[button], form, **fields)
        assert answer.status in {200, 303}, answer.html
        if answer.status == 200:
            self._answers[person] = answer.html
        tracked(self._desk)

    def text_reply(self, person: str, text: str) -> None:
        """This person answers with a text message."""
        self._desk.answer(text, str(self._people[person].phone))

    def reject_sms(self) -> None:
        """The carrier will refuse the next message, which is an SMS."""
        self._desk.providers.answers.append(refusal("InvalidParameter"))

    def bounce_email(self, person: str) -> None:
        """The mail server of this person returns the last email."""
        sent = [a for a in self._desk.alerts() if (a.by, a.responder) == ("email", person)]
        self._desk.report(BOUNCE, sent[-1])

    # --- What people see ------------------------------------------------------------------------

    def expect_email(self, person: str, *words: str) -> None:
        """This person reads their next email. Its subject or text has these words."""
        mail = self._read("email", self._people[person].email)
        _check(f"{mail.subject}\n{mail.text}", words)

    def expect_sms(self, person: str, *words: str) -> None:
        """This person reads their next SMS. It has these words, and fits one segment."""
        text = self._read("sms", self._people[person].phone).text
        _check(text, words)
        assert gsm.septets(text) <= gsm.SEGMENT_SEPTETS

    def expect_slack(self, *words: str) -> None:
        """The next message in Eve's Slack channel has these words."""
        self._expect_post(SLACK_URL, words)

    def expect_webhook(self, *words: str) -> None:
        """The next event that Eve's own system receives has these words."""
        self._expect_post(WEBHOOK_URL, words)

    def expect_pagerduty(self, action: str, *words: str) -> None:
        """Eve's incident is opened (`"trigger"`) or closed (`"resolve"`)."""
        content = self._expect_post("https://events.pagerduty.com", words)
        assert content["routing_key"] == PAGERDUTY_KEY
        assert content["event_action"] == action

    def expect_page(self, person: str, *words: str) -> None:
        """The page behind the link of this person's first message shows these words."""
        page = self._visitor(person).open(self._minute).html.partition("<main>")[2]
        _check(unescape(TAG.sub("", page)), words)

    def expect_one_thread(self, person: str) -> None:
        """The mail program of this person shows all emails as one thread."""
        headers = [
            header["Value"]
            for request in self._desk.providers.requests
            if request["Destination"]["ToAddresses"] == [self._people[person].email]
            for header in request["Content"]["Simple"]["Headers"]
            if header["Name"] == "References"
        ]
        assert len(headers) > 1
        assert len(set(headers)) == 1

    def expect_alarm(self, name: str) -> None:
        """The operator's alarm of this name has been raised."""
        assert name in self._alarms()

    def expect_nothing(self) -> None:
        """Nobody has an unread message."""
        self._collect()
        unread = [f"{one.by} to {one.to}: {one.subject}\n{one.text}" for one in self._unread]
        unread += [f"{one.address}: {one.body!r}" for one in self._receivers.posts]
        assert not unread, "\n".join(unread)

    # --------------------------------------------------------------------------------------------

    @property
    def _minute(self) -> float:
        return (self._desk.now - SUNDAY) / MINUTE

    def _next(self, clock: str) -> datetime:
        hour, minute = map(int, clock.split(":"))
        now = self._desk.now
        moment = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
        return moment if moment >= now else moment + timedelta(days=1)

    def _pass(self, moment: datetime) -> None:
        self._deploy()
        self._desk.process((moment - SUNDAY) / MINUTE)

    def _deploy(self) -> None:
        self._desk.configure(
            policy_set=builders.policy_set(self._policy),
            responders=self._people,
            **self._settings,
        )

    def _change(self, person: str, **values: Any) -> None:
        self._people[person] = replace(self._people[person], **values)

    def _customer(self, name: str) -> str:
        return self._customers.setdefault(name, str(7001 + len(self._customers)))

    def _write(self, kind: Any, customer: str, at: str | None, **said: Any) -> None:
        if at:
            self.fast_forward(at)
        self._deploy()
        link = f"https://m.me/{customer.split(maxsplit=1)[0].lower()}"
        self._written += 1
        one = kind(self._minute, id=f"message {self._written}")
        write(self._desk, one, self._customer(customer), permalink=link, **said)

    def _visitor(self, person: str) -> Visitor:
        known: Responder = self._people[person]
        return Visitor(self._desk, str(known.email or known.phone))

    def _collect(self) -> None:
        self._unread += self._desk.sent[self._collected :]
        self._collected = len(self._desk.sent)

    def _read(self, by: str, to: str | None) -> Sent:
        self._collect()
        found = next((one for one in self._unread if (one.by, one.to) == (by, to)), None)
        assert found, f"no {by} to {to}, but {[(one.by, one.to) for one in self._unread]}"
        self._unread.remove(found)
        return found

    def _expect_post(self, address: str, words: tuple[str, ...]) -> Any:
        posts = self._receivers.posts
        found = next((one for one in posts if one.address.startswith(address)), None)
        assert found, f"nothing for {address}, but {[one.address for one in posts]}"
        posts.remove(found)
        _check(json.dumps(found.content, ensure_ascii=False), words)
        return found.content


def _step(
    people: tuple[str, ...],
    at: str,
    by: Medium | tuple[Medium, ...] = "email",
    *,
    urgent: bool = False,
) -> Step:
    media: tuple[Medium, ...] = by if isinstance(by, tuple) else (by,)
    offset_s = parse_step_time(at).offset_s
    return Step(at=at, offset_s=offset_s, notify=people, by=media, urgent=urgent)


def _check(text: str, words: tuple[str, ...]) -> None:
    missing = [one for one in words if one not in text]
    assert missing == [], text

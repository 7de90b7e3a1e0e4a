"""Names and texts in Hebrew or Arabic stand in isolates, so they move nothing that is beside them.

All languages of alerts are written from left to right. Unicode Standard Annex 9 describes isolates.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any, get_args

import pytest

from functions.notifier import plain_messages
from functions.notifier.bundle_entries import Bundle, Entry
from functions.notifier.channels import email, pagerduty, slack, sms, webhook
from functions.notifier.notice import Notice, Plain
from shared.config.configuration import Account, Responder
from shared.domain.alerts import FOR_INFORMATION, Kind
from shared.domain.own_settings import Purpose, Sending
from shared.domain.policies import Step
from shared.wording import gsm
from shared.wording.plain import isolated, one_line, own_line
from tests import builders
from tests.alerting.desk import Desk, notice_of
from tests.alerting.visitor import Visitor
from tests.builders import ACCOUNT, at, message, reply

DANA, SHOP, NOA, YAEL = "דנה כהן", "החנות 24", "נועה", "יעל"
WORDS = "איפה החבילה שלי? Order #4711, הזמנתי!"
ISOLATE = re.compile("\u2068[^\u2068\u2069]*\u2069")
KINDS: tuple[Kind, ...] = get_args(Kind)


def mixed(text: str) -> str:
    """The right-to-left letters of a text that stand in no isolate."""
    while ISOLATE.search(text):
        text = ISOLATE.sub("", text)
    return "".join(c for c in text if unicodedata.bidirectional(c) in {"R", "AL", "AN"})


class Texts(HTMLParser):
    """The texts of a page that are in no element with a direction of its own."""

    ALONE = frozenset({"bdi", "option"})
    VOID = frozenset({"meta", "br", "input"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[bool] = []
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in self.VOID:
            self.open.append(tag in self.ALONE or dict(attrs).get("dir") == "auto")

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.open):
            self.texts.append(data)


def of_page(html: str) -> str:
    return "".join(map(mixed, Texts(html).texts))


@pytest.fixture
def hebrew(desk: Desk) -> Desk:
    """Everybody and everything has a Hebrew name."""
    noa = Responder(name=NOA, email="noa@example.com", phone="+15550100")
    yael = Responder(name=YAEL, email="yael@example.com")
    step = Step(at="due", notify=(NOA, YAEL), by=("email",))
    policy = builders.policy(steps=(step,), name=SHOP)
    accounts = [
        Account(channel="messenger", id=i, name=SHOP, channel_name="ערוץ") for i in (ACCOUNT, "2")
    ]
    desk.configure(
        policy_set=builders.policy_set(policy),
        brand=SHOP,
        accounts=tuple(accounts),
        responders={NOA: noa, YAEL: yael},
    )
    return desk


def alert(desk: Desk, kind: Kind) -> Notice:
    one = notice_of(desk, "email", kind, text=WORDS, customer_name=DANA)
    known = one.record.escalation
    assert known
    owner = {"taken": YAEL, "reminder": YAEL, "handed_over": NOA}.get(kind)
    known = replace(
        known, notified=(NOA, YAEL, "ada"), acknowledged_by=owner, acknowledged_at=at(20),
        handed_over_by=YAEL if kind == "handed_over" else None,
    )  # fmt: skip
    record = replace(one.record, escalation=known, channel="other")
    return replace(
        one, record=record, alert=replace(one.alert, responder=NOA, opened_by=one.wait.opened_by)
    )


def direction(line: str) -> str:
    """The direction of a line in an element with `dir="auto"`: browsers look into isolates."""
    kinds = map(unicodedata.bidirectional, line)
    return next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L")


def strings(content: Any) -> Iterator[str]:
    if isinstance(content, dict):
        for part in content.values():
            yield from strings(part)
    elif isinstance(content, list):
        for part in content:
            yield from strings(part)
    elif isinstance(content, str):
        yield from content.splitlines()


def check(mail: email.Mail) -> None:
    assert (mixed(mail.subject), direction(mail.subject)) == ("", "L")
    for line in mail.text.splitlines():
        assert mixed(line) == "", line
    assert of_page(mail.html) == ""


@pytest.mark.parametrize("kind", KINDS)
def test_an_alert_isolates_every_name_and_text(hebrew: Desk, kind: Kind) -> None:
    one = alert(hebrew, kind)
    mail = email.mail(one)
    assert DANA in mail.subject
    check(mail)
    assert [t for t in strings(slack.message(one)) if mixed(t) or direction(t) != "L"] == []
    assert mixed(webhook.event(one)["data"]["summary"]) == ""
    if pagerduty.action(one) == "trigger":
        assert mixed(pagerduty.event(one, "key")["payload"]["summary"]) == ""


@pytest.mark.parametrize("waits", [1, 40])
@pytest.mark.parametrize("kind", KINDS)
def test_a_bundle_isolates_every_name_and_text(hebrew: Desk, kind: Kind, waits: int) -> None:
    one = alert(hebrew, kind)
    for entries in ((Entry(one, waits),), (Entry(one), Entry(one, waits))):
        bundle = Bundle(lead=one.alert, entries=entries, alerts=41)
        check(email.bundle_mail(bundle))
        said = list(strings(slack.bundle_message(bundle)))
        assert [text for text in said if mixed(text) or direction(text) != "L"] == []


def plain(desk: Desk, purpose: Purpose) -> Plain:
    sending = Sending(
        purpose=purpose, by="email", name="m", asked_at=at(0), due=at(0), to="a@example.com"
    )
    noa = desk.configuration.responders[NOA]
    return plain_messages.message(desk.configuration, noa, sending, ("key",), at(0))


@pytest.mark.parametrize("purpose", get_args(Purpose))
def test_a_plain_message_isolates_every_name(hebrew: Desk, purpose: Purpose) -> None:
    one = plain(hebrew, purpose)
    check(email.plain_mail(one))
    assert [t for t in strings(slack.plain_message(one)) if mixed(t)] == []
    assert mixed(pagerduty.plain_event(one, "key")["payload"]["summary"]) == ""


def opened(_noa: Visitor, _yael: Visitor) -> None:
    return


def taken(_noa: Visitor, yael: Visitor) -> None:
    yael.press(31, "acknowledge")


def handed_over(noa: Visitor, _yael: Visitor) -> None:
    noa.press(31, "hand-over", to=YAEL)


def dismissed(_noa: Visitor, yael: Visitor) -> None:
    yael.press(31, "dismiss", reason="ספאם 24")


def answered(noa: Visitor, _yael: Visitor) -> None:
    noa.desk.arrive(reply(31))


@pytest.mark.parametrize("then", [opened, taken, handed_over, dismissed, answered])
def test_the_page_isolates_every_name_and_text(
    hebrew: Desk, then: Callable[[Visitor, Visitor], None]
) -> None:
    hebrew.arrive(message(0), text=WORDS, customer_name=DANA)
    hebrew.process(30)
    noa, yael = Visitor(hebrew, "noa@example.com"), Visitor(hebrew, "yael@example.com")
    then(noa, yael)
    html = noa.open(32).html
    assert DANA in html
    assert of_page(html) == ""


@pytest.mark.parametrize("kind", [k for k in KINDS if k not in FOR_INFORMATION])
def test_a_text_message_has_no_isolates(hebrew: Desk, kind: Kind) -> None:
    """GSM-7 has neither isolates nor these letters. With them, a segment would have 70 characters
    instead of 160."""
    one = alert(hebrew, kind)
    flood = Bundle(lead=one.alert, entries=(Entry(one, 40),), alerts=40)
    for text in (sms.text(one), sms.bundle_text(flood)):
        assert set(text) <= set(gsm.DEFAULT) | set(gsm.EXTENSION)


@pytest.mark.parametrize(
    ("purpose", "words"),
    [
        ("test", "only a test. Alerts for you arrive here."),
        ("changed", "alerts for you now go to another address."),
    ],
)
def test_a_text_message_calls_a_responder_you_whose_name_it_cannot_show(
    hebrew: Desk, purpose: Purpose, words: str
) -> None:
    assert sms.plain_text(plain(hebrew, purpose)).startswith(f"ReplyWatch: {words}")


def test_facts_for_programs_have_no_isolates(hebrew: Desk) -> None:
    data = webhook.event(alert(hebrew, "step"))["data"]
    assert (data["customer"], data["account"], data["also_notified"]) == (DANA, SHOP, [YAEL, "ada"])
    assert "\u2068" not in json.dumps({n: v for n, v in data.items() if n != "summary"})


@pytest.mark.parametrize("text", ["Lena", "Юля", "株式会社", "Zoë 🦊", "12", ""])
def test_only_right_to_left_letters_need_an_isolate(text: str) -> None:
    assert isolated(text) == text


@pytest.mark.parametrize("text", [DANA, "Lena דנה", "سارة", "٣"])
def test_a_text_is_isolated_once(text: str) -> None:
    assert isolated(text) == f"\u200e\u2068{text}\u2069" == isolated(isolated(text))
    assert isolated(f"{isolated(text)} complaint") == f"{isolated(text)} complaint"


@pytest.mark.parametrize("limit", range(3, 30))
def test_a_cut_line_leaves_no_isolate_open(limit: int) -> None:
    shown = own_line(f"[Due 10:30] · {isolated(DANA)} · waiting", limit)
    assert len(shown) <= limit
    assert mixed(shown) == ""
    assert shown.count("\u2068") == shown.count("\u2069")


def test_a_line_of_ours_loses_every_other_direction_mark() -> None:
    assert own_line(f"a\u202eb\r\n\u200e{isolated(DANA)}", 40) == f"ab {isolated(DANA)}"
    assert one_line(f"a\u2068b {DANA}") == f"ab {DANA}"

"""What a responder reads in an email."""

import json
import re
from dataclasses import replace
from email.header import decode_header, make_header
from email.utils import getaddresses
from html import unescape
from typing import Any

import pytest

from functions.notifier.bundle_entries import Bundle, Entry
from functions.notifier.channels import email, slack, sms
from functions.notifier.notice import Notice
from shared.config.configuration import Account, Responder
from shared.domain.alerts import Kind
from shared.domain.escalation import Crowd
from shared.domain.policies import Step
from shared.runtime import links, secrets
from shared.storage.schema import Key
from shared.wording import customer_words, phrases, step_times, wait_view
from shared.wording.plain import one_line
from tests import builders
from tests.alerting.desk import Desk
from tests.builders import ACCOUNT, DAY, at, holding, message, reply

WORDS = "Where is my parcel?"
POST, INBOX = "https://example.com/m", "https://desk.example.com/inbox"


def mail(desk: Desk, minute: int = 149) -> str:
    desk.process(minute)
    return desk.sent[0].text


def test_an_email_says_who_where_what_how_urgent_and_why(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("ada", "bob")))
    marks = {"intents": ["complaint", "help"]}
    desk.arrive(message(0), text="Hi", permalink=POST, customer_name="Lena F")
    desk.arrive(message(5), text=WORDS, marks=marks, customer_name="Lena F")
    desk.process(149)
    token = links.token(desk.alerts()[0].id, ("key",), at(149))
    assert desk.sent[0].subject == (
        "[Overdue since 10:30] Messenger message · Lena F · waiting 2 h 29 min"
    )
    assert (
        desk.sent[0].text
        == f"""\
Lena F is waiting for a reply from Example.
Messenger message, waiting 2 h 29 min, due 10:30, overdue by 1 h 59 min.

    {WORDS}

Open and reply: https://example.com/m
Acknowledge or snooze: https://api.example.com/c/{token}

Account:              Example
Channel:              Messenger (private)
Messages:             2
Waiting since:        10:00
Target:               First reply
Reply window:         closes Mon 10:05
Owner:                Nobody yet
Also notified:        bob

You're receiving this because of step 1 of 1 (at the deadline) of the policy p. Times are in UTC.
Reply on the platform. Alerts stop automatically once you reply.
"""
    )


def test_the_html_part_says_the_same_and_escapes_the_customers_words(desk: Desk) -> None:
    desk.arrive(message(0), text='<b>"Where?"</b>', customer_name="<i>Lena</i>", permalink=POST)
    desk.process(30)
    page = desk.sent[0].html
    assert "&lt;b&gt;&#34;Where?&#34;&lt;/b&gt;" in page
    assert "&lt;i&gt;Lena&lt;/i&gt;" in page
    for words in (
        "<title>[Due 10:30]",
        "First reply",
        ">Open and reply<",
        ">Acknowledge or snooze<",
    ):
        assert words in page
    for words in ('dir="auto"', 'name="color-scheme"', "prefers-color-scheme: dark", 'lang="en"'):
        assert words in page
    assert "Alerts stop automatically once you reply." in page


def test_an_email_about_a_later_question_asks_for_the_next_reply(desk: Desk) -> None:
    desk.arrive(message(0), reply(5), message(10))
    assert "Target:               Next reply" in mail(desk, 40)


def notice(desk: Desk, **more: Any) -> Notice:
    """The notice of an alert about the conversation, at minute 5."""
    (alert,) = desk.claim(30)
    record = desk.record()
    values: dict[str, Any] = {"store": desk.store, "configuration": desk.configuration}
    values |= {"record": record, "wait": record.open_wait, "alert": alert, "now": at(5)}
    return Notice(**values | more)


def test_an_email_says_why_an_alert_comes_early(desk: Desk) -> None:
    desk.arrive(message(0))
    one = notice(desk)
    assert one.record.escalation
    early = replace(one.record.escalation, expedited_by=Crowd(9, 600))
    rows = dict(email.facts(replace(one, record=replace(one.record, escalation=early)).view()))
    assert rows["Escalated early"] == "9 customers within 10 min in one thread"
    assert "Escalated early" not in dict(email.facts(one.view()))


def test_an_email_says_who_has_the_wait(desk: Desk) -> None:
    desk.arrive(message(0))
    one = notice(desk)
    assert one.record.escalation
    owned = replace(one.record.escalation, acknowledged_by="lin", acknowledged_at=at(3))
    rows = dict(email.facts(replace(one, record=replace(one.record, escalation=owned)).view()))
    assert rows["Owner"] == "lin has had it since 10:03."


@pytest.mark.parametrize(
    ("kind", "owner", "notified", "why"),
    [
        ("handed_over", "ada", (), "this wait is yours"),
        ("reminder", "ada", ("ada",), "this wait is yours"),
        ("reminder", "lin", ("ada", "lin"), "you were notified of this wait before"),
        ("taken", "lin", ("ada", "lin"), "you were notified of this wait before"),
        ("waiting_again", None, ("ada",), "you were notified of this wait before"),
    ],
)
def test_an_alert_that_is_not_about_a_step_says_why_this_responder_gets_it(
    desk: Desk, kind: Kind, owner: str | None, notified: tuple[str, ...], why: str
) -> None:
    desk.arrive(message(0))
    one = notice(desk)
    assert one.record.escalation
    known = replace(one.record.escalation, acknowledged_by=owner, notified=notified)
    record = replace(one.record, escalation=known)
    one = replace(one, record=record, alert=replace(one.alert, kind=kind))
    assert f"You're receiving this because {why}. Times are in UTC." in email.mail(one).text


@pytest.mark.parametrize(("owner", "line"), [("lin", "lin has had it since 10:03 · "), ("ada", "")])
def test_an_entry_does_not_name_the_owner_to_the_owner(desk: Desk, owner: str, line: str) -> None:
    desk.arrive(message(0))
    one = notice(desk)
    assert one.record.escalation
    owned = replace(one.record.escalation, acknowledged_by=owner, acknowledged_at=at(3))
    one = replace(one, record=replace(one.record, escalation=owned))
    assert Entry(one).second_line(one.view()) == f"{line}Policy p, step 1 of 1"


def test_an_email_quotes_a_message_under_the_customers_other_id(desk: Desk) -> None:
    """WhatsApp gives the customer another id. The message stays in the other conversation."""
    desk.arrive(message(0), text=WORDS)
    one = notice(desk)
    elsewhere = replace(
        one.record, conversation="messenger:1:new id", links=(one.record.conversation,)
    )
    one = replace(one, record=elsewhere)
    assert one.view().said.newest == WORDS
    desk.store.remove([Key(i["pk"], i["sk"]) for i in desk.items() if i["sk"][:2] == "M#"])
    assert one.view().said.newest is None


def test_the_newest_words_and_the_number_of_messages_are_those_of_this_wait(desk: Desk) -> None:
    desk.arrive(message(0), text="Old question")
    desk.arrive(reply(5))
    for minute in range(10, 10 + customer_words.MAX_MESSAGES + 2):
        desk.arrive(message(minute), text=f"Words of {minute}")
    desk.arrive(message(90, id="a picture"))
    record = desk.record()
    assert record.open_wait
    said = wait_view.of(desk.store, desk.configuration, record, record.open_wait, None, at(95)).said
    assert (said.newest, said.count, said.has_more) == (
        "Words of 61",
        customer_words.MAX_MESSAGES,
        True,
    )


def promised(desk: Desk) -> None:
    """Ada is notified about what a holding reply promised, due at 10:40."""
    step = Step(at="due", notify=("ada",))
    policy = builders.policy(steps=(step,), follow_up_s=1800)
    desk.configure(policy_set=builders.policy_set(policy))
    desk.arrive(message(0), text="Hello", customer_name="Lena F", permalink=f"{POST}/1")
    desk.arrive(message(5), text=WORDS, customer_name="Lena F", permalink=f"{POST}/2")
    desk.arrive(holding(10))


def test_an_alert_about_a_promise_says_to_whom_it_was_made(desk: Desk) -> None:
    promised(desk)
    text = mail(desk, 40)
    assert text.startswith("Lena F is still waiting for the follow-up that Example promised.\n")
    assert f"    {WORDS}\n" in text
    assert f"Open and reply: {POST}/2\n" in text
    assert "Messages:" not in text


def test_after_a_holding_reply_only_what_is_new_is_counted_and_quoted(desk: Desk) -> None:
    promised(desk)
    desk.arrive(message(15, id="picture"))
    record = desk.record()
    assert record.open_wait
    view = wait_view.of(desk.store, desk.configuration, record, record.open_wait, None, at(20))
    said = view.said
    assert (said.count, said.newest, said.name) == (1, None, "Lena F")


def test_slack_names_the_zone_and_counts_no_messages_where_there_are_none(desk: Desk) -> None:
    promised(desk)
    one = notice(desk, now=at(40))
    details, reason = slack.message(one)["blocks"][-2]["elements"]
    assert "messages:" not in details["text"]
    assert reason["text"].endswith(" Times are in UTC.")
    bundle = Bundle(lead=one.alert, entries=(Entry(one),), alerts=1)
    assert slack.bundle_message(bundle)["blocks"][-1]["elements"][-1]["text"] == "Times are in UTC."


def test_the_parts_of_slacks_details_have_no_full_stops(desk: Desk) -> None:
    desk.arrive(message(0))
    one = notice(desk)
    assert one.record.escalation
    owned = replace(one.record.escalation, acknowledged_by="lin", acknowledged_at=at(3))
    details = slack.message(replace(one, record=replace(one.record, escalation=owned)))["blocks"]
    assert details[-2]["elements"][0]["text"].endswith(" · lin has had it since 10:03")


def test_a_complaint_takes_precedence_over_every_other_intent(desk: Desk) -> None:
    desk.arrive(message(0), marks={"intents": ["help", "complaint", "praise"]})
    desk.process(30)
    assert "Messenger complaint" in desk.sent[0].subject


def with_inbox(desk: Desk, *steps: Step) -> None:
    account = Account(channel="messenger", id=ACCOUNT, name="Example", inbox=INBOX)
    desk.configure(*steps, accounts=(account,))


def buttons(html: str) -> list[tuple[str, str]]:
    return re.findall(r'class="button (\w+)"[^>]*>([^<]+)<', html)


def test_without_a_permalink_the_reply_button_leads_to_the_accounts_inbox(desk: Desk) -> None:
    with_inbox(desk, Step(at="due", notify=("ada",)))
    desk.arrive(message(0))
    assert f"Open and reply: {INBOX}\n" in mail(desk, 30)
    assert buttons(desk.sent[0].html) == [
        ("first", "Open and reply"),
        ("second", "Acknowledge or snooze"),
    ]


def test_a_permalink_is_used_before_the_inbox(desk: Desk) -> None:
    with_inbox(desk, Step(at="due", notify=("ada",)))
    desk.arrive(message(0), permalink=POST)
    assert f"Open and reply: {POST}\n" in mail(desk, 30)
    assert INBOX not in desk.sent[0].text


def test_an_all_clear_without_a_permalink_opens_the_inbox(desk: Desk) -> None:
    with_inbox(desk, Step(at="due", notify=("ada",)))
    desk.arrive(message(0))
    desk.process(30)
    desk.arrive(reply(31))
    desk.process(32)
    assert f"Open: {INBOX}\n" in desk.sent[-1].text


def test_a_text_message_without_a_page_links_to_the_inbox(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "link_keys", tuple)
    with_inbox(desk, Step(at="due", notify=("ada",), by=("sms",)))
    desk.arrive(message(0))
    assert mail(desk, 30).endswith(f" {INBOX}")


def test_the_conversation_page_comes_before_the_dashboard(desk: Desk) -> None:
    desk.arrive(message(0))
    text = mail(desk, 30)
    assert "Open and reply" not in text
    assert text.index("Acknowledge or snooze: ") < text.index(
        "Open the dashboard: https://api.example.com/dashboard\n"
    )
    assert buttons(desk.sent[0].html) == [
        ("first", "Acknowledge or snooze"),
        ("second", "Open the dashboard"),
    ]


def test_an_email_links_to_the_brands_own_dashboard_if_it_has_one(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("ada",)), dashboard_url="https://desk.example.com/inbox")
    desk.arrive(message(0))
    assert "Open the dashboard: https://desk.example.com/inbox\n" in mail(desk, 30)


def test_without_a_key_an_email_has_no_link_to_the_page(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "link_keys", tuple)
    desk.arrive(message(0))
    assert "cknowledge" not in mail(desk, 30)
    assert buttons(desk.sent[0].html) == [("first", "Open the dashboard")]


def test_an_email_quotes_the_newest_message_and_an_sms_nothing(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("ada",), by=("email", "sms")))
    desk.arrive(message(0), text=WORDS)
    desk.arrive(message(5), text="Hello? Anybody?")
    desk.process(30)
    email, sms = (sent.text for sent in desk.sent)
    assert "Hello? Anybody?" in email
    assert WORDS not in email
    assert "Anybody" not in sms


def test_an_email_quotes_nothing_if_the_configuration_says_so(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("ada",)), excerpt=False)
    desk.arrive(message(0), text=WORDS)
    assert WORDS not in mail(desk, 30)


@pytest.mark.parametrize("language", phrases.languages())
def test_without_excerpts_both_parts_say_that_texts_are_not_shown(
    desk: Desk, language: str
) -> None:
    ada = Responder(name="ada", email="ada@example.com", language=language)
    desk.configure(Step(at="due", notify=("ada",)), excerpt=False, responders={"ada": ada})
    desk.arrive(message(0), text=WORDS)
    desk.process(30)
    for part in (desk.sent[0].text, desk.sent[0].html):
        assert phrases.phrase(language, "alert.hidden") in part
        assert phrases.phrase(language, "alert.no_text") not in unescape(part)


def test_both_parts_say_that_a_message_without_text_may_be_a_picture(desk: Desk) -> None:
    desk.arrive(message(0))
    desk.process(30)
    for part in (desk.sent[0].text, desk.sent[0].html):
        assert phrases.phrase("en", "alert.no_text") in part


@pytest.mark.parametrize(
    ("minute", "urgency"), [(19, "muted"), (20, "soon"), (30, "soon"), (31, "late")]
)
def test_the_time_left_is_marked_in_the_last_third(desk: Desk, minute: int, urgency: str) -> None:
    desk.arrive(message(0))
    one = replace(notice(desk), now=at(minute))
    assert one.view().urgency == urgency
    assert f'class="{urgency}"><span class="whole">waiting {minute} min,</span> ' in (
        email.mail(one).html
    )


@pytest.mark.parametrize(("minute", "urgency"), [(19, None), (20, "soon"), (31, "late")])
def test_an_entry_of_a_bundle_is_marked_like_an_email_of_its_own(
    desk: Desk, minute: int, urgency: str | None
) -> None:
    desk.arrive(message(0))
    one = replace(notice(desk), now=at(minute))
    wait = replace(one.wait, outcome="met", closed_at=at(15))
    ended = replace(one, wait=wait, alert=replace(one.alert, kind="all_clear"))
    entries = (Entry(one), Entry(ended))
    html = email.bundle_mail(Bundle(lead=one.alert, entries=entries, alerts=2)).html
    marks = re.findall(r'<p style="margin:16px 0 0"(?: class="(\w+)")?><strong>', html)
    assert marks == [urgency or "", ""]


def test_a_line_breaks_between_its_parts_only(desk: Desk) -> None:
    """On a phone, `overdue by 24 h / 30 min` is hard to read."""
    desk.arrive(message(0))
    one = replace(notice(desk), now=at(2 * DAY))
    whole = re.compile(r'<span class="whole">([^<]*)</span>')
    assert whole.findall(email.mail(one).html) == [
        "waiting 2 d,",
        "due Sun 10:30,",
        "overdue by 47 h 30 min",
    ]
    bundle = Bundle(lead=one.alert, entries=(Entry(one),), alerts=2)
    assert whole.findall(email.bundle_mail(bundle).html) == ["waiting 2 d"]


def test_an_email_passes_over_a_deleted_message(desk: Desk) -> None:
    regretted = message(5, id="regretted")
    desk.arrive(message(0), text=WORDS)
    desk.arrive(regretted, text="You are all idiots")
    desk.delete(regretted, 6)
    text = mail(desk, 30)
    assert f"\n    {WORDS}\n" in text
    assert "The newest message has no text" not in text
    assert re.search(r"Messages: +1\n", text)


def test_an_older_text_is_not_quoted_as_if_it_were_the_newest_message(desk: Desk) -> None:
    desk.arrive(message(0), text=WORDS)
    desk.arrive(message(5, id="a picture"))
    text = mail(desk, 30)
    note = "The newest message has no text: it may be a picture. The text before it:"
    assert f"{note}\n\n    {WORDS}\n" in text
    assert note in desk.sent[0].html
    assert phrases.phrase("en", "alert.no_text") not in text


@pytest.mark.parametrize(
    ("language", "reason"),
    [
        ("en", "3 customers within 1 h 30 min in one thread"),
        ("de", "3 Kunden innerhalb von 1 h 30 min unter einem Beitrag"),
        ("fr", "3 clients en 1 h 30 min dans le même fil"),
        ("es", "3 clientes en 1 h 30 min en el mismo hilo"),
    ],
)
def test_why_a_crowd_expedites_is_in_the_responders_language(
    desk: Desk, language: str, reason: str
) -> None:
    ada = Responder(name="ada", email="ada@example.com", language=language)
    desk.configure(Step(at="due", notify=("ada",)), responders={"ada": ada})
    desk.arrive(message(0))
    one = notice(desk)
    assert one.record.escalation
    early = replace(one.record.escalation, expedited_by=Crowd(3, 5400))
    one = replace(one, record=replace(one.record, escalation=early))
    label, colon = (phrases.phrase(language, name) for name in ("label.early", "format.colon"))
    assert dict(email.facts(one.view()))[label] == reason
    assert f"{label}{colon} {reason}" in json.dumps(slack.message(one), ensure_ascii=False)
    assert f"{label}{colon} {reason}" in Entry(one).second_line(one.view())


def test_a_closed_reply_window_is_not_described_as_closing(desk: Desk) -> None:
    desk.arrive(message(0))
    one = notice(desk)
    rows = [dict(email.facts(replace(one, now=at(m)).view())) for m in (5, DAY + 5)]
    assert [row["Reply window"] for row in rows] == ["closes Mon 10:00", "closed 10:00"]


def test_a_step_says_first_that_the_reply_window_has_closed(desk: Desk) -> None:
    desk.arrive(message(0))
    made = notice(desk)
    open_still, closed = (replace(made, now=at(m)) for m in (5, DAY + 5))
    words = "the reply window has closed. Messenger now limits what you can send."
    for text in (email.mail(closed).text, email.mail(closed).html, slack_text(closed)):
        assert words in text
    assert email.mail(closed).text.splitlines()[0].endswith(words)
    assert "Reply window closed: " in sms.text(closed)
    for text in (email.mail(open_still).text, slack_text(open_still), sms.text(open_still)):
        assert "closed" not in text


def slack_text(one: Notice) -> str:
    return json.dumps(slack.message(one), ensure_ascii=False)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["at the deadline", "15 min before", "30 min after, around the clock",
                "at 80% of the target",
                "1 working day before", "2 working days after", "2 d 2 h after", "later"]),
        ("de", ["bei Fälligkeit", "15 min vorher", "30 min danach, rund um die Uhr",
                "nach 80\u00a0% der Zeit", "1 Arbeitstag vorher", "2 Arbeitstage danach",
                "2 Tg. 2 h danach", "later"]),
        ("fr", ["à l'échéance", "15 min avant", "30 min après, 24 heures sur 24",
                "à 80\u00a0% du délai", "1 jour ouvré avant", "2 jours ouvrés après",
                "2 j 2 h après", "later"]),
        ("es", ["al vencer", "15 min antes", "30 min después, las 24 horas del día",
                "al 80\u00a0% del plazo", "1 día laborable antes", "2 días laborables después",
                "2 d 2 h después", "later"]),
    ],
)  # fmt: skip
def test_the_time_of_a_step_is_in_the_responders_language(language: str, words: list[str]) -> None:
    written = ("due", "15m before", "30m after (wall)", "80 %", "1 working day before",
               "2 working days after", "50h after", "later")  # fmt: skip
    assert [step_times.text(at_, language) for at_ in written] == words


@pytest.mark.parametrize(
    ("written", "words"),
    [("90s before", "1 min 30 s before"), ("50h 30m after", "2 d 2 h 30 min after")],
)
def test_the_time_of_a_step_is_not_rounded(written: str, words: str) -> None:
    assert step_times.text(written, "en") == words


def test_slack_says_why_and_until_when_the_reply_window_is_open(desk: Desk) -> None:
    desk.arrive(message(0), text=WORDS)
    (context,) = [b for b in slack.message(notice(desk))["blocks"] if b["type"] == "context"]
    details, reason = (element["text"] for element in context["elements"])
    assert "Reply window: closes Mon 10:00" in details
    assert reason == (
        "You're receiving this because of step 1 of 1 (at the deadline) of the policy p. "
        "Times are in UTC."
    )


def test_slack_quotes_each_customer_of_a_bundle(desk: Desk) -> None:
    desk.arrive(message(0), text=WORDS)
    one = notice(desk)
    several = Bundle(lead=one.alert, entries=(Entry(one), Entry(one)), alerts=2)
    said = [b["text"]["text"] for b in slack.bundle_message(several)["blocks"][1:-1:2]]
    assert [text.splitlines()[-1] for text in said] == [f"“{WORDS}”"] * 2


def test_slack_leaves_out_a_link_that_is_too_long_for_it(desk: Desk) -> None:
    desk.arrive(message(0), text=WORDS, permalink=f"{POST}?{'a=1&' * 490}")
    one = notice(desk)
    several = Bundle(lead=one.alert, entries=(Entry(one), Entry(one)), alerts=2)
    for content in (slack.message(one), slack.bundle_message(several)):
        texts = [b["text"]["text"] for b in content["blocks"] if "text" in b]
        links_only = [text for text in texts if text.startswith("<")]
        assert set(links_only) == {f"<{one.page_link()}|Acknowledge or snooze>"}


def test_slack_gets_no_text_that_is_too_long_for_it(desk: Desk) -> None:
    desk.arrive(message(0), text=WORDS)
    view = replace(notice(desk).view(), others=tuple("r" * 60 + str(n) for n in range(60)))
    details = slack._plain(slack._details(view))["text"]
    assert (len(details), details[-1]) == (slack.MAX_TEXT_CHARACTERS, "…")


def test_a_long_text_is_cut_and_put_on_one_line() -> None:
    cut = one_line("word\n" * 100)
    assert (len(cut), cut[:10], cut[-5:]) == (280, "word word ", "word…")
    assert one_line("a  b\r\nBcc: x\x00c\u2028d") == "a b Bcc: x c d"


@pytest.mark.parametrize("hostile", ["\u202egnp.exe", "a\ud800b", "\u2067x\u2069", "\x1b[31m"])
def test_direction_marks_and_control_characters_are_removed(hostile: str) -> None:
    assert one_line(hostile).isprintable()


INVISIBLE = ["\u200b", "\u3164 \u2800", "\u200d\ufe0f", "\u00ad\ufeff", "\U000e0067", "\u0301"]


@pytest.mark.parametrize("text", INVISIBLE, ids=ascii)
def test_a_text_of_which_nothing_is_visible_is_empty(text: str) -> None:
    assert one_line(text) == ""


@pytest.mark.parametrize("text", ["?", "👍🏽", "1️⃣", "🇩🇪", "न्", "\u200b5"])
def test_a_text_of_one_sign_is_visible(text: str) -> None:
    assert one_line(text) == text


FAMILY, WALES = "👩🏽‍👩🏽‍👧🏽‍👦🏽", "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"


@pytest.mark.parametrize("sign", [FAMILY, WALES, "❤️", "👍🏽", "🇩🇪", "e\u0301", "a"], ids=ascii)
def test_a_sign_is_never_cut_in_two(sign: str) -> None:
    for limit in range(4, 3 * len(sign)):
        text = one_line(f"Hi {sign * 4}", limit)
        assert len(text) <= limit
        assert text == f"Hi {sign * text.count(sign)}".rstrip() + "…"


def test_signs_without_end_are_cut_all_the_same() -> None:
    assert one_line("e" + "\u0301" * 500) == "e" + "\u0301" * 278 + "…"


@pytest.mark.parametrize("name", INVISIBLE, ids=ascii)
def test_a_customer_whose_name_is_not_visible_is_a_customer(desk: Desk, name: str) -> None:
    desk.arrive(message(0), text="Where is my order?", customer_name=name)
    desk.arrive(message(5), text=name, customer_name=name)
    desk.process(30)
    (sent,) = desk.sent
    assert "A customer" in sent.subject
    assert "Where is my order?" in sent.text


def test_a_customers_name_cannot_add_a_header_or_hide_the_subject(desk: Desk) -> None:
    desk.arrive(message(0), customer_name="Eve\r\nBcc: all@example.com \u202e" + "😀" * 300)
    desk.process(30)
    subject = desk.sent[0].subject
    assert subject.isprintable()
    assert len(subject) <= email.MAX_SUBJECT_CHARACTERS
    assert subject.startswith("[Due 10:30] Messenger message · Eve Bcc: all@example.com")


def test_times_are_in_the_responders_zone_or_else_in_the_accounts(desk: Desk) -> None:
    accounts = (Account(channel="messenger", id=ACCOUNT, name="Example", zone="Europe/Berlin"),)
    zoned = Responder(name="ada", email="ada@example.com", zone="Asia/Kolkata")
    bob = Responder(name="bob", email="bob@example.com")
    desk.configure(
        Step(at="due", notify=("ada", "bob")), accounts=accounts,
        responders={"ada": zoned, "bob": bob},
    )  # fmt: skip
    desk.arrive(message(0))
    desk.process(30)
    assert [sent.subject[:11] for sent in desk.sent] == ["[Due 16:00]", "[Due 11:30]"]
    assert "Times are in Europe/Berlin." in desk.sent[1].text


@pytest.mark.parametrize(
    ("kind", "minute", "tag"),
    [
        ("step", 25, "[Due 10:30]"),
        ("step", 35, "[Overdue since 10:30]"),
        ("reminder", 25, "[Still waiting, due 10:30]"),
        ("reminder", 30, "[Still waiting, due 10:30]"),
        ("reminder", 35, "[Still waiting, overdue since 10:30]"),
        ("handed_over", 25, "[Yours, due 10:30]"),
        ("waiting_again", 35, "[Waiting again, overdue since 10:30]"),
        ("window_closing", 25, "[Reply by Mon 10:00]"),
        ("window_closing", 3 * DAY, "[Reply window closed, overdue since Sun 10:30]"),
        ("taken", 25, "[Taken by lin]"),
    ],
)
def test_a_subject_begins_with_the_deadline(desk: Desk, kind: Kind, minute: int, tag: str) -> None:
    desk.arrive(message(0))
    one = notice(desk, now=at(minute))
    assert one.record.escalation
    owner = one.alert.responder if kind == "handed_over" else "lin"
    owned = replace(one.record.escalation, acknowledged_by=owner, acknowledged_at=at(3))
    owned = replace(owned, handed_over_by="bob")
    one = replace(one, alert=replace(one.alert, kind=kind))
    one = replace(one, record=replace(one.record, escalation=owned))
    assert email.mail(one).subject.startswith(f"{tag} Messenger message"), email.mail(one).subject


def requests(desk: Desk) -> list[dict[str, Any]]:
    """The requests that SES was called with."""
    return desk.providers.requests


def headers(request: dict[str, Any]) -> dict[str, str]:
    return {h["Name"]: h["Value"] for h in request["Content"]["Simple"]["Headers"]}


def test_the_emails_of_one_wait_are_one_thread_and_those_of_another_are_not(desk: Desk) -> None:
    desk.configure(*(Step(at=str(s), offset_s=s, notify=("ada",)) for s in (-900, 0)))
    desk.arrive(message(0))
    desk.process(15, 30)
    desk.arrive(reply(31), message(40))
    desk.process(54, 55)
    first, second, all_clear, other = (headers(r)["References"] for r in requests(desk))
    assert first == second == all_clear != other
    assert first.endswith("@example.com>")


def test_an_email_is_from_the_brand_and_asks_machines_not_to_answer(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("ada",)), brand="Müller, Söhne")
    desk.arrive(message(0))
    desk.process(30)
    (request,) = requests(desk)
    assert request["FromEmailAddress"].endswith("<replywatch@example.com>")
    assert "=?utf-8?" in request["FromEmailAddress"]
    assert headers(request)["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("reply_to", ["team@example.com", None])
def test_an_answer_to_an_email_goes_to_the_brands_reply_address(
    desk: Desk, reply_to: str | None
) -> None:
    desk.configure(Step(at="due", notify=("ada",)), reply_to=reply_to)
    desk.arrive(message(0))
    desk.process(30)
    (request,) = requests(desk)
    assert request.get("ReplyToAddresses") == ([reply_to] if reply_to else None)
    assert request["FromEmailAddress"].endswith("<replywatch@example.com>")


@pytest.mark.parametrize(
    ("brand", "shown"),
    [
        ("Müller & Söhne Handelsgesellschaft", "Müller & Söhne Handelsgesellschaft"),
        ('"Quoted" \\ Brand, Inc.', '"Quoted" \\ Brand, Inc.'),
        ("Æ" * 80, "Æ" * 80),
        ("株" * 80, "株" * 59 + "…"),
        ("🦊" * 80, "🦊" * 43 + "…"),
    ],
    ids=["umlauts", "quotes", "two bytes", "three bytes", "four bytes"],
)
def test_the_sender_has_the_brands_name_in_a_form_that_mail_servers_take(
    desk: Desk, brand: str, shown: str
) -> None:
    desk.configure(Step(at="due", notify=("ada",)), brand=brand)
    desk.arrive(message(0))
    desk.process(30)
    sender = str(requests(desk)[0]["FromEmailAddress"])
    assert sender.isascii()
    assert len(sender) <= 320
    assert all(len(word) <= 75 for word in sender.split(" ") if word.startswith("=?"))
    (read,) = getaddresses([sender])
    assert (str(make_header(decode_header(read[0]))), read[1]) == (shown, "replywatch@example.com")


def test_a_link_belongs_to_one_alert_of_one_responder(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("bob",)))
    desk.arrive(message(0))
    token = mail(desk, 30).partition("https://api.example.com/c/")[2].split()[0]
    (alert,) = desk.alerts()
    assert links.read(token, ("key",), at(31)) == alert.id


def test_an_unknown_language_is_english() -> None:
    assert phrases.phrase("xx", "page.undo") == phrases.phrase("en", "page.undo")


def test_at_the_deadline_email_and_sms_say_that_it_is_due_now(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("ada",), by=("email", "sms")))
    desk.arrive(message(0))
    desk.process(30)
    email, sms = desk.sent
    assert (email.by, sms.by) == ("email", "sms")
    assert "Messenger message, waiting 30 min, due now." in email.text
    assert "Messenger message waiting 30 min, due now." in sms.text

"""What a responder reads."""

from dataclasses import replace

import pytest

from functions.notifier import wording
from functions.notifier.notice import Notice
from shared.domain.policies import Step
from shared.runtime import links, secrets
from shared.storage.records import reply_window
from shared.storage.schema import Key
from tests.alerting.desk import Desk
from tests.builders import at, message, reply

WORDS = "Where is my parcel?"


def mail(desk: Desk, minute: int = 149) -> str:
    desk.process(minute)
    return desk.sent[0].text


def test_an_email_lists_the_facts_of_the_wait(desk: Desk) -> None:
    desk.arrive(message(0, id="m"), text=WORDS, permalink="https://example.com/m")
    desk.process(149)
    token = links.token(desk.alerts()[0].id, ("key",), at(149))
    assert desk.sent[0].subject == ("Messenger: customer waiting 2 h 29 min, overdue by 1 h 59 min")
    assert (
        desk.sent[0].text
        == f"""\
A customer of Example Brand is waiting for a reply.

Channel:         Messenger
Waiting since:   2026-11-22 10:00:00 UTC (2 h 29 min)
Due:             2026-11-22 10:30:00 UTC (overdue by 1 h 59 min)
Target:          First reply
Policy:          p
Reply window:    closes 2026-11-23 10:00 UTC

    {WORDS}

Reply: https://example.com/m

Acknowledge: https://api.example.com/ack/{token}

Reply on the platform. Alerts stop automatically once you reply.
"""
    )


def test_the_html_part_says_the_same_and_escapes_the_customers_words(desk: Desk) -> None:
    desk.arrive(message(0), text='<b>"Where?"</b>')
    desk.process(30)
    page = desk.sent[0].html
    assert "&lt;b&gt;&quot;Where?&quot;&lt;/b&gt;" in page
    for words in ("waiting for a reply", "First reply", ">Open and reply<", ">Acknowledge<"):
        assert words in page
    assert "Alerts stop automatically once you reply." in page


def test_an_email_about_a_later_question_asks_for_the_next_reply(desk: Desk) -> None:
    desk.arrive(message(0), reply(5), message(10))
    assert "Target:          Next reply" in mail(desk, 40)


def test_an_email_says_why_an_alert_comes_early(desk: Desk) -> None:
    desk.arrive(message(0))
    record = desk.record()
    assert record.escalation
    early = replace(record.escalation, expedited_reason="9 customers in this thread")
    labels = dict(wording.facts(replace(record, escalation=early), at(5)))
    assert labels["Escalated early"] == "9 customers in this thread"
    assert "Escalated early" not in dict(wording.facts(record, at(5)))


def test_an_email_quotes_a_message_under_the_customers_other_id(desk: Desk) -> None:
    """WhatsApp gives the customer another id: the message stays in the other conversation."""
    desk.arrive(message(0), text=WORDS)
    (alert,) = desk.claim(30)
    elsewhere = replace(
        desk.record(), conversation="messenger:1:new id", links=(desk.record().conversation,)
    )
    notice = Notice(
        store=desk.store,
        configuration=desk.configuration,
        alert=alert,
        record=elsewhere,
        now=at(30),
    )
    assert notice.excerpt() == WORDS
    desk.store.remove([Key(i["pk"], i["sk"]) for i in desk.items() if i["sk"][:2] == "M#"])
    assert notice.excerpt() is None


def test_no_text_describes_a_record_whose_wait_is_closed(desk: Desk) -> None:
    desk.arrive(message(0), reply(5))
    with pytest.raises(ValueError, match="no wait is open"):
        wording.summary(desk.record(), at(10))


def test_an_email_names_the_intents_of_the_message(desk: Desk) -> None:
    desk.arrive(message(0), marks={"intents": ["complaint", "order"]})
    text = mail(desk, 30)
    assert "Intent:          complaint, order" in text


def test_an_email_without_a_permalink_links_to_the_dashboard(desk: Desk) -> None:
    desk.arrive(message(0))
    assert "Reply: https://api.example.com/dashboard\n" in mail(desk, 30)


def test_an_email_links_to_the_brands_own_dashboard_if_it_has_one(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("ada",)), dashboard_url="https://desk.example.com/inbox")
    desk.arrive(message(0))
    assert "Reply: https://desk.example.com/inbox\n" in mail(desk, 30)


def test_without_a_key_an_email_has_no_acknowledge_link(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "link_keys", tuple)
    desk.arrive(message(0))
    assert "cknowledge" not in mail(desk, 30)


def test_an_email_quotes_the_opening_message_and_an_sms_nothing(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("ada",), by=("email", "sms")))
    desk.arrive(message(0), text=WORDS)
    desk.arrive(message(5), text="Hello? Anybody?")
    desk.process(30)
    email, sms = (sent.text for sent in desk.sent)
    assert WORDS in email
    assert "Anybody" not in email + sms
    assert WORDS not in sms


def test_an_email_quotes_nothing_if_the_configuration_says_so(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("ada",)), excerpt=False)
    desk.arrive(message(0), text=WORDS)
    assert WORDS not in mail(desk, 30)


def test_a_long_message_is_cut_to_one_line_of_280_characters() -> None:
    cut = wording.excerpt("word\n" * 100)
    assert cut is not None
    assert (len(cut), cut[:10], cut[-5:]) == (280, "word word ", "word…")
    assert wording.excerpt("a  b\nc") == "a b c"
    assert wording.excerpt("") is wording.excerpt(None) is None


def test_the_reply_window_counts_from_the_customers_last_message(desk: Desk) -> None:
    desk.arrive(message(0), message(20))
    assert reply_window(desk.record()) is not None
    assert "Reply window:    closes 2026-11-23 10:20 UTC" in mail(desk, 30)


def test_an_acknowledge_link_belongs_to_one_alert_of_one_responder(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("bob",)))
    desk.arrive(message(0))
    token = mail(desk, 30).partition("https://api.example.com/ack/")[2].split()[0]
    (alert,) = desk.alerts()
    assert links.read(token, ("key",), at(31)) == alert.id
    assert (alert.conversation, alert.responder) == (desk.record().conversation, "bob")


@pytest.mark.parametrize(
    ("brand", "words"),
    [
        ("Example Brand", "Example Brand: Messenger customer waiting 30 min, due now."),
        ("Café Müller", "Caf Mller: Messenger customer waiting 30 min, due now."),
        ("名店", "ReplyWatch: Messenger customer waiting 30 min, due now."),
    ],
)
def test_an_sms_is_one_segment_of_ascii(desk: Desk, brand: str, words: str) -> None:
    desk.configure(Step(at="due", notify=("lin",), by=("sms",)), brand=brand)
    desk.arrive(message(0))
    desk.process(30)
    (sms,) = desk.sent
    assert sms.text == f"{words} https://api.example.com/dashboard"
    assert len(sms.text) <= 160


def test_an_sms_leaves_out_a_link_that_does_not_fit(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("lin",), by=("sms",)))
    desk.arrive(message(0), permalink="https://example.com/" + "m" * 120)
    desk.process(30)
    assert desk.sent[0].text == "Example Brand: Messenger customer waiting 30 min, due now."

"""What a responder reads in a text message: one segment of GSM-7 that always has a link."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.notifier.channels import sms
from functions.notifier.notice import Notice
from shared.domain.policies import Step
from shared.runtime import links, secrets
from shared.wording import gsm
from tests import builders
from tests.alerting.desk import BOB, LIN, Desk
from tests.builders import at, message


def text(desk: Desk, *notify: str) -> str:
    """The text message to Lin, five minutes before the deadline."""
    desk.configure(
        Step(at="5m before", offset_s=-300, notify=("lin", *notify), by=("sms",)),
        brand=desk.configuration.brand,
        responders={"lin": LIN, "bob": BOB},
    )
    desk.arrive(message(0), marks={"intents": ["complaint"]})
    desk.process(25)
    return next(sent.text for sent in desk.sent if sent.by == "sms")


def link(desk: Desk) -> str:
    (alert,) = [alert for alert in desk.alerts() if alert.responder == "lin"]
    return f"https://api.example.com/c/{links.token(alert.id, ('key',), at(25))}"


def test_a_text_message_has_the_subject_the_deadline_and_who_else_knows(desk: Desk) -> None:
    words = "Example Brand: Messenger complaint waiting 25 min, due 10:30. Also: bob."
    assert text(desk, "bob") == f"{words} {link(desk)}"


@pytest.mark.parametrize(
    ("brand", "shown"),
    [
        ("Café Müller & Söhne", "Café Müller & Söhne"),
        ("Châtelet `Žižka`", "Chatelet 'Zizka'"),
        ("Łódź – Straße", "Lodz - Straße"),
        ("[brand]", "[brand]"),
        ("Example 😀", "Example"),
        ("名店", "ReplyWatch"),
        ("東京 24", "ReplyWatch"),
        ("Молоко 24", "Moloko 24"),
        ("Юлія & Ёж", "Yuliya & Ezh"),
        ("Αθηνά", "AΘHNA"),
        ("½ Preis − 5\u2010fach", "1/2 Preis - 5-fach"),
    ],
)
def test_the_brand_keeps_every_letter_that_gsm_7_has(desk: Desk, brand: str, shown: str) -> None:
    desk.configure(brand=brand)
    found = text(desk)
    assert found.startswith(f"{shown}: Messenger complaint")
    assert gsm.septets(found) <= 160


@pytest.mark.parametrize(
    ("brand", "words"),
    [
        ("B" * 40, "B" * 40 + ": Messenger complaint waiting 25 min"),
        ("B" * 60, "B" * 60 + ": Messenger complaint due 10:30."),
        ("B" * 90, "Messenger complaint due 10:30."),
    ],
)
def test_words_that_do_not_fit_beside_the_link_are_left_out(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, brand: str, words: str
) -> None:
    desk.configure(brand=brand)
    monkeypatch.setenv("API_URL", "https://api.example.com")
    found = text(desk)
    assert found.startswith(words)
    assert found.endswith(f" {link(desk)}")
    assert gsm.septets(found) <= 160


def test_a_very_long_link_is_sent_whole(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "link_keys", tuple)
    address = "https://example.com/" + "m" * 200
    desk.configure(Step(at="due", notify=("lin",), by=("sms",)))
    desk.arrive(message(0), permalink=address)
    desk.process(30)
    assert desk.sent[0].text.endswith(address)


def test_the_alphabet_has_128_places_with_the_escape() -> None:
    assert len(set(gsm.DEFAULT)) == len(gsm.DEFAULT) == 127
    assert len(set(gsm.EXTENSION)) == len(gsm.EXTENSION) == 10


def test_a_character_of_the_extension_takes_two_septets() -> None:
    assert gsm.septets("a€[]") == 7
    assert gsm.cut("a€[]", 5) == "a€["
    assert gsm.cut("a€[]", 4) == "a€"


@given(st.text())
def test_every_text_becomes_gsm_7(given_text: str) -> None:
    made = gsm.to_gsm(given_text)
    assert set(made) <= set(gsm.DEFAULT) | set(gsm.EXTENSION)
    assert gsm.to_gsm(made) == made


@given(brand=st.text(max_size=200))
def test_a_text_message_is_one_segment_for_any_brand_name(brand: str) -> None:
    class Shown:
        what, waiting, due_short = "X complaint", "waiting 25 min", "due 23:05"
        noun = "complaint"
        others = ("lin", "bob")
        escalation = None
        is_window_closed = False
        wait = builders.waits(builders.message(0))[0]

        def say(self, _name: str, names: str) -> str:
            return f"Also: {names}."

    class OfBrand(Notice):
        def link(self, _view):  # type: ignore[no-untyped-def]
            return "https://abcdefghij.execute-api.eu-central-1.amazonaws.com/c/" + "t" * 32

        def view(self):  # type: ignore[no-untyped-def]
            return Shown()

    made = OfBrand.__new__(OfBrand)
    object.__setattr__(made, "configuration", type("C", (), {"brand": brand})())
    object.__setattr__(made, "alert", type("A", (), {"kind": "step"})())
    found = sms.text(made)
    assert gsm.septets(found) <= 160
    assert found.endswith("t" * 32)

"""Links to the conversation page: signed, short, and valid for two days."""

from collections.abc import Callable

import pytest

from shared.runtime import links
from tests.alerting.desk import MINUTE
from tests.builders import at

KEYS = ("new key", "old key")
ALERT_ID = "5b83d8ab5f3077b7598a27c890"
LIFETIME = links.LIFETIME


# --- The link -----------------------------------------------------------------------------------


@pytest.mark.parametrize("keys", [KEYS, ("another", "new key")], ids=["first", "second"])
def test_a_link_is_valid_with_every_key_that_is_accepted(keys: tuple[str, ...]) -> None:
    assert links.read(links.token(ALERT_ID, KEYS, at(0)), keys, at(0)) == ALERT_ID


def test_a_link_expires_after_two_days() -> None:
    text = links.token(ALERT_ID, KEYS, at(0))
    assert links.read(text, KEYS, at(0) + LIFETIME - MINUTE) == ALERT_ID
    assert links.read(text, KEYS, at(0) + LIFETIME) is None
    assert links.has_expired(text, KEYS, at(0) + LIFETIME)
    assert not links.has_expired(text, KEYS, at(0) + LIFETIME - MINUTE)


@pytest.mark.parametrize(
    "spoil",
    [lambda t: t[:-1], lambda t: "x" + t, lambda t: "", lambda t: "."],
    ids=["cut", "longer", "empty", "a dot"],
)
def test_a_forged_link_is_refused(spoil: Callable[[str], str]) -> None:
    text = spoil(links.token(ALERT_ID, KEYS, at(0)))
    assert links.read(text, KEYS, at(0)) is None
    assert not links.has_expired(text, KEYS, at(0) + LIFETIME)


def test_a_link_signed_with_an_unknown_key_is_refused() -> None:
    assert links.read(links.token(ALERT_ID, ("foreign",), at(0)), KEYS, at(0)) is None


def test_without_a_key_no_link_is_valid() -> None:
    assert links.read(links.token(ALERT_ID, ("",), at(0)), ("",), at(0)) is None


def test_a_link_is_short_enough_for_a_text_message() -> None:
    assert len(links.token(ALERT_ID, KEYS, at(0))) == 32


@pytest.mark.parametrize("made", [links.token, links.invitation], ids=["page", "settings"])
def test_a_link_ends_in_a_letter_or_a_digit(made: Callable[..., str]) -> None:
    texts = [made(f"{number:026x}", KEYS, at(0)) for number in range(500)]
    assert {text[-1].isalnum() for text in texts} == {True}
    assert {text.isalnum() for text in texts} == {True, False}
    read = links.read if made is links.token else links.read_invitation
    assert all(read(text, KEYS, at(0)) for text in texts)


def test_every_changed_character_of_a_link_makes_it_a_forgery() -> None:
    text = links.token(ALERT_ID, KEYS, at(0))
    for n, character in enumerate(text):
        other = "A" if character != "A" else "B"
        assert links.read(text[:n] + other + text[n + 1 :], KEYS, at(0)) is None


def test_a_form_token_belongs_to_one_page_and_one_state() -> None:
    given = links.form_token("page", "state", KEYS)
    assert links.is_form_token(given, "page", "state", ("another", *KEYS))
    assert not links.is_form_token(given, "other", "state", KEYS)
    assert not links.is_form_token(given, "page", "other", KEYS)
    assert not links.is_form_token("", "page", "state", ("",))

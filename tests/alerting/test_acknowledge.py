"""The acknowledge link, from the email to the pause."""

from collections.abc import Callable
from typing import Any

import pytest

from functions.api import acknowledge
from shared.domain.alerts import Alert
from shared.domain.policies import Step
from shared.runtime import links
from shared.storage.errors import ConflictError
from tests import builders
from tests.alerting.desk import MINUTE, Desk
from tests.builders import at, message, reply

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


@pytest.mark.parametrize(
    "spoil",
    [lambda t: t[:-1], lambda t: "x" + t, lambda t: "", lambda t: "."],
    ids=["cut", "longer", "empty", "a dot"],
)
def test_a_forged_link_is_refused(spoil: Callable[[str], str]) -> None:
    assert links.read(spoil(links.token(ALERT_ID, KEYS, at(0))), KEYS, at(0)) is None


def test_a_link_signed_with_an_unknown_key_is_refused() -> None:
    assert links.read(links.token(ALERT_ID, ("foreign",), at(0)), KEYS, at(0)) is None


def test_without_a_key_no_link_is_valid() -> None:
    assert links.read(links.token(ALERT_ID, ("",), at(0)), ("",), at(0)) is None


def test_a_link_holds_nothing_about_the_customer() -> None:
    alert, expires, _ = links.token(ALERT_ID, KEYS, at(0)).split(".")
    assert (alert, int(expires)) == (ALERT_ID, int((at(0) + LIFETIME).timestamp()))


# --- The page -----------------------------------------------------------------------------------


@pytest.fixture
def alert(desk: Desk) -> Alert:
    """An alert of 15 minutes before the deadline. The next step is due at minute 30."""
    steps = [Step(at=str(s), offset_s=s, notify=("ada",)) for s in (-900, 0)]
    desk.configure(*steps)
    desk.arrive(message(0))
    desk.process(15)
    (sent,) = desk.alerts()
    return sent


def test_a_link_leads_to_its_alert_as_long_as_that_is_kept(desk: Desk, alert: Alert) -> None:
    assert acknowledge.named(desk.store, alert.id) == alert
    assert acknowledge.named(desk.store, "gone") is None
    assert acknowledge.named(desk.store, None) is None


def test_a_link_without_an_alert_says_that_it_has_expired(desk: Desk) -> None:
    for shown in (acknowledge.page, acknowledge.acknowledge):
        status, text = shown(desk.store, None, at(0))
        assert (status, "This link has expired." in text) == (403, True)


def test_opening_the_link_changes_nothing(desk: Desk, alert: Alert) -> None:
    before = desk.items()
    status, text = acknowledge.page(desk.store, alert, at(20))
    assert (status, desk.items()) == (200, before)
    assert "Take this one? Alerts pause until 11:20 UTC. The deadline (10:30 UTC) stays." in text
    assert ">Acknowledge</button>" in text


def test_acknowledging_pauses_the_alerts_for_an_hour(desk: Desk, alert: Alert) -> None:
    status, text = acknowledge.acknowledge(desk.store, alert, at(20))
    assert (status, "Alerts are paused until 11:20 UTC." in text) == (200, True)
    record = desk.record()
    assert record.next_moment == at(80)
    assert record.open_wait
    assert record.open_wait.due_at == at(30)
    assert record.escalation
    assert record.escalation.acknowledged_by == "ada"
    desk.process(30, 79)
    assert len(desk.sent) == 1
    desk.process(80)
    assert len(desk.sent) == 2


def test_acknowledging_again_changes_nothing(desk: Desk, alert: Alert) -> None:
    first = acknowledge.acknowledge(desk.store, alert, at(20))
    before = desk.items()
    assert acknowledge.acknowledge(desk.store, alert, at(25)) == first
    assert desk.items() == before


def test_the_page_names_who_has_acknowledged(desk: Desk, alert: Alert) -> None:
    acknowledge.acknowledge(desk.store, alert, at(20))
    status, text = acknowledge.page(desk.store, alert, at(25))
    assert (status, "ada has this one." in text, "<button" in text) == (200, True, False)


def test_after_the_pause_the_page_has_its_button_again(desk: Desk, alert: Alert) -> None:
    acknowledge.acknowledge(desk.store, alert, at(20))
    assert "<button" in acknowledge.page(desk.store, alert, at(81))[1]


@pytest.mark.parametrize("closing", [reply(18), builders.dismissal(18)], ids=["reply", "dismissal"])
def test_an_alert_whose_wait_has_closed_needs_no_acknowledgement(
    desk: Desk, alert: Alert, closing: Any
) -> None:
    desk.arrive(closing)
    for shown in (acknowledge.page, acknowledge.acknowledge):
        assert "has been answered" in shown(desk.store, alert, at(20))[1]


def conflicts(desk: Desk, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    left = [ConflictError()] * times
    write = desk.store.write

    def contested(changes: Any) -> None:
        if left:
            raise left.pop()
        write(changes)

    monkeypatch.setattr(desk.store, "write", contested)


def test_an_acknowledgement_survives_write_conflicts(
    desk: Desk, alert: Alert, monkeypatch: pytest.MonkeyPatch
) -> None:
    conflicts(desk, monkeypatch, acknowledge.MAX_ATTEMPTS - 1)
    assert acknowledge.acknowledge(desk.store, alert, at(20))[0] == 200


def test_after_many_write_conflicts_the_page_asks_to_try_again(
    desk: Desk, alert: Alert, monkeypatch: pytest.MonkeyPatch
) -> None:
    conflicts(desk, monkeypatch, acknowledge.MAX_ATTEMPTS)
    status, text = acknowledge.acknowledge(desk.store, alert, at(20))
    assert (status, "Please try again." in text, "<button" in text) == (503, True, True)

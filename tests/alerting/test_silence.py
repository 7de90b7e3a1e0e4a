"""Once an hour, the checker looks for accounts from which nothing comes any more."""

import pytest

from functions.sla_checker import handler as checker
from functions.sla_checker import silence
from shared.config import configuration
from shared.config.configuration import Account
from shared.runtime import aws
from tests import builders
from tests.alerting import metrics
from tests.builders import DAY, HOUR, at
from tests.events import NUMBER, half_an_hour, whatsapp
from tests.fakes.backend import Backend

OTHER = "106000000000002"
ACCOUNTS = tuple(Account(channel="whatsapp", id=one, name="Example") for one in (NUMBER, OTHER))
MONTH = 29 * DAY


@pytest.fixture(scope="module")
def backend() -> Backend:
    """Two accounts of a channel get a message every two hours for a month; after that, only one of
    them does."""
    made = Backend(builders.configuration(half_an_hour(), accounts=ACCOUNTS))
    for minutes in range(0, MONTH + DAY, 2 * HOUR):
        made.receive(whatsapp(f"o{minutes}", minutes, f"7{minutes}", account=OTHER))
        if minutes < MONTH:
            made.receive(whatsapp(f"n{minutes}", minutes, f"6{minutes}"))
    return made


def test_one_silent_account_of_two_on_a_channel_is_counted(
    backend: Backend, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    capsys.readouterr()
    caplog.clear()
    assert silence.report(backend.store, backend.configuration, at(MONTH + 12 * HOUR)) == 0
    assert (metrics.counted(capsys), caplog.messages) == ([], [])
    assert silence.report(backend.store, backend.configuration, at(MONTH + DAY)) == 1
    assert metrics.counted(capsys) == ["SilentAccounts"]
    (line,) = caplog.records
    logged = line.__dict__
    assert (line.message, logged["channels"]) == ("accounts.silent", ["whatsapp"])
    assert NUMBER not in str(logged)


def test_an_account_that_is_no_longer_configured_does_not_count(backend: Backend) -> None:
    without = builders.configuration(half_an_hour(), accounts=ACCOUNTS[1:])
    assert silence.report(backend.store, without, at(MONTH + DAY)) == 0


def test_a_silence_of_months_is_no_longer_reported(backend: Backend) -> None:
    known = backend.configuration
    assert silence.report(backend.store, known, at(MONTH + 20 * DAY)) == 2
    assert silence.report(backend.store, known, at(MONTH + 40 * DAY)) == 0


@pytest.mark.parametrize(("minutes", "is_looked_at"), [(7, True), (6, False), (67, True)])
def test_accounts_are_checked_once_an_hour_after_everything_due_is_queued(
    backend: Backend, monkeypatch: pytest.MonkeyPatch, minutes: int, *, is_looked_at: bool
) -> None:
    done: list[str] = []
    monkeypatch.setattr(checker, "now", lambda: at(minutes))
    monkeypatch.setattr(checker, "shared_store", lambda: backend.store)
    monkeypatch.setattr(aws, "client", lambda _name: None)
    monkeypatch.setattr(aws, "setting", lambda _name: "queue")
    monkeypatch.setattr(configuration, "deployed_configuration", lambda: backend.configuration)
    monkeypatch.setattr(checker, "check", lambda *_: done.append("queued") or {"queued": 0})
    monkeypatch.setattr(silence, "report", lambda *_: done.append("looked"))
    assert checker.handler({}, None) == {"queued": 0}
    assert done == ["queued", *(["looked"] if is_looked_at else [])]


def test_checking_the_accounts_reads_little(backend: Backend) -> None:
    before = backend.meter.rcu
    silence.report(backend.store, backend.configuration, at(MONTH + DAY))
    assert backend.meter.rcu - before < 40

"""The channels behind their interface: a new channel needs only its module and its name."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

import pytest

from functions.notifier import channels
from functions.notifier.channels.channel import InDoubtError, ProviderBlockedError, RefusedError
from shared.domain.policies import Medium, Step
from tests.alerting.desk import NO_ANSWER, REFUSED, Desk, Sent, refusal
from tests.alerting.metrics import counted
from tests.builders import ROOT, at, message

SMS_REFUSED = refusal("InvalidParameter")


class Chat:
    """A channel that no module defines. Ada and Cleo use it."""

    name: Any = "chat"
    can_repeat = False
    carries_updates = False
    mirrors_waits = False
    keeps_quiet_hours = True
    doubt_wait = timedelta(minutes=3)

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.hourly_limit: int | None = None

    def address(self, responder: Any) -> str | None:
        return {"ada": "@ada", "cleo": "@cleo"}.get(responder.name)

    def max_per_hour(self, configuration: Any) -> int | None:
        return self.hourly_limit

    def send(self, notice: Any, to: str) -> str:
        text = f"{notice.brand}: {notice.wait.opened_by} {notice.reply_link(notice.view())}"
        return self.desk.providers.take(Sent("chat", to, text))["MessageId"]


@pytest.fixture
def chat(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Chat:
    made = Chat(desk)
    monkeypatch.setattr(channels, "CHANNELS", (*channels.CHANNELS, made))
    return made


def by(*names: Any, at_s: int = 0) -> Step:
    return Step(at=f"{at_s}", offset_s=at_s, notify=("ada",), by=names)


def test_channels_are_used_as_fallback_in_this_order() -> None:
    names = [channel.name for channel in channels.CHANNELS]
    assert names == list(get_args(Medium))


@pytest.mark.usefixtures("chat")
def test_a_third_channel_sends_the_alerts_of_a_step_that_names_it(desk: Desk) -> None:
    desk.configure(by("chat"))
    desk.arrive(message(0, id="m"))
    desk.process(30)
    text = "Example Brand: m https://api.example.com/dashboard"
    assert desk.sent == [Sent("chat", "@ada", text)]
    (alert,) = desk.alerts()
    assert (alert.state, alert.provider_id) == ("sent", "chat-1")


@pytest.mark.usefixtures("chat")
def test_a_third_channel_is_used_when_both_others_have_refused(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.arrive(message(0))
    desk.providers.answers = [REFUSED, SMS_REFUSED]
    desk.process(30, 31, 32)
    assert desk.channels() == ["chat"]
    assert desk.states() == {"email": "failed", "sms": "failed", "chat": "sent"}
    assert "AlertsNotDelivered" not in counted(capsys)


@pytest.mark.usefixtures("chat")
def test_a_third_channel_is_not_used_beside_one_that_notifies_the_responder(desk: Desk) -> None:
    desk.configure(by("email", "sms"))
    desk.arrive(message(0))
    desk.providers.answers = [REFUSED]
    desk.process(30, 31, 60)
    assert desk.channels() == ["sms"]


@pytest.mark.usefixtures("chat")
def test_a_third_channel_follows_one_in_doubt_and_one_that_refuses(desk: Desk) -> None:
    """The SMS may have arrived, but that is not certain, so another available channel is tried."""
    desk.configure(by("sms"))
    desk.arrive(message(0))
    desk.providers.answers = [NO_ANSWER, REFUSED]
    desk.process(30, 32, 33, 34)
    assert desk.channels() == ["chat"]
    assert desk.states() == {"sms": "in_doubt", "email": "failed", "chat": "sent"}


def test_a_third_channel_may_have_an_hourly_limit(desk: Desk, chat: Chat) -> None:
    chat.hourly_limit = 1
    desk.configure(by("chat"), by("chat", at_s=60), sms_per_hour=1)
    desk.arrive(message(0))
    desk.process(30, 31, 32)
    assert desk.channels() == ["chat", "email"]
    assert [(a.by, a.state) for a in desk.alerts() if a.step == 1] == [
        ("chat", "superseded"),
        ("email", "sent"),
    ]


def test_the_limit_of_a_third_channel_is_its_own(desk: Desk, chat: Chat) -> None:
    chat.hourly_limit = 1
    desk.configure(by("sms", "chat"), sms_per_hour=1)
    desk.arrive(message(0))
    desk.process(30)
    assert desk.channels() == ["sms", "chat"]


@pytest.mark.usefixtures("chat")
def test_a_third_channel_in_doubt_waits_and_then_another_carries_the_alert(desk: Desk) -> None:
    desk.configure(by("chat"))
    desk.arrive(message(0))
    desk.providers.answers = [InDoubtError("no answer")]
    desk.process(30)
    assert [alert.due for alert in desk.alerts()] == [at(33)]
    desk.process(32, 33, 34)
    assert desk.channels() == ["email"]
    assert desk.states() == {"chat": "in_doubt", "email": "sent"}


@pytest.mark.usefixtures("chat")
def test_a_third_channel_that_refuses_is_replaced_by_another(desk: Desk) -> None:
    desk.configure(by("chat"))
    desk.arrive(message(0))
    desk.providers.answers = [RefusedError("unknown address")]
    desk.process(30, 31)
    assert desk.channels() == ["email"]
    assert desk.states() == {"chat": "failed", "email": "sent"}


@pytest.mark.usefixtures("chat")
def test_a_blocked_third_channel_is_tried_again_when_no_other_is_left(desk: Desk) -> None:
    desk.configure(by("chat"))
    desk.arrive(message(0))
    desk.providers.answers = [ProviderBlockedError("suspended"), REFUSED, SMS_REFUSED]
    desk.process(30, 31, 32, 33)
    assert desk.channels() == ["chat"]
    assert desk.states() == {"chat": "sent", "email": "failed", "sms": "failed"}


NAMES = re.compile(rf"""["']({"|".join(get_args(Medium))})["']""")


def test_only_a_channels_own_module_names_it() -> None:
    folder: Path = ROOT / "functions" / "notifier"
    naming = [p for p in folder.rglob("*.py") if NAMES.search(p.read_text("utf-8"))]
    found = {p.relative_to(folder).as_posix() for p in naming}
    assert found == {f"channels/{by}.py" for by in get_args(Medium)}

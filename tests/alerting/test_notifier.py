"""What the notifier makes of what is due, of the providers' answers, and of their reports."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
)
from shared.storage.rows import Key

from functions.notifier import escalation, handler, limits
from functions.tracker import tracking
from shared.config import configuration
from shared.config.configuration import Configuration, Responder
from shared.domain import alerts
from shared.domain.alerts import Alert
from shared.domain.policies import Step
from shared.domain.waits import Message
from shared.runtime import aws, links, secrets
from shared.storage import rows
from shared.storage.schema import DUE_NEXT, SK
from shared.storage.store import ConflictError, Put, Store
from tests import builders
from tests.builders import CONVERSATION, Minute, at, message, reply
from tests.fakes.dynamodb import FakeDynamoDB
from tests.storage.memory import MemoryStore

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
ADA = Responder(name="ada", email="ada@example.com", phone="+15550100")
BOB = Responder(name="bob", email="bob@example.com")
LIN = Responder(name="lin", phone="+15550101")
WORDS = "Where is my parcel?"


class Desk:
    """A brand's table, and providers that answer as they are told."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.answers: list[Exception] = []
        """What the providers answer next, in place of taking the message."""
        self.sent: list[tuple[str, str, str]] = []
        """By what, to whom, which text."""
        self.tags: list[str] = []
        self.now = at(0)
        self.promise(Step(at="due", notify=("ada",)))

    def promise(self, *steps: Step, **more: Any) -> None:
        """Half an hour, and these steps."""
        held = builders.policy_set(builders.policy(steps=steps))
        people = {one.name: one for one in (ADA, BOB, LIN)}
        self.known: Configuration = builders.configuration(held, responders=people, **more)

    def land(self, *said: Message, **more: Any) -> None:
        for one in said:
            item = builders.item(one, **more)
            self.store.land([item])
            tracking.track(self.store, self.known, CONVERSATION, {}, [item])

    def tell(self, minute: Minute) -> None:
        """Handles whatever is due then, once."""
        self.now = at(minute)
        for entry in self.entries():
            if datetime.fromisoformat(entry["due"]) <= self.now:
                escalation.act(self.store, self.known, entry, self.now)

    def entries(self) -> list[dict[str, str]]:
        """The queue's entries for all that the index holds."""
        return [
            {"pk": key.pk, "sk": key.sk, "due": item[DUE_NEXT]}
            for key, item in list(self.store.items.items())
            if str(item.get("due_shard", "")).startswith("DUE#")
        ]

    def report(self, event: Mapping[str, Any], alert: Alert) -> None:
        """The mail provider's event."""
        told = {"mail": {"tags": {"alert": [alert.id]}}, **event}
        record = {"EventSource": "aws:sns", "Sns": {"Message": json.dumps(told)}}
        handler.handler({"Records": [record]}, None)

    def alerts(self) -> list[Alert]:
        found = [alerts.from_item(i) for k, i in self.store.items.items() if k.pk[:2] == "A#"]
        return sorted(found, key=lambda a: (a.step, a.responder, a.by))

    def states(self) -> dict[str, str]:
        """Each alert's state, by its medium."""
        return {alert.by: alert.state for alert in self.alerts()}

    def row(self) -> rows.Row:
        (item,) = self.store.rows()
        return rows.from_item(item)

    # --- As the providers' clients show themselves -----------------------------------------------

    def send_email(self, **mail: Any) -> dict[str, str]:
        text = mail["Content"]["Simple"]["Body"]["Text"]["Data"]
        self.tags += [tag["Value"] for tag in mail["EmailTags"]]
        return self._answer("email", mail["Destination"]["ToAddresses"][0], text)

    def publish(self, **sms: Any) -> dict[str, str]:
        return self._answer("sms", sms["PhoneNumber"], sms["Message"])

    def _answer(self, by: str, to: str, text: str) -> dict[str, str]:
        if self.answers:
            raise self.answers.pop(0)
        self.sent.append((by, to, text))
        return {"MessageId": f"{by}-{len(self.sent)}"}


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = Desk()
    monkeypatch.setattr(aws, "client", lambda _service, once=False: made)
    monkeypatch.setattr(secrets, "link_keys", lambda: ("key",))
    monkeypatch.setattr(configuration, "deployed_configuration", lambda: made.known)
    monkeypatch.setattr(handler, "shared_store", lambda: made.store)
    monkeypatch.setattr(handler, "now", lambda: made.now)
    monkeypatch.setenv("MAIL_FROM", "replywatch@example.com")
    monkeypatch.setenv("MAIL_CONFIGURATION_SET", "mail")
    monkeypatch.setenv("API_URL", "https://api.example.com/")
    return made


UNVERIFIED = "Email address is not verified."


def refusal(code: str, status: int = 400, text: str = "") -> ClientError:
    told = {"Code": code, "Message": text}
    answer: Any = {"Error": told, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, "Send")


THROTTLED = refusal("TooManyRequestsException")
BROKEN = ConnectionClosedError(endpoint_url="https://mail")


# --- What is due --------------------------------------------------------------------------------


@pytest.mark.parametrize(("early", "told"), [(SECOND, 1), (SECOND * 1.5, 0)])
def test_an_entry_that_comes_more_than_a_second_early_is_left_to_the_index(
    desk: Desk, early: timedelta, told: int
) -> None:
    desk.land(message(0))
    (entry,) = desk.entries()
    escalation.act(desk.store, desk.known, entry, at(30) - early)
    assert len(desk.sent) == told


def test_whoever_loses_the_claim_sends_nothing_that_another_is_sending(desk: Desk) -> None:
    desk.land(message(0))
    before = desk.row()
    desk.answers = [BROKEN]
    desk.tell(30)
    assert desk.states() == {"email": "sending"}
    assert escalation.claim(desk.store, desk.known, before, at(30)) == []


def test_whoever_loses_the_claim_sends_what_nobody_has_begun_to_send(desk: Desk) -> None:
    desk.land(message(0))
    before = desk.row()
    (made,) = escalation.claim(desk.store, desk.known, before, at(30))
    assert escalation.claim(desk.store, desk.known, before, at(30)) == [made]


def test_a_step_is_claimed_once_and_the_next_one_stays(desk: Desk) -> None:
    desk.promise(*(Step(at=a, offset_s=s, notify=("ada",)) for a, s in (("due", 0), ("1h", 3600))))
    desk.land(message(0))
    before = desk.row()
    desk.tell(30)
    row = desk.row()
    escalation.claim(desk.store, desk.known, before, at(31))
    assert desk.row() == row
    assert row.next_moment == at(90)


def test_a_claimed_alert_is_left_for_a_minute_to_whoever_claimed_it(desk: Desk) -> None:
    desk.land(message(0))
    escalation.claim(desk.store, desk.known, desk.row(), at(30))
    assert [alert.due for alert in desk.alerts()] == [at(31)]
    desk.tell("30:59")
    assert desk.sent == []
    desk.tell(31)
    assert len(desk.sent) == 1


def test_a_wait_that_moved_to_another_hour_is_told_of_by_the_alert_made_before(desk: Desk) -> None:
    desk.land(message(0))
    escalation.claim(desk.store, desk.known, desk.row(), at(30))
    desk.land(message(-10))
    desk.tell(31)
    assert len(desk.sent) == 1


@pytest.mark.parametrize("closing", [reply(32), builders.dismissal(32)], ids=["reply", "dismissal"])
def test_what_was_closed_meanwhile_is_dropped(desk: Desk, closing: Message) -> None:
    desk.land(message(0))
    escalation.claim(desk.store, desk.known, desk.row(), at(30))
    desk.land(closing)
    desk.tell(31)
    assert (desk.sent, desk.states()) == ([], {"email": "dropped"})


def test_a_policy_that_is_no_longer_configured_tells_everybody(desk: Desk) -> None:
    desk.land(message(0))
    people = desk.known.responders
    others = builders.policy_set(builders.policy(name="other"))
    desk.known = builders.configuration(others, responders=people)
    desk.tell(30)
    assert {to for _, to, _ in desk.sent} == {ADA.email, BOB.email, LIN.phone}


def test_whoever_lacks_the_medium_is_told_by_another_and_who_is_gone_by_none(desk: Desk) -> None:
    desk.promise(Step(at="due", notify=("bob", "lin", "gone"), by=("sms",)))
    desk.land(message(0))
    desk.tell(30)
    assert [(by, to) for by, to, _ in desk.sent] == [("email", BOB.email), ("sms", LIN.phone)]


def test_an_alert_whose_responder_is_configured_no_more_has_failed(desk: Desk) -> None:
    desk.land(message(0))
    escalation.claim(desk.store, desk.known, desk.row(), at(30))
    desk.known = replace(desk.known, responders={"bob": BOB})
    desk.tell(31)
    assert (desk.sent, desk.states()) == ([], {"email": "failed"})


# --- The providers' answers ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "becomes"),
    [
        (THROTTLED, "claimed"),
        (refusal("Unheard", status=429), "claimed"),
        (refusal("AccessDeniedException", status=403), "claimed"),
        (refusal("MessageRejected", text=UNVERIFIED), "claimed"),
        (refusal("MailFromDomainNotVerifiedException"), "claimed"),
        (refusal("NotFoundException", status=404), "claimed"),
        (ConnectTimeoutError(endpoint_url="https://mail"), "claimed"),
        (EndpointConnectionError(endpoint_url="https://mail"), "claimed"),
        (refusal("InternalServerError", status=500), "sending"),
        (refusal("Unheard", status=0), "sending"),
        (ReadTimeoutError(endpoint_url="https://mail"), "sending"),
        (BROKEN, "sending"),
        (refusal("MessageRejected"), "failed"),
    ],
    ids=str,
)
def test_a_providers_answer_tells_whether_it_took_the_message(
    desk: Desk, answer: Exception, becomes: str
) -> None:
    desk.promise(Step(at="due", notify=("bob",)))
    desk.land(message(0))
    desk.answers = [answer]
    desk.tell(30)
    assert desk.states() == {"email": becomes}


BARRED = refusal("MessageRejected", text=UNVERIFIED)


def test_what_the_operator_must_mend_goes_by_the_other_medium(desk: Desk) -> None:
    desk.land(message(0))
    desk.answers = [BARRED]
    for minute in (30, 31, 40, 60):
        desk.tell(minute)
    assert ([by for by, _, _ in desk.sent], desk.states()["email"]) == (["sms"], "gave_way")


def test_where_no_medium_is_left_it_waits_for_the_operator(desk: Desk) -> None:
    desk.land(message(0))
    denied = refusal("AuthorizationError", status=403)
    desk.answers = [BARRED, *[denied] * 3]
    for minute in (30, 31, 40, 50):
        desk.tell(minute)
    assert (desk.sent, desk.answers) == ([], [])
    for minute in (60, 70, 80):
        desk.tell(minute)
    assert len(desk.sent) == 1, "by whichever medium is tried first then"


def test_what_gave_way_to_a_medium_that_refuses_is_taken_up_again(desk: Desk) -> None:
    desk.land(message(0))
    desk.answers = [BARRED, refusal("InvalidParameter")]
    for minute in (30, 31, 60):
        desk.tell(minute)
    assert ([by for by, _, _ in desk.sent], desk.states()) == (
        ["email"],
        {"email": "sent", "sms": "failed"},
    )


@pytest.mark.parametrize("refused_first", [True, False])
def test_whoever_is_over_the_hours_text_messages_and_unreachable_by_email_waits_for_a_place(
    desk: Desk, capsys: pytest.CaptureFixture[str], *, refused_first: bool
) -> None:
    desk.promise(
        *(Step(at=str(s), offset_s=s, notify=("ada",), by=("email", "sms")) for s in (-600, 0)),
        sms_per_hour=1,
    )
    desk.land(message(0))
    desk.tell(20)
    assert [by for by, _, _ in desk.sent] == ["email", "sms"]
    desk.answers = [refusal("MessageRejected")] if refused_first else []
    desk.tell(30)
    if not refused_first:
        (mail,) = (a for a in desk.alerts() if (a.step, a.by) == (1, "email"))
        desk.report(BOUNCE, mail)
    for minute in (31, 40, 79):
        desk.tell(minute)
    desk.tell(85)
    assert [by for by, _, _ in desk.sent].count("sms") == 2
    assert "Untold" not in [name for name, _ in counted(capsys)]


def test_a_step_that_names_both_media_tells_by_the_one_that_works(desk: Desk) -> None:
    desk.promise(Step(at="due", notify=("ada",), by=("email", "sms")))
    desk.land(message(0))
    desk.answers = [BARRED]
    desk.tell(30)
    assert ([by for by, _, _ in desk.sent], desk.states()) == (
        ["sms"],
        {"email": "claimed", "sms": "sent"},
    )


def test_an_alert_whose_responder_has_another_address_by_now_goes_there(desk: Desk) -> None:
    desk.promise(Step(at="due", notify=("ada",), by=("sms",)))
    desk.land(message(0))
    (claimed,) = escalation.claim(desk.store, desk.known, desk.row(), at(30))
    people = {"ada": replace(ADA, phone=None)}
    desk.known = replace(desk.known, responders=people)
    escalation.deliver(desk.store, desk.known, claimed, at(30))
    desk.tell(31)
    assert [by for by, _, _ in desk.sent] == ["email"]


def counted(capsys: pytest.CaptureFixture[str]) -> list[tuple[str, dict[str, str]]]:
    """What was counted, with its dimensions."""
    found = []
    for line in capsys.readouterr().out.splitlines():
        told = json.loads(line)
        for metrics in told.get("_aws", {}).get("CloudWatchMetrics", []):
            (dimensions,) = metrics["Dimensions"]
            found += [(m["Name"], {d: told[d] for d in dimensions}) for m in metrics["Metrics"]]
    return found


@pytest.mark.parametrize(
    "answer", [THROTTLED, BARRED, BROKEN, refusal("MessageRejected")], ids=repr
)
def test_a_send_that_was_not_taken_is_counted(
    desk: Desk, answer: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.land(message(0))
    desk.answers = [answer]
    desk.tell(30)
    assert [name for name, _ in counted(capsys)] == ["SendsFailed"]


@pytest.mark.parametrize(
    ("responder", "untold"), [("ada", 0), ("bob", 1)], ids=["has a telephone", "has none"]
)
@pytest.mark.parametrize("bounced", [True, False])
def test_an_alert_that_no_medium_is_left_for_is_counted(
    desk: Desk, capsys: pytest.CaptureFixture[str], responder: str, untold: int, *, bounced: bool
) -> None:
    desk.promise(Step(at="due", notify=(responder,)))
    desk.land(message(0))
    desk.answers = [] if bounced else [refusal("MessageRejected")]
    desk.tell(30)
    if bounced:
        desk.report(BOUNCE, desk.alerts()[0])
    desk.tell(31)
    assert [name for name, _ in counted(capsys)].count("Untold") == untold


def test_of_two_media_that_both_fail_the_last_is_counted(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.land(message(0))
    desk.answers = [refusal("MessageRejected"), refusal("InvalidParameter")]
    for minute in (30, 31, 32):
        desk.tell(minute)
    assert [name for name, _ in counted(capsys)] == ["SendsFailed", "SendsFailed", "Untold"]


def test_what_was_certainly_not_sent_is_tried_again_later_and_later(desk: Desk) -> None:
    desk.land(message(0))
    desk.answers = [THROTTLED] * 6
    desk.tell(30)
    waited = []
    for _ in range(5):
        (alert,) = desk.alerts()
        assert alert.due
        waited.append(int((alert.due - desk.now).total_seconds()))
        desk.tell((alert.due - at(0)) / MINUTE)
    assert waited == [5, 15, 60, 300, 300]
    assert desk.sent == []


@pytest.mark.parametrize(("by", "minutes"), [("email", 10), ("sms", 2)])
def test_a_send_in_doubt_is_left_alone_until_the_provider_could_have_told(
    desk: Desk, by: Any, minutes: int
) -> None:
    desk.promise(Step(at="due", notify=("ada",), by=(by,)))
    desk.land(message(0))
    desk.answers = [BROKEN]
    desk.tell(30)
    assert [alert.due for alert in desk.alerts()] == [at(30 + minutes)]
    desk.tell(f"{29 + minutes}:59")
    assert desk.sent == []
    desk.tell(30 + minutes)
    desk.tell(30 + minutes)
    assert [how for how, _, _ in desk.sent] == ["email"]


@pytest.mark.parametrize("answer", [refusal("MessageRejected"), BROKEN], ids=str)
def test_an_sms_that_failed_or_is_in_doubt_goes_by_email_and_not_again_by_sms(
    desk: Desk, answer: Exception
) -> None:
    desk.promise(Step(at="due", notify=("ada",), by=("sms",)))
    desk.land(message(0))
    desk.answers = [answer]
    for minute in (30, 32, 33, 60):
        desk.tell(minute)
    assert [(by, to) for by, to, _ in desk.sent] == [("email", ADA.email)]


def test_the_other_medium_is_tried_as_patiently_as_the_first(desk: Desk) -> None:
    desk.promise(Step(at="due", notify=("ada",), by=("sms",)))
    desk.land(message(0))
    desk.answers = [THROTTLED, THROTTLED, refusal("MessageRejected"), THROTTLED]
    for minute in (30, 31, 32, 33):
        desk.tell(minute)
    email = desk.alerts()[0]
    assert (email.by, email.state, email.attempts) == ("email", "claimed", 1)


def test_a_mail_is_tagged_with_its_alert_which_keeps_the_providers_name_for_it(desk: Desk) -> None:
    desk.land(message(0))
    desk.tell(30)
    (alert,) = desk.alerts()
    assert (desk.tags, alert.provider_id) == ([alert.id], "email-1")


def test_a_settled_alert_and_the_one_in_its_place_are_one_write(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two writes, the function may die: then both media would tell, or neither."""
    desk.promise(Step(at="due", notify=("ada",), by=("sms",)))
    desk.land(message(0))
    written: list[int] = []
    write = desk.store.write

    def counted(changes: Any) -> None:
        written.append(len(list(changes)))
        write(changes)

    monkeypatch.setattr(desk.store, "write", counted)
    desk.answers = [refusal("MessageRejected")]
    desk.tell(30)
    assert written == [2, 1, 2]  # the claim, the announcement, the settling
    assert desk.states() == {"email": "claimed", "sms": "failed"}


def test_an_sms_in_doubt_is_not_sent_again_when_its_wait_opens_again(desk: Desk) -> None:
    desk.promise(Step(at="due", notify=("lin",), by=("sms",)))
    desk.land(message(0))
    desk.answers = [BROKEN]
    desk.tell(30)
    answered = reply(31)
    desk.land(answered)
    desk.tell(33)
    deleted = builders.deletion(answered._replace(deleted=True, deleted_at=at(40)))
    desk.store.land([deleted])
    tracking.track(desk.store, desk.known, CONVERSATION, {}, [deleted])
    assert desk.row().wait.outcome == "open"
    for minute in (41, 42, 60):
        desk.tell(minute)
    assert (desk.sent, desk.states()) == ([], {"sms": "in_doubt"})


def test_an_alert_whose_wait_is_being_moved_waits_for_it(desk: Desk) -> None:
    """Older messages came, the first is tracked and the second is not yet: the row is neither where
    it was nor where it will be."""
    desk.land(message(70))
    (claimed,) = escalation.claim(desk.store, desk.known, desk.row(), at(100))
    desk.land(message(5))
    oldest = builders.item(message(-60))
    desk.store.land([oldest])
    with pytest.raises(ConflictError):
        escalation.deliver(desk.store, desk.known, claimed, at(101))
    tracking.track(desk.store, desk.known, CONVERSATION, {}, [oldest])
    escalation.deliver(desk.store, desk.known, claimed, at(102))
    assert (len(desk.sent), desk.states()) == (1, {"email": "sent"})


def reopened(desk: Desk) -> None:
    """The step was claimed, the answer came before anything was sent, and was taken back."""
    desk.land(message(0))
    (claimed,) = escalation.claim(desk.store, desk.known, desk.row(), at(30))
    answered = reply(29)
    desk.land(answered)
    escalation.deliver(desk.store, desk.known, claimed, at(31))
    gone = builders.deletion(answered._replace(deleted=True, deleted_at=at(40)))
    desk.store.land([gone])
    tracking.track(desk.store, desk.known, CONVERSATION, {}, [gone])


def test_whoever_is_told_only_by_now_is_told_when_a_wait_opens_again(desk: Desk) -> None:
    reopened(desk)
    desk.promise(Step(at="due", notify=("ada", "bob")))
    desk.tell(45)
    assert sorted(to for _by, to, _text in desk.sent) == ["ada@example.com", "bob@example.com"]


def test_whoever_pressed_the_button_before_the_claim_has_silence(desk: Desk) -> None:
    reopened(desk)
    before = desk.row()
    silent = replace(before, snoozed_until=at(105), version=before.version + 1)
    desk.store.write([Put(rows.to_item(silent), expects=before.version)])
    assert escalation.claim(desk.store, desk.known, before, at(45)) == []


def test_an_announcement_whose_answer_was_lost_is_known_for_ones_own(desk: Desk) -> None:
    """The SDK repeats a write whose answer it did not get."""
    desk.land(message(0))
    table = FakeDynamoDB("alerts", at(0).timestamp)
    store = Store(cast("Any", table), "alerts")
    store.land(list(desk.store.items.values()))
    put = table.put_item

    def twice(**request: Any) -> Any:
        put(**request)
        return put(**request)

    table.put_item = twice  # type: ignore[method-assign]
    (entry,) = desk.entries()
    escalation.act(store, desk.known, entry, at(30))
    assert len(desk.sent) == 1


# --- What a responder reads ---------------------------------------------------------------------


def test_an_email_quotes_the_opening_message_and_an_sms_nobody(desk: Desk) -> None:
    desk.promise(Step(at="due", notify=("ada",), by=("email", "sms")))
    desk.land(message(0), text=WORDS)
    desk.land(message(5), text="Hello? Anybody?")
    desk.tell(30)
    mail, sms = (text for _, _, text in desk.sent)
    assert WORDS in mail
    assert "Anybody" not in mail + sms
    assert WORDS not in sms


def test_no_excerpt_where_none_is_wanted(desk: Desk) -> None:
    desk.promise(Step(at="due", notify=("ada",)), excerpt=False)
    desk.land(message(0), text=WORDS)
    desk.tell(30)
    assert WORDS not in desk.sent[0][2]


def test_a_mail_says_until_when_the_platform_takes_an_answer_to_the_last_message(
    desk: Desk,
) -> None:
    desk.land(message(0), message(20))
    desk.tell(30)
    assert "until 2026-11-23 10:20 UTC" in desk.sent[0][2]


def test_a_mails_link_acknowledges_its_own_wait_for_its_own_reader(desk: Desk) -> None:
    desk.promise(Step(at="due", notify=("bob",)))
    desk.land(message(0))
    desk.tell(30)
    token = desk.sent[0][2].partition("https://api.example.com/ack/")[2].split()[0]
    (alert,) = desk.alerts()
    assert links.read(token, ("key",), at(31)) == alert.id
    assert (alert.wait_key, alert.responder) == (desk.row().key, "bob")


# --- Text messages in an hour -------------------------------------------------------------------


def test_beyond_the_hours_text_messages_the_email_carries_the_alert(desk: Desk) -> None:
    desk.promise(
        *(Step(at=str(s), offset_s=s, notify=("ada",), by=("sms",)) for s in (0, 60)),
        sms_per_hour=1,
    )
    desk.land(message(0))
    for minute in (30, 31, 31):
        desk.tell(minute)
    assert [by for by, _, _ in desk.sent] == ["sms", "email"]


def test_whoever_has_only_a_telephone_is_told_when_a_place_is_free(desk: Desk) -> None:
    desk.promise(
        *(Step(at=str(s), offset_s=s, notify=("lin",), by=("sms",)) for s in (0, 60)),
        sms_per_hour=1,
    )
    desk.land(message(0))
    for minute in (30, 31, 89):
        desk.tell(minute)
    assert len(desk.sent) == 1
    desk.tell(90)
    assert len(desk.sent) == 2


def test_a_further_attempt_takes_no_further_place(desk: Desk) -> None:
    desk.promise(Step(at="due", notify=("ada",), by=("sms",)), sms_per_hour=2)
    desk.land(message(0))
    desk.answers = [THROTTLED] * 3
    for minute in (30, 31, 32, 35):
        desk.tell(minute)
    assert [by for by, _, _ in desk.sent] == ["sms"]
    assert len(desk.store.items[Key("L#ada", "SMS")]["sent"]) == 1


def test_a_place_for_which_many_contend_is_given_rather_than_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def contested(_changes: Any) -> None:
        raise ConflictError

    monkeypatch.setattr(desk.store, "write", contested)
    assert limits.allowed(cast("Any", desk.store), "ada", 1, at(0)) is None


# --- The mail provider's reports ----------------------------------------------------------------

SEND, DELIVERY = {"eventType": "Send"}, {"eventType": "Delivery"}
BOUNCE = {"eventType": "Bounce", "bounce": {"bounceType": "Permanent"}}
LATER = {"eventType": "Bounce", "bounce": {"bounceType": "Transient"}}


@pytest.mark.parametrize(
    ("state", "event", "becomes"),
    [
        ("claimed", SEND, "sent"),
        ("sending", SEND, "sent"),
        ("sending", DELIVERY, "delivered"),
        ("sent", DELIVERY, "delivered"),
        ("sent", BOUNCE, "failed"),
        ("sending", BOUNCE, "failed"),
        ("delivered", BOUNCE, "failed"),
        ("sent", LATER, "failed"),
        ("sending", LATER, "failed"),
        ("delivered", LATER, "delivered"),
        ("delivered", SEND, "delivered"),
        ("failed", SEND, "failed"),
        ("failed", BOUNCE, "failed"),
        ("dropped", BOUNCE, "dropped"),
    ],
)
def test_the_providers_report_settles_an_alert_and_unsettles_none(
    desk: Desk, state: Any, event: dict[str, Any], becomes: str
) -> None:
    alert = an_alert(desk, state)
    desk.report(event, alert)
    assert desk.states()["email"] == becomes
    again = desk.alerts()
    desk.report(event, alert)
    assert desk.alerts() == again


def test_a_sentence_that_the_provider_sends_is_no_event(desk: Desk) -> None:
    told = "Successfully validated SNS topic for Amazon SES event publishing."
    handler.handler({"Records": [{"EventSource": "aws:sns", "Sns": {"Message": told}}]}, None)
    assert desk.alerts() == []


def test_a_bounce_is_told_by_the_other_medium_once(desk: Desk) -> None:
    alert = an_alert(desk, "sent")
    for _ in range(2):
        desk.report(BOUNCE, alert)
        desk.tell(40)
    assert [by for by, _, _ in desk.sent] == ["sms"]


@pytest.mark.parametrize("state", ["failed", "dropped"])
def test_a_bounce_of_what_is_done_with_tells_nobody(desk: Desk, state: Any) -> None:
    desk.report(BOUNCE, an_alert(desk, state))
    assert desk.states() == {"email": state}


def an_alert(desk: Desk, state: Any) -> Alert:
    """To Ada by email, as it stands."""
    desk.land(message(0))
    (made,) = escalation.claim(desk.store, desk.known, desk.row(), at(30))
    alert = alerts.changed(made, state, due=None if state not in {"claimed", "sending"} else at(40))
    desk.store.write([Put(alerts.to_item(alert), expects=made.version)])
    return alert


@pytest.mark.parametrize(("conflicts", "raised"), [(2, False), (3, True)])
@pytest.mark.parametrize(("report", "told"), [(SEND, "sent"), (BOUNCE, "failed")])
def test_a_report_is_told_again_after_a_conflict_and_not_given_up_in_silence(
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    conflicts: int,
    raised: bool,
    report: Mapping[str, Any],
    told: str,
) -> None:
    alert = an_alert(desk, "sending")
    left = [ConflictError()] * conflicts
    write = desk.store.write

    def contested(changes: Any) -> None:
        if left:
            raise left.pop()
        write(changes)

    monkeypatch.setattr(desk.store, "write", contested)
    if raised:
        with pytest.raises(ConflictError):
            desk.report(report, alert)
    else:
        desk.report(report, alert)
    assert desk.states()["email"] == ("sending" if raised else told)


# --- A customer who comes back when all that was said is gone -----------------------------------


@pytest.mark.parametrize("ttl_has_run", [True, False])
def test_a_customer_who_comes_back_after_all_has_expired_is_told_of_anew(
    desk: Desk, *, ttl_has_run: bool
) -> None:
    desk.promise(Step(at="due", notify=("ada", "bob"), by=("email", "sms")))
    desk.land(message(0))
    desk.tell(31)
    desk.land(reply(40))
    assert len(desk.sent) == 3
    for key in list(desk.store.items):
        if key.pk.startswith("C#") or (ttl_has_run and key.pk.startswith("A#")):
            del desk.store.items[key]
    later = desk.known.message_days * 24 * 60 + 60
    desk.land(message(later))
    for minute in (31, 33, 60):
        desk.tell(later + minute)
    assert len(desk.sent) == 6


def test_by_the_other_medium_too(desk: Desk) -> None:
    desk.promise(Step(at="due", notify=("ada",), by=("sms",)))
    for start in (0, desk.known.message_days * 24 * 60 + 60):
        desk.land(message(start))
        desk.answers = [refusal("InvalidParameter")]
        desk.tell(start + 31)
        desk.tell(start + 32)
        desk.land(reply(start + 40))
        for key in [k for k in desk.store.items if k.pk.startswith("C#")]:
            del desk.store.items[key]
    assert [by for by, _, _ in desk.sent] == ["email", "email"]


def test_an_alert_goes_with_the_message_it_tells_of(desk: Desk) -> None:
    desk.land(message(0))
    desk.tell(31)
    (alert,) = desk.alerts()
    assert alert.expires_at == at(0) + timedelta(days=desk.known.message_days)


def test_of_a_message_older_than_any_is_kept_is_told_once_all_the_same(desk: Desk) -> None:
    desk.land(message(0))
    row = desk.row()
    now = at(0) + timedelta(days=desk.known.message_days + 1)
    (alert,) = escalation.claim(desk.store, desk.known, row, now)
    escalation.deliver(desk.store, desk.known, alert, now)
    assert escalation.claim(desk.store, desk.known, row, now + MINUTE) == []
    assert len(desk.sent) == 1


# --- A batch ------------------------------------------------------------------------------------


class Context:
    """Lambda's, with so much time left at each question."""

    def __init__(self, *left_ms: int) -> None:
        self.left_ms = list(left_ms)

    def get_remaining_time_in_millis(self) -> int:
        return self.left_ms.pop(0)


def batch(desk: Desk) -> dict[str, Any]:
    bodies = [json.dumps(entry) for entry in desk.entries()]
    return {"Records": [{"messageId": str(n), "body": b} for n, b in enumerate(bodies)]}


def three_due(desk: Desk) -> dict[str, Any]:
    desk.promise(Step(at="due", notify=("ada", "bob", "lin"), by=("email", "sms")))
    desk.land(message(0))
    escalation.claim(desk.store, desk.known, desk.row(), at(30))
    desk.now = at(31)
    found = batch(desk)
    found["Records"] = found["Records"][:3]
    return found


def test_what_there_is_no_time_left_for_is_not_begun_and_handed_back(desk: Desk) -> None:
    answer = handler.handler(three_due(desk), Context(9_000, 8_999, 20))
    assert answer == {"batchItemFailures": [{"itemIdentifier": "1"}, {"itemIdentifier": "2"}]}
    assert len(desk.sent) == 1


def test_no_send_of_a_step_is_begun_without_the_time_for_it(desk: Desk) -> None:
    desk.promise(Step(at="due", notify=("ada", "bob", "lin"), by=("email", "sms")))
    desk.land(message(0))
    desk.now = at(30)
    answer = handler.handler(batch(desk), Context(20_000, 14_000, 9_000, 8_999, 8_998, 8_997))
    assert answer == {"batchItemFailures": []}
    assert len(desk.sent) == 2
    desk.tell(31)  # what was claimed and not sent is found after its lease
    assert len(desk.sent) == len(desk.alerts())


def test_a_message_that_fails_is_handed_back_and_its_neighbours_are_sent(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = three_due(desk)
    get = desk.store.get
    lost = json.loads(event["Records"][0]["body"])["pk"]

    def failing(key: Key) -> Any:
        if key.pk == lost:
            raise BROKEN
        return get(key)

    monkeypatch.setattr(desk.store, "get", failing)
    assert handler.handler(event, None) == {"batchItemFailures": [{"itemIdentifier": "0"}]}
    assert len(desk.sent) == 2


def test_every_alert_has_an_id_of_its_own() -> None:
    alert = Alert(
        conversation="c", boundary="b", wait_key=Key("W#", SK), step=0, at="due",
        responder="ada", by="email",
    )  # fmt: skip
    others: list[dict[str, Any]] = [
        {"conversation": "c2"}, {"boundary": "b2"}, {"step": 1}, {"round": 1},
        {"responder": "bob"}, {"by": "sms"},
    ]  # fmt: skip
    ids = {alert.id, *(replace(alert, **other).id for other in others)}
    assert len(ids) == 1 + len(others)
    assert replace(alert, state="sent", attempts=3, version=9).id == alert.id

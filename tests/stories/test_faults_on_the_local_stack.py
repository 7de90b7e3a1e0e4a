"""Exact counts after a bad day: the deployed stack, one in six of its calls to AWS gone wrong."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from functions.tracker.tracking import FOLDED

from cli.local.outbox import Letter
from shared.storage.attributes import encode
from tests.stories import bad_day, deployed
from tests.stories.bad_day import CLEO, EMAIL, MEDIA, PHONES, SMS, Conversation
from tests.stories.deployed import Stage
from tests.stories.faults import APPLIED, DISTURBED, Call, Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Aftermath:
    """What was said, what the proxy saw, and what is there in the end."""

    said: list[Conversation]
    calls: list[Call]
    items: list[dict[str, Any]]
    letters: list[Letter]

    @property
    def waits(self) -> dict[str, dict[str, Any]]:
        """By customer."""
        return {i["customer"]: i for i in self.items if i["pk"].startswith("W#")}

    def alerts(self, by: str, to: str | None = None) -> list[dict[str, Any]]:
        found = [i for i in self.items if i["sk"] == "ALERT" and i["by"] == by]
        return [i for i in found if to in {None, i["responder"]}]

    def in_doubt(self, to: str) -> list[dict[str, Any]]:
        """The SMS to that responder of which nobody knows whether they have left."""
        return [a for a in self.alerts("sms", to) if a["state"] == "in_doubt"]

    def writes_of_sms(self, to: str) -> list[Call]:
        """The notifier's writes of that responder's SMS alerts, in their order."""
        ours = {"responder": {"S": to}, "by": {"S": "sms"}}
        puts = [c for c in self.calls if c.operation == "PutItem"]
        return [c for c in puts if ours.items() <= c.asked["Item"].items()]


def test_after_a_bad_day_nothing_is_lost_and_nobody_was_told_twice(tmp_path):
    with deployed.staged(tmp_path) as stage:
        deployed.warm_up(stage)
        said = bad_day.conversations(datetime.now(UTC))
        with stage.proxy.raging():
            deployed.deliver(stage, said)
            assert deployed.until(lambda: deployed.every_answer_counts(stage, said), within_s=60)
            deployed.look_until(stage, lambda: deployed.each_was_tried(stage, said), within_s=50)
        print(stage.proxy.table(), stage.webhooks, sep="\n")
        deployed.settle(stage)
        after = Aftermath(
            said=said,
            calls=list(stage.proxy.calls),
            items=stage.items(),
            letters=stage.letters(),
        )
        it_was_a_bad_day(stage, after)
        every_message_is_there_once(after)
        every_wait_is_right(after)
        the_api_tells_the_same(stage, after)
        each_was_told_once_by_email(after)
        each_was_told_once_by_sms_or_stands_as_in_doubt(after)
        nothing_is_left_to_be_done(stage, after)
        assert deployed.queue_all_again(stage) > 0
        assert stage.letters() == after.letters
        a_row_that_should_not_be_there_goes(stage, after)


def it_was_a_bad_day(stage: Stage, after: Aftermath) -> None:
    assert any(status >= 500 for status in stage.webhooks), stage.webhooks
    ours = [c for c in after.calls if c.operation not in {EMAIL, SMS}]
    happened = Counter(c.fault for c in ours)
    assert all(happened[fault] for fault in Fault), happened
    assert happened[None] < 0.9 * len(ours), happened
    cut_off = Counter(
        (c.operation, c.done)
        for c in after.calls
        if c.operation in {EMAIL, SMS} and c.fault in {Fault.RESET, *APPLIED}
    )
    assert all(cut_off[by, done] for by in (EMAIL, SMS) for done in (True, False)), cut_off


def every_message_is_there_once(after: Aftermath) -> None:
    stored = Counter(i["message_id"] for i in after.items if i["sk"].startswith("M#"))
    assert stored == Counter(message.id for c in after.said for message in c.messages)
    assert not [i for i in after.items if i["pk"].startswith("Q#")]


def every_wait_is_right(after: Aftermath) -> None:
    waits = [i for i in after.items if i["pk"].startswith("W#")]
    assert Counter((w["customer"], w["outcome"]) for w in waits) == Counter(
        (c.customer, "met" if c.answer else "open") for c in after.said
    )


def the_api_tells_the_same(stage: Stage, after: Aftermath) -> None:
    waiting = stage.api("/v1/conversations?limit=200")["conversations"]
    unanswered = [c.customer for c in after.said if not c.answer]
    assert sorted(c["customer"] for c in waiting) == sorted(unanswered)
    answered = len(after.said) - len(unanswered)
    expected = {"opened": len(after.said), "answered": answered, "met": answered, "late": 0}
    expected |= {"open": len(unanswered), "overdue": len(unanswered), "dismissed": 0}
    expected |= {"withdrawn": 0, "share_met": answered / len(after.said), "median_s": 3}
    stats = stage.api("/v1/stats")
    assert {name: stats[name] for name in expected} == expected


def each_was_told_once_by_email(after: Aftermath) -> None:
    """The email quotes the question. Cleo gets one for each SMS of which nobody knows."""
    doubts = {a["conversation"] for a in after.in_doubt(CLEO)}
    emails = [letter for letter in after.letters if letter.medium == "email"]
    for c in after.said:
        wait = after.waits[c.customer]["conversation"]
        due = not c.answer and ("email" in MEDIA[c.responder] or wait in doubts)
        told = [letter.to for letter in emails if c.question.text in letter.text]
        assert told == ([f"{c.responder}@example.com"] if due else []), c
    taken = [bad_day.alert_of(c) for c in after.calls if c.operation == EMAIL and c.done]
    alerts = after.alerts("email")
    assert sorted(taken) == sorted(a["pk"].removeprefix("A#") for a in alerts)
    assert len(emails) == len(taken)
    assert {a["state"] for a in alerts} == {"sent"}


def each_was_told_once_by_sms_or_stands_as_in_doubt(after: Aftermath) -> None:
    """An SMS names no customer: it is known by the id that its provider gave it, which the alert
    keeps. One whose answer was lost has left without anybody's knowing; one whose announcement was
    in doubt has not left. Both stand as in doubt, and are not repeated."""
    for who, phone in PHONES.items():
        waits = [
            after.waits[c.customer]["conversation"]
            for c in after.said
            if c.responder == who and not c.answer
        ]
        alerts = after.alerts("sms", who)
        assert sorted(a["conversation"] for a in alerts) == sorted(waits)
        assert {a["state"] for a in alerts} <= {"sent", "in_doubt"}
        known = {a["provider_id"] for a in alerts if a["state"] == "sent"}
        doubts = after.in_doubt(who)
        assert len(known) + len(doubts) == len(waits)
        letters = [letter.id for letter in after.letters if letter.to == phone]
        assert known <= set(letters)
        calls = [c for c in after.calls if c.operation == SMS and bad_day.recipient(c) == who]
        unknown = [c for c in calls if c.fault in DISTURBED - {Fault.THROTTLED}]
        left = sum(c.done for c in unknown)
        slack = unrecorded(after, who)
        assert left <= len(letters) - len(known) <= left + slack
        causes = len(unknown) + unannounced(after, who)
        assert causes <= len(doubts) <= causes + slack


def unannounced(after: Aftermath, who: str) -> int:
    """The SMS whose announcement was written without the notifier's learning so, at none of its
    attempts: such an SMS is not sent."""
    attempts: defaultdict[str, list[Call]] = defaultdict(list)
    for call in after.writes_of_sms(who):
        item = call.asked["Item"]
        if item["state"] == {"S": "sending"}:
            attempts[item["nonce"]["S"]].append(call)
    return sum(
        any(c.done for c in calls) and all(c.fault in DISTURBED for c in calls)
        for calls in attempts.values()
    )


def unrecorded(after: Aftermath, who: str) -> int:
    """The SMS of which the notifier could not write down what had become of them, since all four
    attempts went wrong: on about one bad day in a hundred. Each may stand as in doubt."""
    last = {c.asked["Item"]["pk"]["S"]: c for c in after.writes_of_sms(who)}
    return sum(c.fault in DISTURBED for c in last.values())


def nothing_is_left_to_be_done(stage: Stage, after: Aftermath) -> None:
    assert not [i for i in after.items if str(i.get("due_shard", "")).startswith("DUE#")]
    dead = stage.dead_letters()
    assert len(dead) == 3
    assert not any(dead.values()), dead


def a_row_that_should_not_be_there_goes(stage: Stage, after: Aftermath) -> None:
    """As a tracker leaves it that stalls, writes what it read long ago, and dies."""
    right = next(i for i in after.items if i["pk"].startswith("W#") and i["outcome"] == "met")
    boundary = "a reply of long ago"
    stale = right | {"sk": f"{right['conversation']}#{boundary}", "boundary": boundary}
    stage.client("dynamodb").put_item(
        TableName=stage.stack.outputs["TableName"], Item=encode(stale | {FOLDED: True})
    )

    def rows() -> list[dict[str, Any]]:
        here = [i for i in stage.items() if i.get("conversation") == right["conversation"]]
        return [i for i in here if i["pk"].startswith("W#")]

    assert len(rows()) == 2
    assert deployed.until(lambda: rows() == [right], within_s=20), rows()

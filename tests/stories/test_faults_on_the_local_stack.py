"""The deployed stack gives exact results although one in six of its calls to AWS fails."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cli.local.outbox import SentMessage
from tests.stories import bad_day, deployed
from tests.stories.bad_day import CHANNELS_OF, CLEO, EMAIL, PHONES, SMS, Conversation, team
from tests.stories.deployed import DeployedStack
from tests.stories.faults import APPLIED, DISTURBED, Call, Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Aftermath:
    """The conversations, the calls that the proxy recorded, and the final state."""

    conversations: list[Conversation]
    calls: list[Call]
    in_faults: int
    """How many of the calls were made while calls failed: the first ones."""
    items: list[dict[str, Any]]
    sent: list[SentMessage]

    @property
    def waits(self) -> dict[str, dict[str, Any]]:
        """The wait facts by customer, with the conversation's internal id."""
        records = {i["public_id"]: i for i in self.items if i["sk"] == "STATE"}
        return {
            record["customer"]: fact | {"conversation": record["pk"].removeprefix("C#")}
            for fact in self.items
            if fact["pk"].startswith("W#")
            for record in [records[fact["conversation"]]]
        }

    def alerts(self, by: str, to: str | None = None) -> list[dict[str, Any]]:
        found = [i for i in self.items if i["sk"] == "ALERT" and i["by"] == by]
        return [i for i in found if to in {None, i["responder"]}]

    def in_doubt(self, to: str) -> list[dict[str, Any]]:
        """The SMS alerts to that responder whose outcome is unknown."""
        return [a for a in self.alerts("sms", to) if a["state"] == "in_doubt"]

    def writes_of_sms(self, to: str) -> list[Call]:
        """The notifier's writes of that responder's SMS alerts, in order."""
        ours = {"responder": {"S": to}, "by": {"S": "sms"}}
        puts = [c for c in self.calls if c.operation == "PutItem"]
        return [c for c in puts if ours.items() <= c.asked["Item"].items()]


def test_despite_faults_nothing_is_lost_and_no_alert_is_sent_twice(tmp_path):
    with deployed.deployed_stack(tmp_path) as stack:
        deployed.warm_up(stack)
        conversations = bad_day.conversations(datetime.now(UTC))
        with stack.proxy.failing():
            deployed.deliver(stack, conversations)
            assert deployed.until(
                lambda: deployed.has_every_reply(stack, conversations), within_s=60
            )
            deployed.check_until(
                stack, lambda: deployed.has_tried_every_alert(stack, conversations), within_s=50
            )
        in_faults = len(stack.proxy.calls)
        print(stack.proxy.table(), stack.webhooks, sep="\n")
        deployed.settle(stack)
        after = Aftermath(
            conversations=conversations,
            calls=list(stack.proxy.calls),
            in_faults=in_faults,
            items=stack.items(),
            sent=stack.sent_messages(),
        )
        every_kind_of_fault_happened(stack, after)
        every_message_is_stored_once(after)
        every_wait_is_correct(after)
        the_api_agrees(stack, after)
        every_email_alert_was_sent_once(after)
        every_sms_alert_was_sent_once_or_is_in_doubt(after)
        nothing_is_left_to_do(stack, after)
        assert deployed.requeue_all_alerts(stack) > 0
        assert stack.sent_messages() == after.sent


def every_kind_of_fault_happened(stack: DeployedStack, after: Aftermath) -> None:
    assert any(status >= 500 for status in stack.webhooks), stack.webhooks
    calls = after.calls[: after.in_faults]
    ours = [c for c in calls if c.operation not in {EMAIL, SMS}]
    happened = Counter(c.fault for c in ours)
    assert all(happened[fault] for fault in Fault), happened
    assert happened[None] < 0.9 * len(ours), happened
    cut_off = Counter(
        (c.operation, c.done)
        for c in after.calls
        if c.operation in {EMAIL, SMS} and c.fault in {Fault.RESET, *APPLIED}
    )
    assert all(cut_off[by, done] for by in (EMAIL, SMS) for done in (True, False)), cut_off


def every_message_is_stored_once(after: Aftermath) -> None:
    stored = Counter(i["message_id"] for i in after.items if i["sk"].startswith("M#"))
    assert stored == Counter(message.id for c in after.conversations for message in c.messages)
    assert not [i for i in after.items if i["pk"].startswith("Q#")]


def every_wait_is_correct(after: Aftermath) -> None:
    assert sum(i["pk"].startswith("W#") for i in after.items) == len(after.conversations)
    outcomes = {customer: wait["outcome"] for customer, wait in after.waits.items()}
    assert outcomes == {c.customer: "met" if c.reply else "open" for c in after.conversations}


def the_api_agrees(stack: DeployedStack, after: Aftermath) -> None:
    waiting = stack.api("/v1/waits?limit=200")["waits"]
    unanswered = [c.customer for c in after.conversations if not c.reply]
    assert sorted(c["customer"] for c in waiting) == sorted(unanswered)
    answered = len(after.conversations) - len(unanswered)
    expected = {
        "opened": len(after.conversations),
        "answered": answered,
        "met": answered,
        "late": 0,
    }
    expected |= {"open": len(unanswered), "overdue": len(unanswered), "dismissed": 0}
    expected |= {"withdrawn": 0, "sla_attainment": answered / len(after.conversations)}
    stats = stack.api("/v1/stats")
    assert {name: stats[name] for name in expected} == expected
    assert stats["response_s"]["p50"] == 3


def every_email_alert_was_sent_once(after: Aftermath) -> None:
    """An email quotes the question. Cleo's team gets one email for each SMS in doubt."""
    cleos = [who for who in PHONES if team(who) == CLEO]
    doubts = {a["conversation"] for who in cleos for a in after.in_doubt(who)}
    emails = [message for message in after.sent if message.channel == "email"]
    for c in after.conversations:
        wait = after.waits[c.customer]["conversation"]
        due = not c.reply and ("email" in CHANNELS_OF[c.team] or wait in doubts)
        recipients = [email.to for email in emails if c.question.text in email.text]
        assert recipients == ([f"{c.responder}@example.com"] if due else []), c
    accepted = [bad_day.alert_of(c) for c in after.calls if c.operation == EMAIL and c.done]
    alerts = after.alerts("email")
    assert sorted(accepted) == sorted(a["pk"].removeprefix("A#") for a in alerts)
    assert len(emails) == len(accepted)
    assert {a["state"] for a in alerts} == {"sent"}


def every_sms_alert_was_sent_once_or_is_in_doubt(after: Aftermath) -> None:
    """An SMS names no customer. The alert has the id that the provider returned.

    If the provider's response was lost, the SMS was sent and its alert is in doubt. If the write
    before the sending was in doubt, the SMS was not sent and its alert is in doubt. Neither is
    repeated.
    """
    for who, phone in PHONES.items():
        waits = [
            after.waits[c.customer]["conversation"]
            for c in after.conversations
            if c.responder == who and not c.reply
        ]
        alerts = after.alerts("sms", who)
        assert sorted(a["conversation"] for a in alerts) == sorted(waits)
        assert {a["state"] for a in alerts} <= {"sent", "in_doubt"}
        known = {a["provider_id"] for a in alerts if a["state"] == "sent"}
        doubts = after.in_doubt(who)
        assert len(known) + len(doubts) == len(waits)
        sent = [message.id for message in after.sent if message.to == phone]
        assert known <= set(sent)
        calls = [c for c in after.calls if c.operation == SMS and bad_day.recipient(c) == who]
        unknown = [c for c in calls if c.fault in DISTURBED - {Fault.THROTTLED}]
        sent_unknown = sum(c.done for c in unknown)
        slack = unrecorded(after, who)
        assert sent_unknown <= len(sent) - len(known) <= sent_unknown + slack
        causes = len(unknown) + unannounced(after, who)
        assert causes <= len(doubts) <= causes + slack


def unannounced(after: Aftermath, who: str) -> int:
    """The number of SMS alerts whose state `sending` was written although every response was lost:
    the notifier then does not send the SMS."""
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
    """The number of SMS alerts whose result the notifier could not store because all four attempts
    failed, which happens in about one run in a hundred. Each may be in doubt."""
    last = {c.asked["Item"]["pk"]["S"]: c for c in after.writes_of_sms(who)}
    return sum(c.fault in DISTURBED for c in last.values())


def nothing_is_left_to_do(stack: DeployedStack, after: Aftermath) -> None:
    assert not [i for i in after.items if "due_shard" in i]
    dead = stack.dead_letter_counts()
    assert len(dead) == 3
    assert not any(dead.values()), dead

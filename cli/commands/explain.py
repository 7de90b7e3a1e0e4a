"""`replywatch explain CONVERSATION`: the policy and deadline of each wait, and the reasons."""

import argparse
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from cli import stack
from cli.arguments import conversation_id
from cli.printing import counted, escape_controls, to_json
from shared.config.configuration import Configuration
from shared.conversation import customer_conversations, explanation, find_by_public_id
from shared.domain.calendars import Calendar
from shared.domain.durations import format_duration, format_exact
from shared.domain.opening_hours import Interval
from shared.domain.policies import Policy, Step
from shared.storage import schema

KINDS = {"first": "first reply", "next": "next reply", "follow_up": "follow-up"}
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

type Json = Mapping[str, Any]
"""A part of what the API answers."""


def add(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("conversation", type=conversation_id, help="a conversation id")
    parser.add_argument("--json", action="store_true", help="print the API's answer")
    stack.options(parser)


@stack.report_errors
def run(args: argparse.Namespace) -> int:
    """0; 2 if there is no such conversation."""
    table, configuration = stack.table(args), stack.configuration(args)
    now = stack.now()
    conversation = find_by_public_id.internal_id(table, args.conversation)
    record = (
        customer_conversations.find(table, schema.record_key(conversation), now)
        if conversation
        else None
    )
    if record is None:
        raise stack.conversation_missing(args.conversation)
    record = find_by_public_id.canonical(table, record, now) if record.links else record
    why = explanation.explain(table, configuration, record, now)
    one = explanation.conversation_to_json(table, configuration, record, now)
    if args.json:
        print(to_json(why, indent=2))
        return 0
    for line in lines(why, one, configuration):
        print(escape_controls(line))
    return 0


def lines(why: Json, one: Json, configuration: Configuration) -> Iterator[str]:
    """The explanation as lines of text."""
    yield str(why["conversation"])
    waits = list(zip(why["waits"], one["waits"], strict=True))
    for reason, wait in waits:
        yield ""
        yield from _wait(reason, wait, configuration)
    if not waits:
        yield ""
        yield "  No wait: no message here has a target."
    for message in one["messages"]:
        if message["direction"] == "in" and message["courtesy"]:
            yield f"  {message['id']}, {_at(message['at'])}, is a courtesy (“thanks!”)."


def _wait(reason: Json, wait: Json, configuration: Configuration) -> Iterator[str]:
    policy = configuration.policy_set.policy(reason["policy"])
    calendar = configuration.policy_set.calendars.get(reason["calendar"] or "")
    zone = calendar.zone if calendar else None
    yield f"  {KINDS[reason['kind']]}: {wait['outcome']}{', overdue' if wait['overdue'] else ''}"
    yield f"    opened    {_at(reason['opened_at'], zone)} by {reason['opened_by']}"
    yield f"    intents   {', '.join(reason['intents']) or 'none'}"
    yield f"    language  {reason['language'] or 'unknown'}"
    yield f"    policy    {reason['policy']}{_since(reason, policy)}"
    for rule in reason["rules"]:
        yield f"      {rule['policy']}: {rule['because'] or 'every condition matches'}"
    if not any(rule["matches"] for rule in reason["rules"]):
        yield "      no policy of the current configuration matches"
    yield f"    target    {format_exact(reason['target_s'])} of {_clock(reason)}"
    if calendar:
        yield f"    open      {_week(calendar)}; {counted(len(calendar.exceptions), 'exceptions')}"
    if reason["counted_from"] and reason["decided_by"] != reason["opened_by"]:
        yield f"    counted   from {_at(reason['counted_from'], zone)} by {reason['decided_by']}"
    yield f"    due       {_at(reason['due_at'], zone)}"
    yield from _steps(reason, policy, zone)
    if wait["closed_at"]:
        yield f"    {wait['outcome']:<10}{_at(wait['closed_at'], zone)}{_by(wait)}"


def _since(reason: Json, policy: Policy | None) -> str:
    if policy is None:
        return ", which is no longer configured"
    if reason["policy_changed_since"]:
        return ", which has changed since: this wait keeps its terms"
    return f" ({policy.source})" if policy.source else ""


def _clock(reason: Json) -> str:
    return (
        f"the hours of {reason['calendar']}" if reason["clock"] == "business" else "calendar time"
    )


def _steps(reason: Json, policy: Policy | None, zone: str | None) -> Iterator[str]:
    known = policy.steps if policy and not reason["policy_changed_since"] else ()
    for n, at in enumerate(reason["steps"]):
        words = _step(known[n]) if n < len(known) else "of the earlier configuration"
        yield f"    {'step':<10}{_at(at, zone)}  {words}"
    if not reason["steps"]:
        yield "    step      none: no one is notified"


def _step(step: Step) -> str:
    return f"{step.at}: {', '.join(step.notify) or 'no one'} by {' and '.join(step.by)}"


def _by(wait: Json) -> str:
    if wait["outcome"] == "dismissed":
        return f" by {wait['dismissed_by']}: {wait['reason']}"
    if wait["response_s"] is None:
        return ""
    side = "before" if wait["seconds_before_due"] >= 0 else "after"
    return (
        f" by {wait['closed_by']}, {format_duration(wait['response_s'])} after the opening,"
        f" {format_duration(abs(wait['seconds_before_due']))} {side} the deadline"
    )


def _at(text: str, zone: str | None = None) -> str:
    """In UTC, and in the time zone of the calendar, if there is one."""
    at = datetime.fromisoformat(text).astimezone(UTC)
    local = f" ({at.astimezone(ZoneInfo(zone)):%a %H:%M} in {zone})" if zone else ""
    return f"{at:%Y-%m-%d %H:%M:%S} UTC{local}"


def _week(calendar: Calendar) -> str:
    days = [
        f"{name} {', '.join(map(_hours, day))}"
        for name, day in zip(DAYS, calendar.week, strict=True)
        if day
    ]
    return "; ".join(days) or "on exception dates only"


def _hours(interval: Interval) -> str:
    start, end = interval
    end = end if end <= 1440 else end - 1440
    return f"{start // 60:02d}:{start % 60:02d}-{end // 60:02d}:{end % 60:02d}"

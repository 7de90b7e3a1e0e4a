"""`replywatch explain CONVERSATION`: which policy each wait is held to, and why; when it is due."""

import argparse
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from cli import stack
from cli.printing import escape_controls, to_json
from functions.api import conversations
from shared.config.configuration import Configuration
from shared.domain.calendars import Calendar, Interval
from shared.domain.durations import format_duration
from shared.domain.policies import Policy, Step

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

type Told = Mapping[str, Any]
"""What the API tells of something."""


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The command's options."""
    parser = subparsers.add_parser(
        "explain", help="which policy a conversation's waits are held to, and why"
    )
    parser.add_argument("conversation", help="its id, as the API tells it")
    parser.add_argument("--json", action="store_true", help="as the API answers")
    stack.options(parser)
    parser.set_defaults(command="explain")


@stack.report_errors
def run(args: argparse.Namespace) -> int:
    """0; 2 where there is no such conversation."""
    table, configuration = stack.table(args), stack.configuration(args)
    why = conversations.explain(table, configuration, args.conversation)
    one = conversations.one(table, configuration, args.conversation, stack.now())
    if why is None or one is None:
        raise stack.conversation_missing(args.conversation)
    if args.json:
        print(to_json(why, indent=2))
        return 0
    for line in lines(why, one, configuration):
        print(escape_controls(line))
    return 0


def lines(why: Told, one: Told, configuration: Configuration) -> Iterator[str]:
    """The same in words."""
    yield str(why["conversation"])
    waits = list(zip(why["waits"], one["waits"], strict=True))
    for told, wait in waits:
        yield ""
        yield from _wait(told, wait, configuration)
    if not waits:
        yield ""
        yield "  No wait: no customer's message here is held to anything."
    for message in one["messages"]:
        if message["direction"] == "in" and message["courtesy"]:
            yield f"  {message['id']}, {_at(message['at'])}, reads as a courtesy (“thanks!”)."


def _wait(told: Told, wait: Told, configuration: Configuration) -> Iterator[str]:
    policy = configuration.policy_set.policy(told["policy"])
    calendar = configuration.policy_set.calendars.get(told["calendar"] or "")
    zone = calendar.zone if calendar else None
    which = "first response" if told["kind"] == "first" else "further response"
    traits = [*told["intents"], told["language"] or "language unknown"]
    yield f"  {which}: {wait['outcome']}{', overdue' if wait['overdue'] else ''}"
    yield f"    opened    {_at(told['opened_at'], zone)} by {told['opened_by']}"
    yield f"    reads as  {', '.join(traits)}"
    yield f"    policy    {told['policy']}{_since(told, policy)}"
    for rule in told["rules"]:
        yield f"      {rule['policy']}: {rule['because'] or 'every condition holds'}"
    if not any(rule["matches"] for rule in told["rules"]):
        yield "      no policy that is configured now matches"
    yield f"    target    {format_duration(told['target_s'])} of {_clock(told)}"
    if calendar:
        yield f"    open      {_week(calendar)}; {len(calendar.exceptions)} dates differ"
    yield f"    due       {_at(told['due_at'], zone)}"
    yield from _steps(told, policy, zone, wait["outcome"])
    if wait["closed_at"]:
        yield f"    {wait['outcome']:<10}{_at(wait['closed_at'], zone)}{_by(wait)}"


def _since(told: Told, policy: Policy | None) -> str:
    if policy is None:
        return ", which is no longer configured"
    if told["policy_changed_since"]:
        return ", which was changed since: this wait keeps what it was opened with"
    return f" ({policy.source})" if policy.source else ""


def _clock(told: Told) -> str:
    return f"the hours of {told['calendar']}" if told["clock"] == "business" else "calendar time"


def _steps(told: Told, policy: Policy | None, zone: str | None, outcome: str) -> Iterator[str]:
    known = policy.steps if policy and not told["policy_changed_since"] else ()
    for n, at in enumerate(told["steps"]):
        words = _step(known[n]) if n < len(known) else "as it was configured then"
        yield f"    {'step':<10}{_at(at, zone)}  {words}"
    if not told["steps"]:
        yield "    step      none: nobody is told" + (" of it" if outcome == "open" else "")


def _step(step: Step) -> str:
    return f"{step.at}: {', '.join(step.notify) or 'nobody'} by {' and '.join(step.by)}"


def _by(wait: Told) -> str:
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
    """In UTC, and where there is a calendar, by its clocks too."""
    at = datetime.fromisoformat(text).astimezone(UTC)
    local = f" ({at.astimezone(ZoneInfo(zone)):%a %H:%M} in {zone})" if zone else ""
    return f"{at:%Y-%m-%d %H:%M:%S} UTC{local}"


def _week(calendar: Calendar) -> str:
    days = [
        f"{name} {', '.join(map(_hours, day))}"
        for name, day in zip(DAYS, calendar.week, strict=True)
        if day
    ]
    return "; ".join(days) or "on its own dates only"


def _hours(interval: Interval) -> str:
    start, end = interval
    end = end if end <= 1440 else end - 1440
    return f"{start // 60:02d}:{start % 60:02d}-{end // 60:02d}:{end % 60:02d}"

"""The API's answers and bodies as types. `openapi` makes the document of them; nothing imports them
at run time. The tests check every answer against that document.

Times are ISO 8601 in UTC, durations whole seconds, shares between 0 and 1."""

from typing import Literal, NotRequired, TypedDict

from shared.domain import alerts, events, fold, policies

type Share = float | None
type Time = str
type Surface = events.Surface
type WaitKind = policies.WaitKind
type Outcome = fold.Outcome
type Direction = Literal["in", "out"]
type AlertKind = alerts.Kind
type AlertState = alerts.State
type AlertEventName = alerts.Event
type NotificationChannel = policies.Medium


class Wait(TypedDict):
    """One wait's own facts. `id` names it in lists, conversations and events."""

    id: str
    kind: WaitKind
    outcome: Outcome
    opened_by: str | None
    opened_at: Time
    due_at: Time
    overdue: bool
    seconds_to_due: int | None
    policy: str
    closed_by: str | None
    closed_at: Time | None
    response_s: int | None
    business_response_s: int | None
    seconds_before_due: int | None
    first_reply_including_bots_s: int | None
    moved_to_private_at: Time | None
    intents: list[str]
    language: str | None
    agent: str | None
    dismissed_by: str | None
    reason: str | None


class PlacedWait(Wait):
    """A wait with its conversation and escalation."""

    conversation: str
    channel: str
    surface: Surface
    account: str
    customer: str | None
    permalink: str | None
    last_message_at: Time
    answerable_until: Time | None
    human_agent_until: Time | None
    acknowledged_by: str | None
    snoozed_until: Time | None
    escalated_early_reason: str | None
    escalation_steps_sent: int | None
    next_notification_at: Time | None


class ListedWait(PlacedWait):
    """A wait in a list; its customer's name and newest words only if they were asked for."""

    customer_name: NotRequired[str | None]
    excerpt: NotRequired[str | None]


class Waits(TypedDict):
    """A page of waits."""

    waits: list[ListedWait]
    next_cursor: str | None


class Message(TypedDict):
    """A message; its text only if it was asked for."""

    id: str
    at: Time
    direction: Direction
    automated: bool
    courtesy: bool
    deflection: bool
    dismissal: bool
    dismissed_at: Time | None
    """When somebody dismissed; `at` is right after the last message that was seen."""
    permalink: str | None
    deleted: bool
    intents: list[str]
    language: str | None
    text: NotRequired[str | None]


class AlertEvent(TypedDict):
    """What happened to an alert, and when."""

    event: AlertEventName
    at: Time


class Alert(TypedDict):
    """An alert, its times and its history."""

    id: str
    channel: str
    account: str
    wait: str | None
    kind: AlertKind
    policy: str | None
    step: int | None
    step_at: str | None
    opened_by: str
    responder: str
    by: NotificationChannel
    state: AlertState
    attempts: int
    claimed_at: Time | None
    sent_at: Time | None
    next_attempt_at: Time | None
    history: list[AlertEvent]


class ListedAlert(Alert):
    """An alert with the public id of its conversation, if that is still kept."""

    conversation: str | None


class Alerts(TypedDict):
    """A page of alerts."""

    alerts: list[ListedAlert]
    next_cursor: str | None


class Owner(TypedDict):
    """Who has the open wait since when, and who gave it to them."""

    name: str
    since: Time | None
    handed_over_by: str | None


class PastOwner(TypedDict):
    """Who had the open wait before, from when until when."""

    name: str
    since: Time
    until: Time
    handed_over_by: str | None


class Conversation(TypedDict):
    """A page of one conversation."""

    conversation: str
    channel: str
    surface: Surface
    account: str
    customer: str | None
    open_wait: ListedWait | None
    owner: Owner | None
    previous_owners: list[PastOwner]
    waits: list[Wait]
    messages: list[Message]
    alerts: list[Alert]
    next_cursor: str | None


class Rule(TypedDict):
    """Whether a policy matches, and which condition failed."""

    policy: str
    matches: bool
    because: str | None


class ExplainedWait(TypedDict):
    """Why a wait is due when it is."""

    id: str
    opened_by: str
    opened_at: Time
    decided_by: str
    counted_from: Time | None
    """When the deciding message was written; null if that is not kept, on a business clock."""
    kind: WaitKind
    policy: str
    policy_changed_since: bool
    clock: str
    calendar: str | None
    target_s: int
    due_at: Time
    steps: list[Time]
    rules: list[Rule]
    intents: list[str]
    language: str | None


class Explanation(TypedDict):
    """Why the waits of a page are due when they are."""

    conversation: str
    waits: list[ExplainedWait]
    next_cursor: str | None


class Acknowledgement(TypedDict, total=False):
    """Which wait is meant."""

    opened_by: str | None


class Snooze(Acknowledgement, total=False):
    """Either `until` or `duration_s`."""

    until: Time | None
    duration_s: int | None


class HandOver(Acknowledgement):
    """To which responder."""

    to: str


class Dismissal(Acknowledgement):
    """Why, and what its author has seen."""

    reason: str
    seen_until: NotRequired[Time | None]


class Nothing(TypedDict):
    """An empty object."""


class Owned(TypedDict):
    """The wait after an action on its ownership."""

    conversation: str
    open_wait: ListedWait


class Dismissed(TypedDict):
    """What was dismissed."""

    conversation: str
    opened_by: str
    dismissed_at: Time


class Reopened(TypedDict):
    """What was reopened."""

    conversation: str
    reopened_at: Time


class Percentiles(TypedDict):
    """Seconds; null without a reply."""

    p50: float | None
    p75: float | None
    p90: float | None
    p95: float | None
    p99: float | None


class Within(TypedDict):
    """How many were answered within a time."""

    threshold_s: int
    count: int
    share: Share


class Bounds(TypedDict):
    """Bounds of a share."""

    low: Share
    high: Share


class Unanswered(TypedDict):
    """The share without a reply within the horizon."""

    horizon_s: int
    of: int
    share: Share


class Figures(TypedDict):
    """Counts, shares and percentiles."""

    opened: int
    answered: int
    met: int
    late: int
    open: int
    overdue: int
    breached: int
    dismissed: int
    withdrawn: int
    sla_attainment: Share
    share_unanswered: Share
    response_s: Percentiles
    business_response_s: Percentiles
    first_reply_including_bots_s: Percentiles
    answered_within: list[Within]
    expectation_met: Bounds
    unanswered_after: Unanswered


class Grouped(Figures):
    """The figures of one combination of the values by which they are grouped."""

    channel: NotRequired[str]
    account: NotRequired[str]
    surface: NotRequired[str]
    kind: NotRequired[str]
    policy: NotRequired[str]
    intent: NotRequired[str]


Period = TypedDict("Period", {"from": Time, "to": Time})
"""The period that the answer covers: from `from` up to, but not including, `to`."""


class PeriodFigures(Period, Figures):
    """The figures of a period."""

    groups: NotRequired[list[Grouped]]


class IntervalFigures(PeriodFigures):
    """The figures of an interval. `complete`: it is over, and the period does not cut it."""

    complete: bool


class Statistics(PeriodFigures):
    """The figures of the period that was asked for."""

    zone: str
    intervals: NotRequired[list[IntervalFigures]]
    previous: NotRequired[PeriodFigures]


class HourOfWeek(TypedDict):
    """Weekday 1 is Monday."""

    weekday: int
    hour: int
    opened: int
    breached: int


class Week(Period):
    """Hours of the week with at least one wait."""

    zone: str
    hours: list[HourOfWeek]


class Channel(TypedDict):
    """An account, and whether its messages still arrive."""

    channel: str
    account: str
    name: str
    last_message_at: Time | None
    silence_s: int | None
    usual_waits_per_hour: float | None
    usual_waits_in_silence: float | None
    silent: bool | None
    quarantined: int


class Quarantined(TypedDict):
    """What was quarantined in the last 24 hours."""

    since: Time
    count: int
    by_reason: dict[str, int]


class Channels(TypedDict):
    """All accounts."""

    channels: list[Channel]
    quarantined: Quarantined


class OnCall(TypedDict):
    """Who is on call until a time; null: nothing changes within 60 days. `absent` are those who are
    absent when it begins: they are not notified."""

    responders: list[str]
    absent: list[str]
    to: Time | None


OnCallNext = TypedDict(
    "OnCallNext",
    {"from": Time, "responders": list[str], "absent": list[str], "to": Time | None},
)
"""The same, of the time after that."""


class Rotation(TypedDict):
    """A rotation; null: nobody else is on call within 60 days. `gaps` are the times of the next
    seven days in which nobody is on call, or only people who are absent."""

    name: str
    zone: str
    now: OnCall
    next: OnCallNext | None
    gaps: list[Period]


class Rotations(TypedDict):
    """All rotations, and who is notified if nobody is left whom a step names."""

    rotations: list[Rotation]
    backup: list[str]


class Account(TypedDict):
    """An account of `replywatch.toml`. Only the channel of an adapter has a name there."""

    channel: str
    channel_name: str | None
    id: str
    name: str
    zone: str


class Policy(TypedDict):
    """A policy and its targets, in seconds of its clock."""

    name: str
    clock: str
    first_response_s: int | None
    next_response_s: int | None
    follow_up_s: int | None


class Configuration(TypedDict):
    """What clients choose from."""

    brand: str
    accounts: list[Account]
    policies: list[Policy]
    responders: list[str]
    absent: list[str]
    """Those of the responders who are absent now."""


class Health(TypedDict):
    """The API is up."""

    status: Literal["ok"]


class Problem(TypedDict):
    """Problem details (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    field: NotRequired[str]
    request_id: NotRequired[str]

"""The tables and keys of `replywatch.toml`, as pydantic models.

docs/configuration.md explains each key. Docstrings and descriptions go into the JSON Schema.
"""

from typing import Annotated, Literal, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
)

from shared.config import policy_times
from shared.config.configuration import QUARANTINE_DAYS, TEXT_DAYS
from shared.config.file_types import (
    AlertLanguage,
    BedrockModel,
    ChannelName,
    Day,
    Duration,
    Email,
    EntryName,
    HttpsAddress,
    Id,
    LocalTime,
    MessageLanguage,
    Name,
    NameReference,
    NewChannel,
    Phone,
    PolicyDuration,
    StepTimeText,
    Target,
    TimeOfDay,
    Username,
    Weekdays,
    WindowStepTimeText,
    Zone,
)
from shared.domain.fold import SILENCE_S
from shared.domain.policies import Medium

MAX_CROWD = 200
"""How many of a thread's customers are counted. A larger crowd would never be noticed."""


class Table(BaseModel):
    """A table of the file. An unknown key is a mistake."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


class BrandTable(Table):
    """The brand whose customers write."""

    name: str = Field(min_length=1, max_length=80)
    mail_from: Email
    reply_to: Email | None = Field(
        default=None, description="Where answers to alerts by email go; left out: to mail_from."
    )
    dashboard_url: str | None = Field(default=None, pattern=r"^https?://[^\s/]+\S*$")


class ChannelTable(Table):
    """A channel that is not built in. An adapter sends its messages to `POST /v1/messages`."""

    name: str = Field(min_length=1, max_length=40)


class AccountTable(Table):
    """An account of the brand. The id of a Page serves both `facebook` and `messenger`."""

    channel: ChannelName
    id: Id
    name: str = ""
    zone: Zone = "UTC"
    phone: Phone | None = None
    username: Username | None = None
    inbox: HttpsAddress | None = None


class QuietHoursTable(Table):
    """Hours in which a responder is notified only of what is urgent, in the responder's zone."""

    days: Weekdays = Field(default="mon-sun", description="The days on which they begin.")
    start: TimeOfDay = Field(alias="from")
    end: TimeOfDay = Field(alias="to")


class AbsenceTable(Table):
    """The first and the last day on which a responder is away."""

    first: Day = Field(alias="from")
    last: Day = Field(alias="to")


class ResponderTable(Table):
    """A person whom alerts notify."""

    name: Name
    email: Email | None = None
    phone: Phone | None = None
    slack: EntryName | None = None
    pagerduty: EntryName | None = None
    webhook: EntryName | None = None
    channels: tuple[Medium, ...] = ()
    zone: Zone | None = None
    language: AlertLanguage = "en"
    quiet_hours: tuple[QuietHoursTable, ...] = ()
    absent: tuple[AbsenceTable, ...] = ()


class OverrideTable(Table):
    """Somebody else is on call for some time; local times of the rotation's zone."""

    start: LocalTime = Field(alias="from")
    end: LocalTime = Field(alias="to")
    person: NameReference


class RotationTable(Table):
    """Responders who are on call in turn: each for a week, or as an ICS file says."""

    zone: Zone = "UTC"
    people: tuple[NameReference, ...] = ()
    starts: LocalTime | None = Field(
        default=None, description="When the first person takes over; local time of the zone."
    )
    ics: str | None = Field(
        default=None,
        description="An ICS file of shifts, in the folder of this file. The summary of each event "
        "is the name of a responder.",
    )
    overrides: tuple[OverrideTable, ...] = ()


class HolidayTable(Table):
    """The public holidays of a country and, where they differ, of a region."""

    country: str
    region: str | None = Field(
        default=None, min_length=1, description='"none": only the holidays of the whole country.'
    )


class CalendarTable(Table):
    """Business hours: each day `"09:00-12:30, 13:00-18:00"`, `"22:00-06:00"` or `"closed"`."""

    zone: Zone
    monday: str = "closed"
    tuesday: str = "closed"
    wednesday: str = "closed"
    thursday: str = "closed"
    friday: str = "closed"
    saturday: str = "closed"
    sunday: str = "closed"
    holidays: HolidayTable | None = None
    ics: str | None = Field(
        default=None, description="An ICS file of closed days, in the folder of this file."
    )
    ics_free: StrictBool | None = Field(
        default=None, description="Whether events that are marked as free close their days, too."
    )
    dates: dict[Day, str] = Field(
        default_factory=dict, description="The hours of single dates, instead of the usual ones."
    )


class WindowStepTable(Table):
    """A warning before the platform's reply window closes: when, to whom and by which channels."""

    at: WindowStepTimeText
    notify: tuple[NameReference, ...] = Field(
        default=(), description="Names of responders and rotations; left out: every responder."
    )
    urgent: StrictBool = Field(
        default=False, description="Whether it notifies in quiet hours, too."
    )
    by: tuple[Medium, ...] = get_args(Medium)


class StepTable(WindowStepTable):
    """An escalation step: when it fires, whom it notifies and by which channels."""

    at: StepTimeText


Step = Annotated[
    StepTable, BeforeValidator(policy_times.as_step, json_schema_input_type=str | StepTable)
]
WindowStep = Annotated[
    WindowStepTable,
    BeforeValidator(policy_times.as_step, json_schema_input_type=str | WindowStepTable),
]


class CrowdTable(Table):
    """A number of customers in one public thread within a time: their waits escalate early."""

    customers: StrictInt = Field(ge=2, le=MAX_CROWD)
    within: Duration = 3600


class PolicyTable(Table):
    """A target for messages that match its conditions. The first policy that matches applies."""

    name: Name
    channels: tuple[ChannelName, ...] = ()
    surfaces: tuple[Literal["public", "private"], ...] = ()
    accounts: tuple[str, ...] = ()
    intents: tuple[Literal["help", "complaint", "praise", "sharing"], ...] = ()
    languages: tuple[MessageLanguage, ...] = ()
    reach_at_least: StrictInt | None = Field(default=None, ge=1, le=10**12)
    first_response: Target
    next_response: Target | None = None
    follow_up: Target = Field(
        default="none", description='The target after a holding reply: "we are looking into it".'
    )
    clock: Literal["calendar", "business"] = "calendar"
    calendar: NameReference | None = None
    courtesy: StrictBool = True
    bot_closes: StrictBool = False
    steps: tuple[Step, ...] = (StepTable(at="due"),)
    window_steps: tuple[WindowStep, ...] = Field(
        default=(), description="Warnings before the platform's reply window closes."
    )
    repeat_every: PolicyDuration | None = None
    repeat_times: StrictInt = Field(default=0, ge=0, le=5)
    crowd: CrowdTable | None = None
    source: str = ""
    shadow: StrictBool = Field(default=False, description="Whether it never takes effect.")


class IntentTable(Table):
    """A second opinion on what customers' messages say, by a language model. Both keys or none."""

    second_opinion: Literal["bedrock"] | None = None
    model: BedrockModel | None = Field(
        default=None, description="The id of a model, or of a cross-Region inference profile."
    )


class AutomatedTable(Table):
    """Apps whose replies are automated, by the id or name that the platform reports."""

    apps: tuple[str, ...] = ()


class PrivacyTable(Table):
    """What is stored for how long, and what an email shows."""

    excerpt: StrictBool = True
    names: StrictBool = True
    text_days: StrictInt = Field(default=TEXT_DAYS, ge=1, le=36_500)
    quarantine_days: StrictInt = Field(default=QUARANTINE_DAYS, ge=1, le=90)


class AlertTable(Table):
    """Limits on alerts, and who is notified if a step reaches nobody."""

    sms_per_hour: StrictInt = Field(default=20, ge=0, le=1_000_000)
    sms_per_month: StrictInt = Field(default=0, ge=0, le=1_000_000_000)
    backup: tuple[NameReference, ...] = Field(
        default=(), description="Who is notified if nobody whom a step names is on call."
    )


class SegmentTable(Table):
    """After this silence the next response of a conversation counts as a first one again."""

    silence: Duration = SILENCE_S


class EventsTable(Table):
    """Where changes of waits and alerts are published for other programs."""

    bus: Annotated[str, Field(pattern=r"^[A-Za-z0-9._/-]{1,256}$")] | None = None
    """The name of an event bus of EventBridge: `default`, or one that exists."""


class File(Table):
    """replywatch.toml"""

    brand: BrandTable
    channels: dict[NewChannel, ChannelTable] = Field(default_factory=dict)
    accounts: tuple[AccountTable, ...] = Field(min_length=1)
    responders: tuple[ResponderTable, ...] = ()
    rotations: dict[Name, RotationTable] = Field(default_factory=dict)
    calendars: dict[Name, CalendarTable] = Field(default_factory=dict)
    policies: tuple[PolicyTable, ...] = ()
    default_policies: StrictBool = True
    intents: IntentTable = IntentTable()
    automated: AutomatedTable = AutomatedTable()
    alerts: AlertTable = AlertTable()
    privacy: PrivacyTable = PrivacyTable()
    segments: SegmentTable = SegmentTable()
    events: EventsTable = EventsTable()


TABLES: dict[str, type[Table]] = {
    "brand": BrandTable,
    "channels": ChannelTable,
    "accounts": AccountTable,
    "responders": ResponderTable,
    "quiet_hours": QuietHoursTable,
    "absent": AbsenceTable,
    "rotations": RotationTable,
    "overrides": OverrideTable,
    "calendars": CalendarTable,
    "holidays": HolidayTable,
    "policies": PolicyTable,
    "steps": StepTable,
    "window_steps": WindowStepTable,
    "crowd": CrowdTable,
    "intents": IntentTable,
    "automated": AutomatedTable,
    "alerts": AlertTable,
    "privacy": PrivacyTable,
    "segments": SegmentTable,
    "events": EventsTable,
}
"""The model of each table, by its key."""

"""The types of the values in `replywatch.toml`: what each accepts, as pydantic and JSON Schema."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from shared.config import file_values, policy_times
from shared.config.working_days import WorkingDays
from shared.domain.durations import parse_duration
from shared.domain.events import CHANNELS
from shared.wording import phrases

_DURATION_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"type": "string", "pattern": r"^(\d+[smhdw]\s*)+$"},
        {"type": "integer", "minimum": 1},
    ]
}
_POLICY_DURATION_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"type": "string", "pattern": r"^((\d+[smhdw]\s*)+|\d+ working days?)$"},
        {"type": "integer", "minimum": 1},
    ]
}

Duration = Annotated[int, BeforeValidator(parse_duration), WithJsonSchema(_DURATION_SCHEMA)]
PolicyDuration = Annotated[
    int | WorkingDays,
    BeforeValidator(policy_times.parse_policy_duration),
    WithJsonSchema(_POLICY_DURATION_SCHEMA),
]
Target = Annotated[
    int | WorkingDays | Literal["none"],
    BeforeValidator(policy_times.parse_target),
    WithJsonSchema({"anyOf": [*_POLICY_DURATION_SCHEMA["anyOf"], {"const": "none"}]}),
]
Zone = Annotated[str, AfterValidator(file_values.check_zone)]
Email = Annotated[str, AfterValidator(file_values.check_email)]
Phone = Annotated[str, AfterValidator(file_values.check_phone)]
Username = Annotated[
    str,
    AfterValidator(file_values.parse_username),
    WithJsonSchema({"type": "string", "pattern": file_values.USERNAME}),
]
if TYPE_CHECKING:
    type AlertLanguage = str
else:
    AlertLanguage = Literal[phrases.languages()]
EntryName = Annotated[
    str,
    AfterValidator(file_values.check_entry_name),
    WithJsonSchema({"type": "string", "pattern": file_values.ENTRY_NAME}),
]
HttpsAddress = Annotated[
    str,
    AfterValidator(file_values.check_https),
    Field(max_length=500),
    WithJsonSchema({"type": "string", "pattern": f"^{file_values.HTTPS}$", "maxLength": 500}),
]
BedrockModel = Annotated[
    str,
    AfterValidator(file_values.check_model),
    WithJsonSchema({"type": "string", "pattern": file_values.MODEL}),
]
Weekdays = Annotated[str, AfterValidator(file_values.check_weekdays)]
TimeOfDay = Annotated[str, AfterValidator(file_values.check_time_of_day)]
MessageLanguage = Annotated[str, AfterValidator(file_values.check_message_language)]
WindowStepTimeText = Annotated[str, BeforeValidator(policy_times.check_window_step_time)]
StepTimeText = Annotated[str, BeforeValidator(policy_times.check_step_time)]
Day = Annotated[date, BeforeValidator(file_values.parse_day)]
LocalTime = Annotated[datetime, BeforeValidator(file_values.parse_local_time)]
Name = Annotated[str, AfterValidator(file_values.check_name), Field(max_length=64)]
NameReference = Annotated[str, AfterValidator(file_values.normalised)]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$")]
_CHANNEL_SCHEMA: dict[str, Any] = {"type": "string", "pattern": "^[a-z][a-z0-9]{0,31}$"}
NewChannel = Annotated[
    str, AfterValidator(file_values.check_channel), WithJsonSchema(_CHANNEL_SCHEMA)
]
ChannelName = Annotated[
    str, WithJsonSchema({"anyOf": [{"enum": list(CHANNELS)}, _CHANNEL_SCHEMA]})
]  # `file_checks` knows which channels the file defines

"""What is wrong with the values of settings. AWS would refuse most of it minutes later, in the
middle of a deployment."""

import math
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from shared.config.file_values import check_email

if TYPE_CHECKING:
    from infra.settings import Settings

_TOGETHER = (
    ("domain", "certificate_arn"),
    ("jwt_issuer", "jwt_audience"),
    ("table_name", "table_stream_arn"),
)

MAX_SILENCE_HOURS = 168
"""CloudWatch looks back seven days at most."""

MAX_RATE = 10_000
_ROLLOUTS = ("canary", "linear", "all_at_once")

MAX_TAGS = 45
"""AWS allows 50 on a resource. The CDK and CloudFormation add their own."""

_QUALIFIER = re.compile(r"[A-Za-z0-9_-]{1,10}")
"""As the CDK's bootstrap template takes it."""

_POLICY = re.compile(r"[A-Za-z0-9_+=,.@/-]{1,512}")
"""The name of a policy, with its path:
https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html"""

_TAG = re.compile(r"[\w\s.:/=+@-]*")
"""The characters of a tag:
https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html"""

_CERTIFICATE = re.compile(r"arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate/\S+")
_STREAM = re.compile(r"arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:\d{12}:table/\S+/stream/\S+")
_ISSUER = re.compile(r"https://[^\s/?#]+[^\s?#]*")
_ORIGINATION = re.compile(
    r"arn:aws[a-z-]*:sms-voice:[a-z0-9-]+:\d{12}:(phone-number|pool|sender-id)/[A-Za-z0-9_/-]+"
)

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?=.{{1,253}}$){_LABEL}(?:\.{_LABEL})*")
_ORIGIN = re.compile(r"(https?)://([^:/]*)(?::([1-9][0-9]{0,4}))?")
_OWN_HOSTS = ("localhost", "127.0.0.1")
"""A browser's own machine: only there is a page without TLS as safe as one with it."""
_USUAL_PORTS = {"https": 443, "http": 80}
MAX_PORT = 65_535


def problems(settings: "Settings") -> Iterator[str]:
    """A text for each setting that is wrong: its name, what is expected, and what is there."""
    for one, other in _TOGETHER:
        if (getattr(settings, one) is None) != (getattr(settings, other) is None):
            yield f"{one} and {other}: expected both or neither"
    for name, pattern, expected in (
        ("qualifier", _QUALIFIER, "1 to 10 letters, digits, hyphens and underscores"),
        ("permissions_boundary", _POLICY, "the name of an IAM policy, not its ARN"),
        ("certificate_arn", _CERTIFICATE, "the ARN of a certificate of ACM"),
        ("table_stream_arn", _STREAM, "the ARN of a stream of DynamoDB"),
        ("jwt_issuer", _ISSUER, "an address with https"),
        (
            "sms_origination",
            _ORIGINATION,
            "the ARN of a phone number, pool or sender id of AWS End User Messaging",
        ),
    ):
        value = getattr(settings, name)
        if value is not None and not pattern.fullmatch(value):
            yield f"{name}: expected {expected}, got {value!r}"
    yield from _of_numbers(settings)
    if settings.sms_replies and ":sender-id/" in (settings.sms_origination or ":sender-id/"):
        yield (
            "sms_replies: expected sms_origination to be a phone number or pool: a sender id takes "
            "no replies"
        )
    if settings.rollout not in _ROLLOUTS:
        yield f"rollout: expected one of {', '.join(_ROLLOUTS)}, got {settings.rollout!r}"
    if settings.jwt_audience and not all(settings.audiences):
        yield f"jwt_audience: expected audiences separated by commas, got {settings.jwt_audience!r}"
    for origin in settings.allowed_origins:
        yield from _of_origin(origin)
    if settings.domain and not ("." in settings.domain and _HOST.fullmatch(settings.domain)):
        yield (
            "domain: expected a host name such as replywatch.example.com, in lower case and "
            f"without https://, got {settings.domain!r}"
        )
    table = f":table/{settings.table_name}/stream/"
    if settings.table_stream_arn and table not in settings.table_stream_arn:
        yield (
            f"table_stream_arn: expected the stream of {settings.table_name}, whose ARN contains "
            f"{table}, got {settings.table_stream_arn!r}"
        )
    yield from _of_alarm_email(settings.alarm_email)
    yield from _of_tags(settings)


def elsewhere(settings: "Settings", *, account: str | None, region: str | None) -> Iterator[str]:
    """A text for each ARN of another region or account than the deployment's. None: not known."""
    for name in ("certificate_arn", "table_stream_arn", "sms_origination"):
        if (arn := getattr(settings, name)) is None:
            continue
        of_region, of_account = arn.split(":")[3:5]
        if region is not None and of_region != region:
            yield f"{name}: expected an ARN of the deployment's region, {region}, got {arn!r}"
        # A phone number, pool or sender id can be shared with another account.
        if account is not None and of_account != account and name != "sms_origination":
            yield f"{name}: expected an ARN of the deployment's account, {account}, got {arn!r}"


def _of_numbers(settings: "Settings") -> Iterator[str]:
    for name in ("webhook_rate", "api_rate"):
        if not 1 <= getattr(settings, name) <= MAX_RATE:
            yield f"{name}: expected 1 to {MAX_RATE:,} requests per second"
    for channel, hours in settings.silent_after_hours.items():
        if not 0 <= hours <= MAX_SILENCE_HOURS:
            yield f"silent_after_hours.{channel}: expected 0 to {MAX_SILENCE_HOURS} hours"
    if settings.provisioned < 0:
        yield "provisioned: expected 0 or more environments"
    if not 0 < settings.sms_spend_alarm_usd < math.inf:
        yield "sms_spend_alarm_usd: expected more than 0 US dollars"


def _of_origin(origin: str) -> Iterator[str]:
    """Browsers send an origin in lower case, and without the usual port."""
    found = _ORIGIN.fullmatch(origin)
    if found is None or not _HOST.fullmatch(found[2]):
        yield (
            "cors_origins: expected origins such as https://figures.example.com, with "
            f"commas, in lower case and without a path, got {origin!r}"
        )
        return
    scheme, host, port = found.groups()
    if scheme == "http" and host not in _OWN_HOSTS:
        yield f"cors_origins: expected https, or http://localhost for development, got {origin!r}"
    if port and (int(port) > MAX_PORT or int(port) == _USUAL_PORTS[scheme]):
        yield (
            f"cors_origins: expected a port of at most {MAX_PORT}, and none where it is the usual "
            f"one, as browsers write origins, got {origin!r}"
        )


def _of_alarm_email(address: str | None) -> Iterator[str]:
    try:
        if address is not None:
            check_email(address)
    except ValueError:
        yield f"alarm_email: expected one address such as ops@example.com, got {address!r}"


def _of_tags(settings: "Settings") -> Iterator[str]:
    if len(settings.tags) > MAX_TAGS:
        yield f"tags: expected at most {MAX_TAGS}, got {len(settings.tags)}"
    for name, value in settings.tags.items():
        if not 1 <= len(name) <= 128 or len(value) > 256:
            expected = "a name of 1 to 128 characters and a value of up to 256"
            yield f"tags: expected {expected}, got {name!r}"
        elif name.lower().startswith("aws:"):
            yield f"tags: expected a name that does not begin with aws:, got {name!r}"
        elif not (_TAG.fullmatch(name) and _TAG.fullmatch(value)):
            yield f"tags: expected letters, digits, spaces and _ . : / = + - @, got {name}={value}"

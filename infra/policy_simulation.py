"""Decides with an IAM policy simulator whether the deployed roles allow what the table says.

`python -m infra.policy_simulation build/cdk.production build/cdk.everything`: the templates are
read, the cases follow from `permissions.PERMISSIONS`, and node decides them, without a network. For
each function:

- each action on each resource of its rows is allowed;
- each other action of the resource's service is denied, on every resource of the table;
- each action of its rows is denied on another resource of the same kind.

A request that cannot be (an action that does not exist, or that knows no such resource) is not
allowed, so a row that asks for one is noticed.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from infra import everything
from infra.permissions import PERMISSIONS, Resource
from infra.settings import ROOT
from infra.template_values import ACCOUNT, REGION, STREAM, Values
from shared.storage import schema

_NAMELESS = {Resource.ALL_STREAMS, Resource.PHONES}
"""Have no ARN."""

_NOT_IN_THE_STACK = {
    Resource.SMS_ORIGINATION, Resource.EVENT_BUS, Resource.MODEL, Resource.PROFILE_MODEL,
}  # fmt: skip
"""Operators name these in settings or configuration. They are asked about where they are given."""

_HERE = f"{REGION}:{ACCOUNT}"
_PROFILE = f"arn:aws:bedrock:{_HERE}:inference-profile/{everything.MODEL}"
OF_EVERYTHING: Mapping[Resource, str] = {
    Resource.SMS_ORIGINATION: str(everything.SETTINGS.sms_origination),
    Resource.EVENT_BUS: f"arn:aws:events:{_HERE}:event-bus/default",
    Resource.MODEL: _PROFILE,
    # The profile sends a request to any of its Regions.
    Resource.PROFILE_MODEL: (
        f"arn:aws:bedrock:eu-west-3::foundation-model/{everything.MODEL.removeprefix('eu.')}"
    ),
}
"""What the stage of `infra/everything.py` names."""

_SCRIPT = Path(__file__).with_suffix(".mjs")


class Case(NamedTuple):
    """A request, and whether the role of the function should allow it."""

    function: str
    action: str
    resource: str
    is_allowed: bool
    context: Mapping[str, str] = {}


PLACES: Mapping[Resource, tuple[str, str, str]] = {
    **{
        resource: ("StorageTable", "AWS::DynamoDB::Table", end)
        for resource, end in {
            Resource.TABLE: "",
            Resource.DUE_INDEX: f"/index/{schema.DUE_INDEX}",
            Resource.PUBLIC_INDEX: f"/index/{schema.PUBLIC_INDEX}",
            Resource.ALERTS_INDEX: f"/index/{schema.ALERTS_INDEX}",
            Resource.WAITING_INDEX: f"/index/{schema.WAITING_INDEX}",
            Resource.STREAM: STREAM,
        }.items()
    },
    Resource.STREAM_DEAD_LETTERS: ("StorageStreamDeadLetters", "AWS::SQS::Queue", ""),
    Resource.ALERTS: ("AlertingAlertsB", "AWS::SQS::Queue", ""),
    Resource.DELIVERY_DEAD_LETTERS: ("AlertingDeliveryDeadLetters", "AWS::SQS::Queue", ""),
    Resource.WEBHOOK_SECRET: ("SecretsWebhook", "AWS::SecretsManager::Secret", ""),
    Resource.API_SECRET: ("SecretsApi", "AWS::SecretsManager::Secret", ""),
    Resource.CHANNELS_SECRET: ("SecretsChannels", "AWS::SecretsManager::Secret", ""),
    Resource.EVENTS: ("EventsQueue", "AWS::SQS::Queue", ""),
    Resource.SMS_SETTINGS: ("AlertingTexts", "AWS::SMSVOICE::ConfigurationSet", ""),
}
"""By resource: how its logical id begins, its type, and what follows the ARN of the resource with
that id."""

_OPTIONAL = {Resource.CHANNELS_SECRET, Resource.EVENTS, Resource.SMS_SETTINGS}
"""Only some stages have these."""


def main(folders: Sequence[str]) -> int:
    """0 if every case is decided as the table says; 1, with the cases, if not."""
    asked, wrong = 0, list[str]()
    for file in (f for folder in folders for f in Path(folder).glob("*.template.json")):
        if file.name.endswith("-Operations.template.json"):  # it has no functions
            continue
        resources = json.loads(file.read_text("utf-8"))["Resources"]
        is_everything = file.name == f"ReplyWatch-{everything.STAGE}.template.json"
        more, different = differences(resources, OF_EVERYTHING if is_everything else {})
        asked, wrong = asked + more, wrong + different
    print("\n".join(wrong) or f"{asked} requests are decided as the table says")
    return int(bool(wrong) or not asked)


def differences(
    resources: Mapping[str, Any], named: Mapping[Resource, str] = MappingProxyType({})
) -> tuple[int, list[str]]:
    """How many requests were decided, and those that were not decided as the table says. `named`
    are the ARNs of what the stack uses and does not make."""
    values = Values(resources)
    found = list(cases(values, mail_from(resources), named))
    wrong = [
        f"{case.function}: {case.action} on {case.resource}: {decision}"
        for case, decision in zip(found, decide(found, values), strict=True)
        if (decision == "Allowed") != case.is_allowed
    ]
    return len(found), wrong


def absent(values: Values, named: Mapping[Resource, str]) -> set[Resource]:
    """What the stage does not have, and what it has that is not given in `named`."""
    found = {r for r in _OPTIONAL if not values.has(*PLACES[r][:2])}
    found |= _NOT_IN_THE_STACK - named.keys()
    # End User Messaging sends text messages, or SNS.
    texts = values.has(*PLACES[Resource.SMS_SETTINGS][:2])
    return found | ({Resource.PHONES} if texts else set())


def cases(values: Values, sender: str, named: Mapping[Resource, str]) -> Iterator[Case]:
    """What to ask, for every function."""
    skipped = absent(values, named)
    for function, rows in PERMISSIONS.items():
        own = {(r, action) for r, actions in rows.items() for action in actions}
        for resource, action in sorted(_everything()):
            if resource in skipped:
                continue
            arn, context = _request(resource, values, sender, named)
            yield Case(function, action, arn, (resource, action) in own, context)
            if (resource, action) in own:
                yield from _elsewhere(function, resource, action, arn, context)


def _everything() -> set[tuple[Resource, str]]:
    """Each resource with all actions of its service that any function uses."""
    granted = {
        (r, action)
        for rows in PERMISSIONS.values()
        for r, actions in rows.items()
        for action in actions
    }
    return granted | {
        (resource, action)
        for resource, of in granted
        for _, action in granted
        if resource not in _NAMELESS and action.partition(":")[0] == of.partition(":")[0]
    }


def _request(
    resource: Resource, values: Values, sender: str, named: Mapping[Resource, str]
) -> tuple[str, dict[str, str]]:
    """The ARN that the call names, and what AWS adds to the request."""
    if resource is Resource.PROFILE_MODEL:
        return named[resource], {"bedrock:InferenceProfileArn": named[Resource.MODEL]}
    if resource in named:
        return named[resource], {}
    if resource in _NAMELESS:
        return "*", {}
    if resource is Resource.SENDER:
        return f"arn:aws:ses:{REGION}:{ACCOUNT}:identity/{sender}", {"ses:FromAddress": sender}
    if resource is Resource.MAIL_SETTINGS:
        name = values.named("AlertingMail", "AWS::SES::ConfigurationSet")
        return f"arn:aws:ses:{REGION}:{ACCOUNT}:configuration-set/{name}", {}
    start, kind, end = PLACES[resource]
    return values.arn(values.named(start, kind)) + end, {}


def _elsewhere(
    function: str, resource: Resource, action: str, arn: str, context: Mapping[str, str]
) -> Iterator[Case]:
    """The same action on what belongs to others."""
    if resource is Resource.PHONES:
        yield Case(function, action, f"arn:aws:sns:{REGION}:{ACCOUNT}:topic", is_allowed=False)
    elif resource is Resource.SENDER:
        other = {"ses:FromAddress": "another@example.org"}
        yield Case(function, action, arn, is_allowed=False, context=other)
    elif resource is not Resource.ALL_STREAMS:
        if resource is Resource.PROFILE_MODEL:
            yield Case(function, action, arn, is_allowed=False)  # not by the profile
        yield Case(function, action, _another(arn), is_allowed=False, context=context)


def _another(arn: str) -> str:
    """The ARN of another resource of this kind, such as `…:table/another-t/index/due`."""
    *head, name = arn.split(":")
    kind, slash, rest = name.partition("/")
    other = f"{kind}/another-{rest}" if slash else f"another-{name}"
    return ":".join([*head, other])


def decide(found: list[Case], values: Values) -> list[str]:
    """The simulator's decisions, in order."""
    policies = {function: values.policy_of(function) for function in PERMISSIONS}
    asked = [
        {
            "policy": policies[case.function],
            "action": case.action,
            "resource": case.resource,
            "context": case.context,
        }
        for case in found
    ]
    done = subprocess.run(  # noqa: S603
        [str(Path(sys.executable).with_name("node")), str(_SCRIPT)],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    decisions: list[str] = json.loads(done.stdout)
    return decisions


def mail_from(resources: Mapping[str, Any]) -> str:
    """The configured sender, from the notifier's environment."""
    (found,) = {
        r["Properties"]["Environment"]["Variables"].get("MAIL_FROM")
        for r in resources.values()
        if r["Type"] == "AWS::Lambda::Function"
    } - {None}
    return str(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Values of a template's intrinsic functions, as a deployment would have them."""

from collections.abc import Mapping
from typing import Any

ACCOUNT, REGION = "123456789012", "us-east-1"

_PSEUDO = {
    "AWS::Partition": "aws",
    "AWS::Region": REGION,
    "AWS::AccountId": ACCOUNT,
    "AWS::URLSuffix": "amazonaws.com",
}
_ARNS = {
    "AWS::DynamoDB::Table": "dynamodb:{place}:table/{name}",
    "AWS::SQS::Queue": "sqs:{place}:{name}",
    "AWS::SecretsManager::Secret": "secretsmanager:{place}:secret:{name}-AbCdEf",
    "AWS::Logs::LogGroup": "logs:{place}:log-group:{name}:*",
    "AWS::Lambda::Function": "lambda:{place}:function:{name}",
    "AWS::SNS::Topic": "sns:{place}:{name}",
    "AWS::SMSVOICE::ConfigurationSet": "sms-voice:{place}:configuration-set/{name}",
}
STREAM = "/stream/2026-11-26T00:00:00.000"


class Values:
    """The resources of a template, each named like its logical id."""

    def __init__(self, resources: Mapping[str, Any]) -> None:
        self._resources = resources

    def named(self, start: str, kind: str) -> str:
        """The only resource of this type whose logical id starts like this. Raises ValueError."""
        found = self._named(start, kind)
        if len(found) != 1:
            raise ValueError(f"{start}: expected one {kind}, found {found}")
        return found[0]

    def has(self, start: str, kind: str) -> bool:
        """Whether there is a resource of this type whose logical id starts like this."""
        return bool(self._named(start, kind))

    def _named(self, start: str, kind: str) -> list[str]:
        of_kind = (name for name, r in self._resources.items() if r["Type"] == kind)
        return [name for name in of_kind if name.startswith(start)]

    def arn(self, name: str) -> str:
        """The ARN of the resource with this logical id."""
        end = _ARNS[self._resources[name]["Type"]]
        return "arn:aws:" + end.format(place=f"{REGION}:{ACCOUNT}", name=name)

    def policy_of(self, function: str) -> dict[str, Any]:
        """The policy of the function's role, without intrinsic functions."""
        start = "".join(part.capitalize() for part in function.split("_")) + "Role"
        name = self.named(start, "AWS::IAM::Policy")
        document: dict[str, Any] = self.plain(self._resources[name]["Properties"]["PolicyDocument"])
        return document

    def plain(self, value: Any) -> Any:
        """The value without intrinsic functions. Raises KeyError for one that is not known."""
        if isinstance(value, list):
            return [self.plain(v) for v in value]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            ((key, of),) = value.items()
            if key == "Ref":
                return self._ref(of)
            if key == "Fn::GetAtt":
                return self.arn(of[0]) + (STREAM if of[1] == "StreamArn" else "")
            if key == "Fn::Join":
                return of[0].join(map(str, self.plain(of[1])))
        return {k: self.plain(v) for k, v in value.items()}

    def _ref(self, name: str) -> str:
        if name in _PSEUDO:
            return _PSEUDO[name]
        is_secret = self._resources[name]["Type"] == "AWS::SecretsManager::Secret"
        return self.arn(name) if is_secret else name

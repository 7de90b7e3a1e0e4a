"""What may invoke a function. A permission has to match how AWS names the caller."""

import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from infra import everything
from tests.infra.conftest import Stage

API = "WebHttpApi298A2DC2"


@pytest.fixture(scope="module")
def all_on(synthesised: Callable[..., Stage], tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """The stage with everything that settings and configuration can switch on."""
    file: Path = tmp_path_factory.mktemp("everything") / "replywatch.toml"
    file.write_text(everything.CONFIGURATION, encoding="utf-8")
    return synthesised(everything.SETTINGS, file)


@pytest.fixture(params=["production", "all_on"])
def deployed(request: pytest.FixtureRequest) -> Stage:
    stage: Stage = request.getfixturevalue(request.param)
    return stage


def test_api_gateway_may_invoke_the_function_of_every_route(deployed: Stage) -> None:
    """The default route has no method in its ARN, so a pattern with three parts does not match it:
    https://github.com/aws/serverless-application-model/issues/1860"""
    for route in deployed.all("AWS::ApiGatewayV2::Route").values():
        key = route["RouteKey"]
        method, _, path = key.partition(" ")
        caller = f"{API}/$default/{method}{path}"
        patterns = list(_allowed(deployed, _function(deployed, route)))
        assert any(_matches(caller, pattern) for pattern in patterns), (key, patterns)


def _function(stage: Stage, route: dict[str, Any]) -> str:
    (integration,) = re.findall(r"'(WebHttpApi\w+)'", str(route["Target"]))
    target: str = stage.main[integration]["Properties"]["IntegrationUri"]["Ref"]
    return target


def _allowed(stage: Stage, target: str) -> Iterator[str]:
    """The parts of the allowed callers' ARNs after the account."""
    for permission in stage.all("AWS::Lambda::Permission").values():
        if permission["Principal"] != "apigateway.amazonaws.com":
            continue
        if permission["FunctionName"] == {"Ref": target}:
            parts = permission["SourceArn"]["Fn::Join"][1]
            yield "".join(p if isinstance(p, str) else p["Ref"] for p in parts).rpartition(":")[2]


def _matches(caller: str, pattern: str) -> bool:
    """As IAM compares: an asterisk stands for any characters, slashes too."""
    return fnmatchcase(caller, pattern.replace("[", "[[]"))

"""The templates under test. Each stage is synthesised once per session."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App
from aws_cdk.assertions import Template

from infra.app import assemble
from infra.settings import ROOT, Settings
from shared.config.configuration import compile_file
from tests.builders import EXAMPLE

Resource = dict[str, Any]
"""A resource of a template, or its properties."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The resources of a stage's templates, by logical id."""

    main: dict[str, Resource]
    outputs: dict[str, Resource]
    operations: dict[str, Resource]
    """Empty for a local stage, which has no such stack."""

    def all(self, kind: str) -> dict[str, Resource]:
        """The properties of the main stack's resources of this type."""
        return _properties(self.main, kind)

    def one(self, kind: str, starts: str = "") -> Resource:
        """The properties of the only resource whose logical id starts with this."""
        found = [r for name, r in self.all(kind).items() if name.startswith(starts)]
        assert len(found) == 1, (kind, starts, sorted(self.all(kind)))
        return found[0]

    def alarms(self) -> dict[str, Resource]:
        """The properties of the alarms, by name."""
        alarms = _properties(self.operations, "AWS::CloudWatch::Alarm")
        return {name[:-8]: alarm for name, alarm in alarms.items()}  # without the CDK's hash


def _properties(resources: dict[str, Resource], kind: str) -> dict[str, Resource]:
    return {n: r.get("Properties", {}) for n, r in resources.items() if r["Type"] == kind}


@pytest.fixture(scope="session")
def synthesised(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Stage]:
    context = json.loads((ROOT / "cdk.json").read_text())["context"]

    def synthesise(settings: Settings, file: Path = EXAMPLE) -> Stage:
        app = App(outdir=str(tmp_path_factory.mktemp("cdk")), context=context)
        configuration = compile_file(file)
        stack = assemble(app, settings=settings, configuration=configuration)
        main = Template.from_stack(stack).to_json()
        second = app.node.try_find_child(f"ReplyWatch-{settings.stage}-Operations")
        operations = Template.from_stack(second).to_json() if second else {}
        return Stage(
            main=main["Resources"],
            outputs=main["Outputs"],
            operations=operations.get("Resources", {}),
        )

    return synthesise


@pytest.fixture(scope="session")
def stage(synthesised: Callable[[Settings], Stage]) -> Callable[[str], Stage]:
    @cache
    def named(name: str) -> Stage:
        settings = Settings(stage=name, architecture="arm64", alarm_email="ops@example.com")
        return synthesised(settings)

    return named


@pytest.fixture(scope="session")
def production(stage: Callable[[str], Stage]) -> Stage:
    return stage("production")


@pytest.fixture(scope="session")
def customized(synthesised: Callable[[Settings], Stage]) -> Stage:
    """A stage with every setting that changes the templates."""
    return synthesised(
        Settings(
            stage="custom",
            ephemeral=True,
            mail_domain=True,
            mail_tls=True,
            silent_after_hours={"whatsapp": 4, "threads": 0},
            webhook_rate=50,
            api_rate=5,
            domain="replywatch.example.com",
            certificate_arn="arn:aws:acm:eu-central-1:123456789012:certificate/abc",
            jwt_issuer="https://issuer.example.com",
            jwt_audience="dashboard, grafana",
            cors_origins="https://figures.example.com, http://localhost:5173",
            table_name="restored",
            table_stream_arn="arn:aws:dynamodb:eu-central-1:123456789012:table/restored/stream/2026",
            rollout="linear",
            provisioned=2,
            qualifier="team",
            permissions_boundary="limit",
            tags={"team": "support"},
        )
    )


@pytest.fixture(scope="session")
def local(stage: Callable[[str], Stage]) -> Stage:
    return stage("local")

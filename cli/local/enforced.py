"""A local run with IAM enforced: the emulator asks the roles' policies before each call.

Four differences from AWS are removed first:

- The emulator speaks plain HTTP, so statements that refuse plain HTTP would refuse every call.
- Its `Ref` of a secret is the name, where AWS's is the ARN.
- It asks for `sqs:SendMessageBatch`, which AWS does not have: `sqs:SendMessage` stands for both.
- It does not know the condition on the sender of an email, nor the resource of the call.

`infra/policy_simulation.py` checks what this cannot show.
"""

import json
import subprocess
from pathlib import Path
from typing import Any

from cli.local.deploy import CDK, cdk_environment
from cli.local.processes import ToolFailedError


def adapt(template: Path) -> None:
    """Changes the template so that the emulator does not refuse calls because of these
    differences."""
    content = json.loads(template.read_text(encoding="utf-8"))
    resources = content["Resources"]
    secrets = {n for n, r in resources.items() if r["Type"] == "AWS::SecretsManager::Secret"}
    for policy in (r for r in resources.values() if r["Type"] == "AWS::IAM::Policy"):
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]:
            _adapt(statement, secrets)
    for name in [n for n, r in resources.items() if _strip(r.get("Properties", {}))]:
        del resources[name]
    template.write_text(json.dumps(content), encoding="utf-8")


def _adapt(statement: dict[str, Any], secrets: set[str]) -> None:
    if "Resource" in statement:
        resource = statement["Resource"]
        statement["Resource"] = (
            [_named(one, secrets) for one in resource]
            if isinstance(resource, list)
            else _named(resource, secrets)
        )
    actions = (
        statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
    )
    if "sqs:SendMessage" in actions:
        statement["Action"] = [*actions, "sqs:SendMessageBatch"]
    if statement["Action"] == "ses:SendEmail":
        statement["Resource"] = "*"
        statement.pop("Condition", None)


def _named(resource: Any, secrets: set[str]) -> Any:
    """The resource as the emulator knows it."""
    is_secret = isinstance(resource, dict) and resource.get("Ref") in secrets
    return {"Fn::GetAtt": [resource["Ref"], "Id"]} if is_secret else resource


def _strip(properties: Any) -> bool:
    """Removes these statements. Returns whether the policy has no others."""
    document = properties.get("PolicyDocument")
    if not isinstance(document, dict):
        return False
    kept = [s for s in document["Statement"] if "SecureTransport" not in json.dumps(s)]
    document["Statement"] = kept
    return not kept


def bootstrap_template(endpoint: str, folder: Path) -> Path:
    """The CDK's bootstrap template without those statements. Raises ToolFailedError."""
    command = ["node", str(CDK), "--no-notices", "bootstrap", "--show-template", "--json"]
    done = subprocess.run(
        command, env=cdk_environment(endpoint), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ToolFailedError(f"cdk bootstrap --show-template failed: {done.stderr}")
    template = folder / "bootstrap.json"
    template.write_text(done.stdout, encoding="utf-8")
    adapt(template)
    return template

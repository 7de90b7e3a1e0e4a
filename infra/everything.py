"""A CDK app whose stage has everything that settings and configuration can switch on.

`make check` synthesises it beside production, so that what few deployments have is checked too. It
is never deployed.
"""

import tempfile
from pathlib import Path

from aws_cdk import App

from infra.app import assemble
from infra.settings import Settings
from shared.config.configuration import compile_file

STAGE = "everything"

MODEL = "eu.amazon.nova-micro-v1:0"
"""An inference profile, which needs the permissions for its model as well."""

SETTINGS = Settings(
    stage=STAGE,
    alarm_email="ops@example.com",
    mail_domain=True,
    mail_tls=True,
    sms_origination="arn:aws:sms-voice:us-east-1:123456789012:pool/pool-1",
    sms_replies=True,
    domain="replywatch.example.com",
    certificate_arn="arn:aws:acm:us-east-1:123456789012:certificate/0",
    jwt_issuer="https://issuer.example.com",
    jwt_audience="dashboard",
    cors_origins="https://figures.example.com",
    provisioned=1,
    permissions_boundary="limit",
    tags={"team": "support"},
)

CONFIGURATION = f"""
[brand]
name = "Example"
mail_from = "replywatch@example.com"
reply_to = "support@example.com"

[[accounts]]
channel = "whatsapp"
id = "106000000000001"
name = "Example on WhatsApp"

[[responders]]
name = "ada"
email = "ada@example.com"
phone = "+4915112345678"
slack = "support"

[[policies]]
name = "all"
first_response = "1h"
steps = [{{ at = "due", notify = ["ada"], by = ["email", "sms", "slack"] }}]
source = "example"

[events]
bus = "default"

[intents]
second_opinion = "bedrock"
model = "{MODEL}"
"""


def configuration() -> str:
    """What the functions of the stage read."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "replywatch.toml"
        file.write_text(CONFIGURATION, encoding="utf-8")
        return compile_file(file)


def main() -> None:
    """Synthesises the stage."""
    app = App()
    assemble(app, settings=SETTINGS, configuration=configuration())
    app.synth()


if __name__ == "__main__":
    main()

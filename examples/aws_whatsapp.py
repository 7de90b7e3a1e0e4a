"""A Lambda function that passes WhatsApp events of AWS End User Messaging Social on to ReplyWatch.

AWS publishes each event to an SNS topic. The event holds, as text, the same `entry` that Meta sends
to a webhook, so this needs no channel of its own: it posts Meta's body, signed as Meta signs it.
Replies are seen too: AWS reports each message that you send with the status `sent`.
https://docs.aws.amazon.com/social-messaging/latest/userguide/managing-event-destination-dlrs.html

1. Add a secret of your choice to `meta_app_secrets` of ReplyWatch's secret `WebhookSecretId`.
2. Make a function (Python 3.13, this file) with the environment variables `WEBHOOK_META_URL` (an
   output of ReplyWatch's stack) and `SIGNING_SECRET_ID` (a secret of Secrets Manager with the same
   value as text, which the function may read), and a dead-letter queue.
3. Subscribe the function to the topic of your WhatsApp Business Account.
"""

import hashlib
import hmac
import json
import os
import urllib.request
from functools import cache
from typing import Any

TIMEOUT_S = 10


def handler(event: dict[str, Any], _context: object) -> None:
    """Passes on the events of an SNS notification.

    Raises an error if ReplyWatch does not accept an event. AWS then delivers it again; a repeated
    event is harmless.
    """
    for record in event["Records"]:
        post(meta_body(json.loads(record["Sns"]["Message"])))


def meta_body(message: dict[str, Any]) -> bytes:
    """Builds the body that Meta would have sent."""
    entry = json.loads(message["whatsAppWebhookEntry"])
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


def post(raw: bytes) -> None:
    """Signs and posts a body. Raises HTTPError for any status other than 2xx."""
    mac = hmac.new(secret().encode(), raw, hashlib.sha256).hexdigest()
    headers = {"content-type": "application/json", "x-hub-signature-256": f"sha256={mac}"}
    request = urllib.request.Request(os.environ["WEBHOOK_META_URL"], raw, headers)
    with urllib.request.urlopen(request, timeout=TIMEOUT_S):
        pass


@cache
def secret() -> str:
    """Reads the signing secret."""
    import boto3

    client = boto3.client("secretsmanager")
    found: str = client.get_secret_value(SecretId=os.environ["SIGNING_SECRET_ID"])["SecretString"]
    return found

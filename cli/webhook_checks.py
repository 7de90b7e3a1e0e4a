"""Calls the deployment's webhooks as Meta, X and adapters do, with bodies without events."""

import secrets as random_values
from collections.abc import Iterator
from urllib.parse import urlencode

from cli.deployment import Deployment
from cli.findings import Finding
from cli.local import http_client, webhook_bodies
from cli.local.http_client import Response
from shared.runtime import standard_webhooks


def meta(place: Deployment) -> Iterator[Finding]:
    """The handshake, a signed body without events, and a forged one."""
    url, known = place.url("WebhookMetaUrl"), place.webhook_secret
    if known.get("meta_verify_tokens"):
        challenge = random_values.token_hex(8)
        query = {"hub.mode": "subscribe", "hub.challenge": challenge}
        query["hub.verify_token"] = known["meta_verify_tokens"][0]
        answer = http_client.get(f"{url}?{urlencode(query)}")
        yield _expected(
            "meta handshake", answer, 200, answer.body.decode(errors="replace") == challenge
        )
    if known.get("meta_app_secrets"):
        yield _expected("meta signature", place.post_nothing("meta"), 200)
    other = random_values.token_hex(16)
    yield _expected("meta forgery", place.post_nothing("meta", secret=other), 403)


def x(place: Deployment) -> Iterator[Finding]:
    """X's challenge, and a forged body."""
    url, known = place.url("WebhookXUrl"), place.webhook_secret
    if known.get("x_consumer_secrets"):
        token = random_values.token_hex(16)
        answer = http_client.get(f"{url}?{urlencode({'crc_token': token})}")
        wanted = webhook_bodies.x_challenge_answer(token, secret=known["x_consumer_secrets"][0])
        is_right = wanted.encode() in answer.body
        yield _expected("x challenge (CRC)", answer, 200, is_right)
    other = random_values.token_hex(16)
    yield _expected("x forgery", place.post_nothing("x", secret=other), 403)


def adapters(place: Deployment) -> Iterator[Finding]:
    """A signed body without messages for each secret, and a forged one."""
    for secret in place.webhook_secret.get("messages_secrets", ()):
        if standard_webhooks.key_of(secret) is None:
            advice = "Expected `whsec_` and the base64 of 24 to 64 random bytes: docs/messages.md."
            yield Finding("messages secret", "failed", "is malformed", advice)
        else:
            answer = place.post_nothing("adapter", secret=secret)
            yield _expected("messages signature", answer, 200)
    other = webhook_bodies.new_adapter_secret()
    yield _expected("messages forgery", place.post_nothing("adapter", secret=other), 403)


def _expected(check: str, answer: Response, status: int, is_right: bool = True) -> Finding:
    if answer.status == status and is_right:
        return Finding(check, "ok", "refused" if status == 403 else "accepted")
    advice = "A changed secret takes effect within five minutes. See the webhook's log."
    return Finding(check, "failed", f"answered {answer.status}, expected {status}", advice)

"""Checks what AWS allows the account: emails, text messages, and functions that run at the same
time. Also checks whether alarms reach somebody."""

from collections.abc import Iterator, Mapping
from typing import Any

from cli import preflight, stack
from cli.deployment import Deployment
from cli.findings import Finding
from cli.stack import OperatorError
from shared.config.configuration import Configuration

NEARLY = 0.8
"""The share of a quota from which a warning is given."""


def email(place: Deployment, configuration: Configuration) -> Iterator[Finding]:
    """The sender, the account, and the emails of the last 24 hours."""
    client, sender = place.connection.client("sesv2"), configuration.mail_from
    for name in (sender, sender.partition("@")[2]):
        try:
            identity = client.get_email_identity(EmailIdentity=name)
        except client.exceptions.NotFoundException:
            continue
        if identity.get("VerifiedForSendingStatus"):
            yield Finding("email sender", "ok", "verified")
            break
    else:
        advice = "Open the link that SES has sent to the sender, or verify its domain."
        yield Finding("email sender", "failed", "not verified", advice)
    account = client.get_account()
    if not account.get("SendingEnabled", True):
        yield Finding("email account", "failed", "sending is paused", "See the SES console.")
    elif not account.get("ProductionAccessEnabled", True):
        advice = "Ask AWS for production access: SES, Account dashboard."
        yield Finding("email account", "warning", "in the SES sandbox", advice)
    else:
        yield Finding("email account", "ok", "may send")
    if quota := account.get("SendQuota"):
        yield _email_quota(quota["SentLast24Hours"], quota["Max24HourSend"])


def _email_quota(sent: float, limit: float) -> Finding:
    if limit < 0:  # SES's word for: no limit
        return Finding("email quota", "ok", f"{sent:,.0f} emails within 24 hours, without a limit")
    text = f"{sent:,.0f} of {limit:,.0f} emails within 24 hours"
    if sent < limit * NEARLY:
        return Finding("email quota", "ok", text)
    advice = "Request more in Service Quotas: Amazon SES, Sending quota."
    return Finding("email quota", "warning", text, advice)


def sms(place: Deployment, configuration: Configuration) -> Iterator[Finding]:
    """Whether text messages can be sent, if a responder has a number."""
    if not any(responder.phone for responder in configuration.responders.values()):
        return
    described = place.connection.client("lambda").get_function_configuration(
        **place.function("NotifierFunction")
    )
    variables = described.get("Environment", {}).get("Variables", {})
    origination = variables.get("SMS_ORIGINATION")
    if origination:
        yield from _end_user_messaging(place, origination, takes_replies="SMS_REPLIES" in variables)
    else:
        yield from _sns(place)


def _sns(place: Deployment) -> Iterator[Finding]:
    client = place.connection.client("sns")
    if client.get_sms_sandbox_account_status()["IsInSandbox"]:
        advice = "Ask AWS to leave it: SNS, Text messaging. Until then only verified numbers work."
        yield Finding("sms account", "warning", "in the SMS sandbox", advice)
    else:
        yield Finding("sms account", "ok", "may send")
    found = client.get_sms_attributes(attributes=["MonthlySpendLimit"])["attributes"]
    limit = float(found.get("MonthlySpendLimit", 1))
    advice = "Raise it (SNS, Text messaging): above the limit, SNS drops messages without an error."
    status = "warning" if limit <= 1 else "ok"
    yield Finding("sms limit", status, f"{limit:g} USD a month", advice)


def _end_user_messaging(
    place: Deployment, origination: str, *, takes_replies: bool
) -> Iterator[Finding]:
    client = place.connection.client("pinpoint-sms-voice-v2")
    kind = origination.split(":", 5)[5].partition("/")[0]
    sender = _sender(client, kind, origination)
    status = _status(kind, sender)
    if takes_replies:
        yield _replies(kind, sender, place.output("DeliveryTopicArn"))
    if status == "ACTIVE":
        yield Finding("sms sender", "ok", f"the {kind} is active")
    else:
        advice = "See AWS End User Messaging, SMS: a registration may be pending or refused."
        yield Finding("sms sender", "failed", f"the {kind} is {status}", advice)
    for limit in client.describe_spend_limits()["SpendLimits"]:
        if limit["Name"].startswith("TEXT_MESSAGE"):
            text = f"{limit['EnforcedLimit']} USD a month"
            advice = "Raise it: AWS End User Messaging, SMS, Spend limits."
            warned = "warning" if limit["EnforcedLimit"] <= 1 else "ok"
            yield Finding("sms limit", warned, text, advice)


def _sender(client: Any, kind: str, arn: str) -> dict[str, Any]:
    """What End User Messaging says about the phone number, pool or sender id."""
    found: dict[str, Any]
    if kind == "phone-number":
        [found] = client.describe_phone_numbers(PhoneNumberIds=[arn])["PhoneNumbers"]
    elif kind == "pool":
        [found] = client.describe_pools(PoolIds=[arn])["Pools"]
    else:
        name, country = arn.rsplit("/", 2)[1:]
        sender = {"SenderId": name, "IsoCountryCode": country}
        [found] = client.describe_sender_ids(SenderIds=[sender])["SenderIds"]
    return found


def _status(kind: str, sender: Mapping[str, Any]) -> str:
    """The status of the number, pool or sender id. A sender id has no status: it exists, and is
    registered if the country requires that."""
    if kind == "sender-id":
        return "ACTIVE" if sender.get("Registered", True) else "not registered"
    return str(sender["Status"])


def _replies(kind: str, sender: Mapping[str, Any], topic: str) -> Finding:
    """Whether replies reach the deployment."""
    if sender.get("TwoWayEnabled") and sender.get("TwoWayChannelArn") == topic:
        return Finding("sms replies", "ok", f"the {kind} publishes them to the deployment's topic")
    advice = f"Enable two-way SMS for it, with this topic: {topic}"
    return Finding("sms replies", "failed", f"the {kind} does not publish them here", advice)


def concurrency(place: Deployment) -> Iterator[Finding]:
    """How many functions may run at a time."""
    limit = place.connection.client("lambda").get_account_settings()["AccountLimit"]
    number = limit["ConcurrentExecutions"]
    if number < preflight.MIN_CONCURRENCY:
        advice = "Request 1,000 in Service Quotas: AWS Lambda, Concurrent executions."
        yield Finding("concurrency", "warning", f"{number} concurrent executions", advice)
    else:
        yield Finding("concurrency", "ok", f"{number} concurrent executions")


def alarm_topic(place: Deployment) -> Iterator[Finding]:
    """Whether somebody has confirmed that the alarms go to them."""
    if place.stack is None:
        return
    try:
        outputs = stack.outputs_of(place.connection, f"{place.stack}-Operations")
        topic = outputs["AlarmTopicArn"]
    except (OperatorError, KeyError):
        text = f"no stack {place.stack}-Operations with the output AlarmTopicArn"
        yield Finding("alarm subscribers", "failed", text, "Deploy it: it has the alarms.")
        return
    pages = place.connection.client("sns").get_paginator("list_subscriptions_by_topic")
    listed = [s for page in pages.paginate(TopicArn=topic) for s in page["Subscriptions"]]
    # Without an ARN, it waits to be confirmed, or was deleted.
    confirmed = sum(s["SubscriptionArn"].startswith("arn:") for s in listed)
    text = f"{confirmed} of {len(listed)} confirmed"
    if confirmed:
        yield Finding("alarm subscribers", "ok", text)
    elif listed:
        advice = "Open the link in the email that AWS has sent to `alarm_email`."
        yield Finding("alarm subscribers", "warning", f"{text}: nobody gets alarms", advice)
    else:
        advice = "Set `alarm_email` and deploy, or subscribe a pager to the output AlarmTopicArn."
        yield Finding("alarm subscribers", "warning", "none: nobody gets alarms", advice)

"""Checks the AWS account before a deployment, which would fail only minutes later."""

import argparse
import os
import sys
from contextlib import suppress
from typing import Any

NO_REGION = "No AWS region given. Set one: export AWS_REGION=eu-central-1"
NO_CREDENTIALS = (
    "No AWS credentials found. Sign in: aws sso login --profile NAME, and export AWS_PROFILE=NAME; "
    "or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
)
EXPIRED = "AWS no longer accepts these credentials. Sign in again, for example: aws sso login"
NOT_CREATED = (
    "The first deployment of {name} failed. The CDK would delete what is left of it and try again, "
    "but the stack is protected from deletion. Turn the protection off, then run the command again "
    "(docs/deployment.md, If the first deployment fails):\n"
    "aws cloudformation update-termination-protection --no-enable-termination-protection "
    "--stack-name {name}"
)
SHARED_BOOTSTRAP = (
    "With --qualifier alone, the CDK changes the stack CDKToolkit. Other CDK apps in the account "
    "may use it, and could no longer deploy. Give your stack a name, too: "
    "--toolkit-stack-name CDKToolkit-{qualifier}"
)
"""Seen on an account: https://github.com/aws-samples/aws-transform-custom-samples/pull/98"""

NO_ACCOUNT = "Nothing was done. Without an account, `make run` runs everything on this machine."

_CREATION_FAILED = ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED")
"""States in which the CDK deletes a stack before it deploys it, because it was never complete."""

_EXPIRED_CODES = {"ExpiredToken", "ExpiredTokenException"}

OWN_CONCURRENCY = 14
"""What runs at a time without any webhook: two readers for each of the stream's four shards, five
notifiers, one checker."""

MIN_CONCURRENCY = 100
"""Concurrent Lambda executions. With fewer, a burst of webhooks is throttled, and the platforms
deliver it again later. New accounts start with ten:
https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"""


def main(arguments: list[str] | None = None) -> int:
    """0 if the deployment can start; 1, with the reason, if it cannot."""
    parser = argparse.ArgumentParser(
        prog="python -m cli.preflight",
        description=__doc__,
        epilog="Ignores other options of `cdk`.",
        allow_abbrev=False,
    )
    parser.add_argument("stage", nargs="?", default="dev")
    parser.add_argument("--target", action="store_true", help="print the account as the CDK does")
    parser.add_argument(
        "--qualifier", help="with --target: as for `cdk bootstrap`, and refused alone"
    )
    parser.add_argument("--toolkit-stack-name", help="as for `cdk bootstrap`")
    args, _ = parser.parse_known_args(arguments)
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    if args.qualifier and not args.toolkit_stack_name:
        return _fail(SHARED_BOOTSTRAP.format(qualifier=args.qualifier))
    if args.stage == "local":
        return _fail("The stage `local` is reserved for `make run`. Try: make deploy STAGE=dev")
    try:
        # boto3 reads AWS_DEFAULT_REGION only; the CDK prefers AWS_REGION.
        aws = boto3.Session(region_name=os.environ.get("AWS_REGION"))
        if aws.get_credentials() is None:
            return _fail(f"{NO_CREDENTIALS}\n{NO_ACCOUNT}")
        if not aws.region_name:
            return _fail(NO_REGION)
        account = aws.client("sts").get_caller_identity()["Account"]
    except (BotoCoreError, ClientError) as error:
        return _fail(advice(error) or f"AWS rejects these credentials: {error}")
    if args.target:
        print(f"aws://{account}/{aws.region_name}")
        return 0
    name = f"ReplyWatch-{args.stage}"
    with suppress(BotoCoreError, ClientError):  # usually there is no such stack yet
        if _is_stuck(aws.client("cloudformation").describe_stacks(StackName=name)):
            return _fail(NOT_CREATED.format(name=name))
    print(f"Deploying stage {args.stage} to account {account}, {aws.region_name}")
    with suppress(BotoCoreError, ClientError):  # without the permission there is no advice
        _advise(aws.client("lambda").get_account_settings())
    return 0


def advice(error: Exception) -> str | None:
    """What to do about missing or expired credentials, or a missing region. None for any other
    error."""
    from botocore import exceptions as known

    if isinstance(error, known.NoRegionError):
        return NO_REGION
    if isinstance(error, known.NoCredentialsError):
        return NO_CREDENTIALS
    if isinstance(error, known.SSOError | known.TokenRetrievalError):
        return EXPIRED
    if isinstance(error, known.ClientError):
        code = error.response.get("Error", {}).get("Code")
        return EXPIRED if code in _EXPIRED_CODES else None
    return None


def _is_stuck(described: dict[str, Any]) -> bool:
    """Whether the stack's creation failed and the CDK cannot delete it."""
    (stack,) = described["Stacks"]
    is_protected: bool = stack.get("EnableTerminationProtection", False)
    return is_protected and stack["StackStatus"] in _CREATION_FAILED


def _advise(settings: Any) -> None:
    concurrency = settings["AccountLimit"]["ConcurrentExecutions"]
    if concurrency < MIN_CONCURRENCY:
        print(
            f"Note: this account allows {concurrency} concurrent Lambda executions. ReplyWatch's "
            f"background work alone uses up to {OWN_CONCURRENCY}. Bursts of webhooks will be "
            "throttled and delivered again later. Request 1,000 in Service Quotas: AWS Lambda, "
            "Concurrent executions."
        )


def _fail(reason: str) -> int:
    print(reason, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())

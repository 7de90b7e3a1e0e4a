"""Whether a deployment into a real account can begin: asked before it takes minutes to find out."""

import argparse
import os
import sys
from contextlib import suppress
from typing import Any

MISSING = """\
No AWS credentials were found, so nothing was done. Sign in first, in the usual way:
  aws sso login --profile NAME      then the same command with AWS_PROFILE=NAME before it,
  or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
Without an account, `make run` shows all of it on this machine."""

FEW = 100
"""Functions at once, below which a burst of webhooks may have to wait. New accounts begin with ten:
https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"""


def main(arguments: list[str] | None = None) -> int:
    """0 if the deployment can begin; what is missing, if not."""
    parser = argparse.ArgumentParser(prog="python -m cli.local.account", description=__doc__)
    parser.add_argument("stage", nargs="?", default="dev")
    parser.add_argument("--target", action="store_true", help="print the account as the CDK does")
    given = parser.parse_args(arguments)
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    if given.stage == "local":
        return _no("The stage `local` is that of `make run`; choose another: make deploy STAGE=dev")
    try:
        # boto3 looks at AWS_DEFAULT_REGION only; the CDK prefers this one.
        aws = boto3.Session(region_name=os.environ.get("AWS_REGION"))
        if aws.get_credentials() is None:
            return _no(MISSING)
        if not aws.region_name:
            return _no("No AWS region is chosen: add REGION=eu-central-1, say, or set AWS_REGION")
        account = aws.client("sts").get_caller_identity()["Account"]
    except (BotoCoreError, ClientError) as error:
        return _no(f"AWS does not accept these credentials: {error}")
    if given.target:
        print(f"aws://{account}/{aws.region_name}")
        return 0
    print(f"Deploying stage {given.stage} into account {account}, {aws.region_name}")
    with suppress(BotoCoreError, ClientError):  # who may not ask is not advised
        _advise(aws.client("lambda").get_account_settings())
    return 0


def _advise(settings: Any) -> None:
    at_once = settings["AccountLimit"]["ConcurrentExecutions"]
    if at_once < FEW:
        print(
            f"This account runs at most {at_once} functions at once: bursts of webhooks may have "
            "to wait, and come again. Ask for 1,000 (Service Quotas, AWS Lambda, Concurrent "
            "executions)."
        )


def _no(why: str) -> int:
    print(why, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())

"""Whether a deployment into a real account can begin: asked before it takes minutes to find out."""

import sys

MISSING = """\
No AWS credentials were found, so nothing was deployed. Sign in first, in the usual way:
  aws sso login --profile NAME      then  AWS_PROFILE=NAME make deploy
  or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
Without an account, `make run` shows all of it on this machine."""


def main(stage: str) -> int:
    """0 if the deployment can begin; what is missing, if not."""
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    if stage == "local":
        return _no("The stage `local` is that of `make run`; choose another: make deploy STAGE=dev")
    try:
        aws = boto3.Session()
        if aws.get_credentials() is None:
            return _no(MISSING)
        if not aws.region_name:
            return _no("No AWS region is chosen: make deploy REGION=eu-central-1")
        account = aws.client("sts").get_caller_identity()["Account"]
    except (BotoCoreError, ClientError) as error:
        return _no(f"AWS does not accept these credentials: {error}")
    print(f"Deploying stage {stage} into account {account}, {aws.region_name}")
    return 0


def _no(why: str) -> int:
    print(why, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

"""What `connect` and `doctor` hand to the platforms' steps: the deployment's addresses and secrets,
the configuration's accounts, the environment's tokens."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cli.connect import credentials
from cli.connect.graph import GRAPH_URL, INSTAGRAM_URL, Graph
from cli.connect.meta import Meta, with_instagram_login
from cli.connect.x import X
from cli.connect.x_api import X_URL, XApi
from cli.deployment import Deployment
from cli.findings import Finding
from cli.stack import OperatorError
from shared.config.configuration import Configuration
from shared.domain.events import sender_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to connect."""

    api_url: str | None = None
    """Another address than the platform's own."""
    dry_run: bool = False
    takes_over: bool = False
    waba_ids: tuple[str, ...] = ()


def meta(
    place: Deployment, configuration: Configuration, app_id: str, token: str, options: Options
) -> Meta:
    """The accounts at Meta. Raises OperatorError."""
    accounts = tuple(a for a in configuration.accounts if sender_of(a.channel) == "meta")
    if not accounts:
        raise OperatorError("The configuration has no account at Meta.")
    url = credentials.checked_url(options.api_url or GRAPH_URL)
    secret = credentials.given("META_APP_SECRET") or place.first("meta_app_secrets")
    made = Meta(
        graph=Graph(app_id=app_id, app_secret=secret, url=url),
        token=token,
        accounts=accounts,
        callback_url=place.url("WebhookMetaUrl"),
        verify_token=place.first("meta_verify_tokens"),
        waba_ids=options.waba_ids,
        dry_run=options.dry_run,
        takes_over=options.takes_over,
    )
    instagram = credentials.given("META_INSTAGRAM_TOKEN")
    return (
        with_instagram_login(made, instagram, options.api_url or INSTAGRAM_URL)
        if instagram
        else made
    )


def x(
    place: Deployment,
    configuration: Configuration,
    bearer: str,
    user_token: Callable[[str], str | None],
    options: Options,
) -> X:
    """The accounts at X. Raises OperatorError."""
    if not configuration.x_accounts:
        raise OperatorError("The configuration has no account at X.")
    return X(
        api=XApi(credentials.checked_url(options.api_url or X_URL)),
        bearer=bearer,
        accounts=configuration.x_accounts,
        callback_url=place.url("WebhookXUrl"),
        user_token=user_token,
        dry_run=options.dry_run,
        takes_over=options.takes_over,
    )


def subscriptions(place: Deployment, configuration: Configuration) -> Iterator[Finding]:
    """What `connect --dry-run` finds, for the platforms whose tokens are in the environment."""
    senders = {sender_of(account.channel) for account in configuration.accounts}
    looking = Options(dry_run=True)
    if "meta" in senders:
        app_id, token = credentials.given("META_APP_ID"), credentials.given("META_ACCESS_TOKEN")
        if app_id and token:
            steps = meta(place, configuration, app_id, token, looking).findings()
            yield from (_as_check(finding, "meta") for finding in steps)
        else:
            yield _not_checked("meta", "META_APP_ID and META_ACCESS_TOKEN")
    if "x" in senders:
        if bearer := credentials.given("X_BEARER_TOKEN"):
            steps = x(place, configuration, bearer, lambda _account: None, looking).findings()
            yield from (_as_check(finding, "x") for finding in steps)
        else:
            yield _not_checked("x", "X_BEARER_TOKEN")


def _as_check(finding: Finding, platform: str) -> Finding:
    """For `doctor`: what would be changed is missing."""
    named = finding._replace(check=f"{platform} {finding.check}")
    if finding.status != "planned":
        return named
    return named._replace(status="failed", advice=f"Run `replywatch connect {platform}`.")


def _not_checked(platform: str, names: str) -> Finding:
    advice = f"Set {names} to check them: docs/connect-{platform}.md."
    return Finding(f"{platform} subscriptions", "unknown", "not checked, without a token", advice)

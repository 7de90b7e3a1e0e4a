"""`replywatch connect x` against a stand-in for X's API, and the real webhook."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from cli.connect.x import EVENTS, PRICES_USD
from cli.connect.x_api import to_error
from functions.tracker import last_messages
from tests.operator.deployed import OUTPUTS, SECRETS, Account
from tests.operator.world import BRAND, World
from tests.standins.x import BEARER, XServer, problem, reason

CALLBACK = OUTPUTS["WebhookXUrl"]
USER_TOKEN, ELSEWHERE = "brand-user-token", "1146654567674900000"


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch, account: Account) -> Iterator[XServer]:
    standin = XServer(users={USER_TOKEN: BRAND})
    with standin.running():
        monkeypatch.setenv("X_BEARER_TOKEN", BEARER)
        monkeypatch.setenv("X_USER_TOKEN", USER_TOKEN)
        monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
        yield standin


def connect(world: World, api: XServer, *options: str) -> tuple[int, str]:
    return world.run("connect", "x", "--api-url", api.url, *options)


def findings(world: World, api: XServer, *options: str) -> dict[str, dict[str, str]]:
    shown = connect(world, api, "--json", *options)[1]
    return {f["check"]: f for f in map(json.loads, shown.splitlines())}


def test_the_webhook_is_registered_and_every_event_subscribed(world, api: XServer) -> None:
    status, shown = connect(world, api)
    assert status == 0, shown
    (webhook,) = api.webhooks
    assert webhook["url"] == CALLBACK
    assert [s["event_type"] for s in api.subscriptions] == list(EVENTS)
    assert {s["webhook_id"] for s in api.subscriptions} == {webhook["id"]}
    assert {s["filter"]["user_id"] for s in api.subscriptions} == {BRAND}
    assert "subscriptions: 9 of 1,500" in shown


def test_private_events_are_subscribed_with_the_accounts_own_token(world, api) -> None:
    connect(world, api)
    made = [c for c in api.changes if c.path == "2/activity/subscriptions"]
    tokens = {c.given["event_type"]: c.token for c in made}
    assert tokens["post.create"] == tokens["post.delete"] == BEARER
    assert tokens["post.mention.create"] == tokens["dm.received"] == USER_TOKEN


def test_a_second_run_changes_nothing_and_says_so(world: World, api: XServer) -> None:
    connect(world, api)
    api.calls.clear()
    status, shown = connect(world, api)
    assert (status, api.changes) == (0, [])
    assert shown.endswith("All is connected. Nothing was changed.\n")


def test_a_dry_run_changes_nothing_and_reports_by_its_status(world, api) -> None:
    status, shown = connect(world, api, "--dry-run")
    assert (status, api.changes) == (1, [])
    assert "Would change 10." in shown


def test_prices_are_shown(world: World, api: XServer) -> None:
    shown = findings(world, api)["prices"]["text"]
    assert "0.01 USD each for dm.received, chat.received" in shown
    assert "post.delete, dm.sent, chat.sent are free" in shown
    assert set(PRICES_USD) < set(EVENTS)


# --- Repairs --------------------------------------------------------------------------------------


def test_an_invalid_webhook_is_validated_again(world: World, api: XServer) -> None:
    connect(world, api)
    api.webhooks[0]["valid"] = False
    status, shown = connect(world, api)
    assert (status, api.webhooks[0]["valid"]) == (0, True)
    assert "changed  webhook: was invalid: X has checked it again" in shown


def test_a_lost_subscription_is_made_again(world: World, api: XServer) -> None:
    connect(world, api)
    lost = api.subscriptions.pop(3)
    assert findings(world, api)[f"{lost['event_type']} of {BRAND}"]["status"] == "changed"
    assert len(api.subscriptions) == len(EVENTS)


def test_a_subscription_without_a_webhook_is_pointed_to_this_one(world, api) -> None:
    connect(world, api)
    del api.subscriptions[0]["webhook_id"]
    assert findings(world, api)[f"post.create of {BRAND}"]["text"] == "leads here now"
    assert api.subscriptions[0]["webhook_id"] == api.webhooks[0]["id"]


def test_another_programs_subscription_is_taken_over_only_on_demand(world, api) -> None:
    connect(world, api)
    api.subscriptions[0]["webhook_id"] = ELSEWHERE
    assert findings(world, api)[f"post.create of {BRAND}"]["status"] == "failed"
    assert api.subscriptions[0]["webhook_id"] == ELSEWHERE
    found = findings(world, api, "--take-over")
    assert found[f"post.create of {BRAND}"]["status"] == "changed"
    assert api.subscriptions[0]["webhook_id"] == api.webhooks[0]["id"]


def test_a_subscription_that_another_run_made_meanwhile_is_accepted(
    world: World, api: XServer
) -> None:
    connect(world, api)
    api.subscriptions.clear()
    api.refusals["POST 2/activity/subscriptions"] = reason(
        400, "DuplicateSubscriptionFailed", "Subscription already exists."
    )
    assert findings(world, api)[f"post.create of {BRAND}"]["status"] == "ok"


# --- Problems -------------------------------------------------------------------------------------


def test_without_the_accounts_token_only_public_events_are_subscribed(
    world, api, monkeypatch
) -> None:
    monkeypatch.delenv("X_USER_TOKEN")
    found = findings(world, api)
    assert found[f"post.create of {BRAND}"]["status"] == "changed"
    assert found[f"dm.received of {BRAND}"]["status"] == "failed"
    assert f"X_USER_TOKEN_{BRAND}" in found[f"dm.received of {BRAND}"]["advice"]


def test_a_token_of_another_account_is_reported(world: World, api: XServer) -> None:
    api.users = {USER_TOKEN: "42"}
    found = findings(world, api)[f"post.mention.create of {BRAND}"]
    assert "X does not permit this (403)" in found["text"]
    assert "of this brand account" in found["advice"]


def test_another_consumer_secret_fails_before_x_is_asked(world, api, account) -> None:
    wrong = SECRETS["webhook"] | {"x_consumer_secrets": ["another-secret"]}
    account.secrets = SECRETS | {"webhook": wrong}
    status, shown = connect(world, api)
    assert (status, api.calls) == (1, [])
    assert "failed   x challenge (CRC)" in shown


def test_a_limit_that_is_reached_is_reported(world: World, api: XServer) -> None:
    api.limit = 3
    found = findings(world, api)[f"dm.received of {BRAND}"]
    assert "as many subscriptions as its plan allows" in found["text"]


def test_an_unaccepted_token_ends_with_a_sentence(world, api, monkeypatch) -> None:
    monkeypatch.setenv("X_BEARER_TOKEN", "expired")
    found = findings(world, api)["webhook"]
    assert "X does not accept the token (401)" in found["text"]
    assert api.changes == []


@pytest.mark.parametrize(
    ("error", "sentence", "advice"),
    [
        (reason(400, "CrcValidationFailed", "No."), "answer X's challenge", "API secret key"),
        (reason(400, "UrlValidationFailed", "No."), "does not accept the webhook's", "https"),
        (reason(403, "WebhookLimitExceeded", "No."), "as many webhooks", "Delete one"),
        (problem(403, "client-not-enrolled", "No", "No."), "in no project", "pay per use"),
        (problem(402, "credits", "No", "No."), "no credits left", "Buy credits"),
        (problem(429, "rate-limit-exceeded", "No", "No."), "Too many calls", "15 minutes"),
        (problem(503, "about:blank", "No", "No."), "X has a problem", "Wait some minutes"),
        (problem(418, "about:blank", "No", "No."), "X refused the call", "message"),
    ],
)
def test_each_error_of_x_becomes_a_sentence_with_advice(error, sentence, advice) -> None:
    found = to_error(error.status, error.body)
    assert sentence in found.text
    assert "X says: No." in found.text
    assert advice in found.advice


# --- Events that were lost ------------------------------------------------------------------------


def test_lost_events_are_requested_again(world: World, api: XServer) -> None:
    connect(world, api)
    api.calls.clear()
    times = ("--replay", "2026-11-22T09:00Z", "2026-11-22T11:00Z")
    assert connect(world, api, *times, "--dry-run")[0] == 1
    assert api.changes == []
    status, shown = connect(world, api, *times)
    assert (status, "X delivers the events from 2026-11-22 09:00" in shown) == (0, True)
    (call,) = api.changes
    assert call.path == "2/webhooks/replay"
    assert call.given == {
        "webhook_id": api.webhooks[0]["id"],
        "from_date": "202611220900",
        "to_date": "202611221100",
    }


def replayed(api: XServer) -> list[tuple[str, str]]:
    calls = [c.given for c in api.changes if c.path == "2/webhooks/replay"]
    return [(given["from_date"], given["to_date"]) for given in calls]


@pytest.mark.parametrize(
    ("ago", "start"),
    [
        (timedelta(hours=3), "202611220850"),  # ten minutes before that
        (timedelta(minutes=1), "202611221149"),
        (timedelta(days=2), "202611211201"),  # X keeps events for 24 hours
        (None, "202611211201"),
    ],
)
def test_what_was_lost_while_the_webhook_was_invalid_is_requested(
    world: World, api: XServer, ago: timedelta | None, start: str
) -> None:
    connect(world, api)
    if ago is not None:
        last_messages.note(world.table, ("x", BRAND), world.now - ago)
    api.webhooks[0]["valid"] = False
    status, shown = connect(world, api)
    assert (status, replayed(api)) == (0, [(start, "202611221200")])
    assert "changed  replay: X delivers the events from" in shown


def test_a_quiet_account_does_not_make_the_replay_longer(world: World, api: XServer) -> None:
    text = world.config.read_text("utf-8")
    other = '[[accounts]]\nchannel = "x"\nid = "42"\nname = "Quiet"\n\n[[responders]]'
    world.config.write_text(text.replace("[[responders]]", other, 1), encoding="utf-8")
    connect(world, api)
    for account, hours in ((BRAND, 1), ("42", 20)):
        last_messages.note(world.table, ("x", account), world.now - timedelta(hours=hours))
    api.webhooks[0]["valid"] = False
    connect(world, api)
    assert replayed(api) == [("202611221050", "202611221200")]


def test_the_request_for_lost_events_can_be_skipped(world: World, api: XServer) -> None:
    connect(world, api)
    api.webhooks[0]["valid"] = False
    assert connect(world, api, "--no-replay")[0] == 0
    assert api.webhooks[0]["valid"]
    assert replayed(api) == []


def test_a_dry_run_says_what_would_be_requested(world: World, api: XServer) -> None:
    connect(world, api)
    api.webhooks[0]["valid"] = False
    found = findings(world, api, "--dry-run")["replay"]
    assert found["status"] == "planned"
    assert "X would deliver the events from 2026-11-21 12:01" in found["text"]
    assert (api.webhooks[0]["valid"], replayed(api)) == (False, [])


def test_nothing_is_requested_while_the_webhook_stays_invalid(world: World, api: XServer) -> None:
    connect(world, api)
    api.webhooks[0]["valid"] = False
    path = f"PUT 2/webhooks/{api.webhooks[0]['id']}"
    api.refusals[path] = reason(400, "CrcValidationFailed", "No.")
    assert connect(world, api)[0] == 1
    assert replayed(api) == []


def test_a_valid_webhook_has_lost_nothing(world: World, api: XServer) -> None:
    connect(world, api)
    connect(world, api)
    assert replayed(api) == []


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        ("2026-11-20T09:00Z", "2026-11-22T11:00Z", "24 hours"),
        ("2026-11-22T11:00Z", "2026-11-22T09:00Z", "the earlier one first"),
        ("2026-11-22T11:00Z", "2026-11-22T19:00Z", "in the past"),
        ("yesterday", "today", "expected ISO 8601"),
    ],
)
def test_a_time_that_cannot_be_replayed_is_refused(world, api, start, end, text) -> None:
    assert connect(world, api, "--replay", start, end)[0] == 2
    assert text in world.errors
    assert api.changes == []


def test_a_replay_needs_the_webhook(world: World, api: XServer) -> None:
    times = ("--replay", "2026-11-22T09:00Z", "2026-11-22T11:00Z")
    assert findings(world, api, *times)["replay"]["text"] == "the webhook is not registered"


# --- Removal --------------------------------------------------------------------------------------


def test_only_registrations_of_this_deployment_are_removed(world: World, api: XServer) -> None:
    connect(world, api)
    api.webhooks.append({"id": ELSEWHERE, "url": "https://other.example", "valid": True})
    api.subscriptions[0]["webhook_id"] = ELSEWHERE
    status, shown = connect(world, api, "--remove")
    assert (status, shown.endswith("Changed 9.\n")) == (0, True)
    assert [w["id"] for w in api.webhooks] == [ELSEWHERE]
    assert [s["event_type"] for s in api.subscriptions] == ["post.create"]
    status, shown = connect(world, api, "--remove")
    assert (status, f"ok       webhook: nothing leads to {CALLBACK}\n" in shown) == (0, True)
    assert shown.endswith("Nothing leads here. Nothing was changed.\n")


def test_a_dry_run_removes_nothing(world: World, api: XServer) -> None:
    connect(world, api)
    api.calls.clear()
    status, shown = connect(world, api, "--remove", "--dry-run")
    assert (status, api.changes) == (1, [])
    assert "planned  webhook: would be removed" in shown


def test_the_webhook_is_removed_even_if_a_subscription_is_not(world: World, api: XServer) -> None:
    connect(world, api)
    path = f"DELETE 2/activity/subscriptions/{api.subscriptions[0]['subscription_id']}"
    api.refusals[path] = problem(503, "about:blank", "No", "No.")
    assert connect(world, api, "--remove")[0] == 1
    assert api.webhooks == []


def test_removal_and_waiting_exclude_each_other(world: World, api: XServer) -> None:
    assert connect(world, api, "--remove", "--wait", "5m")[0] == 2
    assert api.calls == []

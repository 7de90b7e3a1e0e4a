"""`replywatch connect meta` against a stand-in for the Graph API, and the real webhook."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from cli.connect.graph import to_error
from tests.operator.deployed import OUTPUTS, SECRETS, Account, unreachable
from tests.operator.world import PAGE, PHONE, World, messenger
from tests.standins import graph
from tests.standins.graph import APP, INSTAGRAM_TOKEN, TOKEN, WABA, GraphApi, refused

CALLBACK = OUTPUTS["WebhookMetaUrl"]
INSTAGRAM, OTHER_PAGE = "17840000000000001", "100200300400599"
INSTAGRAM_ACCOUNT = f"""
[[accounts]]
channel = "instagram"
id = "{INSTAGRAM}"
name = "Instagram"
"""


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch, account: Account) -> Iterator[GraphApi]:
    standin = GraphApi(pages={PAGE: None}, numbers={WABA: [PHONE]})
    with standin.running():
        monkeypatch.setenv("META_APP_ID", APP)
        monkeypatch.setenv("META_ACCESS_TOKEN", TOKEN)
        monkeypatch.delenv("META_INSTAGRAM_TOKEN", raising=False)
        yield standin


def connect(world: World, api: GraphApi, *options: str) -> tuple[int, str]:
    return world.run("connect", "meta", "--api-url", api.url, *options)


def findings(world: World, api: GraphApi, *options: str) -> dict[str, dict[str, str]]:
    shown = connect(world, api, "--json", *options)[1]
    return {f["check"]: f for f in map(json.loads, shown.splitlines())}


def test_everything_is_connected_and_the_webhook_verified(world: World, api: GraphApi) -> None:
    status, shown = connect(world, api)
    assert status == 0, shown
    assert "Changed 4." in shown
    page, whatsapp = api.webhooks["page"], api.webhooks["whatsapp_business_account"]
    assert page["callback_url"] == whatsapp["callback_url"] == CALLBACK
    assert api.subscribed == {PAGE: graph.PAGE_FIELDS, WABA: set()}


def test_a_second_run_changes_nothing_and_says_so(world: World, api: GraphApi) -> None:
    connect(world, api)
    api.calls.clear()
    status, shown = connect(world, api)
    assert (status, api.changes) == (0, [])
    assert shown.endswith("All is connected. Nothing was changed.\n")


def test_a_dry_run_changes_nothing_and_reports_by_its_status(world: World, api: GraphApi) -> None:
    status, shown = connect(world, api, "--dry-run")
    assert (status, api.changes) == (1, [])
    assert f"planned  page {PAGE}: not subscribed: would subscribe" in shown
    assert "Would change 4." in shown


def test_no_token_or_secret_is_ever_printed(world: World, api: GraphApi) -> None:
    api.refusals["GET me/accounts"] = refused(
        400, 190, f"Malformed access token EAAB0{'x1' * 40}", subcode=463
    )
    shown = connect(world, api)[1] + world.errors
    assert "EAAB0" not in shown
    assert TOKEN not in shown
    assert graph.SECRET not in shown
    assert all(TOKEN not in json.dumps(c.given) for c in api.calls if c.path != "debug_token")


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        ({"active": False}, "was switched off"),
        ({"fields": [{"name": "feed"}]}, "without group_feed, mention, message_echoes"),
    ],
)
def test_a_damaged_webhook_registration_is_repaired(world, api, damage, reason) -> None:
    connect(world, api)
    api.webhooks["page"] |= damage
    status, shown = connect(world, api)
    assert status == 0
    assert f"changed  app: page: {reason}" in shown
    assert api.webhooks["page"]["active"]
    assert {"feed", "message_echoes"} <= {f["name"] for f in api.webhooks["page"]["fields"]}


def test_a_page_that_lost_its_subscription_is_subscribed_again(world, api) -> None:
    connect(world, api)
    del api.subscribed[PAGE]
    assert findings(world, api)[f"page {PAGE}"]["status"] == "changed"
    assert "message_echoes" in api.subscribed[PAGE]


def test_other_fields_stay_subscribed(world: World, api: GraphApi) -> None:
    api.page_fields |= {"leadgen"}
    api.subscribed[PAGE] = {"leadgen"}
    connect(world, api)
    assert {"leadgen", "feed"} <= api.subscribed[PAGE]


def test_another_programs_webhook_is_taken_over_only_on_demand(world, api) -> None:
    other = {"object": "page", "callback_url": "https://helpdesk.example/hook", "active": True}
    api.webhooks["page"] = other | {"fields": []}
    found = findings(world, api)["app: page"]
    assert (found["status"], "helpdesk.example" in found["text"]) == ("failed", True)
    assert api.webhooks["page"]["callback_url"] == other["callback_url"]
    assert findings(world, api, "--take-over")["app: page"]["status"] == "changed"
    assert api.webhooks["page"]["callback_url"] == CALLBACK


def test_fields_that_meta_does_not_know_are_left_out_with_a_warning(world, api) -> None:
    api.page_fields = graph.PAGE_FIELDS - {"group_feed"}
    shown = connect(world, api)[1]
    assert f"warning  page {PAGE}: Meta refuses group_feed" in shown
    assert api.subscribed[PAGE] == api.page_fields
    status, shown = connect(world, api)
    assert (status, "changed" in shown.replace("Nothing was changed", "")) == (0, False)


# --- Problems -------------------------------------------------------------------------------------


def test_missing_permissions_are_named(world: World, api: GraphApi) -> None:
    api.scopes.remove("pages_messaging")
    found = findings(world, api)
    assert found["permission pages_messaging"]["status"] == "failed"
    assert "App Review" in found["permission pages_messaging"]["advice"]
    assert "needed: pages_messaging" in found[f"page {PAGE}"]["text"]


@pytest.mark.parametrize(
    ("change", "text"), [({"is_valid": False}, "not valid"), ({"token_app": "4711"}, "of app 4711")]
)
def test_a_token_that_cannot_work_ends_the_run(world, api, change, text) -> None:
    for name, value in change.items():
        setattr(api, name, value)
    status, shown = connect(world, api)
    assert (status, api.changes) == (1, [])
    assert text in shown
    assert "app: page" not in shown


def test_a_page_without_access_is_reported_and_the_rest_done(world, api) -> None:
    api.pages = {}
    found = findings(world, api)
    assert found[f"page {PAGE}"]["text"] == "the token has no access to this Page"
    assert found[f"whatsapp business account {WABA}"]["status"] == "changed"


def test_a_number_of_no_known_business_account_needs_its_id(world, api) -> None:
    api.numbers = {}
    assert "--waba" in findings(world, api)[f"whatsapp {PHONE}"]["advice"]
    api.numbers = {"77": [PHONE]}
    found = findings(world, api, "--waba", "77")
    assert found["whatsapp business account 77"]["status"] == "changed"


def test_a_business_account_with_another_callback_is_reported(world, api) -> None:
    connect(world, api)
    api.override = "https://helpdesk.example/hook"
    found = findings(world, api)[f"whatsapp business account {WABA}"]
    assert (found["status"], "helpdesk.example" in found["text"]) == ("failed", True)


def test_a_webhook_that_answers_wrongly_is_not_registered(world, api, account: Account) -> None:
    account.secrets = SECRETS | {
        "webhook": SECRETS["webhook"] | {"meta_verify_tokens": ["another-token"]}
    }
    status, shown = connect(world, api)
    assert (status, api.calls) == (1, [])
    assert "failed   meta handshake" in shown


def test_a_webhook_that_does_not_answer_is_reported(world, api, monkeypatch) -> None:
    monkeypatch.setattr("cli.local.http_client.get", unreachable)
    status, shown = connect(world, api)
    assert (status, api.calls) == (1, [])
    assert "No response from" in shown


def test_a_platform_that_does_not_answer_is_reported(world: World, account, monkeypatch) -> None:
    monkeypatch.setenv("META_ACCESS_TOKEN", TOKEN)
    options = ("--app-id", APP, "--api-url", "http://127.0.0.1:9")
    status, shown = world.run("connect", "meta", *options)
    assert status == 1
    assert "No response from http://127.0.0.1:9/debug_token:" in shown  # without its query


@pytest.mark.parametrize(
    ("code", "subcode", "sentence", "advice"),
    [
        (190, 463, "The token has expired", "step 3"),
        (190, 460, "changed the password", "step 3"),
        (190, None, "expired, revoked or mistyped", "step 3"),
        (10, None, "A permission is missing", "App Review"),
        (299, None, "A permission is missing", "App Review"),
        (100, None, "does not accept a parameter", "app id"),
        (100, 33, "cannot see this object", "system user"),
        (2200, None, "could not verify the webhook's address", "doctor"),
        (4, None, "too many calls", "Wait an hour"),
        (80007, None, "too many calls", "Wait an hour"),
        (101, None, "do not belong together", "App settings"),
        (2, None, "unavailable", "Wait some minutes"),
        (987, None, "Meta refused the call", "code 987"),
    ],
)
def test_each_error_of_meta_becomes_a_sentence_with_advice(code, subcode, sentence, advice):
    error = to_error(400, {"code": code, "error_subcode": subcode, "message": "(#1) Too bad"})
    assert sentence in error.text
    assert "Meta says: (#1) Too bad" in error.text
    assert advice in error.advice


def test_an_answer_that_is_not_json_is_an_error_too() -> None:
    assert to_error(502, None).text == "Meta answered 502 without an explanation."


# --- Instagram and Threads ------------------------------------------------------------------------


def test_instagram_is_reached_through_its_page(world: World, api: GraphApi) -> None:
    world.set_target("2h", INSTAGRAM_ACCOUNT)
    api.pages = {PAGE: INSTAGRAM}
    found = findings(world, api)
    assert found[f"instagram {INSTAGRAM}"]["text"] == f"delivered through the Page {PAGE}"
    assert "comments" in {f["name"] for f in api.webhooks["instagram"]["fields"]}


def test_a_page_that_only_carries_instagram_is_subscribed_for_it(world, api) -> None:
    world.set_target("2h", INSTAGRAM_ACCOUNT)
    api.pages |= {OTHER_PAGE: INSTAGRAM}
    assert findings(world, api)[f"page {OTHER_PAGE}"]["status"] == "changed"
    assert api.subscribed[OTHER_PAGE] == {"feed"}


def test_instagram_without_a_page_needs_a_token_of_its_own(world, api, monkeypatch) -> None:
    world.set_target("2h", INSTAGRAM_ACCOUNT)
    found = findings(world, api)[f"instagram {INSTAGRAM}"]
    assert (found["status"], "META_INSTAGRAM_TOKEN" in found["advice"]) == ("failed", True)
    monkeypatch.setenv("META_INSTAGRAM_TOKEN", INSTAGRAM_TOKEN)
    assert findings(world, api)[f"instagram {INSTAGRAM}"]["status"] == "changed"
    assert "comments" in api.subscribed[INSTAGRAM]
    assert findings(world, api)[f"instagram {INSTAGRAM}"]["status"] == "ok"


def test_threads_has_to_be_set_up_in_the_dashboard(world: World, api: GraphApi) -> None:
    world.set_target("2h", INSTAGRAM_ACCOUNT.replace("instagram", "threads"))
    shown = connect(world, api)[1]
    assert shown.endswith("To do by hand: 1, see above.\n")
    found = findings(world, api)["threads"]
    assert found["status"] == "unknown"
    assert CALLBACK in found["advice"]
    assert "Set `username`" in found["advice"]


# --- The command ----------------------------------------------------------------------------------


def test_a_missing_token_is_named_without_a_terminal(world, api, monkeypatch) -> None:
    monkeypatch.delenv("META_ACCESS_TOKEN")
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert connect(world, api)[0] == 2
    assert "Set the environment variable META_ACCESS_TOKEN" in world.errors


def test_a_token_never_travels_unencrypted(world: World, api: GraphApi) -> None:
    assert world.run("connect", "meta", "--api-url", "http://graph.example")[0] == 2
    assert "expected https://" in world.errors


def test_the_first_message_is_awaited(world: World, api: GraphApi, monkeypatch) -> None:
    def pause(_seconds: float) -> None:
        world.now += timedelta(seconds=30)
        world.receive(messenger("m1", world.now))

    monkeypatch.setattr("time.sleep", pause)
    status, shown = connect(world, api, "--wait", "5m")
    assert (status, "ok       first message: arrived on messenger" in shown) == (0, True)
    assert "Write to one of the accounts now" in world.errors


def test_without_a_message_the_wait_ends_and_fails(world, api, monkeypatch) -> None:
    def pause(_seconds: float) -> None:
        world.now += timedelta(seconds=30)

    monkeypatch.setattr("time.sleep", pause)
    status, shown = connect(world, api, "--wait", "2m")
    assert (status, "failed   first message: none arrived within 2m" in shown) == (1, True)


# --- Removal --------------------------------------------------------------------------------------


def test_only_registrations_of_this_deployment_are_removed(world: World, api: GraphApi) -> None:
    connect(world, api)
    api.webhooks["page"]["callback_url"] = "https://helpdesk.example"
    api.calls.clear()
    assert connect(world, api, "--remove", "--dry-run")[0] == 1
    assert api.changes == []
    status, shown = connect(world, api, "--remove")
    assert (status, "changed  app: whatsapp_business_account: removed" in shown) == (0, True)
    assert list(api.webhooks) == ["page"]
    assert connect(world, api, "--remove")[1].endswith("Nothing leads here. Nothing was changed.\n")


def test_steps_without_an_api_are_listed_for_the_removal(world: World, api: GraphApi) -> None:
    threads = f'[[accounts]]\nchannel = "threads"\nid = "{OTHER_PAGE}"\nname = "Threads"\n'
    with world.config.open("a", encoding="utf-8") as file:
        file.write(threads)
    found = findings(world, api, "--remove")["threads"]
    assert (found["status"], "App dashboard" in found["advice"]) == ("unknown", True)

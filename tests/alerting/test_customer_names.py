"""The customer's name: which payloads have one, and that it is stored and deleted with the text."""

import json

from functions.webhook import meta, storing, x
from shared.config.configuration import Configuration
from shared.domain.events import Event
from shared.storage import message_items
from tests import builders
from tests.alerting.desk import Desk
from tests.builders import message

NAMES = {
    "meta/instagram_comment": ["@ada.example"],
    "meta/instagram_comment_flat": ["@ada.example"],
    "meta/instagram_comment_nested": ["@ada.example"],
    "meta/instagram_comment_username": ["@ada.example"],
    "meta/instagram_live_comment": ["@ada.example"],
    "meta/page_comment": ["Ada Example"],
    "meta/page_comment_nested": ["Ada Example"],
    "meta/page_group_comment": ["Ada Example"],
    "meta/page_rating": ["Bo Example"],
    "meta/page_rating_by_post": ["Bo Example"],
    "meta/page_rating_comment": ["Bo Example"],
    "meta/page_rating_without_id": ["Bo Example"],
    "meta/page_visitor_photo": ["Ada Example"],
    "meta/page_visitor_post": ["Ada Example"],
    "meta/threads_list": ["@ada.example", "@bo.example"],
    "meta/threads_mention": ["@bo.example"],
    "meta/threads_reply": ["@ada.example"],
    "meta/threads_reply_elsewhere": ["@ada.example"],
    "meta/whatsapp_both_ids": ["Ada"],
    "meta/whatsapp_interactive": ["Ada"],
    "meta/whatsapp_media": ["Ada"],
    "meta/whatsapp_standby": ["Ada"],
    "meta/whatsapp_structured": ["Ada"],
    "meta/whatsapp_text": ["Ada"],
    "meta/whatsapp_unsupported": ["Ada"],
    "meta/whatsapp_unsupported_forms": ["Ada"],
    "meta/whatsapp_untyped": ["Ada"],
    "meta/whatsapp_user_id_only": ["Ada"],
    "x/aaa_direct_message_no_subscriber": ["@quiet_otter_7"],
    "x/aaa_direct_message_photo": ["@quiet_otter_7"],
    "x/aaa_direct_message_quick_reply": ["@quiet_otter_7"],
    "x/aaa_direct_message_received": ["@quiet_otter_7"],
    "x/aaa_half_broken": ["@quiet_otter_7"],
    "x/aaa_tweet_create_by_brand": ["@LindenRoasters"],
    "x/aaa_tweet_create_edit": ["@quiet_otter_7"],
    "x/aaa_tweet_create_edit_original_only": ["@quiet_otter_7"],
    "x/aaa_tweet_create_extended": ["@quiet_otter_7"],
    "x/aaa_tweet_create_mention": ["@quiet_otter_7"],
    "x/aaa_tweet_create_mention_classic_time": ["@quiet_otter_7"],
    "x/aaa_tweet_create_more_context": ["@quiet_otter_7"],
    "x/aaa_tweet_create_no_subscriber": ["@quiet_otter_7"],
    "x/aaa_tweet_create_quote": ["@quiet_otter_7"],
    "x/aaa_tweet_create_reply": ["@quiet_otter_7"],
    "x/aaa_tweet_create_truncated": ["@quiet_otter_7"],
    "x/stream_post_mention": ["@quiet_otter_7"],
    "x/stream_post_reply": ["@quiet_otter_7"],
    "x/stream_post_reply_renamed": ["@quiet_otter_7"],
    "x/stream_several": ["@quiet_otter_7"],
    "x/xaa_post_mention_create": ["@quiet_otter_7"],
    "x/xaa_post_mention_create_edit": ["@quiet_otter_7"],
    "x/xaa_post_mention_create_edit_own_thread": ["@quiet_otter_7"],
    "x/xaa_post_mention_create_edit_renamed": ["@quiet_otter_7"],
    "x/xaa_post_mention_create_flat": ["@quiet_otter_7"],
    "x/xaa_post_mention_create_wrapped": ["@quiet_otter_7"],
    "x/xaa_post_quote_create": ["@quiet_otter_7"],
    "x/xaa_post_reply_create": ["@quiet_otter_7"],
    "x/xaa_several": ["@quiet_otter_7"],
}
"""All names of each payload that has one."""


def parsed(path: str) -> list[Event]:
    """The events of a payload, or none if it is not a webhook body."""
    body = json.loads(builders.payload(path).read_text("utf-8"))
    try:
        return meta.parse(body) if path.startswith("meta/") else x.parse(body)
    except ValueError:
        return []


def test_exactly_these_payloads_name_the_customer() -> None:
    paths = [f"{p.parent.parent.name}/{p.stem}" for p in builders.payloads()]
    found = {path: {e.customer_name for e in parsed(path)} - {None} for path in paths}
    assert {path: sorted(names) for path, names in found.items() if names} == NAMES


def test_a_reply_of_the_brand_names_nobody() -> None:
    for path in NAMES:
        assert {e.customer_name for e in parsed(path) if e.direction == "out"} <= {None}, path


def routed(configuration: Configuration) -> list[str | None]:
    found = storing.route(parsed("meta/whatsapp_text"), configuration)
    return [item.get("customer_name") for item in found.items]


def test_the_name_is_stored_unless_the_configuration_says_no() -> None:
    assert routed(builders.configuration(any_account=True)) == ["Ada"]
    assert routed(builders.configuration(any_account=True, names=False)) == [None]


def test_a_long_name_is_cut() -> None:
    (event,) = parsed("meta/whatsapp_text")
    item, *_ = message_items.items(event._replace(customer_name="n" * 500))
    assert len(item["customer_name"]) == message_items.MAX_NAME


def test_a_deletion_removes_the_name_with_the_text_and_without_one(desk: Desk) -> None:
    for text in ("Where is it?", None):
        asked = message(0, id=f"m {text}")
        desk.arrive(asked, text=text, customer_name="Ada Example")
        desk.delete(asked, 1)
    stored = [item for item in desk.items() if item.get("message_id") == "m None"]
    assert stored
    assert not any("customer_name" in item or "text" in item for item in desk.items())

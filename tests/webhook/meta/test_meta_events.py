"""What each of Meta's updates becomes: a table of bodies, and a sentence for every trap."""

import json
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from functions.webhook import meta
from functions.webhook.bodies import NotAWebhookError
from functions.webhook.meta.fields import INSTAGRAM, WHATSAPP
from functions.webhook.meta.fields import PAGE as PAGE_FIELDS
from shared.domain.events import Event

PAYLOADS = Path(__file__).parent / "payloads"

PAGE, PSID, POST = "100200300", "7000000000000001", "100200300_55"
IG, IGSID = "17841400000000001", "6000000000000001"
NUMBER, PHONE, USER = "200000000000001", "491700000001", "DE.81000000000000000001"
AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
SENT, SENT_MS = AT + timedelta(seconds=1), AT + timedelta(milliseconds=900)

private = partial(Event, surface="private", direction="in", at=AT)
public = partial(Event, surface="public", direction="in", sent_at=SENT)


def messenger(kind: Any, event_name: str, **more: Any) -> Event:
    return private(
        kind,
        event_name,
        **{"channel": "messenger", "account": PAGE, "customer": PSID, "sent_at": SENT_MS} | more,
    )


def instagram(kind: Any, event_name: str, **more: Any) -> Event:
    return private(
        kind,
        event_name,
        **{"channel": "instagram", "account": IG, "customer": IGSID, "sent_at": SENT_MS} | more,
    )


def whatsapp(kind: Any, event_name: str, **more: Any) -> Event:
    return private(
        kind, event_name, **{"channel": "whatsapp", "account": NUMBER, "customer": PHONE} | more
    )


def facebook(kind: Any, event_name: str, **more: Any) -> Event:
    return public(
        kind,
        event_name,
        **{"channel": "facebook", "account": PAGE, "customer": "9001", "thread": POST, "at": AT}
        | more,
    )


def comment(kind: Any, event_name: str, **more: Any) -> Event:
    return public(
        kind,
        event_name,
        **{"channel": "instagram", "account": IG, "customer": IGSID, "thread": "md1"} | more,
    )


def threads(kind: Any, event_name: str, **more: Any) -> Event:
    return public(
        kind,
        event_name,
        **{
            "channel": "threads",
            "account": "tb1",
            "customer": "ada.example",
            "thread": "tr1",
            "at": AT,
        }
        | more,
    )


def parse(body: dict[str, Any]) -> list[Event]:
    return [timed(event) for event in meta.parse(body)]


def timed(event: Event) -> Event:
    """When it was sent matters only where it has no time of its own."""
    return event._replace(sent_at=None) if event.at else event


def body(name: str) -> dict[str, Any]:
    return json.loads((PAYLOADS / f"{name}.json").read_text("utf-8"))


def events(name: str) -> list[Event]:
    return parse(body(name))


def expected(name: str) -> list[Event]:
    return [timed(event) for event in EXPECTED[name]]


EXPECTED: dict[str, list[Event]] = {
    "catalog_change": [Event(kind="not_a_message", event_name="catalog.items_batch", sent_at=SENT)],
    "instagram_comment": [comment("message", "comments", message_id="c1", text="Price?")],
    "instagram_comment_flat": [comment("message", "comments", message_id="c7", text="Flat")],
    "instagram_comment_nested": [
        comment("message", "comments", message_id="c2", answers="c1", text="Please?")
    ],
    "instagram_comment_own": [
        comment(
            "reply",
            "comments",
            customer=None,
            message_id="c3",
            answers="c1",
            direction="out",
            text="20 €",
            needs_parent=True,
        )
    ],
    "instagram_comment_own_scoped": [
        comment(
            "reply",
            "comments",
            customer=None,
            message_id="c4",
            answers="md1",
            direction="out",
            text="New in",
            needs_parent=True,
        )
    ],
    "instagram_comment_username": [
        comment("message", "comments", customer="ada.example", message_id="c8", text="By name")
    ],
    "instagram_dashboard_empty": [
        comment("not_a_message", "instagram.comments", customer=None, thread=None, direction=None),
        instagram(
            "not_a_message",
            "messaging.message_edit",
            customer=None,
            direction=None,
            at=None,
            sent_at=SENT,
        ),
        instagram(
            "not_a_message",
            "messaging.messaging_optins",
            customer=None,
            direction=None,
            at=None,
            sent_at=SENT,
        ),
        comment(
            "not_a_message", "instagram.story_share", customer=None, thread=None, direction=None
        ),
    ],
    "instagram_dashboard_test": [
        instagram(
            "message",
            "messages.text",
            account="23245",
            customer="12334",
            message_id="random_mid",
            sent_at=SENT,
            text="random_text",
        ),
        instagram(
            "not_a_message",
            "messaging.read",
            account="23245",
            customer="12334",
            message_id="random_mid",
            sent_at=SENT,
        ),
        instagram(
            "edit",
            "message_edit",
            account="23245",
            customer="12334",
            message_id="random_mid",
            sent_at=SENT,
            text="t",
        ),
    ],
    "instagram_deleted": [
        instagram("delete", "messages.deleted", message_id="ig_1"),
        instagram("delete", "messages.deleted", message_id="ig_5", direction="out"),
    ],
    "instagram_echo": [
        instagram(
            "reply",
            "messages.echo",
            message_id="ig_5",
            direction="out",
            text="¡Hola!",
            app="1217981644879628",
        )
    ],
    "instagram_edit": [instagram("edit", "message_edit", message_id="ig_1", text="Hola a todos")],
    "instagram_edit_zero": [
        instagram(
            "not_a_message", "message_edit", customer=None, message_id="ig_1", direction=None
        ),
        instagram("not_a_message", "message_edit", message_id="ig_1"),
    ],
    "instagram_live_comment": [
        comment("message", "live_comments", message_id="c5", thread="md2", text="Hi live")
    ],
    "instagram_mention": [
        comment("message", "mentions", customer=None, message_id="c6", thread="md3"),
        comment("message", "mentions", customer=None, message_id="md4", thread="md4"),
    ],
    "instagram_other_fields": [
        comment(
            "not_a_message", "instagram.story_insights", customer=None, thread=None, direction=None
        ),
        comment(
            "not_a_message", "instagram.story_reactions", customer=None, thread=None, direction=None
        ),
    ],
    "instagram_reaction": [instagram("not_a_message", "messaging.reaction", message_id="ig_5")],
    "instagram_read": [instagram("not_a_message", "messaging.read", message_id="ig_5")],
    "instagram_seconds": [
        instagram("message", "messages.text", message_id="ig_7", text="In seconds")
    ],
    "instagram_self": [
        instagram(
            "not_a_message", "messages.self", customer=None, message_id="ig_6", direction="out"
        )
    ],
    "instagram_self_postback": [
        instagram(
            "not_a_message",
            "messaging.postback",
            account="45202000000001",
            customer=None,
            message_id="ig_9",
            direction="out",
            text="Hours",
        )
    ],
    "instagram_story_mention": [instagram("message", "messages.story_mention", message_id="ig_3")],
    "instagram_story_reply": [
        instagram("message", "messages.story_reply", message_id="ig_2", text="Love it")
    ],
    "instagram_text": [instagram("message", "messages.text", message_id="ig_1", text="Hola")],
    "instagram_unsupported": [instagram("message", "messages.unsupported", message_id="ig_4")],
    "messenger_account_linking": [
        messenger("not_a_message", "messaging.account_linking"),
        messenger("not_a_message", "messaging.game_play"),
    ],
    "messenger_answer": [
        messenger("message", "messages.text", message_id="m_4", answers="m_0", text="That one")
    ],
    "messenger_attachments": [messenger("message", "messages.attachments", message_id="m_2")],
    "messenger_calls": [
        messenger("not_a_message", "messaging.calls", customer=None, direction=None, sent_at=SENT),
        messenger("not_a_message", "messaging.calls", customer=None, direction=None, sent_at=SENT),
        messenger(
            "not_a_message",
            "messaging.call_settings",
            customer=None,
            direction=None,
            at=None,
            sent_at=SENT,
        ),
    ],
    "messenger_dashboard_echo": [
        messenger(
            "reply",
            "messages.echo",
            account="23245",
            customer="12334",
            message_id="test_echo",
            direction="out",
            sent_at=SENT,
            text="test",
            app="5",
        )
    ],
    "messenger_dashboard_others": [
        messenger(
            "message",
            "messaging.postback",
            account="23245",
            customer="12334",
            message_id="test_pb",
            sent_at=SENT,
            text="t",
        ),
        messenger(
            "not_a_message",
            "messaging.reaction",
            account="23245",
            customer="12334",
            message_id="test_mid",
            sent_at=SENT,
        ),
        messenger(
            "not_a_message", "messaging.read", account="23245", customer="12334", sent_at=SENT
        ),
        messenger(
            "not_a_message",
            "messaging.messaging_optins",
            account=None,
            customer=None,
            direction=None,
            at=None,
            sent_at=SENT,
        ),
    ],
    "messenger_dashboard_test": [
        messenger(
            "message",
            "messages.text",
            account="23245",
            customer="12334",
            message_id="test_mid",
            sent_at=SENT,
            text="test",
        )
    ],
    "messenger_deleted": [messenger("delete", "messages.deleted", message_id="m_1")],
    "messenger_delivery": [messenger("not_a_message", "messaging.delivery", at=None)],
    "messenger_echo": [
        messenger(
            "reply",
            "messages.echo",
            message_id="m_5",
            direction="out",
            text="At nine",
            app="26390203743090",
        )
    ],
    "messenger_echo_standby": [
        messenger("reply", "messages.echo", message_id="m_6", direction="out", text="At ten")
    ],
    "messenger_edit": [
        messenger("edit", "message_edit", message_id="m_1", text="When do you open?")
    ],
    "messenger_named_signals": [
        messenger(
            "not_a_message",
            "messaging.marketing_message_echoes",
            customer=None,
            message_id="m_30",
            direction=None,
        ),
        messenger(
            "not_a_message",
            "messaging.messenger_subscription_token",
            customer=None,
            direction=None,
        ),
        messenger("not_a_message", "messaging.form"),
        messenger("not_a_message", "messaging.message_request"),
        messenger("not_a_message", "messaging.branded_camera"),
    ],
    "messenger_no_mid": [
        messenger(
            "message", "messages.text", message_id="message-58d72bdc030c0a72d53dc41a", text="No id"
        )
    ],
    "messenger_optin": [
        messenger("not_a_message", "messaging.optin", customer=None, direction=None)
    ],
    "messenger_order": [
        messenger(
            "message",
            "messaging.order",
            message_id="order-22b565210c28ad814ea0239d",
            text="Gift wrap, please",
        )
    ],
    "messenger_own_unflagged": [
        messenger("reply", "messages.echo", message_id="m_8", direction="out", text="Hello")
    ],
    "messenger_postback": [
        messenger("message", "messaging.postback", message_id="m_9", text="Get started")
    ],
    "messenger_postback_standby": [
        messenger(
            "message",
            "messaging.postback",
            message_id="postback-175dedae475566c7c3406598",
            text="Get started",
        )
    ],
    "messenger_quick_reply": [
        messenger("message", "messages.quick_reply", message_id="m_3", text="Yes")
    ],
    "messenger_reaction": [messenger("not_a_message", "messaging.reaction", message_id="m_5")],
    "messenger_read": [messenger("not_a_message", "messaging.read")],
    "messenger_referral": [messenger("not_a_message", "messaging.referral")],
    "messenger_standby": [messenger("message", "messages.text", message_id="m_7", text="Anybody?")],
    "messenger_text": [
        messenger("message", "messages.text", message_id="m_1", text="Wann öffnet ihr?")
    ],
    "messenger_thread_control": [
        messenger("not_a_message", "messaging.pass_thread_control"),
        messenger("not_a_message", "messaging.take_thread_control"),
        messenger("not_a_message", "messaging.request_thread_control"),
        messenger("not_a_message", "messaging.app_roles", customer=None, direction=None),
        messenger("not_a_message", "messaging.policy_enforcement", customer=None, direction=None),
    ],
    "messenger_typing": [messenger("not_a_message", "messaging.typing")],
    "messenger_unheard_of": [
        messenger(
            "unknown",
            "messaging.telepathy",
            customer=None,
            direction=None,
            at=None,
            source={
                "sender": {"id": "7000000000000001"},
                "recipient": {"id": "100200300"},
                "timestamp": 1795341600000,
                "telepathy": {"thought": "blue"},
            },
        )
    ],
    "messenger_user_ref": [
        messenger(
            "message", "messages.text", customer="ref-1", message_id="m_20", text="Guest here"
        ),
        messenger(
            "message", "messaging.postback", customer="ref-1", message_id="m_21", text="Get started"
        ),
        messenger(
            "reply",
            "messages.echo",
            customer="ref-1",
            message_id="m_22",
            direction="out",
            text="Welcome, guest",
            app="5",
        ),
    ],
    "page_comment": [
        facebook(
            "message",
            "feed.comment.add",
            message_id="55_1",
            answers=POST,
            text="Is it in stock?",
            permalink="https://www.facebook.com/100200300_55?comment_id=1",
        )
    ],
    "page_comment_anonymous": [
        facebook(
            "message",
            "feed.comment.add",
            customer=None,
            message_id="55_3",
            answers=POST,
            text="Hello?",
            permalink="https://www.facebook.com/100200300_55?comment_id=3",
        )
    ],
    "page_comment_edited": [
        facebook(
            "edit",
            "feed.comment.edited",
            message_id="55_1",
            answers=POST,
            text="Is it in stock now?",
            permalink="https://www.facebook.com/100200300_55?comment_id=1",
        )
    ],
    "page_comment_hidden": [
        facebook(
            "not_a_message",
            "feed.comment.hide",
            message_id="55_1",
            answers=POST,
            direction=None,
            permalink="https://www.facebook.com/100200300_55?comment_id=1",
        ),
        facebook(
            "not_a_message",
            "feed.comment.unhide",
            message_id="55_1",
            answers=POST,
            direction=None,
            permalink="https://www.facebook.com/100200300_55?comment_id=1",
        ),
    ],
    "page_comment_legacy": [
        facebook(
            "reply",
            "feed.comment.add",
            customer=None,
            message_id="55_6",
            answers=POST,
            direction="out",
            text="Hi",
            needs_parent=True,
            permalink="https://www.facebook.com/100200300_55?comment_id=6",
        )
    ],
    "page_comment_nested": [
        facebook(
            "message",
            "feed.comment.add",
            message_id="55_2",
            answers="55_1",
            text="Same here",
            permalink="https://www.facebook.com/100200300_55?comment_id=2",
        )
    ],
    "page_comment_own": [
        facebook(
            "reply",
            "feed.comment.add",
            customer=None,
            message_id="55_4",
            answers="55_1",
            direction="out",
            text="Yes, it is",
            needs_parent=True,
            permalink="https://www.facebook.com/100200300_55?comment_id=4",
        )
    ],
    "page_comment_own_integer": [
        facebook(
            "reply",
            "feed.comment.add",
            customer=None,
            message_id="55_5",
            answers=POST,
            direction="out",
            text="All gone",
            needs_parent=True,
            permalink="https://www.facebook.com/100200300_55?comment_id=5",
        )
    ],
    "page_comment_own_removed": [
        facebook(
            "delete",
            "feed.comment.remove",
            customer=None,
            message_id="55_4",
            answers="55_1",
            direction="out",
            at=None,
            needs_parent=True,
            permalink="https://www.facebook.com/100200300_55?comment_id=4",
        )
    ],
    "page_comment_removed": [
        facebook(
            "delete",
            "feed.comment.remove",
            message_id="55_1",
            answers=POST,
            at=None,
            permalink="https://www.facebook.com/100200300_55?comment_id=1",
        )
    ],
    "page_comment_removed_anonymous": [
        facebook(
            "delete",
            "feed.comment.remove",
            customer=None,
            message_id="55_3",
            answers=POST,
            direction=None,
            at=None,
            permalink="https://www.facebook.com/100200300_55?comment_id=3",
        )
    ],
    "page_dashboard_empty": [
        messenger(
            "not_a_message",
            "messaging.messages",
            account=None,
            customer=None,
            direction=None,
            at=None,
            sent_at=SENT,
        ),
        messenger(
            "not_a_message",
            "messaging.message_echoes",
            account=None,
            customer=None,
            direction=None,
            at=None,
            sent_at=SENT,
        ),
        facebook(
            "not_a_message",
            "page.feed",
            account=None,
            customer=None,
            thread=None,
            direction=None,
            at=None,
        ),
        messenger(
            "not_a_message",
            "messaging.standby",
            account=None,
            customer=None,
            direction=None,
            at=None,
            sent_at=SENT,
        ),
        facebook(
            "not_a_message",
            "page.ratings",
            account=None,
            customer=None,
            thread=None,
            direction=None,
            at=None,
        ),
    ],
    "page_event": [
        facebook(
            "not_a_message",
            "feed.event.add",
            message_id=POST,
            permalink="https://www.facebook.com/100200300_55",
        )
    ],
    "page_group_comment": [
        facebook(
            "message",
            "group_feed.comment.add",
            message_id="71",
            answers="62",
            thread="62",
            text="In blue too?",
            permalink="https://www.facebook.com/62?comment_id=71",
        ),
        facebook(
            "reply",
            "group_feed.comment.add",
            customer=None,
            message_id="72",
            answers="71",
            thread="62",
            direction="out",
            text="In blue too",
            needs_parent=True,
            permalink="https://www.facebook.com/62?comment_id=72",
        ),
    ],
    "page_marketing_fields": [
        messenger(
            "not_a_message",
            "messaging.marketing_message_reads",
            customer=None,
            direction=None,
            sent_at=SENT,
        ),
        messenger(
            "not_a_message",
            "messaging.call_settings_update",
            customer=None,
            direction=None,
            sent_at=SENT,
        ),
        facebook(
            "not_a_message",
            "page.leadgen_update",
            customer=None,
            thread=None,
            direction=None,
            at=None,
        ),
    ],
    "page_mention": [
        facebook(
            "message",
            "mention.comment.add",
            customer=None,
            message_id="8_3",
            answers="444_8",
            thread="444_8",
            text="@Brand look",
            permalink="https://www.facebook.com/444_8?comment_id=3",
        ),
        facebook(
            "message",
            "mention.post.add",
            customer=None,
            message_id="444_9",
            thread="444_9",
            permalink="https://www.facebook.com/444_9",
        ),
    ],
    "page_other_fields": [
        facebook("not_a_message", "page.leadgen", customer=None, thread=None, direction=None),
        facebook(
            "not_a_message", "page.live_videos", customer=None, thread=None, direction=None, at=None
        ),
        facebook("not_a_message", "page.name", customer=None, thread=None, direction=None, at=None),
        facebook(
            "not_a_message", "page.picture", customer=None, thread=None, direction=None, at=None
        ),
        facebook(
            "not_a_message", "page.group_feed", customer=None, thread=None, direction=None, at=None
        ),
        facebook(
            "not_a_message",
            "page.conversations",
            customer=None,
            thread=None,
            direction=None,
            at=None,
        ),
    ],
    "page_own_post": [
        facebook(
            "not_a_message",
            "feed.status.add",
            customer=None,
            message_id=POST,
            direction="out",
            permalink="https://www.facebook.com/100200300_55",
        )
    ],
    "page_rating": [
        facebook(
            "message",
            "ratings.rating.add",
            customer="9002",
            message_id="88",
            thread="88",
            text="Cold soup",
            permalink="https://www.facebook.com/88",
        )
    ],
    "page_rating_anonymous": [
        facebook(
            "message",
            "ratings.rating.add",
            customer=None,
            message_id="rating-114c97fafbec67d20793a133",
            thread="rating-114c97fafbec67d20793a133",
            text="Closed",
        )
    ],
    "page_rating_by_post": [
        facebook(
            "reply",
            "ratings.comment.add",
            customer=None,
            message_id="88_3",
            answers="88",
            thread="88",
            direction="out",
            text="Sorry for that",
            needs_parent=True,
        ),
        facebook(
            "not_a_message", "ratings.like.add", customer="9003", message_id="88", thread="88"
        ),
        facebook(
            "message",
            "ratings.rating.add",
            customer="9002",
            message_id="89",
            thread="89",
            text="Slow",
            permalink="https://www.facebook.com/89",
        ),
    ],
    "page_rating_comment": [
        facebook(
            "reply",
            "ratings.comment.add",
            customer=None,
            message_id="88_1",
            answers="88",
            thread="88",
            direction="out",
            text="Sorry",
            needs_parent=True,
            permalink="https://www.facebook.com/88?comment_id=1",
        ),
        facebook(
            "message",
            "ratings.comment.add",
            customer="9002",
            message_id="88_2",
            answers="88_1",
            thread="88",
            text="Still cold",
            permalink="https://www.facebook.com/88?comment_id=2",
        ),
        facebook(
            "not_a_message",
            "ratings.reaction.add",
            customer="9002",
            message_id="88",
            thread="88",
            permalink="https://www.facebook.com/88",
        ),
    ],
    "page_rating_without_id": [
        facebook(
            "message",
            "ratings.rating.add",
            customer="9002",
            message_id="rating-81428700d66a96ec7a16f494",
            thread="rating-81428700d66a96ec7a16f494",
        )
    ],
    "page_reaction": [
        facebook(
            "not_a_message",
            "feed.reaction.add",
            message_id=POST,
            permalink="https://www.facebook.com/100200300_55",
        ),
        facebook(
            "not_a_message",
            "feed.like.add",
            message_id="55_1",
            permalink="https://www.facebook.com/100200300_55?comment_id=1",
        ),
    ],
    "page_reaction_bare": [
        facebook(
            "not_a_message",
            "feed.like.other",
            customer=None,
            thread=None,
            direction=None,
            at=None,
        )
    ],
    "page_unheard_of": [
        facebook(
            "unknown",
            "page.holograms",
            customer=None,
            thread=None,
            direction=None,
            at=None,
            source={"id": "1"},
        )
    ],
    "page_visitor_photo": [
        facebook(
            "message",
            "feed.photo.add",
            message_id=POST,
            permalink="https://www.facebook.com/100200300_55",
        )
    ],
    "page_visitor_post": [
        facebook(
            "message",
            "feed.post.add",
            message_id=POST,
            text="Great shop",
            permalink="https://www.facebook.com/brand/posts/55",
        )
    ],
    "payments_changed_fields": [
        Event(kind="not_a_message", event_name="payments.changed_fields.actions", sent_at=AT),
        Event(kind="not_a_message", event_name="payments.changed_fields.disputes", sent_at=AT),
        Event(kind="not_a_message", event_name="payments.entry", sent_at=AT),
    ],
    "permissions_change": [
        Event(kind="not_a_message", event_name="permissions.pages_messaging", sent_at=AT),
        Event(kind="not_a_message", event_name="permissions.connected", sent_at=AT),
    ],
    "threads_delete": [
        threads(
            "delete",
            "threads.delete",
            customer=None,
            message_id="t2",
            thread=None,
            direction="out",
            needs_parent=True,
        )
    ],
    "threads_list": [
        threads(
            "message",
            "threads.replies",
            message_id="t1",
            answers="tr1",
            text="Nice, where?",
            permalink="https://www.threads.net/@ada.example/post/P1",
        ),
        threads(
            "message",
            "threads.mentions",
            account="th_media",
            customer="bo.example",
            message_id="t6",
            thread="t6",
        ),
        threads(
            "unknown",
            "threads.telepathy",
            account=None,
            customer=None,
            thread=None,
            direction=None,
            at=None,
            source={"field": "telepathy", "value": {"id": "t7"}},
        ),
    ],
    "threads_mention": [
        threads(
            "message",
            "threads.mentions",
            customer="bo.example",
            message_id="t4",
            thread="t4",
            text="@brand hi",
            permalink="https://www.threads.net/@bo.example/post/P4",
        )
    ],
    "threads_publish": [
        threads(
            "not_a_message",
            "threads.publish",
            customer=None,
            message_id="t5",
            thread="t5",
            direction="out",
            permalink="https://www.threads.net/@brand/post/P5",
        )
    ],
    "threads_reply": [
        threads(
            "message",
            "threads.replies",
            message_id="t1",
            answers="tr1",
            text="Nice, where?",
            permalink="https://www.threads.net/@ada.example/post/P1",
        )
    ],
    "threads_reply_elsewhere": [
        threads(
            "message",
            "threads.replies",
            account="t2",
            message_id="t3",
            answers="t2",
            thread="tr9",
            text="Nice, where?",
            permalink="https://www.threads.net/@ada.example/post/P1",
        )
    ],
    "threads_reply_own": [
        threads(
            "reply",
            "threads.replies",
            customer=None,
            message_id="t2",
            answers="t1",
            direction="out",
            text="In town",
            needs_parent=True,
            permalink="https://www.threads.net/@ada.example/post/P1",
        )
    ],
    "user_change": [Event(kind="not_a_message", event_name="user.photos", sent_at=AT)],
    "whatsapp_account_fields": [
        whatsapp(
            "not_a_message",
            "whatsapp.account_update",
            account=None,
            customer=None,
            direction=None,
            at=None,
            sent_at=AT,
        ),
        whatsapp(
            "not_a_message",
            "whatsapp.message_template_status_update",
            account=None,
            customer=None,
            direction=None,
            at=None,
            sent_at=AT,
        ),
        whatsapp(
            "not_a_message",
            "whatsapp.smb_app_state_sync",
            customer=None,
            direction=None,
            at=None,
            sent_at=AT,
        ),
        whatsapp(
            "not_a_message", "whatsapp.calls", customer=None, direction=None, at=None, sent_at=AT
        ),
        whatsapp(
            "not_a_message",
            "whatsapp.security",
            account=None,
            customer=None,
            direction=None,
            at=None,
            sent_at=AT,
        ),
    ],
    "whatsapp_both_ids": [
        whatsapp("message", "messages.text", message_id="wamid.23", text="Both", alias=USER)
    ],
    "whatsapp_echo": [
        whatsapp(
            "reply",
            "message_echoes.text",
            message_id="wamid.40",
            direction="out",
            text="From the phone",
        ),
        whatsapp(
            "edit",
            "message_echoes.edit",
            message_id="wamid.40",
            direction="out",
            text="New caption",
        ),
        whatsapp("delete", "message_echoes.revoke", message_id="wamid.40", direction="out"),
        whatsapp("not_a_message", "message_echoes.reaction", message_id="wamid.1", direction="out"),
    ],
    "whatsapp_edit": [whatsapp("edit", "messages.edit", message_id="wamid.1", text="Hello there")],
    "whatsapp_errors": [
        whatsapp("not_a_message", "messages.errors", customer=None, direction=None, at=None)
    ],
    "whatsapp_group": [
        whatsapp(
            "message", "messages.text", customer="grp1", message_id="wamid.24", text="In the group"
        )
    ],
    "whatsapp_history": [
        whatsapp("not_a_message", "whatsapp.history", message_id="wamid.50", direction=None),
        whatsapp("not_a_message", "whatsapp.history", message_id="wamid.51", direction=None),
    ],
    "whatsapp_interactive": [
        whatsapp("message", "messages.interactive", message_id="wamid.10", text="Yes"),
        whatsapp("message", "messages.interactive", message_id="wamid.11", text="Pizza"),
        whatsapp("message", "messages.interactive", message_id="wamid.12", text="Sent"),
        whatsapp("message", "messages.button", message_id="wamid.13", text="Call me"),
        whatsapp("not_a_message", "messages.interactive", message_id="wamid.14"),
    ],
    "whatsapp_media": [
        whatsapp("message", "messages.image", message_id="wamid.2", text="Broken"),
        whatsapp("message", "messages.video", message_id="wamid.3"),
        whatsapp("message", "messages.audio", message_id="wamid.4"),
        whatsapp("message", "messages.document", message_id="wamid.5", text="Bill"),
        whatsapp("message", "messages.sticker", message_id="wamid.6"),
    ],
    "whatsapp_number_changed": [
        whatsapp(
            "not_a_message",
            "messages.system",
            customer="491700000002",
            message_id="wamid.20",
            alias=PHONE,
        )
    ],
    "whatsapp_reaction": [whatsapp("not_a_message", "messages.reaction", message_id="wamid.0")],
    "whatsapp_request_welcome": [
        whatsapp("not_a_message", "messages.request_welcome", message_id="wamid.19")
    ],
    "whatsapp_revoke": [whatsapp("delete", "messages.revoke", message_id="wamid.1")],
    "whatsapp_status_others": [
        whatsapp("not_a_message", "statuses.delivered", message_id="wamid.30", direction="out"),
        whatsapp("not_a_message", "statuses.read", message_id="wamid.30"),
        whatsapp("not_a_message", "statuses.failed", message_id="wamid.30", direction="out"),
    ],
    "whatsapp_status_sent": [
        whatsapp(
            "reply",
            "statuses.sent",
            message_id="wamid.30",
            direction="out",
            app="helpdesk",
            alias=USER,
        )
    ],
    "whatsapp_standby": [
        whatsapp("message", "messages.text", message_id="wamid.70", text="Still there?"),
        whatsapp(
            "reply",
            "message_echoes.text",
            message_id="wamid.71",
            answers="wamid.70",
            direction="out",
            text="Yes",
            app="agent",
            alias=USER,
        ),
        whatsapp(
            "reply",
            "message_echoes.template",
            customer=USER,
            message_id="wamid.72",
            direction="out",
        ),
        whatsapp("not_a_message", "statuses.delivered", message_id="wamid.71", direction="out"),
        whatsapp("not_a_message", "whatsapp.standby", customer=None, direction=None, at=None),
    ],
    "whatsapp_status_templates": [
        whatsapp("reply", "statuses.sent.marketing", message_id="wamid.33", direction="out"),
        whatsapp("reply", "statuses.sent", message_id="wamid.34", direction="out"),
        whatsapp("reply", "statuses.sent", message_id="wamid.35", direction="out"),
        whatsapp("reply", "statuses.sent", message_id="wamid.36", direction="out"),
        whatsapp("reply", "statuses.sent", message_id="wamid.37", direction="out"),
    ],
    "whatsapp_structured": [
        whatsapp("message", "messages.location", message_id="wamid.7"),
        whatsapp("message", "messages.contacts", message_id="wamid.8"),
        whatsapp("message", "messages.order", message_id="wamid.9", text="Two please"),
    ],
    "whatsapp_text": [
        whatsapp("message", "messages.text", message_id="wamid.1", answers="wamid.0", text="Hello")
    ],
    "whatsapp_unheard_of": [
        whatsapp(
            "unknown",
            "messages.hologram",
            customer=None,
            direction=None,
            at=None,
            source={
                "id": "wamid.60",
                "timestamp": "1795341600",
                "type": "hologram",
                "from": "491700000001",
                "hologram": {"id": "1"},
            },
        )
    ],
    "whatsapp_unsupported": [whatsapp("message", "messages.unsupported", message_id="wamid.15")],
    "whatsapp_unsupported_forms": [
        whatsapp("message", "messages.unsupported", message_id="wamid.16"),
        whatsapp("edit", "messages.unsupported", message_id="wamid.17"),
        whatsapp("not_a_message", "messages.unsupported", message_id="wamid.18"),
        whatsapp("not_a_message", "messages.unsupported", message_id="wamid.19"),
    ],
    "whatsapp_untyped": [
        whatsapp("message", "messages.location", message_id="wamid.80"),
        whatsapp("message", "messages.contacts", message_id="wamid.81"),
    ],
    "whatsapp_user_id_changed": [
        whatsapp(
            "not_a_message", "messages.system", customer="DE.82", message_id="wamid.21", alias=USER
        )
    ],
    "whatsapp_user_id_only": [
        whatsapp("message", "messages.text", customer=USER, message_id="wamid.22", text="No number")
    ],
    "whatsapp_user_id_update": [
        whatsapp("not_a_message", "whatsapp.user_id_update", alias=USER),
        whatsapp("not_a_message", "whatsapp.user_id_update", customer="DE.91", alias="DE.90"),
    ],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_body_becomes_exactly_these_events(name: str):
    assert events(name) == expected(name)


def test_every_payload_has_its_row():
    assert {path.stem for path in PAYLOADS.glob("*.json")} == set(EXPECTED)


# What is no webhook


@pytest.mark.parametrize("odd", [{}, {"object": "page"}, {"entry": []}, {"values": []}, {"a": 1}])
def test_a_body_without_an_envelope_of_metas_is_no_webhook(odd: dict[str, Any]):
    with pytest.raises(NotAWebhookError):
        parse(odd)


def test_a_body_without_updates_has_no_events():
    assert parse({"object": "page", "entry": []}) == []


# Nothing is lost


def test_a_thousand_updates_become_a_thousand_events():
    full = body("messenger_text")
    full["entry"][0]["messaging"] *= 1000

    assert len(parse(full)) == 1000


@pytest.mark.parametrize("malformed", [None, 7, "text", [], {}, {"message": None}, {"message": {}}])
def test_a_malformed_update_is_unknown_and_the_rest_of_the_body_is_read(malformed: Any):
    mixed = body("messenger_text")
    mixed["entry"][0]["messaging"].insert(0, malformed)

    first, second = parse(mixed)

    assert first.kind == "unknown"
    assert first.source == malformed
    assert [second] == expected("messenger_text")


@pytest.mark.parametrize("entry", [None, 1, {}, {"id": "1"}, {"messaging": 5}, {"changes": {}}])
@pytest.mark.parametrize("product", ["page", "instagram", "whatsapp_business_account", "robots"])
def test_a_malformed_entry_is_unknown(product: str, entry: Any):
    assert [event.kind for event in parse({"object": product, "entry": [entry]})] == ["unknown"]


def test_an_object_that_nobody_subscribed_to_is_unknown_change_by_change():
    changes = [{"field": "ads_rules_engine", "value": {}}, {"field": "sunshine"}]

    found = parse({"object": "sunshine", "entry": [{"id": "1", "changes": changes}]})

    assert [(event.kind, event.event_name) for event in found] == [
        ("unknown", "sunshine.ads_rules_engine"),
        ("unknown", "sunshine.sunshine"),
    ]


@pytest.mark.parametrize(
    ("product", "fields"),
    [("page", PAGE_FIELDS), ("instagram", INSTAGRAM), ("whatsapp_business_account", WHATSAPP)],
)
def test_what_meta_documents_is_never_unknown(product: str, fields: frozenset[str]):
    written = {"feed", "mention", "ratings", "comments", "live_comments", "mentions", "messages"}
    written |= {"standby", "message_echoes", "message_edit", "message_edits"}
    written |= {"messaging_postbacks", "smb_message_echoes", "user_id_update"}
    changes = [{"field": field, "value": {"id": "1"}} for field in sorted(fields - written)]

    found = parse({"object": product, "entry": [{"id": "1", "time": 1, "changes": changes}]})

    assert len(found) == len(changes)
    assert {event.kind for event in found} == {"not_a_message"}


def test_what_an_event_is_counted_by_is_never_an_id_or_a_text():
    odd = [{"field": "Dear Sir, my order 4711"}, {"field": {"id": 1}}, {"field": "x" * 500}]

    found = parse({"object": "page", "entry": [{"id": PAGE, "changes": odd}]})

    assert {event.event_name for event in found} == {"page.other"}


# Messenger and Instagram messages


def test_an_echo_belongs_to_the_conversation_of_its_recipient():
    assert [event.conversation for event in events("messenger_echo")] == [
        f"messenger:{PAGE}:{PSID}"
    ]
    assert events("messenger_text")[0].conversation == events("messenger_echo")[0].conversation


def test_the_brand_as_the_sender_makes_an_echo_without_the_flag():
    assert events("messenger_own_unflagged")[0].kind == "reply"


def test_the_same_account_as_a_number_is_the_same_account():
    numbers = body("messenger_own_unflagged")
    numbers["entry"][0]["id"] = int(PAGE)
    numbers["entry"][0]["messaging"][0]["recipient"]["id"] = int(PSID)

    assert parse(numbers) == expected("messenger_own_unflagged")


def test_a_guest_is_known_by_the_reference_that_the_brand_answers_to():
    said, pressed, answered = events("messenger_user_ref")

    assert said.conversation == pressed.conversation == answered.conversation
    assert said.conversation == f"messenger:{PAGE}:ref-1"


def test_an_edit_number_zero_starts_no_clock_as_a_number_or_as_text():
    assert {event.kind for event in events("instagram_edit_zero")} == {"not_a_message"}


def test_the_dashboards_account_zero_is_the_recipient_and_of_an_echo_the_sender():
    assert events("instagram_dashboard_test")[0].account == "23245"
    assert events("messenger_dashboard_echo")[0].account == "23245"


@pytest.mark.parametrize("stamp", [1795341600, "1795341600", 1795341600000, "1795341600000"])
def test_a_time_is_read_in_seconds_and_milliseconds_as_number_and_as_text(stamp: int | str):
    message = body("messenger_text")
    message["entry"][0]["messaging"][0]["timestamp"] = stamp

    assert parse(message)[0].at == AT


def test_a_message_without_a_time_has_the_time_of_sending_only():
    message = body("messenger_text")
    del message["entry"][0]["messaging"][0]["timestamp"]

    assert (parse(message)[0].at, parse(message)[0].sent_at) == (None, SENT_MS)


@pytest.mark.parametrize("name", ["messenger_no_mid", "messenger_postback_standby"])
def test_an_id_made_up_is_the_same_at_each_delivery_and_differs_by_message(name: str):
    again, other = body(name), body(name)
    again["entry"][0]["time"] += 60_000
    other["entry"][0]["standby" if "standby" in name else "messaging"][0]["timestamp"] += 1

    assert parse(again)[0].message_id == events(name)[0].message_id
    assert parse(other)[0].message_id != events(name)[0].message_id


def test_a_customers_message_in_standby_waits_like_any_other():
    assert events("messenger_standby")[0].kind == "message"


def test_words_without_anybody_who_wrote_them_are_unknown():
    message = body("messenger_text")
    del message["entry"][0]["messaging"][0]["sender"]

    assert parse(message)[0].kind == "unknown"


# Pages and Instagram comments


def test_an_author_who_is_withheld_is_not_the_brand():
    (anonymous,) = events("page_comment_anonymous")

    assert (anonymous.kind, anonymous.customer) == ("message", None)
    assert anonymous.conversation == f"facebook:{PAGE}:{POST}:unknown-55_3"


def test_the_brands_comment_belongs_to_the_conversation_of_what_it_answers():
    (own,) = events("page_comment_own")

    assert (own.needs_parent, own.answers, own.conversation) == (True, "55_1", None)


def test_the_answer_to_a_rating_answers_the_ratings_own_id():
    (rating,), (answer, _, _) = events("page_rating"), events("page_rating_by_post")

    assert answer.answers == rating.message_id


def test_a_comment_in_a_group_is_read_alike_as_a_change_and_among_the_messages():
    group = body("page_group_comment")
    listed, changed = group["entry"]
    changed["changes"][0]["value"] = listed["messaging"][0]

    first, second = parse(group)

    assert first == second == expected("page_group_comment")[0]


def test_a_comment_whose_post_is_not_named_still_has_its_thread():
    nameless = body("page_comment")
    del nameless["entry"][0]["changes"][0]["value"]["post_id"]

    assert parse(nameless)[0].thread == POST


def test_a_pages_test_without_its_id_takes_it_from_the_post():
    test = body("page_comment")
    test["entry"][0]["id"] = "0"

    assert parse(test)[0].account == PAGE


@pytest.mark.parametrize("verb", ["sing", "", None, 3, ["add"]])
def test_a_verb_that_is_not_documented_is_unknown(verb: Any):
    odd = body("page_comment")
    odd["entry"][0]["changes"][0]["value"]["verb"] = verb

    assert parse(odd)[0].kind == "unknown"


def test_an_instagram_comment_has_no_time_but_that_of_sending():
    assert (events("instagram_comment")[0].at, events("instagram_comment")[0].sent_at) == (
        None,
        SENT,
    )


def test_an_instagram_comment_is_read_alike_in_each_envelope():
    listed = body("instagram_comment_flat")
    flat = listed["entry"][0]
    flat["value"] = [flat["value"], flat["value"]]

    assert parse(listed) == EXPECTED["instagram_comment_flat"] * 2


# WhatsApp


def test_a_status_sent_is_the_reply_and_read_or_delivered_are_not():
    assert [event.kind for event in events("whatsapp_status_sent")] == ["reply"]
    assert {event.kind for event in events("whatsapp_status_others")} == {"not_a_message"}


def test_old_chats_that_are_imported_start_no_clock():
    assert {event.kind for event in events("whatsapp_history")} == {"not_a_message"}


def test_the_contacts_of_a_body_join_a_customers_two_ids():
    anonymous = body("whatsapp_both_ids")
    message = anonymous["entry"][0]["changes"][0]["value"]["messages"][0]
    del message["from"]
    message["from_user_id"] = USER

    assert (parse(anonymous)[0].customer, parse(anonymous)[0].alias) == (PHONE, USER)


def test_a_customer_who_is_named_by_the_contacts_alone_is_known():
    anonymous = body("whatsapp_user_id_only")
    del anonymous["entry"][0]["changes"][0]["value"]["messages"][0]["from_user_id"]

    assert parse(anonymous)[0].customer == USER


def test_contacts_of_two_customers_name_nobody_who_is_not_named():
    anonymous = body("whatsapp_user_id_only")
    value = anonymous["entry"][0]["changes"][0]["value"]
    value["contacts"].append({"user_id": "DE.2"})
    del value["messages"][0]["from_user_id"]

    assert parse(anonymous)[0].kind == "unknown"


@pytest.mark.parametrize(
    ("told", "customer", "alias"),
    [
        ({"from": PHONE, "system": {"user_id": "DE.82"}}, "DE.82", PHONE),
        ({"from": PHONE, "system": {"user_id": "DE.82", "wa_id": "+49170"}}, "49170", PHONE),
        ({"from": PHONE, "system": {"user_id": "DE.82", "wa_id": PHONE}}, PHONE, "DE.82"),
        ({"from_user_id": USER, "system": {"user_id": "DE.82", "wa_id": "49170"}}, "49170", USER),
        ({"system": {"user_id": "DE.82", "previous_user_id": USER}}, "DE.82", USER),
        (
            {"system": {"user_id": "DE.82", "body": f"Al changed from {USER} to DE.82"}},
            "DE.82",
            USER,
        ),
        (
            {
                "from": "49170",
                "system": {"new_wa_id": "49170", "body": "Al moved from 4916 to 49170"},
            },
            "49170",
            "4916",
        ),
        (
            {"system": {"wa_id": "49170", "body": "The number of Al from Rome to be changed"}},
            "49170",
            None,
        ),
    ],
)
def test_a_change_leads_from_the_id_that_was_left_to_the_one_from_now_on(told, customer, alias):
    system = body("whatsapp_user_id_changed")
    message = system["entry"][0]["changes"][0]["value"]["messages"][0]
    del message["from_user_id"]
    message |= told | {"system": told["system"] | {"type": "user_changed_user_id"}}

    assert (parse(system)[0].customer, parse(system)[0].alias) == (customer, alias)


def test_a_group_is_one_conversation_whoever_writes_and_is_answered_as_one():
    group, status = body("whatsapp_group"), body("whatsapp_status_sent")
    sent = status["entry"][0]["changes"][0]["value"]["statuses"][0]
    sent |= {"recipient_id": "grp1", "recipient_type": "group"}

    assert parse(group)[0].conversation == parse(status)[0].conversation


def test_all_of_the_field_of_echoes_is_the_brands_wherever_it_is_listed():
    echoed = body("whatsapp_echo")
    value = echoed["entry"][0]["changes"][0]["value"]
    value["messages"] = value.pop("message_echoes")

    assert parse(echoed) == events("whatsapp_echo")


@pytest.mark.parametrize("nothing", [None, [], {}])
def test_a_list_that_is_missing_loses_no_other(nothing):
    odd = body("whatsapp_text")
    odd["entry"][0]["changes"][0]["value"] |= {"contacts": nothing, "statuses": None, "errors": []}

    assert parse(odd) == events("whatsapp_text")


def test_a_field_in_which_nobody_wrote_is_no_riddle():
    empty = body("whatsapp_text")
    empty["entry"][0]["changes"][0]["value"]["messages"] = []

    assert [event.kind for event in parse(empty)] == ["not_a_message"]


def test_calls_are_neither_messages_nor_replies_whatever_their_status():
    calls = body("whatsapp_status_sent")
    calls["entry"][0]["changes"][0]["field"] = "calls"

    assert [event.kind for event in parse(calls)] == ["not_a_message"]


def test_messages_of_a_field_that_is_not_documented_are_unknown_one_by_one():
    odd = body("whatsapp_media")
    odd["entry"][0]["changes"][0]["field"] = "dreams"

    assert [event.kind for event in parse(odd)] == ["unknown"] * 5


# Threads


def test_a_reply_under_the_brands_own_username_is_the_brands():
    assert [event.kind for event in events("threads_reply_own")] == ["reply"]


def test_a_customer_who_answers_the_brand_in_a_thread_of_their_own_is_no_brand():
    (elsewhere,) = events("threads_reply_elsewhere")

    assert (elsewhere.kind, elsewhere.customer) == ("message", "ada.example")


def test_a_post_of_the_brands_is_a_reply_only_if_it_answers_something():
    answer = body("threads_publish")
    answer["values"]["value"]["replied_to"] = {"id": "t4"}

    assert [event.kind for event in events("threads_publish")] == ["not_a_message"]
    assert [(event.kind, event.answers) for event in parse(answer)] == [("reply", "t4")]

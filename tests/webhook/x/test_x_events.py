import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cli.commands.inspect import lines
from functions.webhook.bodies import NotAWebhookError
from functions.webhook.x import parse
from functions.webhook.x.activity import EVENT_TYPES
from functions.webhook.x.times import parse_x_time, time_from_id
from shared.domain.events import Event, conversation_of

PAYLOADS = Path(__file__).parent / "payloads"

BRAND = "1480000000000000101"
OTHER_BRAND = "1480000000000000303"
CUSTOMER = "1620000000000000202"
STRANGER = "1620000000000000909"
GROUP = "1790000000000000404"
CHAT_GROUP = "g1790000000000000505"

ROOT = "2117542295761846273"
OWN_SECOND = "2117542547420086273"
QUESTION = "2117546071138762753"
ANSWER = "2117549092547592193"
FOLLOW_UP = "2117550097188257793"
BRAND_QUOTE = "2117550600483766273"
BRAND_REPOST = "2117550852142006273"
FIRST, SECOND = "2117552362091446273", "2117553368724406273"
CUSTOMER_QUOTE = "2117554878673846273"
CUSTOMER_REPOST = "2117555130332086273"
KEYWORD = "2117555381990326273"
TO_BOTH = "2117555633648566273"
BRAND_TO_BRAND = "2117557395256246273"
DM_IN, DM_OUT, DM_OTHER = "2117559912887222273", "2117562935512399873", "2117560163496886273"
CHAT_IN = "5f0c2a9e-1111-4222-8333-444455556666"
CHAT_OUT = "5f0c2a9e-7777-4888-8999-aaaabbbbcccc"

type Row = dict[str, object]


def load(name):
    return json.loads((PAYLOADS / f"{name}.json").read_text())


def parsed(name, accounts=()):
    return parse(load(name), accounts)


def row(kind, event_name, at=None, **fields) -> Row:
    expected: Row = {
        "kind": kind, "event_name": event_name, "channel": "x", "surface": "public",
        "account": BRAND, "customer": None, "message_id": None, "answers": None, "direction": None,
        "conversation": None,
    }  # fmt: skip
    time = datetime.fromisoformat(f"2026-11-03T{at}+00:00") if at else None
    return {**expected, "at": time, **fields}


def seen(event: Event, like: Row) -> Row:
    return {field: getattr(event, field) for field in like}


def message(event_name, at, number, thread=None, **fields) -> Row:
    customer, account = fields.get("customer", CUSTOMER), fields.get("account", BRAND)
    place = f"x:{account}:{thread or number}:{customer}" if account else None
    more = {"customer": customer, "message_id": number, "direction": "in", "conversation": place}
    return row("message", event_name, at, **{**more, **fields})


def edit(event_name, at, number) -> Row:
    """A customer's edit. It needs its original, although it has all fields of a message."""
    return {
        **message(event_name, at, number),
        "kind": "edit",
        "conversation": None,
        "needs_parent": True,
    }


def reply(event_name, at, number, conversation=None, **fields) -> Row:
    more = {"customer": CUSTOMER, "message_id": number, "direction": "out"}
    return row("reply", event_name, at, conversation=conversation, **{**more, **fields})


def private(kind, event_name, at, number, customer=CUSTOMER, account=BRAND) -> Row:
    way = "out" if kind == "reply" else "in"
    place = f"x:{account}:{customer}"
    return row(kind, event_name, at, surface="private", customer=customer, account=account,
               message_id=number, direction=way, conversation=place)  # fmt: skip


def quiet(event_name, at=None, **fields) -> Row:
    return row("not_a_message", event_name, at, **fields)


def between(event_name, customer, direction, at=None) -> Row:
    return quiet(event_name, at, surface=None, customer=customer, direction=direction)


def signal(event_name, number=None) -> Row:
    return {**private("not_a_message", event_name, "10:23:00", number), "direction": "in"}


ON_QUESTION = f"x:{BRAND}:{QUESTION}:{CUSTOMER}"
TWEET, DM, STREAM = "tweet_create_events", "direct_message_events", "filtered_stream.post"

EXPECTED: dict[str, list[Row]] = {
    # X Activity API: posts
    "xaa_post_mention_create": [message("post.mention.create", "09:15:00.120", QUESTION)],
    "xaa_post_mention_create_long": [message("post.mention.create", "09:15:00.120", QUESTION)],
    "xaa_post_mention_create_no_time": [message("post.mention.create", "09:15:00.120", QUESTION)],
    "xaa_post_mention_create_no_filter": [message("post.mention.create", "09:15:00.120", QUESTION)],
    "xaa_post_mention_create_wrapped": [message("post.mention.create", "09:15:00.120", QUESTION)],
    "xaa_post_mention_create_flat": [message("post.mention.create", "09:15:00.120", QUESTION)],
    "xaa_post_mention_create_edit_own_thread": [edit("post.mention.create", "09:44:00", FIRST)],
    "xaa_post_mention_create_edit": [
        edit("post.mention.create", "09:44:00", FIRST),
    ],
    "xaa_post_mention_create_by_brand": [
        quiet("post.mention.create", "10:00:00", message_id=BRAND_TO_BRAND, direction="in"),
    ],
    "xaa_post_create_to_brand": [
        reply("post.create", "10:00:00", BRAND_TO_BRAND, f"x:{OTHER_BRAND}:{ROOT}:{BRAND}",
              account=OTHER_BRAND, customer=BRAND, answers=ROOT),
    ],
    "xaa_post_reply_create": [
        message("post.reply.create", "09:31:00.005", FOLLOW_UP, QUESTION, answers=ANSWER),
    ],
    "xaa_post_quote_create": [message("post.quote.create", "09:50:00", CUSTOMER_QUOTE)],
    "xaa_post_repost_create": [
        quiet("post.repost.create", "09:51:00", customer=CUSTOMER, message_id=CUSTOMER_REPOST,
              direction="in"),
    ],
    "xaa_post_create_reply": [
        reply("post.create", "09:27:00.480", ANSWER, ON_QUESTION, answers=QUESTION),
    ],
    "xaa_post_create_reply_named": [
        reply("post.create", "09:27:00.480", ANSWER, ON_QUESTION, answers=QUESTION),
    ],
    "xaa_post_create_reply_orphan": [
        reply("post.create", "09:27:00.480", ANSWER, customer=None, answers=QUESTION,
              needs_parent=True),
    ],
    "xaa_post_create_reply_includes_beside": [
        reply("post.create", "09:27:00.480", ANSWER, ON_QUESTION, answers=QUESTION),
    ],
    "xaa_post_create_root": [
        quiet("post.create", "09:00:00", message_id=ROOT, direction="out"),
    ],
    "xaa_post_create_own_thread": [
        quiet("post.create", "09:01:00", message_id=OWN_SECOND, direction="out"),
    ],
    "xaa_post_create_quote": [
        quiet("post.create", "09:33:00", message_id=BRAND_QUOTE, direction="out"),
    ],
    "xaa_post_create_repost": [
        quiet("post.create", "09:34:00", message_id=BRAND_REPOST, direction="out"),
    ],
    "xaa_post_create_edit": [
        row("edit", "post.create", "09:44:00", message_id=FIRST, direction="out"),
    ],
    "xaa_post_delete": [
        row("delete", "post.delete", message_id=ANSWER, direction="out", needs_parent=True),
    ],
    "xaa_post_delete_timed": [
        row("delete", "post.delete", "11:00:00.593", message_id=ANSWER, direction="out",
            needs_parent=True),
    ],
    # X Activity API: private messages
    "xaa_dm_received": [private("message", "dm.received", "10:10:00.250", DM_IN)],
    "xaa_dm_received_v2": [private("message", "dm.received", "10:10:00.250", DM_IN)],
    "xaa_dm_received_group": [private("message", "dm.received", "10:10:00.250", DM_IN, GROUP)],
    "xaa_dm_received_join": [
        quiet("dm.received", "10:10:00.250", surface="private", message_id=DM_IN),
    ],
    "xaa_dm_received_several": [
        private("message", "dm.received", "10:10:00.250", DM_IN),
        row("unknown", "dm.received", surface="private"),
        private("message", "dm.received", "10:11:00", DM_OTHER, STRANGER),
    ],
    "xaa_dm_sent": [private("reply", "dm.sent", "10:22:00.900", DM_OUT)],
    "xaa_dm_sent_v2": [private("reply", "dm.sent", "10:22:00.900", DM_OUT)],
    "xaa_dm_sent_group": [private("reply", "dm.sent", "10:22:00.900", DM_OUT, GROUP)],
    "xaa_dm_read": [signal("dm.read", DM_OUT)],
    "xaa_dm_read_wrapped": [signal("dm.read", DM_OUT)],
    "xaa_dm_read_initiated": [signal("dm.read", DM_OUT)],
    "xaa_dm_read_several": [signal("dm.read", DM_OUT), signal("dm.read", DM_OTHER)],
    "xaa_dm_indicate_typing": [signal("dm.indicate_typing")],
    "xaa_chat_received": [private("message", "chat.received", "10:30:00.370", CHAT_IN)],
    "xaa_chat_received_group": [
        private("message", "chat.received", "10:30:00.370", CHAT_IN, CHAT_GROUP),
    ],
    "xaa_chat_sent": [private("reply", "chat.sent", "10:35:00.939", CHAT_OUT)],
    "xaa_chat_received_first_release": [private("message", "chat.received", None, None)],
    "xaa_chat_sent_first_release": [private("reply", "chat.sent", "10:35:00.939", CHAT_OUT)],
    "xaa_chat_conversation_join": [
        quiet("chat.conversation_join", "10:31:00", surface="private", customer=STRANGER,
              direction="in", conversation=f"x:{BRAND}:{STRANGER}"),
    ],
    # X Activity API: the rest
    "xaa_like_create_inbound": [
        quiet("like.create", "10:40:00.236", message_id=ROOT, direction="in"),
    ],
    "xaa_like_create_inbound_named": [
        quiet("like.create", "10:40:00.236", message_id=ROOT, customer=CUSTOMER, direction="in"),
    ],
    "xaa_like_create_outbound": [
        quiet("like.create", "10:41:00", message_id=QUESTION, customer=CUSTOMER, direction="out"),
    ],
    "xaa_follow_follow": [between("follow.follow", CUSTOMER, "in")],
    "xaa_follow_unfollow": [between("follow.unfollow", CUSTOMER, "in")],
    "xaa_block_block": [between("block.block", CUSTOMER, "out")],
    "xaa_block_unblock": [between("block.unblock", CUSTOMER, "out")],
    "xaa_mute_mute": [between("mute.mute", CUSTOMER, "out")],
    "xaa_mute_unmute": [between("mute.unmute", CUSTOMER, "out")],
    "xaa_profile_update_bio": [between("profile.update.bio", None, "out")],
    "xaa_spaces_start": [between("spaces.start", None, "out")],
    "xaa_spaces_end": [between("spaces.end", None, "out")],
    "xaa_oauth_revoke": [between("oauth.revoke", None, "out", "11:00:00")],
    "xaa_news_new": [quiet("news.new", surface=None, account=None)],
    "xaa_undocumented": [row("unknown", "post.bookmark.create", surface=None)],
    "xaa_several": [
        message("post.mention.create", "09:15:00.120", QUESTION),
        private("message", "dm.received", "10:10:00.250", DM_IN),
    ],
    # Account Activity API: posts
    "aaa_tweet_create_mention": [message(TWEET, "09:15:00.120", QUESTION)],
    "aaa_tweet_create_mention_classic_time": [message(TWEET, "09:15:00.120", QUESTION)],
    "aaa_tweet_create_truncated": [message(TWEET, "09:15:00.120", QUESTION)],
    "aaa_tweet_create_no_subscriber": [message(TWEET, "09:15:00.120", QUESTION)],
    "aaa_tweet_create_more_context": [message(TWEET, "09:15:00.120", QUESTION)],
    "aaa_tweet_create_extended": [message(TWEET, "09:15:00.120", QUESTION)],
    "aaa_tweet_create_edit_original_only": [edit(TWEET, "09:44:00", FIRST)],
    "aaa_tweet_create_reply": [
        message(TWEET, "09:31:00.005", FOLLOW_UP, ROOT, answers=ROOT),
    ],
    "aaa_tweet_create_quote": [message(TWEET, "09:50:00", CUSTOMER_QUOTE)],
    "aaa_tweet_create_edit": [edit(TWEET, "09:44:00", FIRST)],
    "aaa_tweet_create_by_brand": [
        quiet(TWEET, "10:00:00", message_id=BRAND_TO_BRAND, direction="in"),
    ],
    "aaa_tweet_create_to_brand": [
        reply(TWEET, "10:00:00", BRAND_TO_BRAND, account=OTHER_BRAND, customer=BRAND,
              answers=ROOT, needs_parent=True),
    ],
    "aaa_tweet_create_brand_reply": [
        reply(TWEET, "09:27:00.480", ANSWER, answers=QUESTION, needs_parent=True),
    ],
    "aaa_tweet_create_brand_first": [
        reply(TWEET, "09:27:00.480", ANSWER, f"x:{BRAND}:{ANSWER}:{CUSTOMER}"),
    ],
    "aaa_tweet_create_brand_root": [
        quiet(TWEET, "09:00:00", message_id=ROOT, direction="out"),
    ],
    "aaa_tweet_create_brand_thread": [
        quiet(TWEET, "09:01:00", message_id=OWN_SECOND, direction="out"),
    ],
    "aaa_tweet_create_brand_quote": [
        quiet(TWEET, "09:33:00", message_id=BRAND_QUOTE, direction="out"),
    ],
    "aaa_tweet_create_brand_retweet": [
        quiet(TWEET, "09:34:00", message_id=BRAND_REPOST, direction="out"),
    ],
    "aaa_tweet_create_retweet": [
        quiet(TWEET, "09:51:00", customer=CUSTOMER, message_id=CUSTOMER_REPOST, direction="in"),
    ],
    "aaa_half_broken": [
        message(TWEET, "09:15:00.120", QUESTION),
        row("unknown", TWEET),
        row("unknown", TWEET, surface=None),
    ],
    "aaa_tweet_delete_brand": [
        row("delete", "tweet_delete_events", "11:00:00.593", message_id=ANSWER, direction="out",
            needs_parent=True),
    ],
    "aaa_tweet_delete_customer": [
        row("delete", "tweet_delete_events", "11:01:00", message_id=QUESTION, customer=CUSTOMER,
            direction="in", needs_parent=True),
    ],
    # Account Activity API: the rest
    "aaa_direct_message_received": [private("message", DM, "10:10:00.250", DM_IN)],
    "aaa_direct_message_sent": [private("reply", DM, "10:22:00.900", DM_OUT)],
    "aaa_direct_message_sent_buttons": [private("reply", DM, "10:22:00.900", DM_OUT)],
    "aaa_direct_message_no_subscriber": [private("message", DM, "10:10:00.250", DM_IN)],
    "aaa_direct_message_photo": [private("message", DM, "10:10:00.250", DM_IN)],
    "aaa_direct_message_quick_reply": [private("message", DM, "10:10:00.250", DM_IN)],
    "aaa_direct_message_v2": [private("message", DM, "10:10:00.250", DM_IN)],
    "aaa_direct_message_sent_unnamed_app": [private("reply", DM, "10:22:00.900", DM_OUT)],
    "aaa_direct_message_to_self": [
        quiet(DM, "10:22:00.900", surface="private", message_id=DM_OUT, direction="out"),
    ],
    "aaa_direct_message_indicate_typing": [signal("direct_message_indicate_typing_events")],
    "aaa_direct_message_mark_read": [signal("direct_message_mark_read_events", DM_OUT)],
    "aaa_favorite_inbound": [
        quiet("favorite_events", "10:40:00.140", customer=CUSTOMER, message_id=ROOT,
              direction="in"),
    ],
    "aaa_favorite_outbound": [
        quiet("favorite_events", "10:40:00.140", customer=CUSTOMER, message_id=QUESTION,
              direction="out"),
    ],
    "aaa_follow": [between("follow_events.follow", CUSTOMER, "in", "11:10:00.178")],
    "aaa_unfollow": [between("follow_events.unfollow", CUSTOMER, "in", "11:10:00.178")],
    "aaa_follow_untyped": [between("follow_events.follow", CUSTOMER, "in", "11:10:00.178")],
    "aaa_block": [between("block_events.block", STRANGER, "out", "11:10:00.178")],
    "aaa_unblock": [between("block_events.unblock", STRANGER, "out", "11:10:00.178")],
    "aaa_mute": [between("mute_events.mute", STRANGER, "out", "11:10:00.178")],
    "aaa_unmute": [between("mute_events.unmute", STRANGER, "out", "11:10:00.178")],
    "aaa_user_event_revoke": [between("user_event.revoke", None, "out", "11:00:00")],
    "aaa_replay_job_status": [quiet("replay_job_status", surface=None, account=None)],
    "aaa_replay_event": [quiet("replay_event", surface=None)],
    "aaa_nothing": [quiet("account_activity", surface=None)],
    "aaa_undocumented": [row("unknown", "tweet_bookmark_events", surface=None)] * 2,
    # Filtered stream
    "stream_post_mention": [message(STREAM, "09:15:00.120", QUESTION)],
    "stream_post_reply": [message(STREAM, "09:31:00.005", FOLLOW_UP, QUESTION, answers=ANSWER)],
    "stream_post_own_reply": [
        message(STREAM, "09:31:00.005", FOLLOW_UP, QUESTION, answers=QUESTION),
    ],
    "stream_post_brand_reply": [
        reply(STREAM, "09:27:00.480", ANSWER, ON_QUESTION, answers=QUESTION),
    ],
    "stream_post_quote": [message(STREAM, "09:50:00", CUSTOMER_QUOTE)],
    "stream_post_edit": [edit(STREAM, "09:44:00", FIRST)],
    "stream_post_keyword": [
        message(STREAM, "09:52:00", KEYWORD, customer=STRANGER, account=None),
    ],
    "stream_post_default_fields": [
        message(STREAM, "09:52:00", KEYWORD, customer=None, account=None),
    ],
    "stream_post_default_fields_repost": [
        quiet(STREAM, "09:51:00", message_id=CUSTOMER_REPOST, direction="in", account=None),
    ],
    "stream_several": [
        message(STREAM, "09:15:00.120", QUESTION),
        message(STREAM, "09:31:00.005", FOLLOW_UP, QUESTION, answers=ANSWER),
        row("unknown", STREAM, surface=None, account=None),
    ],
    "stream_post_two_brands": [
        message(STREAM, "09:53:00", TO_BOTH),
        message(STREAM, "09:53:00", TO_BOTH, account=OTHER_BRAND),
    ],
    "stream_post_repost": [
        quiet(STREAM, "09:51:00", customer=CUSTOMER, message_id=CUSTOMER_REPOST, direction="in"),
    ],
}  # fmt: skip


# X is renaming fields from tweets to posts.
EXPECTED |= {
    f"{name}_renamed": EXPECTED[name]
    for name in (
        "xaa_post_create_reply",
        "xaa_post_mention_create_long",
        "xaa_post_mention_create_edit",
        "xaa_post_repost_create",
        "xaa_like_create_outbound",
        "stream_post_reply",
        "stream_post_repost",
    )
}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_each_payload_becomes_exactly_these_events(name):
    events = parsed(name, accounts={BRAND, OTHER_BRAND})
    assert [seen(e, like) for e, like in zip(events, EXPECTED[name], strict=True)] == EXPECTED[name]


def test_every_payload_has_its_expectation():
    assert {path.stem for path in PAYLOADS.glob("*.json")} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_only_an_unknown_event_keeps_its_source(name):
    for event in parsed(name):
        assert (event.source is not None) == (event.kind == "unknown")


@pytest.mark.parametrize("event_type", sorted(EVENT_TYPES - {"dm.received", "dm.sent"}))
def test_no_documented_activity_is_unknown(event_type):
    payload = {"id": QUESTION, "author_id": CUSTOMER, "sender_id": CUSTOMER}
    payload["conversation_id"] = f"{CUSTOMER}:{BRAND}"
    data = {"event_type": event_type, "filter": {"user_id": BRAND}, "payload": payload}
    [event] = parse({"data": data})
    assert event.kind != "unknown"
    assert event.event_name == event_type


class TestTexts:
    def test_html_escapes_are_removed_once(self):
        body = load("xaa_post_mention_create")
        [event] = parse(body)
        assert event.text == "@LindenCoffee is the oat & almond blend sold out?"
        body["data"]["payload"]["text"] = "what does &amp;lt; mean"
        assert parse(body)[0].text == "what does &lt; mean"

    def test_a_truncated_tweet_has_its_text_in_the_extended_one(self):
        [event] = parsed("aaa_tweet_create_truncated")
        assert event.text is not None
        assert event.text.endswith("in the end & after all @LindenCoffee")

    def test_the_mentions_of_a_truncated_tweet_are_in_the_extended_one(self):
        body = load("aaa_tweet_create_truncated")
        del body["for_user_id"]
        assert parse(body)[0].account == BRAND

    def test_an_extended_tweet_is_ignored_unless_the_tweet_is_truncated(self):
        body = load("aaa_tweet_create_truncated")
        body["tweet_create_events"][0]["truncated"] = False
        assert parse(body)[0].text.startswith("A long story about a grinder that never came, told")

    def test_a_long_post_has_its_text_in_the_note(self):
        for name in ("xaa_post_mention_create_long", "xaa_post_mention_create_long_renamed"):
            [event] = parsed(name)
            assert event.text == (
                "A long story about a grinder that never came & a shop that is @LindenCoffee"
            )

    def test_an_encrypted_chat_has_time_and_parties_but_no_text(self):
        [event] = parsed("xaa_chat_received")
        assert (event.text, event.customer) == (None, CUSTOMER)
        assert event.at is not None

    def test_an_event_that_is_not_a_message_has_no_text(self):
        for name in EXPECTED:
            for event in parsed(name):
                assert event.text is None or event.kind in ("message", "reply", "edit")


class TestFacts:
    def test_the_number_of_followers_is_read_in_every_api(self):
        for name in (
            "xaa_post_mention_create",
            "xaa_post_reply_create",
            "xaa_dm_received",
            "aaa_tweet_create_mention",
            "aaa_direct_message_received",
            "stream_post_mention",
        ):
            assert parsed(name)[0].followers == 143, name

    def test_an_included_user_may_be_wrapped_in_data(self):
        users = load("xaa_post_reply_create")["data"]["includes"]["users"]
        assert set(users[0]) == {"data"}
        assert parsed("xaa_post_reply_create")[0].followers == 143

    def test_the_client_that_sent_a_reply_is_named_without_its_anchor(self):
        assert parsed("aaa_tweet_create_brand_reply")[0].app == "Linden & Desk"
        assert parsed("xaa_post_create_reply")[0].app == "Linden Desk"

    def test_a_direct_message_names_its_app_by_the_apps_map_or_by_id(self):
        assert parsed("aaa_direct_message_sent")[0].app == "Linden Desk"
        assert parsed("aaa_direct_message_sent_unnamed_app")[0].app == "29000001"

    def test_a_customers_app_is_not_read(self):
        assert parsed("aaa_tweet_create_mention")[0].app is None
        assert parsed("aaa_direct_message_received")[0].app is None

    def test_an_old_language_tag_becomes_the_current_one(self):
        assert parsed("xaa_post_reply_create")[0].lang == "de"
        assert parsed("aaa_tweet_create_mention_classic_time")[0].lang == "id"

    def test_a_post_without_a_detected_language_has_none(self):
        assert load("xaa_post_mention_create_long")["data"]["payload"]["lang"] == "und"
        assert parsed("xaa_post_mention_create_long")[0].lang is None

    def test_a_public_posts_link_holds_only_its_id(self):
        assert (
            parsed("xaa_post_mention_create")[0].permalink == f"https://x.com/i/status/{QUESTION}"
        )

    def test_the_link_of_an_edit_is_the_latest_version(self):
        assert parsed("xaa_post_mention_create_edit")[0].permalink == (
            f"https://x.com/i/status/{SECOND}"
        )

    def test_the_link_of_a_conversation_holds_both_ids_the_smaller_first(self):
        link = f"https://x.com/messages/{BRAND}-{CUSTOMER}"
        for name in (
            "xaa_dm_received",
            "xaa_dm_sent_v2",
            "xaa_chat_sent",
            "aaa_direct_message_sent",
        ):
            assert parsed(name)[0].permalink == link
        body = load("aaa_direct_message_received")
        body["direct_message_events"][0]["message_create"]["sender_id"] = "99"
        assert parse(body)[0].permalink == f"https://x.com/messages/99-{BRAND}"

    def test_an_id_that_is_not_a_number_makes_no_link(self):
        body = load("xaa_post_mention_create")
        body["data"]["payload"]["id"] = "../../evil"
        assert parse(body)[0].permalink is None


class TestTimes:
    def test_month_names_are_english_in_any_locale(self):
        expected = datetime(2018, 10, 10, 20, 19, 24, tzinfo=UTC)
        assert parse_x_time("Wed Oct 10 20:19:24 +0000 2018") == expected

    @pytest.mark.parametrize(
        "value",
        [
            "Wed Okt 10 20:19:24 +0000 2018",
            "Wed Oct 99 20:19:24 +0000 2018",
            "Wed Oct 10 20:19:24 +0200 2018",
            "yesterday",
            "",
            None,
            True,
            {},
            10**400,
            "0001-01-01T00:00:00+23:59",
        ],
    )
    def test_a_value_that_is_not_a_time_is_none(self, value):
        assert parse_x_time(value) is None

    def test_the_milliseconds_of_timestamp_ms_win_over_the_seconds_of_created_at(self):
        [event] = parsed("aaa_tweet_create_mention")
        assert event.at.microsecond == 120_000

    def test_the_timestamp_of_a_favorite_is_an_integer(self):
        stamp = load("aaa_favorite_inbound")["favorite_events"][0]["timestamp_ms"]
        assert isinstance(stamp, int)
        assert parsed("aaa_favorite_inbound")[0].at.microsecond == 140_000

    def test_created_at_of_a_like_is_the_time_of_the_liked_post(self):
        payload = load("xaa_like_create_inbound")["data"]["payload"]
        assert payload["created_at"].startswith("2026-11-03T09:00")
        assert parsed("xaa_like_create_inbound")[0].at.hour == 10

    def test_a_post_without_a_time_gets_the_time_in_its_id(self):
        [event] = parsed("xaa_post_mention_create_no_time")
        assert event.at == datetime(2026, 11, 3, 9, 15, 0, 120_000, tzinfo=UTC)

    def test_an_id_from_before_2010_holds_no_time(self):
        assert time_from_id("20") is None
        assert time_from_id("29999999999") is None
        assert time_from_id("29999999999999999999") is None
        assert time_from_id("٣٤٥٦٧٨٩٠١٢٣٤٥٦٧٨") is None
        assert time_from_id("30000000000") - datetime(2010, 11, 4, tzinfo=UTC) < timedelta(days=1)

    def test_a_deletion_in_the_activity_api_has_no_time(self):
        assert parsed("xaa_post_delete")[0].at is None


class TestWhoWroteIt:
    def test_ids_are_read_as_text_because_the_numbers_are_rounded(self):
        tweet = load("aaa_tweet_create_brand_reply")["tweet_create_events"][0]
        assert str(tweet["id"]) != tweet["id_str"]
        [event] = parsed("aaa_tweet_create_brand_reply")
        assert (event.message_id, event.answers, event.customer) == (ANSWER, QUESTION, CUSTOMER)

    def test_two_brands_that_write_to_each_other_each_get_their_own_event(self):
        for theirs, ours in (
            ("xaa_post_create_to_brand", "xaa_post_mention_create_by_brand"),
            ("aaa_tweet_create_to_brand", "aaa_tweet_create_by_brand"),
        ):
            [sent], [received] = parsed(theirs), parsed(ours)
            assert (sent.kind, sent.account, sent.customer) == ("reply", OTHER_BRAND, BRAND)
            assert (received.kind, received.account, received.customer) == (
                "message", BRAND, OTHER_BRAND,
            )  # fmt: skip

    def test_the_author_of_the_answered_post_is_found_in_the_includes(self):
        assert parsed("xaa_post_create_reply")[0].customer == CUSTOMER

    def test_a_reply_that_names_nobody_needs_its_parent(self):
        [event] = parsed("xaa_post_create_reply_orphan")
        assert (event.customer, event.answers, event.needs_parent) == (None, QUESTION, True)
        assert event.thread == QUESTION

    def test_a_v1_reply_names_no_thread_and_needs_its_parent(self):
        [event] = parsed("aaa_tweet_create_brand_reply")
        assert (event.customer, event.thread, event.needs_parent) == (CUSTOMER, QUESTION, True)

    def test_a_reply_to_the_brands_own_included_post_is_not_a_message(self):
        body = load("xaa_post_create_reply")
        body["data"]["includes"]["tweets"][0]["author_id"] = BRAND
        assert parse(body)[0].kind == "not_a_message"

    def test_a_quote_answers_nothing_and_is_its_own_conversation(self):
        for name in ("xaa_post_quote_create", "aaa_tweet_create_quote"):
            [event] = parsed(name)
            assert (event.answers, event.thread) == (None, CUSTOMER_QUOTE)

    def test_a_quote_that_is_also_a_reply_answers_the_post_replied_to(self):
        body = load("xaa_post_quote_create")
        replied = {"type": "replied_to", "id": ANSWER}
        body["data"]["payload"]["referenced_tweets"].append(replied)
        assert parse(body)[0].answers == ANSWER

    def test_the_original_of_an_edited_post_is_still_a_message(self):
        body = load("xaa_post_mention_create_edit")
        body["data"]["payload"]["id"] = FIRST
        [event] = parse(body)
        assert (event.kind, event.message_id) == ("message", FIRST)

    def test_an_edit_can_replace_an_original_that_was_never_received(self):
        [edit] = parsed("xaa_post_mention_create_edit")
        assert conversation_of(edit._replace(needs_parent=False)) == f"x:{BRAND}:{FIRST}:{CUSTOMER}"
        assert edit.at is not None
        assert edit.permalink is not None
        assert edit.permalink.endswith(f"/{SECOND}")

    def test_a_mention_by_a_blocked_user_is_a_message(self):
        for flag in (True, "true", False, "false"):
            body = load("aaa_tweet_create_mention")
            body["user_has_blocked"] = flag
            assert parse(body)[0].kind == "message"

    def test_a_post_of_a_withheld_author_is_still_a_message(self):
        body = load("xaa_post_mention_create")
        del body["data"]["payload"]["author_id"]
        [event] = parse(body)
        assert (event.kind, event.customer) == ("message", None)
        assert event.conversation == f"x:{BRAND}:{QUESTION}:unknown-{QUESTION}"

    def test_a_group_is_one_conversation_and_a_reply_answers_any_member(self):
        [asked], [answered] = parsed("xaa_dm_received_group"), parsed("xaa_dm_sent_group")
        assert asked.conversation == answered.conversation == f"x:{BRAND}:{GROUP}"

    def test_a_legacy_and_an_encrypted_message_are_one_conversation(self):
        assert parsed("xaa_dm_received")[0].conversation == parsed("xaa_chat_sent")[0].conversation


class TestThreads:
    def test_a_v1_thread_and_its_answers_in_one_body_are_one_conversation(self):
        body = load("aaa_tweet_create_reply")
        [tweet] = body["tweet_create_events"]
        tweet |= {"in_reply_to_status_id": None, "in_reply_to_user_id": None}

        def post(number, answers, author, answered):
            return tweet | {
                "id_str": number,
                "in_reply_to_status_id_str": answers,
                "in_reply_to_user_id_str": answered,
                "user": {"id_str": author},
            }

        body["tweet_create_events"] = [
            post(QUESTION, None, CUSTOMER, None),
            post(FIRST, QUESTION, CUSTOMER, CUSTOMER),
            post(ANSWER, FIRST, BRAND, CUSTOMER),
            post(FOLLOW_UP, ANSWER, CUSTOMER, BRAND),
        ]
        found = list(lines(parse(body), ()))
        assert [line["conversation"] for line in found] == [ON_QUESTION] * 4
        assert [line["kind"] for line in found] == ["message", "message", "reply", "message"]


class TestAccounts:
    @pytest.mark.parametrize(
        "name",
        [
            "xaa_post_create_reply",
            "xaa_post_delete",
            "xaa_post_mention_create",
            "xaa_post_reply_create",
            "xaa_post_quote_create",
            "xaa_dm_received",
            "xaa_dm_received_v2",
            "xaa_dm_sent",
            "xaa_dm_sent_v2",
            "xaa_chat_received",
            "xaa_chat_sent",
            "xaa_spaces_start",
        ],
    )
    def test_without_a_filter_the_payload_determines_the_brand(self, name):
        body = load(name)
        body["data"]["filter"] = {}
        assert parse(body)[0].account == BRAND
        assert parse(body)[0].kind == parsed(name)[0].kind

    def test_a_post_by_a_configured_brand_is_the_brands(self):
        [event] = parsed("stream_post_brand_reply", accounts=[BRAND])
        assert (event.kind, event.account, event.customer) == ("reply", BRAND, CUSTOMER)

    def test_a_streamed_post_belongs_to_each_configured_brand_that_it_addresses(self):
        events = parsed("stream_post_two_brands", accounts=[OTHER_BRAND, BRAND])
        assert {event.account for event in events} == {BRAND, OTHER_BRAND}
        [event] = parsed("stream_post_two_brands", accounts=[OTHER_BRAND])
        assert event.account == OTHER_BRAND

    def test_no_brand_is_guessed_if_no_configured_brand_is_concerned(self):
        [event] = parsed("stream_post_mention", accounts=[OTHER_BRAND])
        assert (event.kind, event.account) == ("message", None)

    def test_without_brands_the_user_answered_or_first_mentioned_is_the_account(self):
        assert parsed("stream_post_reply")[0].account == BRAND
        assert [event.account for event in parsed("stream_post_two_brands")] == [BRAND]
        assert parsed("stream_post_keyword")[0].account is None

    def test_an_author_who_answers_themselves_is_not_the_brand(self):
        [event] = parsed("stream_post_own_reply")
        assert (event.kind, event.account, event.customer) == ("message", BRAND, CUSTOMER)

    def test_a_direct_message_without_a_subscriber_belongs_to_a_configured_brand(self):
        body = load("aaa_direct_message_sent")
        del body["for_user_id"]
        [event] = parse(body, accounts=[BRAND])
        assert (event.kind, event.account, event.customer) == ("reply", BRAND, CUSTOMER)


class TestBodies:
    @pytest.mark.parametrize(
        "body",
        [{}, {"data": {}}, {"data": 1}, {"data": [1]}, {"object": "page"}, {"errors": []}],
    )
    def test_a_body_of_no_known_api_is_not_a_webhook(self, body):
        with pytest.raises(NotAWebhookError):
            parse(body)

    def test_one_broken_update_does_not_affect_the_others(self):
        assert [event.kind for event in parsed("aaa_half_broken")] == [
            "message", "unknown", "unknown",
        ]  # fmt: skip

    def test_several_arrays_in_one_body_are_all_parsed(self):
        body = load("aaa_tweet_create_mention") | load("aaa_direct_message_received")
        assert [event.event_name for event in parse(body)] == [TWEET, DM]

    def test_a_body_without_any_update_is_unknown(self):
        [event] = parse({"for_user_id": BRAND})
        assert (event.kind, event.event_name, event.account) == (
            "unknown",
            "account_activity",
            BRAND,
        )

    @pytest.mark.parametrize("name", ["Ünwort", "x" * 65, "a b", "", 7, None, []])
    def test_an_event_type_that_cannot_be_a_label_is_called_unnamed(self, name):
        [event] = parse({"data": {"event_type": name}})
        assert (event.kind, event.event_name) == ("unknown", "unnamed")

    @pytest.mark.parametrize(
        "body",
        [
            {"data": {"event_type": "post.create", "payload": {"text": "no id"}}},
            {"data": {"event_type": "post.delete", "payload": {}}},
            {"data": {"event_type": "dm.received", "payload": {"direct_message_events": []}}},
            {"data": {"event_type": "dm.received", "payload": {"event_type": "New", "id": "1"}}},
            {"data": {"event_type": "dm.sent", "payload": {"sender_id": BRAND}}},
            {"data": {"event_type": "chat.sent", "payload": {"sender_id": BRAND}}},
            {"data": {"text": "no id"}, "matching_rules": []},
            {"data": [], "matching_rules": []},
            {"for_user_id": BRAND, "tweet_delete_events": [{"status": {}}]},
            {"for_user_id": BRAND, "follow_events": [{"type": "befriend"}]},
            {"for_user_id": BRAND, "direct_message_events": [{"type": "reaction_create"}]},
            {"user_event": {"suspend": {}}},
        ],
        ids=json.dumps,
    )
    def test_a_documented_type_in_an_undocumented_form_is_unknown(self, body):
        [event] = parse(body)
        assert event.kind == "unknown"
        assert event.source is not None

    def test_a_repost_is_no_message_whatever_its_shape(self):
        [event] = parse({"data": {"event_type": "post.repost.create", "payload": {}}})
        assert event.kind == "not_a_message"

    def test_announced_arrays_without_a_shape_yet_are_no_messages(self):
        [event] = parse({"for_user_id": BRAND, "spaces_events": [{}]})
        assert (event.kind, event.event_name) == ("not_a_message", "spaces_events")

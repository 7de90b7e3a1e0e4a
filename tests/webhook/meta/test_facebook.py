"""Facebook Page updates: the expected events of each payload, and the exceptions."""

from typing import Any

import pytest

from shared.domain.events import Event
from tests.builders import configuration
from tests.events import half_an_hour
from tests.fakes.backend import Backend
from tests.webhook.meta.support import (
    PAGE,
    POST,
    SENT,
    body,
    events,
    expectations,
    facebook,
    messenger,
    parse,
    payload_names,
)

EXPECTED: dict[str, list[Event]] = expectations(
    {
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
                needs_parent=True,
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
                needs_parent=True,
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
                "not_a_message",
                "page.live_videos",
                customer=None,
                thread=None,
                direction=None,
                at=None,
            ),
            facebook(
                "not_a_message", "page.name", customer=None, thread=None, direction=None, at=None
            ),
            facebook(
                "not_a_message", "page.picture", customer=None, thread=None, direction=None, at=None
            ),
            facebook(
                "not_a_message",
                "page.group_feed",
                customer=None,
                thread=None,
                direction=None,
                at=None,
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
    }
)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_body_becomes_exactly_these_events(name: str):
    assert events(name) == EXPECTED[name]


def test_every_payload_has_its_row():
    assert payload_names("page_") == set(EXPECTED)


def test_a_comment_without_an_author_is_a_message_with_its_own_conversation():
    (anonymous,) = events("page_comment_anonymous")

    assert (anonymous.kind, anonymous.customer) == ("message", None)
    assert anonymous.conversation == f"facebook:{PAGE}:{POST}:unknown-55_3"


def test_the_brands_comment_needs_the_comment_that_it_answers():
    (own,) = events("page_comment_own")

    assert (own.needs_parent, own.answers, own.conversation) == (True, "55_1", None)


@pytest.mark.parametrize("nameless", ["page_comment", "page_comment_removed"])
def test_a_removal_finds_its_comment_though_only_one_names_the_author(nameless: str):
    bodies = {name: body(name) for name in ("page_comment", "page_comment_removed")}
    del bodies[nameless]["entry"][0]["changes"][0]["value"]["from"]
    backend = Backend(configuration(half_an_hour()))
    for one in bodies.values():
        backend.receive(*parse(one))

    assert [wait.outcome for wait in backend.waits()] == ["withdrawn"]


def test_a_reply_to_a_rating_answers_the_ratings_id():
    (rating,), (answer, _, _) = events("page_rating"), events("page_rating_by_post")

    assert answer.answers == rating.message_id


def test_a_group_comment_is_the_same_event_in_a_change_and_in_messaging():
    group = body("page_group_comment")
    listed, changed = group["entry"]
    changed["changes"][0]["value"] = listed["messaging"][0]

    first, second = parse(group)

    assert first == second == EXPECTED["page_group_comment"][0]


def test_a_comment_without_a_post_id_still_has_its_thread():
    nameless = body("page_comment")
    del nameless["entry"][0]["changes"][0]["value"]["post_id"]

    assert parse(nameless)[0].thread == POST


def test_the_dashboards_comment_takes_the_page_from_the_post_id():
    test = body("page_comment")
    test["entry"][0]["id"] = "0"

    assert parse(test)[0].account == PAGE


@pytest.mark.parametrize("verb", ["sing", "", None, 3, ["add"]])
def test_an_undocumented_verb_is_unknown(verb: Any):
    odd = body("page_comment")
    odd["entry"][0]["changes"][0]["value"]["verb"] = verb

    assert parse(odd)[0].kind == "unknown"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "https://evil.example/55", None, 5])
def test_a_link_to_another_site_is_replaced_by_the_comments_address(link: Any):
    odd = body("page_comment")
    value = odd["entry"][0]["changes"][0]["value"]
    value |= {"permalink_url": link, "post": {"permalink_url": link}}

    assert parse(odd)[0].permalink == f"https://www.facebook.com/{POST}?comment_id=1"


def test_ids_that_cannot_be_part_of_an_address_make_no_link():
    odd = body("page_comment")
    odd["entry"][0]["changes"][0]["value"] |= {"comment_id": '1"><script>', "permalink_url": None}

    assert parse(odd)[0].permalink is None

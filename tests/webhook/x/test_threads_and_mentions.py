"""Which posts on X are addressed to the brand: explicit mentions, and follow-ups in the brand's
threads."""

import pytest

from functions.webhook import storing, x
from shared.config.configuration import Account
from shared.domain.events import Event
from tests import builders
from tests.fakes.backend import Backend

BRAND, CARE, LENA, TOM = "1500000000000000001", "1500000000000000002", "4001", "4002"
ROOT, POST, PARENT = "1990000000000000001", "1990000000000000009", "1990000000000000005"


def mention(user: str, start: int, end: int, *, classic: bool) -> dict[str, object]:
    if classic:
        return {"id_str": user, "indices": [start, end]}
    return {"id": user, "start": start, "end": end}


def classic_reply(answered: str, *mentions: tuple[str, int, int], displayed: int | None) -> Event:
    """A reply by Tom, in the format of the Account Activity API."""
    tweet: dict[str, object] = {
        "id_str": POST,
        "text": "@lena @brand same here",
        "user": {"id_str": TOM},
        "timestamp_ms": "1790000000000",
        "in_reply_to_status_id_str": PARENT,
        "in_reply_to_user_id_str": answered,
        "entities": {"user_mentions": [mention(*m, classic=True) for m in mentions]},
    }
    if displayed is not None:
        tweet["display_text_range"] = [displayed, 22]
    (event,) = x.parse({"for_user_id": BRAND, "tweet_create_events": [tweet]}, [BRAND])
    return event


def streamed(
    post: dict[str, object],
    accounts: tuple[str, ...] = (BRAND, CARE),
    includes: dict[str, object] | None = None,
) -> list[Event]:
    """A post that matched a rule of the filtered stream."""
    values = {
        "id": POST,
        "author_id": LENA,
        "text": "still nothing",
        "conversation_id": ROOT,
        "in_reply_to_user_id": LENA,
        "referenced_tweets": [{"type": "replied_to", "id": PARENT}],
        "created_at": "2026-11-22T10:00:00.000Z",
    }
    body = {"data": values | post, "includes": includes or {}, "matching_rules": [{"id": "1"}]}
    return x.parse(body, accounts)


def test_a_brand_only_in_the_automatic_prefix_is_not_addressed() -> None:
    found = classic_reply(LENA, (LENA, 0, 5), (BRAND, 6, 12), displayed=13)
    assert (found.kind, found.customer, found.direction) == ("not_a_message", TOM, "in")


@pytest.mark.parametrize(
    ("answered", "mentions", "displayed"),
    [
        (LENA, [(LENA, 0, 5), (BRAND, 13, 19)], 6),  # named in the text
        (LENA, [(LENA, 0, 5), (BRAND, 6, 12), (BRAND, 20, 26)], 13),  # in both
        (BRAND, [(BRAND, 0, 6)], 7),  # it answers the brand
        (TOM, [(TOM, 0, 4), (BRAND, 5, 11)], 12),  # it continues Tom's own earlier post
        (LENA, [(LENA, 0, 5), (BRAND, 6, 12)], None),  # X does not say what it displays
    ],
)
def test_a_post_that_is_for_the_brand_is_a_message(
    answered: str, mentions: list[tuple[str, int, int]], displayed: int | None
) -> None:
    assert classic_reply(answered, *mentions, displayed=displayed).kind == "message"


def test_a_longer_tweet_has_its_range_in_the_extended_part() -> None:
    extended = {
        "full_text": "@lena @brand same here",
        "display_text_range": [13, 22],
        "entities": {"user_mentions": [mention(BRAND, 6, 12, classic=True)]},
    }
    tweet = {
        "id_str": POST,
        "text": "@lena @brand same…",
        "truncated": True,
        "user": {"id_str": TOM},
        "timestamp_ms": "1790000000000",
        "in_reply_to_status_id_str": PARENT,
        "in_reply_to_user_id_str": LENA,
        "extended_tweet": extended,
    }
    (found,) = x.parse({"for_user_id": BRAND, "tweet_create_events": [tweet]}, [BRAND])
    assert found.kind == "not_a_message"


def test_a_streamed_reply_to_somebody_else_is_not_for_the_brand() -> None:
    entities = {
        "mentions": [mention(LENA, 0, 5, classic=False), mention(BRAND, 6, 12, classic=False)]
    }
    post = {"author_id": TOM, "entities": entities, "display_text_range": [13, 22]}
    (found,) = streamed(post)
    assert (found.kind, found.account) == ("not_a_message", BRAND)


@pytest.mark.parametrize(
    ("prefix", "kind"), [([BRAND], "message"), ([LENA, BRAND], "not_a_message")]
)
def test_without_the_answered_author_the_first_user_of_the_prefix_is_used(
    prefix: list[str], kind: str
) -> None:
    mentions = [mention(user, 7 * n, 7 * n + 6, classic=False) for n, user in enumerate(prefix)]
    start = 7 * len(prefix)
    post = {"author_id": TOM, "in_reply_to_user_id": None, "text": "@brand " * len(prefix) + "hi"}
    post |= {"entities": {"mentions": mentions[::-1]}, "display_text_range": [start, start + 2]}
    (found,) = streamed(post)
    assert (found.kind, found.account, found.customer) == (kind, BRAND, TOM)
    payload = {"id": POST, "conversation_id": ROOT, "in_reply_to_tweet_id": PARENT} | post
    for event_type, expected in (("post.mention.create", kind), ("post.reply.create", "message")):
        data = {"event_type": event_type, "filter": {"user_id": BRAND}, "payload": payload}
        (found,) = x.parse({"data": data}, [BRAND])
        assert (found.kind, found.account, found.customer) == (expected, BRAND, TOM)


def test_a_streamed_quote_is_for_the_brand_that_it_quotes() -> None:
    quote = {"in_reply_to_user_id": None, "conversation_id": POST, "text": "never again"}
    quote |= {"referenced_tweets": [{"type": "quoted", "id": PARENT}]}
    (found,) = streamed(quote, includes={"tweets": [{"id": PARENT, "author_id": CARE}]})
    assert (found.kind, found.account, found.customer) == ("message", CARE, LENA)
    (found,) = streamed(quote, (), includes={"tweets": [{"id": PARENT, "author_id": CARE}]})
    assert found.account == CARE


def test_a_follow_up_that_names_nobody_belongs_to_the_first_account() -> None:
    (found,) = streamed({})
    assert (found.kind, found.account, found.customer) == ("message", BRAND, LENA)
    assert found.conversation == f"x:{BRAND}:{ROOT}:{LENA}"
    assert found.is_account_guessed


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"in_reply_to_user_id": None},  # only the included parent shows whose post it answers
        {"edit_history_tweet_ids": ["1990000000000000008", POST]},
        {"entities": {"mentions": [mention(LENA, 0, 5, classic=False)]}},
    ],
)
def test_a_bystander_in_a_followed_thread_is_not_a_customer(more: dict[str, object]) -> None:
    """Tom consoles Lena under the post that she wrote to the brand."""
    post = {"author_id": TOM, "text": "@lena hope they sort it out"}
    includes = {"tweets": [{"id": PARENT, "author_id": LENA}]}
    (found,) = streamed(post | more, includes=includes)
    assert (found.kind, found.account, found.direction) == ("not_a_message", BRAND, "in")


@pytest.mark.parametrize(
    "more",
    [
        {"in_reply_to_user_id": CARE},  # the brand's post is answered
        {"in_reply_to_user_id": TOM},  # Tom continues his own post
        {"in_reply_to_user_id": None},  # X does not say whose post it answers
    ],
)
def test_others_who_write_to_the_brand_in_a_followed_thread_wait(more: dict[str, object]) -> None:
    (found,) = streamed({"author_id": TOM, "text": "same for me, since Monday"} | more)
    assert (found.kind, found.customer) == ("message", TOM)


def test_a_post_that_begins_a_thread_and_names_nobody_is_of_no_account() -> None:
    (found,) = streamed(
        {"conversation_id": POST, "referenced_tweets": [], "in_reply_to_user_id": None}
    )
    assert found.account is None


def test_a_follow_up_goes_to_the_account_that_has_the_thread() -> None:
    """The customer wrote to Care in this thread, and the other account comes first in the file."""
    accounts = (
        Account(channel="x", id=BRAND, name="X"),
        Account(channel="x", id=CARE, name="X care"),
    )
    backend = Backend(builders.configuration(accounts=accounts))
    question = {"author_id": LENA, "id": PARENT, "in_reply_to_user_id": CARE}
    for events in (streamed(question), streamed({})):
        routed = storing.route(events, backend.configuration)
        storing.store_events(backend.store, routed, backend.configuration, backend.now)
    messages = [i for i in backend.items("C#", "M#") if i["message_id"] == POST]
    assert [i["account"] for i in messages] == [CARE]


def test_a_follow_up_in_a_thread_that_nobody_has_is_kept() -> None:
    accounts = (Account(channel="x", id=BRAND, name="X"),)
    backend = Backend(builders.configuration(accounts=accounts))
    routed = storing.route(streamed({}, (BRAND,)), backend.configuration)
    storing.store_events(backend.store, routed, backend.configuration, backend.now)
    assert [i["account"] for i in backend.items("C#", "M#")] == [BRAND]

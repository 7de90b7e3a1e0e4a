"""Reads what a v2 post refers to, and the posts and users that a body includes."""

from functions.webhook.bodies import Json, ident, items, obj

REPOSTED = ("retweeted", "reposted")
"""The types of a reference to the post that this one repeats. X is renaming tweets to posts."""


def references(post: dict[str, Json]) -> list[Json]:
    """What the post answers, quotes or reposts."""
    return items(post.get("referenced_tweets") or post.get("referenced_posts"))


def quoted_author(post: dict[str, Json], includes: dict[str, Json]) -> str | None:
    """The author of the quoted or reposted post, or None if the body does not include it."""
    for item in references(post):
        reference = obj(item)
        if reference.get("type") in ("quoted", *REPOSTED):
            return author_of(ident(reference.get("id")), includes)
    return None


def author_of(number: str | None, includes: dict[str, Json]) -> str | None:
    """The author of the included post with this id, or None."""
    post = included(includes, "tweets", number) or included(includes, "posts", number)
    return ident(post.get("author_id"))


def included(includes: dict[str, Json], kind: str, number: str | None) -> dict[str, Json]:
    """The included user or post with this id. Users are sometimes wrapped in `data`."""
    if number is None:
        return {}
    for item in items(includes.get(kind)):
        holder = obj(item)
        one = obj(holder.get("data")) or holder
        if ident(one.get("id")) == number:
            return one
    return {}

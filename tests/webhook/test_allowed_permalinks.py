"""Only links to the platform's own site are stored."""

import pytest

from functions.webhook.allowed_permalinks import allowed_permalink


@pytest.mark.parametrize(
    ("channel", "link"),
    [
        ("facebook", "https://www.facebook.com/brand/posts/55?comment_id=7&x=%C3%BC#top"),
        ("facebook", "https://facebook.com/55"),
        ("facebook", "https://m.facebook.com/55"),
        ("threads", "https://www.threads.net/@ada.example/post/P1"),
        ("threads", "https://threads.com/@ada.example/post/P1"),
        ("threads", "https://www.threads.com"),
    ],
)
def test_a_link_to_the_platforms_site_is_unchanged(channel, link):
    assert allowed_permalink(link, channel) == link


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "javascript://www.facebook.com/%0Aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "http://www.facebook.com/55",
        "ftp://www.facebook.com/55",
        "//www.facebook.com/55",
        "www.facebook.com/55",
        "HTTPS://www.facebook.com/55",
        "https://user@www.facebook.com/55",
        "https://www.facebook.com@evil.example/55",
        "https://www.facebook.com:secret@evil.example/55",
        "https://www.facebook.com\\@evil.example/55",
        "https://www.facebook.com.evil.example/55",
        "https://evil.example/www.facebook.com",
        "https://evilfacebook.com/55",
        "https://www.facebook.com:8443/55",
        "https://www.f\u0430cebook.com/55",
        "https://www.facebook.com/5 5",
        "https://www.facebook.com/55\n",
        " https://www.facebook.com/55",
        'https://www.facebook.com/"><script>',
        "https://www.facebook.com/\ud83d",
        "https://www.threads.net/@ada",
        "https://",
        "",
        None,
        5,
        [],
        {"url": "https://www.facebook.com/55"},
    ],
)
def test_any_other_link_is_dropped(link):
    assert allowed_permalink(link, "facebook") is None


def test_a_channel_without_links_in_its_payloads_allows_none():
    assert allowed_permalink("https://www.facebook.com/55", "messenger") is None

"""Recognises a courtesy: a message that needs no answer."""

from typing import Final
from unicodedata import category

from shared.domain.intents.phrases import EVERY_LANGUAGE, LANGUAGES, Lists, longest_phrase
from shared.domain.intents.text import CLAUSE_ENDS, QUIET_MARKS, Text

MAX_COURTESY_TOKENS: Final = 40
"""The longest courtesy, in words, emoji and marks. A longer message says something else as well."""


def courtesy_reason(text: Text, lists: Lists) -> str | None:
    """The reason why the message is a courtesy. None: it is not one.

    Every token must be a courtesy or a filler of one language, a name, an emoji or a quiet mark. In
    each clause, only openers and names can come before the courtesy: "thanks for the quick reply"
    is a courtesy, "quick reply, thanks" asks for something. The message must be complete: "ok, and"
    is not a courtesy.
    """
    tokens = text.tokens
    if text.links or len(tokens) > MAX_COURTESY_TOKENS:
        return None
    words: list[str] = []
    languages = EVERY_LANGUAGE
    for token in tokens:
        if token.isalnum():
            languages &= (
                EVERY_LANGUAGE if _is_after_title(words, lists) else lists.polite.get(token, 0)
            )
            words.append(token)
        elif token in QUIET_MARKS or category(token) == "So":
            words.append(token)
        else:
            return None
        if not languages:
            return None
    if not any(word.isalnum() for word in words):
        return _only_emoji(words, lists)
    if [word for word in words if word.isalnum()][-1] in lists.dangling:
        return None
    for number in range(len(LANGUAGES)):
        if languages >> number & 1 and (core := _first_courtesy(words, 1 << number, lists)):
            return f"courtesy: only '{core}' and fillers"
    return None


def _is_after_title(words: list[str], lists: Lists) -> bool:
    return bool(words) and words[-1] in lists.titles


def _only_emoji(words: list[str], lists: Lists) -> str | None:
    emoji = {word for word in words if word not in QUIET_MARKS}
    if not emoji or emoji & (lists.negative | lists.asking | lists.opening):
        return None
    return "courtesy: only emoji"


def _first_courtesy(words: list[str], bit: int, lists: Lists) -> str | None:
    """The first courtesy of the message in this language. None: a word is out of place."""
    first: str | None = None
    is_thanked = False  # in this clause
    at = 0
    while at < len(words):
        word = words[at]
        if not word.isalnum():
            is_thanked = is_thanked and word not in CLAUSE_ENDS
            at += 1
            continue
        match = longest_phrase(lists.courtesy, words, at, bit)
        if match is not None and match[0] == "thanks":
            first, is_thanked = first or match[2], True
            if words[match[1] : match[1] + 1] and words[match[1]] in lists.wishes:
                return None
        elif not is_thanked and not lists.openers.get(word, 0) & bit:
            return None
        elif match is None and not (word in lists.names or _is_after_title(words[:at], lists)):
            return None  # A word of a phrase, without the rest of the phrase.
        at = match[1] if match is not None else at + 1
    return first

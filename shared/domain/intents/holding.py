"""Recognises a holding reply: one that promises an answer and gives none."""

from typing import Final

from shared.domain.intents.phrase_search import Lists, longest_phrase

MAX_OTHER_WORDS: Final = 10
"""How many words outside the lists a holding reply can have: names, a signature, the subject."""


def only_promises(tokens: list[str], active: int, lists: Lists) -> bool:
    """Whether a reply promises an answer and says nothing else.

    `active` are the languages (bits) whose phrases count. Example: "Hi Sam, we're looking into it"
    only promises. "We looked into it: your refund was paid today" answers, and "we'll check, could
    you send us the number?" asks.
    """
    promised = False
    other_words = 0
    at = 0
    while at < len(tokens):
        word = tokens[at]
        match = longest_phrase(lists.promises, tokens, at, active)
        if match is None:
            if word == "?":
                return False
            if word.isalnum() and not lists.padding.get(word, 0) & active:
                other_words += 1
            at += 1
            continue
        name, at, _ = match
        if name == "solved":
            return False
        promised = True
    return promised and other_words <= MAX_OTHER_WORDS

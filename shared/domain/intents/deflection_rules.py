"""Recognises a deflection: a reply that only asks the customer to write elsewhere."""

from typing import Final

from shared.domain.intents.phrase_search import longest_phrase
from shared.domain.intents.text import SENTENCE_ENDS
from shared.domain.intents.word_lists import Lists

MAX_OTHER_WORDS: Final = 5
"""How many words outside the lists a deflection can have: names, a signature, the subject."""

BRAND_WRITES: Final = {"tells", "call", "visit"}
"""The lists of phrases in which the brand gets in touch and does not ask the customer to: "we'll
contact you by email"."""


def only_invites(tokens: list[str], active: int, lists: Lists) -> bool:
    """Whether a reply invites the customer to another place and says nothing else.

    `active` are the languages (bits) whose phrases count. Example: "Hi Sam, please DM us your order
    number" only invites. In "It arrives tomorrow, or DM us" and "DM us for further questions" the
    invitation is an extra.
    """
    invited = False
    other_words = 0
    send = channel = extra = False  # in this sentence
    answered = False
    at = 0
    while at < len(tokens):
        token = tokens[at]
        promise = longest_phrase(lists.promises, tokens, at, active)
        if promise is not None and promise[0] in BRAND_WRITES:
            at = promise[1]
            continue
        match = longest_phrase(lists.brand, tokens, at, active)
        if match is None:
            if token in SENTENCE_ENDS:
                invited = invited or (send and channel and not extra)
                send = channel = extra = False
            elif token.isalpha() and not lists.padding.get(token, 0) & active:
                other_words += 1
            at += 1
            continue
        name, at, _ = match
        if name == "option":
            extra = extra or not (send or channel)
        elif name == "more":
            extra = True
        elif name == "answers":
            after = longest_phrase(lists.brand, tokens, at, active) if at < len(tokens) else None
            answered = answered or after is None or after[0] not in {"move", "send"}
        else:
            send = send or name in {"move", "send"}
            channel = channel or name in {"move", "channels"}
    invited = invited or (send and channel and not extra)
    return invited and not answered and other_words <= MAX_OTHER_WORDS

"""Recognises a brand's question, after which "ok" is an answer and not a courtesy."""

from functools import cache
from typing import Final

from shared.domain.intents.text import SENTENCE_ENDS, fold

OFFERS: Final = """anything else | something else | any other | any further | further questions
    | more questions | sonst noch | noch etwas | noch was | weitere fragen | noch fragen
    | autre chose | autre question | autres questions | algo más | alguna otra | otra cosa
    | otra pregunta | otra duda | mais alguma | algo mais | outra dúvida | outra coisa
    | qualcos'altro | altro | altra domanda | altre domande | nog iets | nog vragen
    | verder nog | anders nog | coś jeszcze | jeszcze pytania | inne pytania | jeszcze pomóc"""
"""Offers of more help. "Ok" after one needs no answer: "Anything else?"."""


def asks_something(tokens: list[str]) -> bool:
    """Whether a reply has a question that is not only an offer of more help."""
    sentence: list[str] = []
    for token in tokens:
        if token == "?" and sentence and not _is_offer(sentence):  # noqa: S105
            return True
        sentence = [] if token in SENTENCE_ENDS else [*sentence, token]
    return False


def _is_offer(sentence: list[str]) -> bool:
    text = f" {' '.join(sentence)} "
    return any(offer in text for offer in _offers())


@cache
def _offers() -> tuple[str, ...]:
    return tuple(f" {' '.join(fold(phrase).split())} " for phrase in OFFERS.split("|"))

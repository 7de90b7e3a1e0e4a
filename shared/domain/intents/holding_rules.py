"""Recognises a holding reply: one that promises an answer and gives none."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from shared.domain.intents.answer_words import BRANCHES
from shared.domain.intents.hearing_words import MAILS, WITH
from shared.domain.intents.passing_words import INSIDE_ENDINGS
from shared.domain.intents.phrase_search import Match, longest_phrase
from shared.domain.intents.text import SENTENCE_ENDS, normalised
from shared.domain.intents.word_lists import Lists

MAX_OTHER_WORDS: Final = 10
"""How many words outside the lists a holding reply can have: names, a signature, the subject."""

MAX_WORDS_OF_ONE_SIGN: Final = 2
"""How many it can have if a single sign promises: "one moment", "I'm asking the shop"."""

MAX_WORDS_TO_TELL: Final = 3
"""How many it can have if that sign is that the brand will report back: "we'll get back to you"."""

MAX_WORDS_BEFORE: Final = 2
"""How many a clause without a sign can have. More say something: "the new part is here"."""

MAX_WORDS_AFTER: Final = 1
"""How many such a clause can have after a sign in its sentence, or beside a number or a day of the
week: "we're working on it, use the side door"."""

MAX_WORDS_OF_A_COURTESY: Final = 4
"""How many a clause can have that thanks or apologises: "sorry that the lamp is late"."""

MAX_WORDS_NEAR: Final = 2
"""Within how many words a "not" reverses a promise, or a driver counts as the one who gets in
touch."""

MIN_WORDS_OF_A_SUBJECT: Final = 2
"""How many words an article and a noun have."""

MIN_WORDS_OF_A_STATEMENT: Final = 2
"""How many words outside the lists make a statement about a subject without an article: "delivery
is free"."""

SIGNS: Final = {"sign", "tells", "handled", "hint"}
"""The lists whose phrases are a promise if two of them occur, or if the reply says little else."""

TAKEN_UP: Final = {"passed on", "handled"}
"""The lists whose phrases say who handles something."""

ANSWERS: Final = {"solved", "visit"}
"""The lists of phrases that answer."""

CONTACTS: Final = {"call", "visit"}
"""The lists of phrases of somebody who gets in touch (`contact_words`)."""

_SENTENCE_MARKS: Final = SENTENCE_ENDS | {":"}
_CLAUSE_MARKS: Final = {",", "-", ":"}


@dataclass(slots=True)
class _Part:
    """What a sentence or a clause says."""

    kinds: list[str] = field(default_factory=list)
    """The list of each of its phrases."""
    others: int = 0
    """Words outside the lists."""
    is_verdict: bool = False
    """Whether one of its clauses begins with yes or no."""
    has_number: bool = False
    """Whether it has a number that is neither that of a case nor a time limit."""
    has_day: bool = False
    is_courtesy: bool = False
    """Whether it thanks or apologises, and so names what the customer said."""
    is_statement: bool = False
    """Whether it states something that the customer did not ask about: "the lamp is blue"."""
    is_after_colon: bool = False
    has_condition: bool = False
    """Whether it says when or for whom: "only if you win"."""

    @property
    def promises(self) -> bool:
        return any(kind != "hint" for kind in self.kinds)


def only_promises(tokens: list[str], active: int, lists: Lists) -> bool:
    """Whether a reply promises an answer and says nothing else.

    `active` are the languages (bits) whose phrases count. Example: "Hi Sam, we're looking into it"
    only promises. "We looked into it: your refund was paid today" answers, and "we'll check, could
    you send us the number?" asks. "Your request has been passed to a colleague" promises, and "Your
    parcel has been passed to the courier" answers. "One moment" promises only where no more is
    said, and so does any other single sign.
    """
    if "?" in tokens:
        return False
    said = [_read(part, part, active, lists) for part in _split(tokens, _SENTENCE_MARKS)]
    kinds = [kind for sentence in said for kind in sentence.kinds]
    if not any(sentence.promises for sentence in said) or not ANSWERS.isdisjoint(kinds):
        return False
    if any(s.is_verdict and s.others for s in said if not s.promises):
        return False
    most = MAX_OTHER_WORDS
    if len(kinds) == 1 and kinds[0] in SIGNS:
        if any(sentence.has_number or sentence.has_condition for sentence in said):
            return False
        most = MAX_WORDS_TO_TELL if kinds[0] == "tells" else MAX_WORDS_OF_ONE_SIGN
    others = 0
    for clause, is_after in _clauses(tokens, active, lists):
        if clause.others > _words_allowed(clause, is_after=is_after):
            return False
        if clause.promises or not clause.is_courtesy:
            others += clause.others
    return others <= most


def _clauses(tokens: list[str], active: int, lists: Lists) -> Iterator[tuple[_Part, bool]]:
    """The clauses, each with whether an earlier clause of its sentence has a promise."""
    ends = _CLAUSE_MARKS | {word for word, codes in lists.joining.items() if codes & active}
    for sentence in _split(tokens, SENTENCE_ENDS):
        is_after = False
        for words in _split(sentence, ends):
            clause = _read(words, sentence, active, lists)
            yield clause, is_after
            is_after = is_after or clause.promises


def _words_allowed(clause: _Part, *, is_after: bool) -> int:
    """How many words outside the lists a clause can have."""
    if clause.promises:
        return MAX_OTHER_WORDS
    if clause.has_number or clause.has_day:
        return MAX_WORDS_AFTER
    if clause.is_courtesy:
        return MAX_WORDS_OF_A_COURTESY
    if clause.is_statement or clause.has_condition or (is_after and clause.is_after_colon):
        return 0
    return (MAX_WORDS_AFTER if is_after else MAX_WORDS_BEFORE) + len(clause.kinds)


def _split(tokens: list[str], ends: Collection[str]) -> Iterator[list[str]]:
    """The parts between these marks and words. A colon or an "and" belongs to the part that follows
    it."""
    part: list[str] = []
    for word in tokens:
        if word in ends:
            yield part
            part = [word] if word == ":" or word.isalnum() else []
        else:
            part.append(word)
    yield part


def _read(part: list[str], sentence: list[str], active: int, lists: Lists) -> _Part:
    """Reads a part of a sentence, or all of it."""

    def is_in(words: dict[str, int], word: str) -> bool:
        return bool(words.get(word, 0) & active)

    words = [token for token in part if token.isalnum()]
    numbers = dict(_numbers(words, active, lists))
    found = _Part(
        is_verdict=not lists.verdicts.isdisjoint(words)
        and any(
            clause[:1] and clause[0] in lists.verdicts for clause in _split(part, _CLAUSE_MARKS)
        ),
        has_number=not all(numbers.values()),
        has_day=_has(lists.days, words, active),
        is_courtesy=_has(lists.courtesies, words, active),
        is_after_colon=part[:1] == [":"],
    )
    sources = 0
    at = 0
    while at < len(part):
        word = part[at]
        match = None
        if word in lists.promises:
            match = longest_phrase(lists.promises, part, at, active, adverbs=lists.adverbs)
        if match is None or _is_of_two_clauses(match, part[at : match[1]], active, lists):
            found.has_condition |= is_in(lists.conditions, word)
            if word.isalnum() and not is_in(lists.silent, word) and not numbers.get(word):
                found.others += 1
                sources += is_in(lists.sources, word)
            at += 1
            continue
        name, end, phrase = match
        if name == "aside":
            at = end
            continue
        conditions = {word for word in part[at:end] if is_in(lists.conditions, word)}
        if conditions.difference(normalised(phrase).split() if conditions else ()):
            found.has_condition = True
        if _holds(match, at, part, sentence, active, lists):
            found.kinds.append(name)
        else:
            found.others += end - at
        at = end
    if "sign" in found.kinds:
        found.others -= sources
    if found.others and not found.kinds:
        found.is_statement = _is_statement(words, found.others, active, lists)
    return found


def _numbers(words: list[str], active: int, lists: Lists) -> Iterator[tuple[str, bool]]:
    """The numbers of a part, each with whether it is that of a case or the time until which
    something is promised: "ticket 48213", "within 24 hours"."""
    for at, word in enumerate(words):
        if not (word[0].isdigit() or lists.numbers.get(word, 0) & active):
            continue
        before = words[max(at - MAX_WORDS_NEAR - 1, 0) : at]
        is_reference = _has(lists.references, before, active) or _has(lists.matters, before, active)
        is_limit = _has(lists.limits, before, active) and _has(
            lists.units, words[at + 1 : at + 3], active
        )
        yield word, (is_reference and word[0].isdigit()) or is_limit


def _is_statement(words: list[str], others: int, active: int, lists: Lists) -> bool:
    """Whether a clause says what something is, in words that are on no list.

    It begins with an article and a noun, or has several such words, and an "is" is among its words:
    "the lamp is here", "delivery is free", "it's the valve". "Your case is important", "we are
    awfully busy" and "where the lamp is" say nothing: they are about what the customer asked, about
    the brand, or about what it wants to know. What is said of an order is a statement without an
    "is", too, unless it does not come: "your parcel left the depot", not "your parcel seems stuck".
    """
    if not words or lists.questions.get(words[0], 0) & active:
        return False
    if any(_is_of_the_brand(word, active, lists) for word in words):
        return False
    if _has(lists.matters, words, active):
        return False
    if _has(lists.goods, words[:3], active):
        if _has(lists.troubles, words, active):
            return False
        if not _has(lists.negators, words, active):
            return True
    being = [at for at, word in enumerate(words) if lists.being.get(word, 0) & active]
    if not being:
        return False
    begins_with_article = bool(lists.articles.get(words[0], 0) & active)
    return (begins_with_article and being[-1] >= MIN_WORDS_OF_A_SUBJECT) or (
        others >= (1 if being[0] < MIN_WORDS_OF_A_SUBJECT else MIN_WORDS_OF_A_STATEMENT)
    )


def _is_of_the_brand(word: str, active: int, lists: Lists) -> bool:
    """Whether the word is "we", or means somebody at the brand: "team", "Technikteam"."""
    return bool((lists.first_person.get(word, 0) | lists.inside.get(word, 0)) & active) or (
        word.endswith(INSIDE_ENDINGS)
    )


def _is_of_two_clauses(match: Match, words: list[str], active: int, lists: Lists) -> bool:
    """Whether these words of a contact phrase belong to two clauses: "ask the driver and call
    you"."""
    return match[0] in CONTACTS and _has(lists.joining, words, active)


def _holds(
    match: Match, at: int, part: list[str], sentence: list[str], active: int, lists: Lists
) -> bool:
    """Whether a phrase that was found has the meaning of its list here."""
    name = match[0]
    if name in ANSWERS:
        return True
    if name in TAKEN_UP and not _is_about_the_matter(name, sentence, active, lists):
        return False
    near = _near(part, at, match[1], active, lists)
    subject = part[: min(at, MIN_WORDS_OF_A_SUBJECT)]
    if name == "tells" and _has(lists.visitors, [*subject, *near], active):
        return False
    if name == "tells" and _is_of_others(part[at : match[1]], part[:at], active, lists):
        return False
    if _brings_something(part, match[1]):
        return False
    return not _is_negated(match, part[at : match[1]], near, active, lists)


def _brings_something(part: list[str], end: int) -> bool:
    """Whether a phrase that ends here is about a mail with something: "a mail with the code"."""
    return part[end - 1] in MAILS and end < len(part) and part[end] in WITH


def _is_of_others(words: list[str], before: list[str], active: int, lists: Lists) -> bool:
    """Whether the one who gets in touch is not the brand: "your bank", but not "our manager"."""
    if lists.of_others.isdisjoint(words):
        return False
    near = {*before[:MIN_WORDS_OF_A_SUBJECT], *before[-MAX_WORDS_NEAR:]}
    near = {word for word in near if not lists.joining.get(word, 0) & active}
    is_own = any(_is_of_the_brand(word, active, lists) for word in before)
    return _has(lists.sources, near - BRANCHES if is_own else near, active)


def _near(part: list[str], at: int, end: int, active: int, lists: Lists) -> list[str]:
    """The words right before and after a phrase, in its clause."""
    found = []
    for side in (reversed(part[:at]), iter(part[end:])):
        for word in islice(side, MAX_WORDS_NEAR):
            if not word.isalnum() or lists.joining.get(word, 0) & active:
                break
            found.append(word)
    return found


def _is_negated(match: Match, words: list[str], near: list[str], active: int, lists: Lists) -> bool:
    """Whether a "not" reverses a phrase: it is among the words in the phrase's gap or `near` it, as
    in "we do not call you back". A phrase that contains one is not: "we've not forgotten you"."""
    return _has(lists.negators, [*words, *near], active) and not _has(
        lists.negators, normalised(match[2]).split(), active
    )


def _is_about_the_matter(name: str, words: list[str], active: int, lists: Lists) -> bool:
    """Whether what is passed on is the customer's question, or the one who handles it belongs to
    the brand."""
    is_inside = _has(lists.inside, words, active) or any(
        word.endswith(INSIDE_ENDINGS) for word in words
    )
    return _has(lists.matters, words, active) or (
        is_inside and (name == "handled" or not _has(lists.goods, words, active))
    )


def _has(kind: dict[str, int], words: Iterable[str], active: int) -> bool:
    """Whether one of the words is on a list of words in an active language."""
    return any(kind.get(word, 0) & active for word in words)

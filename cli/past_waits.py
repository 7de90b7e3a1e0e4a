"""The waits of past messages, from JSON lines: what `replywatch backtest` computes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from cli import past_aliases, past_posts
from cli.history_file import Line
from shared.config.configuration import Configuration
from shared.domain.events import AUTOMATED_REPLY, OTHER_ACCOUNTS_REPLY, SHARED_ID_CHANNELS
from shared.domain.fold import Message, Wait, fold, whole
from shared.domain.policies import Terms, Traits, WaitKind
from shared.storage import message_items, messages, text_marks
from shared.storage.attributes import stamp

type Identity = tuple[str, str, str]
type Deletions = Mapping[tuple[Identity, str], Line]
"""By the message's identity and direction: `in` for a customer's."""

_GIVEN_MARKS = ("courtesy", "affirms", "asks", "deflects", "holding", "intents", "language")
"""The marks that a line can give for its text."""


class FoundWait(NamedTuple):
    """A wait, the line that opened it, and the times of the customer's messages around it."""

    line: Line
    wait: Wait
    heard: tuple[datetime, ...]


def waits(
    lines: Iterable[Line], configuration: Configuration, skipped: Counter[str]
) -> Iterator[FoundWait]:
    """Every wait. Counts in `skipped` the lines that are not used."""
    lines = past_posts.resolved(lines)
    arrived = {line.identity for line in lines if line.plain.get("what") in message_items.ARRIVALS}
    used = sorted(_used(lines, configuration, skipped), key=lambda line: line.order)
    used = [
        u for u in used if u.plain.get("what") != message_items.FAILED or u.identity not in arrived
    ]
    deletions = _deletions(used)
    aliases = past_aliases.aliases_of(lines)
    conversations: defaultdict[str, dict[tuple[str, str], Line]] = defaultdict(dict)
    for name, line in _by_conversation([u for u in used if u.kind != "delete"], skipped):
        place, placed = past_aliases.placed(name, line, aliases)
        conversations[place].setdefault((line.kind, line.message_id), placed)
    private = _private_replies(used)
    for group in conversations.values():
        kept = list(group.values())
        yield from _fold(kept, _private_replies_to(kept, private), deletions, configuration)


def _deletions(lines: Iterable[Line]) -> Deletions:
    """The first deletion of each message. One that does not say whose message it deletes counts for
    both sides; one that says so never deletes what the other side wrote."""
    found: dict[tuple[Identity, str], Line] = {}
    for line in lines:
        if line.kind == "delete":
            named = line.plain.get("direction")
            for direction in (str(named),) if named else ("in", "out"):
                found.setdefault((line.identity, direction), line)
    return found


def _private_replies(lines: Iterable[Line]) -> dict[tuple[str, str, str | None], list[Line]]:
    """The brand's private replies by channel, account and customer.

    Only on channels where the customer's id is the same in public.
    """
    found: defaultdict[tuple[str, str, str | None], list[Line]] = defaultdict(list)
    for line in lines:
        if (
            line.kind == "reply"
            and line.surface == "private"
            and line.channel in SHARED_ID_CHANNELS
        ):
            found[line.channel, line.account, line.customer].append(line)
    return found


def _private_replies_to(
    lines: list[Line], private: Mapping[tuple[str, str, str | None], list[Line]]
) -> list[Line]:
    """The private replies to the customer of a public conversation.

    They close a public wait that the brand deflected to private messages.
    """
    question = next((i for i in lines if i.kind == "message" and i.surface == "public"), None)
    if question is None or question.customer is None:
        return []
    return private.get((question.channel, question.account, question.customer), [])


def _used(
    lines: Iterable[Line], configuration: Configuration, skipped: Counter[str]
) -> Iterator[Line]:
    for line in lines:
        if line.kind not in {"message", "reply", "delete"}:
            continue
        if not configuration.knows(line.channel, line.account):
            skipped["the account is not configured"] += 1
        elif configuration.is_own(line.channel, line.customer):
            skipped["one of the brand's accounts wrote to another"] += 1
        elif line.at is None and line.kind != "delete":
            skipped["the message has no time"] += 1
        else:
            yield line


def _by_conversation(lines: list[Line], skipped: Counter[str]) -> Iterator[tuple[str, Line]]:
    """Each message with its conversation's id.

    A public reply may name neither customer nor thread. It belongs to the conversation of the
    message that it answers, if there is a line for that message.
    """
    by_id = {line.identity: line for line in lines}
    for line in lines:
        source: Line | None = line
        seen: set[tuple[str, str, str]] = set()
        while source and source.kind == "reply" and source.surface == "public" and source.answers:
            parent = by_id.get((source.channel, source.account, source.answers))
            if parent is None or parent.identity in seen or _is_aside(source, parent):
                break
            seen.add(parent.identity)
            source = parent
        name = conversation_of(source or line)
        if name:
            yield name, line
        else:
            skipped["the conversation is unknown"] += 1


def _is_aside(line: Line, parent: Line) -> bool:
    """Whether one of the brand's accounts answers another, and not a customer."""
    return line.plain.get("what") == OTHER_ACCOUNTS_REPLY and parent.kind != "message"


def conversation_of(line: Line) -> str:
    """The conversation's id. Empty if the line does not determine it."""
    if line.conversation:
        return line.conversation
    if line.customer and line.surface == "private":
        return f"{line.channel}:{line.account}:{line.customer}"
    return ""


def _fold(
    lines: list[Line],
    private_replies: list[Line],
    deletions: Deletions,
    configuration: Configuration,
) -> Iterator[FoundWait]:
    by_id = {line.message_id: line for line in lines}
    folded = [_message(line, deletions, configuration) for line in lines]
    answered_in_private = [
        _message(line, deletions, configuration, elsewhere=True) for line in private_replies
    ]
    folded += [reply for reply in answered_in_private if not reply.automated]

    place = lines[0]
    heard = tuple(message.at for message in folded if message.inbound)

    def terms_of(message: Message, kind: WaitKind) -> Terms | None:
        if not message.inbound:
            return None
        line = by_id.get(message.id, place)
        traits = Traits(
            line.channel,
            line.surface,
            line.account,
            message.intents,
            message.language,
            message.followers,
        )
        return configuration.policy_set.terms(
            traits, kind, whole(message.at), courtesy=message.courtesy
        )

    for wait in fold(
        folded,
        terms_of,
        business_seconds=configuration.policy_set.business_seconds,
        silence_s=configuration.silence_s,
    ):
        yield FoundWait(by_id[wait.opened_by], wait, heard)


def _message(
    line: Line, deletions: Deletions, configuration: Configuration, *, elsewhere: bool = False
) -> Message:
    """The message as the tracker sees it once it is stored. Marks in the line take precedence over
    the word lists."""
    plain = line.plain
    direction = "in" if line.kind == "message" else "out"
    item = {
        "direction": direction,
        "message_id": line.message_id,
        "at": stamp(line.at or datetime.min.replace(tzinfo=UTC)),
        "event_name": AUTOMATED_REPLY if plain.get("automated") else plain.get("what"),
        "app": plain.get("app"),
        "app_tag": plain.get("app_tag"),
        "text": (plain.get("text") or "")[: message_items.MAX_TEXT],
        "lang": plain.get("lang"),
        "followers": plain.get("reach"),
        "surface": line.surface,
    }
    given = {name: plain[name] for name in _GIVEN_MARKS if plain.get(name) is not None}
    item["marks"] = {**text_marks.of_item(item, configuration), **given}
    deletion = deletions.get((line.identity, direction))
    deleted = None if deletion is None else {"at": stamp(deletion.at)} if deletion.at else {}
    return messages.message_of(item, configuration, deletion=deleted, elsewhere=elsewhere)

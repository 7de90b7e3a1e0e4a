"""What is special about past posts on X: their edits and their threads, as the tracker sees them.

See `shared/conversation/x_edits_and_threads.py`. A line names the post that it answers, and in the
v1.1 format no thread. Each edit has a new id.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from cli.history_file import Line

type PostId = tuple[str, str]
"""The brand's account and the id."""


def resolved(lines: Iterable[Line]) -> list[Line]:
    """The lines, changed in three ways: an edit that stands in for a missing post is a message, all
    versions of a post have one id, and each post is in the thread of its root."""
    found = list(lines)
    edits = sorted((e for e in found if e.kind == "edit" and _is_post(e)), key=lambda e: e.order)
    stand_ins = _stand_ins(found, edits)
    names: dict[PostId, str] = {}
    for edit in edits:
        stand_in = stand_ins.get(edit.identity)
        name = stand_in.message_id if stand_in else edit.message_id
        names |= {(edit.account, edit.message_id): name, (edit.account, _version(edit)): name}
    found = [_under_one_name(line, names) for line in [*found, *stand_ins.values()]]
    posts = {
        (line.account, line.message_id): line
        for line in found
        if line.kind in {"message", "reply"} and _is_post(line)
    }
    posts |= {
        (account, other): posts[account, name]
        for (account, other), name in names.items()
        if (account, name) in posts
    }
    return [_in_thread(line, posts) for line in found]


def _is_post(line: Line) -> bool:
    return line.channel == "x" and line.surface == "public"


def _version(edit: Line) -> str:
    """The id of the version that an edit created, which its permalink ends with."""
    return str(edit.plain.get("permalink") or "").rpartition("/")[2] or edit.message_id


def _stand_ins(lines: Iterable[Line], edits: Iterable[Line]) -> dict[tuple[str, str, str], Line]:
    """By missing post: a customer's first edit of it, as the message that stands in for it."""
    known = {line.identity for line in lines if line.kind == "message"}
    found: dict[tuple[str, str, str], Line] = {}
    for edit in edits:
        if edit.plain.get("direction") == "in" and edit.identity not in known:
            stand_in = replace(edit, kind="message", message_id=_version(edit))
            found.setdefault(edit.identity, stand_in)
    return found


def _under_one_name(line: Line, names: Mapping[PostId, str]) -> Line:
    """The line with one id for all versions of a post."""
    message_id = names.get((line.account, line.message_id), line.message_id)
    answers = names.get((line.account, line.answers or ""), line.answers)
    if not _is_post(line) or (message_id, answers) == (line.message_id, line.answers):
        return line
    return replace(line, message_id=message_id, answers=answers)


def _in_thread(line: Line, posts: Mapping[PostId, Line]) -> Line:
    """The line of a customer's post, in the conversation of the root of its thread."""
    thread = _thread(line)
    if line.kind != "message" or not _is_post(line) or not thread:
        return line
    root = thread
    while above := posts.get((line.account, root)):
        higher = _thread_above(above, posts)
        if not higher or _age(higher) >= _age(root):
            break
        root = higher
    customer = str(line.conversation).split(":", 3)[3]
    return replace(line, conversation=f"x:{line.account}:{root}:{customer}")


def _thread_above(line: Line, posts: Mapping[PostId, Line]) -> str | None:
    """The thread of a post, or of the nearest one above it that names a thread."""
    seen: set[str] = set()
    above: Line | None = line
    while above and not _thread(above) and above.answers and above.message_id not in seen:
        seen.add(above.message_id)
        above = posts.get((above.account, above.answers))
    return _thread(above) if above else None


def _thread(line: Line) -> str | None:
    """The thread in the id of a public conversation; None if the line names none."""
    parts = (line.conversation or "").split(":", 3)
    return parts[2] if len(parts) == 4 else None


def _age(post: str) -> tuple[int, str]:
    """A sort key by age: the ids of posts are numbers that grow."""
    return len(post), post

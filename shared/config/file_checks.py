"""Checks what several keys of the file say together: names, order, limits."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from shared.config import hints, working_days
from shared.config.configuration import ADDRESS_KEYS
from shared.config.file_model import File, PolicyTable
from shared.config.file_values import normalised
from shared.config.mistakes import Mistake
from shared.config.policy_times import has_working_days
from shared.config.toml_lines import KeyPath
from shared.config.working_days import WorkingDays
from shared.domain.calendars import Calendar
from shared.domain.events import CHANNELS

MAX_ADDRESSES = 99
"""One step can notify every responder by every channel. It stores the wait and all of its alerts in
one transaction, and DynamoDB allows 100 items in one
(https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html)."""


MAX_CROWD_S = 7 * 86_400
"""How long a thread's customers are remembered (`functions/tracker/crowds.py`)."""


def check_names(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    """Finds names that are used but not defined, are defined twice, or lack what they need.

    It takes the raw content, so it also finds these mistakes if other values are invalid.
    """
    yield from _defined_twice(raw)
    yield from _unknown_channels(raw)
    yield from _half_an_opinion(raw)
    for index, responder in enumerate(_tables(raw, "responders")):
        yield from _addresses_of(responder, ("responders", index))
    for index, policy in enumerate(_tables(raw, "policies")):
        key: KeyPath = ("policies", index)
        yield from _unknown_accounts(raw, policy, key)
        yield from _unknown_calendar(raw, policy, key)
        yield from _unknown_responders(raw, policy, key)
        yield from _repeated_values(policy, key)
        if policy.get("repeat_times") and not policy.get("repeat_every"):
            yield Mistake((*key, "repeat_times"), "needs repeat_every")
        if policy.get("repeat_every") and not policy.get("repeat_times"):
            yield Mistake((*key, "repeat_every"), "needs repeat_times: how often to repeat, 1 to 5")


def check_values(file: File) -> Iterator[Mistake]:
    """Finds values that are valid alone but not together."""
    yield from _addresses(file)
    for index, policy in enumerate(file.policies):
        if policy.crowd and policy.crowd.within > MAX_CROWD_S:
            reason = f"expected at most {MAX_CROWD_S // 86_400}d"
            yield Mistake(("policies", index, "crowd", "within"), reason)


def _addresses_of(responder: Mapping[str, Any], key: KeyPath) -> Iterator[Mistake]:
    used = [by for by, name in ADDRESS_KEYS.items() if responder.get(name)]
    if not used:
        expected = ", ".join(ADDRESS_KEYS.values())
        yield Mistake(key, f"expected an address: at least one of {expected}")
    order = _list(responder.get("channels"))
    for index, by in enumerate(order):
        if by in order[:index]:
            yield Mistake((*key, "channels"), f"{by!r} is listed twice: expected each one once")
        elif by in ADDRESS_KEYS and by not in used:
            reason = f"{by!r} needs the responder's {ADDRESS_KEYS[by]}"
            yield Mistake((*key, "channels"), reason)


def check_working_days(file: File, calendars: Mapping[str, Calendar]) -> Iterator[Mistake]:
    """Finds working days without a business clock, or on a calendar without weekly hours."""
    for index, policy in enumerate(file.policies):
        calendar = calendars.get(policy.calendar or "")
        for keys in _in_working_days(policy):
            key = ("policies", index, *keys)
            if policy.clock != "business":
                yield Mistake(key, 'working days need clock = "business"')
            elif calendar and not working_days.working_day_s(calendar):
                yield Mistake(key, "working days need a calendar with hours on a day of the week")


def _in_working_days(policy: PolicyTable) -> Iterator[KeyPath]:
    for key in ("first_response", "next_response", "follow_up", "repeat_every"):
        if isinstance(getattr(policy, key), WorkingDays):
            yield (key,)
    for number, step in enumerate(policy.steps):
        if has_working_days(step.at):
            yield ("steps", number, "at")


def _defined_twice(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    """Finds equal accounts, and names that differ only in case or in spaces around them. Somebody
    who reads an alert could not distinguish them."""
    ids = [(a.get("channel"), _trimmed(a.get("id"))) for a in _tables(raw, "accounts")]
    for index, value in enumerate(ids):
        if value in ids[:index]:
            reason = f"the account {value[1]!r} on {value[0]} is defined twice"
            yield Mistake(("accounts", index), reason, ("accounts", ids.index(value)))
    for key in ("responders", "policies"):
        named = [((key, i), table.get("name")) for i, table in enumerate(_tables(raw, key))]
        yield from _equal_names(named)
    for key in ("calendars", "rotations"):
        yield from _equal_names([((key, name), name) for name in _names(raw, key)])


def _equal_names(named: Iterable[tuple[KeyPath, Any]]) -> Iterator[Mistake]:
    first: dict[str, tuple[KeyPath, str]] = {}
    for key, name in named:
        if not isinstance(name, str):
            continue
        folded = normalised(name).casefold()
        if folded not in first:
            first[folded] = (key, name)
            continue
        place, other = first[folded]
        suffix = "" if other == name else f": expected a name that differs from {other!r}"
        yield Mistake(key, f"{name!r} is defined twice{suffix}", place)


def _unknown_channels(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    """Finds channels that are neither built in nor defined. Most are misspelt."""
    defined = raw.get("channels")
    own = [name.strip() for name in defined] if isinstance(defined, dict) else []
    used: list[tuple[KeyPath, Any]] = [
        (("accounts", index, "channel"), account.get("channel"))
        for index, account in enumerate(_tables(raw, "accounts"))
    ]
    for index, policy in enumerate(_tables(raw, "policies")):
        named = enumerate(_list(policy.get("channels")))
        used += [(("policies", index, "channels", number), name) for number, name in named]
    for key, name in used:
        if isinstance(name, str) and name.strip() not in (*CHANNELS, *own):
            expected = ", ".join((*CHANNELS, *own))
            reason = f"{name!r}: expected {expected}, or a channel of [channels]"
            yield Mistake(key, hints.with_meant(reason, name, (*CHANNELS, *own)))


def _half_an_opinion(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    """Finds a second opinion without a model, or a model without a second opinion."""
    table = raw.get("intents")
    given = table if isinstance(table, dict) else {}
    if "second_opinion" in given and "model" not in given:
        reason = "needs model: the id of a model or inference profile of Amazon Bedrock"
        yield Mistake(("intents", "second_opinion"), reason)
    if "model" in given and "second_opinion" not in given:
        yield Mistake(("intents", "model"), 'needs second_opinion = "bedrock"')


def _unknown_accounts(
    raw: Mapping[str, Any], policy: Mapping[str, Any], key: KeyPath
) -> Iterator[Mistake]:
    known = [_trimmed(account.get("id")) for account in _tables(raw, "accounts")]
    for account in _list(policy.get("accounts")):
        if _trimmed(account) not in known:
            yield Mistake((*key, "accounts"), f"there is no account with the id {account!r}")


def _unknown_calendar(
    raw: Mapping[str, Any], policy: Mapping[str, Any], key: KeyPath
) -> Iterator[Mistake]:
    known = _names(raw, "calendars")
    calendar = _trimmed(policy.get("calendar"))
    if calendar is not None and calendar not in [normalised(name) for name in known]:
        reason = f"there is no calendar {calendar!r}; defined: {_listed(known)}"
        yield Mistake((*key, "calendar"), hints.with_meant(reason, calendar, known))
    if policy.get("clock") == "business" and calendar is None:
        yield Mistake((*key, "clock"), "a business clock needs a calendar")


def _unknown_responders(
    raw: Mapping[str, Any], policy: Mapping[str, Any], key: KeyPath
) -> Iterator[Mistake]:
    known = [_trimmed(responder.get("name")) for responder in _tables(raw, "responders")]
    known += [_trimmed(name) for name in _names(raw, "rotations")]
    for place, step in _steps(policy):
        for name in _list(step.get("notify")):
            if _trimmed(name) not in known:
                reason = f"there is no responder or rotation {name!r}; defined: {_listed(known)}"
                reason = hints.with_meant(reason, name, [str(n) for n in known])
                yield Mistake((*key, *place, "notify"), reason)


def _repeated_values(policy: Mapping[str, Any], key: KeyPath) -> Iterator[Mistake]:
    """Finds responders and channels that a step names twice. A second mention would have no
    effect."""
    for place, step in _steps(policy):
        for list_key in ("notify", "by"):
            values = [_trimmed(value) for value in _list(step.get(list_key))]
            for index, value in enumerate(values):
                if value in values[:index]:
                    reason = f"{value!r} is listed twice: expected each one once"
                    yield Mistake((*key, *place, list_key), reason)


def _addresses(file: File) -> Iterator[Mistake]:
    names = ADDRESS_KEYS.values()
    count = sum(getattr(r, name) is not None for r in file.responders for name in names)
    if count > MAX_ADDRESSES:
        reason = f"expected at most {MAX_ADDRESSES} addresses, got {count}: {', '.join(names)}"
        yield Mistake(("responders",), reason)


def _listed(names: list[Any]) -> str:
    return ", ".join(map(str, names)) or "none"


def _names(raw: Mapping[str, Any], key: str) -> list[str]:
    """The names of tables such as `[calendars.NAME]`."""
    tables = raw.get(key)
    return list(tables) if isinstance(tables, dict) else []


def _steps(policy: Mapping[str, Any]) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
    """The policy's steps and window steps that are tables, each with its place in the file."""
    for key in ("steps", "window_steps"):
        for number, step in enumerate(_list(policy.get(key))):
            if isinstance(step, dict):
                yield (key, number), step


def _trimmed(value: Any) -> Any:
    """The name as the file model reads it. A number counts as its text. The missing quotes are
    reported separately, and must not cause a second mistake where the name is used."""
    return normalised(str(value)) if isinstance(value, str | int | float) else value


def _tables(raw: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    return [entry for entry in _list(raw.get(key)) if isinstance(entry, dict)]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []

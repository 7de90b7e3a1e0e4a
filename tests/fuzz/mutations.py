"""Changes a webhook body slightly, or beyond anything that a platform sends."""

import copy
import random
from collections.abc import Iterator
from typing import Any

HOSTILE: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 1e308, 10**30, -(10**30), "", " ", "0", "a" * 5_000, "\x00",
    "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"), "\u202eevil",
    "e\u0301" * 200,
    "#", "C#", "M#2026", "STATE", "../..", "https://user@evil.example", "javascript:alert(1)",
    [], {}, [[]], [None], {"": ""}, {"id": {}}, [1] * 50, "2026-11-26T10:00:00Z", 1795688045000,
    99999999999999999, "1795688045", "-1", "NaN",
)  # fmt: skip
MAX_DEPTH_ADDED = 60


def mutated(body: Any, chance: random.Random) -> Any:
    """A copy of the body with one to four changes."""
    made = copy.deepcopy(body)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 4))):
        places = list(_places(made))
        if places:
            _change(*chance.choice(places), chance)
    return made


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container in the body, with each of its keys or indices."""
    keys: Any = ()
    if isinstance(value, dict):
        keys = value.keys()
    elif isinstance(value, list):
        keys = range(len(value))
    for key in list(keys):
        yield value, key
        yield from _places(value[key])


def _change(container: Any, key: Any, chance: random.Random) -> None:
    match chance.randrange(7):
        case 0:
            del container[key]
        case 1 | 2:
            container[key] = copy.deepcopy(chance.choice(HOSTILE))
        case 3:
            container[key] = [container[key], copy.deepcopy(container[key])]
        case 4:
            for _ in range(chance.randrange(1, MAX_DEPTH_ADDED)):
                container[key] = {"entry": [container[key]]}
        case 5 if isinstance(container, dict):
            other = chance.choice(list(container))
            container[key], container[other] = container[other], container[key]
        case _ if isinstance(container, dict):
            container[chance.choice(("", "id", "text", "mid", "from", "to", "type"))] = (
                copy.deepcopy(container[key])
            )
        case _:
            container.append(copy.deepcopy(container[key]))

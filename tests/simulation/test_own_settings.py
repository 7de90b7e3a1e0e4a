"""Responders ask for codes and tests under faults: each is sent at most once, all are settled, and
no alert suffers."""

from collections import Counter
from random import Random
from typing import Any

import pytest

from shared.domain import own_settings as domain
from shared.domain.own_settings import OwnSettings
from shared.storage import own_settings
from shared.storage.store import Store
from tests.simulation import rules, scenarios
from tests.simulation.callers import Environment
from tests.simulation.runs import Install, play
from tests.simulation.scenarios import START
from tests.simulation.world import TABLE, World

SEEDS = range(40)
NEW: dict[Any, str] = {"email": "new@example.com", "sms": "+15550999"}


class Askers:
    """Responders who ask at random times."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(f"own settings {seed}")
        self.end = scenarios.scenario(seed).end
        self.asked: set[str] = set()

    def prepare(self, world: World, _between: Environment) -> None:
        self.world = world
        self.store = Store(world.table, TABLE, pause=lambda _seconds: None)  # type: ignore[arg-type]
        for _ in range(6):
            world.at(self.rng.uniform(START, self.end), self._ask)

    def _ask(self) -> None:
        name = self.rng.choice(sorted(rules.RESPONDERS))
        by = self.rng.choice(sorted(NEW))
        purpose: Any = self.rng.choice(("code", "test"))
        to = {by: NEW[by] if purpose == "code" else None}
        random_name = self.rng.randbytes(8).hex()

        def ask(own: OwnSettings) -> OwnSettings:
            return domain.asked(own, purpose, to, random_name, self.world.clock())

        own_settings.update(self.store, name, ask)
        self.asked.add(f"{random_name}-{by}")

    def left(self) -> list[str]:
        """The messages that are not settled."""
        everybody = own_settings.read_all(self.store).values()
        return [s.name for own in everybody for s in own.sendings if s.due is not None]


@pytest.mark.parametrize("seed", SEEDS)
def test_codes_and_tests_under_faults_disturb_nothing(seed: int, install: Install) -> None:
    askers = Askers(seed)
    result = play(seed, install, prepare=askers.prepare)
    assert result.wrong == []
    assert askers.left() == []
    tags = Counter(sent.alert for sent in askers.world.sent if sent.alert in askers.asked)
    assert set(tags.values()) <= {1}
    texts = Counter(s.text for s in askers.world.sent if s.by == "sms" and "is your code" in s.text)
    assert set(texts.values()) <= {1}
    assert askers.asked


def test_the_seeds_send_codes_and_tests(install: Install) -> None:
    """Otherwise the previous test would prove nothing."""
    sent = 0
    for seed in SEEDS[:5]:
        askers = Askers(seed)
        play(seed, install, prepare=askers.prepare)
        sent += sum(one.alert in askers.asked for one in askers.world.sent)
    assert sent >= 5

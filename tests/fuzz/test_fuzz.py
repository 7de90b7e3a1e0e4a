"""A short run of the fuzzer; `make fuzz` runs it for ten minutes."""

from tests.fuzz.__main__ import Fuzzer, seeds


def test_mutated_webhooks_are_answered_and_handled() -> None:
    fuzzer = Fuzzer(seed=20261126)
    fuzzer.run(bodies=400)
    assert fuzzer.failures == {}
    assert len(fuzzer.seen) > 8, "it reaches more than the obvious"


def test_the_seeds_cover_every_channel_in_both_directions() -> None:
    assert len(list(seeds())) == 12

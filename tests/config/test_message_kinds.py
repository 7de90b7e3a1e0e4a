"""Kinds of messages: which policy is the first for each, and what finding that costs."""

import random

import pytest

from shared.config import message_kinds, mistakes, toml_lines
from shared.config.configuration import Account
from shared.domain.policies import match
from tests.builders import policy

FOLLOWERS = (0, 1, 499, 500, 501, 2_000, 10**9)


def accounts(*ids, channel="x"):
    return [Account(channel=channel, id=account_id, name="") for account_id in ids]


def any_policy(pick, number):
    some = {
        "channels": ["", "x", "facebook"],
        "surfaces": ["", "", "public", "private"],
        "accounts": ["", "", "1", "2"],
        "intents": ["", "", "help", "complaint"],
        "languages": ["", "", "en", "ja"],
    }
    conditions = {name: tuple(filter(None, [pick.choice(of)])) for name, of in some.items()}
    reach = pick.choice([None, None, 1, 500, 2_000])
    return policy(name=f"p{number}", reach_at_least=reach, **conditions)


@pytest.mark.parametrize("seed", range(50))
def test_the_first_policy_of_each_kind_is_that_of_its_messages(seed):
    pick = random.Random(seed)
    policies = [any_policy(pick, number) for number in range(pick.randint(0, 12))]
    for kind in message_kinds.kinds(
        [*accounts("1", "2", "3"), *accounts("1", channel="facebook")], policies
    ):
        reports = bool(kind.traits.followers)
        for followers in FOLLOWERS if reports else (0,):
            first = match(policies, kind.traits._replace(followers=followers))
            found = [
                each.policy
                for each in kind.firsts
                if each.followers <= followers and (each.below is None or followers < each.below)
            ]
            assert found == ([first.name] if first else [])
            below = kind.unmatched_below
            assert (first is None) == (below is None or followers < below)


CONDITIONS = {
    "each has its account": lambda n: {"accounts": (str(n),)},
    "each has its followers": lambda n: {"channels": ("x",), "reach_at_least": 10_000 - n},
    "none has a condition": lambda _n: {},
    "each has one of two languages": lambda n: {"languages": (("en", "ja")[n % 2],)},
}


@pytest.mark.parametrize("conditions", CONDITIONS.values(), ids=CONDITIONS)
def test_twice_as_many_policies_and_accounts_cost_twice_as_much(monkeypatch, conditions):
    compared = 0
    failed_condition = message_kinds.failed_condition

    def counted(*args):
        nonlocal compared
        compared += 1
        return failed_condition(*args)

    monkeypatch.setattr(message_kinds, "failed_condition", counted)

    def cost(number):
        nonlocal compared
        compared = 0
        of_each = accounts(*map(str, range(number)))
        policies = [policy(name=f"p{n}", **conditions(n)) for n in range(number)]
        assert list(message_kinds.kinds(message_kinds.one_of_each(of_each, policies), policies))
        return compared

    assert 0 < cost(80) <= 2 * cost(40)


def test_a_report_of_many_mistakes_reads_the_file_once(monkeypatch):
    reads = []
    lines_of = toml_lines.lines_of
    monkeypatch.setattr(mistakes, "lines_of", lambda text: reads.append(text) or lines_of(text))
    text = '[[policies]]\nname = "a"\n' * 3
    wrong = [
        mistakes.Mistake(("policies", n, "name"), "is used twice", ("policies", 0, "name"))
        for n in (1, 2)
    ]
    assert mistakes.report("f.toml", text, wrong) == [
        "f.toml:4: policies[1].name: is used twice; the first is in line 2",
        "f.toml:6: policies[2].name: is used twice; the first is in line 2",
    ]
    assert len(reads) == 1

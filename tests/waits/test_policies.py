"""Which policy applies to a message, when the reply is due, and when each step fires."""

from datetime import timedelta
from itertools import pairwise

import pytest

from shared.domain.policies import Policy, Step, failed_condition, findings, match, terms, version
from shared.domain.policy_set import PolicySet
from tests import builders
from tests.builders import MONDAY, at, calendar, policy, policy_set, traits

OFFICE = calendar(monday="09:00-12:30, 13:00-18:00", tuesday="09:00-12:30, 13:00-18:00")


# --- Which policy -------------------------------------------------------------------------------


def test_the_first_policy_whose_conditions_all_match_applies():
    one, two = policy(name="one", channels=("x",)), policy(name="two")
    assert match([one, two], traits()) is two
    assert match([one, two], traits(channel="x")) is one
    assert match([two, one], traits(channel="x")) is two


def test_without_a_matching_policy_there_is_no_wait():
    held = policy_set(policy(channels=("x",)))
    assert held.terms(traits(), "first", at(), courtesy=False) is None


CONDITIONS = [
    ({"channels": ("x",)}, {"channel": "x"}, {"channel": "facebook"}),
    ({"surfaces": ("public",)}, {"surface": "public"}, {"surface": "private"}),
    ({"accounts": ("1", "2")}, {"account": "2"}, {"account": "3"}),
    ({"languages": ("de",)}, {"language": "de"}, {"language": "en"}),
    ({"languages": ("de",)}, {"language": "de"}, {"language": None}),
    ({"languages": ("ja",)}, {"language": "ja-JP"}, {"language": "jam"}),
    ({"languages": ("zh-TW",)}, {"language": "zh_tw"}, {"language": "zh-CN"}),
    ({"languages": ("zh",)}, {"language": "zh-Hant-TW"}, {"language": "za"}),
    ({"intents": ("complaint",)}, {"intents": {"complaint", "help"}}, {"intents": {"praise"}}),
    ({"intents": ("complaint", "help")}, {"intents": {"help"}}, {"intents": set()}),
    ({"reach_at_least": 1000}, {"followers": 1000}, {"followers": 999}),
    ({"reach_at_least": 1000}, {"followers": 5000}, {"followers": None}),
]


@pytest.mark.parametrize(("condition", "having", "lacking"), CONDITIONS)
def test_each_condition_matches_or_gives_the_reason_why_not(condition, having, lacking):
    (key,) = condition
    as_set = lambda said: {k: frozenset(v) if k == "intents" else v for k, v in said.items()}  # noqa: E731
    assert failed_condition(policy(**condition), traits(**as_set(having))) is None
    reason = failed_condition(policy(**condition), traits(**as_set(lacking)))
    assert reason.startswith(f"{key}: ")


def test_all_conditions_must_match():
    both = policy(channels=("x",), surfaces=("public",))
    assert match([both], traits(channel="x", surface="public")) is both
    assert match([both], traits(channel="x", surface="private")) is None


def test_findings_end_with_the_policy_that_matches():
    all_three = [policy(name="a", channels=("x",)), policy(name="b"), policy(name="c")]
    assert [(f.policy, f.failed) for f in findings(all_three, traits())] == [
        ("a", "channels: messenger is not one of x"),
        ("b", None),
    ]


# --- Targets ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "due"), [("first", at(30)), ("next", at(10))])
def test_first_and_next_responses_have_separate_targets(kind, due):
    held = policy_set(first_response_s=1800, next_response_s=600)
    assert held.terms(traits(), kind, at(), courtesy=False).due_at == due


def test_a_policy_without_target_opens_no_wait_even_if_a_later_one_would():
    held = policy_set(policy(None, name="spam"), policy(name="rest"))
    assert held.terms(traits(), "first", at(), courtesy=False) is None


def test_a_policy_can_lack_only_the_next_target():
    held = policy_set(next_response_s=None)
    assert held.terms(traits(), "first", at(), courtesy=False) is not None
    assert held.terms(traits(), "next", at(), courtesy=False) is None


@pytest.mark.parametrize(("rule", "opens"), [(True, False), (False, True)])
def test_the_matching_policy_decides_about_courtesies(rule, opens):
    held = policy_set(policy(name="p", courtesy=rule), policy(name="rest", courtesy=not rule))
    assert (held.terms(traits(), "first", at(), courtesy=True) is not None) == opens


def test_terms_have_the_names_and_versions_of_policy_and_calendar():
    held = policy_set(hours=OFFICE)
    found = held.terms(traits(), "first", MONDAY, courtesy=False)
    assert (found.policy, found.policy_version) == ("p", version(held.policies[0]))
    assert (found.calendar, found.calendar_version) == (
        "office",
        held.calendar_versions["office"],
    )
    assert (found.clock, found.target_s, found.bot_closes) == ("business", 1800, False)


def test_a_version_changes_with_every_field_and_with_nothing_else():
    assert version(policy()) == version(policy())
    others = [
        policy(60), policy(name="q"), policy(clock="business"), policy(courtesy=False),
        policy(bot_closes=True), policy(steps=(Step(at="due"),)), policy(channels=("x",)),
        policy(source="a survey"), policy(reach_at_least=1),
    ]  # fmt: skip
    assert len({version(p) for p in [policy(), *others]}) == 1 + len(others)


def test_a_policy_is_found_by_name_while_it_is_configured():
    held = policy_set()
    assert held.policy("p") is held.policies[0]
    assert held.policy("gone") is None


# --- Step times ---------------------------------------------------------------------------------


def moments(steps, *, opened_at=None, hours=None, target_s=1800):
    kept = Policy(
        name="p",
        first_response_s=target_s,
        clock="business" if hours else "calendar",
        calendar=hours and hours.name,
        steps=steps,
    )
    return terms(kept, "v", target_s, opened_at or at(), hours).moments


def test_steps_fire_before_at_and_after_the_deadline():
    steps = (
        Step(at="15m before", offset_s=-900),
        Step(at="due"),
        Step(at="1h after", offset_s=3600),
    )
    assert moments(steps) == (at(15), at(30), at(90))


@pytest.mark.parametrize(("share", "minute"), [(0.5, 15), (0.8, 24), (1.0, 30), (2.0, 60)])
def test_a_step_at_a_share_counts_from_the_opening(share, minute):
    assert moments((Step(at="share", share=share),)) == (at(minute),)


def test_a_step_at_a_share_fires_on_a_whole_second():
    (fires,) = moments((Step(at="80 %", share=0.8),), target_s=7)
    assert fires == at("0:06")


def test_a_step_before_the_opening_fires_at_the_opening():
    assert moments((Step(at="2h before", offset_s=-7200),)) == (at(0),)


def test_on_a_business_clock_a_share_counts_open_time():
    # Two hours from 12:00: lunch from 12:30 to 13:00, so due at 14:30.
    steps = (Step(at="25 %", share=0.25), Step(at="80 %", share=0.8), Step(at="due"))
    noon = MONDAY.replace(hour=12)
    assert moments(steps, opened_at=noon, hours=OFFICE, target_s=7200) == (
        noon + timedelta(minutes=30),
        noon + timedelta(minutes=126),
        noon + timedelta(minutes=150),
    )


def test_on_a_business_clock_an_offset_counts_business_time():
    evening = MONDAY.replace(hour=17, minute=50)
    due = MONDAY.replace(hour=9, minute=20) + timedelta(days=1)
    steps = (
        Step(at="30m before", offset_s=-1800),
        Step(at="due"),
        Step(at="1h after", offset_s=3600),
    )
    assert moments(steps, opened_at=evening, hours=OFFICE) == (
        evening,
        due,
        due + timedelta(hours=1),
    )


def test_a_wall_offset_counts_calendar_time_on_a_business_clock():
    evening = MONDAY.replace(hour=17, minute=50)
    due = MONDAY.replace(hour=9, minute=20) + timedelta(days=1)
    wall = Step(at="12h before (wall)", offset_s=-12 * 3600, wall=True)
    later = Step(at="20h after (wall)", offset_s=20 * 3600, wall=True)
    assert moments((wall, later), opened_at=evening, hours=OFFICE) == (
        due - timedelta(hours=12),
        due + timedelta(hours=20),
    )


def test_a_step_at_the_opening_waits_for_the_calendar_to_open():
    night = MONDAY.replace(hour=3)
    found = moments((Step(at="2h before", offset_s=-7200),), opened_at=night, hours=OFFICE)
    assert found == (MONDAY.replace(hour=9),)


def test_steps_fire_in_the_order_of_their_moments():
    """The wait opens on Friday at 16:00. A warning three hours before the deadline falls on Monday,
    and the half of the target on Friday."""
    friday = MONDAY.replace(hour=16) + timedelta(days=4)
    steps = (Step(at="1h before", offset_s=-3600), Step(at="50 %", share=0.5), Step(at="due"))
    held = policy_set(target_s=4 * 3600, steps=steps, hours=OFFICE)
    found = held.terms(traits(), "first", friday, courtesy=False)
    assert found.order == (1, 0, 2)
    assert list(found.moments) == sorted(found.moments)
    assert [found.step_number(n) for n in range(3)] == [1, 0, 2]


def test_repetitions_follow_the_step_that_fires_last():
    steps = (Step(at="150 %", share=1.5), Step(at="due"))
    held = policy_set(target_s=3600, steps=steps, repeat_every_s=600, repeat_times=2)
    found = held.terms(traits(), "first", at(), courtesy=False)
    assert found.moments == (at(60), at(90), at(100), at(110))
    assert found.step_numbers() == (1, 0, 2, 3)
    assert [found.repeated_step(n) for n in found.step_numbers()] == [1, 0, 0, 0]


def test_repetitions_on_a_business_clock_keep_to_its_hours():
    more = {"steps": (Step(at="due"),), "repeat_every_s": 3600, "repeat_times": 5}
    held = policy_set(target_s=3600, hours=OFFICE, **more)
    found = held.terms(traits(), "first", MONDAY.replace(hour=15), courtesy=False)
    assert found.moments[-1].date() > found.due_at.date()
    for one, other in pairwise(found.moments):
        assert held.business_seconds(found, one, other) == 3600


def test_a_business_clock_without_its_calendar_counts_every_second():
    held = PolicySet.of([policy(clock="business", calendar="gone")], {})
    found = held.terms(traits(), "first", at(), courtesy=False)
    assert (found.due_at, found.clock) == (at(30), "calendar")


def test_business_seconds_use_the_calendar_of_the_terms():
    held = policy_set(hours=OFFICE)
    found = held.terms(traits(), "first", MONDAY, courtesy=False)
    noon = MONDAY.replace(hour=12)
    assert held.business_seconds(found, noon, noon + timedelta(hours=2)) == 90 * 60
    without_calendar = builders.policy_set().terms(traits(), "first", MONDAY, courtesy=False)
    assert held.business_seconds(without_calendar, noon, noon + timedelta(hours=2)) == 7200

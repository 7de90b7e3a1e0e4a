"""Shadow policies: no deployed function knows them, and they are checked like all others."""

from pathlib import Path

import pytest

from shared.config import configuration, configuration_file
from shared.config.configuration import ConfigurationError
from shared.config.configuration_file import Checked
from tests import builders
from tests.builders import at

SHADOW = '[[policies]]\nname = "strict"\nfirst_response = "10m"\nshadow = true\n'
LAX = '[[policies]]\nname = "lax"\nfirst_response = "2h"\n'


@pytest.fixture
def file(tmp_path: Path):
    def of(*tables: str) -> Path:
        path = tmp_path / "replywatch.toml"
        path.write_text("default_policies = false\n" + builders.toml(*tables), encoding="utf-8")
        return path

    return of


def check(path: Path) -> Checked:
    return configuration_file.check(path, now=at(0))


def test_what_is_deployed_is_the_same_with_and_without_a_shadow_policy(file):
    without = configuration.compile_file(file(LAX))
    assert configuration.compile_file(file(SHADOW, LAX)) == without
    assert configuration.compile_file(file(SHADOW.replace("true", "false"), LAX)) != without


def test_a_shadow_policy_takes_effect_in_its_place_when_it_is_tried(file):
    first = configuration_file.read_with_shadows(file(SHADOW, LAX))
    assert [p.name for p in first.configuration.policy_set.policies] == ["lax"]
    assert [p.name for p in first.with_shadows.policy_set.policies] == ["strict", "lax"]
    assert [p.name for p in first.shadows] == ["strict"]
    last = configuration_file.read_with_shadows(file(LAX, SHADOW))
    assert [p.name for p in last.with_shadows.policy_set.policies] == ["lax", "strict"]


def test_a_default_policy_applies_until_the_shadow_policy_of_its_name_is_tried(tmp_path):
    path = tmp_path / "replywatch.toml"
    path.write_text(builders.toml(SHADOW.replace("strict", "fallback")), encoding="utf-8")
    tried = configuration_file.read_with_shadows(path)
    real, both = tried.configuration.policy_set, tried.with_shadows.policy_set
    assert [real.policy("fallback").first_response_s, len(real.policies)] == [86_400, 5]
    assert [both.policy("fallback").first_response_s, len(both.policies)] == [600, 5]


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (SHADOW.replace("10m", "soon"), "policies[1].first_response"),
        (SHADOW.replace("strict", "lax"), "'lax' is defined twice"),
        (SHADOW + 'steps = [{ at = "due", notify = ["nobody"] }]', "there is no responder"),
    ],
)
def test_a_shadow_policy_is_checked_like_any_other(file, table, reason):
    with pytest.raises(ConfigurationError, match=r"replywatch\.toml") as wrong:
        configuration_file.read(file(LAX, table))
    assert reason in str(wrong.value)


def test_a_policy_below_a_shadow_policy_is_not_said_to_be_unreachable(file):
    assert check(file(SHADOW, LAX)).warnings == []


def test_a_shadow_policy_that_never_applies_is_a_warning_at_its_line(file):
    path = file(LAX, SHADOW)
    (warning,) = check(path).warnings
    line = path.read_text().splitlines().index('name = "strict"')
    assert warning.startswith(f"{path}:{line}: policies[1]: never applies: 'lax' above it")


def test_a_warning_below_a_shadow_policy_is_of_the_right_policy(file):
    spam = '[[policies]]\nname = "spam"\nfirst_response = "none"\n'
    (warning,) = check(file(SHADOW, spam)).warnings
    assert "policies[1]" in warning
    assert "opens no wait" in warning

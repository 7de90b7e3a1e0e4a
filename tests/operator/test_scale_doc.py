"""docs/scale.md shows what the capacity model computes, and the model behaves."""

from bench import scale
from infra.alerting import MAX_NOTIFIERS


def test_the_page_shows_what_the_model_computes() -> None:
    page = scale.PAGE.read_text(encoding="utf-8")
    assert page == scale.filled(page), "python -m bench.scale writes it"


def test_readers_that_are_too_few_fall_behind() -> None:
    assert scale.tracked(scale.most(4) * 1.5, 4).busy == 1
    assert scale.tracked(scale.most(4) * 1.5, 4).p99_s > 30
    assert scale.tracked(scale.most(4), 4).p99_s < 10


def test_more_readers_are_faster() -> None:
    delays = [scale.tracked(80, readers).p99_s for readers in (4, 8, 40)]
    assert delays == sorted(delays, reverse=True)


def test_the_model_has_as_many_notifiers_as_the_stack() -> None:
    assert scale.NOTIFIERS == MAX_NOTIFIERS

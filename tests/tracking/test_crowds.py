"""A growing crowd in one public thread is escalated early."""

import pytest

from tests import builders
from tests.builders import at
from tests.events import answer, half_an_hour, post
from tests.fakes.backend import Backend

REASON = "3 customers within 10 min in one thread"


@pytest.fixture
def backend() -> Backend:
    policies = half_an_hour(crowd_customers=3, crowd_within_s=600)
    return Backend(builders.configuration(policies))


def expedited(backend):
    """Whether the steps of each open wait were expedited, by the wait's message."""
    open_ones = [r for r in backend.records() if r.open_wait]
    return {r.open_wait.opened_by: r.escalation.expedited_at is not None for r in open_ones}


def test_a_growing_crowd_is_expedited_with_a_reason(backend):
    backend.receive(post("1", 0, customer="a"), post("2", 4, customer="b"))
    assert expedited(backend) == {"1": False, "2": False}
    backend.receive(post("3", 9, customer="c"), post("4", 30, customer="d"))
    found = {r.customer: (str(r.escalation.expedited_by), r.next_moment) for r in backend.records()}
    assert found == {
        **dict.fromkeys("abc", (REASON, at(9))),
        "d": ("None", at(60)),
    }


@pytest.mark.parametrize(("minutes", "gathers"), [(10, True), (10.02, False)])
def test_a_crowd_forms_within_the_configured_time_to_the_second(backend, minutes, gathers):
    backend.receive(post("1", 0, customer="a"), post("2", 4, customer="b"))
    backend.receive(post("3", minutes, customer="c"))
    assert expedited(backend) == dict.fromkeys("123", gathers)


def test_one_customer_who_asks_again_and_again_is_no_crowd(backend):
    for n in (1, 2, 3):
        backend.receive(post(f"{n}1", n), answer(f"{n}2", n + 0.5, f"{n}1"))
    backend.receive(post("9", 5))
    assert expedited(backend) == {"9": False}


def test_customers_without_an_id_count_as_one(backend):
    backend.receive(*(post(str(n), n)._replace(customer=None) for n in (1, 2, 3)))
    assert not any(expedited(backend).values())


@pytest.mark.parametrize(("customers", "gathers"), [("ab", True), ("aa", False)])
def test_customers_without_an_id_are_one_of_a_crowd(backend, customers, gathers):
    unknown = [post(str(n), n)._replace(customer=None) for n in range(1, 6)]
    known = [post(f"{n}0", n + 0.5, customer=c) for n, c in enumerate(customers, 1)]
    backend.receive(*unknown, *known)
    assert set(expedited(backend).values()) == {gathers}


def test_customers_in_different_threads_are_no_crowd(backend):
    backend.receive(*(post(str(n), n, customer=str(n), thread=f"90{n}") for n in (1, 2, 3)))
    assert expedited(backend) == dict.fromkeys("123", False)


def test_a_wait_is_expedited_once_and_only_while_it_is_open(backend):
    backend.receive(post("1", 0, customer="a"), answer("9", 1, "1"))
    backend.receive(*(post(n, int(n), customer=n) for n in "23"))
    assert expedited(backend) == {"2": True, "3": True}
    before = {r.conversation: r.version for r in backend.records()}
    backend.receive(post("4", 4, customer="4"))
    after = {r.conversation: r.version for r in backend.records()}
    assert {one: after[one] for one in before} == before
    assert expedited(backend)["4"]


def test_an_expedited_wait_stays_so_when_it_opens_earlier(backend):
    backend.receive(*(post(n, int(n), customer=n) for n in "123"))
    backend.receive(post("0", 0.5, customer="1"))
    assert expedited(backend) == {"0": True, "2": True, "3": True}

"""How far a wait's escalation has come after late or deleted messages change the wait."""

from dataclasses import replace

from shared.domain import escalation
from shared.domain.escalation import Crowd
from shared.domain.fold import START
from shared.domain.policies import Step
from tests import builders
from tests.builders import at, message, reply

POLICY = {"steps": (Step(at="due"), Step(at="15m after", offset_s=900))}


def wait(*said):
    """The newest wait of these messages."""
    return builders.waits(*said, **POLICY)[-1]


def of(*said, current=None, earlier=(), before=None):
    """The escalation of the newest wait of these messages. `before` is the escalation that was open
    until now."""
    found = wait(*said)
    unanswered = frozenset(m.id for m in said if m.inbound and m.at >= found.opened_at)
    return escalation.of_wait(found, unanswered, current, earlier, before=before)


def notified(*said):
    """The escalation after its first step has been claimed."""
    return escalation.claimed(of(*said), wait(*said))


A = message(0)


def test_a_new_wait_begins_at_its_first_step():
    found = of(A)
    assert (found.opened_by, found.previous_reply, found.named_after) == (A.id, START, None)
    assert found.next_step_at(wait(A)) == at(30)


def test_a_claim_names_the_escalation_and_advances_it():
    found = notified(A)
    assert (found.named_after, found.steps) == (A.id, {"p": 1})
    assert found.next_step_at(wait(A)) == at(45)
    twice = escalation.claimed(found, wait(A))
    assert (twice.named_after, twice.steps) == (A.id, {"p": 2})
    assert twice.next_step_at(wait(A)) is None


def test_a_further_message_changes_nothing():
    assert of(A, message(5), current=notified(A), before=wait(A)) == notified(A)


def test_steps_at_other_times_begin_at_the_first_step():
    """A late reply makes a first response a next response, with another target."""
    before = builders.waits(A, **POLICY | {"steps": ()})[-1]
    found = of(A, current=notified(A), before=before)
    assert (found.named_after, found.steps) == (A.id, {})


def test_steps_begin_again_when_the_wait_returns_to_an_earlier_policy():
    """The other policy had steps at the same times, and alerts of this one may have been dropped
    meanwhile."""
    other = replace(wait(A), terms=replace(wait(A).terms, policy="urgent"))
    found = of(A, current=notified(A), before=other)
    assert (found.named_after, found.steps) == (A.id, {})


def test_a_snooze_outlasts_a_withdrawn_wait():
    snoozed = replace(notified(A), snoozed_until=at(60), acknowledged_by="ada")
    (kept,) = escalation.after_withdrawal(wait(A), (snoozed, notified(A)))
    again = of(message(20), earlier=(kept,))
    assert (again.snoozed_until, again.acknowledged_by) == (at(60), "ada")


def test_a_withdrawn_wait_keeps_the_name_of_its_alerts_and_the_next_has_another():
    known = replace(notified(A), notified=("ada",))
    (kept,) = escalation.after_withdrawal(wait(A), (known,))
    assert (kept.name, kept.furthest) == (A.id, {"p": 1})
    again = of(message(20), earlier=(kept,))
    assert (again.name, again.steps, again.furthest) == (message(20).id, {}, {})


def test_an_older_message_keeps_the_name_and_claims_each_step_again():
    """Ada was notified of the message at 10:00. Now the wait opens at 9:50, after the same reply.
    The claim finds the alert with the same name, so Ada is not notified again."""
    found = of(message(-10), A, current=notified(A))
    assert (found.opened_by, found.named_after, found.steps) == (A.id, A.id, {})


def test_a_late_reply_to_the_older_message_keeps_the_name():
    """The reply at 9:55 answers the message of 9:50. Ada was notified of the message at 10:00."""
    before = of(message(-10), A, current=notified(A))
    found = of(message(-10), reply(-5), A, current=before)
    assert (found.opened_by, found.named_after) == (A.id, A.id)
    assert found.previous_reply == reply(-5).id


def test_a_wait_after_a_reply_begins_at_its_first_step():
    found = of(A, reply(40), message(50), current=None, earlier=(notified(A),))
    assert (found.opened_by, found.named_after, found.steps) == (message(50).id, None, {})


def test_a_deleted_reply_continues_the_escalation_of_the_wait_before():
    second = of(A, reply(40), message(50), earlier=(notified(A),))
    found = of(A, message(50), current=second, earlier=(notified(A),))
    assert found.previous_reply == START
    assert (found.opened_by, found.named_after) == (A.id, A.id)


def test_an_escalation_keeps_its_name_even_if_an_older_message_opens_the_wait():
    """Ada was notified of message A, so a claim must find the alert that is named after A."""
    first = of(message(-10), A, current=notified(A))
    second = of(message(-10), A, reply(40), message(50), earlier=(first,))
    found = of(message(-10), A, message(50), current=second, earlier=(first,))
    assert (found.opened_by, found.named_after) == (A.id, A.id)


def test_a_message_that_nobody_was_notified_of_begins_at_the_first_step():
    """Ada was notified of the message at 10:00. A late reply at 10:20 answers it, so the message of
    10:30 opens the wait. She was not notified of that message, although it followed the same reply
    before."""
    before = of(A, message(30), current=notified(A), before=wait(A))
    found = of(A, reply(20), message(30), current=before, before=wait(A, message(30)))
    assert (found.opened_by, found.named_after, found.steps) == (message(30).id, None, {})


def test_a_claim_that_notifies_nobody_keeps_the_message_last_notified_of():
    continued = of(message(-10), A, current=notified(A))
    again = escalation.claimed(continued, wait(message(-10), A), has_new_alerts=False)
    assert (again.opened_by, again.steps) == (A.id, {"p": 1})


def test_several_steps_that_are_due_are_claimed_at_once():
    assert escalation.due_positions(of(A), wait(A), at(30)) == range(1)
    assert escalation.due_positions(of(A), wait(A), at(45)) == range(2)
    assert escalation.due_positions(notified(A), wait(A), at(45)) == range(1, 2)


def test_an_expedited_wait_has_all_its_steps_claimed_at_once():
    early = replace(of(A), expedited_at=at(5), expedited_by=Crowd(2, 600))
    assert escalation.due_positions(early, wait(A), at(5)) == range(2)


def test_alerts_keep_the_name_under_which_their_policy_was_notified():
    """An alert of a policy that was sent under one name is not sent again under another."""
    complaint = replace(notified(A), furthest={"urgent": 1})
    other = replace(of(message(50)), named_after="later", furthest={"p": 1})
    found = of(A, message(50), current=replace(other, previous_reply=START), earlier=(complaint,))
    assert found.named_after == "later"
    urgent = replace(wait(A), terms=replace(wait(A).terms, policy="urgent"))
    known = replace(other, previous_reply=START)
    chosen = escalation.of_wait(urgent, frozenset({A.id}), known, (complaint,))
    assert chosen.named_after == A.id


def test_a_snooze_and_an_expedition_continue_with_it():
    before = replace(
        notified(A),
        snoozed_until=at(90),
        acknowledged_by="ada",
        expedited_by=Crowd(2, 600),
        expedited_at=at(5),
    )
    found = of(message(-10), A, current=before)
    assert (found.snoozed_until, found.acknowledged_by) == (at(90), "ada")
    assert (found.expedited_by, found.expedited_at) == (Crowd(2, 600), at(5))
    assert found.next_step_at(wait(message(-10), A)) == at(90)


def test_the_longest_of_several_snoozes_counts():
    short = replace(notified(A), snoozed_until=at(60), acknowledged_by="ada")
    long = replace(notified(A), snoozed_until=at(90), acknowledged_by="eve")
    for current, earlier in ((short, (long,)), (long, (short,))):
        found = of(A, current=current, earlier=earlier)
        assert (found.snoozed_until, found.acknowledged_by) == (at(90), "eve")


def test_the_steps_of_another_policy_are_counted_apart():
    found = replace(notified(A), steps={"other": 2})
    assert found.next_step_at(wait(A)) == at(30)


def test_only_escalations_that_may_continue_are_kept():
    plain, notable = of(A), notified(A)
    assert escalation.kept(None, plain, ()) == ()
    assert escalation.kept(None, notable, ()) == (notable,)
    assert escalation.kept(notable, notable, ()) == ()
    many = [replace(notable, named_after=f"m{n}") for n in range(escalation.MAX_EARLIER + 1)]
    assert escalation.kept(None, None, many) == tuple(many[:-1])


def test_the_escalation_of_a_withdrawn_wait_is_dropped():
    gone = wait(message(0, deleted=True))
    other = replace(notified(A), opened_by="m", named_after="m", previous_reply="r")
    assert gone.outcome == "withdrawn"
    assert escalation.after_withdrawal(gone, [notified(A), other]) == (other,)

"""Alerts of a wait that moves to another id of its customer, as after a new phone number."""

import pytest

from shared.conversation import tracking
from shared.domain.aliases import Alias
from shared.domain.policies import Step
from shared.storage import alias_items
from shared.storage.attributes import stamp
from tests.alerting.desk import Desk, write
from tests.alerting.posts import EVE, Receivers
from tests.builders import ACCOUNT, CONVERSATION, at, message, reply

NEW_ID = "B"


def _change_id(desk: Desk, *, is_for_good: bool) -> None:
    """The customer's id becomes NEW_ID at minute 16. Unless the change is for good, the old id may
    be another person's from then on."""
    other = f"messenger:{ACCOUNT}:{NEW_ID}"
    alias = Alias(other, NEW_ID, None if is_for_good else stamp(at(16)))
    item = alias_items.alias_item(CONVERSATION, alias)
    desk.now = at(16)
    desk.store.put_all([item])
    tracking.track(desk.store, desk.configuration, CONVERSATION, {}, [item], lambda: desk.now)
    desk.process(17, 18)


@pytest.mark.parametrize("is_for_good", [True, False])
@pytest.mark.parametrize("is_deleted", [True, False])
def test_the_incident_that_was_opened_is_the_one_that_ends(
    desk: Desk, receivers: Receivers, *, is_for_good: bool, is_deleted: bool
) -> None:
    step = Step(at="15m before", offset_s=-900, notify=("eve",), by=("pagerduty",))
    desk.configure(step, responders={"eve": EVE})
    desk.arrive(message(0))
    desk.process(15)
    _change_id(desk, is_for_good=is_for_good)
    if is_deleted:
        desk.delete(message(0), 20)
    else:
        write(desk, reply(20), NEW_ID)
    desk.process(21, 22, 23)
    posts = [(p.content["event_action"], p.content["dedup_key"]) for p in receivers.posts]
    opened = {incident for action, incident in posts if action == "trigger"}
    assert len(opened) == 1
    assert opened == {incident for action, incident in posts if action == "resolve"}


@pytest.mark.parametrize("is_answered", [True, False])
def test_the_next_person_with_the_old_number_has_alerts_of_their_own(
    desk: Desk, *, is_answered: bool
) -> None:
    desk.configure(Step(at="15m before", offset_s=-900, notify=("ada",), by=("email",)))
    desk.arrive(message(0))
    desk.process(15)
    _change_id(desk, is_for_good=False)
    if is_answered:
        write(desk, reply(20), NEW_ID)
        desk.process(21, 22)
    desk.arrive(message(30))
    desk.process(45, 46, 47)
    steps = [alert.opened_by for alert in desk.alerts() if alert.kind == "step"]
    assert steps == [message(0).id, message(30).id]

"""What weeks and months do: messages expire one by one, and configurations change."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from shared.storage.rows import Row

from functions.notifier import escalation
from functions.tracker import tracking
from shared.config.configuration import Configuration
from shared.domain.policies import Step
from shared.domain.waits import Message
from shared.storage import rows
from shared.storage.attributes import decode, encode
from tests import builders
from tests.builders import CONVERSATION, at, message, reply
from tests.storage.memory import MemoryStore

HOUR, DAY = 60, 24 * 60


class Table:
    """One conversation, with time enough for all of it to expire."""

    def __init__(self) -> None:
        self.store: Any = MemoryStore()
        self.known: Configuration = builders.configuration()

    def lands(self, *said: Message, **more: str) -> list[Row]:
        """The rows after it, the stream's second look included."""
        for one in said:
            item = builders.item(one, **more)
            self.store.landed.clear()
            self.store.land([item])
            self._track(item)
        return self.rows()

    def _track(self, item: dict[str, object]) -> None:
        tracking.track(self.store, self.known, CONVERSATION, {}, [item])
        while written := [i for i in self.store.landed if i["pk"].startswith("W#")]:
            self.store.landed.clear()
            found = [rows.from_item(i) for i in written]
            tracking.look_again(self.store, self.known, CONVERSATION, found)

    def expires(self, *gone: Message) -> None:
        """As DynamoDB takes it away: nobody is told."""
        for one in gone:
            item = builders.item(one)
            del self.store.items[(item["pk"], item["sk"])]

    def claims(self, row: Row) -> Row:
        """A step more was told."""
        told = replace(row, step=row.step + 1, version=row.version + 1)
        self.store.items[told.key] = decode(encode(rows.to_item(told)))
        return told

    def rows(self) -> list[Row]:
        return [rows.from_item(item) for item in self.store.rows()]


@pytest.fixture
def table() -> Table:
    return Table()


def told(found: list[Row]) -> list[tuple[str, str, str]]:
    return [(row.wait.boundary, row.wait.opened_by, row.wait.outcome) for row in found]


ASKED, ANSWERED = message(0), reply(20)
BACK = message(30 * DAY - HOUR)
LATER = reply(30 * DAY + HOUR)


def test_a_wait_keeps_its_name_when_the_exchange_before_it_expires(table: Table) -> None:
    table.lands(ASKED, ANSWERED, BACK)
    table.expires(ASKED, ANSWERED)
    *_, last = told(table.lands(LATER))
    assert last == (ANSWERED.id, BACK.id, "late")
    assert len(table.rows()) == 2


def test_it_is_not_told_of_anew_when_only_the_question_before_it_has_expired(table: Table) -> None:
    *_, row = table.lands(ASKED, ANSWERED, BACK)
    table.claims(row)
    table.expires(ASKED)
    more = message(30 * DAY + 10)
    *_, row = table.lands(more)
    assert (row.wait.boundary, row.wait.opened_by, row.step) == (ANSWERED.id, BACK.id, 1)
    *_, last = told(table.lands(LATER))
    assert last == (ANSWERED.id, BACK.id, "late")


def test_what_comes_after_it_has_its_own_name(table: Table) -> None:
    table.lands(ASKED, ANSWERED, BACK)
    table.expires(ASKED, ANSWERED)
    found = told(table.lands(LATER, message(31 * DAY)))
    assert found[1:] == [
        (ANSWERED.id, BACK.id, "late"),
        (LATER.id, message(31 * DAY).id, "open"),
    ]


def test_it_keeps_its_name_when_its_first_message_becomes_another(table: Table) -> None:
    second = message(30 * DAY)
    *_, row = table.lands(ASKED, ANSWERED, BACK, second)
    table.claims(row)
    table.expires(ASKED, ANSWERED)
    for changed, opener in (
        (message(30 * DAY - 2 * HOUR), message(30 * DAY - 2 * HOUR)),
        (builders.message(30 * DAY - 2 * HOUR, deleted=True, deleted_at=LATER.at), BACK),
    ):
        item = builders.deletion(changed) if changed.deleted else builders.item(changed)
        table.store.landed.clear()
        table.store.land([item])
        table._track(item)
        *_, row = table.rows()
        assert (row.wait.boundary, row.wait.opened_by, row.step) == (ANSWERED.id, opener.id, 1)
    assert len(table.rows()) == 2


def test_an_hours_row_is_found_though_its_first_message_has_expired(table: Table) -> None:
    said = [*(builders.bot(n) for n in range(10)), message(20), message(21)]
    table.lands(*said)
    table.expires(message(20))
    (row,) = table.lands(message(22))
    assert row.wait.opened_by == message(21).id


def test_a_wait_stays_answered_when_its_reply_expires_before_its_question(table: Table) -> None:
    (before,) = table.lands(ASKED, ANSWERED)
    table.expires(ANSWERED)
    back = message(60 * DAY)
    first, second = table.lands(back)
    assert first == before
    assert told([second]) == [(ANSWERED.id, back.id, "open")]
    assert told(table.lands(reply(60 * DAY + 10)))[1] == (ANSWERED.id, back.id, "met")


def test_a_message_that_is_only_not_there_yet_has_not_expired(table: Table) -> None:
    """A reply that a forgetting has not taken along yet, say."""
    table.lands(ASKED, ANSWERED)
    table.expires(ANSWERED)
    (row,) = table.lands(message(30))
    assert told([row]) == [("START", ASKED.id, "open")]


def test_when_all_has_expired_the_next_wait_is_the_first(table: Table) -> None:
    table.lands(ASKED, ANSWERED)
    table.expires(ASKED, ANSWERED)
    back = message(400 * DAY)
    assert told(table.lands(back))[1] == ("START", back.id, "open")


# --- Configurations change ----------------------------------------------------------------------


@pytest.mark.parametrize("taken_for", ["a bot", "a deflection"])
def test_what_answered_a_wait_stays_an_answer_whatever_it_would_be_taken_for_now(
    table: Table, taken_for: str
) -> None:
    if taken_for == "a bot":
        more: Any = {"app": "helpdesk"}
        now: Any = {"bots": frozenset({"helpdesk"})}
    else:
        words = "Bitte schreiben Sie uns eine Direktnachricht."
        more = {"surface": "public", "text": words, "marks": None}
        now = {"deflection_languages": ("de",)}
        table.known = replace(table.known, deflection_languages=("en",))
    for day in (0, 40, 80):
        table.lands(message(day * DAY))
        table.lands(reply(day * DAY + 10), **more)
    before = table.rows()
    assert {row.wait.outcome for row in before} == {"met"}
    table.known = replace(table.known, **now)
    *rest, last = table.lands(message(120 * DAY))
    assert rest == before
    assert last.wait.opened_by == message(120 * DAY).id
    *_, last = table.lands(reply(120 * DAY + 5), **more)
    assert last.wait.outcome == "open"  # from now on it is what it is taken for


def test_a_step_that_its_policy_has_no_more_tells_nobody(table: Table) -> None:
    steps = tuple(Step(at=str(n), offset_s=n, notify=("ada",)) for n in (0, 60))
    table.known = builders.configuration(builders.policy_set(builders.policy(steps=steps)))
    (row,) = table.lands(message(0))
    fewer = builders.configuration(builders.policy_set(builders.policy(steps=steps[:1])))
    for known, alerts in ((fewer, 1), (fewer, 0), (fewer, 0)):
        made = escalation.claim(table.store, known, row, at(60))
        assert len(made) == alerts
        (row,) = table.rows()
    assert row.step == 2


def test_a_calendar_whose_last_date_has_passed_counts_every_hour(table: Table) -> None:
    hours = builders.calendar(on_2026_11_22="09:00-11:00")
    table.known = builders.configuration(builders.policy_set(target_s=7200, hours=hours))
    (row,) = table.lands(message(30))
    assert row.wait.terms.clock == "calendar"
    assert row.wait.due_at == row.wait.opened_at + timedelta(hours=2)


# --- And what never ends ------------------------------------------------------------------------


class CountingStore(MemoryStore):
    """Counts what is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def get_all(self, keys):  # type: ignore[no-untyped-def]
        wanted = list(keys)
        self.asked += len(wanted)
        return super().get_all(wanted)

    def partition(self, pk, **how):  # type: ignore[no-untyped-def]
        self.asked += 1
        yield from super().partition(pk, **how)


@pytest.mark.parametrize("between", [builders.bot, builders.dismissal])
def test_a_conversation_that_nobody_answers_costs_by_its_length_and_not_by_its_square(
    between: type,
) -> None:
    def asked(length: int) -> int:
        table = Table()
        table.store = store = CountingStore()
        said = [one for n in range(length) for one in (message(20 * n), between(20 * n + 1))]
        store.land([builders.item(one) for one in said])
        table.lands(message(20 * length))
        return store.asked

    assert asked(400) < 2.2 * asked(200)

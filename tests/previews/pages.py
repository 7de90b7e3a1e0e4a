"""Renders the conversation page and the settings page in each of their states."""

from collections.abc import Callable, Iterator

from shared.domain.policies import Step
from shared.runtime import links
from shared.wording import phrases
from tests.alerting.desk import ADA, BOB, Desk
from tests.alerting.person import Person
from tests.alerting.visitor import Visitor
from tests.builders import reply
from tests.previews.alerts import configure, responder, store
from tests.previews.cases import CASES, Case

type State = Callable[[Visitor, Visitor], str]
"""Ada's page, after what she and Bob have done."""


def _after(visitor: Visitor, minute: int, action: str, **fields: str) -> None:
    visitor.press(minute, action, **fields)


def _mine(ada: Visitor, _bob: Visitor) -> str:
    _after(ada, 21, "acknowledge")
    return ada.open(22).html


def _resumed(ada: Visitor, _bob: Visitor) -> str:
    _after(ada, 21, "snooze-15")
    return ada.open(40).html


def _taken(ada: Visitor, bob: Visitor) -> str:
    _after(bob, 21, "acknowledge")
    return ada.open(22).html


def _stale(ada: Visitor, bob: Visitor) -> str:
    form = ada.form(20)
    _after(bob, 21, "acknowledge")
    return ada.press(22, "acknowledge", form=form).html


def _handed_over(ada: Visitor, _bob: Visitor) -> str:
    _after(ada, 21, "hand-over", to="bob")
    return ada.open(22).html


def _closed(ada: Visitor, _bob: Visitor) -> str:
    ada.desk.arrive(reply(23))
    return ada.open(24).html


def _cut_off(ada: Visitor, _bob: Visitor) -> str:
    ada.token = ada.token[:-1]
    return ada.open(22).html


STATES: dict[str, State] = {
    "free": lambda ada, _: ada.open(20).html,
    "mine": _mine,
    "mine, alerts on again": _resumed,
    "taken by somebody else": _taken,
    "handed over": _handed_over,
    "changed meanwhile": _stale,
    "without a reason": lambda ada, _: ada.press(20, "dismiss", reason=" ").html,
    "dismissed": lambda ada, _: ada.press(20, "dismiss", reason="spam").html,
    "closed": _closed,
    "link cut off": _cut_off,
    "link expired": lambda ada, _: ada.open(int(links.LIFETIME.total_seconds() / 60) + 60).html,
}


def of_states(new_desk: Callable[[], Desk]) -> Iterator[tuple[str, str]]:
    """The name and HTML of each state, for an ordinary wait."""
    for name, state in STATES.items():
        yield name, state(*_notified(new_desk(), CASES["plain"]))


def of_cases(new_desk: Callable[[], Desk]) -> Iterator[tuple[str, str]]:
    """The page of each awkward case."""
    for name, case in CASES.items():
        yield name, _notified(new_desk(), case)[0].open(case.minute).html


def in_languages(new_desk: Callable[[], Desk]) -> Iterator[tuple[str, str]]:
    """The page in languages other than English, for a wait without an owner, one that the reader
    owns, and a dismissed one."""
    for language in phrases.languages():
        if language != phrases.DEFAULT:
            for name in ("free", "mine", "dismissed"):
                people = _notified(new_desk(), CASES["plain"], language)
                yield f"{name} in {language}", STATES[name](*people)


def _notified(desk: Desk, case: Case, language: str = "en") -> tuple[Visitor, Visitor]:
    early = Step(at="20m before", offset_s=-1200, notify=("ada", "bob"))
    people = {"ada": responder(language), "bob": BOB}
    configure(desk, case, early, Step(at="due", notify=("ada", "bob")), people=people)
    store(desk, case)
    desk.process(20)
    return Visitor(desk, str(ADA.email)), Visitor(desk, str(BOB.email))


# --- The settings page ----------------------------------------------------------------------------

type SettingsState = Callable[[Person], str]


def _pending(ada: Person) -> str:
    ada.save(1, phone="+4930222333", email="ada@new.example")
    ada.press(2, "test")
    ada.desk.process(3)
    return ada.open(4).html


def _changed(ada: Person) -> str:
    ada.save(1, quiet_0_4="on", quiet_0_from="22:00", quiet_0_to="07:00", zone="Europe/Berlin")
    return ada.open(2, is_saved=True).html


def _wrong_code(ada: Person) -> str:
    ada.save(1, phone="+4930222333")
    return ada.confirm(2, "1").html


def _in(language: str) -> SettingsState:
    def state(ada: Person) -> str:
        ada.save(1, language=language)
        return _pending(ada)

    return state


SETTINGS: dict[str, SettingsState] = {
    "as configured": lambda ada: ada.open(0).html,
    "changed": _changed,
    "codes and tests": _pending,
    "wrong code": _wrong_code,
    "mistakes": lambda ada: ada.save(1, phone="030", quiet_0_from="22:00", channel_0="sms").html,
    "link expired": lambda ada: ada.open(60 * 24 * 8).html,
    **{f"in {name}": _in(name) for name in ("de", "es", "fr")},
}


def of_settings(new_desk: Callable[[], Desk]) -> Iterator[tuple[str, str]]:
    """The name and HTML of each state of the settings page."""
    for name, state in SETTINGS.items():
        yield name, state(Person(new_desk()))

"""The conversation page if there is nothing to decide: the wait has ended, or the link leads to no
wait.

Each version of the page says how to go on: to the post, to the dashboard, or by undoing a
dismissal.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from functions.api import dismissal, page_history, page_messages
from functions.api.dismissal import NotDismissedError
from functions.api.page_history import Line
from functions.api.viewer import Page, Viewer
from shared.config.configuration import Configuration
from shared.conversation import alert_validity
from shared.conversation.alert_validity import Subject
from shared.domain.fold import whole
from shared.runtime import links
from shared.storage.attributes import moment
from shared.storage.store import Store
from shared.wording import headlines, wait_view
from shared.wording.phrases import phrase
from shared.wording.rendering import render
from shared.wording.wait_view import WaitView

DASHBOARD = "../dashboard"
"""The dashboard's address, relative to a page at `…/c/<token>`."""

REOPEN = "reopen"
"""The action of the button that undoes a dismissal."""


class Link(NamedTuple):
    """A link to where the person can go on."""

    label: str
    address: str
    is_main: bool = False


def refused(configuration: Configuration, who: Viewer) -> Page:
    """The page for a link that leads to no wait."""
    name = who.refusal
    return Page(
        403,
        _notice(
            who.language,
            heading=phrase(who.language, f"page.{name}"),
            lines=[phrase(who.language, f"page.{name}_hint")],
            ways=[_dashboard(configuration, who.language)],
        ),
    )


def show(store: Store, configuration: Configuration, who: Viewer, note: str | None = None) -> Page:
    """The page of a wait that has ended: how, when and by whom."""
    subject = _ended(store, who)
    if subject is None:
        heading, line = (phrase(who.language, f"page.{n}") for n in ("closed", "closed_hint"))
        ways = [_dashboard(configuration, who.language)]
        return Page(200, _notice(who.language, heading=heading, lines=[line], ways=ways, note=note))
    last = dismissal.of_wait(subject.record, subject.wait)
    return of_wait(store, configuration, who, subject, last, note)


def of_wait(
    store: Store,
    configuration: Configuration,
    who: Viewer,
    subject: Subject,
    dismissed: str | None,
    note: str | None = None,
) -> Page:
    """The page of a wait that has ended. `dismissed`: the id of the dismissal that can be taken
    back."""
    shown = wait_view.of(store, configuration, *subject, who.responder, who.now)
    token = links.form_token(who.token, _state(dismissed), who.keys) if dismissed else None
    name = who.alert.opened_by if who.alert else ""
    html = _notice(
        who.language,
        who=shown.who,
        heading=shown.what,
        lines=[headlines.headline(shown, "all_clear"), f"{_how(shown)}."],
        ways=_ways(configuration, shown),
        form=token,
        note=note,
        messages=_messages(store, configuration, shown, who),
        history=page_history.read(store, configuration, shown, name),
    )
    return Page(200, html)


def submit(
    store: Store, configuration: Configuration, who: Viewer, form: Mapping[str, str]
) -> Page:
    """Undoes the dismissal, if the form asks for that and its page is still up to date."""
    subject = _ended(store, who) if form.get("action") == REOPEN else None
    last = dismissal.of_wait(subject.record, subject.wait) if subject else None
    if subject is None or who.alert is None:
        return show(store, configuration, who)
    if last is None:
        return _again(store, configuration, who, "page.no_undo")
    if not links.is_form_token(form.get("form", ""), who.token, _state(last), who.keys):
        return _again(store, configuration, who, "page.stale")
    try:
        dismissal.reopen(
            store,
            subject.record,
            by=who.alert.responder,
            now=who.now,
            kept_days=configuration.text_days,
        )
    except NotDismissedError:  # the dismissal is no longer stored
        return _again(store, configuration, who, "page.no_undo")
    shown = wait_view.of(store, configuration, *subject, who.responder, who.now)
    ways = [Link(shown.say("label.page"), who.token, is_main=True)]
    lines = [shown.say("page.reopened")]
    page = _notice(who.language, who=shown.who, heading=shown.what, lines=lines, ways=ways)
    return Page(200, page)


def _again(store: Store, configuration: Configuration, who: Viewer, note: str) -> Page:
    return show(store, configuration, who, phrase(who.language, note))._replace(status=409)


def _ended(store: Store, who: Viewer) -> Subject | None:
    """The ended wait of the link's alert. None if its end is no longer stored."""
    if who.alert is None:
        return None
    return alert_validity.subject_of(store, replace(who.alert, kind="all_clear"), who.now)


def _state(dismissed: str | None) -> str:
    """The state for which the page's form is made."""
    return f"dismissed {dismissed}"


def _how(shown: WaitView) -> str:
    """`Answered 22:58 after 25 min`."""
    text = headlines.progress(shown)
    return text[:1].upper() + text[1:]


def _messages(
    store: Store, configuration: Configuration, shown: WaitView, who: Viewer
) -> list[dict[str, Any]]:
    """The last messages up to the end of the wait, with the reply or the dismissal's reason."""
    found = page_messages.read(store, configuration, shown.record, who)
    end = shown.wait.closed_at or who.now
    until_then = [item for item in found if whole(moment(item["at"])) <= end]
    return page_messages.shown(configuration, until_then, shown)


def _ways(configuration: Configuration, shown: WaitView) -> list[Link]:
    post = [Link(shown.say("label.open"), shown.reply_url)] if shown.reply_url else []
    return [*post, _dashboard(configuration, shown.language)]


def _dashboard(configuration: Configuration, language: str) -> Link:
    return Link(phrase(language, "page.dashboard"), configuration.dashboard_url or DASHBOARD)


def _notice(
    language: str,
    *,
    heading: str,
    lines: Iterable[str],
    ways: Iterable[Link],
    who: str | None = None,
    form: str | None = None,
    note: str | None = None,
    messages: Iterable[Mapping[str, Any]] = (),
    history: Iterable[Line] = (),
) -> str:
    return render(
        "notice.html",
        language=language,
        say=partial(phrase, language),
        who=who,
        messages=list(messages),
        max_messages=page_messages.MAX_MESSAGES,
        history=list(history),
        title=phrase(language, "page.title"),
        heading=heading,
        lines=list(lines),
        ways=list(ways),
        form=form,
        undo=phrase(language, "page.reopen"),
        note=note,
    )

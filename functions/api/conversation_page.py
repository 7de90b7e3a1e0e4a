"""The conversation page, which every alert links to: `/c/<token>`.

It needs no sign-in and no script. Opening it changes nothing: mail scanners open links, too. Each
form carries a token that belongs to this page in this state (`links.form_token`), so a form that is
forged, sent again or older than the state changes nothing.
"""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qs

from functions.api import (
    conversation_forms,
    ended_wait_page,
    page_history,
    page_messages,
    settings_link,
)
from functions.api.conversation_forms import InvalidFormError, RefusedFormError
from functions.api.dismissal import MAX_REASON_CHARACTERS
from functions.api.viewer import Page, Viewer
from shared.config.configuration import Configuration
from shared.conversation import alert_validity
from shared.conversation.actions import NothingOpenError
from shared.conversation.alert_validity import Subject
from shared.domain import ownership
from shared.domain.alerts import Kind
from shared.domain.own_settings import TooManyError
from shared.runtime import links
from shared.storage.errors import ConflictError
from shared.storage.messages import is_inbound
from shared.storage.records import ConversationRecord
from shared.storage.store import Store
from shared.wording import headlines, wait_view
from shared.wording.phrases import phrase
from shared.wording.plain import isolated
from shared.wording.rendering import render
from shared.wording.wait_view import WaitView

MAX_FORM_BYTES = 4_000
MAX_ATTEMPTS = 5


def show(store: Store, configuration: Configuration, who: Viewer, note: str | None = None) -> Page:
    """The page in its present state."""
    if who.alert is None:
        return ended_wait_page.refused(configuration, who)
    record = alert_validity.open_record(store, who.alert, who.now)
    if record is None or record.open_wait is None or record.escalation is None:
        return ended_wait_page.show(store, configuration, who, note)
    return Page(200, _open(store, configuration, record, who, note))


def submit(store: Store, configuration: Configuration, who: Viewer, body: str) -> Page:
    """Performs the form's action, and redirects to the page. If another function writes in between,
    the action still succeeds as long as the page's state is the same."""
    try:
        return store.retry(
            lambda: _submitted(store, configuration, who, fields(body)), attempts=MAX_ATTEMPTS
        )
    except ConflictError:
        return _again(store, configuration, who, 503, "page.busy")


def _submitted(
    store: Store, configuration: Configuration, who: Viewer, form: Mapping[str, str]
) -> Page:
    record = alert_validity.open_record(store, who.alert, who.now) if who.alert else None
    if who.alert is None:
        return show(store, configuration, who)
    if record is None or record.open_wait is None or record.escalation is None:
        return ended_wait_page.submit(store, configuration, who, form)
    if form.get("action") == ended_wait_page.REOPEN:
        if page_messages.is_dismissed(store, page_messages.read(store, configuration, record, who)):
            raise ConflictError  # the tracker has not folded the dismissal yet
        return _again(store, configuration, who, 200, "page.no_undo")  # pressed again
    state = ownership.state(record.escalation)
    if not links.is_form_token(form.get("form", ""), who.token, state, who.keys):
        return _again(store, configuration, who, 409, "page.stale")
    if form.get("action") == conversation_forms.SETTINGS:
        return _settings_link(store, configuration, who, who.alert.responder)
    if form.get("action") == conversation_forms.DISMISS:
        found = page_messages.read(store, configuration, record, who)
        if page_messages.is_dismissed(store, found):
            raise ConflictError  # pressed again, and the tracker has not folded the dismissal yet
        if new := page_messages.unseen(form.get("seen", ""), found, who):
            name = "page.written" if any(map(is_inbound, new)) else "page.stale"
            return _again(store, configuration, who, 409, name)
    try:
        dismissed = conversation_forms.perform(
            store,
            configuration,
            record,
            who.alert,
            form,
            _zone(configuration, record, who),
            who.now,
        )
    except NothingOpenError:
        return show(store, configuration, who)
    except InvalidFormError as error:
        language = who.language
        note = phrase(language, "page.invalid", field=phrase(language, str(error)))
        return show(store, configuration, who, note)._replace(status=400)
    except RefusedFormError as error:
        note = phrase(who.language, error.name, **error.values)
        return show(store, configuration, who, note)._replace(status=400)
    if dismissed is None:
        return Page(303, "", who.token)
    by = who.alert.responder
    ended = replace(record.open_wait, outcome="dismissed", closed_at=who.now, dismissed_by=by)
    return ended_wait_page.of_wait(store, configuration, who, Subject(record, ended), dismissed)


def _settings_link(store: Store, configuration: Configuration, who: Viewer, name: str) -> Page:
    try:
        is_asked = settings_link.ask(store, configuration, name, who.now)
    except TooManyError:
        return _again(store, configuration, who, 429, "settings.too_many")
    return _again(
        store, configuration, who, 200, "page.settings_sent" if is_asked else "page.stale"
    )


def _zone(configuration: Configuration, record: ConversationRecord, who: Viewer) -> str:
    own = who.responder.zone if who.responder else None
    return own or wait_view.account_of(configuration, record).zone


def fields(body: str, *, most: int = 10, max_bytes: int = MAX_FORM_BYTES) -> dict[str, str]:
    """The fields of a form, up to a limit. Of a repeated field, the first counts. Empty if the body
    is too long."""
    if len(body) > max_bytes:
        return {}
    try:
        return {name: values[0] for name, values in parse_qs(body, max_num_fields=most).items()}
    except ValueError:
        return {}


def _again(store: Store, configuration: Configuration, who: Viewer, status: int, note: str) -> Page:
    shown = show(store, configuration, who, phrase(who.language, note))
    return shown._replace(status=status)


def _open(
    store: Store,
    configuration: Configuration,
    record: ConversationRecord,
    who: Viewer,
    note: str | None,
) -> str:
    """The page of an open wait."""
    assert record.open_wait
    shown = wait_view.of(store, configuration, record, record.open_wait, who.responder, who.now)
    assert record.escalation
    assert who.alert
    kind: Kind = "window_closing" if shown.is_window_closed else "step"
    known, found = record.escalation, page_messages.read(store, configuration, record, who)
    nobody_new = {known.acknowledged_by, who.alert.responder}
    others = [one for one in configuration.responders.values() if one.name not in nobody_new]
    pause = known.snoozed_until if known.snoozed_until and known.snoozed_until > who.now else None
    return render(
        "page.html",
        f=shown,
        situation=headlines.headline(shown, kind),
        is_special=headlines.is_special(shown, kind),
        form=links.form_token(who.token, ownership.state(known), who.keys),
        note=note,
        me=who.alert.responder,
        owner=known.acknowledged_by,
        handed_over_by=known.handed_over_by,
        owner_since=shown.at(known.acknowledged_at) if known.acknowledged_at else "",
        pause=shown.at(pause) if pause else None,
        next_pause=shown.at(who.now + ownership.PAUSE),
        snoozes=conversation_forms.SNOOZES_MIN.items(),
        due=shown.at(shown.wait.due_at),
        can_reply=shown.reply_url is not None,
        reply_link=shown.reply_url or configuration.dashboard_url or ended_wait_page.DASHBOARD,
        details=_details(shown),
        messages=page_messages.shown(configuration, found, shown),
        max_messages=page_messages.MAX_MESSAGES,
        max_reason=MAX_REASON_CHARACTERS,
        seen=page_messages.seen_tokens(found, who),
        people=[one.name for one in others if not one.is_absent(who.now)],
        away=", ".join(isolated(one.name) for one in others if one.is_absent(who.now)),
        history=page_history.read(store, configuration, shown, known.name),
        why=_why(shown),
        has_settings=settings_link.address_of(configuration, who.alert.responder) is not None,
    )


def _details(shown: WaitView) -> list[tuple[str, str]]:
    found = [
        ("customer", isolated(shown.who)),
        ("account", isolated(shown.account.name)),
        ("channel", shown.place),
        ("messages", shown.count),
        ("since", shown.at(shown.wait.opened_at)),
        ("due", shown.at(shown.wait.due_at)),
        ("target", shown.say(f"value.{shown.wait.kind}")),
        ("window", shown.window),
        ("intent", shown.intents),
    ]
    return [(shown.say(f"label.{name}"), value) for name, value in found if value]


def _why(shown: WaitView) -> list[str]:
    """Why the wait is due when it is."""
    terms, found = shown.wait.terms, []
    if since := shown.wait.counted_from(shown.said.decided_at):
        text = shown.say(
            f"why.{shown.wait.kind}",
            policy=terms.policy,
            target=shown.configured(terms.target_s),
            clock=shown.say(f"why.{terms.clock}"),
            since=shown.at(since),
        )
        found.append(text)
    if terms.calendar:
        found.append(shown.say("page.calendar", calendar=str(terms.calendar)))
    return [*found, shown.say("alert.times", zone=shown.zone)]

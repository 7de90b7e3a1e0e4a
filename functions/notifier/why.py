"""Says why a responder is notified."""

from functions.notifier.notice import Notice
from shared.config.duty_and_backup import present
from shared.domain.alerts import TO_THE_OWNER
from shared.wording import step_times
from shared.wording.wait_view import WaitView


def sentence(view: WaitView, notice: Notice) -> str:
    """`You're receiving this because of step 1 of 2 (15 min before) of the policy complaints.`"""
    alert, policy = notice.alert, view.wait.terms.policy
    at = step_times.text(alert.at, view.language)
    if alert.kind == "window_closing":
        return view.say("alert.why_window", policy=policy, at=at)
    if alert.kind != "step":
        return view.say(f"alert.{_reason(view, notice)}")
    return view.say("alert.why", policy=policy, step=alert.step + 1, steps=notice.steps, at=at)


def _reason(view: WaitView, notice: Notice) -> str:
    """Why the responder gets an update or a reminder. A new owner, or the backup, may not have been
    notified before."""
    kind = notice.alert.kind
    if kind in TO_THE_OWNER and view.is_readers:
        return "why_owner"
    return "why_backup" if kind == "reminder" and _is_backup(view, notice) else "why_update"


def _is_backup(view: WaitView, notice: Notice) -> bool:
    """Whether a reminder goes to the reader because everybody else who was notified is absent.

    The reader was not necessarily notified before: since the reminder, they are among `notified`.
    """
    configuration, escalation = notice.configuration, view.escalation
    if escalation is None or view.reader not in configuration.backup:
        return False
    others = (name for name in escalation.notified if name not in configuration.backup)
    return not present(configuration, others, notice.now)

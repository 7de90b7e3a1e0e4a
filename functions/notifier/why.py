"""Says why a responder is notified."""

from functions.notifier.notice import Notice
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
    kind, known = notice.alert.kind, view.escalation
    if kind in TO_THE_OWNER and view.is_readers:
        return "why_owner"
    is_backup = kind == "reminder" and known is not None and view.reader not in known.notified
    return "why_backup" if is_backup else "why_update"

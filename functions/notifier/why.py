"""Says why a responder is notified."""

from functions.notifier.notice import Notice
from shared.wording import step_times
from shared.wording.wait_view import WaitView


def sentence(view: WaitView, notice: Notice) -> str:
    """`You're receiving this because of step 1 of 2 (15 min before) of the policy complaints.`"""
    alert, policy = notice.alert, view.wait.terms.policy
    at = step_times.text(alert.at, view.language)
    if alert.kind == "window_closing":
        return view.say("alert.why_window", policy=policy, at=at)
    if alert.kind != "step":
        return view.say("alert.why_update")
    return view.say("alert.why", policy=policy, step=alert.step + 1, steps=notice.steps, at=at)

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


def second_line(view: WaitView, notice: Notice) -> str:
    """The second line of an entry in a bundle.

    It names the account if the brand has several on the channel, and the step. It also says why the
    alert comes early, and who else has the wait or was notified.
    """
    alert, wait = notice.alert, view.wait
    same = [a for a in notice.configuration.accounts if a.channel == view.record.channel]
    parts = [view.account.name] if len(same) > 1 else []
    if wait.outcome == "open":
        parts += [view.early] if view.early else []
        also = view.say("alert.also", names=", ".join(view.others)) if view.others else None
        owner = None if view.is_readers else view.owner
        parts += [found.rstrip(".") for found in (owner or also,) if found]
    if alert.kind == "step":
        parts.append(
            view.say(
                "alert.why_short",
                policy=wait.terms.policy,
                step=alert.step + 1,
                steps=notice.steps,
            )
        )
    return " · ".join(parts)

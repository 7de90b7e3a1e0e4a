"""An alert as the API and published events show it."""

from typing import Any

from shared.conversation.wait_json import time_to_json
from shared.domain.alerts import Alert


def alert_to_json(alert: Alert) -> dict[str, Any]:
    """One alert: what it is about, whom it notifies, and whether it was sent."""
    channel, account, _ = alert.conversation.split(":", 2)
    is_step = alert.kind in {"step", "window_closing"}
    return {
        "id": alert.id,
        "channel": channel,
        "account": account,
        "kind": alert.kind,
        "policy": alert.policy if is_step else None,
        "step": alert.step + 1 if is_step else None,
        "step_at": alert.at if is_step else None,
        "responder": alert.responder,
        "by": alert.by,
        "state": alert.state,
        "attempts": alert.attempts,
        "claimed_at": time_to_json(alert.claimed_at),
    }

"""Shows the part of the configuration that clients of the API need."""

from datetime import datetime
from typing import Any

from shared.config.configuration import Configuration


def configuration_to_json(configuration: Configuration, now: datetime) -> dict[str, Any]:
    """What the dashboard and other clients let people choose from: accounts, policies and
    responders.

    Durations are in seconds of the policy's clock.
    """
    policy_names = ("name", "clock", "first_response_s", "next_response_s", "follow_up_s")
    return {
        "brand": configuration.brand,
        "accounts": [
            {name: getattr(a, name) for name in ("channel", "channel_name", "id", "name", "zone")}
            for a in configuration.accounts
        ],
        "policies": [
            {name: getattr(policy, name) for name in policy_names}
            for policy in configuration.policy_set.policies
        ],
        "responders": sorted(configuration.responders),
        "absent": sorted(r.name for r in configuration.responders.values() if r.is_absent(now)),
    }

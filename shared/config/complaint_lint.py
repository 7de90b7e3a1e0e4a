"""Finds policies that can silence a complaint: no wait opens, or nobody is notified of it.

Policies match the most urgent intent of a message, so a policy for praise does not apply to praise
with a complaint. But no word list recognises every complaint: "The technician was due at eight, it
is four now" has no word that complains (docs/intents.md).
"""

from collections.abc import Iterator

from shared.config.configuration import Configuration
from shared.domain.policies import Policy


def lint(configuration: Configuration) -> Iterator[str]:
    """One warning for each policy that can silence a complaint."""
    for policy in configuration.policy_set.policies:
        if silence := _silence(policy):
            yield f"  warning: {policy.name}: {_which(policy)} {silence}"


def _silence(policy: Policy) -> str | None:
    """How the policy silences the messages that it matches. None: it does not."""
    if policy.first_response_s is None or policy.next_response_s is None:
        return "opens no wait"
    return None if policy.steps else "opens a wait that nobody is notified of"


def _which(policy: Policy) -> str:
    if not policy.intents or "complaint" in policy.intents:
        return "a complaint"
    return "a complaint that is not recognised as one"

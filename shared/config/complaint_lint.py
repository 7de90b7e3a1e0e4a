"""Finds policies that can silence a complaint: no wait opens, or nobody is notified of it.

Policies match the most urgent intent of a message, so a policy for praise does not apply to praise
with a complaint. But no word list recognises every complaint: "The technician was due at eight, it
is four now" has no word that complains (docs/intents.md).
"""

from collections.abc import Iterator

from shared.config.configuration import Configuration
from shared.config.mistakes import Mistake
from shared.domain.policies import Policy


def lint(configuration: Configuration) -> Iterator[Mistake]:
    """One warning for each policy that can silence a complaint."""
    for index, policy in enumerate(configuration.policy_set.policies):
        opens_none = policy.first_response_s is None or policy.next_response_s is None
        which = _which(policy)
        if opens_none:
            yield Mistake(("policies", index), f"{which} opens no wait: expected a target")
        elif not policy.steps:
            reason = f"{which} opens a wait that nobody is notified of: expected a step"
            yield Mistake(("policies", index), reason)


def _which(policy: Policy) -> str:
    if not policy.intents or "complaint" in policy.intents:
        return "a complaint"
    return "a complaint that is not recognised as one"

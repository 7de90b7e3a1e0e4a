"""Conversation records with an open wait, as the tracker writes them, for the checker to find."""

from dataclasses import replace
from datetime import datetime, timedelta

from shared.domain import escalation
from shared.domain.fold import START, Wait
from shared.domain.policies import Terms
from shared.storage import records
from shared.storage.records import ConversationRecord

ACCOUNT = "106000000000001"
TARGET = timedelta(hours=2)


def waiting_record(
    number: int, due_at: datetime, *, policy: str, public_id: str | None = None
) -> ConversationRecord:
    """The record of a WhatsApp customer whose only step is due at that time.

    `public_id` replaces the random one, so that a second call for the same number overwrites the
    first record, also in the due index.
    """
    customer = str(491_700_000_000 + number)
    opened_at = due_at - TARGET
    terms = Terms(
        policy=policy,
        policy_version="1",
        target_s=int(TARGET.total_seconds()),
        clock="calendar",
        due_at=due_at,
        moments=(due_at,),
    )
    wait = Wait(
        previous_reply=START,
        kind="first",
        opened_by=f"wamid.{number}",
        decided_by=f"wamid.{number}",
        opened_at=opened_at,
        terms=terms,
        last_at=opened_at,
    )
    record = records.new(f"whatsapp:{ACCOUNT}:{customer}")
    return replace(
        record,
        public_id=public_id or record.public_id,
        version=1,
        channel="whatsapp",
        surface="private",
        account=ACCOUNT,
        customer=customer,
        wait=wait,
        escalation=escalation.of_wait(wait, frozenset({wait.opened_by}), None, ()),
    )

"""The one table: every key and every prefix. No other module spells one.

    pk                            sk                          what
    C#<conversation>              STATE                       the conversation record
                                  M#<at>#<0 in|1 out>#<id>    a message, a reply or a dismissal
                                  E#<id>#<at>                 an edit of a message
                                  X#D#<id>                    a customer's deletion of a message
                                  X#O#<id>                    one by the brand
                                  X#F#<id>                    a reply that never arrived
                                  X#R#<id>                    when a message from the future arrived
                                  X#I#<id>                    a second opinion on its intents
                                  ARRIVED#<id>                a reply that arrived after all
                                  ALIAS#[<at>#]<customer>     this customer has another id: since
                                                              then, or for good
                                  DEFLECTED#<conversation>    a public conversation that asked the
                                                              customer to write here
                                  REQUEST#<hash>              an action by the API, with its answer,
                                                              for a day
    W#<day>#<0..3>                <opened at>#<hash>          a wait fact, for lists and figures
    G#<day>#<0..3>                <opened at>#<hash>          a fact that was deleted, to publish it
    P#<channel>#<account>#<id>    POINTER                     which conversation a message is in
                                  A#<kind>#<id>[#<at>]        what answers, edits or deletes it, and
                                                              is pending until it arrives
                                  UNDER#<customer>            placed under it before it was known
                                  STANDIN#<id>                an edit that stands in for it
                                  SEEN                        when it was first seen
    A#<alert>                     ALERT                       an alert
    T#<channel>#<account>#<id>    <opened at>#<conversation>  a wait in that thread, for crowds
    L#<responder>                 <CHANNEL>                   the last hour's messages by a channel
    L#                            <CHANNEL>#<month>           how many messages a month had
    N#<channel>#<hash>            REPLIES                     to which waits a phone's replies lead
                                  SUPPRESSED                  this address takes nothing
    U#                            <hash of the name>          what a responder has changed
    R#<day>                       <hour>                      an hour's figures
    S#<month>                     <day>                       a day's figures
    S#ARRIVALS#<month>            <day>                       a day's waits by quarter hours
    S#MONTHS                      <month>                     a month's figures
    H#<channel>#<account>         LAST_MESSAGE                when its newest message was written
    Q#<day>                       <hash>                      quarantine, expiring
    D#META                        <code>                      a request to delete a person's data

The due index is sparse: only items with something due have `due_shard`. `DUE#<n>` is sorted by the
next moment at which something must be done.
The waiting index is sparse, too: records with an open wait, by account and deadline.
The alerts index holds alerts by account and the time at which they were claimed.
The public index leads from a public id to the conversation record that has it. It also leads to the
alerts that wait for a responder and channel (`HELD#…`).
"""

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from shared.domain.events import customer_of
from shared.storage.attributes import Item, stamp

PK, SK = "pk", "sk"
TTL = "expires_at"
PUBLIC_INDEX, PUBLIC_ID = "public", "public_id"
DUE_INDEX = "due"
WAITING_INDEX, ACCOUNT, LISTED = "waiting", "account", "listed"
"""The open waits of an account by deadline. `listed` is the deadline and the public id."""
WAITING_INCLUDES = ("channel", "surface")
ALERTS_INDEX, CLAIMED = "alerts", "claimed"
"""The alerts of an account by time. `claimed` is the time of the claim and the alert's id."""
ALERTS_INCLUDES = ("conversation", "responder", "by")
DUE_SHARD, DUE_NEXT = "due_shard", "due_next"
DUE_INCLUDES = ("public_id", "due_at", "channel", "account", "surface")
"""What the due index holds of an item beside its keys."""

SHARDS = 4
"""Partitions of the due index, and of a day's facts: 4,000 writes a second each."""

STATE, POINTER, SEEN, ALERT = (
    "STATE", "POINTER", "SEEN", "ALERT",
)  # fmt: skip
MESSAGE, EDIT, CHANGE, DELETION, CORRECTION = "M#", "E#", "X#", "X#D#", "X#R#"
OWN_DELETION, FAILURE, ARRIVED, OPINION = "X#O#", "X#F#", "ARRIVED#", "X#I#"
ALIAS, DEFLECTED, REQUEST = "ALIAS#", "DEFLECTED#", "REQUEST#"
PENDING, PENDING_EDIT, PENDING_DELETION = "A#", "A#edit#", "A#delete#"
STAND_IN, UNDER = "STANDIN#", "UNDER#"
DELETION_REQUESTS = "D#META"

CONVERSATIONS, POINTERS, FACTS, REMOVED = "C#", "P#", "W#", "G#"
"""Partitions that a function reads from the table's stream."""

ALERTS, QUARANTINE, THREADS, FIGURES, SUMMARIES = "A#", "Q#", "T#", "R#", "S#"
HEARD, LAST_MESSAGE = "H#", "LAST_MESSAGE"
ADDRESSES, REPLIES, SUPPRESSED = "N#", "REPLIES", "SUPPRESSED"
RESPONDERS = "U#"
"""Other partitions, which operators' commands find in a scan."""

TRACKED = (MESSAGE, EDIT, CHANGE, ARRIVED, ALIAS, POINTER, PENDING, STAND_IN, UNDER)
"""What the tracker reads from the stream. Never STATE: it writes that itself."""


class Key(NamedTuple):
    """The primary key of an item."""

    pk: str
    sk: str

    @classmethod
    def of(cls, item: Mapping[str, Any]) -> "Key":
        """The key of this item, or of the item that this index entry leads to."""
        return cls(item[PK], item[SK])

    @property
    def attributes(self) -> Item:
        """The key as attributes of an item."""
        return {PK: self.pk, SK: self.sk}


def opaque(key: Key) -> str:
    """A name for this key without ids, for queues and logs: the kind of item and a hash, such as
    `C#5d41402abc4b2a76`."""
    kind = key.pk.partition("#")[0]
    name = hashlib.blake2b("\n".join(key).encode(errors="replace"), digest_size=8).hexdigest()
    return f"{kind[:1]}#{name}"


def customer_name(conversation: str) -> str:
    """A name for the customer that does not contain the platform's id."""
    return opaque(record_key(customer_of(conversation)))


def shard(text: str) -> int:
    """One of the numbers below SHARDS, the same for this text in every process."""
    return zlib.crc32(text.encode()) % SHARDS


def conversation_pk(conversation: str) -> str:
    """The partition of a conversation."""
    return f"{CONVERSATIONS}{conversation}"


def conversation_of(pk: str) -> str:
    """The inverse of `conversation_pk`."""
    return pk.removeprefix(CONVERSATIONS)


def record_key(conversation: str) -> Key:
    """The key of a conversation's record."""
    return Key(conversation_pk(conversation), STATE)


def request_key(conversation: str, name: str) -> Key:
    """The key of an API action that was requested under this name."""
    return Key(conversation_pk(conversation), f"{REQUEST}{name}")


def message_sk(at: datetime, message_id: str, *, inbound: bool) -> str:
    """The sort key of a message. It sorts as the fold does: by time, then the customer's before the
    brand's, then by id."""
    return f"{MESSAGE}{stamp(at)}#{0 if inbound else 1}#{message_id}"


def post_pk(channel: str, account: str, message_id: str) -> str:
    """The partition of a public message: its pointer, and what is pending until it arrives."""
    return f"{POINTERS}{channel}#{account}#{message_id}"


def post_of(pk: str) -> tuple[str, str, str]:
    """The inverse of `post_pk`: channel, account and message id."""
    _, channel, account, message_id = pk.split("#", 3)
    return channel, account, message_id


def fact_key(opened_at: datetime, name: str) -> Key:
    """The key of the wait fact whose opening message has this hashed name."""
    opened = stamp(opened_at)
    return Key(f"{FACTS}{opened[:10]}#{shard(name)}", f"{opened[:19]}#{name}")


def fact_partition(day: str, n: int) -> str:
    """One of the partitions of the facts of waits that opened on this day (`2026-11-22`)."""
    return f"{FACTS}{day}#{n}"


def fact_partitions(hour: str) -> Iterable[str]:
    """The partitions that hold the facts of waits that opened in this hour (`2026-11-22T10`)."""
    return [fact_partition(hour[:10], n) for n in range(SHARDS)]


def removed_key(fact: Key) -> Key:
    """The key of the item that says that the fact with this key was deleted."""
    return Key(f"{REMOVED}{fact.pk.removeprefix(FACTS)}", fact.sk)


def fact_hour(sk: str) -> str:
    """The hour in which the wait of this fact opened."""
    return sk[:13]


def alert_key(alert: str) -> Key:
    """The key of the alert with that id."""
    return Key(f"{ALERTS}{alert}", ALERT)


def queue_entry(item: Mapping[str, Any]) -> dict[str, Any]:
    """The queue entry for an item of the due index. It contains no platform id."""
    if item[SK] == ALERT:
        return {"alert": alert_of(item[PK])}
    if item[PK] == RESPONDERS:
        return {"responder": item[SK]}
    return {"record": item["public_id"]}


def thread_pk(channel: str, account: str, thread: str) -> str:
    """The partition of a public thread's open waits."""
    return f"{THREADS}{channel}#{account}#{thread}"


def limits_key(responder: str, channel: str) -> Key:
    """The key of a responder's recent alerts by that notification channel."""
    return Key(f"L#{responder}", channel.upper())


def responder_key(responder_id: str) -> Key:
    """The key of what a responder has changed on the settings page."""
    return Key(RESPONDERS, responder_id)


def month_limit_key(channel: str, month: str) -> Key:
    """The key of the number of messages that a notification channel has sent in a month."""
    return Key("L#", f"{channel.upper()}#{month}")


def replies_key(phone: str) -> Key:
    """The key of the waits to which a text reply from this phone number may belong."""
    return Key(_address_pk("sms", phone), REPLIES)


def suppression_key(channel: str, address: str) -> Key:
    """The key of the item that says whether this email address or phone number is suppressed."""
    return Key(_address_pk(channel, address), SUPPRESSED)


def _address_pk(channel: str, address: str) -> str:
    """The partition of an email address or phone number. It contains a hash, not the address."""
    name = hashlib.blake2b(address.strip().lower().encode(), digest_size=16).hexdigest()
    return f"{ADDRESSES}{channel}#{name}"


def figures_key(hour: str) -> Key:
    """The key of an hour's figures."""
    return Key(f"{FIGURES}{hour[:10]}", hour)


def day_key(day: str) -> Key:
    """The key of a day's figures."""
    return Key(f"{SUMMARIES}{day[:7]}", day)


def arrivals_key(day: str) -> Key:
    """The key of one day's figures for the view by hour of the week."""
    return Key(f"{SUMMARIES}ARRIVALS#{day[:7]}", day)


def month_key(month: str) -> Key:
    """The key of a month's figures."""
    return Key(f"{SUMMARIES}MONTHS", month)


def last_message_key(channel: str, account: str) -> Key:
    """The key of the time at which an account's newest message was written."""
    return Key(f"{HEARD}{channel}#{account}", LAST_MESSAGE)


def listed(due_at: datetime, public_id: str) -> str:
    """The sort key of an open wait in the waiting index."""
    return f"{stamp(due_at)}#{public_id}"


def held(responder: str, channel: str) -> str:
    """The value in the public index, in place of a public id, that leads to the alerts held for
    this responder and channel."""
    return f"HELD#{responder}#{channel}"


def alert_of(pk: str) -> str:
    """The id of the alert in this partition."""
    return pk.removeprefix(ALERTS)


def quarantine_key(day: str, name: str) -> Key:
    """The key of a quarantined event."""
    return Key(f"{QUARANTINE}{day}", name)


def due(n: int) -> str:
    """The partition of the due index for this shard."""
    return f"DUE#{n}"

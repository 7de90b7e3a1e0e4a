"""The one table, drawn. The CDK stack, the tests and the fakes take its shape from here.

    pk                            sk                         what
    C#<conversation>              M#<at>#<0 in|1 out>#<id>   a message or a reply
                                  X#D#<id>                   a deletion of one
                                  X#E#<id>#<at>              an edit of one
                                  X#R#<id>                   when one from the future landed
                                  X#J#<customer>             this customer is that one for good
                                  X#J#<at>#<customer>        this customer is that one since then
                                  X#B#<conversation>         messages here were there before
                                  X#W#<hash>                 what was told of a wait that moved
                                  X#G#<hash>                 what is known of one that is gone
    P#<channel>#<account>#<id>    POINTER                    which conversation a message is in
                                  A#<kind>#<id>[#<at>]       what answers or edits it, waiting
                                  UNDER#<customer>           placed under it before it was known (X)
                                  STANDIN#<version>          an edit that stood in for it (X)
                                  SEEN                       when it was first seen
                                  DEFLECTED#<conversation>   asked to write in private
    T#<channel>#<account>#<id>    <opened>#<wait>            a wait in that thread (crowd rule only)
    W#<hour opened>#<0..3>        <conversation>#<boundary>  a wait; in the due index while open
    A#<alert>                     ALERT                      an alert; there until it is settled
    L#<responder>                 SMS                        the last hour's text messages
    R#<day>                       <hour>#<group>             an hour's figures
    Q#<day>                       <hash>                     quarantine, expiring
    D#META                        <code>                     somebody's request to be forgotten
    F#…                           FORGETTING                 while `replywatch forget` is at work

The due index is sparse: only items with something due have `due_shard`. `DUE#<n>` is sorted by the
next moment at which somebody must act; `TOLD#<n>` holds open waits whose every step has fired.
"""

PK, SK = "pk", "sk"
DUE_INDEX = "due"
DUE_SHARD, DUE_NEXT = "due_shard", "due_next"
DUE_INCLUDES = ("due_at",)
TTL = "expires_at"

SHARDS = 4
"""Partitions of the due index, and of an hour's waits: 4,000 writes a second each way."""

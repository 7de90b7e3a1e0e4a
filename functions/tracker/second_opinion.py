"""Asks a language model on Amazon Bedrock about new messages, before they are tracked.

It delays tracking by TIME_LIMIT_S at most, and never fails it. Each message is asked about once,
all of a batch at the same time. If there is no answer in time, or a call fails, the word lists
decide. An answer is stored beside its message (`shared/storage/second_opinions.py`), and counts in
every fold from then on.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

from botocore.exceptions import ClientError

from shared.config.configuration import Configuration
from shared.domain.intents import second_opinion
from shared.domain.intents.second_opinion import Opinion
from shared.runtime import aws, log
from shared.runtime.stream import StreamRecord
from shared.storage import messages, schema, second_opinions
from shared.storage.attributes import Item
from shared.storage.schema import Key
from shared.storage.store import Store

MAX_CALLS = 10
"""Messages of one batch about which the model is asked. The word lists alone decide on the rest."""

TIME_LIMIT_S = 3.0
"""How long a batch waits for all of its answers. The invocation has much more."""

MAX_TOKENS = 100
"""Tokens of an answer, which is a few words of JSON."""


class NoOpinionError(Exception):
    """The model's answer does not have the requested form."""


def note(store: Store, configuration: Configuration, created: Sequence[StreamRecord]) -> None:
    """Stores second opinions on the new messages. Never raises: tracking goes on without them."""
    try:
        found = [record.item for record in created if _is_readable(record)]
        asked = _unsettled(store, found[:MAX_CALLS])
        answers = _answers(asked, str(configuration.opinion_model))
        for message, opinion in answers:
            _store(store, configuration, message, opinion)
        _count("given", len(answers))
        _count("left_out", len(found[MAX_CALLS:]))
    except Exception as error:  # noqa: BLE001 the messages must be tracked in any case
        _failed(error)


def ask(client: Any, model: str, text: str) -> Opinion:
    """The model's opinion on a text. Raises NoOpinionError for any other answer, and botocore's
    errors.

    `toolChoice.any` makes a model call the only tool, if the model supports that
    (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolChoice.html).
    """
    tool: Any = {
        "name": second_opinion.TOOL,
        "description": "Reports what the message says.",
        "inputSchema": {"json": second_opinion.SCHEMA},
    }
    answer: Any = client.converse(
        modelId=model,
        system=[{"text": second_opinion.INSTRUCTIONS}],
        messages=[{"role": "user", "content": [{"text": second_opinion.question(text)}]}],
        inferenceConfig={"maxTokens": MAX_TOKENS, "temperature": 0},
        toolConfig={"tools": [{"toolSpec": tool}], "toolChoice": {"any": {}}},
    )
    opinion = second_opinion.opinion_of(_tool_input(answer))
    if opinion is None:
        raise NoOpinionError
    return opinion


def _tool_input(answer: Mapping[str, Any]) -> object:
    """The arguments with which the model called the tool, or None for any other answer."""
    try:
        blocks = answer["output"]["message"]["content"]
        (call,) = (block["toolUse"] for block in blocks if "toolUse" in block)
        return call["input"] if call["name"] == second_opinion.TOOL else None
    except (KeyError, TypeError, ValueError):
        return None


def _unsettled(store: Store, found: Sequence[Item]) -> list[Item]:
    """The messages that still need an opinion.

    Others have one already, because the batch was delivered before. Or they were deleted, or their
    customer was forgotten.
    """
    stored = store.get_all(key for message in found for key in _keys(message)) if found else {}
    return [message for message in found if not _is_settled(message, stored)]


def _is_readable(record: StreamRecord) -> bool:
    item = record.item
    return (
        record.key.pk.startswith(schema.CONVERSATIONS)
        and messages.is_message(item)
        and messages.is_inbound(item)
        and bool(item.get("text"))
    )


def _keys(message: Item) -> list[Key]:
    """The keys of the message's opinion and deletions, and of its conversation's record."""
    pk, message_id = message[schema.PK], message["message_id"]
    prefixes = (schema.OPINION, schema.DELETION, schema.OWN_DELETION)
    return [*(Key(pk, f"{prefix}{message_id}") for prefix in prefixes), Key(pk, schema.STATE)]


def _is_settled(message: Item, stored: Mapping[Key, Item]) -> bool:
    *others, record = (stored.get(key) for key in _keys(message))
    # These are the customer's messages, so a deletion by the brand does not count. On X, a deletion
    # does not say whose it is, so it counts.
    is_gone = any(one and one.get("direction") in {None, "in"} for one in others)
    return is_gone or bool(record and message["at"] <= str(record.get("forgotten_at") or ""))


def _answers(asked: Sequence[Item], model: str) -> list[tuple[Item, Opinion]]:
    """The messages on which the model answered in time, with its opinions."""
    if not asked:
        return []
    client = aws.client("bedrock-runtime", once=True)
    pool = ThreadPoolExecutor(len(asked))
    futures = {pool.submit(ask, client, model, message["text"]): message for message in asked}
    done, late = wait(futures, timeout=TIME_LIMIT_S)
    pool.shutdown(wait=False)  # the client's timeouts end what is late
    errors = [error for future in done if (error := future.exception())]
    for error in [*errors, *(TimeoutError() for _ in late)]:
        _failed(error)
    return [
        (message, future.result())
        for future, message in futures.items()
        if future in done and future.exception() is None
    ]


def _store(store: Store, configuration: Configuration, message: Item, opinion: Opinion) -> None:
    """Stores the opinion, unless it changes nothing or there is one already."""
    stored = second_opinions.to_item(message, opinion)
    without, corrected = (
        second_opinions.marks_of(message, configuration, o) for o in (None, stored)
    )
    if corrected != without:
        store.put_first(stored)


def _count(outcome: str, number: int) -> None:
    if number:
        log.count("SecondOpinions", number, outcome=outcome)


def _failed(error: BaseException) -> None:
    """Counts and logs a failed call, with AWS's error code if it has one."""
    code = error.response.get("Error", {}).get("Code") if isinstance(error, ClientError) else None
    log.event("second_opinion.failed", error=code or type(error).__name__)
    _count("failed", 1)

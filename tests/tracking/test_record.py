"""The record of an ordinary conversation fits one write unit."""

from dataclasses import replace

import pytest

from shared.domain import escalation
from shared.storage import records, wait_facts
from shared.storage.attributes import encode
from tests import builders
from tests.events import (
    PUBLIC,
    answer,
    half_an_hour,
    on_whatsapp,
    post,
    whatsapp,
    whatsapp_reply,
)
from tests.fakes.backend import Backend
from tests.fakes.capacity import KB, size

# As long as real platform ids.
WAMID = "wamid.HBgNNDkxNTExMjM0NTY3OBUCABIYFDNBMDY1QkE1RjlEQjA2QzhGNzZ"
TWEET = "19800000000000000"


def filled(conversation, *events):
    """The record after these events, with one claimed step and the reason of a crowd."""
    (step,) = half_an_hour().policies[0].steps
    steps = (step, replace(step, offset_s=3600))
    backend = Backend(builders.configuration(half_an_hour(steps=steps)))
    backend.receive(*events)
    backend.claim(conversation)
    return backend.record(conversation)


@pytest.mark.parametrize(
    ("conversation", "events"),
    [
        (
            on_whatsapp("4915112345678"),
            [
                whatsapp(f"{WAMID}0", 0, "4915112345678"),
                whatsapp_reply(f"{WAMID}1", 9, "4915112345678"),
                whatsapp(f"{WAMID}2", 20, "4915112345678"),
                whatsapp(f"{WAMID}3", 21, "4915112345678"),
            ],
        ),
        (
            PUBLIC,
            [
                post(f"{TWEET}01", 0, permalink=f"https://x.com/i/status/{TWEET}01"),
                answer(f"{TWEET}02", 9, f"{TWEET}01"),
                post(f"{TWEET}03", 20, permalink=f"https://x.com/i/status/{TWEET}03"),
            ],
        ),
    ],
    ids=["WhatsApp", "X"],
)
def test_an_ordinary_record_with_an_open_wait_is_one_write_unit(conversation, events):
    record = filled(conversation, *events)
    assert record.open_wait is not None
    assert record.checkpoint is not None
    assert record.steps_claimed == 1
    bytes_of_record = size(encode(records.to_item(record)))
    assert bytes_of_record < KB, bytes_of_record


def test_a_fact_is_one_write_unit():
    backend = Backend(builders.configuration(half_an_hour()))
    backend.receive(whatsapp(f"{WAMID}0", 0, "4915112345678"))
    (fact,) = backend.facts()
    assert size(encode(wait_facts.to_item(fact))) < KB


def test_the_record_keeps_a_few_earlier_escalations_and_no_more():
    backend = Backend(builders.configuration(half_an_hour()))
    for n in range(escalation.MAX_EARLIER + 3):
        backend.receive(whatsapp(f"w{n}", 100 * n))
        backend.claim(on_whatsapp("4901"))
        backend.receive(whatsapp_reply(f"r{n}", 100 * n + 50))
    record = backend.record(on_whatsapp("4901"))
    newest = [f"w{n}" for n in range(escalation.MAX_EARLIER + 2, 2, -1)]
    assert [one.named_after for one in record.earlier] == newest

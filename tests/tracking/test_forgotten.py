"""The old messages of a forgotten customer are not stored again when they are delivered again."""

from dataclasses import replace

import pytest

from shared.storage import records
from shared.storage.changes import Put
from tests.builders import at
from tests.events import deleted, on_whatsapp, whatsapp, whatsapp_reply

HERE = on_whatsapp("4901")


@pytest.fixture
def forgotten(backend):
    """Leaves only a new record, which says until when the customer counts as forgotten."""
    backend.receive(whatsapp("w1", 0), whatsapp_reply("r1", 9), whatsapp("w2", 20))
    version = backend.record(HERE).version
    for item in backend.items("C#"):
        key = {name: {"S": item[name]} for name in ("pk", "sk")}
        backend.table.delete_item(TableName="table", Key=key)
    gone = replace(records.new(HERE), version=version + 1, forgotten_at=at(30))
    backend.store.write([Put(records.to_item(gone), expects=None)])
    backend.deliver()
    return backend


def test_an_old_message_that_is_delivered_again_is_deleted(forgotten):
    facts = forgotten.facts()
    forgotten.receive(whatsapp("w1", 0), whatsapp("w2", 20), whatsapp_reply("r1", 9))
    assert forgotten.items("C#", "M#") == []
    assert forgotten.texts() == []
    assert forgotten.open_waits() == []
    assert forgotten.facts() == facts


def test_an_old_edit_or_deletion_that_is_delivered_again_is_deleted(forgotten):
    edit = whatsapp("w1", 25, kind="edit", text="Where?")
    forgotten.receive(edit, deleted(whatsapp("w2", 20), 26))
    assert [i["sk"] for i in forgotten.items("C#")] == ["STATE"]


def test_a_newer_message_opens_a_wait_and_the_old_ones_stay_gone(forgotten):
    forgotten.receive(whatsapp("w3", 40), whatsapp("w1", 0))
    assert forgotten.open_waits() == [(HERE, "w3")]
    assert [i["message_id"] for i in forgotten.items("C#", "M#")] == ["w3"]
    forgotten.receive(whatsapp_reply("r2", 45))
    assert forgotten.open_waits() == []
    assert forgotten.waits()[-1].outcome == "met"


def test_the_figures_of_a_forgotten_customer_stay(forgotten):
    before = [i["figures"] for i in forgotten.items("R#")]
    forgotten.receive(whatsapp("w1", 0))
    assert [i["figures"] for i in forgotten.items("R#")] == before

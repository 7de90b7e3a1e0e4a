"""The fake table follows DynamoDB's rules: each rule is tested on the fake and on the local AWS
engine."""

import pytest
from botocore.exceptions import ClientError

from shared.storage.changes import Put
from shared.storage.errors import ConflictError
from shared.storage.schema import DUE_INDEX, DUE_NEXT, DUE_SHARD, PK, SK
from shared.storage.store import Store
from tests.simulation.both_tables import TABLE, endpoint, side

__all__ = ["endpoint", "side"]

KB = 1024


def item(sk="a", pk="p", **more):
    return {PK: {"S": pk}, SK: {"S": sk}} | more


def key(sk="a"):
    return {PK: {"S": "p"}, SK: {"S": sk}}


def due(sk, moment, shard="DUE#0", **more):
    entry = {DUE_SHARD: {"S": shard}, DUE_NEXT: {"S": moment}}
    return item(sk, **entry, due_at={"S": "deadline"}, text={"S": "words"}, **more)


def put(side, stored, **condition):
    side.client.put_item(TableName=TABLE, Item=stored, **condition)


def get(side, sk="a"):
    answer = side.client.get_item(TableName=TABLE, Key=key(sk), ConsistentRead=True)
    return answer.get("Item")


def version(n):
    return {
        "ConditionExpression": "version = :version",
        "ExpressionAttributeValues": {":version": {"N": str(n)}},
    }


ABSENT = {"ConditionExpression": "attribute_not_exists(pk)"}


def refused(call, *given, **named):
    with pytest.raises(ClientError) as caught:
        call(*given, **named)
    return caught.value.response["Error"]["Code"]


def query(side, **more):
    request = {
        "TableName": TABLE,
        "KeyConditionExpression": "pk = :pk",
        "ExpressionAttributeValues": {":pk": {"S": "p"}},
        "ConsistentRead": True,
    }
    return side.client.query(**request | more)


def sks(answer):
    return [found[SK]["S"] for found in answer["Items"]]


def in_index(side, until=None, shard="DUE#0", **more):
    condition, values = f"{DUE_SHARD} = :shard", {":shard": {"S": shard}}
    if until is not None:
        condition += f" AND {DUE_NEXT} <= :until"
        values[":until"] = {"S": until}
    return side.client.query(
        TableName=TABLE,
        IndexName=DUE_INDEX,
        KeyConditionExpression=condition,
        ExpressionAttributeValues=values,
        **more,
    )


def test_what_was_put_is_read(side):
    stored = item(version={"N": "1"}, on={"BOOL": True}, all={"L": [{"S": "x"}]}, of={"M": {}})
    put(side, stored)
    assert get(side) == stored
    assert get(side, "b") is None


def test_a_put_replaces_all_of_an_item(side):
    put(side, item(text={"S": "old"}, more={"S": "x"}))
    put(side, item(text={"S": "new"}))
    assert get(side) == item(text={"S": "new"})


def test_of_two_puts_on_condition_of_absence_only_the_first_succeeds(side):
    put(side, item(version={"N": "1"}), **ABSENT)
    code = refused(put, side, item(version={"N": "2"}), **ABSENT)
    assert code == "ConditionalCheckFailedException"
    assert get(side)["version"] == {"N": "1"}


@pytest.mark.parametrize("stored", [None, item(), item(version={"N": "2"})])
def test_a_version_that_is_not_there_is_refused(side, stored):
    if stored:
        put(side, stored)
    assert refused(put, side, item(), **version(1)) == "ConditionalCheckFailedException"
    gone = refused(side.client.delete_item, TableName=TABLE, Key=key(), **version(1))
    assert gone == "ConditionalCheckFailedException"


def test_the_version_that_is_there_is_accepted(side):
    put(side, item(version={"N": "1"}))
    put(side, item(version={"N": "2"}), **version(1))
    side.client.delete_item(TableName=TABLE, Key=key(), **version(2))
    assert get(side) is None


def test_deleting_what_is_not_there_is_no_error(side):
    side.client.delete_item(TableName=TABLE, Key=key())


def test_a_partition_is_read_in_the_order_of_its_sort_keys(side):
    for sk in ("b", "a", "B", "ä", "a#1"):
        put(side, item(sk))
    put(side, item("z", pk="q"))
    assert sks(query(side)) == ["B", "a", "a#1", "b", "ä"]
    assert sks(query(side, ScanIndexForward=False)) == ["ä", "b", "a#1", "a", "B"]


def test_a_partition_can_be_read_from_a_sort_key_on(side):
    for sk in ("a", "b", "c"):
        put(side, item(sk))
    values = {":pk": {"S": "p"}, ":after": {"S": "a"}}
    answer = query(
        side,
        KeyConditionExpression="pk = :pk AND sk > :after",
        ExpressionAttributeValues=values,
    )
    assert sks(answer) == ["b", "c"]


@pytest.mark.parametrize("forward", [True, False])
def test_pages_join_without_a_gap(side, forward):
    for sk in "abcde":
        put(side, item(sk))
    found, more = [], {}
    while True:
        answer = query(side, Limit=2, ScanIndexForward=forward, **more)
        assert len(answer["Items"]) <= 2
        found += sks(answer)
        if "LastEvaluatedKey" not in answer:
            break
        more = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
    assert found == (list("abcde") if forward else list("edcba"))


def test_a_page_may_start_after_a_key_that_is_gone(side):
    for sk in "ac":
        put(side, item(sk))
    assert sks(query(side, ExclusiveStartKey=key("b"))) == ["c"]


def test_a_page_holds_a_megabyte(side):
    for sk in "abcd":
        put(side, item(sk, text={"S": "x" * 300 * KB}))
    answer = query(side)
    assert sks(answer) == list("abc")
    assert answer["LastEvaluatedKey"] == key("c")


def test_an_item_holds_400_kilobytes(side):
    assert refused(put, side, item(text={"S": "x" * 401 * KB})) == "ValidationException"


def test_the_index_is_sparse_and_holds_what_its_key_names(side):
    put(side, due("a", "2026-01-01"))
    put(side, item("b"))
    put(side, item("c", **{DUE_SHARD: {"S": "DUE#0"}}))
    (only,) = in_index(side)["Items"]
    assert only == {n: v for n, v in due("a", "2026-01-01").items() if n != "text"}


def test_the_index_is_sorted_by_moment_and_read_up_to_one(side):
    for sk, moment in (("a", "3"), ("b", "1"), ("c", "2"), ("d", "4")):
        put(side, due(sk, moment))
    put(side, due("e", "1", shard="OTHER#0"))
    assert sks(in_index(side)) == ["b", "c", "a", "d"]
    assert sks(in_index(side, until="3")) == ["b", "c", "a"]


def test_the_index_follows_the_table(side):
    put(side, due("a", "1"))
    put(side, due("a", "2", shard="OTHER#0"))
    assert sks(in_index(side)) == []
    assert sks(in_index(side, shard="OTHER#0")) == ["a"]
    put(side, item("a"))
    assert sks(in_index(side, shard="OTHER#0")) == []


def test_the_index_has_pages_too(side):
    for n in range(5):
        put(side, due(str(n), "1" if n % 2 else "2"))
    found, more = [], {}
    while True:
        answer = in_index(side, Limit=2, **more)
        found += sks(answer)
        if "LastEvaluatedKey" not in answer:
            break
        assert answer["LastEvaluatedKey"].keys() == {PK, SK, DUE_SHARD, DUE_NEXT}
        more = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
    assert sorted(found[:2]) == ["1", "3"]
    assert sorted(found[2:]) == ["0", "2", "4"]


def test_the_index_cannot_be_read_consistently(side):
    assert refused(in_index, side, ConsistentRead=True) == "ValidationException"


def test_a_batch_takes_25_different_items(side):
    def written(items):
        side.client.batch_write_item(
            RequestItems={TABLE: [{"PutRequest": {"Item": i}} for i in items]}
        )

    written([item(f"{n:02}") for n in range(25)])
    assert len(query(side)["Items"]) == 25
    assert refused(written, [item(f"{n:02}") for n in range(26)]) == "ValidationException"
    assert refused(written, [item("a"), item("a")]) == "ValidationException"


def test_a_batch_of_reads_leaves_out_what_is_not_there(side):
    put(side, item("a"))
    wanted = {"Keys": [key("a"), key("b")], "ConsistentRead": True}
    answer = side.client.batch_get_item(RequestItems={TABLE: wanted})
    assert answer["Responses"] == {TABLE: [item("a")]}
    assert not answer["UnprocessedKeys"]


def test_a_batch_of_reads_takes_100_different_keys(side):
    def read(keys):
        side.client.batch_get_item(RequestItems={TABLE: {"Keys": keys}})

    read([key(f"{n}") for n in range(100)])
    assert refused(read, [key(f"{n}") for n in range(101)]) == "ValidationException"
    assert refused(read, [key("a"), key("a")]) == "ValidationException"


def transact(side, *changes):
    items = [{action: {"TableName": TABLE} | request} for action, request in changes]
    side.client.transact_write_items(TransactItems=items)


def test_a_transaction_does_all(side):
    put(side, item("a", version={"N": "1"}))
    transact(
        side,
        ("Delete", {"Key": key("a")} | version(1)),
        ("Put", {"Item": item("b")} | ABSENT),
    )
    assert sks(query(side)) == ["b"]


def test_a_transaction_does_nothing_if_one_condition_fails(side):
    put(side, item("a", version={"N": "1"}))
    with pytest.raises(ClientError) as caught:
        transact(
            side,
            ("Put", {"Item": item("b")} | ABSENT),
            ("Put", {"Item": item("a", version={"N": "3"})} | version(2)),
        )
    response = caught.value.response
    assert response["Error"]["Code"] == "TransactionCanceledException"
    codes = [reason["Code"] for reason in response["CancellationReasons"]]
    assert codes == ["None", "ConditionalCheckFailed"]
    assert sks(query(side)) == ["a"]


def test_a_transaction_touches_each_item_once(side):
    twice = (("Put", {"Item": item("a")}), ("Delete", {"Key": key("a")}))
    assert refused(transact, side, *twice) == "ValidationException"


def test_the_stream_has_changes_in_their_order(side):
    put(side, item(text={"S": "one"}))
    put(side, item(text={"S": "two"}))
    side.client.delete_item(TableName=TABLE, Key=key())
    records = side.stream()
    assert [r["eventName"] for r in records] == ["INSERT", "MODIFY", "REMOVE"]
    assert [r["dynamodb"].get("NewImage", {}).get("text", {}).get("S") for r in records] == [
        "one",
        "two",
        None,
    ]
    assert all(r["dynamodb"]["Keys"] == key() for r in records)
    numbers = [int(r["dynamodb"]["SequenceNumber"]) for r in records]
    assert numbers == sorted(numbers)


def test_a_put_without_a_change_is_not_in_the_stream(side):
    for _ in range(3):
        put(side, item(text={"S": "same"}))
    side.client.batch_write_item(
        RequestItems={TABLE: [{"PutRequest": {"Item": item(text={"S": "same"})}}]}
    )
    side.client.delete_item(TableName=TABLE, Key=key("b"))
    assert [r["eventName"] for r in side.stream()] == ["INSERT"]


def test_a_transaction_is_in_the_stream_like_other_writes(side):
    transact(side, ("Put", {"Item": item("a")}), ("Put", {"Item": item("b")}))
    assert sorted(r["dynamodb"]["Keys"][SK]["S"] for r in side.stream()) == ["a", "b"]


def test_another_table_is_not_there(side):
    call = side.client.get_item
    assert refused(call, TableName="other", Key=key()) == "ResourceNotFoundException"


def test_a_key_is_not_empty(side):
    assert refused(put, side, item("")) == "ValidationException"


def test_a_full_page_promises_more_even_if_nothing_follows(side):
    """DynamoDB does not read beyond the limit."""
    for sk in "ab":
        put(side, item(sk))
    answer = query(side, Limit=2)
    assert answer["LastEvaluatedKey"] == key("b")
    rest = query(side, ExclusiveStartKey=answer["LastEvaluatedKey"])
    assert rest["Items"] == []
    assert "LastEvaluatedKey" not in rest


def test_only_a_repeat_of_ones_own_marked_write_is_no_conflict(side):
    """The SDK repeats a write whose answer was lost."""
    store = Store(side.client, TABLE)
    ours = Put({PK: "p", SK: "a", "version": 0}, expects=None, retry_safe=True)
    for _ in range(2):
        store.write([ours])
    theirs = Put({PK: "p", SK: "a", "version": 0}, expects=None, retry_safe=True)
    plain = Put({PK: "p", SK: "a", "version": 0}, expects=None)
    for other in (theirs, plain):
        with pytest.raises(ConflictError):
            store.write([other])

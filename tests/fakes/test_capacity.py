"""The meter counts as DynamoDB charges, according to the developer guide's rules and examples."""

import pytest

from shared.storage.schema import DUE_INDEX, DUE_NEXT, DUE_SHARD
from tests.fakes.capacity import Meter, read_units, size, write_units
from tests.fakes.dynamodb import FakeDynamoDB

TABLE = "metered"


@pytest.fixture
def meter():
    return Meter()


@pytest.fixture
def table(meter):
    return FakeDynamoDB(TABLE, lambda: 0.0, meter=meter)


def item(sk="a", **more):
    return {"pk": {"S": "p"}, "sk": {"S": sk}} | more


def due(moment, **more):
    return item(**{DUE_SHARD: {"S": "DUE#0"}, DUE_NEXT: {"S": moment}}, **more)


def spent(meter, call, **request):
    before = dict(meter.written)
    call(TableName=TABLE, **request)
    return {n: u - before.get(n, 0) for n, u in meter.written.items() if u != before.get(n, 0)}


@pytest.mark.parametrize(
    ("attribute", "expected"),
    [
        ({"S": "abc"}, 3),
        ({"S": "ä"}, 2),
        ({"N": "7"}, 2),
        ({"N": "-27"}, 3),
        ({"N": "1234"}, 3),
        ({"N": "1200"}, 2),
        ({"BOOL": True}, 1),
        ({"L": [{"S": "ab"}, {"N": "1"}]}, 3 + (1 + 2) + (1 + 2)),
        ({"M": {"k": {"S": "ab"}}}, 3 + 1 + 1 + 2),
    ],
)
def test_an_attribute_weighs_its_name_and_its_value(attribute, expected):
    assert size({"n": attribute}) == 1 + expected


@pytest.mark.parametrize(("bytes_", "units"), [(0, 1), (1, 1), (1024, 1), (1025, 2), (2048, 2)])
def test_a_write_unit_is_a_kilobyte(bytes_, units):
    assert write_units(bytes_) == units


@pytest.mark.parametrize(("bytes_", "units"), [(0, 1), (4096, 1), (4097, 2)])
def test_a_read_unit_is_four_kilobytes_and_half_if_the_read_may_lag(bytes_, units):
    assert read_units(bytes_, consistent=True) == units
    assert read_units(bytes_, consistent=False) == units / 2


def test_a_put_costs_the_larger_of_before_and_after(table, meter):
    large = item(text={"S": "x" * 1500})
    assert spent(meter, table.put_item, Item=large) == {"table": 2}
    assert spent(meter, table.put_item, Item=item()) == {"table": 2}
    assert spent(meter, table.put_item, Item=item()) == {"table": 1}


def test_a_write_that_is_refused_costs_too(table, meter):
    table.put_item(TableName=TABLE, Item=item())
    before = meter.wcu
    with pytest.raises(Exception, match="ConditionalCheckFailed"):
        table.put_item(TableName=TABLE, Item=item(), ConditionExpression="attribute_not_exists(pk)")
    assert meter.wcu - before == 1


def test_an_index_entry_costs_one_unit_and_two_where_it_moves(table, meter):
    def put(stored):
        return spent(meter, table.put_item, Item=stored).get("index", 0)

    assert put(due("1")) == 1
    assert put(due("1", text={"S": "not in the index"})) == 0
    assert put(due("1", due_at={"S": "in the index"})) == 1
    assert put(due("2")) == 2
    assert put(item()) == 1


def test_a_transaction_costs_twice_but_its_index_update_once(table, meter):
    put = {"Put": {"TableName": TABLE, "Item": due("1")}}
    table.transact_write_items(TransactItems=[put])
    assert dict(meter.written) == {"table": 2, "index": 1}


def test_a_query_costs_by_the_page_and_a_get_by_the_item(table, meter):
    for sk in "abcde":
        table.put_item(TableName=TABLE, Item=item(sk, text={"S": "x" * 1000}))
    values = {":pk": {"S": "p"}}
    table.query(
        TableName=TABLE,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues=values,
        ConsistentRead=True,
    )
    assert meter.read["query"] == 2
    keys = [{"pk": {"S": "p"}, "sk": {"S": sk}} for sk in "abz"]
    table.batch_get_item(RequestItems={TABLE: {"Keys": keys, "ConsistentRead": True}})
    assert meter.read["get"] == 3
    table.query(
        TableName=TABLE,
        IndexName=DUE_INDEX,
        KeyConditionExpression=f"{DUE_SHARD} = :shard",
        ExpressionAttributeValues={":shard": {"S": "DUE#0"}},
    )
    assert meter.read["index"] == 0.5

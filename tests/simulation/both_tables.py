"""The two tables that must behave alike: the fake, and a table on the local AWS engine."""

import os
import time
from collections.abc import Iterator
from unittest.mock import patch

import boto3
import pytest

from cli.local import emulator
from tests import tables
from tests.fakes.dynamodb import FakeDynamoDB

TABLE = "semantics"
SIDES = ("fake", "ministack")


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory) -> Iterator[str]:
    port = emulator.free_port()
    conversation = tmp_path_factory.mktemp("ministack")
    with emulator.running(
        port=port, state=conversation / "state", log=conversation / "log"
    ) as running:
        yield running.endpoint


class Fake:
    """The fake table and its stream."""

    def __init__(self) -> None:
        self.client = FakeDynamoDB(TABLE, time.time)
        self.records = []
        self.client.on_record = self.records.append

    def stream(self):
        return self.records


class MiniStack:
    """A table on the local AWS engine."""

    def __init__(self, endpoint: str) -> None:
        with patch.dict(os.environ, emulator.environment(endpoint), clear=True):
            self.client = boto3.client("dynamodb")
            self.streams = boto3.client("dynamodbstreams")
        stream = {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
        tables.create_table(self.client, TABLE, StreamSpecification=stream)
        self.arn = self.client.describe_table(TableName=TABLE)["Table"]["LatestStreamArn"]

    def stream(self):
        found = []
        described = self.streams.describe_stream(StreamArn=self.arn)["StreamDescription"]
        for shard in described["Shards"]:
            iterator = self.streams.get_shard_iterator(
                StreamArn=self.arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
            )["ShardIterator"]
            found += self.streams.get_records(ShardIterator=iterator)["Records"]
        return found

    def close(self) -> None:
        self.client.delete_table(TableName=TABLE)
        self.client.close()
        self.streams.close()


@pytest.fixture(params=SIDES)
def side(request):
    if request.param == "fake":
        yield Fake()
        return
    made = MiniStack(request.getfixturevalue("endpoint"))
    yield made
    made.close()

"""Records in and out: every codec, idempotence, offsets by time, deletion, the size limit."""

import os

from confluent_kafka import KafkaError, KafkaException, TopicPartition
from confluent_kafka.admin import OffsetSpec

from client import WAIT_SECONDS, refused_with, same, scenario

CODECS = ["none", "gzip", "snappy", "lz4", "zstd"]
IDEMPOTENT_RECORDS = 2000


class Records:
    def __init__(self, client, rows):
        self.client = client
        self.rows = rows

    def run(self):
        for codec in CODECS:
            scenario(f"roundtrip.{codec}", lambda codec=codec: self.round_trip(codec))
        scenario("producer.idempotent", self.idempotent)
        scenario("list-offsets.timestamp", self.by_timestamp)
        scenario("records.delete", self.delete_records)
        scenario("error.too-large", self.too_large)

    def write_cross(self):
        for codec in CODECS:
            scenario(f"cross.write.{codec}", lambda codec=codec: self.cross(codec))

    def cross(self, codec):
        topic = self.client.topic(f"x-{codec}")
        self.client.write(topic, self.rows, **{"compression.type": codec})
        return topic

    def round_trip(self, codec):
        topic = self.client.topic(f"roundtrip-{codec}")
        self.client.write(topic, self.rows, **{"compression.type": codec, "linger.ms": 20})
        return self.client.read_and_compare(topic, self.rows)

    def idempotent(self):
        topic = self.client.topic("idempotent")
        # Small batches and five in flight: many sequence numbers on the wire at once.
        producer = self.client.producer(**{"enable.idempotence": True, "batch.num.messages": 20, "linger.ms": 0})
        for i in range(IDEMPOTENT_RECORDS):
            producer.produce(topic, str(i).encode(), partition=0)
        same(0, producer.flush(WAIT_SECONDS), "messages not sent")
        values = [int(message.value()) for message in self.client.read(topic, IDEMPOTENT_RECORDS)]
        assert values == list(range(IDEMPOTENT_RECORDS)), "records are not in order, each once"
        return f"{IDEMPOTENT_RECORDS} records in order, each once"

    def offset(self, topic, spec):
        futures = self.client.admin.list_offsets({TopicPartition(topic, 0): spec}, request_timeout=WAIT_SECONDS)
        return self.client.done(futures).offset

    def by_timestamp(self):
        topic = self.client.topic("timestamps")
        self.client.write(topic, self.rows)
        middle = len(self.rows) // 2
        same(middle, self.offset(topic, OffsetSpec.for_timestamp(self.rows[middle].timestamp)), "offset of a timestamp")
        same(-1, self.offset(topic, OffsetSpec.for_timestamp(self.rows[-1].timestamp + 1)), "offset after the last timestamp")
        same(len(self.rows), self.offset(topic, OffsetSpec.latest()), "latest")
        same(len(self.rows) - 1, self.offset(topic, OffsetSpec.max_timestamp()), "offset of the highest timestamp")
        return "middle, after the end, latest, highest timestamp"

    def delete_records(self):
        topic = self.client.topic("deleted")
        self.client.write(topic, self.rows)
        futures = self.client.admin.delete_records([TopicPartition(topic, 0, 7)], request_timeout=WAIT_SECONDS)
        same(7, self.client.done(futures).low_watermark, "low watermark")
        same(7, self.offset(topic, OffsetSpec.earliest()), "earliest")
        same(7, self.client.read(topic, len(self.rows) - 7)[0].offset(), "offset of the first record")
        return "log starts at 7"

    def too_large(self):
        topic = self.client.topic("small", config={"max.message.bytes": "2000"})
        producer, errors = self.client.producer(), []
        producer.produce(topic, os.urandom(10_000), on_delivery=lambda error, _: errors.append(error))
        producer.flush(WAIT_SECONDS)

        def refused():
            if errors[0] is not None:
                raise KafkaException(errors[0])

        return refused_with(KafkaError.MSG_SIZE_TOO_LARGE, refused)

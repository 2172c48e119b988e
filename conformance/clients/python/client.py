"""Producers, consumers and admin of a run, the shared data set, and the report of a scenario."""

import base64
import json
import sys
import time
from dataclasses import dataclass

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

WAIT_SECONDS = 30


@dataclass(frozen=True)
class Row:
    """A line of the data file: timestamp TAB key TAB value TAB headers; base64, "-" for null, name=base64 with commas between."""

    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: list


def _bytes(cell):
    return None if cell == "-" else base64.b64decode(cell)


def load_rows(file):
    rows = []
    with open(file, encoding="ascii") as lines:
        for line in lines:
            timestamp, key, value, headers = line.rstrip("\n").split("\t")
            pairs = [pair.partition("=") for pair in headers.split(",") if pair]
            rows.append(Row(int(timestamp), _bytes(key), _bytes(value), [(name, _bytes(cell)) for name, _, cell in pairs]))
    return rows


def difference(row, message, timestamps):
    if row.key != message.key():
        return "key"
    # A null value and an empty one are told apart by None.
    if row.value != message.value():
        return "value"
    if timestamps and row.timestamp != message.timestamp()[1]:
        return "timestamp"
    if row.headers != (message.headers() or []):
        return "headers"
    return None


def scenario(name, run):
    """Runs a scenario and prints one JSON line: its outcome is a value, whatever it threw."""
    try:
        detail, ok = run(), True
    except Exception as failure:  # noqa: BLE001 - every failure is a result here
        detail, ok = f"{type(failure).__name__}: {failure}", False
    print(json.dumps({"scenario": name, "ok": ok, "detail": str(detail)}), flush=True)


def same(wanted, got, what):
    assert wanted == got, f"{what}: wanted {wanted}, got {got}"


def until(condition, what):
    """The condition itself polls a client and so takes its time."""
    end = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < end, f"waited too long for {what}"


def refused_with(code, run):
    """Runs what Kafka must refuse with this error code."""
    try:
        run()
    except KafkaException as refused:
        same(code, refused.args[0].code(), "error code")
        return refused.args[0].name()
    raise AssertionError("it was accepted")


class Client:
    def __init__(self, setting):
        self.setting = setting
        self.common = {"bootstrap.servers": setting["bootstrap"]}
        if "ca" in setting:
            self.common |= {
                "security.protocol": "SASL_SSL",
                "ssl.ca.location": setting["ca"],
                "sasl.mechanism": "PLAIN",
                "sasl.username": setting["user"],
                "sasl.password": setting["password"],
            }
        self.admin = AdminClient(self.common)

    def name(self, what):
        return f"{self.setting['prefix']}-{what}"

    def producer(self, **more):
        return Producer(self.common | more)

    def consumer(self, group, **more):
        defaults = {
            "group.id": self.name(group),
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
            "session.timeout.ms": 10000,
            "heartbeat.interval.ms": 500,
        }
        return Consumer(self.common | defaults | more)

    def topic(self, what, partitions=1, config=None):
        topic = self.name(what)
        self.done(self.admin.create_topics([NewTopic(topic, partitions, 1, config=config or {})], request_timeout=WAIT_SECONDS))
        # librdkafka's metadata of another client may be older than the topic.
        until(lambda: topic in self.admin.list_topics(timeout=WAIT_SECONDS).topics, "the new topic")
        return topic

    @staticmethod
    def done(futures):
        """The only result of an admin call for one thing."""
        (future,) = futures.values()
        return future.result(WAIT_SECONDS)

    def write(self, topic, rows, **more):
        producer = self.producer(**more)
        failures = []
        for row in rows:
            producer.produce(
                topic, row.value, row.key, partition=0, timestamp=row.timestamp, headers=row.headers,
                on_delivery=lambda error, _: failures.append(error) if error else None,
            )
        same(0, producer.flush(WAIT_SECONDS), "messages not sent")
        if failures:
            raise KafkaException(failures[0])

    def read(self, topic, count):
        """Partition 0 from its beginning until there are `count` records."""
        consumer = self.consumer("reader")
        consumer.assign([TopicPartition(topic, 0, OFFSET_BEGINNING)])
        messages = []

        def enough():
            messages.extend(polled(consumer))
            return len(messages) >= count

        until(enough, f"records of {topic}")
        consumer.close()
        return messages

    def read_and_compare(self, topic, rows, timestamps=True):
        messages = self.read(topic, len(rows))
        same(len(rows), len(messages), "records")
        for at, (row, message) in enumerate(zip(rows, messages)):
            found = difference(row, message, timestamps)
            assert found is None, f"record {at} differs in its {found}"
        return f"{len(rows)} records"


def polled(consumer):
    messages = consumer.consume(100, timeout=0.1)
    for message in messages:
        if message.error():
            raise KafkaException(message.error())
    return messages


def setting_of(argv):
    return argv[1], dict(argument.split("=", 1) for argument in argv[2:])


if __name__ == "__main__":
    sys.exit("this is a library: start main.py")

"""Does what it is told, one step a line (an object of strings on stdin), one answer a line. Each step is a client of its own, but for those held."""

import json
import sys
import time

from confluent_kafka import OFFSET_BEGINNING, Consumer, ConsumerGroupTopicPartitions, KafkaError, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import (
    AclBinding, AclBindingFilter, AclOperation, AclPermissionType, AdminClient, AlterConfigOpType, ConfigEntry, ConfigResource, NewPartitions,
    NewTopic, OffsetSpec, ResourcePatternType, ResourceType,
)

from client import Client

WAIT_SECONDS = 15
IN_FLIGHT_MAX = 64
done = Client.done


class Steps:
    def __init__(self):
        self.held_producer = None
        self.last_admin = None
        self.errors = []

    def run(self):
        for line in sys.stdin:
            step = json.loads(line)
            self.errors.clear()
            print(json.dumps(self.answer(step)), flush=True)

    def answer(self, step):
        known = getattr(self, step["step"].replace(".", "_").replace("-", "_"), None)
        if known is None:
            return {"skip": "confluent-kafka has no such call"}
        try:
            return {"ok": True, "value": str(known(step))}
        except Exception as failure:  # noqa: BLE001 - every failure is an answer here
            # A refused login, and what ends an idempotent producer, is told to the error callback; what was asked for only times out.
            error = self.errors[0] if self.errors else failure.args[0] if isinstance(failure, KafkaException) else None
            return {"ok": False, "error": error.name() if error else type(failure).__name__, "detail": str(failure)}

    def common(self, step):
        def on_error(error):
            if error.code() == KafkaError._AUTHENTICATION or error.fatal():
                self.errors.append(error)

        return {
            "bootstrap.servers": step["bootstrap"], "security.protocol": "SASL_SSL", "ssl.ca.location": step["ca"],
            "sasl.mechanism": "PLAIN", "sasl.username": step["user"], "sasl.password": step["password"], "error_cb": on_error,
            "log_level": 0,
        }

    def admin(self, step):
        # Kept: with the last reference what was asked for goes, too.
        self.last_admin = AdminClient(self.common(step))
        return self.last_admin

    # Records

    def producer(self, step, **more):
        return Producer(self.common(step) | {"message.timeout.ms": 8000, "linger.ms": 0} | more)

    def send(self, producer, topic):
        reports = []
        producer.produce(topic, b"1", on_delivery=lambda error, message: reports.append((error, message.offset())))
        end = time.monotonic() + WAIT_SECONDS
        while not reports and not self.errors and time.monotonic() < end:
            producer.poll(0.1)
        if self.errors:
            raise KafkaException(self.errors[0])
        ((error, offset),) = reports
        if error:
            raise KafkaException(error)
        return f"offset {offset}"

    def produce(self, step):
        return self.send(self.producer(step), step["topic"])

    produce_new_topic = produce

    def produce_idempotent(self, step):
        return self.send(self.producer(step, **{"enable.idempotence": True}), step["topic"])

    def hold(self, step):
        self.held_producer = self.producer(step)
        return self.send(self.held_producer, step["topic"])

    def held(self, step):
        return self.send(self.held_producer, step["topic"])

    def consume(self, step):
        consumer = Consumer(self.common(step) | {"group.id": step["group"], "auto.offset.reset": "earliest", "enable.auto.commit": False})
        consumer.subscribe([step["topic"]])
        return self.first_records(consumer, commits=True)

    def fetch(self, step):
        consumer = Consumer(self.common(step) | {"group.id": "unused", "enable.auto.commit": False})
        consumer.assign([TopicPartition(step["topic"], 0, OFFSET_BEGINNING)])
        return self.first_records(consumer, commits=False)

    def first_records(self, consumer, *, commits):
        try:
            end = time.monotonic() + WAIT_SECONDS
            while time.monotonic() < end:
                messages = consumer.consume(100, timeout=0.1)
                if self.errors:
                    raise KafkaException(self.errors[0])
                # It looks for the coordinator of its group also where it joins none: that has nothing to do with the fetch.
                messages = [one for one in messages if commits or not one.error() or one.error().code() != KafkaError.GROUP_AUTHORIZATION_FAILED]
                for message in messages:
                    if message.error():
                        raise KafkaException(message.error())
                if messages:
                    if commits:
                        consumer.commit(asynchronous=False)
                    return f"{len(messages)} records"
            raise TimeoutError("no record came")
        finally:
            consumer.close()

    def throttle(self, step):
        """As fast as it goes; counted after the burst that a quota allows. Answers MB (1e6 bytes) per second and the longest throttle time in ms."""
        longest, delivered, flying = [0], [0], [0]

        def on_delivery(error, message):
            if error:
                raise KafkaException(error)
            flying[0] -= 1
            delivered[0] += len(message.value())

        def on_throttle(event):
            longest[0] = max(longest[0], event.throttle_time)

        # Small batches: one that is answered just inside or outside the counted time must not matter.
        producer = self.producer(step, throttle_cb=on_throttle, **{"message.timeout.ms": 30000, "batch.size": 65536})
        value = bytes(int(step["recordBytes"]))
        start = time.monotonic() + int(step["burstMs"]) / 1000
        end = start + int(step["countedMs"]) / 1000
        before, began = None, None
        while (now := time.monotonic()) < end:
            if before is None and now >= start:
                before, began = delivered[0], now
            while flying[0] < IN_FLIGHT_MAX:
                producer.produce(step["topic"], value, on_delivery=on_delivery)
                flying[0] += 1
            producer.poll(0.01)
        rate = (delivered[0] - before) / 1e6 / (time.monotonic() - began)
        producer.purge()
        # librdkafka's throttle events tell seconds.
        return f"{rate:.4f} {longest[0] * 1000:.0f}"

    # Administration

    def topics_list(self, step):
        return seen(step["topic"] in self.admin(step).list_topics(timeout=WAIT_SECONDS).topics)

    def topics_describe(self, step):
        topic = self.admin(step).list_topics(step["topic"], timeout=WAIT_SECONDS).topics[step["topic"]]
        if topic.error:
            raise KafkaException(topic.error)
        return f"{len(topic.partitions)} partitions"

    def topics_create(self, step):
        done(self.admin(step).create_topics([NewTopic(step["topic"], 1, 1)]))
        return "created"

    def topics_delete(self, step):
        done(self.admin(step).delete_topics([step["topic"]]))
        return "deleted"

    def topics_partitions(self, step):
        done(self.admin(step).create_partitions([NewPartitions(step["topic"], 2)]))
        return "2 partitions"

    def configs_describe(self, step):
        return f"{len(done(self.admin(step).describe_configs([ConfigResource(ResourceType.TOPIC, step['topic'])])))} configs"

    def configs_alter(self, step):
        entry = ConfigEntry("retention.ms", "7200000", incremental_operation=AlterConfigOpType.SET)
        done(self.admin(step).incremental_alter_configs([ConfigResource(ResourceType.TOPIC, step["topic"], incremental_configs=[entry])]))
        return "altered"

    def offsets_latest(self, step):
        return f"offset {done(self.admin(step).list_offsets({TopicPartition(step['topic'], 0): OffsetSpec.latest()})).offset}"

    def records_delete(self, step):
        return f"from {done(self.admin(step).delete_records([TopicPartition(step['topic'], 0, 1)])).low_watermark}"

    def groups_list(self, step):
        listing = self.admin(step).list_consumer_groups().result(WAIT_SECONDS)
        return seen(step["group"] in {one.group_id for one in listing.valid})

    def groups_describe(self, step):
        return f"{len(done(self.admin(step).describe_consumer_groups([step['group']])).members)} members"

    def groups_delete(self, step):
        done(self.admin(step).delete_consumer_groups([step["group"]]))
        return "deleted"

    def offsets_list(self, step):
        found = done(self.admin(step).list_consumer_group_offsets([ConsumerGroupTopicPartitions(step["group"])]))
        return f"offset {found.topic_partitions[0].offset}"

    def offsets_alter(self, step):
        wanted = ConsumerGroupTopicPartitions(step["group"], [TopicPartition(step["topic"], 0, 1)])
        found = done(self.admin(step).alter_consumer_group_offsets([wanted]))
        if found.topic_partitions[0].error:
            raise KafkaException(found.topic_partitions[0].error)
        return "offset 1"

    def acls_list(self, step):
        anything = AclBindingFilter(
            ResourceType.ANY, None, ResourcePatternType.ANY, None, None, AclOperation.ANY, AclPermissionType.ANY,
        )
        return "some" if self.admin(step).describe_acls(anything).result(WAIT_SECONDS) else "none"

    def acls_create(self, step):
        done(self.admin(step).create_acls([AclBinding(*acl(step))]))
        return "created"

    def acls_delete(self, step):
        return f"{len(done(self.admin(step).delete_acls([AclBindingFilter(*acl(step))])))} deleted"


def seen(is_there):
    return "present" if is_there else "absent"


def acl(step):
    return (
        ResourceType.TOPIC, step["topic"], ResourcePatternType.LITERAL, step["principal"], "*", AclOperation.READ, AclPermissionType.ALLOW,
    )

"""Life of a topic through the admin client."""

from confluent_kafka import KafkaError, KafkaException, TopicCollection
from confluent_kafka.admin import AlterConfigOpType, ConfigEntry, ConfigResource, NewPartitions

from client import WAIT_SECONDS, refused_with, same, scenario, until


class Topics:
    def __init__(self, client):
        self.client = client
        self.admin = client.admin
        self.topic = client.name("topics")

    def run(self):
        scenario("topics.create", self.create)
        scenario("topics.describe", self.describe)
        scenario("topics.configs", self.configs)
        scenario("topics.alter", self.alter)
        scenario("topics.partitions", self.partitions)
        scenario("topics.delete", self.delete)
        scenario("topics.auto-create", self.auto_create)
        scenario("error.unknown-topic", self.unknown)

    def create(self):
        self.client.topic("topics", 3, {"retention.ms": "3600000"})
        return refused_with(KafkaError.TOPIC_ALREADY_EXISTS, lambda: self.client.topic("topics", 3))

    def described(self, topic):
        return self.client.done(self.admin.describe_topics(TopicCollection([topic]), request_timeout=WAIT_SECONDS))

    def describe(self):
        description = self.described(self.topic)
        same(3, len(description.partitions), "partitions")
        assert all(p.leader is not None and len(p.isr) == 1 for p in description.partitions), "leader and replica of each partition"
        return f"id {description.topic_id}"

    def config(self, key):
        resource = ConfigResource(ConfigResource.Type.TOPIC, self.topic)
        return self.client.done(self.admin.describe_configs([resource], request_timeout=WAIT_SECONDS))[key]

    def configs(self):
        same("3600000", self.config("retention.ms").value, "retention.ms")
        assert not self.config("retention.ms").is_default, "retention.ms is no default"
        same("delete", self.config("cleanup.policy").value, "cleanup.policy")
        assert self.config("cleanup.policy").is_default, "cleanup.policy is a default"
        return "retention.ms and cleanup.policy"

    def alter(self):
        entry = ConfigEntry("retention.ms", "7200000", incremental_operation=AlterConfigOpType.SET)
        resource = ConfigResource(ConfigResource.Type.TOPIC, self.topic, incremental_configs=[entry])
        self.client.done(self.admin.incremental_alter_configs([resource], request_timeout=WAIT_SECONDS))
        until(lambda: self.config("retention.ms").value == "7200000", "the new value of retention.ms")
        return "retention.ms 7200000"

    def partitions(self):
        self.client.done(self.admin.create_partitions([NewPartitions(self.topic, 5)], request_timeout=WAIT_SECONDS))
        until(lambda: len(self.described(self.topic).partitions) == 5, "five partitions")
        return "3 to 5"

    def delete(self):
        self.client.done(self.admin.delete_topics([self.topic], request_timeout=WAIT_SECONDS))
        until(lambda: self.topic not in self.admin.list_topics(timeout=WAIT_SECONDS).topics, "the topic to go")
        return "gone from the list"

    def auto_create(self):
        producer, errors = self.client.producer(), []
        producer.produce(self.client.name("auto"), b"1", on_delivery=lambda error, _: errors.append(error))
        same(0, producer.flush(WAIT_SECONDS), "messages not sent")
        if errors != [None]:
            raise KafkaException(errors[0])
        return "produced to a new topic"

    def unknown(self):
        return refused_with(KafkaError.UNKNOWN_TOPIC_OR_PART, lambda: self.described(self.client.name("nowhere")))

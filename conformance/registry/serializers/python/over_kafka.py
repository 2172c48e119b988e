"""Keys and values through Kafka: the id in front of the payload, the GUID in a header, and a schema with a reference."""

import uuid

from client import same, scenario
from confluent_kafka.schema_registry import header_schema_id_serializer
from confluent_kafka.serialization import MessageField, SerializationContext

from formats import CONTRACTS


class OverKafka:
    written = []

    def __init__(self, kafka, registry, form):
        self.kafka, self.registry, self.form = kafka, registry, form

    def run(self):
        name = self.form.name
        scenario(f"{name}.prefix", lambda: self._round_trip("prefix", "order", CONTRACTS["value"], {}, self._prefixed))
        header = {"schema.id.serializer": header_schema_id_serializer}
        scenario(f"{name}.header", lambda: self._round_trip("header", "order", CONTRACTS["value"], header, self._headed))
        scenario(f"{name}.references", lambda: self._round_trip("priced", "priced", CONTRACTS["priced"], {}, self._referring))

    def _round_trip(self, mode, which, value, conf, look):
        topic = self.kafka.topic(f"python-{self.form.name}-{mode}")
        client = self.registry.client()
        serializer = self.form.serializer(client, which, conf)
        message = self.form.message(which, value)
        headers = []
        key = serializer(message, SerializationContext(topic, MessageField.KEY, headers))
        payload = serializer(message, SerializationContext(topic, MessageField.VALUE, headers))
        producer = self.kafka.producer()
        producer.produce(topic, payload, key, partition=0, headers=headers)
        same(0, producer.flush(30), "messages not sent")
        OverKafka.written.append(topic)
        [record] = self.kafka.read(topic, 1)
        told = look(topic, record)
        read_topic(self.kafka, self.registry, self.form, topic, which, value)
        return told

    def _prefixed(self, topic, record):
        return f"id {self._id_in(record.value(), topic, 'value')}, key id {self._id_in(record.key(), topic, 'key')}"

    def _id_in(self, data, topic, side):
        same(0, data[0], "magic byte")
        wrote = int.from_bytes(data[1:5], "big")
        same(self.registry.client().get_latest_version(f"{topic}-{side}").schema_id, wrote, f"id in the {side}")
        return wrote

    def _headed(self, topic, record):
        headers = dict(record.headers())
        for side in ("key", "value"):
            header = headers[f"__{side}_schema_id"]
            # Behind the GUID of a Protobuf schema stands which message of it, 0 being the first.
            indexes = b"\0" if self.form.kind == "PROTOBUF" else b""
            same((1, indexes), (header[0], header[17:]), "magic byte of the header and what follows the GUID")
            guid = str(uuid.UUID(bytes=header[1:17]))
            same(self.registry.client().get_latest_version(f"{topic}-{side}").guid, guid, f"GUID of the {side}")
            same(self.form.kind, self.registry.client().get_schema_by_guid(guid).schema_type, "type of the schema with this GUID")
        return guid

    def _referring(self, topic, record):
        latest = self.registry.client().get_latest_version(f"{topic}-value")
        [reference] = latest.schema.references
        same(self.form.reference_name, reference.name, "name of the reference")
        referrers = self.registry.client().get_referenced_by(reference.subject, reference.version)
        assert latest.schema_id in referrers, f"{latest.schema_id} refers to it, not only {referrers}"
        return f"{reference.name} in {reference.subject}, version {reference.version}"


def read_topic(kafka, registry, form, topic, which, wanted):
    [record] = kafka.read(topic, 1)
    deserializer = form.deserializer(registry.client(), which, {})
    headers = record.headers() or []
    for data, field in ((record.key(), MessageField.KEY), (record.value(), MessageField.VALUE)):
        read = deserializer(data, SerializationContext(topic, field, headers))
        same(wanted, form.plain(read), f"{field} of {topic}")
    return topic

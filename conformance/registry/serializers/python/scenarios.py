"""What serializers can be told to do with a registry, without Kafka between them: each is asked through a client of its own."""

from client import same, scenario
from confluent_kafka.schema_registry import Metadata, MetadataProperties, Rule, RuleKind, RuleMode, RuleSet, SchemaRegistryError, ServerConfig
from confluent_kafka.schema_registry.rules.jsonata.jsonata_executor import JsonataExecutor
from confluent_kafka.schema_registry.serde import SubjectNameStrategyType as Strategy
from confluent_kafka.serialization import MessageField, SerializationContext

from formats import CONTRACTS

JsonataExecutor.register()
VALUE = CONTRACTS["value"]
EXPLICIT = {"auto.register.schemas": False}


class Scenarios:
    def __init__(self, registry, form, prefix):
        self.registry, self.form, self.prefix = registry, form, prefix

    def run(self):
        name = self.form.name
        for strategy in (Strategy.TOPIC, Strategy.RECORD, Strategy.TOPIC_RECORD, Strategy.ASSOCIATED):
            scenario(f"{name}.strategy.{strategy.value}", lambda: self._strategy(strategy))
        scenario(f"{name}.latest", self._latest)
        scenario(f"{name}.latest-with-metadata", self._latest_with_metadata)
        scenario(f"{name}.schema-id", self._schema_id)
        scenario(f"{name}.unregistered", self._unregistered)
        scenario(f"{name}.normalize", self._normalize)
        scenario(f"{name}.migration.upgrade", lambda: self._migration("1", "2"))
        scenario(f"{name}.migration.downgrade", lambda: self._migration("2", "1"))
        scenario(f"{name}.incompatible", self._incompatible)

    def _topic(self, what):
        return f"{self.prefix}-python-{self.form.name}-{what}"

    def _strategy(self, strategy):
        topic = self._topic(f"strategy-{strategy.value.lower()}")
        conf = {"subject.name.strategy.type": strategy}
        if strategy is Strategy.ASSOCIATED:
            conf["subject.name.strategy.conf"] = {
                "subject.name.strategy.kafka.cluster.id": "lkc-test01",
                "subject.name.strategy.fallback.type": "TOPIC_RECORD",
            }
        wanted = {
            Strategy.TOPIC: f"{topic}-value",
            Strategy.RECORD: self.form.record_name,
            Strategy.TOPIC_RECORD: f"{topic}-{self.form.record_name}",
            Strategy.ASSOCIATED: f"{topic}-{self.form.record_name}",
        }[strategy]
        data = self._write(topic, "order", VALUE, conf)
        same(self.registry.client().get_latest_version(wanted).schema_id, _id(data), f"id of {wanted}")
        self._read(topic, data, "order", VALUE, conf)
        return wanted

    def _latest(self):
        topic = self._topic("latest")
        client = self.registry.client()
        client.register_schema(f"{topic}-value", self.form.schema("order"))
        latest = client.register_schema(f"{topic}-value", self.form.schema("grown"))
        value = VALUE | {"note": "hot"}
        data = self._write(topic, "grown", value, EXPLICIT | {"use.latest.version": True})
        same(latest, _id(data), "id of the latest version")
        self._read(topic, data, "grown", value, {})
        return f"id {latest}"

    def _latest_with_metadata(self):
        topic = self._topic("metadata")
        client = self.registry.client()
        first = client.register_schema(f"{topic}-value", self.form.schema("order", metadata=_major("1")))
        client.register_schema(f"{topic}-value", self.form.schema("grown", metadata=_major("2")))
        data = self._write(topic, "order", VALUE, EXPLICIT | {"use.latest.with.metadata": {"major": "1"}})
        same(first, _id(data), "id of the version with major=1")
        return f"id {first}"

    def _schema_id(self):
        """A client that knows the version already: with a new one the id is lost within the client (confluent-kafka-python, issue 2362)."""
        topic = self._topic("schema-id")
        client = self.registry.client()
        first = client.register_schema(f"{topic}-value", self.form.schema("order"))
        client.register_schema(f"{topic}-value", self.form.schema("grown"))
        knowing = self.registry.client()
        knowing.get_version(f"{topic}-value", 1, fmt="serialized" if self.form.kind == "PROTOBUF" else None)
        data = self._write(topic, "order", VALUE, EXPLICIT | {"use.schema.id": first}, knowing)
        same(first, _id(data), "the id that was told")
        self._read(topic, data, "order", VALUE, {})
        return f"id {first}"

    def _unregistered(self):
        refused = refusal(lambda: self._write(self._topic("unregistered"), "order", VALUE, EXPLICIT))
        same((404, 40401), (refused.http_status_code, refused.error_code), "status and code")
        return refused.error_message

    def _normalize(self):
        topic = self._topic("normalize")
        wanted = self.registry.client().register_schema(f"{topic}-value", self.form.schema("order"), normalize_schemas=True)
        data = self._write(topic, "respelt", VALUE, {"normalize.schemas": True})
        same(wanted, _id(data), "id of the same schema in another spelling")
        return f"id {wanted}"

    def _migration(self, source, target):
        """Version 2 calls a field otherwise; its rules say how data of either becomes data of the other."""
        topic = self._topic(f"migration-{source}-{target}")
        client = self.registry.client()
        client.set_config(f"{topic}-value", ServerConfig(compatibility_group="major"))
        rules = RuleSet([_rule("up", RuleMode.UPGRADE), _rule("down", RuleMode.DOWNGRADE)], None)
        client.register_schema(f"{topic}-value", self.form.schema("order", metadata=_major("1")))
        client.register_schema(f"{topic}-value", self.form.schema("renamed", metadata=_major("2"), rule_set=rules))
        forms = {"1": ("order", VALUE), "2": ("renamed", CONTRACTS["renamed"])}
        which, value = forms[source]
        data = self._write(topic, which, value, EXPLICIT | {"use.latest.with.metadata": {"major": source}})
        which, value = forms[target]
        self._read(topic, data, which, value, {"use.latest.with.metadata": {"major": target}})
        return f"major {source} read as {target}"

    def _incompatible(self):
        topic = self._topic("incompatible")
        self.registry.client().register_schema(f"{topic}-value", self.form.schema("order"))
        broken = {"id": "7", "item": "green tea"}
        refused = refusal(lambda: self._write(topic, "broken", broken, {}))
        same((409, 40901), (refused.http_status_code, refused.error_code), "status and code")
        assert f'subject "{topic}-value"' in refused.error_message, refused.error_message
        return refused.error_message

    def _write(self, topic, which, value, conf, client=None):
        serializer = self.form.serializer(client or self.registry.client(), which, conf)
        return serializer(self.form.message(which, value), SerializationContext(topic, MessageField.VALUE, []))

    def _read(self, topic, data, which, wanted, conf):
        deserializer = self.form.deserializer(self.registry.client(), which, conf)
        read = deserializer(data, SerializationContext(topic, MessageField.VALUE, []))
        same(wanted, self.form.plain(read), f"what was read of {topic}")


def refused_credentials(registry):
    if registry.user_info is None:
        return
    user = registry.user_info.partition(":")[0]
    for what, given in (("a wrong secret", f"{user}:wrong"), ("an unknown key", "NOBODY:wrong")):

        def ask(user_info=given):
            refused = refusal(registry.client(user_info).get_subjects)
            same(401, refused.http_status_code, "status")
            return str(refused)

        scenario(f"credentials: {what}", ask)


def refusal(run):
    try:
        run()
    except SchemaRegistryError as refused:
        return refused
    raise AssertionError("it was accepted")


def _id(data):
    same(0, data[0], "magic byte")
    return int.from_bytes(data[1:5], "big")


def _major(number):
    return Metadata(None, MetadataProperties({"major": number}), None)


def _rule(name, mode):
    expression = CONTRACTS["upgrade" if mode is RuleMode.UPGRADE else "downgrade"]
    return Rule(name, None, RuleKind.TRANSFORM, mode, "JSONATA", None, None, expression, None, None, False)

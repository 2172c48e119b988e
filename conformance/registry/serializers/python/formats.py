"""The three formats behind one face: schemas of `contracts.json`, serializers, deserializers, and messages as plain dictionaries."""

import json
from pathlib import Path

from confluent_kafka.schema_registry import Schema, SchemaReference
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.schema_registry.json_schema import JSONDeserializer, JSONSerializer
from confluent_kafka.schema_registry.protobuf import ProtobufDeserializer, ProtobufSerializer
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

CONTRACTS = json.loads((Path(__file__).parent.parent / "contracts.json").read_text(encoding="utf-8"))


class Text:
    """Avro and JSON Schema: a schema is a text, a message is a dictionary."""

    def __init__(self, name, namespace, kind, serializer, deserializer):
        self.name, self.kind, self.namespace = name, kind, namespace
        self._serializer, self._deserializer = serializer, deserializer
        self.record_name = f"{namespace}.Order"
        self.reference_name = CONTRACTS[name]["reference"].replace("NS", namespace)

    def schema(self, which, references=(), metadata=None, rule_set=None):
        text = CONTRACTS[self.name][which].replace("NS", self.namespace)
        return Schema(text, self.kind, list(references), metadata, rule_set)

    def money(self, client):
        """Registers what `priced` refers to, and answers the reference."""
        subject = f"{self.namespace}-{self.name}-money"
        client.register_schema(subject, self.schema("money"))
        return SchemaReference(self.reference_name, subject, 1)

    def priced(self, client):
        return self.schema("priced", [self.money(client)])

    def serializer(self, client, which, conf):
        schema = self.priced(client) if which == "priced" else self.schema(which)
        return self._serializer(client, schema, conf)

    def deserializer(self, client, which, conf):
        del which
        return self._deserializer(client, conf)

    def message(self, which, value):
        del which
        return value

    def plain(self, message):
        return message


def avro(namespace):
    return Text(
        "avro", namespace, "AVRO",
        lambda client, schema, conf: AvroSerializer(client, schema, conf=conf),
        lambda client, conf: AvroDeserializer(client, conf=conf),
    )


def json_schema(namespace):
    return Text(
        "json", namespace, "JSON",
        lambda client, schema, conf: JSONSerializer(schema, client, conf=conf),
        lambda client, conf: JSONDeserializer(None, schema_registry_client=client, conf=conf),
    )


class Protobuf:
    """A schema is a file; a message is of a class that is made from its descriptor, as generated code has it."""

    name, kind = "protobuf", "PROTOBUF"
    SCALARS = {"int64": 3, "string": 9}

    def __init__(self, namespace):
        self.namespace = namespace
        self.record_name = f"{namespace}.Order"
        self.reference_name = CONTRACTS["protobuf"]["reference"].replace("NS", namespace)
        self._classes = {}

    def schema(self, which, references=(), metadata=None, rule_set=None):
        lines = ['syntax = "proto3";', f"package {self.namespace};"]
        if which == "priced":
            lines.append(f'import "{self.reference_name}";')
        fields = [f"  {kind} {name} = {number};" for name, number, kind in CONTRACTS["protobuf"][which]]
        lines += [f"message {self._message_name(which)} {{", *fields, "}", ""]
        return Schema("\n".join(lines), self.kind, list(references), metadata, rule_set)

    def money(self, client):
        client.register_schema(self.reference_name, self.schema("money"))
        return SchemaReference(self.reference_name, self.reference_name, 1)

    def priced(self, client):
        return self.schema("priced", [self.money(client)])

    def serializer(self, client, which, conf):
        return ProtobufSerializer(self.message_class(which), client, {"use.deprecated.format": False} | conf)

    def deserializer(self, client, which, conf):
        return ProtobufDeserializer(self.message_class(which), {"use.deprecated.format": False} | conf, client)

    def message(self, which, value):
        return json_format.ParseDict(value, self.message_class(which)())

    def plain(self, message):
        return _whole(json_format.MessageToDict(message, preserving_proto_field_name=True))

    def message_class(self, which):
        if which not in self._classes:
            pool = descriptor_pool.DescriptorPool()
            if which == "priced":
                pool.Add(self._file("money"))
            pool.Add(self._file(which))
            descriptor = pool.FindMessageTypeByName(f"{self.namespace}.{self._message_name(which)}")
            self._classes[which] = message_factory.GetMessageClass(descriptor)
        return self._classes[which]

    def _file(self, which):
        file = descriptor_pb2.FileDescriptorProto(name=f"{self.namespace}/{which}.proto", package=self.namespace, syntax="proto3")
        if which == "priced":
            file.dependency.append(self.reference_name)
        message = file.message_type.add(name=self._message_name(which))
        for name, number, kind in CONTRACTS["protobuf"][which]:
            field = message.field.add(name=name, number=number, label=1)
            field.type = self.SCALARS.get(kind, 11)
            if kind not in self.SCALARS:
                field.type_name = f".{self.namespace}.{kind}"
        return file

    @staticmethod
    def _message_name(which):
        return "Money" if which == "money" else "Order"


def _whole(value):
    """protobuf's JSON writes int64 as text."""
    if isinstance(value, dict):
        return {name: int(item) if name in ("id", "units") else _whole(item) for name, item in value.items()}
    return value


def formats(name):
    """Each in a namespace of its own: the subject of a record is no other format's."""
    return [avro(f"{name}_avro"), json_schema(f"{name}_json"), Protobuf(f"{name}_protobuf")]

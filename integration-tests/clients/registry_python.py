"""confluent-kafka's client of schema registries: registers schemas of each type and reads them by id, decodes what
another client has encoded in JSON and Protobuf, and has its own Protobuf schema registered as a descriptor in base64.

Its serdes for Avro need a library that Debian does not have. Usage: registry_python.py http://host:port JSON_HEX
PROTOBUF_HEX; prints "ok".
"""
import sys

from confluent_kafka.schema_registry import Schema, SchemaRegistryClient
from confluent_kafka.schema_registry.json_schema import JSONDeserializer, JSONSerializer
from confluent_kafka.schema_registry.protobuf import ProtobufDeserializer, ProtobufSerializer
from confluent_kafka.serialization import MessageField, SerializationContext
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

ORDER = {"id": 7, "note": "grün"}
SCHEMAS = {
    "AVRO": '{"type":"record","name":"Order","fields":[{"name":"id","type":"int"}]}',
    "JSON": '{"title":"Order","type":"object","properties":{"id":{"type":"integer"}}}',
    "PROTOBUF": 'syntax = "proto3"; message Order { int32 id = 1; }',
}


def order_class():
    """The message that the other client has encoded, built without a compiler."""
    file = descriptor_pb2.FileDescriptorProto(name="order.proto", package="shop", syntax="proto3")
    message = file.message_type.add(name="Order")
    field = descriptor_pb2.FieldDescriptorProto
    message.field.add(name="id", number=1, type=field.TYPE_INT32, label=field.LABEL_OPTIONAL, json_name="id")
    message.field.add(name="note", number=2, type=field.TYPE_STRING, label=field.LABEL_OPTIONAL, json_name="note")
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.MessageFactory(pool).GetPrototype(pool.FindMessageTypeByName("shop.Order"))


def register_all(client, fresh):
    for schema_type, text in SCHEMAS.items():
        subject = f"python-{schema_type}"
        schema_id = client.register_schema(subject, Schema(text, schema_type))
        assert client.register_schema(subject, Schema(text, schema_type)) == schema_id
        read = fresh.get_schema(schema_id)
        assert "Order" in read.schema_str and read.schema_type == schema_type, read.schema_type
        assert client.get_latest_version(subject).version == 1
        assert client.lookup_schema(subject, Schema(text, schema_type)).schema_id == schema_id
        assert subject in client.get_subjects()


def json_both_ways(client, encoded, context):
    text = '{"title":"Order","type":"object","properties":{"id":{"type":"integer"},"note":{"type":"string"}}}'
    plain = lambda value, _: value
    assert JSONDeserializer(text, plain)(encoded, context) == ORDER
    own = JSONSerializer(text, client, plain)(ORDER, context)
    assert JSONDeserializer(text, plain)(own, context) == ORDER
    assert client.get_schema(int.from_bytes(own[1:5], "big")).schema_type == "JSON"


def protobuf_both_ways(client, fresh, encoded, context):
    order = order_class()
    read = ProtobufDeserializer(order)(encoded, context)
    assert {"id": read.id, "note": read.note} == ORDER, read
    own = ProtobufSerializer(order, client)(order(**ORDER), context)
    registered = fresh.get_schema(int.from_bytes(own[1:5], "big"))
    assert registered.schema_type == "PROTOBUF" and "message Order {" in registered.schema_str, registered.schema_str
    assert ProtobufDeserializer(order)(own, context).note == ORDER["note"]


def main(url, json_hex, protobuf_hex):
    client = SchemaRegistryClient({"url": url})
    # A client shows what it has registered itself from its memory.
    fresh = SchemaRegistryClient({"url": url})
    register_all(client, fresh)
    json_both_ways(client, bytes.fromhex(json_hex), SerializationContext("python-json", MessageField.VALUE))
    context = SerializationContext("python-protobuf", MessageField.VALUE)
    protobuf_both_ways(client, fresh, bytes.fromhex(protobuf_hex), context)
    print("ok")


main(*sys.argv[1:])

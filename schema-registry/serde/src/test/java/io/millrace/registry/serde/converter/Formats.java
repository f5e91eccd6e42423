package io.millrace.registry.serde.converter;

import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The converters of all formats, under the names that existing configs carry. */
final class Formats {
    static final Map<String, Supplier<RegistryConverter>> ALL = Map.of(
            "Avro", io.confluent.connect.avro.AvroConverter::new,
            "JSON", io.confluent.connect.json.JsonSchemaConverter::new,
            "Protobuf", io.confluent.connect.protobuf.ProtobufConverter::new);

    private Formats() {}

    static Stream<String> names() {
        return ALL.keySet().stream().sorted();
    }

    static RegistryConverter converter(String name) {
        return ALL.get(name).get();
    }
}

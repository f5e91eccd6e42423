package io.millrace.integration.fuzz;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.protocol.types.BoundField;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.Struct;
import org.apache.kafka.common.protocol.types.Type;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** Well-formed requests of any key and version, filled from the schemas that Kafka's message classes carry. */
public final class SampleFrames {

    private static final int[] NUMBERS = {0, 0, 0, 1, 1, 2, 100, 30_000, -1};
    private static final int ARRAY_MAX = 2;

    private final RandomGenerator random;
    private final String name;

    /** @param name what most strings say: a topic, group or user that is there or not */
    public SampleFrames(RandomGenerator random, String name) {
        this.random = random;
        this.name = name;
    }

    /** A request without the size in front of it. */
    public byte[] frame(ApiKeys key, short version) {
        short headerVersion = key.messageType.requestHeaderVersion(version);
        var header = new RequestHeaderData()
                .setRequestApiKey(key.id)
                .setRequestApiVersion(version)
                .setCorrelationId(random.nextInt(1_000))
                .setClientId("fuzz");
        var cache = new ObjectSerializationCache();
        int headerBytes = header.size(cache, headerVersion);
        Schema schema = key.messageType.requestSchemas()[version];
        Struct body = struct(schema);
        ByteBuffer frame = ByteBuffer.allocate(headerBytes + schema.sizeOf(body));
        header.write(new ByteBufferAccessor(frame), cache, headerVersion);
        schema.write(frame, body);
        return frame.array();
    }

    private Struct struct(Schema schema) {
        Struct struct = new Struct(schema);
        for (BoundField field : schema.fields()) {
            struct.set(field, value(field.def.type));
        }
        return struct;
    }

    private Object value(Type type) {
        if (type instanceof Schema schema) {
            return struct(schema);
        }
        if (type.isArray()) {
            List<Object> elements = new ArrayList<>();
            int count = random.nextInt(ARRAY_MAX + 1);
            for (int index = 0; index < count; index++) {
                elements.add(value(type.arrayElementType().orElseThrow()));
            }
            return elements.toArray();
        }
        return scalar(type);
    }

    private Object scalar(Type type) {
        int number = NUMBERS[random.nextInt(NUMBERS.length)];
        // All types but the section of tagged fields say what they are called.
        String kind = type instanceof Type.DocumentedType documented ? documented.typeName() : "TAGGED_FIELDS";
        return switch (kind) {
            case "BOOLEAN" -> random.nextBoolean();
            case "INT8" -> (byte) number;
            case "INT16" -> (short) number;
            case "UINT16" -> Math.abs(number);
            case "INT32", "VARINT" -> number;
            case "UINT32" -> (long) Math.abs(number);
            case "INT64", "VARLONG" -> (long) number;
            case "FLOAT64" -> (double) number;
            case "UUID" -> random.nextBoolean() ? Uuid.ZERO_UUID : new Uuid(random.nextLong(), number);
            case "STRING", "COMPACT_STRING", "NULLABLE_STRING", "COMPACT_NULLABLE_STRING" ->
                random.nextInt(4) > 0 ? name : "other-" + number;
            case "BYTES", "COMPACT_BYTES", "NULLABLE_BYTES", "COMPACT_NULLABLE_BYTES" ->
                ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8));
            case "RECORDS", "COMPACT_RECORDS", "NULLABLE_RECORDS", "COMPACT_NULLABLE_RECORDS" -> records();
            case "TAGGED_FIELDS" -> new TreeMap<Integer, Object>();
            default -> throw new IllegalStateException("a request has a field of type " + kind);
        };
    }

    private MemoryRecords records() {
        return MemoryRecords.withRecords(
                Compression.NONE, new SimpleRecord(1_000, null, name.getBytes(StandardCharsets.UTF_8)));
    }
}

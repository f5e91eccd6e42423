package io.millrace.registry.serde.connect;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;

/** Random schemas and values that fit them; the same seed gives the same ones. */
public final class RandomConnect {
    private final Random random;
    private int names;

    public RandomConnect(Random random) {
        this.random = random;
    }

    /** A schema of at most that depth. */
    public Schema schema(int depth) {
        SchemaBuilder builder =
                switch (random.nextInt(depth == 0 ? 11 : 14)) {
                    case 0 -> SchemaBuilder.int8();
                    case 1 -> SchemaBuilder.int16();
                    case 2 -> SchemaBuilder.int32();
                    case 3 -> SchemaBuilder.int64();
                    case 4 -> SchemaBuilder.float32();
                    case 5 -> SchemaBuilder.float64();
                    case 6 -> SchemaBuilder.bool();
                    case 7 -> SchemaBuilder.string();
                    case 8 -> SchemaBuilder.bytes();
                    case 9 -> Decimal.builder(random.nextInt(5));
                    case 10 -> Timestamp.builder();
                    case 11 -> SchemaBuilder.array(schema(depth - 1));
                    case 12 -> SchemaBuilder.map(mapKey(), schema(depth - 1));
                    default -> struct(depth);
                };
        if (random.nextInt(3) == 0) {
            builder.optional();
        }
        boolean simple = builder.type().isPrimitive() && builder.name() == null;
        if (simple && random.nextInt(4) == 0) {
            builder.name("some.Type" + names++)
                    .version(random.nextInt(9))
                    .doc("doc")
                    .parameter("k", "v");
        }
        if (simple && builder.type() != Schema.Type.BYTES && random.nextInt(4) == 0) {
            builder.defaultValue(required(builder));
        }
        return builder.build();
    }

    private Schema mapKey() {
        return random.nextBoolean() ? Schema.STRING_SCHEMA : Schema.INT32_SCHEMA;
    }

    private SchemaBuilder struct(int depth) {
        SchemaBuilder builder = SchemaBuilder.struct().name("random.R" + names++);
        int fields = random.nextInt(4);
        for (int i = 0; i < fields; i++) {
            builder.field("f" + i, schema(depth - 1));
        }
        return builder;
    }

    /** A value; never null where null would come back as the default. */
    public Object value(Schema schema) {
        boolean mayBeNull = schema.isOptional() && schema.defaultValue() == null;
        return mayBeNull && random.nextInt(3) == 0 ? null : required(schema);
    }

    private Object required(Schema schema) {
        if (Decimal.LOGICAL_NAME.equals(schema.name())) {
            int scale = Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD));
            return new BigDecimal(BigInteger.valueOf(random.nextLong()), scale);
        }
        if (Timestamp.LOGICAL_NAME.equals(schema.name())) {
            return Timestamp.toLogical(schema, random.nextInt());
        }
        return switch (schema.type()) {
            case INT8 -> (byte) random.nextInt();
            case INT16 -> (short) random.nextInt();
            case INT32 -> random.nextInt();
            case INT64 -> random.nextLong();
            case FLOAT32 -> random.nextFloat();
            case FLOAT64 -> random.nextDouble();
            case BOOLEAN -> random.nextBoolean();
            case STRING -> "s" + random.nextInt(1000) + "é€";
            case BYTES -> bytes();
            case ARRAY -> list(schema);
            case MAP -> map(schema);
            case STRUCT -> struct(schema);
        };
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }

    private List<Object> list(Schema schema) {
        List<Object> list = new ArrayList<>();
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            list.add(value(schema.valueSchema()));
        }
        return list;
    }

    private Map<Object, Object> map(Schema schema) {
        Map<Object, Object> map = new LinkedHashMap<>();
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            map.put(required(schema.keySchema()), value(schema.valueSchema()));
        }
        return map;
    }

    private Struct struct(Schema schema) {
        Struct struct = new Struct(schema);
        for (Field field : schema.fields()) {
            struct.put(field, value(field.schema()));
        }
        return struct;
    }
}

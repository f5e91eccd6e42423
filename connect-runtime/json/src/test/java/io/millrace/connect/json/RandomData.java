package io.millrace.connect.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** Random schemas, values that fit them, and values without any; the same seed gives the same ones. */
final class RandomData {

    private static final String[] TEXTS = {"", "plain", "quote\" and \\", "\n\t\u0001", "é€𝄞", "null", "12"};
    private static final int DAY_MS = 86_400_000;

    private final Random random;
    private int names;

    RandomData(long seed) {
        this.random = new Random(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    Schema schema(int depth) {
        SchemaBuilder builder =
                switch (below(depth == 0 ? 13 : 17)) {
                    case 0 -> SchemaBuilder.int8();
                    case 1 -> SchemaBuilder.int16();
                    case 2 -> SchemaBuilder.int32();
                    case 3 -> SchemaBuilder.int64();
                    case 4 -> SchemaBuilder.float32();
                    case 5 -> SchemaBuilder.float64();
                    case 6 -> SchemaBuilder.bool();
                    case 7 -> SchemaBuilder.string();
                    case 8 -> SchemaBuilder.bytes();
                    case 9 -> Decimal.builder(below(5));
                    case 10 -> Date.builder();
                    case 11 -> Time.builder();
                    case 12 -> Timestamp.builder();
                    case 13 -> SchemaBuilder.array(schema(depth - 1));
                    case 14 -> SchemaBuilder.map(Schema.STRING_SCHEMA, schema(depth - 1));
                    case 15 -> SchemaBuilder.map(schema(0), schema(depth - 1));
                    default -> struct(depth);
                };
        if (below(3) == 0) {
            builder.optional();
        }
        if (builder.name() == null && below(4) == 0) {
            builder.name("some.Type" + names++).version(below(9)).doc("doc").parameter("k", "v");
        }
        boolean scalar = builder.type().isPrimitive() && builder.type() != Schema.Type.BYTES;
        if (scalar && below(4) == 0) {
            builder.defaultValue(present(builder));
        }
        return builder.build();
    }

    private SchemaBuilder struct(int depth) {
        SchemaBuilder builder = SchemaBuilder.struct();
        int fields = below(5);
        for (int i = 0; i < fields; i++) {
            builder.field("f" + i, schema(depth - 1));
        }
        return builder;
    }

    Object value(Schema schema) {
        return schema.isOptional() && below(3) == 0 ? null : present(schema);
    }

    private Object present(Schema schema) {
        if (Decimal.LOGICAL_NAME.equals(schema.name())) {
            int scale = Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD));
            return new BigDecimal(BigInteger.valueOf(random.nextLong()), scale);
        }
        if (Date.LOGICAL_NAME.equals(schema.name())) {
            return Date.toLogical(schema, below(40_000) - 20_000);
        }
        if (Time.LOGICAL_NAME.equals(schema.name())) {
            return Time.toLogical(schema, below(DAY_MS));
        }
        if (Timestamp.LOGICAL_NAME.equals(schema.name())) {
            return Timestamp.toLogical(schema, random.nextLong() >> 16);
        }
        return switch (schema.type()) {
            case INT8 -> (byte) random.nextInt();
            case INT16 -> (short) random.nextInt();
            case INT32 -> random.nextInt();
            case INT64 -> random.nextLong();
            case FLOAT32 -> real(Float.MIN_VALUE, random.nextFloat() * 1e30).floatValue();
            case FLOAT64 -> real(Double.MIN_VALUE, random.nextGaussian() * 1e200);
            case BOOLEAN -> random.nextBoolean();
            case STRING -> text();
            case BYTES -> bytes();
            case ARRAY -> list(schema);
            case MAP -> map(schema);
            case STRUCT -> struct(schema);
        };
    }

    private Double real(double least, double any) {
        return switch (below(8)) {
            case 0 -> 0d;
            case 1 -> -0d;
            case 2 -> least;
            case 3 -> 0.1;
            case 4 -> (double) below(1000);
            default -> any;
        };
    }

    String text() {
        return TEXTS[below(TEXTS.length)] + (random.nextBoolean() ? below(1000) : "");
    }

    private Object bytes() {
        byte[] bytes = new byte[below(100)];
        random.nextBytes(bytes);
        return random.nextBoolean() ? bytes : ByteBuffer.wrap(bytes);
    }

    private List<Object> list(Schema schema) {
        List<Object> list = new ArrayList<>();
        for (int i = below(4); i > 0; i--) {
            list.add(value(schema.valueSchema()));
        }
        return list;
    }

    private Map<Object, Object> map(Schema schema) {
        Map<Object, Object> map = new HashMap<>();
        for (int i = below(4); i > 0; i--) {
            map.put(present(schema.keySchema()), value(schema.valueSchema()));
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

    /** Something that has no schema. */
    Object untyped(int depth) {
        return switch (below(depth == 0 ? 10 : 13)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> (byte) random.nextInt();
            case 3 -> (short) random.nextInt();
            case 4 -> random.nextInt();
            case 5 -> random.nextLong();
            case 6 -> random.nextFloat();
            case 7 -> random.nextDouble();
            case 8 -> bytes();
            case 9 -> text();
            case 10 -> {
                List<Object> list = new ArrayList<>();
                for (int i = below(4); i > 0; i--) {
                    list.add(untyped(depth - 1));
                }
                yield list;
            }
            case 11 -> {
                Map<Object, Object> mixed = new HashMap<>();
                for (int i = below(4); i > 0; i--) {
                    mixed.put(random.nextBoolean() ? text() : random.nextInt(), untyped(depth - 1));
                }
                yield mixed;
            }
            default -> {
                Map<Object, Object> named = new HashMap<>();
                for (int i = below(4); i > 0; i--) {
                    named.put(text(), untyped(depth - 1));
                }
                yield named;
            }
        };
    }
}

package io.millrace.connectors.hdfs.format;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** An envelope as Debezium writes it, around a row with every awkward type. */
final class AwkwardValues {

    static final Schema ROW = row(true);
    static final Schema ENVELOPE = SchemaBuilder.struct()
            .name("shop.public.order-items.Envelope")
            .field("before", ROW)
            .field("after", row(true))
            .field("op", Schema.STRING_SCHEMA)
            .build();

    private AwkwardValues() {}

    private static Schema row(boolean optional) {
        SchemaBuilder builder = SchemaBuilder.struct()
                .name("shop.public.order-items.Value")
                .field("id", Schema.INT64_SCHEMA)
                .field("tiny", Schema.OPTIONAL_INT8_SCHEMA)
                .field("price", Decimal.builder(4).optional().build())
                .field("exact", Schema.OPTIONAL_STRING_SCHEMA)
                .field(
                        "day",
                        org.apache.kafka.connect.data.Date.builder().optional().build())
                .field("hour", Time.builder().optional().build())
                .field("at", Timestamp.builder().optional().build())
                .field(
                        "micros",
                        SchemaBuilder.int64()
                                .name("io.debezium.time.MicroTimestamp")
                                .optional()
                                .build())
                .field(
                        "tags",
                        SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA)
                                .optional()
                                .build())
                .field(
                        "grid",
                        SchemaBuilder.array(
                                        SchemaBuilder.array(Schema.INT32_SCHEMA).build())
                                .optional()
                                .build())
                .field(
                        "labels",
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_INT32_SCHEMA)
                                .optional()
                                .build())
                .field(
                        "byNumber",
                        SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.STRING_SCHEMA)
                                .optional()
                                .build())
                .field("raw", Schema.OPTIONAL_BYTES_SCHEMA)
                .field("real", Schema.OPTIONAL_FLOAT64_SCHEMA)
                .field("yes", SchemaBuilder.bool().optional().defaultValue(true).build());
        return optional ? builder.optional().build() : builder.build();
    }

    static Struct full(Schema row) {
        return new Struct(row)
                .put("id", Long.MAX_VALUE)
                .put("tiny", (byte) -7)
                .put("price", new BigDecimal("12345678901234567890.1234"))
                .put("exact", "12345678901234567890.123456789")
                .put("day", Date.from(Instant.parse("2026-01-02T00:00:00Z")))
                .put("hour", Date.from(Instant.ofEpochMilli(3_600_001)))
                .put("at", Date.from(Instant.parse("1969-12-31T23:59:59.999Z")))
                .put("micros", Long.MAX_VALUE)
                .put("tags", Arrays.asList("a", null, "b c"))
                .put("grid", List.of(List.of(1, 2), List.of()))
                .put("labels", java.util.Collections.singletonMap("k", null))
                .put("byNumber", Map.of(7, "seven"))
                .put("raw", ByteBuffer.wrap(new byte[] {0, -1}))
                .put("real", Double.NaN)
                .put("yes", null);
    }

    static Struct envelope(Struct before, Struct after) {
        return new Struct(ENVELOPE).put("before", before).put("after", after).put("op", "u");
    }
}

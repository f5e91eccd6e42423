package io.millrace.registry.serde.connect;

import java.util.Locale;
import java.util.Optional;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/**
 * Under which names Connect sees those of Avro's logical types that it has no type of its own for. Their values stay the
 * numbers and texts that they are; only the schema says what they mean. Whatever is read, both kinds of names are written
 * as the logical types that they stand for, unless there are to be none.
 */
enum LogicalTypeNames {
    /** Under none: what a number or a text means is lost. */
    NONE,
    /** Under those that Debezium gives the same values, and Avro's where it has none. */
    DEBEZIUM,
    /** Under those that Avro gives them. */
    AVRO;

    private static final String TIME = "io.debezium.time.";
    /** What Debezium gives its schemas. */
    private static final int DEBEZIUM_VERSION = 1;

    /** The logical types; those at the end are Connect's own ones, unless Debezium's name says otherwise. */
    private enum Known {
        TIMESTAMP_MICROS(Schema.Type.LONG, TIME + "MicroTimestamp"),
        TIMESTAMP_NANOS(Schema.Type.LONG, TIME + "NanoTimestamp"),
        TIME_MICROS(Schema.Type.LONG, TIME + "MicroTime"),
        LOCAL_TIMESTAMP_MILLIS(Schema.Type.LONG, ""),
        LOCAL_TIMESTAMP_MICROS(Schema.Type.LONG, ""),
        LOCAL_TIMESTAMP_NANOS(Schema.Type.LONG, ""),
        UUID(Schema.Type.STRING, "io.debezium.data.Uuid"),
        TIMESTAMP_MILLIS(Schema.Type.LONG, TIME + "Timestamp"),
        TIME_MILLIS(Schema.Type.INT, TIME + "Time"),
        DATE(Schema.Type.INT, TIME + "Date");

        private final Schema.Type type;
        private final String debeziumName;

        Known(Schema.Type type, String debeziumName) {
            this.type = type;
            this.debeziumName = debeziumName;
        }

        String avroName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        boolean isConnectsOwn() {
            return compareTo(TIMESTAMP_MILLIS) >= 0;
        }

        boolean goesBy(String name) {
            return name.equals(debeziumName) || (!isConnectsOwn() && name.equals(avroName()));
        }

        org.apache.kafka.connect.data.Schema.Type connectType() {
            return switch (type) {
                case INT -> org.apache.kafka.connect.data.Schema.Type.INT32;
                case LONG -> org.apache.kafka.connect.data.Schema.Type.INT64;
                case STRING -> org.apache.kafka.connect.data.Schema.Type.STRING;
                case RECORD, ENUM, ARRAY, MAP, UNION, FIXED, BYTES, FLOAT, DOUBLE, BOOLEAN, NULL ->
                    throw new IllegalStateException("no logical type is of type " + type);
            };
        }
    }

    /** The logical type that a Connect schema is written with because of its name, or an empty text. */
    String logicalType(org.apache.kafka.connect.data.Schema connect) {
        if (this == NONE || connect.name() == null) {
            return "";
        }
        for (Known known : Known.values()) {
            if (known.connectType() == connect.type() && known.goesBy(connect.name())) {
                return known.avroName();
            }
        }
        return "";
    }

    /**
     * The beginning of what an Avro schema is in Connect because of its logical type, if it goes by a name. One that has a
     * name in Connect already keeps it.
     */
    Optional<SchemaBuilder> builder(Schema avro) {
        Optional<Known> found = this == NONE ? Optional.empty() : known(avro);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Known known = found.get();
        SchemaBuilder builder = new SchemaBuilder(known.connectType());
        String given = avro.getProp(AvroNames.NAME);
        if (given != null) {
            return known.goesBy(given) ? Optional.of(builder) : Optional.empty();
        }
        if (known.isConnectsOwn()) {
            return Optional.empty();
        }
        if (this == AVRO || known.debeziumName.isEmpty()) {
            return Optional.of(builder.name(known.avroName()));
        }
        builder.name(known.debeziumName);
        return Optional.of(avro.getObjectProp(AvroNames.VERSION) == null ? builder.version(DEBEZIUM_VERSION) : builder);
    }

    private static Optional<Known> known(Schema avro) {
        LogicalType parsed = avro.getLogicalType();
        String logical = parsed == null ? avro.getProp(AvroNames.LOGICAL_TYPE) : parsed.getName();
        for (Known known : Known.values()) {
            if (known.type == avro.getType() && known.avroName().equals(logical)) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }
}

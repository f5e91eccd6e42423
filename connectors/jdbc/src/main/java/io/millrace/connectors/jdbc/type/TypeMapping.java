package io.millrace.connectors.jdbc.type;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** The type of the column that holds every value of a schema, exactly. */
public final class TypeMapping {
    private static final String PRECISION = "connect.decimal.precision";

    private static final Map<String, SqlType> BY_NAME = Map.ofEntries(
            Map.entry(Date.LOGICAL_NAME, SqlType.of("date")),
            Map.entry(Time.LOGICAL_NAME, SqlType.of("time without time zone")),
            Map.entry(Timestamp.LOGICAL_NAME, SqlType.of("timestamp without time zone")),
            Map.entry(SemanticTypes.DATE, SqlType.of("date")),
            Map.entry(SemanticTypes.TIME, SqlType.of("time without time zone")),
            Map.entry(SemanticTypes.MICRO_TIME, SqlType.of("time without time zone")),
            Map.entry(SemanticTypes.NANO_TIME, SqlType.of("time without time zone")),
            Map.entry(SemanticTypes.TIMESTAMP, SqlType.of("timestamp without time zone")),
            Map.entry(SemanticTypes.MICRO_TIMESTAMP, SqlType.of("timestamp without time zone")),
            Map.entry(SemanticTypes.NANO_TIMESTAMP, SqlType.of("timestamp without time zone")),
            Map.entry(SemanticTypes.ZONED_TIMESTAMP, SqlType.of("timestamp with time zone")),
            Map.entry(SemanticTypes.ZONED_TIME, SqlType.of("time with time zone")),
            Map.entry(SemanticTypes.ISO_DATE, SqlType.of("date")),
            Map.entry(SemanticTypes.ISO_TIME, SqlType.of("time without time zone")),
            Map.entry(SemanticTypes.ISO_TIMESTAMP, SqlType.of("timestamp without time zone")),
            Map.entry(SemanticTypes.INTERVAL, SqlType.of("interval")),
            Map.entry(SemanticTypes.MICRO_DURATION, SqlType.of("interval")),
            Map.entry(SemanticTypes.NANO_DURATION, SqlType.of("interval")),
            Map.entry(SemanticTypes.YEAR, SqlType.of("integer")),
            Map.entry(SemanticTypes.JSON, SqlType.JSONB),
            Map.entry(SemanticTypes.UUID, SqlType.of("uuid")),
            Map.entry(SemanticTypes.XML, SqlType.of("xml")),
            Map.entry(SemanticTypes.TSVECTOR, SqlType.of("tsvector")),
            Map.entry(SemanticTypes.POINT, SqlType.of("point")),
            Map.entry(SemanticTypes.VARIABLE_SCALE_DECIMAL, SqlType.of("numeric")));

    private TypeMapping() {}

    /** The type for a field: that of the source's column when it is known, else what the schema says. */
    public static SqlType of(Schema schema, TypeSupport support) {
        return SourceColumn.of(schema)
                .flatMap(column -> SourceTypes.of(column, schema, support))
                .or(() -> byName(schema, support))
                .orElseGet(() -> byKind(schema, support));
    }

    private static Optional<SqlType> byName(Schema schema, TypeSupport support) {
        if (schema.name() == null) {
            return Optional.empty();
        }
        return switch (schema.name()) {
            case Decimal.LOGICAL_NAME -> Optional.of(decimal(schema));
            case SemanticTypes.BITS -> Optional.of(bits(schema));
            case SemanticTypes.LTREE -> Optional.of(support.exists("ltree") ? SqlType.of("ltree") : SqlType.TEXT);
            case SemanticTypes.GEOMETRY ->
                Optional.of(support.exists("geometry") ? SqlType.of("geometry") : SqlType.BYTEA);
            case SemanticTypes.GEOGRAPHY ->
                Optional.of(support.exists("geography") ? SqlType.of("geography") : SqlType.BYTEA);
            default -> Optional.ofNullable(BY_NAME.get(schema.name()));
        };
    }

    private static SqlType byKind(Schema schema, TypeSupport support) {
        return switch (schema.type()) {
            case INT8, INT16 -> SqlType.of("smallint");
            case INT32 -> SqlType.of("integer");
            case INT64 -> SqlType.of("bigint");
            case FLOAT32 -> SqlType.of("real");
            case FLOAT64 -> SqlType.of("double precision");
            case BOOLEAN -> SqlType.of("boolean");
            case STRING -> SqlType.TEXT;
            case BYTES -> SqlType.BYTEA;
            case ARRAY -> array(of(schema.valueSchema(), support));
            case MAP, STRUCT -> SqlType.JSONB;
        };
    }

    /** An array of arrays has the type of its elements' array; one of structures is a document. */
    private static SqlType array(SqlType element) {
        return element.equals(SqlType.JSONB) ? SqlType.JSONB : element.arrayOf();
    }

    private static SqlType decimal(Schema schema) {
        Map<String, String> parameters = schema.parameters();
        String precision = parameters.get(PRECISION);
        int scale = Integer.parseInt(parameters.get(Decimal.SCALE_FIELD));
        boolean exact = precision != null && precision.matches("[0-9]{1,3}") && Integer.parseInt(precision) > 0;
        return exact ? SqlType.of("numeric", Integer.parseInt(precision), scale) : SqlType.of("numeric");
    }

    private static SqlType bits(Schema schema) {
        String length = schema.parameters() == null ? null : schema.parameters().get("length");
        boolean bounded = length != null && length.matches("[0-9]{1,7}") && Integer.parseInt(length) > 0;
        return bounded ? SqlType.of("bit varying", Integer.parseInt(length)) : SqlType.of("bit varying");
    }
}

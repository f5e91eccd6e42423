package io.millrace.connectors.jdbc.type;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;

/** The column type that the source had, where the record's values still fit it. */
final class SourceTypes {
    private static final int MAX_NUMERIC_PRECISION = 1_000;
    private static final int MAX_CHARACTERS = 10_485_760;
    private static final int MAX_BITS = 83_886_080;

    private static final Map<String, String> INTEGERS = Map.ofEntries(
            Map.entry("INT2", "smallint"),
            Map.entry("SMALLINT", "smallint"),
            Map.entry("SMALLSERIAL", "smallint"),
            Map.entry("SERIAL2", "smallint"),
            Map.entry("INT4", "integer"),
            Map.entry("INT", "integer"),
            Map.entry("INTEGER", "integer"),
            Map.entry("SERIAL", "integer"),
            Map.entry("SERIAL4", "integer"),
            Map.entry("INT8", "bigint"),
            Map.entry("BIGINT", "bigint"),
            Map.entry("BIGSERIAL", "bigint"),
            Map.entry("SERIAL8", "bigint"),
            Map.entry("OID", "bigint"));
    private static final Map<String, String> FLOATS = Map.of("FLOAT4", "real", "FLOAT8", "double precision");
    private static final Map<String, String> TEMPORAL = Map.of(
            "DATE", "date",
            "TIME", "time without time zone",
            "TIMETZ", "time with time zone",
            "TIMESTAMP", "timestamp without time zone",
            "TIMESTAMPTZ", "timestamp with time zone",
            "INTERVAL", "interval");

    /** Types whose values arrive as their own text. */
    private static final Set<String> AS_TEXT = Set.of(
            "UUID",
            "JSON",
            "JSONB",
            "XML",
            "INET",
            "CIDR",
            "MACADDR",
            "MACADDR8",
            "TSVECTOR",
            "TSQUERY",
            "PG_LSN",
            "CITEXT",
            "LTREE",
            "INT4RANGE",
            "INT8RANGE",
            "NUMRANGE",
            "TSRANGE",
            "TSTZRANGE",
            "DATERANGE",
            "INT4MULTIRANGE",
            "INT8MULTIRANGE",
            "NUMMULTIRANGE",
            "TSMULTIRANGE",
            "TSTZMULTIRANGE",
            "DATEMULTIRANGE",
            "LINE",
            "LSEG",
            "BOX",
            "PATH",
            "POLYGON",
            "CIRCLE");

    private static final Set<String> SIZED = Set.of(
            "numeric",
            "money",
            "boolean",
            "character varying",
            "character",
            "bit",
            "bit varying",
            "bytea",
            "point",
            "hstore");

    private SourceTypes() {}

    /** Whether columns get this type from their source. One that takes every text is as good as text. */
    static boolean makes(SqlType type) {
        String base = type.base();
        return INTEGERS.containsValue(base)
                || FLOATS.containsValue(base)
                || TEMPORAL.containsValue(base)
                || SIZED.contains(base)
                || (AS_TEXT.contains(base.toUpperCase(Locale.ROOT)) && !base.equals("citext"));
    }

    /** The type for values of this schema, or empty when the source's type says nothing for them. */
    static Optional<SqlType> of(SourceColumn column, Schema schema, TypeSupport support) {
        if (column.array() != (schema.type() == Schema.Type.ARRAY)) {
            return Optional.empty();
        }
        if (column.array()) {
            SourceColumn element = new SourceColumn(column.typeName(), false, -1, -1);
            return of(element, schema.valueSchema(), support).map(SqlType::arrayOf);
        }
        String name = column.typeName();
        if (INTEGERS.containsKey(name)) {
            return when(isInteger(schema), SqlType.of(INTEGERS.get(name)));
        }
        if (FLOATS.containsKey(name)) {
            return when(isNumber(schema), SqlType.of(FLOATS.get(name)));
        }
        if (TEMPORAL.containsKey(name)) {
            return when(isTemporal(schema), SqlType.of(TEMPORAL.get(name)));
        }
        if (AS_TEXT.contains(name)) {
            String lower = name.toLowerCase(Locale.ROOT);
            return when(schema.type() == Schema.Type.STRING && support.exists(lower), SqlType.of(lower));
        }
        return sized(column, schema, support);
    }

    private static Optional<SqlType> sized(SourceColumn column, Schema schema, TypeSupport support) {
        boolean text = schema.type() == Schema.Type.STRING;
        return switch (column.typeName()) {
            case "NUMERIC", "DECIMAL" -> when(isNumber(schema) || text, numeric(column));
            case "MONEY" -> when(isNumber(schema) || text, SqlType.of("money"));
            case "BOOL", "BOOLEAN" -> when(schema.type() == Schema.Type.BOOLEAN, SqlType.of("boolean"));
            case "TEXT", "NAME" -> when(text, SqlType.TEXT);
            case "VARCHAR" -> when(text, bounded("character varying", column.length(), MAX_CHARACTERS));
            case "BPCHAR" ->
                when(text, column.length() > 0 ? bounded("character", column.length(), MAX_CHARACTERS) : SqlType.TEXT);
            case "BIT" -> when(isBits(schema), bounded("bit", Math.max(1, column.length()), MAX_BITS));
            case "VARBIT" -> when(isBits(schema), bounded("bit varying", column.length(), MAX_BITS));
            case "BYTEA" -> when(schema.type() == Schema.Type.BYTES && schema.name() == null, SqlType.BYTEA);
            case "POINT" -> when(schema.type() == Schema.Type.STRUCT, SqlType.of("point"));
            case "HSTORE" -> when(schema.type() == Schema.Type.MAP && support.exists("hstore"), SqlType.of("hstore"));
            // Enums, domains and extension types: the target need not know them, so the schema decides.
            default -> Optional.empty();
        };
    }

    private static SqlType numeric(SourceColumn column) {
        // A numeric without precision arrives with a length far beyond what a precision may be.
        boolean constrained = column.length() > 0 && column.length() <= MAX_NUMERIC_PRECISION;
        return constrained
                ? SqlType.of("numeric", column.length(), Math.max(0, column.scale()))
                : SqlType.of("numeric");
    }

    private static SqlType bounded(String base, int length, int max) {
        return length > 0 && length <= max ? SqlType.of(base, length) : SqlType.of(base);
    }

    private static Optional<SqlType> when(boolean fits, SqlType type) {
        return fits ? Optional.of(type) : Optional.empty();
    }

    private static boolean isInteger(Schema schema) {
        return switch (schema.type()) {
            case INT8, INT16, INT32, INT64 -> schema.name() == null;
            case FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES, ARRAY, MAP, STRUCT -> false;
        };
    }

    private static boolean isNumber(Schema schema) {
        return isInteger(schema)
                || schema.type() == Schema.Type.FLOAT32
                || schema.type() == Schema.Type.FLOAT64
                || Decimal.LOGICAL_NAME.equals(schema.name())
                || SemanticTypes.VARIABLE_SCALE_DECIMAL.equals(schema.name());
    }

    private static boolean isTemporal(Schema schema) {
        return schema.name() != null
                && (schema.name().startsWith("io.debezium.time.")
                        || schema.name().startsWith("org.apache.kafka.connect.data."));
    }

    private static boolean isBits(Schema schema) {
        return schema.type() == Schema.Type.BOOLEAN || SemanticTypes.BITS.equals(schema.name());
    }
}

package io.millrace.connectors.jdbc.type;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** Chooses how values of a schema are written for a column of some type. */
public final class TextEncoders {
    private final ZoneId zone;

    /** Encoders that read timestamps without an offset as wall clock of this zone. */
    public TextEncoders(ZoneId zone) {
        this.zone = zone;
    }

    /** The encoder for one field and its column. */
    public TextEncoder of(Schema schema, SqlType target) {
        if (schema.name() != null) {
            TextEncoder semantic = byName(schema, target);
            if (semantic != null) {
                return semantic;
            }
        }
        return byKind(schema, target);
    }

    private TextEncoder byName(Schema schema, SqlType target) {
        boolean zoned = target.base().equals("timestamp with time zone");
        return switch (schema.name()) {
            case Decimal.LOGICAL_NAME -> NumberText::decimal;
            case Date.LOGICAL_NAME -> value -> TemporalText.date((int) Math.floorDiv(epochMillis(value), 86_400_000L));
            case Time.LOGICAL_NAME -> value -> TemporalText.time(epochMillis(value) * 1_000L);
            case Timestamp.LOGICAL_NAME -> value -> instant(epochMillis(value), zoned);
            case SemanticTypes.DATE -> value -> TemporalText.date(((Number) value).intValue());
            case SemanticTypes.TIME -> value -> TemporalText.time(((Number) value).longValue() * 1_000L);
            case SemanticTypes.MICRO_TIME -> value -> TemporalText.time(((Number) value).longValue());
            case SemanticTypes.NANO_TIME -> value -> TemporalText.time(((Number) value).longValue() / 1_000L);
            case SemanticTypes.TIMESTAMP -> value -> TemporalText.timestampMillis(((Number) value).longValue());
            case SemanticTypes.MICRO_TIMESTAMP -> value -> TemporalText.timestampMicros(((Number) value).longValue());
            case SemanticTypes.NANO_TIMESTAMP -> value -> TemporalText.timestampNanos(((Number) value).longValue());
            case SemanticTypes.ZONED_TIMESTAMP -> zonedTimestamp(target, zoned);
            case SemanticTypes.ISO_DATE, SemanticTypes.ISO_TIMESTAMP ->
                value -> TemporalText.isoLocal(value.toString());
            case SemanticTypes.MICRO_DURATION -> value -> value + " microseconds";
            case SemanticTypes.NANO_DURATION -> value -> ((Number) value).longValue() / 1_000L + " microseconds";
            case SemanticTypes.BITS -> bits(schema, target);
            case SemanticTypes.VARIABLE_SCALE_DECIMAL -> NumberText::variableScaleDecimal;
            case SemanticTypes.POINT -> point(target);
            case SemanticTypes.GEOMETRY, SemanticTypes.GEOGRAPHY -> geometry(target);
            default -> null;
        };
    }

    private TextEncoder byKind(Schema schema, SqlType target) {
        return switch (schema.type()) {
            case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64 -> Object::toString;
            case BOOLEAN ->
                isNumeric(target) || target.base().startsWith("bit")
                        ? value -> (Boolean) value ? "1" : "0"
                        : Object::toString;
            case STRING ->
                isNumeric(target)
                        ? value -> NumberText.decimalWords(value.toString())
                        : value -> StringText.checked(value.toString());
            case BYTES -> NumberText::hex;
            case ARRAY -> array(schema, target);
            case MAP -> target.is("hstore") ? value -> StringText.hstore((Map<?, ?>) value) : JsonText::write;
            case STRUCT -> JsonText::write;
        };
    }

    private TextEncoder array(Schema schema, SqlType target) {
        if (!target.array()) {
            return JsonText::write;
        }
        Schema element = schema.valueSchema();
        while (element.type() == Schema.Type.ARRAY) {
            element = element.valueSchema();
        }
        TextEncoder encoder = of(element, target.element());
        return value -> StringText.array((List<?>) value, encoder);
    }

    /** Connect's own logical types hold the old class of dates. */
    private static long epochMillis(Object value) {
        return ((java.util.Date) value).toInstant().toEpochMilli();
    }

    private String instant(long epochMillis, boolean zoned) {
        return zoned
                ? withOffset(TemporalText.timestampMillis(epochMillis))
                : TemporalText.wallClock(epochMillis, zone);
    }

    private static String withOffset(String utc) {
        if (utc.endsWith("infinity")) {
            return utc;
        }
        return utc.endsWith(" BC") ? utc.substring(0, utc.length() - 3) + "+00 BC" : utc + "+00";
    }

    private TextEncoder zonedTimestamp(SqlType target, boolean zoned) {
        boolean keepsOffset = zoned || !target.base().equals("timestamp without time zone");
        return value -> TemporalText.zoned(value.toString(), keepsOffset, zone);
    }

    private static TextEncoder bits(Schema schema, SqlType target) {
        if (!target.base().startsWith("bit")) {
            return NumberText::hex;
        }
        String length = schema.parameters() == null ? null : schema.parameters().get("length");
        int declared = length != null && length.matches("[0-9]{1,8}") ? Integer.parseInt(length) : 0;
        int bitCount = target.is("bit") && !target.modifiers().isEmpty()
                ? target.modifiers().get(0)
                : declared;
        return value -> NumberText.bits(value, bitCount);
    }

    private static TextEncoder point(SqlType target) {
        return target.is("point")
                ? value -> {
                    Struct point = (Struct) value;
                    return "(" + point.get("x") + "," + point.get("y") + ")";
                }
                : JsonText::write;
    }

    private static TextEncoder geometry(SqlType target) {
        if (target.equals(SqlType.BYTEA)) {
            return value -> NumberText.hex(((Struct) value).get("wkb"));
        }
        boolean spatial = target.base().startsWith("geo");
        return spatial ? value -> NumberText.hex(((Struct) value).get("wkb")).substring(2) : JsonText::write;
    }

    private static boolean isNumeric(SqlType target) {
        return switch (target.base()) {
            case "numeric", "real", "double precision", "smallint", "integer", "bigint" -> true;
            default -> false;
        };
    }
}

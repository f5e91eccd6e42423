package io.millrace.registry.serde.json.connect;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/** Which alternative of a union a document is of: the first of its type, or the struct with the most properties in common. */
final class Unions {
    private Unions() {}

    static Struct read(Schema union, JsonNode json) {
        Field best = null;
        int most = 0;
        for (Field field : union.fields()) {
            if (isOfType(field.schema(), json)) {
                return put(union, field, json);
            }
            int common = inCommon(field.schema(), json);
            if (common > most) {
                most = common;
                best = field;
            }
        }
        if (best == null) {
            best = json.isEmpty() && json.isObject() ? leastDemanding(union) : firstThatTakes(union, json);
        }
        if (best == null) {
            throw new DataException("JSON of type " + json.getNodeType() + " is none of the alternatives");
        }
        return put(union, best, json);
    }

    private static Struct put(Schema union, Field field, JsonNode json) {
        return new Struct(union.schema()).put(field, ValueReader.read(field.schema(), json));
    }

    private static boolean isOfType(Schema schema, JsonNode json) {
        return switch (schema.type()) {
            case INT8, INT16, INT32, INT64 -> json.isIntegralNumber();
            case FLOAT32, FLOAT64 -> json.isNumber();
            case BOOLEAN -> json.isBoolean();
            case STRING -> json.isTextual();
            case BYTES -> json.isBinary() || json.isTextual() || (isDecimal(schema) && json.isFloatingPointNumber());
            case ARRAY -> json.isArray();
            case MAP -> json.isObject() || json.isArray();
            case STRUCT -> false;
        };
    }

    /** The first alternative that takes a number of another form: 1.0 as an integer, or 1 as a decimal. */
    private static Field firstThatTakes(Schema union, JsonNode json) {
        for (Field field : union.fields()) {
            boolean takes =
                    switch (field.schema().type()) {
                        case INT8, INT16, INT32, INT64 -> isWhole(json);
                        case BYTES -> isDecimal(field.schema()) && json.isNumber();
                        default -> false;
                    };
            if (takes) {
                return field;
            }
        }
        return null;
    }

    private static boolean isWhole(JsonNode json) {
        return json.isNumber()
                && Double.isFinite(json.doubleValue())
                && json.decimalValue().stripTrailingZeros().scale() <= 0;
    }

    private static boolean isDecimal(Schema schema) {
        return Decimal.LOGICAL_NAME.equals(schema.name());
    }

    /** For a document without properties: the first struct of those that need the fewest. */
    private static Field leastDemanding(Schema union) {
        Field best = null;
        long fewest = Long.MAX_VALUE;
        for (Field field : union.fields()) {
            if (field.schema().type() != Schema.Type.STRUCT || SchemaWriter.isUnion(field.schema())) {
                continue;
            }
            long needed = field.schema().fields().stream()
                    .map(Field::schema)
                    .filter(each -> !each.isOptional() && each.defaultValue() == null)
                    .count();
            if (needed < fewest) {
                fewest = needed;
                best = field;
            }
        }
        return best;
    }

    /** How many properties of the document the struct has, with those of the structs inside it. */
    private static int inCommon(Schema schema, JsonNode json) {
        if (schema.type() != Schema.Type.STRUCT || !json.isObject()) {
            return 0;
        }
        int common = 0;
        for (Field field : schema.fields()) {
            JsonNode value = json.get(field.name());
            if (value != null) {
                common += 1 + inCommon(field.schema(), value);
            }
        }
        return common;
    }
}

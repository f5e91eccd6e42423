package io.millrace.connectors.jdbc.type;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;

/**
 * What change capture says about the column that a field comes from.
 *
 * @param typeName the source's name of the type in upper case, without the underscore of arrays
 * @param array whether it is an array of these
 * @param length length or precision, or -1
 * @param scale digits after the point, or -1
 */
record SourceColumn(String typeName, boolean array, int length, int scale) {
    private static final String PREFIX = "__debezium.source.column.";

    static Optional<SourceColumn> of(Schema schema) {
        Map<String, String> parameters = schema.parameters();
        String type = parameters == null ? null : parameters.get(PREFIX + "type");
        if (type == null || type.isEmpty()) {
            return Optional.empty();
        }
        String name = type.toUpperCase(Locale.ROOT);
        boolean array = name.startsWith("_") || name.endsWith("[]");
        if (array) {
            name = name.startsWith("_") ? name.substring(1) : name.substring(0, name.length() - 2);
        }
        return Optional.of(new SourceColumn(name, array, number(parameters, "length"), number(parameters, "scale")));
    }

    private static int number(Map<String, String> parameters, String name) {
        String text = parameters.get(PREFIX + name);
        try {
            return text == null ? -1 : Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }
}

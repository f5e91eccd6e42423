package io.millrace.gateway.produce;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * Whether texts that stand for bytes hold nothing but bytes: in Avro's JSON encoding each character is one, up to U+00FF, and
 * Avro's own decoder takes any other for a question mark without a word.
 */
final class AvroBytes {
    private static final int BYTE_MAX = 0xff;

    private AvroBytes() {}

    /**
     * Where in data in JSON there is a character that is no byte. Only what is there is looked at, so that the depth is that
     * of the data, which their parser has bounded, and not that of the schema, which may hold itself.
     */
    static Optional<String> wrongPlace(Schema schema, JsonNode data) {
        return switch (schema.getType()) {
            case BYTES, FIXED ->
                data.isTextual() && data.textValue().chars().anyMatch(each -> each > BYTE_MAX)
                        ? Optional.of("")
                        : Optional.empty();
            case RECORD -> inFields(schema, data);
            case ARRAY -> inItems(schema.getElementType(), data);
            case MAP -> inValues(schema.getValueType(), data);
            case UNION -> inBranch(schema, data);
            case ENUM, STRING, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> Optional.empty();
        };
    }

    private static Optional<String> inFields(Schema schema, JsonNode data) {
        for (Schema.Field each : schema.getFields()) {
            Optional<String> found = Stream.concat(Stream.of(each.name()), each.aliases().stream())
                    .filter(data::has)
                    .findFirst()
                    .flatMap(name -> inside(name, each.schema(), data.get(name)));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> inItems(Schema items, JsonNode data) {
        if (data.isArray()) {
            for (int i = 0; i < data.size(); i++) {
                Optional<String> found = inside(Integer.toString(i), items, data.get(i));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> inValues(Schema values, JsonNode data) {
        for (Map.Entry<String, JsonNode> each : data.properties()) {
            Optional<String> found = inside(each.getKey(), values, each.getValue());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** What is not null is named by its branch. */
    private static Optional<String> inBranch(Schema union, JsonNode data) {
        for (Schema each : union.getTypes()) {
            if (data.has(each.getFullName())) {
                return inside(each.getFullName(), each, data.get(each.getFullName()));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> inside(String step, Schema schema, JsonNode data) {
        return wrongPlace(schema, data).map(place -> "/" + step + place);
    }
}

package io.millrace.registry.model.avro;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * Brings what an Avro text leaves to taste into the order that Confluent's registry calls normal: properties and the keys
 * inside them by name, except that a logical type comes first with its precision and scale; aliases by full name; the
 * empty doc of a type not at all. Fields, symbols and branches keep their order, for it means something.
 */
final class AvroNormalForm {
    private static final ObjectMapper JSON = new ObjectMapper();

    private AvroNormalForm() {}

    /** The text in normal order; the attributes of Avro itself fall into their places when it is read and written. */
    static String text(ParsedAvro parsed) {
        try {
            return schema(JSON.readTree(parsed.canonicalText()), parsed.schema())
                    .toString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Avro wrote a text that is not JSON", e);
        }
    }

    /** Walks the text and what it means side by side; whatever is only a name stays as it is. */
    private static JsonNode schema(JsonNode written, Schema schema) {
        if (written.isArray()) {
            ArrayNode branches = JSON.createArrayNode();
            for (int i = 0; i < written.size(); i++) {
                branches.add(schema(written.get(i), schema.getTypes().get(i)));
            }
            return branches;
        }
        if (!written.isObject()) {
            return written;
        }
        ObjectNode ordered = logicalTypeFirst(schema);
        ordered.setAll((ObjectNode) sorted(written));
        switch (schema.getType()) {
            case RECORD -> ordered.set("fields", fields(written.get("fields"), schema));
            case ARRAY -> ordered.set("items", schema(written.get("items"), schema.getElementType()));
            case MAP -> ordered.set("values", schema(written.get("values"), schema.getValueType()));
            case ENUM, FIXED, UNION, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {
                // Nothing inside that has properties of its own.
            }
        }
        if (ordered.path("doc").isTextual() && ordered.path("doc").asText().isEmpty()) {
            ordered.remove("doc");
        }
        return aliasesSorted(ordered, namespace(schema));
    }

    private static JsonNode fields(JsonNode written, Schema record) {
        ArrayNode fields = JSON.createArrayNode();
        for (Schema.Field field : record.getFields()) {
            JsonNode node = written.get(field.pos());
            ObjectNode ordered = (ObjectNode) sorted(node);
            ordered.set("type", schema(node.get("type"), field.schema()));
            fields.add(aliasesSorted(ordered, null));
        }
        return fields;
    }

    private static ObjectNode logicalTypeFirst(Schema schema) {
        ObjectNode first = JSON.createObjectNode();
        LogicalType type = schema.getLogicalType();
        boolean plain =
                switch (schema.getType()) {
                    case RECORD, ENUM, ARRAY, MAP, UNION -> false;
                    case FIXED, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> true;
                };
        if (type == null || !plain) {
            return first;
        }
        first.put(LogicalType.LOGICAL_TYPE_PROP, type.getName());
        if (type instanceof LogicalTypes.Decimal decimal) {
            first.put("precision", decimal.getPrecision());
            if (decimal.getScale() != 0) {
                first.put("scale", decimal.getScale());
            }
        }
        return first;
    }

    private static ObjectNode aliasesSorted(ObjectNode node, String namespace) {
        if (node.path("aliases").isArray()) {
            List<String> aliases = new ArrayList<>();
            node.path("aliases").forEach(alias -> aliases.add(alias.asText()));
            aliases.sort(Comparator.comparing(alias -> fullName(alias, namespace)));
            ArrayNode array = node.putArray("aliases");
            aliases.forEach(array::add);
        }
        return node;
    }

    private static String fullName(String alias, String namespace) {
        return namespace == null || alias.contains(".") ? alias : namespace + "." + alias;
    }

    private static String namespace(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM, FIXED -> schema.getNamespace();
            case ARRAY, MAP, UNION, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> null;
        };
    }

    private static JsonNode sorted(JsonNode node) {
        if (node.isArray()) {
            ArrayNode elements = JSON.createArrayNode();
            node.forEach(element -> elements.add(sorted(element)));
            return elements;
        }
        if (!node.isObject()) {
            return node;
        }
        TreeMap<String, JsonNode> properties = new TreeMap<>();
        node.properties().forEach(each -> properties.put(each.getKey(), sorted(each.getValue())));
        ObjectNode object = JSON.createObjectNode();
        object.setAll(properties);
        return object;
    }
}

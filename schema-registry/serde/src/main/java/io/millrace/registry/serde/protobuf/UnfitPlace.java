package io.millrace.registry.serde.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Map;
import java.util.Optional;

/**
 * Finds where a document does not fit, which the library does not say: the smallest part that is refused by itself. One
 * thread.
 */
final class UnfitPlace {
    /** How much is read of parts by themselves, so that what is large and deep is looked through only so far. */
    private static final int LENGTH_MAX = 8 << 20;

    private final Descriptor type;
    private long length;

    UnfitPlace(Descriptor type) {
        this.type = type;
    }

    /** A JSON pointer to what does not fit; as near as it was found. */
    String find(JsonNode document) {
        return inside(type, document);
    }

    private String inside(Descriptor message, JsonNode document) {
        if (!document.isObject() || WellKnown.hasItsName(message)) {
            return "";
        }
        for (Map.Entry<String, JsonNode> each : document.properties()) {
            if (!isFit(message, each.getKey(), each.getValue())) {
                String place = "/" + escaped(each.getKey());
                return field(message, each.getKey())
                        .map(field -> place + inside(message, field, each.getKey(), each.getValue()))
                        .orElse(place);
            }
        }
        return "";
    }

    private String inside(Descriptor message, FieldDescriptor field, String name, JsonNode value) {
        if (field.isMapField() && value.isObject()) {
            return inMap(message, field, name, value);
        }
        if (field.isRepeated() && value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                JsonNode one = JsonNodeFactory.instance.arrayNode().add(value.get(i));
                if (!isFit(message, name, one)) {
                    return "/" + i + inside(field, value.get(i));
                }
            }
            return "";
        }
        return field.isRepeated() ? "" : inside(field, value);
    }

    private String inMap(Descriptor message, FieldDescriptor field, String name, JsonNode value) {
        for (Map.Entry<String, JsonNode> each : value.properties()) {
            JsonNode one = JsonNodeFactory.instance.objectNode().set(each.getKey(), each.getValue());
            if (!isFit(message, name, one)) {
                FieldDescriptor values = field.getMessageType().findFieldByNumber(2);
                return "/" + escaped(each.getKey()) + inside(values, each.getValue());
            }
        }
        return "";
    }

    private String inside(FieldDescriptor field, JsonNode value) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE ? inside(field.getMessageType(), value) : "";
    }

    private boolean isFit(Descriptor message, String name, JsonNode value) {
        String text =
                ProtobufDocuments.text(JsonNodeFactory.instance.objectNode().set(name, value));
        length += text.length();
        if (length > LENGTH_MAX) {
            return true;
        }
        try {
            ProtobufDocuments.merge(text, DynamicMessage.newBuilder(message));
            return true;
        } catch (InvalidProtocolBufferException e) {
            return false;
        }
    }

    /** The field of a name, which may be that of the schema or that of JSON. */
    static Optional<FieldDescriptor> field(Descriptor message, String name) {
        FieldDescriptor named = message.findFieldByName(name);
        if (named != null) {
            return Optional.of(named);
        }
        return message.getFields().stream()
                .filter(each -> each.getJsonName().equals(name))
                .findFirst();
    }

    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}

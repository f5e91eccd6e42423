package io.millrace.registry.serde.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Refuses numbers that cost more to read than to send: the library reads them with all their digits, also those for which an
 * exponent stands, before it finds that they do not fit. Any thread.
 */
final class NumberBounds {
    /** No number that fits is told apart from its neighbours by more characters. */
    private static final int LENGTH_MAX = 1_000;

    private static final int EXPONENT_LENGTH_MAX = 4;

    /** The name of a value of an enum may be its number. */
    private static final Set<JavaType> NUMBERS =
            EnumSet.of(JavaType.INT, JavaType.LONG, JavaType.FLOAT, JavaType.DOUBLE, JavaType.ENUM);

    private NumberBounds() {}

    /** Refuses a document with such a number where a message of the type has one. */
    static void require(Descriptor message, JsonNode document) throws UnfitDocumentException {
        require(message, document, "");
    }

    private static void require(Descriptor message, JsonNode document, String place) throws UnfitDocumentException {
        if (WellKnown.isOne(message)) {
            if (WellKnown.isWrapper(message)) {
                requireField(message.findFieldByName("value"), document, place);
            }
            return;
        }
        for (Map.Entry<String, JsonNode> each : document.properties()) {
            FieldDescriptor field = UnfitPlace.field(message, each.getKey()).orElse(null);
            if (field != null) {
                String of = place + "/" + UnfitPlace.escaped(each.getKey());
                if (field.isMapField()) {
                    requireMap(field.getMessageType(), each.getValue(), of);
                } else {
                    requireField(field, each.getValue(), of);
                }
            }
        }
    }

    private static void requireMap(Descriptor entry, JsonNode map, String place) throws UnfitDocumentException {
        for (Map.Entry<String, JsonNode> each : map.properties()) {
            String of = place + "/" + UnfitPlace.escaped(each.getKey());
            if (NUMBERS.contains(entry.findFieldByNumber(1).getJavaType())) {
                requireShort(each.getKey(), of);
            }
            requireField(entry.findFieldByNumber(2), each.getValue(), of);
        }
    }

    private static void requireField(FieldDescriptor field, JsonNode value, String place)
            throws UnfitDocumentException {
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                requireField(field, value.get(i), place + "/" + i);
            }
        } else if (field.getJavaType() == JavaType.MESSAGE) {
            require(field.getMessageType(), value, place);
        } else if (NUMBERS.contains(field.getJavaType()) && value.isValueNode()) {
            requireShort(value.asText(), place);
        }
    }

    private static void requireShort(String number, String place) throws UnfitDocumentException {
        int exponent = Math.max(number.lastIndexOf('e'), number.lastIndexOf('E'));
        String power = exponent < 0 ? "" : number.substring(exponent + 1);
        boolean isNumber = !power.isEmpty() && power.chars().skip(1).allMatch(each -> each >= '0' && each <= '9');
        if (number.length() > LENGTH_MAX || (isNumber && power.length() > EXPONENT_LENGTH_MAX)) {
            throw new UnfitDocumentException(place, "the number has more digits than are read", null);
        }
    }
}

package io.millrace.gateway.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.FloatNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.gateway.http.Json;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.Schema;

/**
 * Avro's binary encoding in, its JSON encoding out, without a value of Avro's between them. What the bytes announce is held
 * against what is there before any memory is taken for it, as anybody may have written them. One value, one thread.
 */
final class AvroJson {
    private static final int DEPTH_MAX = 200;
    /** Items may take no byte at all, of which an array could announce any number. */
    private static final int BARE_ITEMS_MAX = 1_000;
    /** Names of fields come from the schema, so the text can be far longer than the bytes. */
    private static final int TEXT_LENGTH_MAX = 16 << 20;

    private static final int NUMBER_LENGTH = 20;
    private static final int BITS_PER_PART = 7;

    private final ByteBuffer in;
    private long textLength;

    private AvroJson(byte[] bytes, int start) {
        this.in = ByteBuffer.wrap(bytes, start, bytes.length - start).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The value that begins at {@code start}. */
    static JsonNode read(Schema schema, byte[] bytes, int start) {
        AvroJson reader = new AvroJson(bytes, start);
        try {
            // Bytes that are the whole value carry no length of their own.
            return schema.getType() == Schema.Type.BYTES
                    ? reader.text(bytes.length - start, StandardCharsets.ISO_8859_1)
                    : reader.value(schema, 0);
        } catch (BufferUnderflowException e) {
            throw new UnreadableException("it ends before all that its schema has");
        }
    }

    private JsonNode value(Schema schema, int depth) {
        if (depth > DEPTH_MAX) {
            throw new UnreadableException("it is nested deeper than " + DEPTH_MAX);
        }
        spend(NUMBER_LENGTH);
        return switch (schema.getType()) {
            case NULL -> NullNode.getInstance();
            case BOOLEAN -> BooleanNode.valueOf(in.get() == 1);
            case INT -> IntNode.valueOf(number());
            case LONG -> LongNode.valueOf(longNumber());
            case FLOAT -> real(in.getFloat());
            case DOUBLE -> real(in.getDouble());
            case STRING -> text(length(longNumber()), StandardCharsets.UTF_8);
            case BYTES -> text(length(longNumber()), StandardCharsets.ISO_8859_1);
            case FIXED -> text(length(schema.getFixedSize()), StandardCharsets.ISO_8859_1);
            case ENUM -> TextNode.valueOf(choice(schema.getEnumSymbols(), "symbols"));
            case UNION -> union(schema, depth);
            case ARRAY -> array(schema.getElementType(), depth);
            case MAP -> map(schema.getValueType(), depth);
            case RECORD -> fields(schema, depth);
        };
    }

    private JsonNode union(Schema schema, int depth) {
        Schema branch = choice(schema.getTypes(), "branches");
        JsonNode value = value(branch, depth + 1);
        if (branch.getType() == Schema.Type.NULL) {
            return value;
        }
        spend(branch.getFullName().length());
        return Json.object().set(branch.getFullName(), value);
    }

    private ObjectNode fields(Schema schema, int depth) {
        ObjectNode object = Json.object();
        for (Schema.Field field : schema.getFields()) {
            spend(field.name().length());
            object.set(field.name(), value(field.schema(), depth + 1));
        }
        return object;
    }

    private ArrayNode array(Schema items, int depth) {
        ArrayNode array = Json.object().arrayNode();
        for (long left = items(0); left > 0; left = items(array.size())) {
            for (; left > 0; left--) {
                array.add(value(items, depth + 1));
            }
        }
        return array;
    }

    private ObjectNode map(Schema values, int depth) {
        ObjectNode object = Json.object();
        for (long left = items(0); left > 0; left = items(0)) {
            for (; left > 0; left--) {
                JsonNode key = text(length(longNumber()), StandardCharsets.UTF_8);
                object.set(key.textValue(), value(values, depth + 1));
            }
        }
        return object;
    }

    /** How many items follow until the next such number; 0 at the end. */
    private long items(int before) {
        long items = longNumber();
        if (items < 0) {
            // For those who skip the items, their bytes are told too.
            longNumber();
            items = -items;
        }
        if (items < 0 || (items > in.remaining() && items > BARE_ITEMS_MAX - before)) {
            throw new UnreadableException("it announces " + items + " items with " + in.remaining() + " bytes to come");
        }
        return items;
    }

    private int length(long announced) {
        if (announced < 0 || announced > in.remaining()) {
            throw new UnreadableException(
                    "it announces " + announced + " bytes with " + in.remaining() + " bytes to come");
        }
        return (int) announced;
    }

    private JsonNode text(int length, Charset charset) {
        spend(length);
        String text = new String(in.array(), in.position(), length, charset);
        in.position(in.position() + length);
        return TextNode.valueOf(text);
    }

    private <T> T choice(List<T> choices, String what) {
        long index = longNumber();
        if (index < 0 || index >= choices.size()) {
            throw new UnreadableException("it names " + index + " of " + choices.size() + " " + what);
        }
        return choices.get((int) index);
    }

    private int number() {
        long number = longNumber();
        if (number != (int) number) {
            throw new UnreadableException("it has " + number + " where its schema has an int");
        }
        return (int) number;
    }

    private long longNumber() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += BITS_PER_PART) {
            byte part = in.get();
            value |= (part & 0x7FL) << shift;
            if (part >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new UnreadableException("it has a number that is longer than a long");
    }

    /** JSON has no word for what is not finite; Avro writes it as a string. */
    private static JsonNode real(float number) {
        return Float.isFinite(number) ? FloatNode.valueOf(number) : TextNode.valueOf(Float.toString(number));
    }

    private static JsonNode real(double number) {
        return Double.isFinite(number) ? DoubleNode.valueOf(number) : TextNode.valueOf(Double.toString(number));
    }

    private void spend(long characters) {
        textLength += characters;
        if (textLength > TEXT_LENGTH_MAX) {
            throw new UnreadableException("it would be longer than " + TEXT_LENGTH_MAX + " characters of JSON");
        }
    }
}

package io.millrace.registry.serde.connect;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.connect.errors.DataException;

/** Values without a schema: a record with one field per type, of which at most one is set. */
final class AnythingCodec {
    private static final List<String> KINDS =
            List.of("boolean", "bytes", "double", "float", "int", "long", "string", "array", "map");

    static final Schema SCHEMA = new Schema.Parser().parse(schemaText());

    private AnythingCodec() {}

    private static String schemaText() {
        StringBuilder text = new StringBuilder("{\"type\":\"record\",\"name\":\"Anything\",\"namespace\":\"")
                .append(AvroNames.NAMESPACE)
                .append("\",\"fields\":[");
        for (String kind : KINDS) {
            String type =
                    switch (kind) {
                        case "array" -> "{\"type\":\"array\",\"items\":\"Anything\"}";
                        case "map" ->
                            "{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"MapEntry\",\"fields\":["
                                    + "{\"name\":\"key\",\"type\":\"Anything\"},"
                                    + "{\"name\":\"value\",\"type\":\"Anything\"}]}}";
                        default -> "\"" + kind + "\"";
                    };
            text.append(kind.equals("boolean") ? "" : ",")
                    .append("{\"name\":\"" + kind + "\",\"type\":[\"null\"," + type + "],\"default\":null}");
        }
        return text.append("]}").toString();
    }

    static WritePlan plan() {
        return new WritePlan(SCHEMA, AnythingCodec::write);
    }

    static ValueReader reader() {
        return AnythingCodec::read;
    }

    private static void write(Object value, AvroOutput out) {
        String kind = kind(value);
        for (String each : KINDS) {
            out.writeInt(each.equals(kind) ? 1 : 0);
            if (each.equals(kind)) {
                writeKind(kind, value, out);
            }
        }
    }

    private static String kind(Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Boolean) {
            return "boolean";
        }
        if (value instanceof byte[] || value instanceof ByteBuffer) {
            return "bytes";
        }
        if (value instanceof Double) {
            return "double";
        }
        if (value instanceof Float) {
            return "float";
        }
        if (value instanceof Byte || value instanceof Short || value instanceof Integer) {
            return "int";
        }
        if (value instanceof Long) {
            return "long";
        }
        if (value instanceof String) {
            return "string";
        }
        if (value instanceof List) {
            return "array";
        }
        if (value instanceof Map) {
            return "map";
        }
        throw new DataException("a value of " + value.getClass() + " without a schema cannot be written in Avro");
    }

    private static void writeKind(String kind, Object value, AvroOutput out) {
        switch (kind) {
            case "boolean" -> out.writeBoolean((Boolean) value);
            case "bytes" -> out.writeBytes(AvroValues.bytes(value));
            case "double" -> out.writeDouble((Double) value);
            case "float" -> out.writeFloat((Float) value);
            case "int" -> out.writeInt(((Number) value).intValue());
            case "long" -> out.writeLong((Long) value);
            case "string" -> out.writeString((String) value);
            case "array" -> Writers.array(AnythingCodec::write).write(value, out);
            default ->
                Writers.entries(AnythingCodec::write, AnythingCodec::write).write(value, out);
        }
    }

    private static Object read(AvroInput in) {
        Object value = null;
        for (String kind : KINDS) {
            if (in.readInt() == 1) {
                value = readKind(kind, in);
            }
        }
        return value;
    }

    private static Object readKind(String kind, AvroInput in) {
        return switch (kind) {
            case "boolean" -> in.readBoolean();
            case "bytes" -> in.readBytes();
            case "double" -> in.readDouble();
            case "float" -> in.readFloat();
            case "int" -> in.readInt();
            case "long" -> in.readLong();
            case "string" -> in.readString();
            case "array" -> readList(in);
            default -> readMap(in);
        };
    }

    private static List<Object> readList(AvroInput in) {
        List<Object> list = new ArrayList<>();
        for (int left = in.readItems(0); left != 0; left = in.readItems(list.size())) {
            for (int i = 0; i < left; i++) {
                list.add(read(in));
            }
        }
        return list;
    }

    private static Map<Object, Object> readMap(AvroInput in) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int left = in.readItems(0); left != 0; left = in.readItems(map.size())) {
            for (int i = 0; i < left; i++) {
                Object key = read(in);
                map.put(key, read(in));
            }
        }
        return map;
    }
}

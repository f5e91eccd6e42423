package io.millrace.registry.model.avro;

import java.util.function.UnaryOperator;

/** Short texts that are long when every use of a type is written out. */
final class AvroBombs {
    private AvroBombs() {}

    /** Records {@code R1} to {@code Rn}, of which each has the next one so many times; the last one has the leaf, or nothing. */
    static String doubling(int records, int times, String leaf) {
        return doubling(records, times, leaf, type -> type, "");
    }

    /** The same, with each use wrapped into something, and with something behind each type of a field. */
    static String doubling(int records, int times, String leaf, UnaryOperator<String> wrap, String behind) {
        String use = leaf;
        String definition = leaf;
        for (int i = records; i > 0; i--) {
            StringBuilder fields = new StringBuilder();
            for (int k = 0; k < times && !use.isEmpty(); k++) {
                String type = i == records ? leaf : wrap.apply(k == 0 ? definition : use);
                fields.append(k == 0 ? "" : ",")
                        .append("{\"name\":\"f" + k + "\",\"type\":" + type + (i == records ? "" : behind) + "}");
            }
            definition = "{\"type\":\"record\",\"name\":\"R" + i + "\",\"fields\":[" + fields + "]}";
            use = "\"R" + i + "\"";
        }
        return definition;
    }

    static String optional(String type) {
        return "[\"null\"," + type + "]";
    }

    static String list(String type) {
        return "{\"type\":\"array\",\"items\":" + type + "}";
    }

    /** Records of which each has lists of all others and of itself. */
    static String mutual(int records, String leaf) {
        String type = leaf;
        for (int i = records; i > 0; i--) {
            StringBuilder fields = new StringBuilder("{\"name\":\"leaf\",\"type\":" + leaf + "}");
            for (int k = 1; k <= records; k++) {
                String each = k == i + 1 ? type : "\"M" + k + "\"";
                fields.append(",{\"name\":\"m" + k + "\",\"type\":" + list(each) + "}");
            }
            type = "{\"type\":\"record\",\"name\":\"M" + i + "\",\"fields\":[" + fields + "]}";
        }
        return type;
    }
}

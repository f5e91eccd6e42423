package io.millrace.connectors.hdfs.format;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Makes names legal in Avro: letters, digits and underscores, not starting with a digit. */
final class AvroNames {

    private AvroNames() {}

    static String simple(String name) {
        String legal = name.replaceAll("[^A-Za-z0-9_]", "_");
        return legal.isEmpty() || Character.isDigit(legal.charAt(0)) ? "_" + legal : legal;
    }

    static String full(String name) {
        String[] parts = name.split("\\.", -1);
        return Arrays.stream(parts).map(AvroNames::simple).collect(Collectors.joining("."));
    }
}

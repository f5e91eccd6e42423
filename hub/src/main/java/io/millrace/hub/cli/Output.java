package io.millrace.hub.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Prints a command's result: as text for people, or as JSON for programs. */
final class Output {

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private final PrintStream out = System.out;

    boolean isJson() {
        return json;
    }

    /** One thing: {@code text} for people, {@code value} for programs. */
    void object(Object value, String text) {
        out.println(json ? toJson(value) : text);
    }

    /** A list of things with the same columns. */
    void table(List<String> columns, List<List<Object>> rows) {
        if (json) {
            out.println(toJson(objects(columns, rows)));
        } else {
            printTable(columns, rows);
        }
    }

    /** One thing with parts that have the same columns: for programs one object, the parts under {@code parts}. */
    void table(Map<String, Object> heading, String parts, List<String> columns, List<List<Object>> rows) {
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>(heading);
            object.put(parts, objects(columns, rows));
            out.println(toJson(object));
        } else {
            heading.forEach((name, value) -> out.println(name + ": " + value));
            printTable(columns, rows);
        }
    }

    private static List<Map<String, Object>> objects(List<String> columns, List<List<Object>> rows) {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (List<Object> row : rows) {
            Map<String, Object> object = new LinkedHashMap<>();
            for (int column = 0; column < columns.size(); column++) {
                object.put(columns.get(column), row.get(column));
            }
            objects.add(object);
        }
        return objects;
    }

    private void printTable(List<String> columns, List<List<Object>> rows) {
        int[] widths = new int[columns.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = columns.get(column).length();
            for (List<Object> row : rows) {
                widths[column] =
                        Math.max(widths[column], String.valueOf(row.get(column)).length());
            }
        }
        out.println(line(columns, widths).toUpperCase(java.util.Locale.ROOT));
        rows.forEach(row -> out.println(line(row, widths)));
    }

    /** Loaded when JSON is printed for the first time, which a start does not do. */
    private static final class Json {
        private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    }

    static String toJson(Object value) {
        try {
            return Json.MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("result cannot be written as JSON", e);
        }
    }

    private static String line(List<?> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = String.valueOf(cells.get(column));
            line.append(cell);
            if (column < widths.length - 1) {
                line.append(" ".repeat(widths[column] - cell.length() + 2));
            }
        }
        return line.toString();
    }
}

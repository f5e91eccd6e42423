package io.millrace.registry.protobuf.text;

import java.util.List;

/** Collects lines, indented by the braces that are open. */
final class Lines {
    private final StringBuilder text = new StringBuilder();
    private int depth;

    void add(String line) {
        text.append("  ".repeat(depth)).append(line).append('\n');
    }

    void blank() {
        text.append('\n');
    }

    void open(String head) {
        add(head + " {");
        depth++;
    }

    void close() {
        depth--;
        add("}");
    }

    /** One statement for each option. */
    void options(List<String> assignments) {
        assignments.forEach(assignment -> add("option " + assignment + ";"));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}

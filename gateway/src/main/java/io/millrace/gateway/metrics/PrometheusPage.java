package io.millrace.gateway.metrics;

import java.util.LinkedHashMap;
import java.util.Map;

/** A page in the text format of Prometheus, version 0.0.4. One thread. */
final class PrometheusPage {
    /** The content type of such pages. */
    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder();

    /** Begins a family; its samples follow. */
    PrometheusPage family(String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    /** A sample of the family that was begun last that is a count. */
    PrometheusPage count(String name, Map<String, String> labels, long value) {
        return sample(name, labels, Long.toString(value));
    }

    /** A sample of the family that was begun last that is a sum of parts of a second. */
    PrometheusPage seconds(String name, Map<String, String> labels, double value) {
        return sample(name, labels, Double.toString(value));
    }

    private PrometheusPage sample(String name, Map<String, String> labels, String value) {
        text.append(name);
        if (!labels.isEmpty()) {
            char before = '{';
            for (Map.Entry<String, String> each : labels.entrySet()) {
                text.append(before).append(each.getKey()).append("=\"");
                text.append(escaped(each.getValue())).append('"');
                before = ',';
            }
            text.append('}');
        }
        text.append(' ').append(value).append('\n');
        return this;
    }

    /** Labels with one more. */
    static Map<String, String> with(Map<String, String> labels, String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(labels);
        more.put(name, value);
        return more;
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}

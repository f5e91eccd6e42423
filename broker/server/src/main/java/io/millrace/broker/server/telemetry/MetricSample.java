package io.millrace.broker.server.telemetry;

/**
 * One value that a client sent.
 *
 * @param name of the metric with its labels, as {@code name{key=value,...}}
 * @param value its newest value
 */
public record MetricSample(String name, double value) {

    private static final int OBJECT_BYTES = 120;

    /** About how much memory it takes. */
    long weightBytes() {
        return OBJECT_BYTES + 2L * name.length();
    }
}

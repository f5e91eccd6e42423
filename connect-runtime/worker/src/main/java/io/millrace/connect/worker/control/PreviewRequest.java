package io.millrace.connect.worker.control;

import java.util.Map;

/**
 * A wish to see what a connector would do.
 *
 * @param name the connector's; it need not exist
 * @param config as its author would write it
 * @param records how many to show
 * @param timeoutMs how long the connector may take until then
 * @param from where to begin: for a source {@code stored} offsets or its {@code beginning}; for a sink the
 *     {@code earliest} records of its topics, the {@code latest}, or those since a time in ISO-8601; empty for the first
 */
public record PreviewRequest(String name, Map<String, String> config, int records, long timeoutMs, String from) {

    public static final int RECORDS_PRESET = 10;
    public static final int RECORDS_MAX = 100;
    public static final long TIMEOUT_PRESET_MS = 15_000;
    public static final long TIMEOUT_MAX_MS = 60_000;
}

package io.millrace.connect.worker.config;

import java.util.List;

/**
 * How metrics are kept and who reports them.
 *
 * @param reporters class names on the worker's own class path
 * @param lagIntervalMs how often the ends of the topics of sinks are asked for
 */
public record MetricsConfig(
        List<String> reporters, int samples, long sampleWindowMs, String recordingLevel, long lagIntervalMs) {}

package io.millrace.connect.worker.control;

import java.util.Map;
import java.util.Optional;

/** One source partition (or {@code kafka_topic}, {@code kafka_partition}) and its offset; empty means none. */
public record ConnectorOffset(Map<String, ?> partition, Optional<Map<String, ?>> offset) {}

package io.millrace.connect.worker.control;

import java.util.Map;
import java.util.Optional;

/** What a change of offsets would do to one partition; empty means that there is no offset. */
public record OffsetDifference(Map<String, ?> partition, Optional<Map<String, ?>> from, Optional<Map<String, ?>> to) {}

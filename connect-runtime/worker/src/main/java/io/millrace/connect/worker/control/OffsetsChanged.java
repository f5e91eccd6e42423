package io.millrace.connect.worker.control;

import java.util.List;

/** What a change of offsets has done. */
public record OffsetsChanged(OffsetChange by, List<OffsetDifference> changes) {}

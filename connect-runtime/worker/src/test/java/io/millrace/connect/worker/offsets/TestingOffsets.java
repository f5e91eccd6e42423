package io.millrace.connect.worker.offsets;

import java.util.Optional;

/** Offsets without a log, for tests of what is written. */
public final class TestingOffsets {

    private TestingOffsets() {}

    /** The offsets of a connector in a topic that nobody has written yet. */
    public static SourceOffsets of(String connector, String topic) {
        return new SourceOffsets(
                connector, new OffsetTopic(topic, new OffsetTable(), null), Optional.empty(), () -> {});
    }
}

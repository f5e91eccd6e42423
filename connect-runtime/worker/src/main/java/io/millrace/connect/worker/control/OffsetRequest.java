package io.millrace.connect.worker.control;

import java.util.List;
import org.apache.kafka.clients.admin.OffsetSpec;

/** A change of a connector's offsets that somebody asks for. */
public sealed interface OffsetRequest {

    /** Sets those that are named, or forgets them where they are empty; the others stay. */
    record Alter(List<ConnectorOffset> offsets) implements OffsetRequest {}

    /** Forgets all. */
    record Reset() implements OffsetRequest {}

    /** Makes them what they were when an entry of the history was written, that is before its change. */
    record Rollback(long to) implements OffsetRequest {}

    /**
     * Puts a sink to a place in all partitions of its topics: to their beginning, their end, or the first record that is
     * not older than a timestamp; where there is none, to the end.
     */
    record Seek(OffsetSpec place) implements OffsetRequest {}
}

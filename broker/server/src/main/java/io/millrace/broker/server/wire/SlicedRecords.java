package io.millrace.broker.server.wire;

import io.millrace.broker.log.RecordsSlice;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordsSend;

/** Record batches of a segment, as the records field of a fetch response. */
public final class SlicedRecords implements BaseRecords {

    private final RecordsSlice slice;

    /** Takes over the slice: it is closed when the response has left. */
    public SlicedRecords(RecordsSlice slice) {
        this.slice = slice;
    }

    /** Lets go of the slice when the records are not sent after all. */
    public void release() {
        slice.close();
    }

    RecordsSlice slice() {
        return slice;
    }

    @Override
    public int sizeInBytes() {
        return slice.sizeBytes();
    }

    /** The way of kafka-clients' own network layer, which copies; the broker's responses go through the encoder. */
    @Override
    public RecordsSend<? extends BaseRecords> toSend() {
        try (slice) {
            return MemoryRecords.readableRecords(slice.toByteBuffer()).toSend();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

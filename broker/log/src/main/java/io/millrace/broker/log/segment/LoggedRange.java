package io.millrace.broker.log.segment;

import io.millrace.broker.log.batch.BatchView;
import java.nio.ByteBuffer;

/** Offsets of one partition of which the write-ahead log has every batch. */
public record LoggedRange(long from, long to) {
    public static final LoggedRange NONE = new LoggedRange(Long.MAX_VALUE, Long.MAX_VALUE);

    /** {@code batch}: its bytes; its own base offset need not be the one that it has in the log. */
    public static LoggedRange of(long offset, ByteBuffer batch) {
        BatchView view = new BatchView(batch, 0);
        return new LoggedRange(offset, offset + view.nextOffset() - view.baseOffset());
    }

    /** With a batch that was logged later: behind a gap, which what was not logged leaves, a new range begins. */
    public LoggedRange then(LoggedRange batch) {
        return batch.from > to ? batch : new LoggedRange(Math.min(from, batch.from), batch.to);
    }
}

package io.millrace.broker.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Whole record batches in a segment file, ready for sendfile. The slice keeps its file open, and readable after
 * retention has removed it, until {@link #close()}: close it exactly once, when the last byte has been sent.
 */
public interface RecordsSlice extends AutoCloseable {
    int sizeBytes();

    default boolean isEmpty() {
        return sizeBytes() == 0;
    }

    /** Above every record of the slice, and near its last one; says how far transactions matter to its reader. */
    long endOffset();

    /** The file to send from, or null when the slice is empty. */
    FileChannel channel();

    /** Where in {@link #channel()} the first batch begins. */
    long position();

    /** All bytes in memory, for TLS, for coordinators and for tests. */
    ByteBuffer toByteBuffer() throws IOException;

    @Override
    void close();
}

package io.millrace.broker.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;

/**
 * Whole record batches, in a segment file and ready for sendfile, or in memory. The slice keeps its file open, and
 * readable after retention has removed it, and counts as memory lent, until {@link #close()}: close it exactly once, when
 * the last byte has been sent.
 */
public interface RecordsSlice extends AutoCloseable {
    int sizeBytes();

    default boolean isEmpty() {
        return sizeBytes() == 0;
    }

    /** Above every record of the slice, and near its last one; says how far transactions matter to its reader. */
    long endOffset();

    /** The file to send from, or null when the slice is empty or in memory. */
    FileChannel channel();

    /** Where in {@link #channel()} the first batch begins. */
    long position();

    /** The bytes in order, read-only, if they are in memory; otherwise none. */
    List<ByteBuffer> buffers();

    /** All bytes in memory, for TLS, for coordinators and for tests. */
    ByteBuffer toByteBuffer() throws IOException;

    @Override
    void close();
}

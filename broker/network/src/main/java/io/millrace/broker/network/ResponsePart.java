package io.millrace.broker.network;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A stretch of a response; the parts of one response leave in order and without a gap. */
public sealed interface ResponsePart {

    /** How many bytes this part adds to the response. */
    int sizeBytes();

    /** Gives back what the part holds; called once, when the part has left or never will. */
    void release();

    /**
     * Bytes in memory.
     *
     * @param bytes read from position to limit and never changed after it was handed over
     * @param onRelease told when the bytes are no longer read
     */
    record Bytes(ByteBuffer bytes, Runnable onRelease) implements ResponsePart {

        /** Bytes that nobody needs back. */
        public Bytes(ByteBuffer bytes) {
            this(bytes, () -> {});
        }

        @Override
        public int sizeBytes() {
            return bytes.remaining();
        }

        @Override
        public void release() {
            onRelease.run();
        }
    }

    /**
     * Bytes of a file, sent by the kernel without passing through this process.
     *
     * @param channel the open file; it is not closed here
     * @param position first byte in the file
     * @param sizeBytes how many bytes
     * @param onRelease told when the file is no longer read
     */
    record FileRange(FileChannel channel, long position, int sizeBytes, Runnable onRelease) implements ResponsePart {

        @Override
        public void release() {
            onRelease.run();
        }
    }
}

package io.millrace.broker.log.segment;

import java.nio.ByteBuffer;

/** A run of whole batches in memory. What has been published is never written over, so readers share it without locks. */
final class TailChunk {
    private final int start;
    private final long baseOffset;
    private final byte[] bytes;
    private int used;

    TailChunk(int start, long baseOffset, int capacityBytes) {
        this.start = start;
        this.baseOffset = baseOffset;
        this.bytes = new byte[capacityBytes];
    }

    /** Where in the segment the first batch begins. */
    int start() {
        return start;
    }

    /** The base offset of the first batch. */
    long baseOffset() {
        return baseOffset;
    }

    int capacityBytes() {
        return bytes.length;
    }

    boolean hasRoomFor(int batchBytes) {
        return batchBytes <= bytes.length - used;
    }

    /** Where in the segment the last batch ends, published or not; for the one who appends. */
    int end() {
        return start + used;
    }

    void append(ByteBuffer batch) {
        int batchBytes = batch.remaining();
        batch.get(bytes, used, batchBytes);
        used += batchBytes;
    }

    /** Forgets what nobody has seen. */
    void takeBackTo(int position) {
        used = position - start;
    }

    /** The bytes between two positions of the segment, shared. */
    ByteBuffer slice(int from, int to) {
        return ByteBuffer.wrap(bytes, from - start, to - from).slice();
    }
}

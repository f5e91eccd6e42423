package io.millrace.broker.network;

import io.netty.channel.DefaultFileRegion;

/** A file region that leaves its file open, because a segment serves many readers, and releases its part instead. */
final class SharedFileRegion extends DefaultFileRegion {

    private final ResponsePart.FileRange range;

    SharedFileRegion(ResponsePart.FileRange range) {
        super(range.channel(), range.position(), range.sizeBytes());
        this.range = range;
    }

    @Override
    protected void deallocate() {
        range.release();
    }
}

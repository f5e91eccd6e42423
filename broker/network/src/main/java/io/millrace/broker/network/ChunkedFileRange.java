package io.millrace.broker.network;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.stream.ChunkedInput;
import java.io.EOFException;
import java.io.IOException;

/**
 * A file range for a connection whose bytes pass through this process, because they are encrypted: read piece by piece,
 * each when the one before has gone on, so that a slow client costs one piece of memory.
 */
final class ChunkedFileRange implements ChunkedInput<ByteBuf> {

    private static final int CHUNK_BYTES = 64 * 1024;

    private final ResponsePart.FileRange range;
    private int sentBytes;
    private boolean released;

    ChunkedFileRange(ResponsePart.FileRange range) {
        this.range = range;
    }

    @Override
    public boolean isEndOfInput() {
        return sentBytes >= range.sizeBytes();
    }

    @Override
    public void close() {
        if (!released) {
            released = true;
            range.release();
        }
    }

    @Override
    public ByteBuf readChunk(ByteBufAllocator allocator) throws IOException {
        if (isEndOfInput()) {
            return null;
        }
        int wanted = Math.min(CHUNK_BYTES, range.sizeBytes() - sentBytes);
        ByteBuf chunk = allocator.directBuffer(wanted);
        try {
            while (chunk.readableBytes() < wanted) {
                long position = range.position() + sentBytes + chunk.readableBytes();
                if (chunk.writeBytes(range.channel(), position, wanted - chunk.readableBytes()) < 0) {
                    throw new EOFException("The file ends at " + position + ", in the middle of a response.");
                }
            }
            sentBytes += wanted;
            ByteBuf whole = chunk;
            chunk = null;
            return whole;
        } finally {
            if (chunk != null) {
                chunk.release();
            }
        }
    }

    /** As the interface asks for it. */
    @Override
    @Deprecated
    public ByteBuf readChunk(ChannelHandlerContext ctx) throws IOException {
        return readChunk(ctx.alloc());
    }

    @Override
    public long length() {
        return range.sizeBytes();
    }

    @Override
    public long progress() {
        return sentBytes;
    }
}

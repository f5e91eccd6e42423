package io.millrace.broker.network;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import java.util.List;

/** Writes responses to one connection as it costs least: joined when they are short, else part by part. On its loop. */
final class ResponseWriter {

    private static final int MAX_COPIED_BYTES = 16 * 1024;

    private final ChannelHandlerContext ctx;
    private final boolean encrypted;

    ResponseWriter(ChannelHandlerContext ctx, boolean encrypted) {
        this.ctx = ctx;
        this.encrypted = encrypted;
    }

    /**
     * Completes when the socket has taken all of it.
     *
     * @param parts at least one; they are released in any case
     * @throws IOException when a part cannot be read; nothing is written then
     */
    ChannelFuture write(List<ResponsePart> parts) throws IOException {
        int sizeBytes = 0;
        for (ResponsePart part : parts) {
            sizeBytes += part.sizeBytes();
        }
        // To a client that does not read, files are sent as they are: that takes no memory here.
        if (sizeBytes <= JoinedResponse.MAX_BYTES && ctx.channel().isWritable()) {
            return ctx.write(JoinedResponse.of(ctx.alloc(), sizeBytes, parts));
        }
        ChannelFuture last = null;
        for (ResponsePart part : parts) {
            last = last == null ? writeFirst(sizeBytes, part) : writeNext(part);
        }
        return last;
    }

    /** The length field travels in one buffer with a short first part: that is nearly every response as a whole. */
    @SuppressWarnings("FutureReturnValueIgnored") // Netty tells failed writes through the pipeline.
    private ChannelFuture writeFirst(int responseBytes, ResponsePart first) {
        if (first instanceof ResponsePart.Bytes memory && first.sizeBytes() <= MAX_COPIED_BYTES) {
            ByteBuf whole = ctx.alloc().directBuffer(FrameDecoder.LENGTH_BYTES + first.sizeBytes());
            whole.writeInt(responseBytes).writeBytes(memory.bytes());
            first.release();
            return ctx.write(whole);
        }
        ctx.write(
                ctx.alloc().directBuffer(FrameDecoder.LENGTH_BYTES).writeInt(responseBytes),
                encrypted ? ctx.newPromise() : ctx.voidPromise());
        return writeNext(first);
    }

    private ChannelFuture writeNext(ResponsePart part) {
        if (part instanceof ResponsePart.FileRange range) {
            return ctx.write(encrypted ? new ChunkedFileRange(range) : new SharedFileRegion(range));
        }
        ByteBuf bytes = Unpooled.wrappedBuffer(((ResponsePart.Bytes) part).bytes());
        return ctx.write(bytes).addListener(future -> part.release());
    }
}

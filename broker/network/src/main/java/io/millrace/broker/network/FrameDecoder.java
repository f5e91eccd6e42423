package io.millrace.broker.network;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Cuts the byte stream into request frames. Memory grows with the bytes that have arrived, never with the length that a
 * client declares; a length that cannot be right ends the connection.
 */
final class FrameDecoder extends ByteToMessageDecoder {

    private static final int LENGTH_BYTES = 4;
    private static final int API_KEY_BYTES = 2;

    private final FrameLimits limits;

    FrameDecoder(FrameLimits limits) {
        this.limits = limits;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws MalformedFrameException {
        if (in.readableBytes() < LENGTH_BYTES) {
            return;
        }
        int start = in.readerIndex();
        int frameBytes = in.getInt(start);
        if (frameBytes < FrameLimits.MIN_FRAME_BYTES || frameBytes > limits.maxBulkFrameBytes()) {
            throw new MalformedFrameException("declares a frame of " + frameBytes + " bytes");
        }
        if (in.readableBytes() < LENGTH_BYTES + API_KEY_BYTES) {
            return;
        }
        short apiKey = in.getShort(start + LENGTH_BYTES);
        if (frameBytes > limits.maxBytes(apiKey)) {
            throw new MalformedFrameException(
                    "declares a frame of " + frameBytes + " bytes for api key " + apiKey + ", which is too long");
        }
        if (in.readableBytes() >= LENGTH_BYTES + frameBytes) {
            in.skipBytes(LENGTH_BYTES);
            out.add(in.readRetainedSlice(frameBytes));
        }
    }
}

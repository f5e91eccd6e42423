package io.millrace.broker.network;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Cuts the byte stream into request frames. Memory grows with the bytes that have arrived, never with the length that a
 * client declares; a length that cannot be right ends the connection.
 */
final class FrameDecoder extends ByteToMessageDecoder {

    static final int LENGTH_BYTES = 4;
    private static final int API_KEY_BYTES = 2;

    private final FrameLimits limits;
    private final Admission admission;
    private final IntConsumer partialBytes;

    /** Tells {@code partialBytes} after each read how much of the next frame is here. */
    FrameDecoder(FrameLimits limits, Admission admission, IntConsumer partialBytes) {
        this.limits = limits;
        this.admission = admission;
        this.partialBytes = partialBytes;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        super.channelRead(ctx, message);
        partialBytes.accept(actualReadableBytes());
    }

    /** The parent would read on for a frame that is not whole, even from a connection that is not to be read now. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        discardSomeReadBytes();
        ctx.fireChannelReadComplete();
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) {
        partialBytes.accept(0);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws MalformedFrameException {
        if (in.readableBytes() < LENGTH_BYTES) {
            return;
        }
        int start = in.readerIndex();
        int frameBytes = in.getInt(start);
        if (!admission.isGranted()) {
            decodeOfStranger(in, frameBytes, out);
            return;
        }
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

    /** Before authentication frames may be bare tokens of SASL, as short as nothing, and none is long. */
    private void decodeOfStranger(ByteBuf in, int frameBytes, List<Object> out) throws MalformedFrameException {
        if (frameBytes < 0 || frameBytes > admission.strangersFrameBytes()) {
            throw new MalformedFrameException(
                    "declares a frame of " + frameBytes + " bytes before it has authenticated");
        }
        if (in.readableBytes() >= LENGTH_BYTES + frameBytes) {
            in.skipBytes(LENGTH_BYTES);
            out.add(in.readRetainedSlice(frameBytes));
        }
    }
}

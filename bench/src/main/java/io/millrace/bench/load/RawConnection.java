package io.millrace.bench.load;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A blocking connection that writes frames as they are and cuts responses; one thread, or one writer and one reader. */
public final class RawConnection implements Closeable {

    private static final int LENGTH_BYTES = 4;
    private static final int BUFFER_BYTES = 2 << 20;

    private final SocketChannel channel;
    private final ByteBuffer input = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);

    private RawConnection(SocketChannel channel) {
        this.channel = channel;
    }

    public static RawConnection open(int port) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return new RawConnection(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Writes all of these frames, length fields included, with as few calls as the kernel allows. */
    public void write(ByteBuffer... frames) throws IOException {
        ByteBuffer last = frames[frames.length - 1];
        while (last.hasRemaining()) {
            channel.write(frames);
        }
    }

    /** Waits for the next response, without its length field; valid until the next call. */
    public ByteBuffer read() throws IOException {
        fill(LENGTH_BYTES);
        int frameBytes = input.getInt();
        fill(frameBytes);
        ByteBuffer frame = input.slice(input.position(), frameBytes);
        input.position(input.position() + frameBytes);
        return frame;
    }

    /** Whether a response begins in what has been read already. */
    public boolean hasMore() {
        return input.remaining() > LENGTH_BYTES && input.remaining() >= LENGTH_BYTES + input.getInt(input.position());
    }

    private void fill(int wantedBytes) throws IOException {
        if (input.remaining() >= wantedBytes) {
            return;
        }
        if (wantedBytes > input.capacity() - input.position()) {
            input.compact().flip();
        }
        while (input.remaining() < wantedBytes) {
            int position = input.position();
            input.position(input.limit()).limit(input.capacity());
            int read = channel.read(input);
            input.flip().position(position);
            if (read < 0) {
                throw new EOFException("the broker closed the connection");
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

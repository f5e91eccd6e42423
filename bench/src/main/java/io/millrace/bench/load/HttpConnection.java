package io.millrace.bench.load;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A blocking connection that is kept alive (HTTP/1.1): writes requests as they are and cuts answers, so that the client
 * takes as little of the machine as can be. One thread; one request at a time.
 */
public final class HttpConnection implements Closeable {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MAX_LINE_BYTES = 1 << 13;
    private static final int HEXADECIMAL = 16;
    private static final String LENGTH_HEADER = "content-length:";
    private static final String CHUNKED_HEADER = "transfer-encoding: chunked";

    private final SocketChannel channel;
    private final ByteBuffer input = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);

    /**
     * What a server answered.
     *
     * @param status of HTTP
     * @param body as text, chunks joined
     */
    public record Answer(int status, String body) {}

    private HttpConnection(SocketChannel channel) {
        this.channel = channel;
    }

    public static HttpConnection open(int port) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return new HttpConnection(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Sends a whole request and waits for the whole answer. */
    public Answer exchange(ByteBuffer request) throws IOException {
        while (request.hasRemaining()) {
            channel.write(request);
        }
        return read();
    }

    private Answer read() throws IOException {
        String statusLine = line();
        int status = Integer.parseInt(statusLine.split(" ", 3)[1]);
        int length = 0;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith(LENGTH_HEADER)) {
                length =
                        Integer.parseInt(lower.substring(LENGTH_HEADER.length()).trim());
            } else if (lower.startsWith(CHUNKED_HEADER)) {
                chunked = true;
            }
        }
        return new Answer(status, chunked ? chunks() : text(length));
    }

    private String chunks() throws IOException {
        StringBuilder body = new StringBuilder();
        while (true) {
            int length = Integer.parseInt(line(), HEXADECIMAL);
            if (length == 0) {
                // No server here sends trailers.
                line();
                return body.toString();
            }
            body.append(text(length));
            line();
        }
    }

    /** Of answers that are ASCII, as those to the bench are. */
    private String text(int length) throws IOException {
        byte[] bytes = new byte[length];
        int filled = 0;
        while (filled < length) {
            requireInput();
            int part = Math.min(length - filled, input.remaining());
            input.get(bytes, filled, part);
            filled += part;
        }
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            requireInput();
            char next = (char) input.get();
            if (next == '\n') {
                return line.toString();
            }
            if (next != '\r') {
                line.append(next);
            }
            if (line.length() > MAX_LINE_BYTES) {
                throw new IOException("the server sends a header of more than " + MAX_LINE_BYTES + " bytes");
            }
        }
    }

    private void requireInput() throws IOException {
        if (input.hasRemaining()) {
            return;
        }
        input.clear();
        int read = channel.read(input);
        input.flip();
        if (read < 0) {
            throw new EOFException("the server closed the connection");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

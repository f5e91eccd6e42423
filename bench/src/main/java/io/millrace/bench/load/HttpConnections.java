package io.millrace.bench.load;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.function.Supplier;

/**
 * Connections that are kept alive (HTTP/1.1), each with one request at a time, all in one thread: where server and client
 * share two processors, to wake a thread for each answer would take a good part of them. Anything but 200 is an error.
 */
public final class HttpConnections implements Closeable {

    private static final int OK = 200;
    private static final long PATIENCE_MS = 60_000;

    private final Selector selector;

    private record Connection(SocketChannel channel, Supplier<ByteBuffer> requests, AnswerBuffer answer) {

        void ask() throws IOException {
            ByteBuffer request = requests.get();
            channel.write(request);
            if (request.hasRemaining()) {
                throw new IOException(
                        "a request leaves " + request.remaining() + " bytes that the socket has no room for");
            }
        }

        /** Whether there was a whole answer, and the next request is sent. */
        boolean goOn() throws IOException {
            if (!answer.receive(channel)) {
                return false;
            }
            if (answer.status() != OK) {
                throw new IOException("the server answers " + answer.text());
            }
            answer.clear();
            ask();
            return true;
        }
    }

    private HttpConnections(Selector selector) {
        this.selector = selector;
    }

    /** Opens a connection for each of these, which says without end what to ask next, and sends the first requests. */
    public static HttpConnections open(int port, List<Supplier<ByteBuffer>> requests) throws IOException {
        var connections = new HttpConnections(Selector.open());
        try {
            for (Supplier<ByteBuffer> each : requests) {
                connections.add(port, each);
            }
            return connections;
        } catch (IOException e) {
            connections.close();
            throw e;
        }
    }

    private void add(int port, Supplier<ByteBuffer> requests) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.configureBlocking(false);
            var connection = new Connection(channel, requests, new AnswerBuffer());
            channel.register(selector, SelectionKey.OP_READ, connection);
            connection.ask();
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Waits for answers, and asks on where there were some; returns how many. */
    public long step() throws IOException {
        long[] answers = {0};
        IOException[] failure = {null};
        int ready = selector.select(
                key -> {
                    try {
                        answers[0] += ((Connection) key.attachment()).goOn() ? 1 : 0;
                    } catch (IOException e) {
                        failure[0] = e;
                    }
                },
                PATIENCE_MS);
        if (failure[0] != null) {
            throw failure[0];
        }
        if (ready == 0) {
            throw new IOException("no answer within " + PATIENCE_MS + " ms");
        }
        return answers[0];
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}

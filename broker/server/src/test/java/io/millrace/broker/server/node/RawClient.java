package io.millrace.broker.server.node;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

/** Speaks the protocol over a plain socket, one chosen version at a time. */
final class RawClient implements Closeable {

    private static final int TIMEOUT_MS = 15_000;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private int nextCorrelationId;

    RawClient(InetSocketAddress address) throws IOException {
        this(address, null);
    }

    /** From one of the addresses of this machine. */
    RawClient(InetSocketAddress address, String from) throws IOException {
        if (from != null) {
            socket.bind(new InetSocketAddress(InetAddress.getAllByName(from)[0], 0));
        }
        socket.connect(address, TIMEOUT_MS);
        socket.setSoTimeout(TIMEOUT_MS);
        in = new DataInputStream(socket.getInputStream());
    }

    int send(ApiKeys key, int version, ApiMessage request) throws IOException {
        int correlationId = nextCorrelationId++;
        sendBytes(frame(key, version, correlationId, request));
        return correlationId;
    }

    void sendBytes(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    static byte[] frame(ApiKeys key, int version, int correlationId, ApiMessage request) {
        short apiVersion = (short) version;
        var header = new RequestHeaderData()
                .setRequestApiKey(key.id)
                .setRequestApiVersion(apiVersion)
                .setCorrelationId(correlationId)
                .setClientId("raw");
        short headerVersion = key.messageType.requestHeaderVersion(apiVersion);
        var cache = new ObjectSerializationCache();
        int headerBytes = header.size(cache, headerVersion);
        int bodyBytes = request.size(cache, apiVersion);
        ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + headerBytes + bodyBytes);
        frame.putInt(headerBytes + bodyBytes);
        var writer = new ByteBufferAccessor(frame);
        header.write(writer, cache, headerVersion);
        request.write(writer, cache, apiVersion);
        return frame.array();
    }

    /** The next response; checks that it answers {@code correlationId}. */
    <T extends ApiMessage> T read(ApiKeys key, int version, int correlationId, T response) throws IOException {
        ByteBuffer frame = ByteBuffer.wrap(in.readNBytes(in.readInt()));
        var reader = new ByteBufferAccessor(frame);
        var header = new ResponseHeaderData(reader, key.responseHeaderVersion((short) version));
        if (header.correlationId() != correlationId) {
            throw new IOException("Expected the answer to " + correlationId + ", got " + header.correlationId());
        }
        response.read(reader, (short) version);
        if (frame.hasRemaining()) {
            throw new IOException(frame.remaining() + " bytes are left after the response");
        }
        return response;
    }

    <T extends ApiMessage> T call(ApiKeys key, int version, ApiMessage request, Class<T> type) throws IOException {
        return type.cast(read(key, version, send(key, version, request), key.messageType.newResponse()));
    }

    /** The next frame as it is. */
    byte[] readFrame() throws IOException {
        return in.readNBytes(in.readInt());
    }

    /** Says whether the broker closed the connection without a word. */
    boolean isClosedByBroker() throws IOException {
        try {
            return in.read() == -1;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

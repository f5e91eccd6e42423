package io.millrace.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Requests of HTTP/1.1 as they go over the wire. */
public final class HttpRequests {

    private HttpRequests() {}

    public static ByteBuffer get(String path) {
        return head("GET", path, "");
    }

    /** {@code body} is of the type that registries speak. */
    public static ByteBuffer withJson(String method, String path, String body) {
        return withBody(method, path, "application/vnd.schemaregistry.v1+json", body);
    }

    public static ByteBuffer withBody(String method, String path, String type, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        ByteBuffer head = head(method, path, "Content-Type: " + type + "\r\nContent-Length: " + bytes.length + "\r\n");
        return ByteBuffer.allocate(head.remaining() + bytes.length)
                .put(head)
                .put(bytes)
                .flip();
    }

    private static ByteBuffer head(String method, String path, String headers) {
        String head = method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "\r\n";
        return ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII));
    }
}

package io.millrace.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** One request on a socket of its own, whose body is sent piece by piece while the answer is read. */
final class RawStream implements AutoCloseable {
    private static final int PATIENCE_MS = 90_000;

    private final Socket socket;
    private final OutputStream out;
    private final BufferedReader in;

    RawStream(String url, String path) throws IOException {
        this(url, path, "application/json");
    }

    RawStream(String url, String path, String type) throws IOException {
        URI address = URI.create(url);
        socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(PATIENCE_MS);
        out = socket.getOutputStream();
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        write("POST " + path + " HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\nContent-Type: " + type
                + "\r\nTransfer-Encoding: chunked\r\n\r\n");
    }

    void send(String piece) throws IOException {
        byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
        write(Integer.toHexString(bytes.length) + "\r\n" + piece + "\r\n");
    }

    void end() throws IOException {
        write("0\r\n\r\n");
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** The next line that begins like this: others, of chunks' sizes and of headers, are passed over. */
    String line(String start) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith(start)) {
                return line;
            }
        }
        throw new AssertionError("the stream ended before a line that begins with " + start);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

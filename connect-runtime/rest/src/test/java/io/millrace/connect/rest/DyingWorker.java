package io.millrace.connect.rest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Takes a request, does something, and hangs up without an answer. */
final class DyingWorker implements AutoCloseable {
    private final ServerSocket socket;
    private volatile Runnable lastDeed = () -> {};

    DyingWorker() throws IOException {
        socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::run, "dying-worker");
        thread.setDaemon(true);
        thread.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    void beforeItDies(Runnable deed) {
        lastDeed = deed;
    }

    private void run() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
                String line = in.readLine();
                // A client first asks whether HTTP/2 is spoken, which it is not.
                if (line != null && line.endsWith("HTTP/1.1") && !line.startsWith("HEAD")) {
                    Runnable deed = lastDeed;
                    lastDeed = () -> {};
                    deed.run();
                }
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

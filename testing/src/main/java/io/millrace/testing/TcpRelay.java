package io.millrace.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands on a port of its own before a server on loopback and passes bytes on, until it is cut: then connections stay
 * open and nothing comes through, as when a network is partitioned. What was on its way arrives after {@link #heal()},
 * as what TCP sends again does, also from a process that has hung up or died meanwhile.
 *
 * <p>A partition without network namespaces: it needs no root, no address but loopback, and can be cut one way only. Safe
 * for use by several threads.
 */
public final class TcpRelay implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int BACKLOG = 100;

    private final ServerSocket listener;
    private final int serverPort;
    private final Gate requests = new Gate();
    private final Gate answers = new Gate();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private TcpRelay(int serverPort) {
        this.serverPort = serverPort;
        try {
            this.listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** A relay to {@code serverPort} of this machine, on a port of its own. */
    public static TcpRelay to(int serverPort) {
        return new TcpRelay(serverPort);
    }

    /** Where clients are to connect to. */
    public int port() {
        return listener.getLocalPort();
    }

    /** From now on nothing passes in either direction. */
    public void cut() {
        requests.close();
        answers.close();
    }

    /** From now on the server hears its clients and they do not hear it. */
    public void cutAnswers() {
        answers.close();
    }

    /** Everything passes again, first what had to wait. */
    public void heal() {
        requests.open();
        answers.open();
    }

    /** Ends all connections. */
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        heal();
        sockets.forEach(TcpRelay::hangUp);
    }

    private void accept() {
        while (!listener.isClosed()) {
            Socket client;
            try {
                client = listener.accept();
            } catch (IOException closed) {
                return;
            }
            connect(client);
        }
    }

    private void connect(Socket client) {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            sockets.add(client);
            sockets.add(server);
            start(() -> pump(client, server, requests));
            start(() -> pump(server, client, answers));
        } catch (IOException nobodyListens) {
            hangUp(client);
        }
    }

    private void pump(Socket from, Socket to, Gate gate) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                gate.pass();
                out.write(buffer, 0, count);
                out.flush();
            }
        } catch (IOException oneSideIsGone) {
            // The other side is told of it below, as soon as it can be told anything.
        }
        gate.pass();
        end(from);
        end(to);
    }

    private void end(Socket socket) {
        sockets.remove(socket);
        hangUp(socket);
    }

    private static void hangUp(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void start(Runnable loop) {
        Thread thread = new Thread(loop, "tcp-relay");
        thread.setDaemon(true);
        thread.start();
    }

    /** Lets one direction through, or has it wait. */
    private static final class Gate {

        private boolean open = true;

        synchronized void pass() {
            while (!open) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    throw new IllegalStateException("nobody interrupts a relay", e);
                }
            }
        }

        synchronized void open() {
            open = true;
            notifyAll();
        }

        synchronized void close() {
            open = false;
        }
    }
}

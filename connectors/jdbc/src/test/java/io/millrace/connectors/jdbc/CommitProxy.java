package io.millrace.connectors.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands between a task and its database and cuts the line at the end of a transaction, on its way or on its way back. */
final class CommitProxy implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final Pattern PREPARED_END = Pattern.compile("(S_\\d+)\0(COMMIT|ROLLBACK)");

    /** When the line is cut. */
    enum Cut {
        NEVER("no command"),
        BEFORE_THE_SERVER_SEES_THE_COMMIT("COMMIT"),
        BEFORE_THE_CLIENT_SEES_THE_ANSWER("COMMIT"),
        BEFORE_THE_SERVER_SEES_THE_ROLLBACK("ROLLBACK");

        private final String command;

        Cut(String command) {
            this.command = command;
        }
    }

    private final ServerSocket listener;
    private final int serverPort;
    private final AtomicReference<Cut> next = new AtomicReference<>(Cut.NEVER);
    private final List<Socket> sockets = new ArrayList<>();
    private final Thread acceptor;
    private volatile boolean refusing;

    CommitProxy(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        this.acceptor = new Thread(this::accept, "commit-proxy");
        this.acceptor.setDaemon(true);
        this.acceptor.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Cuts the line once, at the next command of the cut. */
    void arm(Cut cut) {
        next.set(cut);
    }

    /** Hangs up on every new connection, or no longer. */
    void refuse(boolean refusing) {
        this.refusing = refusing;
    }

    /** Whether the line is yet to be cut. */
    boolean armed() {
        return next.get() != Cut.NEVER;
    }

    @Override
    public synchronized void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private synchronized void keep(Socket socket) {
        sockets.add(socket);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (refusing) {
                    client.close();
                    continue;
                }
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                keep(client);
                keep(server);
                Line line = new Line(client, server);
                start(line::upstream);
                start(line::downstream);
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void start(Runnable pump) {
        Thread thread = new Thread(pump, "commit-proxy-pump");
        thread.setDaemon(true);
        thread.start();
    }

    /** One connection through the proxy. */
    private final class Line {
        private final Socket client;
        private final Socket server;
        private volatile boolean swallowAnswer;
        private final Map<String, String> names = new HashMap<>();

        Line(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void upstream() {
            pump(client, server, true);
        }

        void downstream() {
            pump(server, client, false);
        }

        private void pump(Socket from, Socket to, boolean fromClient) {
            byte[] buffer = new byte[BUFFER_BYTES];
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    if (fromClient && isTheCommand(buffer, count)) {
                        Cut cut = next.getAndSet(Cut.NEVER);
                        if (cut != Cut.BEFORE_THE_CLIENT_SEES_THE_ANSWER) {
                            return;
                        }
                        swallowAnswer = true;
                    }
                    if (!fromClient && swallowAnswer) {
                        return;
                    }
                    out.write(buffer, 0, count);
                    out.flush();
                }
            } catch (IOException cut) {
                // The other direction closed both sockets; that is how a line ends.
                return;
            }
        }

        /** The driver prepares a command once and binds it by name afterwards. */
        private boolean isTheCommand(byte[] buffer, int count) {
            String text = new String(buffer, 0, count, StandardCharsets.ISO_8859_1);
            Matcher prepared = PREPARED_END.matcher(text);
            while (prepared.find()) {
                names.put(prepared.group(2), prepared.group(1));
            }
            String name = names.get(next.get().command);
            boolean bound = name != null && text.contains("\0" + name + "\0");
            return armed() && (bound || text.contains(next.get().command));
        }
    }
}

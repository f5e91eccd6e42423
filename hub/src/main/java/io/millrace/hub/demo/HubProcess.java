package io.millrace.hub.demo;

import io.millrace.hub.client.CommandException;
import io.millrace.hub.client.HttpApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The hub of the demo in a JVM of its own, on ports that stay the same over its lives. */
final class HubProcess implements AutoCloseable {

    private static final long START_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final long STOP_TIMEOUT_SECONDS = 30;
    private static final int LAST_LINES = 15;
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int FIRST_PORT = 12_000;
    private static final int END_OF_PORTS = 32_000;
    private static final int PORT_ATTEMPTS = 1_000;

    private final Path dataFolder;
    private final Path outputFile;
    private final int brokerPort = freePort();
    private final int registryPort = freePort();
    private final int connectPort = freePort();
    private Process process;
    private boolean closed;

    HubProcess(Path dataFolder) {
        this.dataFolder = dataFolder;
        this.outputFile = dataFolder.resolve("hub.out");
    }

    String bootstrapServers() {
        return "127.0.0.1:" + brokerPort;
    }

    HttpApi connect() {
        return new HttpApi("http://127.0.0.1:" + connectPort, "Connect worker");
    }

    /** Starts the hub and waits until its REST interface answers; returns the time that took. */
    long startMs() {
        long startNanos = System.nanoTime();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.net.preferIPv4Stack=true"));
        String home = System.getProperty("millrace.home");
        if (home != null) {
            command.add("-Dmillrace.home=" + home);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.millrace.hub.Main", "start"));
        command.addAll(List.of("--data", dataFolder.resolve("hub").toString()));
        command.addAll(List.of("--roles", "broker,registry,connect"));
        set(command, "broker.listeners=PLAINTEXT://127.0.0.1:" + brokerPort);
        set(command, "registry.listeners=http://127.0.0.1:" + registryPort);
        set(command, "connect.listeners=http://127.0.0.1:" + connectPort);
        set(command, "connect.offset.flush.interval.ms=1000");
        // A killed worker is back long before the default of ten seconds would let its group know.
        set(command, "connect.session.timeout.ms=6000");
        launch(command);
        awaitAnswer(startNanos + START_TIMEOUT_NANOS);
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }

    /** kill -9. */
    void kill() {
        Process killed = running();
        killed.destroyForcibly();
        awaitEnd(killed);
    }

    /** Ends the hub and lets no other start; also called by the thread that cleans up after Ctrl-C. */
    @Override
    public synchronized void close() {
        closed = true;
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** The last warnings that the hub logged and the last lines that it printed, for a failure's message. */
    String lastWords() {
        Path log = dataFolder.resolve("hub").resolve("logs").resolve("millrace.log");
        return last(log, line -> line.contains(" WARN ") || line.contains(" ERROR ")) + "\n"
                + last(outputFile, line -> true);
    }

    private static String last(Path file, Predicate<String> wanted) {
        try (Stream<String> lines = Files.lines(file)) {
            Deque<String> last = new ArrayDeque<>();
            lines.filter(wanted).forEach(line -> {
                last.addLast(line);
                if (last.size() > LAST_LINES) {
                    last.removeFirst();
                }
            });
            return String.join("\n", last);
        } catch (IOException | UncheckedIOException e) {
            return "(" + file + " cannot be read: " + e.getMessage() + ")";
        }
    }

    private synchronized void launch(List<String> command) {
        if (closed) {
            throw new IllegalStateException("the demo is ending");
        }
        try {
            Files.createDirectories(dataFolder);
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(outputFile.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("could not start the hub", e);
        }
    }

    private synchronized Process running() {
        return process;
    }

    private void awaitAnswer(long deadlineNanos) {
        Process started = running();
        while (true) {
            if (!started.isAlive()) {
                throw new CommandException("the hub ended with exit code " + started.exitValue() + ":\n" + lastWords());
            }
            try {
                connect().get("/connectors");
                return;
            } catch (CommandException notYet) {
                if (System.nanoTime() > deadlineNanos) {
                    throw new CommandException("the hub does not answer:\n" + lastWords(), notYet);
                }
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            }
        }
    }

    private static void awaitEnd(Process killed) {
        try {
            killed.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the hub was killed", e);
        }
    }

    private static void set(List<String> command, String property) {
        command.add("--set");
        command.add(property);
    }

    /** One that the system gives to no outgoing connection while the hub is away. */
    private static int freePort() {
        return ThreadLocalRandom.current()
                .ints(PORT_ATTEMPTS, FIRST_PORT, END_OF_PORTS)
                .filter(HubProcess::isFree)
                .findFirst()
                .orElseThrow(() ->
                        new CommandException("found no free port from " + FIRST_PORT + " to " + (END_OF_PORTS - 1)));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}

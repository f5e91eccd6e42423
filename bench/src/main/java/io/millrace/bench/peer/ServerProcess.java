package io.millrace.bench.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A running broker or worker: its port on loopback, and what the operating system says of its process. */
public final class ServerProcess implements Server {

    private static final double TICKS_PER_SECOND = 100;
    private static final long STOP_TIMEOUT_S = 120;
    /** Positions behind the command's closing bracket in /proc/PID/stat. */
    private static final int USER_TICKS = 11;

    private static final int SYSTEM_TICKS = 12;
    /** The system cuts names of threads after 15 characters. */
    private static final Pattern COMPILER_THREAD = Pattern.compile("\\(C[12] CompilerThre");

    private static final String PORT_FILE = "port";
    private static final String OUTPUT_FILE = "output.log";

    private static final long LOOK_INTERVAL_MS = 50;
    private static final long DELETION_TIMEOUT_NANOS = 120_000_000_000L;

    private final Process process;
    private final Path folder;
    private final int port;
    private final long startedNanos = System.nanoTime();

    private ServerProcess(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    static ServerProcess start(List<String> command, Path folder) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve(OUTPUT_FILE).toFile()));
        var server = new ServerProcess(builder.start(), folder, port(folder));
        Runtime.getRuntime().addShutdownHook(new Thread(server.process::destroyForcibly, "server-reaper"));
        return server;
    }

    /** The port of the server of this folder: found free once, and kept for its restarts. */
    static int port(Path folder) throws IOException {
        Path file = folder.resolve(PORT_FILE);
        if (!Files.exists(file)) {
            Files.writeString(file, Integer.toString(freePort()));
        }
        return Integer.parseInt(Files.readString(file));
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public int port() {
        return port;
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public double secondsAlive() {
        return (System.nanoTime() - startedNanos) / 1e9;
    }

    @Override
    public double cpuSeconds() throws IOException {
        return seconds(Files.readString(proc("stat")));
    }

    private static double seconds(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) / TICKS_PER_SECOND;
    }

    @Override
    public double compilerSeconds() throws IOException {
        double seconds = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(proc("task"))) {
            for (Path thread : threads) {
                seconds += compilerSeconds(thread);
            }
        }
        return seconds;
    }

    private static double compilerSeconds(Path thread) throws IOException {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            return COMPILER_THREAD.matcher(stat).find() ? seconds(stat) : 0;
        } catch (IOException e) {
            if (threadHasEnded(e)) {
                return 0;
            }
            throw e;
        }
    }

    /** Before its file was opened, or between that and the read (ESRCH). */
    private static boolean threadHasEnded(IOException e) {
        return e instanceof NoSuchFileException
                || String.valueOf(e.getMessage()).contains("No such process");
    }

    @Override
    public double residentMb() throws IOException {
        for (String line : Files.readAllLines(proc("status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IOException("process " + process.pid() + " has no memory any more");
    }

    /** Returns when no directory of the topic's partitions is left on disk, those on their way out included. */
    public void awaitDeleted(String topic) throws IOException, InterruptedException {
        long startNanos = System.nanoTime();
        while (hasDirectoryOf(topic)) {
            requireAlive();
            if (System.nanoTime() - startNanos > DELETION_TIMEOUT_NANOS) {
                throw new IOException("files of the deleted topic " + topic + " stay in " + folder);
            }
            Thread.sleep(LOOK_INTERVAL_MS);
        }
    }

    private boolean hasDirectoryOf(String topic) throws IOException {
        try (Stream<Path> directories = Files.find(
                folder,
                Integer.MAX_VALUE,
                (path, attributes) -> attributes.isDirectory()
                        && path.getFileName().toString().startsWith(topic + "-"))) {
            return directories.findAny().isPresent();
        } catch (UncheckedIOException | NoSuchFileException goneMeanwhile) {
            return true;
        }
    }

    public int threads() throws IOException {
        try (Stream<Path> threads = Files.list(proc("task"))) {
            return Math.toIntExact(threads.count());
        }
    }

    @Override
    public void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("the server ended with " + process.exitValue() + "; see its " + OUTPUT_FILE);
        }
    }

    /** SIGKILL. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** SIGTERM, as an operator stops it. */
    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_TIMEOUT_S, TimeUnit.SECONDS)) {
            kill();
        }
    }

    @Override
    public void close() {
        kill();
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(process.pid()), file);
    }
}

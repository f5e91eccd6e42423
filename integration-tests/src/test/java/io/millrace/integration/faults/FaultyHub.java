package io.millrace.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.integration.Distribution;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The broker of the distribution in a process of its own, always on the same port and folder, as often as it dies. */
final class FaultyHub implements AutoCloseable {

    private static final Duration SETTLE = Duration.ofSeconds(60);

    private final Path folder;
    private final List<String> arguments = new ArrayList<>();
    private final int port = FreePort.find();
    private ChildJvm process;

    private final List<String> jvmOptions;

    private FaultyHub(Path folder, List<String> jvmOptions, String... settings) {
        this.folder = folder;
        this.jvmOptions = jvmOptions;
        arguments.addAll(List.of("--roles", "broker", "--set", "listeners=PLAINTEXT://" + bootstrapServers()));
        for (String setting : settings) {
            arguments.addAll(List.of("--set", setting));
        }
    }

    static FaultyHub start(Path folder, String... settings) {
        return start(folder, List.of("-Xmx512m"), settings);
    }

    static FaultyHub start(Path folder, List<String> jvmOptions, String... settings) {
        FaultyHub hub = new FaultyHub(folder, jvmOptions, settings);
        hub.startAgain();
        return hub;
    }

    String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    ChildJvm process() {
        return process;
    }

    /** How many files and sockets the process has open. */
    int openFiles() {
        return count("fd");
    }

    int threads() {
        return count("task");
    }

    /** Waits until no more than so many are left. */
    void awaitAtMost(int files, int threads) {
        long deadlineNanos = System.nanoTime() + SETTLE.toNanos();
        while (openFiles() > files || threads() > threads) {
            assertThat(System.nanoTime())
                    .as("%d files of %d, %d threads of %d", openFiles(), files, threads(), threads)
                    .isLessThan(deadlineNanos);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private int count(String what) {
        String[] names =
                Path.of("/proc", Long.toString(process.pid()), what).toFile().list();
        return names == null ? 0 : names.length;
    }

    void kill() {
        process.close();
    }

    void startAgain() {
        process = Distribution.startHub(jvmOptions, folder, arguments.toArray(String[]::new));
    }

    @Override
    public void close() {
        process.close();
    }
}

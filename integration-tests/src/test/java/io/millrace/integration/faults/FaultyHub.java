package io.millrace.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.integration.Distribution;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.FreePort;
import java.io.IOException;
import java.nio.file.Files;
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

    /** As above, without the files of partitions, which whoever creates a topic adds to. */
    int openBesideLogs() {
        Path logs = folder.resolve("broker").resolve("logs");
        int others = 0;
        for (String descriptor : names("fd")) {
            others += isOpenOutside(logs, Path.of(processFolder(), "fd", descriptor)) ? 1 : 0;
        }
        return others;
    }

    private static boolean isOpenOutside(Path logs, Path descriptor) {
        try {
            return !Files.readSymbolicLink(descriptor).startsWith(logs);
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    int threads() {
        return count("task");
    }

    /** Waits until no more than so many are left, {@link #openBesideLogs} of the files. */
    void awaitAtMost(int files, int threads) {
        long deadlineNanos = System.nanoTime() + SETTLE.toNanos();
        while (openBesideLogs() > files || threads() > threads) {
            assertThat(System.nanoTime())
                    .as("%d files of %d, %d threads of %d", openBesideLogs(), files, threads(), threads)
                    .isLessThan(deadlineNanos);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private int count(String what) {
        return names(what).length;
    }

    private String[] names(String what) {
        String[] names = Path.of(processFolder(), what).toFile().list();
        return names == null ? new String[0] : names;
    }

    private String processFolder() {
        return "/proc/" + process.pid();
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

package io.millrace.integration;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The archive of classes that {@code bin/millrace} of the distribution writes at its first start. Any thread. */
final class ClassArchive {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private static Path file;

    private ClassArchive() {}

    /** JVM options that map it, as the script does: a hub starts in half of the time then, and of the processor's. */
    static List<String> options() {
        return List.of(
                "-XX:SharedArchiveFile=" + file(),
                "-Xshare:auto",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:ArchiveRelocationMode=0");
    }

    private static synchronized Path file() {
        if (file == null) {
            file = written();
        }
        return file;
    }

    /**
     * All JVMs of the build's tests share the distribution: one of them lets the script write, the others wait. Only the
     * broker knows that the key is wrong, which is after the archive is written.
     */
    private static Path written() {
        Path home = Distribution.home();
        try (FileChannel channel = FileChannel.open(home.resolveSibling("class-archive.lock"), CREATE, WRITE);
                FileLock lock = channel.lock();
                ChildJvm refused = ChildJvm.startScript(
                        home.resolve("bin/millrace"),
                        Map.of(),
                        List.of(
                                "start",
                                "--data",
                                home.resolveSibling("no-data").toString(),
                                "--set",
                                "broker.no.such.key=1"))) {
            assertThat(refused.awaitExit(TIMEOUT)).as(refused.output()).isNotZero();
            Path archive = home.resolve("archive/classes.jsa");
            assertThat(Files.isRegularFile(archive) && lock.isValid())
                    .as(refused.output())
                    .isTrue();
            return archive;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.millrace.broker.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A small file system of its own, so that a disk can really be full. Mounting needs root. */
final class TestingTmpfs implements AutoCloseable {
    private final Path mountPoint;

    private TestingTmpfs(Path mountPoint) {
        this.mountPoint = mountPoint;
    }

    static TestingTmpfs mount(Path mountPoint, String size) throws IOException {
        run(List.of("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", mountPoint.toString()));
        return new TestingTmpfs(mountPoint);
    }

    Path path() {
        return mountPoint;
    }

    @Override
    public void close() throws IOException {
        run(List.of("umount", mountPoint.toString()));
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        boolean ended =
                process.onExit().completeOnTimeout(null, 30, TimeUnit.SECONDS).join() != null;
        if (!ended || process.exitValue() != 0) {
            throw new IllegalStateException("'" + String.join(" ", command) + "' failed: " + output.trim()
                    + ". This test fills a small tmpfs and so must run as root on Linux.");
        }
    }
}

package io.millrace.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An ext4 file system of its own, in a file, that loses its power, stops answering or fills up when a test says so. The file stays
 * behind in its folder, so that a failed test's data can be looked at.
 *
 * <p>Needs root, loop devices, {@code mkfs.ext4} and {@code perl}, which {@code .ci/run} installs; what is
 * missing fails the test and is named. Not safe for use by several threads.
 */
public final class LoopDisk implements AutoCloseable {

    /** ext4's FS_IOC_SHUTDOWN with the flag "do not flush the journal": from now on every write and sync fails. */
    private static final String SHUT_DOWN = "sysopen(my $d, $ARGV[0], 0) or die \"open: $!\\n\";"
            + " my $flags = pack('L', 2); ioctl($d, 0x8004587D, $flags) or die \"FS_IOC_SHUTDOWN: $!\\n\";";

    private static final int UNMOUNT_ATTEMPTS = 100;
    private static final long UNMOUNT_RETRY_MS = 50;

    private final Path image;
    private final Path mountPoint;
    private boolean mounted;
    private boolean frozen;

    private LoopDisk(Path image, Path mountPoint) {
        this.image = image;
        this.mountPoint = mountPoint;
    }

    /** Makes and mounts a file system of so many MiB in {@code folder}. */
    public static LoopDisk create(Path folder, int sizeMib) {
        try {
            Path image = folder.resolve("disk.img");
            Path mountPoint = Files.createDirectories(folder.resolve("disk"));
            run("truncate", "-s", sizeMib + "M", image.toString());
            run("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0", image.toString());
            LoopDisk disk = new LoopDisk(image, mountPoint);
            disk.mount();
            return disk;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the file system is mounted. */
    public Path path() {
        return mountPoint;
    }

    /**
     * As when the power goes: what was not synced is lost, and every write or sync from now on fails with an I/O error.
     * Processes that use the disk go on until somebody kills them.
     */
    public void cutPower() {
        run("perl", "-e", SHUT_DOWN, mountPoint.toString());
    }

    /** Power is back: what had been synced before {@link #cutPower()} is there. Nobody may use the disk meanwhile. */
    public void restorePower() {
        unmount();
        mount();
    }

    /** Whoever writes or syncs waits from now on, without an error. */
    public void freeze() {
        run("fsfreeze", "-f", mountPoint.toString());
        frozen = true;
    }

    /** Whoever waited goes on. */
    public void thaw() {
        run("fsfreeze", "-u", mountPoint.toString());
        frozen = false;
    }

    @Override
    public void close() {
        if (frozen) {
            thaw();
        }
        if (mounted) {
            unmount();
        }
    }

    private void mount() {
        run("mount", "-o", "loop", image.toString(), mountPoint.toString());
        mounted = true;
    }

    /** A killed process lets go of its files a moment after it is gone. */
    private void unmount() {
        for (int attempt = 1; ; attempt++) {
            try {
                run("umount", mountPoint.toString());
                mounted = false;
                return;
            } catch (IllegalStateException busy) {
                if (attempt == UNMOUNT_ATTEMPTS) {
                    throw busy;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(UNMOUNT_RETRY_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException(sentence(command) + " failed with status " + status + ": "
                        + output.strip() + " (disks that fail need root and loop devices;"
                        + " -Dmillrace.test.disks=skip leaves these tests out)");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(sentence(command) + " cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String sentence(String... command) {
        return String.join(" ", command);
    }
}

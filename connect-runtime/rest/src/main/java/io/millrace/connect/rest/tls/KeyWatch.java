package io.millrace.connect.rest.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the file of keys from time to time, and has its keys used when the content has changed and is still for one
 * look, so that a file that is being written is not read by half. What cannot serve is refused with one line in the log,
 * and the keys of before stay.
 */
final class KeyWatch implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(KeyWatch.class);

    private final KeyFile file;
    private final ChangingKeys keys;
    private final ScheduledExecutorService thread;

    // The watch's thread only.
    private byte[] known;
    private byte[] seen;
    private String complaint = "";

    /** Begins; {@code known} is the content that the keys are from. */
    KeyWatch(KeyFile file, byte[] known, ChangingKeys keys, long intervalMs) {
        this.file = file;
        this.keys = keys;
        this.known = known;
        this.seen = known;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "connect-rest-keys");
            made.setDaemon(true);
            return made;
        });
        var unused = thread.scheduleWithFixedDelay(this::look, intervalMs, intervalMs, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            byte[] now = file.content();
            boolean still = Arrays.equals(now, seen);
            seen = now;
            if (still && !Arrays.equals(now, known)) {
                // Remembered even if it is broken, so that it is complained about once.
                known = now;
                keys.use(file.usableKeys(now));
                LOGGER.info("new connections use the changed keys from now on file={}", file);
            }
            complaint = "";
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // A periodic task that throws is never run again.
            complain(String.valueOf(e.getMessage()));
        }
    }

    private void complain(String reason) {
        if (!reason.equals(complaint)) {
            complaint = reason;
            LOGGER.error("the changed keys cannot be used, those of before stay file={}: {}", file, reason);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}

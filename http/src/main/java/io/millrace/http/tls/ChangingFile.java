package io.millrace.http.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is used anew when its content has changed and is still for one look, so that one that is being written is
 * not read by half. What cannot serve is refused with one line in the log, and what was there before stays. One thread.
 */
final class ChangingFile {
    private static final Logger LOGGER = LoggerFactory.getLogger(ChangingFile.class);

    private final StoreFile file;
    private final String what;
    private final Use use;

    private byte[] known;
    private byte[] seen;
    private String complaint = "";

    /** What a new content is for. */
    @FunctionalInterface
    interface Use {

        /** Fails, without having changed anything, when the content cannot serve. */
        void of(byte[] content) throws IOException, GeneralSecurityException;
    }

    /**
     * Does not look yet.
     *
     * @param what is in the file, in the plural, for the log
     * @param known the content that is in use
     */
    ChangingFile(StoreFile file, String what, byte[] known, Use use) {
        this.file = file;
        this.what = what;
        this.use = use;
        this.known = known;
        this.seen = known;
    }

    /** Looks at the file; never throws. */
    void look() {
        try {
            byte[] now = file.content();
            boolean still = Arrays.equals(now, seen);
            seen = now;
            if (still && !Arrays.equals(now, known)) {
                // Remembered even if it is broken, so that it is complained about once.
                known = now;
                use.of(now);
                LOGGER.info("new connections use the changed {} from now on file={}", what, file);
            }
            complaint = "";
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            complain(String.valueOf(e.getMessage()));
        }
    }

    private void complain(String reason) {
        if (!reason.equals(complaint)) {
            complaint = reason;
            LOGGER.error("the changed {} cannot be used, those of before stay file={}: {}", what, file, reason);
        }
    }
}

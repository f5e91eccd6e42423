package io.millrace.broker.log.file;

import java.io.IOException;
import java.io.SyncFailedException;
import java.util.Locale;

/** Tells a full disk, which heals when space returns, from a failing one, which does not. */
public final class DiskSpace {
    private DiskSpace() {}

    /**
     * Java gives no error number, only the operating system's sentence. A failed sync is never taken for a full disk: the
     * kernel may have dropped what it could not write, and then the next sync says that all is well.
     */
    public static boolean isExhausted(IOException failure) {
        String message = failure.getMessage();
        if (message == null || failure instanceof SyncFailedException) {
            return false;
        }
        String lower = message.toLowerCase(Locale.ROOT);
        return lower.contains("no space left") || lower.contains("quota exceeded");
    }
}

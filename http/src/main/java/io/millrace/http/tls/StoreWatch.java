package io.millrace.http.tls;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks at the files of keys and of trust from time to time, on a thread of its own. */
final class StoreWatch implements AutoCloseable {
    private final ScheduledExecutorService thread;

    /** Begins; the files are the watch's alone from now on. */
    StoreWatch(List<ChangingFile> files, long intervalMs) {
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "http-keys");
            made.setDaemon(true);
            return made;
        });
        var unused = thread.scheduleWithFixedDelay(
                () -> files.forEach(ChangingFile::look), intervalMs, intervalMs, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}

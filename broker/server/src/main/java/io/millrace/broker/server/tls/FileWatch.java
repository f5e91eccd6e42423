package io.millrace.broker.server.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at files from time to time and tells when their content has changed and is still for one round, so that a file
 * that is being written is not read by half. Reading works where notifications do not, as on mounted secrets.
 */
public final class FileWatch implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(FileWatch.class);

    private final ScheduledExecutorService thread;
    private final List<Entry> entries = new ArrayList<>();
    private final long intervalMs;

    /** Whoever depends on files. */
    public interface Watched {

        /** The files. */
        FileContents files();

        /** They hold something else now. On the watch's thread. */
        void filesChanged();
    }

    /** One thing that is watched; on the watch's thread only, once it is running. */
    private static final class Entry {
        private final Watched watched;
        private String known;
        private String seen;

        Entry(Watched watched) {
            this.watched = watched;
            this.known = watched.files().fingerprint();
            this.seen = known;
        }

        void look() {
            String now = watched.files().fingerprint();
            boolean still = now.equals(seen);
            seen = now;
            if (still && !now.equals(known)) {
                known = now;
                watched.filesChanged();
            }
        }
    }

    /** Looks every {@code intervalMs} once it is started. */
    public FileWatch(String threadName, long intervalMs) {
        this.intervalMs = intervalMs;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            var made = new Thread(task, threadName);
            made.setDaemon(true);
            return made;
        });
    }

    /** Before {@link #start()}. What has no files now may have some later. */
    public void add(Watched watched) {
        entries.add(new Entry(watched));
    }

    /** Does this between two looks, in the order of the calls; fails when the watch is closed already. Any thread. */
    public <T> CompletableFuture<T> between(Supplier<T> step) {
        try {
            return CompletableFuture.supplyAsync(step, thread);
        } catch (RejectedExecutionException closed) {
            return CompletableFuture.failedFuture(closed);
        }
    }

    /** Looks from now on, unless there is nothing to look at. */
    @SuppressWarnings("FutureReturnValueIgnored") // It runs until the watch is closed.
    public void start() {
        if (!entries.isEmpty()) {
            thread.scheduleWithFixedDelay(this::look, intervalMs, intervalMs, TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        for (Entry entry : entries) {
            try {
                entry.look();
            } catch (RuntimeException e) {
                LOGGER.error("Changed files could not be used.", e);
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}

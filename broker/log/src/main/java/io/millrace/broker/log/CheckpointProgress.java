package io.millrace.broker.log;

import java.util.concurrent.atomic.AtomicLong;

/** How far the directory's last checkpoint is, and how much recovery would have to look at without the next one. */
final class CheckpointProgress {
    private final long maxUnloggedBytes;
    private final AtomicLong unloggedBytes = new AtomicLong();
    private volatile Runnable checkpointDue = () -> {};
    private volatile long walPosition = -1;

    CheckpointProgress(long maxUnloggedBytes) {
        this.maxUnloggedBytes = maxUnloggedBytes;
    }

    /** Replaces what is run, on any thread, when there is too much that only the segments have. */
    void onDue(Runnable request) {
        checkpointDue = request;
    }

    /** Nothing before it will be read from the write-ahead log again; negative if all of it may be. */
    long walPosition() {
        return walPosition;
    }

    void begin() {
        unloggedBytes.set(0);
    }

    void reached(long position) {
        walPosition = position;
    }

    void addUnlogged(long bytes) {
        if (unloggedBytes.addAndGet(bytes) > maxUnloggedBytes) {
            checkpointDue.run();
        }
    }
}

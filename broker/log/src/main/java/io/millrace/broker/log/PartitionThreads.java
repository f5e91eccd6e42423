package io.millrace.broker.log;

import java.io.IOException;
import java.io.SyncFailedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Does one thing for each of many partitions, several at a time, for most of an opening or of a checkpoint is waiting for
 * the disk. The threads are gone when {@link #forEach} returns.
 */
final class PartitionThreads<T> {
    private static final int MAX_THREADS = 8;
    /** A thread is not worth starting for less. */
    private static final int PARTITIONS_PER_THREAD = 32;

    private final List<T> partitions;
    private final Work<T> work;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** What is done for one partition; several run at once. */
    interface Work<T> {
        void run(T partition) throws IOException;
    }

    private PartitionThreads(List<T> partitions, Work<T> work) {
        this.partitions = partitions;
        this.work = work;
    }

    /** Throws the first failure, or a failed sync if there is one; nothing further is begun then. {@code threadName}: with a number behind it. */
    static <T> void forEach(Collection<T> partitions, String threadName, Work<T> work) throws IOException {
        new PartitionThreads<>(List.copyOf(partitions), work).run(threadName);
    }

    private void run(String threadName) throws IOException {
        int helpers = Math.min(MAX_THREADS, partitions.size() / PARTITIONS_PER_THREAD);
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < helpers; number++) {
            threads.add(new Thread(this::takeTurns, threadName + "-" + number));
        }
        threads.forEach(Thread::start);
        takeTurns();
        joinAll(threads);
        rethrow(failure.get());
    }

    private void takeTurns() {
        try {
            int index = next.getAndIncrement();
            while (index < partitions.size() && failure.get() == null) {
                work.run(partitions.get(index));
                index = next.getAndIncrement();
            }
        } catch (IOException | RuntimeException | Error thrown) {
            failure.accumulateAndGet(thrown, PartitionThreads::graver);
        }
    }

    /** The first one, but what others may get over must not hide a failed sync. */
    private static Throwable graver(Throwable first, Throwable next) {
        boolean hidesNothing = first instanceof SyncFailedException || !(next instanceof SyncFailedException);
        return first != null && hidesNothing ? first : next;
    }

    /** Nobody may close what a thread still works on, so an interrupt waits until all have ended. */
    private static void joinAll(List<Thread> threads) {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException again) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void rethrow(Throwable thrown) throws IOException {
        if (thrown instanceof IOException io) {
            throw io;
        } else if (thrown instanceof RuntimeException unchecked) {
            throw unchecked;
        } else if (thrown instanceof Error error) {
            throw error;
        }
    }
}

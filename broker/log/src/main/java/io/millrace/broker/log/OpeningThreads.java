package io.millrace.broker.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Opens many partition directories at a time, for most of an opening is waiting for the disk. The threads are gone when
 * {@link #openAll} returns.
 */
final class OpeningThreads {
    private static final int MAX_THREADS = 8;
    /** A thread is not worth starting for less. */
    private static final int DIRECTORIES_PER_THREAD = 32;

    private final List<Path> directories;
    private final Opening opening;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** Opens one directory; several run at once. */
    interface Opening {
        void open(Path directory) throws IOException;
    }

    private OpeningThreads(List<Path> directories, Opening opening) {
        this.directories = directories;
        this.opening = opening;
    }

    /** Throws the first failure; nothing further is begun then. */
    static void openAll(List<Path> directories, Opening opening) throws IOException {
        new OpeningThreads(List.copyOf(directories), opening).run();
    }

    private void run() throws IOException {
        int helpers = Math.min(MAX_THREADS, directories.size() / DIRECTORIES_PER_THREAD);
        CountDownLatch helping = new CountDownLatch(helpers);
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < helpers; number++) {
            threads.add(new Thread(
                    () -> {
                        try {
                            work();
                        } finally {
                            helping.countDown();
                        }
                    },
                    "log-opening-" + number));
        }
        threads.forEach(Thread::start);
        work();
        awaitAll(helping);
        rethrow(failure.get());
    }

    private void work() {
        try {
            int index = next.getAndIncrement();
            while (index < directories.size() && failure.get() == null) {
                opening.open(directories.get(index));
                index = next.getAndIncrement();
            }
        } catch (IOException | RuntimeException | Error thrown) {
            failure.compareAndSet(null, thrown);
        }
    }

    /** Nobody may close what a thread still opens, so an interrupt waits until all have ended. */
    private static void awaitAll(CountDownLatch helping) {
        boolean interrupted = false;
        while (true) {
            try {
                helping.await();
                break;
            } catch (InterruptedException again) {
                interrupted = true;
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

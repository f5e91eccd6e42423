package io.millrace.registry.server.storage;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * Hands batches on in their order, one at a time. A large one, as there are while a start reads the whole topic, is
 * handed on by another thread, so that the next is fetched meanwhile; there is never more than that one. For one thread.
 */
final class BatchRelay implements AutoCloseable {
    /** Fewer records are sooner replayed than handed to a thread and waited for. */
    static final int LARGE_BATCH = 200;

    private static final long THREAD_RESTS_S = 2;

    private final TopicReader.Listener listener;
    private final ThreadPoolExecutor replayer;
    /** The large batch that was handed on last. */
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    BatchRelay(TopicReader.Listener listener) {
        this.listener = listener;
        // The thread ends when no large batch came for a while.
        this.replayer = new ThreadPoolExecutor(
                1, 1, THREAD_RESTS_S, TimeUnit.SECONDS, new LinkedBlockingQueue<>(1), BatchRelay::newThread);
        replayer.allowCoreThreadTimeOut(true);
    }

    private static Thread newThread(Runnable work) {
        Thread thread = new Thread(work, "schemas-replayer");
        thread.setDaemon(true);
        return thread;
    }

    /** Throws what the listener threw if it did so for the last batch: there may be none after it that would tell. */
    void requireAlive() {
        if (last.isCompletedExceptionally()) {
            awaitLast();
        }
    }

    /**
     * Whether there may be news, which of a large batch is not known yet. Throws what the listener threw, be it for this
     * batch or the one before.
     */
    boolean handOn(ConsumerRecords<byte[], byte[]> records, long positionAfter) {
        awaitLast();
        if (records.count() < LARGE_BATCH) {
            return listener.read(records, positionAfter);
        }
        last = CompletableFuture.runAsync(() -> listener.read(records, positionAfter), replayer);
        return true;
    }

    private void awaitLast() {
        try {
            last.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Waits until the batch before has been taken. */
    @Override
    public void close() {
        replayer.shutdown();
        awaitLast();
    }
}

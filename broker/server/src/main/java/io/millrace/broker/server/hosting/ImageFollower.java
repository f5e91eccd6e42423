package io.millrace.broker.server.hosting;

import io.millrace.broker.log.LogDirectory;
import io.millrace.broker.metadata.image.MetadataImage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the partitions of this broker follow each new image of the cluster, one after the other, on its own thread. */
public final class ImageFollower implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(ImageFollower.class);
    private static final long RETRY_MS = 1_000;
    private static final long CLOSE_TIMEOUT_MS = 10_000;

    private final PartitionReconciler reconciler;
    private final ScheduledExecutorService thread;
    private volatile MetadataImage followed = MetadataImage.EMPTY;
    private boolean stockTaken;
    private boolean retryPending;

    /** Follows nothing until the first image. */
    public ImageFollower(PartitionReconciler reconciler, String threadName) {
        this(reconciler, new ScheduledThreadPoolExecutor(1, task -> new Thread(task, threadName)));
    }

    /** Runs on this executor of one thread, which ends with the follower. */
    ImageFollower(PartitionReconciler reconciler, ScheduledThreadPoolExecutor thread) {
        this.reconciler = reconciler;
        this.thread = thread;
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Returns when the partitions have followed, so that whoever changed the cluster can use what it made. */
    public void follow(MetadataImage image) {
        try {
            CompletableFuture.runAsync(() -> step(image), thread).join();
        } catch (RejectedExecutionException closing) {
            LOGGER.debug("The broker closes; no image is followed any more.");
        }
    }

    /** Any thread, without waiting. The partitions of a data directory that has failed are stopped and answered for. */
    public void takeOffline(LogDirectory directory) {
        try {
            thread.execute(() -> {
                try {
                    reconciler.takeOffline(directory);
                } catch (RuntimeException unexpected) {
                    LOGGER.error(
                            "The partitions of a failed data directory could not be stopped. path={}",
                            directory.path(),
                            unexpected);
                }
            });
        } catch (RejectedExecutionException closing) {
            LOGGER.debug("The broker closes; its partitions stop with it.");
        }
    }

    /** Any thread. The newest image that the partitions agree with. */
    public MetadataImage followed() {
        return followed;
    }

    private void step(MetadataImage image) {
        boolean complete = false;
        try {
            if (!stockTaken) {
                reconciler.takeStock(image);
                stockTaken = true;
            }
            complete = reconciler.reconcile(image);
        } catch (RuntimeException unexpected) {
            LOGGER.error("The partitions could not follow an image. index={}", image.appliedIndex(), unexpected);
        }
        followed = image;
        if (!complete && !retryPending) {
            retry();
        }
    }

    /** Whoever waits is not held up by one partition that cannot be opened, such as on a full disk. */
    @SuppressWarnings("FutureReturnValueIgnored") // A step catches what goes wrong in it.
    private void retry() {
        try {
            thread.schedule(this::stepAgain, RETRY_MS, TimeUnit.MILLISECONDS);
            retryPending = true;
        } catch (RejectedExecutionException closing) {
            LOGGER.debug("The broker closes; no image is followed any more.");
        }
    }

    private void stepAgain() {
        retryPending = false;
        step(followed);
    }

    /** Ends after the image that is being followed; the thread is never interrupted, for it may be inside a log. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
                LOGGER.warn("The partitions still follow an image while the broker closes.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

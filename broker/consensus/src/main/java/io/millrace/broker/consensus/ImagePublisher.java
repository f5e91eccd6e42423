package io.millrace.broker.consensus;

import io.millrace.broker.metadata.image.MetadataImage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings images to listeners. Only the newest image waits to be delivered, so a slow listener costs no memory and holds
 * up no other node; it sees bigger steps.
 */
final class ImagePublisher implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ImagePublisher.class);
    private static final long CLOSE_WAIT_MS = 10_000;

    private final Object monitor = new Object();
    private final List<Registration> registrations = new ArrayList<>();
    private final List<Waiter> waiters = new ArrayList<>();
    private final Thread thread;
    private MetadataImage latest = MetadataImage.EMPTY;
    private long deliveredIndex = MetadataImage.EMPTY.appliedIndex();
    private boolean closed;

    private static final class Registration {
        private final ImageListener listener;
        private MetadataImage seen = MetadataImage.EMPTY;

        private Registration(ImageListener listener) {
            this.listener = listener;
        }
    }

    private record Delivery(MetadataImage image, List<Registration> receivers) {}

    private record Waiter(long index, CompletableFuture<Void> done) {}

    ImagePublisher(int nodeId) {
        this.thread = new Thread(this::deliverUntilClosed, "metadata-images-" + nodeId);
        this.thread.setDaemon(true);
        this.thread.start();
    }

    void publish(MetadataImage image) {
        synchronized (monitor) {
            latest = image;
            monitor.notifyAll();
        }
    }

    /** The first call of a new listener has the empty image as the previous one. */
    void add(ImageListener listener) {
        synchronized (monitor) {
            registrations.add(new Registration(listener));
            deliveredIndex = MetadataImage.EMPTY.appliedIndex();
            monitor.notifyAll();
        }
    }

    /** Completes when every listener has seen the image at this index or a later one. */
    CompletableFuture<Void> delivered(long index) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        synchronized (monitor) {
            if (deliveredIndex >= index || closed) {
                done.complete(null);
            } else {
                waiters.add(new Waiter(index, done));
            }
        }
        return done;
    }

    private void deliverUntilClosed() {
        try {
            Delivery delivery = awaitDelivery();
            while (delivery != null) {
                MetadataImage current = delivery.image();
                delivery.receivers().forEach(registration -> deliver(registration, current));
                finish(current.appliedIndex(), delivery.receivers().size());
                delivery = awaitDelivery();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next image that somebody has not seen; null when closed. */
    private Delivery awaitDelivery() throws InterruptedException {
        synchronized (monitor) {
            while (!closed && latest.appliedIndex() <= deliveredIndex) {
                monitor.wait();
            }
            return closed ? null : new Delivery(latest, List.copyOf(registrations));
        }
    }

    private static void deliver(Registration registration, MetadataImage current) {
        if (registration.seen.appliedIndex() >= current.appliedIndex()) {
            return;
        }
        try {
            registration.listener.onImage(registration.seen, current);
        } catch (RuntimeException e) {
            // One listener that breaks must not keep the others from the images; the command succeeded all the same.
            LOGGER.error("listener=failed appliedIndex={}", current.appliedIndex(), e);
        }
        registration.seen = current;
    }

    private void finish(long index, int receivers) {
        List<Waiter> ready = new ArrayList<>();
        synchronized (monitor) {
            if (receivers == registrations.size()) {
                deliveredIndex = index;
            }
            long delivered = deliveredIndex;
            waiters.removeIf(waiter -> waiter.index() <= delivered && ready.add(waiter));
        }
        ready.forEach(waiter -> waiter.done().complete(null));
    }

    @Override
    public void close() {
        List<Waiter> left;
        synchronized (monitor) {
            closed = true;
            left = List.copyOf(waiters);
            waiters.clear();
            monitor.notifyAll();
        }
        left.forEach(waiter -> waiter.done().complete(null));
        if (Thread.currentThread() != thread) {
            joinQuietly();
        }
    }

    private void joinQuietly() {
        try {
            thread.join(CLOSE_WAIT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

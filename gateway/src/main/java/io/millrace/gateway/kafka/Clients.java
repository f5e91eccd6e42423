package io.millrace.gateway.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The clients that all requests share, one of each kind. They are made when they are first needed, so that a gateway that
 * nobody asks costs a port and no more. Any thread.
 */
public final class Clients implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final ClientSettings settings;
    private final Once<Admin> admin;
    private final Once<Producer<byte[], byte[]>> producer;
    private boolean closed;

    public Clients(ClientSettings settings) {
        this.settings = settings;
        this.admin = new Once<>(() -> Admin.create(settings.admin()));
        this.producer = new Once<>(
                () -> new KafkaProducer<>(settings.producer(), new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /** Asks and changes the cluster. */
    public Admin admin() {
        return get(admin);
    }

    /** Acknowledged by acks=all, idempotent, its buffer bounded by {@code buffer.memory}. */
    public Producer<byte[], byte[]> producer() {
        return get(producer);
    }

    public ClientSettings settings() {
        return settings;
    }

    private synchronized <T> T get(Once<T> one) {
        if (closed) {
            throw new IllegalStateException("the gateway is closed");
        }
        return one.get();
    }

    /** What was accepted is still sent, for some seconds. */
    @Override
    public void close() {
        Deque<Runnable> ends = new ArrayDeque<>();
        synchronized (this) {
            closed = true;
            admin.drop(made -> ends.push(() -> made.close(CLOSE_TIMEOUT)));
            producer.drop(made -> ends.push(() -> made.close(CLOSE_TIMEOUT)));
        }
        while (!ends.isEmpty()) {
            ends.pop().run();
        }
    }

    /** Made at the first call; the lock is the user's. */
    private static final class Once<T> {
        private final Supplier<T> maker;
        private T made;

        private Once(Supplier<T> maker) {
            this.maker = maker;
        }

        private T get() {
            if (made == null) {
                made = maker.get();
            }
            return made;
        }

        private void drop(java.util.function.Consumer<T> use) {
            if (made != null) {
                use.accept(made);
                // Armeria's static cache of routes remembers servers that are closed; it shall not remember buffers.
                made = null;
            }
        }
    }
}

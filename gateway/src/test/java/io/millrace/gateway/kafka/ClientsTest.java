package io.millrace.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClientsTest {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Clients clients = new Clients(new ClientSettings("127.0.0.1:1", Map.of()));

    @Test
    void makesNoneAfterItsEnd() {
        clients.close();
        assertThatThrownBy(clients::producer).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void holdsNoneAfterItsEnd() {
        WeakReference<Object> admin = new WeakReference<>(clients.admin());
        WeakReference<Object> producer = new WeakReference<>(clients.producer());

        clients.close();

        awaitCollected(admin);
        awaitCollected(producer);
        assertThat(clients.settings().bootstrapServers()).as("still there").isEqualTo("127.0.0.1:1");
    }

    private static void awaitCollected(WeakReference<Object> client) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (client.get() != null) {
            assertThat(System.nanoTime()).as("it is held").isLessThan(deadline);
            System.gc();
        }
    }
}

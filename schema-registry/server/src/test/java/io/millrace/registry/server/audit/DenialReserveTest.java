package io.millrace.registry.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.server.audit.AuditLog.Entry;
import io.millrace.registry.server.storage.StoreConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Records wait while their cluster does not answer: a socket that takes connections, and says nothing. */
class DenialReserveTest {
    private static final int QUEUE = 100;
    /** What the thread that writes may have taken out of the queue. */
    private static final int IN_HAND = 1;

    private static final int TIMEOUT_MS = 10_000;
    private static final Entry ENTRY = new Entry(new byte[0], new byte[0]);

    @Test
    void denialsFillHalfOfTheQueueAndChangesTheRest() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                AuditLog log = AuditLog.open(
                        new AuditConfig("audit", false, TIMEOUT_MS, QUEUE, 10 * QUEUE),
                        new StoreConfig(
                                "127.0.0.1:" + silent.getLocalPort(), "_schemas", 1, TIMEOUT_MS, TIMEOUT_MS, Map.of()),
                        "http://127.0.0.1:1")) {
            // When
            for (int i = 0; i < 2 * QUEUE; i++) {
                log.deny(() -> ENTRY);
            }

            // Then
            long denialsKept = 2 * QUEUE - log.getLostDenials();
            assertThat(denialsKept).isBetween((long) QUEUE / 2, (long) QUEUE / 2 + IN_HAND);

            // And there is room for as many changes as the other half holds.
            for (int i = 0; i < QUEUE / 2; i++) {
                log.conclude(ENTRY);
            }
            assertThat(log.getLost()).isZero();
            for (int i = 0; i < 1 + IN_HAND; i++) {
                log.conclude(ENTRY);
            }
            assertThat(log.getLost()).isBetween(1L, 1L + IN_HAND);
            assertThat(log.getWritten()).isZero();
        }
    }
}

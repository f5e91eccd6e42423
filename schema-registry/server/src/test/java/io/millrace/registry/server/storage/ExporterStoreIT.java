package io.millrace.registry.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.exporter.ContextType;
import io.millrace.registry.model.exporter.Exporter;
import io.millrace.registry.model.exporter.ExporterState;
import io.millrace.registry.model.exporter.ExporterStatus;
import io.millrace.registry.server.SharedKafka;
import io.millrace.testing.Pause;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ExporterStoreIT {
    private static final int PATIENCE_MS = 60_000;
    /** Of a change: that the exporter rests, that it begins anew, and then the change itself. */
    private static final int WRITE_OF_THE_CHANGE = 3;

    private static Exporter exporter(String subject) {
        return new Exporter(
                "e",
                "id",
                ContextType.NONE,
                "",
                List.of(subject),
                Exporter.SUBJECT,
                new TreeMap<>(Map.of("schema.registry.url", "http://127.0.0.1:1")));
    }

    /** When it has ended, or waits for somebody. */
    private static void awaitRest(Thread thread) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        while (thread.isAlive() && thread.getState() != Thread.State.WAITING) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Pause.betweenLooks();
        }
    }

    /** As if somebody resumed the exporter, and a run of the old one came far, just before the new one is written. */
    @Test
    void noOldRunSaysHowFarAChangedExporterIs() throws Exception {
        String topic = SharedKafka.freshTopic();
        StoreConfig config =
                new StoreConfig(SharedKafka.bootstrapServers(), topic, 1, PATIENCE_MS, PATIENCE_MS, Map.of());
        Exporter before = exporter("a");
        Thread changer = Thread.currentThread();
        AtomicInteger writes = new AtomicInteger(WRITE_OF_THE_CHANGE);
        ExporterStore[] store = new ExporterStore[1];
        Thread meanwhile = new Thread(() -> {
            store[0].resume("e");
            ExporterStatus status = store[0].status(before);
            store[0].move(before, status, status.at(50, 1, ExporterState.RUNNING));
        });
        Runnable requireLeader = () -> {
            if (Thread.currentThread() == changer && writes.incrementAndGet() == WRITE_OF_THE_CHANGE) {
                meanwhile.start();
                awaitRest(meanwhile);
            }
        };
        try (ExporterStore opened = new ExporterStore(
                config, new ExporterStoreConfig(topic + "-configs", topic + "-states", 10), requireLeader)) {
            store[0] = opened;
            opened.create(before);
            opened.pause("e");
            writes.set(0);

            // When
            assertThat(opened.change("e", found -> exporter("b"), (old, wanted) -> true)
                            .isAccepted())
                    .isTrue();
            meanwhile.join(PATIENCE_MS);

            // Then
            assertThat(writes).hasValue(WRITE_OF_THE_CHANGE);
            assertThat(meanwhile.isAlive()).isFalse();
            assertThat(opened.status(exporter("b")))
                    .isEqualTo(new ExporterStatus("id", ExporterState.STARTING, -1, 0, ""));
        }
    }
}

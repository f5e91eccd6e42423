package io.millrace.registry.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class BatchRelayTest {

    private static final int LARGE = BatchRelay.LARGE_BATCH;

    private final List<Long> taken = Collections.synchronizedList(new ArrayList<>());

    @Test
    void smallBatchesAreTakenAtOnceByTheSameThread() {
        Thread own = Thread.currentThread();
        try (BatchRelay relay = new BatchRelay((records, position) -> {
            assertThat(Thread.currentThread()).isSameAs(own);
            return position == 2;
        })) {
            assertThat(relay.handOn(batch(1), 1)).isFalse();
            assertThat(relay.handOn(batch(1), 2)).isTrue();
        }
    }

    @Test
    void theNextBatchIsFetchedWhileALargeOneIsTakenAndAllAreTakenInTheirOrder() throws InterruptedException {
        CountDownLatch fetched = new CountDownLatch(1);
        try (BatchRelay relay = new BatchRelay((records, position) -> {
            awaitZero(fetched);
            return taken.add(position);
        })) {
            assertThat(relay.handOn(batch(LARGE), 1)).isTrue();
            assertThat(taken).isEmpty();
            fetched.countDown();
            relay.handOn(batch(LARGE), 2);
            relay.handOn(batch(1), 3);
            assertThat(taken).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void closingWaitsForTheLastBatch() {
        CompletableFuture<Void> closing = new CompletableFuture<>();
        BatchRelay relay = new BatchRelay((records, position) -> {
            closing.join();
            return taken.add(position);
        });
        relay.handOn(batch(LARGE), 1);
        closing.complete(null);
        relay.close();
        assertThat(taken).containsExactly(1L);
    }

    @Test
    void aFailureOfALargeBatchIsToldThoughNoneFollows() throws InterruptedException {
        CountDownLatch failing = new CountDownLatch(1);
        BatchRelay relay = new BatchRelay((records, position) -> {
            failing.countDown();
            throw new IllegalStateException("cannot be replayed");
        });
        relay.handOn(batch(LARGE), 1);
        awaitZero(failing);
        assertThatThrownBy(() -> {
                    while (true) {
                        relay.requireAlive();
                        Thread.onSpinWait();
                    }
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cannot be replayed");
        assertThatThrownBy(() -> relay.handOn(batch(1), 2)).hasMessage("cannot be replayed");
        assertThatThrownBy(relay::close).hasMessage("cannot be replayed");
    }

    private static void awaitZero(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ConsumerRecords<byte[], byte[]> batch(int size) {
        List<ConsumerRecord<byte[], byte[]>> records = IntStream.range(0, size)
                .mapToObj(offset -> new ConsumerRecord<>("_schemas", 0, offset, new byte[0], new byte[0]))
                .toList();
        return new ConsumerRecords<>(Map.of(new TopicPartition("_schemas", 0), records), Map.of());
    }
}

package io.millrace.broker.server.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.log.DurabilityListener;
import io.millrace.broker.log.PartitionLog;
import io.millrace.broker.log.config.LogConfig;
import io.millrace.broker.network.NetworkLoop;
import io.millrace.broker.network.NetworkLoops;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The end offset that clients see does not run ahead of what is on disk, however the records were acknowledged. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DurableEndTest {

    @TempDir
    Path directory;

    private final AtomicReference<DurabilityListener> listener = new AtomicReference<>();
    private volatile long heldEnd;
    private ScriptedLogDirectory logs;
    private NetworkLoops loops;
    private NetworkLoop loop;
    private PartitionHost host;

    @BeforeEach
    void lead() {
        logs = new ScriptedLogDirectory(directory);
        loops = NetworkLoops.start("durable-test", 1);
        loop = loops.all().get(0);
        PartitionLog real = logs.create(Images.id(1), "topic", 0, LogConfig.defaults());
        host = new PartitionHost(held(real), loop, SteadyClock.start(InstantSource.system()));
        onLoop(() -> host.lead(0, List.of(Images.BROKER_ID), 1));
    }

    @AfterEach
    void close() {
        loops.close();
        logs.close();
    }

    /** The disk is as far as the test says. */
    private PartitionLog held(PartitionLog real) {
        return (PartitionLog) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {PartitionLog.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "durableEndOffset" -> heldEnd;
                    case "onDurable" -> {
                        listener.set((DurabilityListener) arguments[0]);
                        yield null;
                    }
                    default -> method.invoke(real, arguments);
                });
    }

    private void onLoop(Runnable step) {
        CompletableFuture.runAsync(step, loop).join();
    }

    private CompletableFuture<AppendOutcome> append(Acknowledgement wanted) {
        ByteBuffer batch = MemoryRecords.withRecords(
                        Compression.NONE, new SimpleRecord(1_000, "value".getBytes(StandardCharsets.UTF_8)))
                .buffer();
        var answer = new CompletableFuture<AppendOutcome>();
        onLoop(() -> host.append(batch, wanted, 60_000, answer::complete));
        return answer;
    }

    private void synced(long offset) {
        heldEnd = offset;
        listener.get().onDurable(host.log(), offset);
        onLoop(() -> {});
    }

    @Test
    void staysBehindTheDiskAlthoughTheLogIsFurther() {
        // When: acks=0 is answered at once, the others are not.
        assertThat(append(Acknowledgement.NONE).join().error()).isEqualTo(Errors.NONE);
        CompletableFuture<AppendOutcome> leader = append(Acknowledgement.LEADER);
        CompletableFuture<AppendOutcome> safe = append(Acknowledgement.ALL);

        // Then
        assertThat(host.log().logEndOffset()).isEqualTo(3);
        assertThat(host.highWatermark()).isZero();
        assertThat(host.lastStableOffset()).isZero();
        assertThat(leader).isNotDone();
        assertThat(safe).isNotDone();

        // When
        synced(1);

        // Then
        assertThat(host.highWatermark()).isOne();
        assertThat(leader).isNotDone();
        assertThat(safe).isNotDone();

        // When
        synced(2);

        // Then
        assertThat(host.highWatermark()).isEqualTo(2);
        assertThat(leader.join().result().baseOffset()).isOne();
        assertThat(safe).isNotDone();

        // When
        synced(3);

        // Then
        assertThat(safe.join().result().baseOffset()).isEqualTo(2);
    }
}

package io.millrace.broker.server.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.coordinator.transaction.TransactionConfig;
import io.millrace.broker.coordinator.transaction.TransactionShard;
import io.millrace.broker.log.PartitionLog;
import io.millrace.broker.log.config.LogConfig;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.network.NetworkLoop;
import io.millrace.broker.network.NetworkLoops;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The ends of transactions find their way into partitions that are not there yet, fail, or are gone. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MarkerWriterTest {

    private static final String ID = "transfer";
    private static final TopicPartition TARGET = new TopicPartition("topic", 0);
    private static final MetadataImage WITH_TOPIC =
            new Images().topic(2, TARGET.topic(), 1, 0).build();

    @TempDir
    Path directory;

    private final PartitionTable table = new PartitionTable();
    private volatile Optional<MetadataImage> image = Optional.of(WITH_TOPIC);
    private ScriptedLogDirectory logs;
    private NetworkLoops loops;
    private NetworkLoop loop;
    private ScriptedLog script;
    private PartitionHost target;
    private ShardHost<TransactionShard> shard;
    private InitProducerIdResponseData producer;

    @BeforeEach
    void beginTransaction() {
        logs = new ScriptedLogDirectory(directory);
        loops = NetworkLoops.start("markers-test", 1);
        loop = loops.all().get(0);
        var config = new TransactionConfig(60_000, 1_000, 60_000, 60_000, 100, 1 << 20);
        var site = new TransactionShards.Site(table, () -> image, () -> OptionalLong.of(7));
        var shards = new TransactionShards(config, site, Runnable::run, SteadyClock.start(InstantSource.system()));
        shards.leading(lead(logs.create(Images.id(1), "__transaction_state", 0, LogConfig.defaults())));
        shard = shards.find(0).orElseThrow();
        script = new ScriptedLog(logs.create(Images.id(2), TARGET.topic(), 0, LogConfig.defaults()));
        target = lead(script.log());
        producer = ShardCalls.begin(shard, ID, 60_000, TARGET);
        append();
    }

    @AfterEach
    void close() {
        loops.close();
        logs.close();
    }

    private PartitionHost lead(PartitionLog log) {
        var host = new PartitionHost(log, loop, SteadyClock.start(InstantSource.system()));
        CompletableFuture.runAsync(() -> host.lead(0, List.of(Images.BROKER_ID), 1), loop)
                .join();
        return host;
    }

    private void append() {
        var one = new SimpleRecord(1_000, null, "value".getBytes(StandardCharsets.UTF_8));
        ByteBuffer batch = MemoryRecords.withTransactionalRecords(
                        Compression.NONE, producer.producerId(), producer.producerEpoch(), 0, one)
                .buffer();
        var answer = new CompletableFuture<AppendOutcome>();
        loop.execute(() -> target.append(batch, Acknowledgement.ALL, 60_000, answer::complete));
        assertThat(answer.join().error()).isEqualTo(Errors.NONE);
    }

    private void awaitComplete() {
        ShardCalls.await(() -> ShardCalls.state(shard, ID).equals("CompleteCommit"));
    }

    @Test
    void waitForAPartitionThatIsNotHereYet() {
        // When
        ShardCalls.commit(shard, ID, producer);
        assertThat(ShardCalls.state(shard, ID)).isEqualTo("PrepareCommit");
        table.put(target);

        // Then
        awaitComplete();
        assertThat(target.log().logEndOffset()).isEqualTo(2);
        assertThat(target.lastStableOffset()).isEqualTo(2);
    }

    @Test
    void areWrittenAgainUntilTheLogSaysYesAndStandThereOnce() {
        // Given: it does its work and fails, so that nobody knows.
        table.put(target);
        script.fail("appendMarker", 3);

        // When
        ShardCalls.commit(shard, ID, producer);

        // Then
        awaitComplete();
        assertThat(target.log().logEndOffset()).isEqualTo(2);
    }

    @Test
    void doNotTakeATopicForGoneBeforeTheImageIsKnown() {
        // Given
        image = Optional.empty();

        // When
        ShardCalls.commit(shard, ID, producer);
        assertThat(ShardCalls.state(shard, ID)).isEqualTo("PrepareCommit");
        image = Optional.of(WITH_TOPIC);
        table.put(target);

        // Then
        awaitComplete();
        assertThat(target.log().logEndOffset()).isEqualTo(2);
    }

    @Test
    void doNotWaitForATopicThatIsGone() {
        image = Optional.of(MetadataImage.EMPTY);
        ShardCalls.commit(shard, ID, producer);
        awaitComplete();
        assertThat(target.log().logEndOffset()).isOne();
    }
}

package io.millrace.broker.server.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.coordinator.decision.GroupConfig;
import io.millrace.broker.coordinator.shard.GroupShard;
import io.millrace.broker.log.AppendOrigin;
import io.millrace.broker.log.PartitionLog;
import io.millrace.broker.log.config.LogConfig;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.network.NetworkLoops;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.CoordinatorLoadInProgressException;
import org.apache.kafka.common.errors.NotCoordinatorException;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GroupShardsTest {

    private static final ShardHost.Client CLIENT = new ShardHost.Client((short) 8, "client", "/127.0.0.1");

    @TempDir
    Path directory;

    private ScriptedLogDirectory logs;
    private NetworkLoops loops;
    private ScriptedLog script;
    private PartitionHost partition;
    private final GroupShards shards = new GroupShards(
            GroupConfig.DEFAULTS,
            () -> MetadataImage.EMPTY,
            Runnable::run,
            SteadyClock.start(InstantSource.system()),
            1);

    @BeforeEach
    void open() {
        logs = new ScriptedLogDirectory(directory);
        loops = NetworkLoops.start("shards-test", 1);
        PartitionLog log = logs.create(Images.id(1), "__consumer_offsets", 0, LogConfig.defaults());
        script = new ScriptedLog(log);
        partition = new PartitionHost(script.log(), loops.all().get(0), SteadyClock.start(InstantSource.system()));
        onLoop(() -> partition.lead(0, List.of(Images.BROKER_ID), 1));
    }

    @AfterEach
    void close() {
        loops.close();
        logs.close();
    }

    @Test
    void loadsAgainWhatCouldNotBeLoaded() {
        // Given
        shards.leading(partition);
        assertThat(commit(7)).isEqualTo(Errors.NONE);
        script.fail("logEndOffset", 3);

        // When
        shards.leading(partition);

        // Then
        assertThat(committed()).isEqualTo(7);
    }

    @Test
    void coordinatesNoGroupOfAnOfflinePartitionAndLoadsItNotAgain() {
        // Given
        shards.leading(partition);
        ShardHost<GroupShard> shard = shards.find(0).orElseThrow();

        // When
        shards.offline(partition);

        // Then
        assertThat(shards.find(0)).isEmpty();
        assertThatThrownBy(() -> shard.read(loaded -> 0).join()).hasCauseInstanceOf(NotCoordinatorException.class);
    }

    @Test
    void loadsAgainAfterAShardBroke() {
        // Given
        shards.leading(partition);
        assertThat(commit(7)).isEqualTo(Errors.NONE);
        committed();

        // When
        CompletableFuture<ApiMessage> broken = shards.find(0).orElseThrow().decide(CLIENT, (shard, caller, nowMs) -> {
            throw new IllegalStateException("an invariant does not hold");
        });

        // Then
        assertThatThrownBy(broken::join).hasCauseInstanceOf(NotCoordinatorException.class);
        assertThat(committed()).isEqualTo(7);
        assertThat(commit(8)).isEqualTo(Errors.NONE);
        assertThat(committed()).isEqualTo(8);
    }

    @Test
    void readsTheLogAgainWhenNobodyKnowsWhetherItTookAnAppend() {
        // Given
        shards.leading(partition);
        assertThat(commit(7)).isEqualTo(Errors.NONE);
        script.fail("append", 1);

        // When
        Errors error = commit(8);

        // Then
        assertThat(error).isEqualTo(Errors.NOT_COORDINATOR);
        assertThat(committed()).isEqualTo(8);
    }

    @Test
    void makesADeletionThatCameWhileLoadingAfterTheLoadSucceeds() {
        // Given
        shards.leading(partition);
        assertThat(commit(7)).isEqualTo(Errors.NONE);
        script.fail("logEndOffset", 2);
        PartitionLog other = logs.create(Images.id(2), "topic", 0, LogConfig.defaults());
        var deleted = new PartitionHost(other, loops.all().get(0), SteadyClock.start(InstantSource.system()));

        // When
        onLoop(() -> {
            shards.leading(partition);
            shards.gone(deleted);
        });

        // Then
        assertThat(committed()).isEqualTo(-1);
    }

    @Test
    void leavesOutARecordThatNobodyCanRead() {
        // Given
        shards.leading(partition);
        assertThat(commit(7)).isEqualTo(Errors.NONE);
        onLoop(() -> {
            MemoryRecords damaged = MemoryRecords.withRecords(
                    Compression.NONE, new SimpleRecord(1, new byte[] {0, 1, 0}, new byte[] {5}));
            partition.appendNow(damaged.buffer(), AppendOrigin.COORDINATOR, true);
        });

        // When
        shards.leading(partition);

        // Then
        assertThat(committed()).isEqualTo(7);
    }

    private void onLoop(Runnable task) {
        CompletableFuture.runAsync(task, loops.all().get(0)).join();
    }

    private Errors commit(long offset) {
        var request = new OffsetCommitRequestData()
                .setGroupId("group")
                .setTopics(List.of(new OffsetCommitRequestTopic()
                        .setName("topic")
                        .setPartitions(List.of(new OffsetCommitRequestPartition()
                                .setPartitionIndex(0)
                                .setCommittedOffset(offset)
                                .setCommittedMetadata("")))));
        while (true) {
            try {
                var response = (OffsetCommitResponseData) shards.find(0)
                        .orElseThrow()
                        .decide(CLIENT, (shard, caller, nowMs) -> shard.commitOffsets(caller, request, nowMs))
                        .join();
                return Errors.forCode(
                        response.topics().get(0).partitions().get(0).errorCode());
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof CoordinatorLoadInProgressException)) {
                    return Errors.forException(e.getCause());
                }
                pause();
            }
        }
    }

    /** As soon as the shard answers. */
    private long committed() {
        var all = new OffsetFetchRequestGroup().setGroupId("group").setTopics(null);
        while (true) {
            try {
                return shards
                        .find(0)
                        .orElseThrow()
                        .read(shard -> shard.fetchOffsets(all, false))
                        .join()
                        .topics()
                        .stream()
                        .findAny()
                        .map(topic -> topic.partitions().get(0).committedOffset())
                        .orElse(-1L);
            } catch (CompletionException e) {
                assertThat(e.getCause())
                        .isInstanceOfAny(CoordinatorLoadInProgressException.class, NotCoordinatorException.class);
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(2);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

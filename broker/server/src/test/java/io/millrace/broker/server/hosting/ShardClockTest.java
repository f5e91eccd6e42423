package io.millrace.broker.server.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.coordinator.decision.ConsumerConfig;
import io.millrace.broker.coordinator.decision.GroupConfig;
import io.millrace.broker.coordinator.shard.GroupShard;
import io.millrace.broker.coordinator.transaction.TransactionConfig;
import io.millrace.broker.log.PartitionLog;
import io.millrace.broker.log.config.LogConfig;
import io.millrace.broker.log.state.ProducerTime;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.network.NetworkLoops;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocolCollection;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens to members and transactions when somebody sets the clock of the machine. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ShardClockTest {

    private static final TopicPartition GONE = new TopicPartition("gone", 0);
    private static final int SHORT_MS = 300;
    private static final int LONG_MS = 60_000;

    @TempDir
    Path directory;

    private final AtomicLong jumpedMs = new AtomicLong();
    private final AtomicLong lastProducerId = new AtomicLong();
    private final InstantSource wall = () -> Instant.now().plusMillis(jumpedMs.get());
    private final SteadyClock clock = SteadyClock.start(wall);
    private ScriptedLogDirectory logs;
    private NetworkLoops loops;

    @BeforeEach
    void open() {
        logs = new ScriptedLogDirectory(directory);
        loops = NetworkLoops.start("clock-test", 1);
    }

    @AfterEach
    void close() {
        loops.close();
        logs.close();
    }

    @Test
    void keepsMembersWhoseSessionIsNotOver() {
        // Given
        var config = new GroupConfig(
                SHORT_MS, LONG_MS, 0, 100, 100, 100, 1 << 20, LONG_MS, LONG_MS, ConsumerConfig.DEFAULTS);
        var shards = new GroupShards(config, () -> MetadataImage.EMPTY, Runnable::run, clock, 1);
        lead("__consumer_offsets", shards);
        var shard = shards.find(0).orElseThrow();
        join(shard, "steady", LONG_MS);
        join(shard, "first", SHORT_MS);

        // When
        jump(Duration.ofHours(1));
        ShardCalls.await(() -> memberCount(shard, "first") == 0);

        // Then
        assertThat(memberCount(shard, "steady")).isOne();

        // When
        join(shard, "second", SHORT_MS);
        jump(Duration.ofHours(-2));
        ShardCalls.await(() -> memberCount(shard, "second") == 0);

        // Then
        assertThat(memberCount(shard, "steady")).isOne();
    }

    @Test
    void keepsTransactionsWhoseTimeIsNotOver() {
        // Given
        var config = new TransactionConfig(LONG_MS, 50, LONG_MS, LONG_MS, 100, 1 << 20);
        var site = new TransactionShards.Site(
                new PartitionTable(),
                () -> Optional.of(MetadataImage.EMPTY),
                () -> OptionalLong.of(lastProducerId.incrementAndGet()));
        var shards = new TransactionShards(config, site, Runnable::run, clock);
        lead("__transaction_state", shards);
        var shard = shards.find(0).orElseThrow();
        ShardCalls.begin(shard, "steady", LONG_MS, GONE);
        ShardCalls.begin(shard, "first", SHORT_MS, GONE);

        // When
        jump(Duration.ofHours(1));
        ShardCalls.await(() -> ShardCalls.state(shard, "first").equals("CompleteAbort"));

        // Then
        assertThat(ShardCalls.state(shard, "steady")).isEqualTo("Ongoing");

        // When
        ShardCalls.begin(shard, "second", SHORT_MS, GONE);
        jump(Duration.ofHours(-2));
        ShardCalls.await(() -> ShardCalls.state(shard, "second").equals("CompleteAbort"));

        // Then
        assertThat(ShardCalls.state(shard, "steady")).isEqualTo("Ongoing");
    }

    @Test
    void tellsLogsTheTimeThatJumpsAndTheTimeThatDoesNot() {
        // Given
        var still = new SteadyClock(() -> Instant.ofEpochMilli(1_000 + jumpedMs.get()), () -> 0);

        // When
        jump(Duration.ofMillis(-300));

        // Then
        assertThat(still.nowMs()).isEqualTo(700);
        assertThat(still.steadyMs()).isEqualTo(1_000);
        assertThat(still.producerTime()).isEqualTo(new ProducerTime(1_000, -300));
    }

    private void lead(String topic, PartitionListener shards) {
        PartitionLog log = logs.create(Images.id(1), topic, 0, LogConfig.defaults());
        var partition = new PartitionHost(log, loops.all().get(0), clock);
        CompletableFuture.runAsync(
                        () -> partition.lead(0, List.of(Images.BROKER_ID), 1),
                        loops.all().get(0))
                .join();
        shards.leading(partition);
    }

    private void jump(Duration by) {
        jumpedMs.addAndGet(by.toMillis());
    }

    private static void join(ShardHost<GroupShard> shard, String groupId, int sessionMs) {
        var request = new JoinGroupRequestData()
                .setGroupId(groupId)
                .setSessionTimeoutMs(sessionMs)
                .setRebalanceTimeoutMs(LONG_MS)
                .setProtocolType("consumer")
                .setProtocols(new JoinGroupRequestProtocolCollection(
                        List.of(new JoinGroupRequestProtocol().setName("range")).iterator()));
        var response = (JoinGroupResponseData)
                ShardCalls.ask(shard, (group, caller, nowMs) -> group.join(caller, request, groupId, nowMs));
        assertThat(Errors.forCode(response.errorCode())).isEqualTo(Errors.NONE);
    }

    private static int memberCount(ShardHost<GroupShard> shard, String groupId) {
        return shard.read(group -> group.describe(groupId, (short) 5).members().size())
                .join();
    }
}

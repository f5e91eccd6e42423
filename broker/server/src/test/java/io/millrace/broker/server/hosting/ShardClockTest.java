package io.millrace.broker.server.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.coordinator.decision.ConsumerConfig;
import io.millrace.broker.coordinator.decision.CoordinatorShard;
import io.millrace.broker.coordinator.decision.GroupConfig;
import io.millrace.broker.coordinator.shard.GroupShard;
import io.millrace.broker.coordinator.transaction.AddPartitions;
import io.millrace.broker.coordinator.transaction.TransactionConfig;
import io.millrace.broker.coordinator.transaction.TransactionShard;
import io.millrace.broker.log.PartitionLog;
import io.millrace.broker.log.config.LogConfig;
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
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CoordinatorLoadInProgressException;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocolCollection;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens to members and transactions when somebody sets the clock of the machine. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ShardClockTest {

    private static final ShardHost.Client CLIENT = new ShardHost.Client((short) 3, "client", "/127.0.0.1");
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
        await(() -> memberCount(shard, "first") == 0);

        // Then
        assertThat(memberCount(shard, "steady")).isOne();

        // When
        join(shard, "second", SHORT_MS);
        jump(Duration.ofHours(-2));
        await(() -> memberCount(shard, "second") == 0);

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
        begin(shard, "steady", LONG_MS);
        begin(shard, "first", SHORT_MS);

        // When
        jump(Duration.ofHours(1));
        await(() -> state(shard, "first").equals("CompleteAbort"));

        // Then
        assertThat(state(shard, "steady")).isEqualTo("Ongoing");

        // When
        begin(shard, "second", SHORT_MS);
        jump(Duration.ofHours(-2));
        await(() -> state(shard, "second").equals("CompleteAbort"));

        // Then
        assertThat(state(shard, "steady")).isEqualTo("Ongoing");
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
                ask(shard, (group, caller, nowMs) -> group.join(caller, request, groupId, nowMs));
        assertThat(Errors.forCode(response.errorCode())).isEqualTo(Errors.NONE);
    }

    private static int memberCount(ShardHost<GroupShard> shard, String groupId) {
        return shard.read(group -> group.describe(groupId, (short) 5).members().size())
                .join();
    }

    private static void begin(ShardHost<TransactionShard> shard, String transactionalId, int timeoutMs) {
        var init = new InitProducerIdRequestData()
                .setTransactionalId(transactionalId)
                .setTransactionTimeoutMs(timeoutMs);
        var producer = (InitProducerIdResponseData)
                ask(shard, (transactions, caller, nowMs) -> transactions.initProducer(caller, init, nowMs));
        var add = new AddPartitions.Request(
                transactionalId,
                producer.producerId(),
                producer.producerEpoch(),
                List.of(new TopicPartition("gone", 0)),
                (short) 2);
        ask(shard, (transactions, caller, nowMs) -> transactions.addPartitions(caller, add, nowMs));
        assertThat(state(shard, transactionalId)).isEqualTo("Ongoing");
    }

    private static String state(ShardHost<TransactionShard> shard, String transactionalId) {
        return shard.read(transactions -> transactions.describe(transactionalId).transactionState())
                .join();
    }

    /** As soon as the shard is loaded. */
    private static <S extends CoordinatorShard> ApiMessage ask(ShardHost<S> shard, ShardHost.Operation<S> operation) {
        while (true) {
            try {
                return shard.decide(CLIENT, operation).join();
            } catch (CompletionException e) {
                assertThat(e.getCause()).isInstanceOf(CoordinatorLoadInProgressException.class);
                pause();
            }
        }
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(5);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

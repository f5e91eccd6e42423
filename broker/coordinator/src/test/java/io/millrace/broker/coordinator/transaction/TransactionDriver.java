package io.millrace.broker.coordinator.transaction;

import io.millrace.broker.coordinator.decision.Caller;
import io.millrace.broker.coordinator.decision.CoordinatorRecord;
import io.millrace.broker.coordinator.decision.Decision;
import io.millrace.broker.coordinator.decision.Effects;
import io.millrace.broker.coordinator.decision.TransactionMarkers;
import io.millrace.broker.coordinator.record.TransactionCodec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/** Hosts a transaction shard as a broker would, with a list as the log, a number as the clock and markers on demand. */
final class TransactionDriver {
    static final String ID = "tx";
    static final int TIMEOUT_MS = 60_000;

    final List<CoordinatorRecord> log = new ArrayList<>();
    final Queue<TransactionMarkers> ordered = new ArrayDeque<>();
    private final TransactionConfig config;
    private long nextProducerId = 1_000;
    private long lastRequestId;
    private Optional<Errors> refusal = Optional.empty();
    private ApiMessage lastReply;
    private long wallAheadMs;
    boolean hasIds = true;
    long nowMs = 1_000_000;
    TransactionShard shard;

    TransactionDriver(TransactionConfig config) {
        this.config = config;
        restart();
    }

    TransactionDriver() {
        this(TransactionConfig.DEFAULTS);
    }

    /** A new shard reads the whole log. */
    void restart() {
        ordered.clear();
        shard = new TransactionShard(config, () -> hasIds ? OptionalLong.of(nextProducerId++) : OptionalLong.empty());
        for (int offset = 0; offset < log.size(); offset++) {
            shard.replay(offset, log.get(offset).key(), log.get(offset).value());
        }
        shard.wallAhead(wallAheadMs);
        take(shard.loaded(nowMs));
    }

    /** Somebody sets the wall clock. */
    void jump(long ms) {
        wallAheadMs += ms;
        shard.wallAhead(wallAheadMs);
    }

    /** A broker that starts knows the wall clock only. */
    void restartBroker() {
        nowMs += wallAheadMs;
        wallAheadMs = 0;
        restart();
    }

    /** A log in which a producer has come this far. */
    long beginAt(TransactionState state, int epoch, int... partitions) {
        long producerId = nextProducerId++;
        Transaction stored = new Transaction(
                ID,
                new Transaction.Producer(producerId, (short) epoch),
                Transaction.NO_ID,
                Transaction.NO_ID,
                Transaction.NO_EPOCH,
                TIMEOUT_MS,
                state,
                Transaction.sorted(topicPartitions(partitions)),
                nowMs,
                nowMs,
                Transaction.VERSION_2);
        log.add(new CoordinatorRecord(TransactionCodec.encodeKey(ID), TransactionCodec.encode(stored.toValue(0))));
        restart();
        return producerId;
    }

    /** The newest id that a request took. */
    long lastProducerId() {
        return nextProducerId - 1;
    }

    void refuseAppends(Errors error) {
        refusal = Optional.of(error);
    }

    void takeAppends() {
        refusal = Optional.empty();
    }

    private <T extends ApiMessage> T ask(int version, Class<T> type, Function<Caller, Decision> request) {
        lastRequestId++;
        lastReply = null;
        settle(request.apply(new Caller(lastRequestId, (short) version, "client", "/127.0.0.1")));
        return type.cast(lastReply);
    }

    private void settle(Decision decision) {
        if (decision.needsAppend() && refusal.isPresent()) {
            take(shard.refuse(decision, refusal.get(), nowMs));
        } else {
            long firstOffset = log.size();
            log.addAll(decision.records());
            take(shard.accept(decision, firstOffset, nowMs));
        }
    }

    private void take(Effects effects) {
        ordered.addAll(effects.markers());
        effects.replies().forEach(reply -> lastReply = reply.response());
    }

    InitProducerIdResponseData init() {
        return init(ID, -1, -1);
    }

    InitProducerIdResponseData init(String transactionalId, long producerId, int epoch) {
        return init(5, transactionalId, producerId, epoch);
    }

    InitProducerIdResponseData init(int version, String transactionalId, long producerId, int epoch) {
        var request = new InitProducerIdRequestData()
                .setTransactionalId(transactionalId)
                .setTransactionTimeoutMs(TIMEOUT_MS)
                .setProducerId(producerId)
                .setProducerEpoch((short) epoch);
        return ask(version, InitProducerIdResponseData.class, caller -> shard.initProducer(caller, request, nowMs));
    }

    Errors add(long producerId, int epoch, int transactionVersion, int... partitions) {
        var request = new AddPartitions.Request(
                ID, producerId, (short) epoch, topicPartitions(partitions), (short) transactionVersion);
        return Errors.forCode(
                ask(4, AddPartitionsToTxnResponseData.class, caller -> shard.addPartitions(caller, request, nowMs))
                        .errorCode());
    }

    Map<TopicPartition, Errors> verify(long producerId, int epoch, int... partitions) {
        return shard.verify(
                new AddPartitions.Request(ID, producerId, (short) epoch, topicPartitions(partitions), (short) 2));
    }

    EndTxnResponseData end(int version, long producerId, int epoch, boolean commit) {
        var request = new EndTxnRequestData()
                .setTransactionalId(ID)
                .setProducerId(producerId)
                .setProducerEpoch((short) epoch)
                .setCommitted(commit);
        return ask(version, EndTxnResponseData.class, caller -> shard.end(caller, request, nowMs));
    }

    /** The host has written what was ordered. */
    void writeMarkers() {
        while (!ordered.isEmpty()) {
            TransactionMarkers markers = ordered.remove();
            ask(0, EndTxnResponseData.class, caller -> shard.markersWritten(caller, markers, nowMs));
        }
    }

    void advance(long ms) {
        long targetMs = nowMs + ms;
        while (shard.nextDeadlineMs() <= targetMs) {
            nowMs = Math.max(nowMs, shard.nextDeadlineMs());
            shard.expire(nowMs).ifPresent(this::settle);
        }
        nowMs = targetMs;
    }

    String state() {
        return shard.describe(ID).transactionState();
    }

    static List<TopicPartition> topicPartitions(int... partitions) {
        List<TopicPartition> list = new ArrayList<>();
        for (int partition : partitions) {
            list.add(new TopicPartition("t", partition));
        }
        return list;
    }
}
